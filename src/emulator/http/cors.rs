//! Which pages may talk to the service: those of this machine, and those that were allowed by name.

use super::HttpResponse;

/// Whether a page of this origin may talk to the service. Clients outside of browsers send no origin.
pub(in crate::emulator) fn is_welcome(origin: Option<&str>, allowed: &[String]) -> bool {
    origin.is_none_or(|origin| is_loopback(origin) || allowed.iter().any(|one| one.trim_end_matches('/') == origin))
}

fn is_loopback(origin: &str) -> bool {
    let Some((scheme, authority)) = origin.split_once("://") else { return false };
    let host = match authority.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((address, _)) => address,
        None => authority.split(':').next().unwrap_or_default(),
    };
    matches!(scheme, "http" | "https") && matches!(host, "localhost" | "127.0.0.1" | "::1")
}

/// Lets the page read the response. A page that is not welcome gets no such headers, and its browser keeps it out.
pub(super) fn allow(response: &mut HttpResponse, origin: Option<&str>, allowed: &[String]) {
    let mut add = |name: &str, value: &str| response.headers.push((name.into(), value.into()));
    add("vary", "origin");
    if let Some(origin) = origin.filter(|origin| is_welcome(Some(origin), allowed)) {
        add("access-control-allow-origin", origin);
    }
}

/// The answer to the question that a browser asks first.
pub(super) fn preflight() -> HttpResponse {
    let mut response = HttpResponse::text(204, "");
    let mut add = |name: &str, value: &str| response.headers.push((name.into(), value.into()));
    add("access-control-allow-methods", "GET, POST, PUT, OPTIONS");
    add("access-control-allow-headers", "content-type, authorization");
    add("access-control-max-age", "600");
    response
}

#[cfg(test)]
mod tests {
    use super::is_welcome;

    #[test]
    fn pages_of_this_machine_and_allowed_ones_are_welcome() {
        let allowed = ["https://shop.example".to_owned()];
        let check = |origin: &str, expected| assert_eq!(is_welcome(Some(origin), &allowed), expected, "{origin}");
        check("http://localhost", true);
        check("http://localhost:8080", true);
        check("https://127.0.0.1:9", true);
        check("http://[::1]:8080", true);
        check("https://shop.example", true);
        check("https://shop.example:444", false);
        check("https://localhost.example", false);
        check("https://127.0.0.1.example", false);
        check("ftp://localhost", false);
        check("null", false);
        check("", false);
        assert!(is_welcome(None, &[]));
    }
}
