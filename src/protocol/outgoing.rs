//! A consumer's requests, written. The service reads them as [`super::Request`]; `tests/wire/outgoing.rs` holds the two
//! together.

use super::card::joined;
use super::client_properties::ClientProperties;
use super::decimal;
use super::event::{AcceptStatus, ChatState, HostedFile};
use super::ids::{ConversationId, DialogId, Sequence};
use super::json::ObjectWriter;
use super::origin::Origin;

/// A request that has all but its id.
#[derive(Clone, Debug)]
pub struct Outgoing {
    object: ObjectWriter,
}

impl Outgoing {
    /// Says who connects, and with what: the first request on a socket.
    #[must_use]
    pub fn init_connection(jwt: &str, client: &ClientProperties) -> Self {
        let mut authentication = ObjectWriter::new();
        authentication.text("type", ".ams.headers.ConsumerAuthentication");
        authentication.text("jwt", jwt);
        let mut request = Self::bare("InitConnection");
        request.object.list("headers", &[client.json(), authentication.finish()]);
        request
    }

    /// Asks for the service's time.
    #[must_use]
    pub fn clock() -> Self {
        Self::bare("GetClock")
    }

    /// Asks for all conversations and their changes.
    #[must_use]
    pub fn subscribe_conversations() -> Self {
        let mut request = Self::bare("cqm.SubscribeExConversations");
        request.object.raw("body", r#"{"convState":["OPEN","CLOSE"],"stage":["OPEN","CLOSE"]}"#);
        request
    }

    /// Opens a conversation.
    #[must_use]
    pub fn open_conversation(origin: &Origin) -> Self {
        let mut request = Self::bare("cm.ConsumerRequestConversation");
        request.object.begin("body");
        origin.write(&mut request.object);
        request.object.end();
        request
    }

    /// Asks for the events of a dialog from a number on, itself included, and those that follow.
    #[must_use]
    pub fn subscribe_events(dialog: &DialogId, conversation: Option<&ConversationId>, from: Sequence) -> Self {
        Self::of_dialog("ms.SubscribeMessagingEvents", dialog, conversation).starting_at(from)
    }

    /// Asks for the events of a dialog from a number on, itself included, all in one answer.
    #[must_use]
    pub fn query(dialog: &DialogId, from: Sequence) -> Self {
        Self::of_dialog("ms.QueryMessages", dialog, None).starting_at(from)
    }

    /// Publishes a text; `external` is the sender's own name for it, which the service may give back, and `metadata` a
    /// JSON array of entries that go along.
    #[must_use]
    pub fn text(
        dialog: &DialogId,
        conversation: Option<&ConversationId>,
        words: &str,
        external: Option<&str>,
        metadata: Option<&str>,
    ) -> Self {
        let mut request = Self::publish(dialog, conversation, "ContentEvent");
        request.object.text("contentType", "text/plain");
        request.object.text("message", words);
        request.end_event();
        request.called(external, metadata)
    }

    /// Publishes that an element of the card in a message was used, with the entries of its click, a JSON array.
    #[must_use]
    pub fn used(dialog: &DialogId, conversation: Option<&ConversationId>, message: Sequence, metadata: &str) -> Self {
        let mut request = Self::receipt(dialog, conversation, &AcceptStatus::Action, &[message]);
        request.object.raw("metadata", metadata);
        request
    }

    /// Shares a file that was uploaded.
    #[must_use]
    pub fn file(
        dialog: &DialogId,
        conversation: Option<&ConversationId>,
        file: &HostedFile,
        external: Option<&str>,
    ) -> Self {
        let mut request = Self::publish(dialog, conversation, "ContentEvent");
        request.object.text("contentType", "hosted/file");
        request.object.begin("message");
        let members = [
            ("caption", &file.caption),
            ("relativePath", &file.relative_path),
            ("fileType", &file.file_type),
            ("preview", &file.preview),
        ];
        for (name, value) in members {
            request.object.optional_text(name, value.as_deref());
        }
        request.object.end();
        request.end_event();
        request.called(external, None)
    }

    /// Asks where to upload a file.
    #[must_use]
    pub fn upload_address(size: u64, file_type: &str) -> Self {
        let mut request = Self::bare("ms.GenerateURLForUploadFile");
        request.object.begin("body");
        request.object.text("fileSize", &decimal(size.cast_signed()));
        request.object.text("fileType", file_type);
        request.object.end();
        request
    }

    /// Asks where to get a file that was shared.
    #[must_use]
    pub fn download_address(path: &str) -> Self {
        let mut request = Self::bare("ms.GenerateURLForDownloadFile");
        request.object.begin("body");
        request.object.text("relativePath", path);
        request.object.end();
        request
    }

    /// Publishes a receipt for messages.
    #[must_use]
    pub fn receipt(
        dialog: &DialogId,
        conversation: Option<&ConversationId>,
        status: &AcceptStatus,
        numbers: &[Sequence],
    ) -> Self {
        let list: Vec<String> = numbers.iter().map(|number| decimal(number.0)).collect();
        let mut request = Self::publish(dialog, conversation, "AcceptStatusEvent");
        request.object.text("status", status.as_str());
        request.object.list("sequenceList", &list);
        request.end_event();
        request
    }

    /// Publishes what the consumer is doing.
    #[must_use]
    pub fn chat_state(dialog: &DialogId, conversation: Option<&ConversationId>, state: &ChatState) -> Self {
        let mut request = Self::publish(dialog, conversation, "ChatStateEvent");
        request.object.text("chatState", state.as_str());
        request.end_event();
        request
    }

    /// Ends a dialog of a conversation. Of CoBrowse dialogs no public page says that consumers do so.
    #[must_use]
    pub fn close_dialog(conversation: &ConversationId, dialog: &DialogId) -> Self {
        let mut change = ObjectWriter::new();
        change.text("field", "DialogChange");
        change.text("type", "UPDATE");
        change.begin("dialog");
        change.text("dialogId", dialog.as_str());
        change.text("state", "CLOSE");
        change.text("closedCause", "Closed by consumer");
        change.end();
        Self::change(conversation, change)
    }

    /// Answers the older survey of a conversation, or says that the consumer would rather not.
    #[must_use]
    pub fn rate(conversation: &ConversationId, rate: Option<u8>, resolved: Option<bool>) -> Self {
        let mut change = ObjectWriter::new();
        change.text("field", "CSATRate");
        if let Some(rate) = rate {
            change.number("csatRate", rate.into());
        }
        if let Some(resolved) = resolved {
            change.raw("csatResolutionConfirmation", if resolved { "true" } else { "false" });
        }
        change.text(
            "status",
            match (rate, resolved) {
                (Some(_), Some(_)) => "FILLED",
                (Some(_), None) | (None, Some(_)) => "PARTIALLY_FILLED",
                (None, None) => "SKIPPED",
            },
        );
        Self::change(conversation, change)
    }

    /// Tells who the consumer is: their name, their address for mail and their number, each where it is not empty.
    #[must_use]
    pub fn profile([name, mail, phone]: [&str; 3]) -> Self {
        let mut request = Self::bare("userprofile.SetUserProfile");
        request.object.begin("body");
        request.object.optional_text("firstName", given(name));
        if !mail.is_empty() || !phone.is_empty() {
            request.object.begin("privateData");
            request.object.optional_text("mobileNum", given(phone));
            request.object.optional_text("mail", given(mail));
            request.object.end();
        }
        request.object.end();
        request
    }

    /// The text of the frame, under this id.
    #[must_use]
    pub fn frame(mut self, id: u64) -> String {
        self.object.text("id", &decimal(id.cast_signed()));
        self.object.finish()
    }

    /// Changes one field of a conversation.
    fn change(conversation: &ConversationId, change: ObjectWriter) -> Self {
        let mut request = Self::bare("cm.UpdateConversationField");
        request.object.begin("body");
        request.object.text("conversationId", conversation.as_str());
        request.object.list("conversationField", &[change.finish()]);
        request.object.end();
        request
    }

    fn bare(type_name: &str) -> Self {
        let mut object = ObjectWriter::new();
        object.text("kind", "req");
        object.text("type", type_name);
        Self { object }
    }

    /// A request whose body is begun with the dialog.
    fn of_dialog(type_name: &str, dialog: &DialogId, conversation: Option<&ConversationId>) -> Self {
        let mut request = Self::bare(type_name);
        request.object.begin("body");
        request.object.text("dialogId", dialog.as_str());
        request.object.optional_text("conversationId", conversation.map(ConversationId::as_str));
        request
    }

    /// With the sender's own name for it, and entries beside that, a JSON array.
    fn called(mut self, external: Option<&str>, metadata: Option<&str>) -> Self {
        let mut name = String::new();
        if let Some(external) = external {
            let mut entry = ObjectWriter::new();
            entry.text("type", "ExternalId");
            entry.text("id", external);
            name = ["[", &entry.finish(), "]"].concat();
        }
        let entries = metadata.and_then(|metadata| joined(&[&name, metadata]));
        let entries = entries.as_deref().unwrap_or(&name);
        if !entries.is_empty() {
            self.object.raw("metadata", entries);
        }
        self
    }

    fn starting_at(mut self, from: Sequence) -> Self {
        self.object.number("fromSeq", from.0);
        self.object.end();
        self
    }

    /// A request whose event is begun.
    fn publish(dialog: &DialogId, conversation: Option<&ConversationId>, event: &str) -> Self {
        let mut request = Self::of_dialog("ms.PublishEvent", dialog, conversation);
        request.object.begin("event");
        request.object.text("type", event);
        request
    }

    fn end_event(&mut self) {
        self.object.end();
        self.object.end();
    }
}

/// What is told, where it is anything.
fn given(value: &str) -> Option<&str> {
    Some(value).filter(|value| !value.is_empty())
}
