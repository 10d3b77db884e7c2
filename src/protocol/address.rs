//! Which addresses may be opened, and loaded as pictures.

/// How long an address may be, in bytes.
const LONGEST: usize = 2_048;

/// Schemes that may be opened.
const OPENED: [&str; 4] = ["https:", "http:", "mailto:", "tel:"];

/// The address, where it may be opened. One without a scheme is one of the web; browsers pass over spaces around it,
/// and over line ends and tabs anywhere, and so does this: what is read here is what they would read.
pub(in crate::protocol) fn opened(address: &str) -> Option<String> {
    let plain: String = address.trim_ascii().chars().filter(|c| !matches!(c, '\n' | '\r' | '\t')).collect();
    if plain.is_empty() || plain.len() > LONGEST || plain.chars().any(|c| c.is_control() || c == ' ') {
        return None;
    }
    if scheme_of(&plain).is_some() {
        return Some(plain);
    }
    let has_host = host_of(&plain);
    // `example.com:8080/x` has a host with a dot before the colon; `javascript:` and its like have none.
    let is_host = has_host.bytes().skip(1).any(|byte| byte == b'.')
        && !has_host.starts_with('.')
        && !plain.bytes().any(|byte| byte == b'\\');
    is_host.then(|| ["https://", &plain].concat())
}

/// With which of the schemes that may be opened an address begins, its colon included, however it writes that.
#[must_use]
pub fn scheme_of(address: &str) -> Option<&'static str> {
    OPENED.into_iter().find(|scheme| starts_with(address, scheme))
}

/// What stands before a path, a port, a query or a part: of an address without a scheme, its host.
pub(in crate::protocol) fn host_of(address: &str) -> &str {
    let end = address.bytes().position(|byte| matches!(byte, b'/' | b'?' | b'#' | b':')).unwrap_or(address.len());
    address.get(..end).unwrap_or_default()
}

/// The address of a picture, where it may be loaded.
pub(in crate::protocol) fn picture(address: &str) -> Option<String> {
    opened(address).filter(|address| starts_with(address, "https:"))
}

fn starts_with(address: &str, scheme: &str) -> bool {
    address.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
}

#[cfg(test)]
mod tests {
    use super::{opened, picture};

    #[test]
    fn only_four_schemes_are_opened() {
        let check = |address: &str, expected: Option<&str>| {
            assert_eq!(opened(address).as_deref(), expected, "{address:?}");
        };
        for address in ["https://a.example/b?c#d", "http://a", "mailto:a@b.example", "tel:+49301234", "HTTPS://A"] {
            check(address, Some(address));
        }
        check(" https://a.example\n", Some("https://a.example"));
        check("www.example.com/x", Some("https://www.example.com/x"));
        check("example.com:8080/x", Some("https://example.com:8080/x"));
        for address in [
            "javascript:alert(1)",
            "java\nscript:alert(1)",
            " \u{1}javascript:alert(1)",
            "JaVaScRiPt:alert(1)//a.example",
            "data:text/html,x",
            "data:text/html;a.b,x",
            "vbscript:x.y",
            "file:///etc/passwd",
            "blob:https://a.example/1",
            "//evil.example",
            "\\\\evil.example",
            "a.example\\b",
            "/path",
            "#x",
            "",
            "  ",
            "https://a b",
        ] {
            check(address, None);
        }
        check(&["https://a.example/", &"x".repeat(2_048)].concat(), None);
    }

    #[test]
    fn pictures_are_loaded_by_https_alone() {
        assert_eq!(picture("https://a.example/b.png").as_deref(), Some("https://a.example/b.png"));
        for address in ["http://a.example/b.png", "data:image/png;base64,x", "mailto:a@b.example", "javascript:x"] {
            assert_eq!(picture(address), None, "{address}");
        }
    }
}
