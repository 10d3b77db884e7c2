//! Answers over HTTP beyond discovery and tokens: the agent's public profile, which a widget shows, and those that only
//! a reader of traffic meets.

use crate::protocol::json::Value;

use super::BaseUris;
use crate::protocol::ids::{LooseId, ParticipantId};
use crate::protocol::response::Response;
#[cfg(not(target_arch = "wasm32"))]
use crate::protocol::wire::Loose;
use crate::protocol::wire::{Many, Trace, Wire, parse_json, wire_struct};

wire_struct! {
    /// What the service tells everybody of an agent. The names of the members are inferred.
    #[derive(Default)]
    pub struct AgentProfile {
        /// The whole name.
        full_name: Option<String> = "fullName",
        /// The name shown to consumers.
        nickname: Option<String> = "nickname",
        /// A picture.
        picture_url: Option<String> = "pictureUrl",
    } natively {
        /// The agent by the older id.
        id: Option<LooseId> = "id",
        /// The agent as notifications name them.
        pid: Option<ParticipantId> = "pid",
        /// The name by which the agent signs in.
        login_name: Option<String> = "loginName",
    }
}

/// In bytes: room for a small picture in the address itself.
const LONGEST_PICTURE: usize = 65_536;

impl AgentProfile {
    /// Reads the body of an answer; `None` where it is not JSON of an object.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::read(&parse_json(text).ok()?, &mut Trace::default())
    }

    /// The address of the picture, where it is one that may be shown: of a secure host, or the picture itself.
    #[must_use]
    pub fn picture(&self) -> Option<&str> {
        let starts = ["https://", "data:image/png;base64,", "data:image/jpeg;base64,"];
        let may_be = |url: &&str| url.len() <= LONGEST_PICTURE && starts.iter().any(|start| url.starts_with(start));
        self.picture_url.as_deref().filter(may_be)
    }

    /// The name for consumers, where one is told: the nickname, else the whole name.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        [&self.nickname, &self.full_name]
            .into_iter()
            .flatten()
            .map(|name| name.trim_ascii())
            .find(|name| !name.is_empty())
    }
}

#[cfg(not(target_arch = "wasm32"))]
wire_struct! {
    /// Who signed in as an agent.
    #[derive(Default)]
    pub struct AgentLoginConfig {
        /// The older id, without the account.
        user_id: Option<LooseId> = "userId",
        /// The agent as notifications name them.
        user_pid: Option<ParticipantId> = "userPid",
        /// The name used to sign in.
        login_name: Option<String> = "loginName",
        /// The service's time.
        server_current_time: Option<Loose> = "serverCurrentTime",
        /// The difference to it.
        time_diff: Option<Loose> = "timeDiff",
        /// The service's time zone.
        server_time_zone_name: Option<String> = "serverTimeZoneName",
        /// The offset of that zone.
        server_time_gmt_diff: Option<Loose> = "serverTimeGMTDiff",
        /// The account's time zone.
        account_time_zone_id: Option<String> = "accountTimeZoneId",
        /// Whether this is an administrator.
        is_admin: Option<bool> = "isAdmin",
        /// Whether this is an administrator of the vendor.
        is_lpa: Option<bool> = "isLPA",
        /// What the agent may do.
        user_privileges: Many<Loose> = "userPrivileges",
    }
}

#[cfg(not(target_arch = "wasm32"))]
wire_struct! {
    /// The answer to an agent's sign-in, or to its renewal.
    #[derive(Default)]
    pub struct AgentLogin {
        /// The token of the socket. A secret: never logged.
        bearer: Option<String> = "bearer",
        /// What renewals must send. A secret: never logged.
        csrf: Option<String> = "csrf",
        /// An older token. A secret: never logged.
        wsuk: Option<String> = "wsuk",
        /// Who signed in.
        config: Option<Box<AgentLoginConfig>> = "config",
        /// Where the services live.
        csds_collection_response: Option<BaseUris> = "csdsCollectionResponse",
        /// The account; opaque.
        account_data: Option<Value> = "accountData",
        /// How long the session holds; so spelt.
        session_ttl: Option<Loose> = "sessionTTl",
    }
}

#[cfg(not(target_arch = "wasm32"))]
wire_struct! {
    /// An answer of OAuth: of the service to servers, or of a brand's token endpoint to the service.
    pub struct OauthAnswer {
        /// A token. A secret: never logged.
        access_token: Option<String> = "access_token",
        /// `Bearer`.
        token_type: Option<String> = "token_type",
        /// The brand's own token. A secret: never logged.
        id_token: Option<String> = "id_token",
        /// Another token. A secret: never logged.
        refresh_token: Option<String> = "refresh_token",
        /// Seconds.
        expires_in: Option<Loose> = "expires_in",
        /// The rights.
        scope: Option<String> = "scope",
        /// What went wrong, as a word.
        error: Option<String> = "error",
        /// What went wrong, in words.
        error_description: Option<String> = "error_description",
    }
}

#[cfg(not(target_arch = "wasm32"))]
wire_struct! {
    /// Several answers to several requests in one.
    pub struct Batch {
        /// The answers.
        batch: Many<Response> = "batch",
    }
}
