//! Agents over HTTP: login, refresh, and what everybody may know of them.

use crate::protocol::AgentProfile;
use crate::protocol::rest::answer::{AgentLogin, AgentLoginConfig};

use super::super::rest::{self, AgentCredentials, parse};
use super::{HttpRequest, HttpResponse, Service, header};

/// Longer names are refused.
const LONGEST_NAME: usize = 100;

impl Service {
    /// Any name is an agent, and no password is looked at: the emulator is no place for secrets.
    pub(super) fn log_in(&mut self, body: &str) -> HttpResponse {
        let Some(credentials) = parse::<AgentCredentials>(body) else {
            return HttpResponse::text(400, "the body is not JSON");
        };
        let name = credentials.username.as_deref().map(str::trim).unwrap_or_default();
        if name.is_empty() || name.chars().count() > LONGEST_NAME {
            return HttpResponse::text(400, "the username has 1 to 100 characters");
        }
        let (bearer, csrf) = (self.ids.uuid(), self.ids.uuid());
        let agent = self.agents.log_in(name, &bearer, &csrf);
        let config = AgentLoginConfig {
            user_id: Some(agent.number.as_str().into()),
            user_pid: Some(agent.id),
            login_name: Some(agent.name),
            ..AgentLoginConfig::default()
        };
        session(bearer, csrf, Some(config))
    }

    pub(super) fn refresh(&self, body: &str) -> HttpResponse {
        let csrf = parse::<AgentCredentials>(body).and_then(|body| body.csrf).unwrap_or_default();
        match self.agents.refresh(&csrf) {
            Some(bearer) => session(bearer.into(), csrf, None),
            None => HttpResponse::text(401, "the login is not known"),
        }
    }

    /// Those who could take a conversation now, for agents: whoever hands one over chooses among them.
    pub(super) fn agent_list(&self, request: &HttpRequest) -> HttpResponse {
        let bearer = header(&request.headers, "authorization").and_then(|value| value.strip_prefix("Bearer "));
        if bearer.and_then(|bearer| self.agents.by_bearer(bearer)).is_none() {
            return HttpResponse::text(401, "the bearer is not known: log in again");
        }
        let online = self.online_agents();
        let known = online.iter().filter_map(|id| self.agents.get(id)).map(|agent| {
            rest::text(&AgentProfile {
                nickname: Some(agent.name.clone()),
                pid: Some(agent.id.clone()),
                ..AgentProfile::default()
            })
        });
        let list = known.collect::<Vec<_>>().join(",");
        HttpResponse::of_type(200, "application/json", ["[", &list, "]"].concat().into())
    }

    pub(super) fn agent_profile(&self, id: &str) -> HttpResponse {
        match self.agents.find(id) {
            Some(agent) => HttpResponse::json(&AgentProfile {
                nickname: Some(agent.name.clone()),
                full_name: Some(agent.name.clone()),
                picture_url: agent.picture.clone(),
                ..AgentProfile::default()
            }),
            None => HttpResponse::text(404, "the agent is not known"),
        }
    }
}

fn session(bearer: String, csrf: String, config: Option<AgentLoginConfig>) -> HttpResponse {
    let config = config.map(Box::new);
    HttpResponse::json(&AgentLogin { bearer: Some(bearer), csrf: Some(csrf), config, ..AgentLogin::default() })
}
