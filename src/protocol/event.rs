//! What is said in a dialog: content, receipts and chat states, and the notification that carries each.

use serde_json::Value;

use super::client_properties::ClientProperties;
use super::conversation::Role;
use super::ids::{ConversationId, DialogId, ParticipantId, Sequence};
use super::metadata::Metadata;
use super::time::Millis;
use super::wire::{Loose, Many, Nullable, Opaque, Trace, Wire, wire_enum, wire_struct};

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
    /// A file in the service's storage.
    pub struct HostedFile {
        /// Words beside it.
        caption: Option<String> = "caption",
        /// Where it lies.
        relative_path: Option<String> = "relativePath",
        /// `JPEG`, `PNG` …
        file_type: Option<String> = "fileType",
        /// A small picture: a data URI, or bare base64.
        preview: Option<String> = "preview",
    }
}

wire_struct! {
    /// The message of a secure form, of which only the names of members are known. The widget shows a placeholder.
    pub struct SecureForm {
        /// Which form.
        form_id: Option<Loose> = "formId",
        /// Its title.
        title: Option<Loose> = "title",
        /// Which invitation to fill it.
        invitation_id: Option<Loose> = "invitationId",
        /// Which filled form.
        submission_id: Option<Loose> = "submissionId",
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
    Opaque(Value),
}

wire_struct! {
    /// Text, a file, or something that is known only by its content type.
    pub struct ContentEvent {
        /// `ContentEvent`.
        event_type: String = "type",
        /// What kind of message: `text/plain`, `hosted/file` …
        content_type: Option<String> = "contentType",
        /// The message.
        message: Option<Message> = "message",
        /// Offered answers; opaque here.
        quick_replies: Option<Value> = "quickReplies",
    }
}

impl Wire for Message {
    fn read(value: Value, trace: &mut Trace) -> Option<Self> {
        match value {
            Value::String(text) => Some(Self::Text(text)),
            Value::Object(ref map) if map.contains_key("relativePath") => {
                HostedFile::read(value, trace).map(Self::File)
            }
            Value::Object(_) => Some(Self::Opaque(value)),
            _ => trace.misread(),
        }
    }

    fn write(&self) -> Value {
        match self {
            Self::Text(text) => Value::from(text.as_str()),
            Self::File(file) => file.write(),
            Self::Opaque(value) => value.clone(),
        }
    }
}

wire_struct! {
    /// A card. It is opaque here: what draws it reads it.
    pub struct RichContentEvent {
        /// `RichContentEvent`.
        event_type: String = "type",
        /// The card.
        content: Option<Value> = "content",
        /// The card under the name that the schema gives it.
        message: Option<Value> = "message",
        /// Offered answers; opaque here.
        quick_replies: Option<Value> = "quickReplies",
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
            quick_replies: None,
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
                trace.note_misread();
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
}

wire_struct! {
    /// Who an event comes from, as newer servers tell it.
    pub struct OriginatorMetadata {
        /// Who.
        id: Option<ParticipantId> = "id",
        /// In which part.
        role: Option<Role> = "role",
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
        /// Older servers: with what client.
        originator_client_properties: Option<ClientProperties> = "originatorClientProperties",
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
}

/// Metadata entries as a value, so that `null` can stand in their place.
#[derive(Clone, Debug, PartialEq)]
pub struct MetadataList(pub Many<Metadata>);

impl Wire for MetadataList {
    fn read(value: Value, trace: &mut Trace) -> Option<Self> {
        Some(Self(Many::read_list(value, trace)))
    }

    fn write(&self) -> Value {
        self.0.write_list()
    }
}
