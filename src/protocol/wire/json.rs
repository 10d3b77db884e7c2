//! From text to JSON, once for the whole project, so that every door is equally tolerant.

use serde_json::Value;

/// Parses a JSON text. Of members that stand twice the last one counts, as in browsers.
///
/// Clients that cut a text in the middle of an emoji write half a surrogate pair as an escape (`\ud83d`). Browsers read
/// that; it is no Unicode text, though, so such a half is read as U+FFFD instead of losing the frame around it.
///
/// # Errors
/// The text is not JSON, is nested more than 128 levels deep, or has a number that no double can hold.
pub fn parse_json(text: &str) -> Result<Value, serde_json::Error> {
    serde_json::from_str(text).or_else(|error| match mend_surrogates(text) {
        Some(mended) => serde_json::from_str(&mended),
        None => Err(error),
    })
}

/// Replaces escaped halves of surrogate pairs that have no other half; `None` where there are none.
fn mend_surrogates(text: &str) -> Option<String> {
    let mut mended = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        let (before, escape) = rest.split_at(at);
        mended.push_str(before);
        let length = match (unit(escape), escape.get(6..).and_then(unit)) {
            (Some(0xD800..=0xDBFF), Some(0xDC00..=0xDFFF)) => 12,
            (Some(0xD800..=0xDFFF), _) => {
                mended.push_str("\\ufffd");
                rest = escape.get(6..).unwrap_or_default();
                continue;
            }
            // The escaped character goes along, so that `\\` does not seem to begin another escape.
            _ => 1 + escape.chars().nth(1).map_or(0, char::len_utf8),
        };
        let (kept, after) = escape.split_at(length);
        mended.push_str(kept);
        rest = after;
    }
    mended.push_str(rest);
    (mended != text).then_some(mended)
}

/// The UTF-16 unit of an escape `\uXXXX` at the beginning of the text.
fn unit(text: &str) -> Option<u16> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    digits.bytes().all(|byte| byte.is_ascii_hexdigit()).then(|| u16::from_str_radix(digits, 16).ok())?
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::parse_json;

    #[test]
    fn half_a_surrogate_pair_costs_one_character_and_not_the_text() {
        let check = |text: &str, expected: &str| assert_eq!(parse_json(text).unwrap(), json!(expected), "{text}");
        check(r#""cut \ud83d""#, "cut \u{fffd}");
        check(r#""\udc00 first""#, "\u{fffd} first");
        check(r#""\ud83d\ude00 whole""#, "\u{1f600} whole");
        check(r#""\ud83d\ud83d\ude00""#, "\u{fffd}\u{1f600}");
        check(r#""\\ud83d is written out""#, r"\ud83d is written out");
        check(r#""\\\ud83d""#, "\\\u{fffd}");
        check(r#""\ud83d\n""#, "\u{fffd}\n");
        check(r#""\ud83dé\u00e9""#, "\u{fffd}éé");
    }

    #[test]
    fn what_is_not_json_stays_so() {
        for text in
            ["", " ", "{", "nul", r#""\ud83d"#, r#""\ud8""#, r#""\uzzzz""#, r#"{"a":1e999}"#, "{}{}", "\u{feff}{}"]
        {
            assert!(parse_json(text).is_err(), "{text}");
        }
    }

    #[test]
    fn of_a_member_that_stands_twice_the_last_counts() {
        assert_eq!(parse_json(r#"{"a":1,"a":2}"#).unwrap(), json!({ "a": 2 }));
    }

    #[test]
    fn deep_nesting_is_refused_without_a_crash() {
        let deep = "[".repeat(10_000);
        assert!(parse_json(&deep).is_err());
        assert!(parse_json(&format!("{deep}{}", "]".repeat(10_000))).is_err());
    }
}
