//! JSON itself. On the host it is `serde_json`; in the wasm a reader and writer of a fifth of its size stand in for it,
//! with the part of its interface that this room uses. Tests on the host hold the one against the other.

#[cfg(any(test, target_arch = "wasm32"))]
mod lean;
mod surrogates;
mod write;

use std::fmt;

use super::decimal_count;

#[cfg(target_arch = "wasm32")]
pub use lean::{Map, Value};
#[cfg(not(target_arch = "wasm32"))]
pub use serde_json::Value;
pub use write::ObjectWriter;

/// The members of an object.
#[cfg(not(target_arch = "wasm32"))]
pub type Map = serde_json::Map<String, Value>;

/// Where a text stops being JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JsonError {
    /// In which line, counted from 1.
    pub line: usize,
    /// After how many bytes of it.
    pub column: usize,
    /// What was wrong there, where the reader can tell.
    pub what: Option<String>,
}

impl fmt::Display for JsonError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&["line ", &decimal_count(self.line), ", column ", &decimal_count(self.column)].concat())
    }
}

/// Reads a text. Half a surrogate pair, which no UTF-8 text can hold, is read as U+FFFD.
///
/// # Errors
/// The text is not JSON, or nested deeper than 127 levels, or holds a number that no double can hold.
pub fn parse_json(text: &str) -> Result<Value, JsonError> {
    parse_mending(text, &mut false)
}

/// The same, and tells where there was such a half.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn parse_mending(text: &str, is_mended: &mut bool) -> Result<Value, JsonError> {
    let at = |error: &serde_json::Error| {
        let what = error.to_string().split(" at line ").next().map(str::to_owned);
        JsonError { line: error.line(), column: error.column(), what }
    };
    serde_json::from_str(text).or_else(|error| match surrogates::mend(text) {
        Some(mended) => {
            *is_mended = true;
            serde_json::from_str(&mended).map_err(|error| at(&error))
        }
        None => Err(at(&error)),
    })
}

/// The same, and tells where there was such a half.
#[cfg(target_arch = "wasm32")]
pub(crate) fn parse_mending(text: &str, is_mended: &mut bool) -> Result<Value, JsonError> {
    lean::parse(text, is_mended)
}

/// A whole number, also one that was written with a fraction part, such as `3.0` or `1e3`.
#[must_use]
pub fn whole(value: &Value) -> Option<i64> {
    // Past it the integer next to it could be meant as well.
    const LARGEST_EXACT: f64 = 9_007_199_254_740_991.0;
    #[cfg(not(target_arch = "wasm32"))]
    if let Some(number) = value.as_i64() {
        return Some(number);
    }
    let number = value.as_f64()?;
    #[expect(clippy::cast_possible_truncation, reason = "whole and inside the exact range of a double")]
    (number.fract() == 0.0 && number.abs() <= LARGEST_EXACT).then_some(number as i64)
}

/// Writes a value, so that it can be echoed.
#[must_use]
pub fn json_text(value: &Value) -> String {
    #[cfg(not(target_arch = "wasm32"))]
    return value.to_string();
    #[cfg(target_arch = "wasm32")]
    return lean::text_of(value);
}

/// Writes an object of texts.
#[cfg(not(target_arch = "wasm32"))]
#[must_use]
pub fn text_object(members: &[(&str, &str)]) -> Value {
    let mut object = Map::new();
    for (key, value) in members {
        object.insert((*key).into(), Value::from(*value));
    }
    Value::Object(object)
}

#[cfg(all(test, not(target_arch = "wasm32")))]
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
