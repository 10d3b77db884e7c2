//! The bodies that travel over HTTP and that the consumer's widget has no part in: tokens as the service writes them,
//! the agent's login and public profile, and the report of the page's CoBrowse part.

use serde_json::Value;

use crate::protocol::wire::{Trace, Wire, wire_struct};
use crate::protocol::{ParticipantId, ServiceId};

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
        /// What the brand knows of the person.
        ext: Option<Value> = "lp.ext",
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
    /// Who an agent is, in the answer of the login.
    pub struct AgentConfig {
        /// The number within the account.
        user_id: String = "userId",
        /// The id by which conversations name the agent.
        user_pid: ParticipantId = "userPid",
        /// The name that was given.
        login_name: String = "loginName",
    }
}

wire_struct! {
    /// The answer of the login and of its refresh.
    pub struct AgentSession {
        /// What opens the agent's socket.
        bearer: String = "bearer",
        /// What refreshes the login.
        csrf: String = "csrf",
        /// Who the agent is.
        config: Option<AgentConfig> = "config",
    }
}

wire_struct! {
    /// What everybody may know of an agent.
    pub struct AgentProfile {
        /// The name that consumers are shown.
        nickname: String = "nickname",
        /// The whole name.
        full_name: String = "fullName",
        /// A picture.
        picture_url: Option<String> = "pictureUrl",
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

/// Reads a body; an empty one counts as an object without members.
pub fn parse<T: Wire>(body: &str) -> Option<T> {
    let text = if body.trim().is_empty() { "{}" } else { body };
    T::read(serde_json::from_str(text).ok()?, &mut Trace::default())
}

/// The text of a body.
pub fn text(body: &impl Wire) -> String {
    body.write().to_string()
}
