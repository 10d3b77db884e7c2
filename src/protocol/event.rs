//! What happens in a dialog: content, receipts and chat states, and the notification that carries each.

mod change;
mod content;

pub use change::{EventChange, OriginatorMetadata};
pub use content::{ContentEvent, HostedFile, Message, RichContentEvent, SecureForm};

use crate::protocol::json::Value;

use super::ids::Sequence;
use super::wire::{Many, Opaque, Trace, Wire, wire_enum, wire_struct};

wire_enum! {
    /// What a receipt says of messages.
    pub enum AcceptStatus {
        /// They reached the device.
        Accept = "ACCEPT",
        /// They were shown.
        Read = "READ",
        /// A file was opened.
        Access = "ACCESS",
        /// They did not arrive.
        Nack = "NACK",
        /// An element of a card or a quick reply was used.
        Action = "ACTION",
    }
}

wire_enum! {
    /// What somebody is doing in a dialog.
    pub enum ChatState {
        /// In the chat.
        Active = "ACTIVE",
        /// Elsewhere, the chat is open.
        Inactive = "INACTIVE",
        /// Closed the chat.
        Gone = "GONE",
        /// Typing.
        Composing = "COMPOSING",
        /// Stopped typing.
        Pause = "PAUSE",
        /// Not connected; told by the service.
        Background = "BACKGROUND",
    }
}

wire_struct! {
    /// A receipt.
    pub struct AcceptStatusEvent {
        /// `AcceptStatusEvent`.
        event_type: String = "type",
        /// What it says.
        status: AcceptStatus = "status",
        /// Of which messages.
        sequence_list: Many<Sequence> = "sequenceList",
    }
}

wire_struct! {
    /// What somebody is doing.
    pub struct ChatStateEvent {
        /// `ChatStateEvent`.
        event_type: String = "type",
        /// What.
        chat_state: ChatState = "chatState",
    }
}

/// One event of a dialog.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// Text or a file.
    Content(ContentEvent),
    /// A card.
    RichContent(RichContentEvent),
    /// A receipt.
    AcceptStatus(AcceptStatusEvent),
    /// What somebody is doing.
    ChatState(ChatStateEvent),
    /// An event that this version does not know.
    Unknown(Value),
}

impl Event {
    /// A plain text.
    #[must_use]
    pub fn text(text: &str) -> Self {
        Self::Content(ContentEvent {
            event_type: CONTENT.into(),
            content_type: Some("text/plain".into()),
            message: Some(Message::Text(text.into())),
            ..ContentEvent::default()
        })
    }

    /// A receipt for messages.
    #[must_use]
    pub fn receipt(status: AcceptStatus, sequences: Vec<Sequence>) -> Self {
        Self::AcceptStatus(AcceptStatusEvent {
            event_type: ACCEPT_STATUS.into(),
            status,
            sequence_list: sequences.into(),
        })
    }

    /// What the sender is doing.
    #[must_use]
    pub fn chat_state(chat_state: ChatState) -> Self {
        Self::ChatState(ChatStateEvent { event_type: CHAT_STATE.into(), chat_state })
    }

    /// The text, where this is a plain text.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Content(ContentEvent { message: Some(Message::Text(text)), .. }) => Some(text),
            _ => None,
        }
    }
}

const CONTENT: &str = "ContentEvent";
const RICH_CONTENT: &str = "RichContentEvent";
const ACCEPT_STATUS: &str = "AcceptStatusEvent";
const CHAT_STATE: &str = "ChatStateEvent";

impl Wire for Event {
    fn read(value: Value, trace: &mut Trace) -> Option<Self> {
        match value.get("type").and_then(Value::as_str).unwrap_or_default() {
            CONTENT => {
                trace.probe(Opaque::Content, &value);
                trace.probe_member(Opaque::QuickReplies, &value, "quickReplies");
                ContentEvent::read(value, trace).map(Self::Content)
            }
            RICH_CONTENT => {
                trace.probe_member(Opaque::Card, &value, "content");
                trace.probe_member(Opaque::Card, &value, "message");
                trace.probe_member(Opaque::QuickReplies, &value, "quickReplies");
                RichContentEvent::read(value, trace).map(Self::RichContent)
            }
            ACCEPT_STATUS => AcceptStatusEvent::read(value, trace).map(Self::AcceptStatus),
            CHAT_STATE => ChatStateEvent::read(value, trace).map(Self::ChatState),
            _ => {
                trace.note_misread_at("/type");
                Some(Self::Unknown(value))
            }
        }
    }

    fn write(&self) -> Value {
        match self {
            Self::Content(event) => event.write(),
            Self::RichContent(event) => event.write(),
            Self::AcceptStatus(event) => event.write(),
            Self::ChatState(event) => event.write(),
            Self::Unknown(value) => value.clone(),
        }
    }

    fn absent() -> Option<Self> {
        Some(Self::Unknown(Value::Null))
    }

    fn is_absent(&self) -> bool {
        matches!(self, Self::Unknown(Value::Null))
    }
}
