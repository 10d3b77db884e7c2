//! The port: which address goes to the service, which to a socket, and which to a file.

use std::future::poll_fn;
use std::pin::Pin;
use std::time::Duration;

use alongside::emulator::{HttpRequest, HttpResponse};
use alongside::protocol::AccountId;
use axum::Router;
use axum::body::{Body, HttpBody};
use axum::extract::{FromRequestParts, Request, State, WebSocketUpgrade};
use axum::http::header::{CONTENT_TYPE, LOCATION};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get, post};

use crate::control::Order;
use crate::engine::{Engine, Input};
use crate::{files, websocket};

/// What is read at most of a body that is too large, so that the refusal reaches a client that still sends.
const MOST_READ: usize = 32 * 1024 * 1024;
/// In a second, where uploads are to be slow.
const SLOW_BYTES: f64 = 131_072.0;
/// The service itself closes a socket whose frames are too large; these only bound memory.
const LARGEST_FRAME: usize = 1024 * 1024;
const LARGEST_SNAPSHOT: usize = 5 * 1024 * 1024;

/// All addresses.
pub(crate) fn router(engine: Engine, account: &AccountId, has_control: bool, rrweb: Option<Vec<u8>>) -> Router {
    let router = files::routes(account, has_control, rrweb)
        .route("/", get(|| async { (StatusCode::TEMPORARY_REDIRECT, [(LOCATION, "/agent")]) }))
        .route("/tag.js", get(tag))
        .route("/ws_api/{*rest}", any(async |engine, request| socket(engine, request, LARGEST_FRAME).await))
        .route(
            "/cobrowse/{account}/session/{*side}",
            any(async |engine, request| socket(engine, request, LARGEST_SNAPSHOT).await),
        )
        .fallback(ask);
    let router = if has_control { router.route("/control", post(control)) } else { router };
    router.with_state(engine)
}

/// The service answers.
async fn ask(State(engine): State<Engine>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let path = parts.uri.path_and_query().map_or("/", |path| path.as_str());
    let is_slow = parts.method == Method::PUT && engine.ask(Input::SlowUploads).await.unwrap_or_default();
    let Some(body) = read(body, HttpRequest::largest_body(path), is_slow).await else {
        return (StatusCode::BAD_REQUEST, "the body did not come whole").into_response();
    };
    let request =
        HttpRequest { method: parts.method.as_str().into(), path: path.into(), headers: plain(&parts.headers), body };
    engine.ask(|reply| Input::Http(request, reply)).await.map_or_else(ending, into_response)
}

/// Reads a body up to one byte more than is taken. Nothing where the client goes away before its end.
async fn read(mut body: Body, largest: usize, is_slow: bool) -> Option<Vec<u8>> {
    let (mut kept, mut seen) = (Vec::new(), 0);
    while seen <= MOST_READ {
        let Some(frame) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await else { break };
        if let Ok(data) = frame.ok()?.into_data() {
            seen += data.len();
            let room = (largest + 1).saturating_sub(kept.len());
            kept.extend(data.iter().take(room));
            if is_slow {
                // Meanwhile the socket is full, and whoever sends has to wait.
                tokio::time::sleep(Duration::from_secs_f64(
                    f64::from(u32::try_from(data.len()).unwrap_or(u32::MAX)) / SLOW_BYTES,
                ))
                .await;
            }
        }
    }
    Some(kept)
}

/// A socket opens, or its upgrade is refused by the service.
async fn socket(State(engine): State<Engine>, request: Request, largest: usize) -> Response {
    let (mut parts, _) = request.into_parts();
    let upgrade = match WebSocketUpgrade::from_request_parts(&mut parts, &engine).await {
        Ok(upgrade) => upgrade.max_message_size(largest).max_frame_size(largest),
        Err(refusal) => return refusal.into_response(),
    };
    let path = parts.uri.path_and_query().map_or("/", |path| path.as_str()).to_owned();
    let headers = plain(&parts.headers);
    match engine.ask(|reply| Input::Open { path, headers, reply }).await {
        Some(Ok(opened)) => {
            let (failed, socket) = (engine.clone(), opened.socket);
            upgrade
                .on_failed_upgrade(move |_| {
                    tokio::spawn(async move { failed.tell(Input::Closed(socket)).await });
                })
                .on_upgrade(move |websocket| websocket::carry(websocket, engine, opened))
        }
        Some(Err(refusal)) => into_response(refusal),
        None => ending(),
    }
}

/// The stand-in tag, as late as it was asked for.
async fn tag(State(engine): State<Engine>, request: Request) -> Response {
    let standing = engine.ask(Input::TagDelay).await.unwrap_or_default();
    let delay = files::tag_delay(request.uri().query().unwrap_or_default()).unwrap_or(standing);
    tokio::time::sleep(delay).await;
    files::tag()
}

/// A test gives an order. Pages from elsewhere may not.
async fn control(State(engine): State<Engine>, headers: HeaderMap, body: String) -> Response {
    let is_json = headers.get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"application/json"));
    if !is_json {
        return (StatusCode::UNSUPPORTED_MEDIA_TYPE, "an order is application/json").into_response();
    }
    match Order::parse(&body) {
        Ok(order) => match engine.ask(|reply| Input::Control(order, reply)).await {
            Some(report) => ([(CONTENT_TYPE, "application/json")], report).into_response(),
            None => ending(),
        },
        Err(sentence) => (StatusCode::BAD_REQUEST, sentence).into_response(),
    }
}

fn plain(headers: &HeaderMap) -> Vec<(String, String)> {
    let text = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    headers.iter().map(|(name, value)| (name.as_str().to_owned(), text(value))).collect()
}

fn into_response(answer: HttpResponse) -> Response {
    let mut response = Response::new(Body::from(answer.body));
    *response.status_mut() = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    for (name, value) in answer.headers {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            response.headers_mut().append(name, value);
        }
    }
    response
}

fn ending() -> Response {
    (StatusCode::SERVICE_UNAVAILABLE, "the emulator is ending").into_response()
}
