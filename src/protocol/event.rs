//! What happens in a dialog: content, receipts and chat states, and the notification that carries each.

mod change;
mod content;
mod file;

pub use change::{EventChange, OriginatorMetadata};
#[cfg(not(target_arch = "wasm32"))]
pub use content::SecureForm;
pub use content::{ContentEvent, Message, RichContentEvent};
pub use file::HostedFile;

use crate::protocol::json::Value;

use super::ids::Sequence;
#[cfg(not(target_arch = "wasm32"))]
use super::wire::Opaque;
use super::wire::{Kept, Many, Trace, Wire, kept, wire_enum, wire_struct};

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
        /// What it says.
        status: AcceptStatus = "status",
        /// Of which messages.
        sequence_list: Many<Sequence> = "sequenceList",
    } natively {
        /// `AcceptStatusEvent`.
        event_type: String = "type",
    }
}

wire_struct! {
    /// What somebody is doing.
    pub struct ChatStateEvent {
        /// What.
        chat_state: ChatState = "chatState",
    } natively {
        /// `ChatStateEvent`.
        event_type: String = "type",
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
    Unknown(Kept),
}

#[cfg(not(target_arch = "wasm32"))]
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
}

impl Event {
    /// The text, where this is a plain text.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Content(ContentEvent { message: Some(Message::Text(text)), .. }) => Some(text),
            _ => None,
        }
    }

    /// The file, where this is one.
    #[must_use]
    pub fn as_file(&self) -> Option<&HostedFile> {
        match self {
            Self::Content(ContentEvent { message: Some(Message::File(file)), .. }) => Some(file),
            _ => None,
        }
    }
}

const CONTENT: &str = "ContentEvent";
const RICH_CONTENT: &str = "RichContentEvent";
const ACCEPT_STATUS: &str = "AcceptStatusEvent";
const CHAT_STATE: &str = "ChatStateEvent";

impl Wire for Event {
    const MAY_BE_ABSENT: bool = true;

    fn blank() -> Self {
        Self::Unknown(Kept::default())
    }

    fn fill(&mut self, value: &Value, trace: &mut Trace) -> bool {
        #[cfg(not(target_arch = "wasm32"))]
        show_what_is_opaque(value, trace);
        *self = match value.get("type").and_then(Value::as_str).unwrap_or_default() {
            CONTENT => Self::Content(ContentEvent::blank()),
            RICH_CONTENT => Self::RichContent(RichContentEvent::blank()),
            ACCEPT_STATUS => Self::AcceptStatus(AcceptStatusEvent::blank()),
            CHAT_STATE => Self::ChatState(ChatStateEvent::blank()),
            _ => Self::Unknown(kept(value)),
        };
        match self {
            Self::Content(event) => event.fill(value, trace),
            Self::RichContent(event) => event.fill(value, trace),
            Self::AcceptStatus(event) => event.fill(value, trace),
            Self::ChatState(event) => event.fill(value, trace),
            Self::Unknown(_) => {
                #[cfg(not(target_arch = "wasm32"))]
                trace.note_misread_at("/type");
                true
            }
        }
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn write(&self) -> Value {
        match self {
            Self::Content(event) => event.write(),
            Self::RichContent(event) => event.write(),
            Self::AcceptStatus(event) => event.write(),
            Self::ChatState(event) => event.write(),
            Self::Unknown(value) => value.clone(),
        }
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn is_absent(&self) -> bool {
        matches!(self, Self::Unknown(Value::Null))
    }
}

/// Cards, quick replies and messages of other kinds are opaque to a client; the inspector looks into them.
#[cfg(not(target_arch = "wasm32"))]
fn show_what_is_opaque(event: &Value, trace: &mut Trace) {
    match event.get("type").and_then(Value::as_str) {
        Some(CONTENT) => trace.probe(Opaque::Content, event),
        Some(RICH_CONTENT) => {
            trace.probe_member(Opaque::Card, event, "content");
            trace.probe_member(Opaque::Card, event, "message");
        }
        _ => return,
    }
    trace.probe_member(Opaque::QuickReplies, event, "quickReplies");
}
