//! Requests about the events of a dialog, and about the files that events point to.

use crate::protocol::event::Event;
use crate::protocol::ids::{ConversationId, DialogId, LooseId};
use crate::protocol::wire::wire_struct;

wire_struct! {
    /// Asks for the events of a dialog and those that follow.
    pub struct SubscribeMessagingEvents {
        /// Which dialog.
        dialog_id: DialogId = "dialogId",
        /// Which conversation.
        conversation_id: Option<ConversationId> = "conversationId",
        /// From this number on, itself included.
        from_seq: Option<i64> = "fromSeq",
    }
}

wire_struct! {
    /// Publishes an event.
    pub struct PublishEvent {
        /// In which dialog.
        dialog_id: DialogId = "dialogId",
        /// In which conversation.
        conversation_id: Option<ConversationId> = "conversationId",
        /// The event.
        event: Event = "event",
        /// Agents: `ALL`, or `AGENTS_AND_MANAGERS` for private notes.
        message_audience: Option<String> = "messageAudience",
    }
}

impl PublishEvent {
    /// An event that a consumer publishes.
    #[must_use]
    pub fn new(dialog_id: DialogId, conversation_id: Option<ConversationId>, event: Event) -> Self {
        Self { dialog_id, conversation_id, event, message_audience: None }
    }
}

wire_struct! {
    /// Asks for the events of a dialog; the answer is complete.
    pub struct QueryMessages {
        /// Which dialog.
        dialog_id: DialogId = "dialogId",
        /// From this number on, itself included.
        from_seq: Option<i64> = "fromSeq",
        /// After this number.
        newer_than_sequence: Option<i64> = "newerThanSequence",
    }
}

impl QueryMessages {
    /// Asks for the events from this number on.
    #[must_use]
    pub fn from(dialog_id: DialogId, from_seq: i64) -> Self {
        Self { dialog_id, from_seq: Some(from_seq), newer_than_sequence: None }
    }
}

wire_struct! {
    /// Asks for an address to upload a file to.
    pub struct GenerateURLForUploadFile {
        /// Bytes; texts and numbers both occur.
        file_size: Option<LooseId> = "fileSize",
        /// `JPG`, `PNG`, `GIF`, `JPEG`.
        file_type: Option<String> = "fileType",
    }
}

wire_struct! {
    /// Asks for an address to download a file from.
    pub struct GenerateURLForDownloadFile {
        /// Where it lies.
        relative_path: String = "relativePath",
    }
}
