//! What is asked over HTTP: discovery, tokens, agents, and the report of the page's CoBrowse part.

mod agents;
pub(super) mod cors;
mod discovery;
mod identity;
mod report;

use crate::protocol::Millis;
use crate::protocol::wire::Wire;

use super::rest;
use super::service::Service;

/// A request over HTTP.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HttpRequest {
    /// `GET`, `POST` …
    pub method: String,
    /// The path with its query.
    pub path: String,
    /// The headers; the case of names does not matter.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: String,
}

/// The answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HttpResponse {
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: String,
}

impl HttpResponse {
    fn of_type(status: u16, media_type: &str, body: String) -> Self {
        let header = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let headers = vec![header("content-type", media_type), header("cache-control", "no-store")];
        Self { status, headers, body }
    }

    pub(super) fn text(status: u16, text: &str) -> Self {
        Self::of_type(status, "text/plain; charset=utf-8", text.into())
    }

    pub(super) fn json(body: &impl Wire) -> Self {
        Self::of_type(200, "application/json", rest::text(body))
    }
}

/// The value of a header.
pub(super) fn header<'a>(headers: &'a [(String, String)], name: &str) -> Option<&'a str> {
    headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
}

/// A path taken apart. Escapes are left alone: no address of this service needs them.
pub(super) struct Target<'a> {
    path: &'a str,
    query: &'a str,
}

impl<'a> Target<'a> {
    pub(super) fn parse(path: &'a str) -> Self {
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        Self { path, query }
    }

    pub(super) fn segments(&self) -> Vec<&'a str> {
        self.path.split('/').filter(|segment| !segment.is_empty()).collect()
    }

    fn parameter(&self, name: &str) -> Option<&'a str> {
        let pairs = self.query.split('&').filter_map(|pair| pair.split_once('='));
        pairs.filter(|(key, _)| *key == name).map(|(_, value)| value).next()
    }
}

impl Service {
    /// Answers a request.
    pub fn handle_http(&mut self, now: Millis, request: &HttpRequest) -> HttpResponse {
        let origin = header(&request.headers, "origin");
        let mut response = if request.method.eq_ignore_ascii_case("OPTIONS") {
            cors::preflight()
        } else {
            self.route_http(now, request)
        };
        cors::allow(&mut response, origin, &self.config.allowed_origins);
        response
    }

    fn route_http(&mut self, now: Millis, request: &HttpRequest) -> HttpResponse {
        let target = Target::parse(&request.path);
        let segments = target.segments();
        let (account, rest) = match segments.as_slice() {
            ["api", "account", account, rest @ ..] => (*account, rest),
            ["cobrowse", account, "report"] => (*account, &["report"][..]),
            _ => return HttpResponse::text(404, "there is nothing at this address"),
        };
        if account != self.config.account.as_str() {
            return HttpResponse::text(401, "the account is not known");
        }
        let is_for_consumers = matches!(rest, ["service" | "signup" | "anonymous" | "app" | "authenticate", ..]);
        if is_for_consumers && self.config.faults.unavailable {
            return HttpResponse::text(503, "the service is unavailable on demand");
        }
        match (request.method.as_str(), rest) {
            ("GET", ["service", "baseURI.json"]) => self.discover(&target, request, None),
            ("GET", ["service", name, "baseURI.json"]) => self.discover(&target, request, Some(name)),
            ("POST", ["signup"]) => self.sign_up(now),
            ("POST", ["anonymous", "authorize"]) => self.authorise(now, &request.body),
            ("POST", ["app", connector, "authenticate"]) => self.exchange(now, connector, &request.body),
            ("POST", ["authenticate"]) => self.authenticate(now, &request.body),
            ("POST", ["login"]) => self.log_in(&request.body),
            ("POST", ["refresh"]) => self.refresh(&request.body),
            ("GET", ["configuration", "le-users", "users", id] | ["configuration", "le-users", "users", "pid", id]) => {
                self.agent_profile(id)
            }
            ("POST", ["report"]) => self.report(now, &request.body),
            _ => HttpResponse::text(404, "there is nothing at this address"),
        }
    }
}
