//! An event with where it stands in its dialog and who it comes from.

use super::Event;
use crate::protocol::client_properties::ClientProperties;
use crate::protocol::conversation::Role;
use crate::protocol::ids::{ConversationId, DialogId, ParticipantId, Sequence};
use crate::protocol::metadata::{Metadata, MetadataList};
use crate::protocol::time::Millis;
use crate::protocol::wire::{Nullable, wire_struct};

wire_struct! {
    /// Who an event comes from, as newer servers tell it.
    pub struct OriginatorMetadata {
        /// Who.
        id: Option<ParticipantId> = "id",
        /// In which part.
        role: Option<Role> = "role",
    } natively {
        /// With what client.
        client_properties: Option<ClientProperties> = "clientProperties",
    }
}

wire_struct! {
    /// One event with where it stands and who it comes from.
    pub struct EventChange {
        /// Its number in the dialog; absent for chat states.
        sequence: Option<Sequence> = "sequence",
        /// When the service took it; absent for chat states.
        server_timestamp: Option<Millis> = "serverTimestamp",
        /// Who it comes from. Older servers: the older id.
        originator_id: Option<ParticipantId> = "originatorId",
        /// Older servers: who it comes from.
        originator_pid: Option<ParticipantId> = "originatorPId",
        /// Newer servers: who it comes from.
        originator_metadata: Option<OriginatorMetadata> = "originatorMetadata",
        /// The event.
        event: Option<Event> = "event",
        /// Which dialog.
        dialog_id: Option<DialogId> = "dialogId",
        /// Which conversation; often missing in history.
        conversation_id: Option<ConversationId> = "conversationId",
        /// `ALL`, or `AGENTS_AND_MANAGERS` for private notes.
        message_audience: Option<String> = "messageAudience",
        /// Entries beside the message; `null` is written for none.
        metadata: Option<Nullable<MetadataList>> = "metadata",
    } natively {
        /// Older servers: with what client.
        originator_client_properties: Option<ClientProperties> = "originatorClientProperties",
        /// Newer servers; not used.
        event_id: Option<String> = "eventId",
    }
}

impl EventChange {
    /// Who the event comes from, by the best name that it bears.
    #[must_use]
    pub fn originator(&self) -> Option<&ParticipantId> {
        let newest = self.originator_metadata.as_ref().and_then(|metadata| metadata.id.as_ref());
        newest.or(self.originator_pid.as_ref()).or(self.originator_id.as_ref())
    }

    /// Whether it is not for the consumer, who ought not to be told of it at all.
    #[must_use]
    pub fn is_private(&self) -> bool {
        self.message_audience.as_deref().is_some_and(|audience| audience != "ALL")
    }

    /// The part that the originator plays, where it is told.
    #[must_use]
    pub fn role(&self) -> Option<&Role> {
        self.originator_metadata.as_ref().and_then(|metadata| metadata.role.as_ref())
    }

    /// The entries beside the message.
    #[must_use]
    pub fn metadata(&self) -> &[Metadata] {
        self.metadata.as_ref().and_then(Nullable::value).map_or(&[], |list| &list.0)
    }

    /// The names that its sender gave it, where the service kept them: its own, and those of what was clicked.
    pub fn external_ids(&self) -> impl Iterator<Item = &str> {
        self.metadata().iter().filter_map(Metadata::as_external_id)
    }
}
