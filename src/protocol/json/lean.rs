//! The stand-in for `serde_json` in the wasm. What its interface and `serde_json`'s share means the same in both, but
//! that all numbers are doubles here: whole ones are exact up to 2^53.

mod echo;
mod read;

#[cfg(target_arch = "wasm32")]
pub(super) use echo::text_of;
pub(super) use read::parse;

/// A JSON value.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number.
    Number(f64),
    /// A text.
    String(String),
    /// A list.
    Array(Vec<Self>),
    /// An object.
    Object(Map),
}

/// The members of an object in the order of writing; of a name that stands twice the last counts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Map(Vec<(String, Value)>);

impl Value {
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// The truth value.
    #[must_use]
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Self::Bool(value) => Some(*value),
            _ => None,
        }
    }

    /// The number.
    #[must_use]
    pub fn as_f64(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// The members.
    #[must_use]
    pub fn as_object(&self) -> Option<&Map> {
        match self {
            Self::Object(map) => Some(map),
            _ => None,
        }
    }

    /// The elements.
    #[must_use]
    pub fn as_array(&self) -> Option<&Vec<Self>> {
        match self {
            Self::Array(list) => Some(list),
            _ => None,
        }
    }

    /// A member, where this is an object that has it.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.as_object()?.get(key)
    }

    /// Whether it is `null`.
    #[must_use]
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }
}

impl Map {
    /// A member.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Value> {
        // From the end: the last of several counts.
        self.0.iter().rev().find(|(known, _)| known == key).map(|(_, value)| value)
    }

    /// Whether there is such a member.
    #[must_use]
    pub fn contains_key(&self, key: &str) -> bool {
        self.get(key).is_some()
    }
}

impl<'a> IntoIterator for &'a Map {
    type Item = (&'a String, &'a Value);
    type IntoIter = std::iter::Map<std::slice::Iter<'a, (String, Value)>, fn(&(String, Value)) -> (&String, &Value)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter().map(|(key, value)| (key, value))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Value;
    use crate::protocol::json::whole;

    /// The same value, made of what `serde_json` knows.
    fn theirs_of(ours: &Value) -> serde_json::Value {
        match ours {
            Value::Null => serde_json::Value::Null,
            Value::Bool(value) => (*value).into(),
            Value::Number(number) => (*number).into(),
            Value::String(text) => text.as_str().into(),
            Value::Array(list) => list.iter().map(theirs_of).collect(),
            Value::Object(map) => map.into_iter().map(|(key, value)| (key.clone(), theirs_of(value))).collect(),
        }
    }

    /// The same value with all numbers as doubles.
    fn in_doubles(theirs: &serde_json::Value) -> serde_json::Value {
        match theirs {
            serde_json::Value::Number(number) => number.as_f64().into(),
            serde_json::Value::Array(list) => list.iter().map(in_doubles).collect(),
            serde_json::Value::Object(map) => {
                map.into_iter().map(|(key, value)| (key.clone(), in_doubles(value))).collect()
            }
            other => other.clone(),
        }
    }

    fn parse(text: &str) -> Result<Value, crate::protocol::json::JsonError> {
        super::parse(text, &mut false)
    }

    /// What `serde_json` makes of the text, and what it makes of what this made of it.
    fn agree(text: &str) {
        let theirs: Result<serde_json::Value, _> = serde_json::from_str(text);
        match (parse(text), theirs) {
            (Ok(ours), Ok(theirs)) => {
                if let (Some(ours), Some(theirs)) = (ours.as_f64(), theirs.as_f64()) {
                    assert!((ours - theirs).abs() <= theirs.abs() * 1e-12, "{text}: {ours}");
                } else {
                    assert_eq!(theirs_of(&ours), in_doubles(&theirs), "{text}");
                }
                // Numbers that a double holds exactly are the same whole numbers in both.
                let exact = whole(&theirs).filter(|number| number.unsigned_abs() <= 1 << 53);
                assert_eq!(
                    ours.as_f64().filter(|number| number.abs() <= 9_007_199_254_740_992.0 && number.fract() == 0.0),
                    exact.map(|number| number as f64),
                    "{text}"
                );
            }
            (Err(_), Err(_)) => {}
            (ours, theirs) => panic!("{text}: {ours:?} and {theirs:?}"),
        }
    }

