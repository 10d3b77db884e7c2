//! What one notification says of the CoBrowse dialogs of one conversation.

use crate::protocol::{
    ChangeType, ChannelType, ConversationChange, ConversationId, Dialog, Millis, ParticipantId, Role,
};

/// The CoBrowse dialogs of a conversation at one moment: always all of them, for notifications carry whole states.
#[derive(Clone, Debug, PartialEq)]
pub struct Sighting {
    /// Which conversation.
    pub conversation: ConversationId,
    /// The order of notifications, where it is told.
    pub updated: Option<Millis>,
    /// Whether the conversation is over or out of sight.
    pub is_over: bool,
    /// Its CoBrowse dialogs.
    pub dialogs: Vec<Dialog>,
    /// Everybody whom the conversation calls its consumer.
    pub consumers: Vec<ParticipantId>,
    /// The agent who answers, for dialogs that do not name theirs.
    pub agent: Option<ParticipantId>,
}

impl Sighting {
    /// What a change of the metadata subscription says; nothing, if it says nothing of a conversation's state.
    #[must_use]
    pub fn of(change: &ConversationChange) -> Option<Self> {
        let result = &change.result;
        let nothing = Self {
            conversation: result.conv_id.clone(),
            updated: None,
            is_over: true,
            dialogs: Vec::new(),
            consumers: Vec::new(),
            agent: None,
        };
        if change.change_type == Some(ChangeType::Delete) {
            return Some(nothing);
        }
        let details = result.conversation_details.as_ref()?;
        let by_role = |role: Role| {
            let found = details.everybody().filter(move |(_, part)| *part == Some(&role));
            found.map(|(id, _)| id.clone()).collect::<Vec<_>>()
        };
        let dialogs = details.dialogs.iter().filter(|dialog| dialog.channel_type == Some(ChannelType::CoBrowse));
        Some(Self {
            updated: details.meta_data_last_update_ts.or(result.last_update_time),
            is_over: details.is_over(),
            dialogs: dialogs.cloned().collect(),
            consumers: by_role(Role::Consumer),
            agent: by_role(Role::AssignedAgent).into_iter().next(),
            ..nothing
        })
    }
}
