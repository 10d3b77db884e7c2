//! The files that the port serves: the agent desk under a strict policy, the stand-in tag and the session's part of it
//! for any page.

use std::time::Duration;

use alongside::protocol::AccountId;
use axum::Router;
use axum::body::Bytes;
use axum::http::HeaderValue;
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

/// The desk runs its own scripts, asks its own origin, frames its own screen, and nothing else.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; \
    frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// The screen on which a visitor's page is replayed: its styles are in the page, and it loads nothing from anywhere. The
/// frame into which rrweb builds the page inherits this.
const SCREEN_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; base-uri 'none'; \
    form-action 'none'; frame-ancestors 'self'";

/// A tag may be this late at most.
const LATEST_TAG: Duration = Duration::from_secs(10);

const HTML: &str = "text/html; charset=utf-8";
const CSS: &str = "text/css; charset=utf-8";
const JS: &str = "text/javascript; charset=utf-8";
const JSON: &str = "application/json";
const SVG: &str = "image/svg+xml";

/// Each file by its address.
const DESK: [(&str, &str, &str); 20] = [
    ("/agent", HTML, include_str!("desk/desk.html")),
    ("/agent/desk.css", CSS, include_str!("desk/desk.css")),
    ("/agent/icon.svg", SVG, include_str!("desk/icon.svg")),
    ("/agent/main.js", JS, include_str!("desk/main.js")),
    ("/agent/link.js", JS, include_str!("desk/link.js")),
    ("/agent/state.js", JS, include_str!("desk/state.js")),
    ("/agent/actions.js", JS, include_str!("desk/actions.js")),
    ("/agent/trouble.js", JS, include_str!("desk/trouble.js")),
    ("/agent/more.js", JS, include_str!("desk/more.js")),
    ("/agent/list.js", JS, include_str!("desk/list.js")),
    ("/agent/transcript.js", JS, include_str!("desk/transcript.js")),
    ("/agent/files.js", JS, include_str!("desk/files.js")),
    ("/agent/cobrowse.js", JS, include_str!("desk/cobrowse.js")),
    ("/agent/cards.js", JS, include_str!("desk/cards.js")),
    ("/agent/examples.js", JS, include_str!("desk/examples.js")),
    ("/agent/dom.js", JS, include_str!("desk/dom.js")),
    ("/agent/watch.js", JS, include_str!("desk/watch.js")),
    ("/agent/screen", HTML, include_str!("desk/screen.html")),
    ("/agent/screen.css", CSS, include_str!("desk/screen.css")),
    ("/agent/screen.js", JS, include_str!("desk/screen.js")),
];

/// What the tag loads when an invitation is accepted.
const SESSION: [(&str, &str); 7] = [
    ("/cobrowse/session.js", include_str!("session/session.js")),
    ("/cobrowse/line.js", include_str!("session/line.js")),
    ("/cobrowse/policy.js", include_str!("session/policy.js")),
    ("/cobrowse/scrub.js", include_str!("session/scrub.js")),
    ("/cobrowse/styles.js", include_str!("session/styles.js")),
    ("/cobrowse/overlay.js", include_str!("session/overlay.js")),
    ("/cobrowse/control.js", include_str!("session/control.js")),
];

/// The addresses of the desk, which is told whether it may give orders, and of what a session needs. Without rrweb there is
/// nothing at its address.
pub(crate) fn routes<S: Clone + Send + Sync + 'static>(
    account: &AccountId,
    has_control: bool,
    rrweb: Option<Vec<u8>>,
) -> Router<S> {
    let desk = DESK.into_iter().fold(Router::new(), |router, (path, kind, text)| {
        let policy = if path == "/agent/screen" { SCREEN_POLICY } else { POLICY };
        router.route(path, get(move || async move { under(policy, kind, text) }))
    });
    let session = SESSION
        .into_iter()
        .fold(desk, |router, (path, text)| router.route(path, get(move || async move { for_any_page(text) })));
    let session = match rrweb.map(Bytes::from) {
        Some(rrweb) => session.route("/cobrowse/rrweb.js", get(move || async move { for_any_page(rrweb) })),
        None => session,
    };
    // The account is made of letters, digits, - and _ only.
    let setup = format!(r#"{{"account":"{account}","control":{has_control}}}"#);
    session.route("/agent/setup.json", get(move || async move { file(JSON, setup) }))
}

/// The stand-in tag. It is a script of another origin for most pages, as the real one is.
pub(crate) fn tag() -> Response {
    for_any_page(include_str!("tag/tag.js"))
}

fn for_any_page(text: impl IntoResponse) -> Response {
    let mut response = file(JS, text);
    response.headers_mut().remove(CONTENT_SECURITY_POLICY);
    response.headers_mut().insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    response
}

/// The lateness that an address asks for.
pub(crate) fn tag_delay(query: &str) -> Option<Duration> {
    let value = query.split('&').find_map(|pair| pair.strip_prefix("delay="))?;
    value.parse().ok().map(late)
}

/// A lateness in milliseconds, bounded.
pub(crate) fn late(millis: u64) -> Duration {
    Duration::from_millis(millis).min(LATEST_TAG)
}

fn file(kind: &'static str, text: impl IntoResponse) -> Response {
    under(POLICY, kind, text)
}

fn under(policy: &'static str, kind: &'static str, text: impl IntoResponse) -> Response {
    let headers = [
        (CONTENT_TYPE, kind),
        (CACHE_CONTROL, "no-cache"),
        (CONTENT_SECURITY_POLICY, policy),
        (REFERRER_POLICY, "no-referrer"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (headers, text).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_delay_is_read_and_bounded() {
        assert_eq!(tag_delay("delay=250"), Some(Duration::from_millis(250)));
        assert_eq!(tag_delay("a=1&delay=99999999"), Some(LATEST_TAG));
        assert_eq!(tag_delay("delay=soon"), None);
        assert_eq!(tag_delay(""), None);
    }
}
