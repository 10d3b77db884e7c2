//! A web server for a customer's pages, or for the widget's files, or for both.

use std::collections::HashMap;
use std::net::Ipv4Addr;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::{Request, State};
use axum::http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use super::dist::dist;

/// A running server. It ends when this is dropped.
pub(crate) struct Site {
    /// Scheme and authority.
    pub(crate) origin: String,
    state: Arc<Mutex<Files>>,
    task: JoinHandle<()>,
}

#[derive(Default)]
struct Files {
    dist: PathBuf,
    pages: HashMap<String, String>,
    policy: Option<String>,
    /// Endings of the names of files that other origins may read.
    shared: Vec<String>,
    asked: Vec<String>,
}

impl Site {
    /// Starts a server on a free port. It has the widget's files at `/embed/`, for its own pages only.
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let state = Arc::new(Mutex::new(Files { dist: dist(), ..Files::default() }));
        let router = Router::new().fallback(answer).with_state(Arc::clone(&state));
        let task = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { origin, state, task }
    }

    /// Puts a page at a path.
    pub(crate) fn page(&self, path: &str, html: impl Into<String>) {
        self.state.lock().unwrap().pages.insert(path.into(), html.into());
    }

    /// Sends this policy with each page from now on.
    pub(crate) fn policy(&self, policy: impl Into<String>) {
        self.state.lock().unwrap().policy = Some(policy.into());
    }

    /// Lets pages of other origins read the files whose names end like this, and no others.
    pub(crate) fn share(&self, endings: &[&str]) {
        self.state.lock().unwrap().shared = endings.iter().map(|ending| (*ending).to_owned()).collect();
    }

    /// How often a file whose name ends like this was asked for.
    pub(crate) fn asked(&self, ending: &str) -> usize {
        self.state.lock().unwrap().asked.iter().filter(|path| path.ends_with(ending)).count()
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn answer(State(state): State<Arc<Mutex<Files>>>, request: Request) -> Response {
    let path = request.uri().path().to_owned();
    let mut files = state.lock().unwrap();
    files.asked.push(path.clone());
    if let Some(page) = files.pages.get(&path) {
        let mut response = ([(CONTENT_TYPE, "text/html; charset=utf-8")], page.clone()).into_response();
        if let Some(policy) = &files.policy {
            response.headers_mut().insert(CONTENT_SECURITY_POLICY, HeaderValue::from_str(policy).unwrap());
        }
        return response;
    }
    // Browsers and tests ask for nothing that climbs out of the folder.
    let file = files.dist.join(path.trim_start_matches('/'));
    let Some(bytes) = std::fs::read(file).ok().filter(|_| !path.contains("..")) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let mut response = ([(CONTENT_TYPE, kind(&path)), (CACHE_CONTROL, "no-cache")], bytes).into_response();
    if files.shared.iter().any(|ending| path.ends_with(ending.as_str())) {
        response.headers_mut().insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    }
    response
}

fn kind(path: &str) -> &'static str {
    match path.rsplit_once('.').map(|(_, ending)| ending) {
        Some("js") => "text/javascript",
        Some("wasm") => "application/wasm",
        Some("css") => "text/css",
        Some("html") => "text/html; charset=utf-8",
        Some("svg") => "image/svg+xml",
        _ => "application/octet-stream",
    }
}
