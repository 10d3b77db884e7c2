//! What is said: texts, files and cards.

use super::HostedFile;
use crate::protocol::card::{Card, Replies};
#[cfg(not(target_arch = "wasm32"))]
use crate::protocol::ids::LooseId;
use crate::protocol::json::Value;
use crate::protocol::wire::{Kept, Trace, Wire, kept, wire_struct};

#[cfg(not(target_arch = "wasm32"))]
wire_struct! {
    /// The message of a secure form, of which only the names of members are known. The widget shows a placeholder.
    pub struct SecureForm {
        /// Which form.
        form_id: Option<LooseId> = "formId",
        /// Its title.
        title: Option<String> = "title",
        /// Which invitation to fill it.
        invitation_id: Option<LooseId> = "invitationId",
        /// Which filled form.
        submission_id: Option<LooseId> = "submissionId",
    }
}

/// The message of a content event.
#[derive(Clone, Debug, PartialEq)]
pub enum Message {
    /// A text.
    Text(String),
    /// A file.
    File(HostedFile),
    /// Something known only by name, such as a secure form.
    Opaque(Kept),
}

impl Wire for Message {
    fn blank() -> Self {
        Self::Opaque(Kept::default())
    }

    fn read(value: &Value, trace: &mut Trace) -> Option<Self> {
        match value {
            Value::String(text) => Some(Self::Text(text.clone())),
            Value::Object(map) if map.contains_key("relativePath") => HostedFile::read(value, trace).map(Self::File),
            Value::Object(_) => Some(Self::Opaque(kept(value))),
            _ => {
                trace.note_misread();
                None
            }
        }
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn write(&self) -> Value {
        match self {
            Self::Text(text) => Value::from(text.as_str()),
            Self::File(file) => file.write(),
            Self::Opaque(value) => value.clone(),
        }
    }
}

wire_struct! {
    /// Text, a file, or something that is known only by its content type.
    #[derive(Default)]
    pub struct ContentEvent {
        /// What kind of message: `text/plain`, `hosted/file` …
        content_type: Option<String> = "contentType",
        /// The message.
        message: Option<Message> = "message",
        /// Offered answers; opaque here.
        quick_replies: Option<Value> = "quickReplies",
    } natively {
        /// `ContentEvent`.
        event_type: String = "type",
    }
}

wire_struct! {
    /// A card. It is opaque here: what draws it reads it.
    pub struct RichContentEvent {
        /// The card.
        content: Option<Value> = "content",
        /// The card under the name that the schema gives it.
        message: Option<Value> = "message",
        /// Offered answers; opaque here.
        quick_replies: Option<Value> = "quickReplies",
    } natively {
        /// `RichContentEvent`.
        event_type: String = "type",
    }
}

impl RichContentEvent {
    /// The card, within bounds, and the answers that are offered: beside it, and by an older form of them in it.
    #[must_use]
    pub fn drawn(&self) -> (Option<Card>, Option<Replies>) {
        let mut card =
            self.content.as_ref().and_then(Card::read).or_else(|| self.message.as_ref().and_then(Card::read));
        let mut replies = self.quick_replies.as_ref().and_then(Replies::read).unwrap_or_default();
        if let Some(card) = &mut card {
            replies.0.append(&mut card.replies);
        }
        (card, (!replies.0.is_empty()).then_some(replies))
    }
}

impl ContentEvent {
    /// The answers that are offered beside it.
    #[must_use]
    pub fn replies(&self) -> Option<Replies> {
        self.quick_replies.as_ref().and_then(Replies::read)
    }
}