    #[test]
    fn the_same_texts_are_json_and_mean_the_same() {
        let texts = [
            "null",
            "true",
            "false",
            "0",
            "-0",
            "1",
            "-1",
            "10",
            "9223372036854775807",
            "-9223372036854775808",
            "1.5",
            "-1.5e3",
            "1E+2",
            "1e-2",
            "0.1",
            "1502893131.855",
            "1.502893131855E9",
            "123456789012345678901234567890",
            "1e22",
            "1e308",
            "0e999",
            "9007199254740991",
            "-9007199254740991",
            "0.000000000000000000000000000001",
            "\"\"",
            "\"a\"",
            r#""\"\\\/\b\f\n\r\t""#,
            r#""\u00e9\ud83d\ude00""#,
            "\"\u{7f}é😀\"",
            "[]",
            "[1]",
            "[1,2,[3]]",
            " [ 1 , 2 ] ",
            "{}",
            r#"{"a":1}"#,
            r#"{"a":{"b":[{"c":null}]}}"#,
            r#" { "a" : 1 , "b" : 2 } "#,
            r#"{"a":1,"a":2}"#,
            "",
            " ",
            "nul",
            "nulll",
            "tru",
            "01",
            "-",
            "+1",
            ".5",
            "1.",
            "1e",
            "1e+",
            "--1",
            "0x1",
            "1e999",
            "-1e999",
            "NaN",
            "Infinity",
            "\"",
            "\"a",
            "\"\\\"",
            r#""\x""#,
            r#""\u12""#,
            r#""\uzzzz""#,
            "\"\n\"",
            "\"\t\"",
            "[",
            "[1",
            "[1,",
            "[1,]",
            "[,1]",
            "[1 2]",
            "]",
            "{",
            "{\"a\"",
            "{\"a\":",
            "{\"a\":1",
            "{\"a\":1,",
            "{\"a\":1,}",
            "{a:1}",
            "{1:1}",
            "{\"a\" 1}",
            "1 2",
            "[] []",
            "\u{feff}1",
            "// x",
            "'a'",
            "\u{0}",
        ];
        texts.into_iter().for_each(agree);
    }

    #[test]
    fn every_prefix_and_every_changed_byte_of_a_frame_is_judged_alike() {
        let frame =
            r#"{"kind":"notification","body":{"changes":[{"sequence":3,"at":-1.25e2,"text":"a\u00e9\n","on":true}]}}"#;
        for end in 0..=frame.len() {
            agree(&frame[..end]);
        }
        for place in 0..frame.len() {
            for byte in *b"\"\\{}[],:0-+.eE nt\x01" {
                let mut bytes = frame.as_bytes().to_vec();
                bytes[place] = byte;
                agree(std::str::from_utf8(&bytes).unwrap());
            }
        }
    }

    /// Whether both are the same, numbers to all but their last digits.
    fn are_alike(ours: &Value, theirs: &serde_json::Value) -> bool {
        match (ours, theirs) {
            (Value::Number(ours), serde_json::Value::Number(theirs)) => {
                let theirs = theirs.as_f64().unwrap();
                (ours - theirs).abs() <= theirs.abs() * 1e-12 + 1e-290
            }
            (Value::Array(ours), serde_json::Value::Array(theirs)) => {
                ours.len() == theirs.len() && ours.iter().zip(theirs).all(|(ours, theirs)| are_alike(ours, theirs))
            }
            (Value::Object(ours), serde_json::Value::Object(theirs)) => {
                theirs.iter().all(|(key, theirs)| ours.get(key).is_some_and(|ours| are_alike(ours, theirs)))
                    && ours.into_iter().all(|(key, _)| theirs.contains_key(key))
            }
            (Value::Number(_) | Value::Array(_) | Value::Object(_), _) => false,
            (ours, theirs) => theirs_of(ours) == *theirs,
        }
    }

    /// Read by the widget and by the host, which mends halves of surrogate pairs first.
    fn judged_alike(text: &str) -> bool {
        match (parse(text), crate::protocol::json::parse_json(text)) {
            (Ok(ours), Ok(theirs)) => are_alike(&ours, &theirs),
            (ours, theirs) => ours.is_err() == theirs.is_err(),
        }
    }

    #[test]
    fn the_corpus_of_the_fuzz_target_is_judged_alike() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/fuzz/corpus/decode");
        for file in std::fs::read_dir(folder).unwrap() {
            let path = file.unwrap().path();
            let bytes = std::fs::read(&path).unwrap();
            assert!(judged_alike(&String::from_utf8_lossy(&bytes)), "{}", path.display());
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 20_000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn whatever_is_nearly_json_is_judged_alike(
            pieces in prop::collection::vec(
                prop::sample::select(&[
                    "{", "}", "[", "]", ",", ":", "\"", "\"a\"", "\"a\":", "\\", "\\u", "d83d", "\\udc00", "0", "1", "-", ".", "e",
                    "12", "00", "1e3", "true", "null", "nul", " ", "\n", "é", "\u{0}",
                ][..]),
                0..12,
            )
        ) {
            let text = pieces.concat();
            prop_assert!(judged_alike(&text), "{text:?}: {:?} and {:?}", parse(&text), crate::protocol::json::parse_json(&text));
        }
    }

    #[test]
    fn depth_is_bounded_alike() {
        agree(&"9".repeat(100_000));
        for depth in [126, 127, 128, 129, 100_000] {
            agree(&format!("{}{}", "[".repeat(depth), "]".repeat(depth)));
            agree(&"{\"a\":".repeat(depth));
        }
    }

    #[test]
    fn half_a_surrogate_pair_is_read_as_by_the_other() {
        for text in [r#""cut \ud83d""#, r#""\udc00 x""#, r#""\ud83d\ud83d\ude00""#, r#""\ud83d\n""#, r#""\ud83dé""#] {
            let theirs: serde_json::Value =
                serde_json::from_str(&crate::protocol::json::surrogates::mend(text).unwrap()).unwrap();
            let mut is_mended = false;
            assert_eq!(super::parse(text, &mut is_mended).unwrap().as_str(), theirs.as_str(), "{text}");
            assert!(is_mended, "{text}");
            let mut theirs_is_mended = false;
            crate::protocol::json::parse_mending(text, &mut theirs_is_mended).unwrap();
            assert!(theirs_is_mended, "{text}");
        }
    }
}
