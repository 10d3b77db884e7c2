//! What happened, written down as it was accepted: the oracle that tests compare a client with. Nothing is ever taken
//! back out, and no fault touches it. A service without tests keeps none ([`super::Config::keeps_log`]).

use crate::protocol::wire::Many;
use crate::protocol::{
    ConversationDetails, ConversationId, DialogId, Event, Metadata, Millis, ParticipantId, Sequence,
};

use super::rest::{self, LogLine};

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
        let line = match self {
            Self::Event { at, conversation, dialog, sequence, originator, event, metadata } => LogLine {
                at: *at,
                conversation_id: conversation.clone(),
                dialog_id: Some(dialog.clone()),
                sequence: *sequence,
                originator_id: Some(originator.clone()),
                event: Some((**event).clone()),
                metadata: Many::from(metadata.clone()),
                conversation_details: None,
            },
            Self::Conversation { at, conversation, details } => LogLine {
                at: *at,
                conversation_id: conversation.clone(),
                dialog_id: None,
                sequence: None,
                originator_id: None,
                event: None,
                metadata: Many::default(),
                conversation_details: Some((**details).clone()),
            },
        };
        rest::text(&line)
    }
}
