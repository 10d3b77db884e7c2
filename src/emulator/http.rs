//! What is asked over HTTP: discovery, tokens, agents, files, and the report of the page's CoBrowse part.

mod agents;
pub(super) mod cors;
mod discovery;
mod files;
mod identity;
mod report;

use std::borrow::Cow;

use crate::protocol::Millis;
use crate::protocol::wire::Wire;

use super::rest;
use super::service::Service;
use super::storage::LARGEST_FILE;

/// Larger bodies that are no files are refused: nothing that the service takes comes near it.
const LARGEST_BODY: usize = 64 * 1024;
/// Where files lie.
const STORAGE: &str = "/v1/";

/// A request over HTTP.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HttpRequest {
    /// `GET`, `POST` …
    pub method: String,
    /// The path with its query.
    pub path: String,
    /// The headers; the case of names does not matter.
    pub headers: Vec<(String, String)>,
    /// The body, up to one byte more than [`largest_body`](Self::largest_body): that one is enough to be refused.
    pub body: Vec<u8>,
}

impl HttpRequest {
    /// How large a body may be that is sent to this path.
    #[must_use]
    pub fn largest_body(path: &str) -> usize {
        if path.starts_with(STORAGE) { LARGEST_FILE } else { LARGEST_BODY }
    }

    /// The body as a text. What is no UTF-8 is no JSON either, so it does not matter what becomes of it.
    fn body_text(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(&self.body)
    }
}

/// The answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HttpResponse {
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: Vec<(String, String)>,
    /// The body: a file, or else UTF-8.
    pub body: Vec<u8>,
}

impl HttpResponse {
    /// The body as a text, for answers that are no files.
    #[must_use]
    pub fn body_text(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(&self.body)
    }

    fn of_type(status: u16, media_type: &str, body: Vec<u8>) -> Self {
        let header = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let headers = vec![header("content-type", media_type), header("cache-control", "no-store")];
        Self { status, headers, body }
    }

    pub(super) fn text(status: u16, text: &str) -> Self {
        Self::of_type(status, "text/plain; charset=utf-8", text.into())
    }

    pub(super) fn json(body: &impl Wire) -> Self {
        Self::of_type(200, "application/json", rest::text(body).into())
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

    pub(super) fn parameter(&self, name: &str) -> Option<&'a str> {
        let pairs = self.query.split('&').filter_map(|pair| pair.split_once('='));
        pairs.filter(|(key, _)| *key == name).map(|(_, value)| value).next()
    }
}

impl Service {
    /// Answers a request.
    pub fn handle_http(&mut self, now: Millis, request: &HttpRequest) -> HttpResponse {
        self.latest = now;
        let origin = header(&request.headers, "origin");
        let mut response = if request.body.len() > HttpRequest::largest_body(&request.path) {
            HttpResponse::text(413, "the body is larger than what is taken here")
        } else if request.method.eq_ignore_ascii_case("OPTIONS") {
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
            // The account is part of what the signature of the address holds for.
            ["v1", "AUTH_async-images", ..] => return self.storage(now, &target, request),
            _ => return HttpResponse::text(404, "there is nothing at this address"),
        };
        if account != self.config.account.as_str() {
            return HttpResponse::text(401, "the account is not known");
        }
        let is_for_consumers = matches!(rest, ["service" | "signup" | "anonymous" | "app" | "authenticate", ..]);
        if is_for_consumers && self.config.faults.unavailable {
            return HttpResponse::text(503, "the service is unavailable on demand");
        }
        let body = request.body_text();
        match (request.method.as_str(), rest) {
            ("GET", ["service", "baseURI.json"]) => self.discover(&target, request, None),
            ("GET", ["service", name, "baseURI.json"]) => self.discover(&target, request, Some(name)),
            ("POST", ["signup"]) => self.sign_up(now),
            ("POST", ["anonymous", "authorize"]) => self.authorise(now, &body),
            ("POST", ["app", connector, "authenticate"]) => self.exchange(now, connector, &body),
            ("POST", ["authenticate"]) => self.authenticate(now, &body),
            ("POST", ["login"]) => self.log_in(&body),
            ("POST", ["refresh"]) => self.refresh(&body),
            ("GET", ["configuration", "le-users", "users"]) => self.agent_list(request),
            ("GET", ["configuration", "le-users", "users", id] | ["configuration", "le-users", "users", "pid", id]) => {
                self.agent_profile(id)
            }
            ("POST", ["report"]) => self.report(now, &body),
            _ => HttpResponse::text(404, "there is nothing at this address"),
        }
    }
}
