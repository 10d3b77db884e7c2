//! How one event looks on the wire.

use crate::protocol::wire::{Many, Nullable};
use crate::protocol::{ConversationId, DialogId, EventChange, MetadataList, OriginatorMetadata};

use super::super::dialog::StoredEvent;
use super::super::people::Agents;

/// The shapes of an event.
#[derive(Clone, Copy)]
pub(in crate::emulator) enum EventShape<'a> {
    /// For consumers.
    Newer,
    /// For consumers of old servers: who it is from, and nothing of the part that they play.
    Bare,
    /// For agents: the older id stands where consumers read the participant's.
    Older(&'a Agents),
}

/// An event as a change. History leaves out the conversation, as the service does.
pub(in crate::emulator) fn event_change(
    stored: &StoredEvent,
    dialog: &DialogId,
    conversation: Option<&ConversationId>,
    shape: EventShape<'_>,
) -> EventChange {
    let originator = stored.originator.clone();
    let (originator_id, originator_pid) = match shape {
        EventShape::Newer | EventShape::Bare => (originator.clone(), None),
        EventShape::Older(agents) => (agents.older_id(&originator, '.'), Some(originator.clone())),
    };
    let audience = stored.is_private.then(|| "AGENTS_AND_MANAGERS".to_owned());
    let metadata = Many::from(stored.metadata.clone());
    EventChange {
        sequence: stored.sequence,
        server_timestamp: stored.sequence.map(|_| stored.at),
        originator_id: Some(originator_id),
        originator_pid,
        originator_metadata: (!matches!(shape, EventShape::Bare)).then(|| OriginatorMetadata {
            id: Some(originator),
            role: Some(stored.role.clone()),
            client_properties: None,
        }),
        originator_client_properties: None,
        event: Some(stored.event.clone()),
        dialog_id: Some(dialog.clone()),
        conversation_id: conversation.cloned(),
        message_audience: audience,
        metadata: (!metadata.is_empty()).then_some(Nullable::Value(MetadataList(metadata))),
        event_id: None,
    }
}
