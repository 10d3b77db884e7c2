//! The bodies that only the service reads or writes: tokens in its form, what consumers and agents hand in to get in, the
//! report of the page's CoBrowse part, and the log.

use crate::protocol::json::Value;
use crate::protocol::wire::{Many, Trace, Wire, parse_json, wire_struct};
use crate::protocol::{
    ConversationDetails, ConversationId, DialogId, Event, LooseId, Metadata, Millis, ParticipantId, Sequence, ServiceId,
};

wire_struct! {
    /// The first part of a token.
    pub struct TokenHeader {
        /// Which kind of token it is. (On the real service: which key signed it.)
        kid: String = "kid",
        /// `JWT`.
        typ: Option<String> = "typ",
        /// The way of signing that the form promises.
        alg: Option<String> = "alg",
    }
}

wire_struct! {
    /// The middle part of a token. Times are whole seconds.
    pub struct Claims {
        /// Who.
        sub: ParticipantId = "sub",
        /// `acc:` and the account.
        aud: String = "aud",
        /// Who issued it.
        iss: Option<String> = "iss",
        /// Since when it holds.
        iat: i64 = "iat",
        /// Until when it holds.
        exp: i64 = "exp",
        /// Since when the identity exists.
        first_iat: Option<i64> = "first_iat",
    }
}

wire_struct! {
    /// What a consumer hands in to get a token.
    pub struct Credentials {
        /// Connectors: the token that stands for the identity.
        id_token: Option<String> = "id_token",
        /// Connectors: a code of the brand.
        code: Option<String> = "code",
        /// The brand's own token or code.
        auth_code: Option<String> = "authCode",
    }
}

wire_struct! {
    /// What an agent hands in. Any name is taken, and no password is looked at.
    pub struct AgentCredentials {
        /// The name.
        username: Option<String> = "username",
        /// Not looked at.
        password: Option<String> = "password",
        /// What a refresh hands in.
        csrf: Option<String> = "csrf",
    }
}

wire_struct! {
    /// What the page's CoBrowse part tells the service.
    pub struct CoBrowseReport {
        /// Which invitation.
        service_id: ServiceId = "serviceId",
        /// `accepted`, `joined`, `declined` or `ended`.
        event: String = "event",
    }
}

wire_struct! {
    /// A line of the log as JSON. A line without an event tells the state of the conversation.
    pub struct LogLine {
        /// When.
        at: Millis = "at",
        /// In which conversation.
        conversation_id: ConversationId = "conversationId",
        /// Events: in which dialog.
        dialog_id: Option<DialogId> = "dialogId",
        /// Events: the number in the dialog; chat states have none.
        sequence: Option<Sequence> = "sequence",
        /// Events: who it comes from.
        originator_id: Option<ParticipantId> = "originatorId",
        /// Events: the event.
        event: Option<Event> = "event",
        /// Events: the entries beside it, as they were sent.
        metadata: Many<Metadata> = "metadata",
        /// Conversations: the whole state.
        conversation_details: Option<ConversationDetails> = "conversationDetails",
    }
}

wire_struct! {
    /// The names of a consumer, spelt as agents read them.
    pub struct Names {
        /// The given name.
        first_name: Option<String> = "firstname",
        /// The family name.
        last_name: Option<String> = "lastname",
        /// How they can be reached.
        contacts: Option<Value> = "contacts",
    }
}

wire_struct! {
    /// The names of a consumer as an entry of the profile that agents read.
    pub struct PersonalEntry {
        /// `personal`.
        entry_type: String = "type",
        /// The names.
        personal: Names = "personal",
    }
}

wire_struct! {
    /// What is read of a frame that is no request, so that its refusal can name it.
    pub struct FrameHead {
        /// The id.
        id: Option<LooseId> = "id",
    }
}

/// Reads a body; an empty one counts as an object without members.
pub fn parse<T: Wire>(body: &str) -> Option<T> {
    let text = if body.trim().is_empty() { "{}" } else { body };
    T::read(&parse_json(text).ok()?, &mut Trace::default())
}

/// The text of a body.
pub fn text(body: &impl Wire) -> String {
    body.write().to_string()
}
