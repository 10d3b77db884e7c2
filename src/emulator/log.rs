//! What happened, written down as it was accepted: the oracle that tests compare a client with. Nothing is ever taken
//! back out, and no fault touches it.

use crate::protocol::wire::Wire;
use crate::protocol::{
    ConversationDetails, ConversationId, DialogId, Event, Metadata, Millis, ParticipantId, Sequence,
};

/// One line of the log.
#[derive(Clone, Debug, PartialEq)]
pub enum LogEntry {
    /// An event was accepted.
    Event {
        /// When.
        at: Millis,
        /// In which conversation.
        conversation: ConversationId,
        /// In which dialog.
        dialog: DialogId,
        /// Its number in the dialog; chat states have none.
        sequence: Option<Sequence>,
        /// Who it comes from.
        originator: ParticipantId,
        /// The event.
        event: Box<Event>,
        /// The entries beside it, as they were sent.
        metadata: Vec<Metadata>,
    },
    /// A conversation is new or changed.
    Conversation {
        /// When.
        at: Millis,
        /// Which.
        conversation: ConversationId,
        /// Its whole state, in the newer shape.
        details: Box<ConversationDetails>,
    },
}

impl LogEntry {
    /// The entry as a line of JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        let value = match self {
            Self::Event { at, conversation, dialog, sequence, originator, event, metadata } => serde_json::json!({
                "at": at.0,
                "conversationId": conversation.as_str(),
                "dialogId": dialog.as_str(),
                "sequence": sequence.map(|sequence| sequence.0),
                "originatorId": originator.as_str(),
                "event": event.write(),
                "metadata": metadata.iter().map(Wire::write).collect::<Vec<_>>(),
            }),
            Self::Conversation { at, conversation, details } => serde_json::json!({
                "at": at.0,
                "conversationId": conversation.as_str(),
                "conversationDetails": details.write(),
            }),
        };
        value.to_string()
    }
}
