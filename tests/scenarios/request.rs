//! What a tab asks over HTTP, as the service gets it.

use alongside::emulator::HttpRequest;

pub(crate) fn request(method: &str, url: &str, body: Option<String>) -> HttpRequest {
    let rest = url.strip_prefix("https://").expect("the scheme of the service");
    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    HttpRequest {
        method: method.into(),
        path: path.into(),
        headers: vec![("host".into(), host.into())],
        body: body.unwrap_or_default().into(),
    }
}
