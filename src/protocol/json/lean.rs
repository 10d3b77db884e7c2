//! The stand-in for `serde_json` in the wasm. What its interface and `serde_json`'s share means the same in both.

mod read;
mod write;

pub(super) use read::parse;

/// A JSON value.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number.
    Number(Number),
    /// A text.
    String(String),
    /// A list.
    Array(Vec<Self>),
    /// An object.
    Object(Map),
}

/// A number. One with a fraction or an exponent, or too large for an integer, is kept as it was written: it is read
/// seldom, and passed on unchanged.
#[derive(Clone, Debug, PartialEq)]
pub enum Number {
    /// A whole number.
    Int(i64),
    /// Any other, in the grammar of JSON.
    Text(Box<str>),
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

    /// The whole number.
    #[must_use]
    pub fn as_i64(&self) -> Option<i64> {
        match self {
            Self::Number(Number::Int(number)) => Some(*number),
            _ => None,
        }
    }

    /// The number.
    #[must_use]
    pub fn as_f64(&self) -> Option<f64> {
        match self {
            #[expect(clippy::cast_precision_loss, reason = "what a double cannot hold exactly is rounded in both")]
            Self::Number(Number::Int(number)) => Some(*number as f64),
            Self::Number(Number::Text(text)) => read::double(text),
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

    /// Whether it is a text.
    #[must_use]
    pub fn is_string(&self) -> bool {
        matches!(self, Self::String(_))
    }

    /// Whether it is an object.
    #[must_use]
    pub fn is_object(&self) -> bool {
        matches!(self, Self::Object(_))
    }
}

impl Map {
    /// No members.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A member.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.0.iter().find(|(known, _)| known == key).map(|(_, value)| value)
    }

    /// Whether there is such a member.
    #[must_use]
    pub fn contains_key(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    /// Puts a member in; the one that had its name is given back.
    pub fn insert(&mut self, key: String, value: Value) -> Option<Value> {
        match self.0.iter_mut().find(|(known, _)| *known == key) {
            Some((_, known)) => Some(std::mem::replace(known, value)),
            None => {
                self.0.push((key, value));
                None
            }
        }
    }

    /// Takes a member out.
    pub fn remove(&mut self, key: &str) -> Option<Value> {
        let place = self.0.iter().position(|(known, _)| known == key)?;
        Some(self.0.swap_remove(place).1)
    }

    /// How many members there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The names of the members.
    pub fn keys(&self) -> impl Iterator<Item = &String> {
        self.0.iter().map(|(key, _)| key)
    }
}

impl IntoIterator for Map {
    type Item = (String, Value);
    type IntoIter = std::vec::IntoIter<(String, Value)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl FromIterator<(String, Value)> for Map {
    fn from_iter<I: IntoIterator<Item = (String, Value)>>(members: I) -> Self {
        Self(members.into_iter().collect())
    }
}

impl FromIterator<Self> for Value {
    fn from_iter<I: IntoIterator<Item = Self>>(values: I) -> Self {
        Self::Array(values.into_iter().collect())
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::String(text.into())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::String(text)
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Number(Number::Int(number))
    }
}

/// To the thousandth: the only fractions that the widget ever writes are seconds.
impl From<f64> for Value {
    fn from(number: f64) -> Self {
        if !number.is_finite() {
            return Self::Null;
        }
        #[expect(clippy::cast_possible_truncation, reason = "a float cast saturates, which is what is wanted")]
        let thousandths = (number * 1_000.0).round() as i64;
        let sign = if thousandths < 0 { "-" } else { "" };
        let (whole, rest) = (thousandths.unsigned_abs() / 1_000, thousandths.unsigned_abs() % 1_000);
        Self::Number(Number::Text(format!("{sign}{whole}.{rest:03}").into()))
    }
}

#[cfg(test)]
mod tests {
    use super::{Value, parse};

    /// What `serde_json` makes of the text, and what it makes of what this made of it.
    fn agree(text: &str) {
        let theirs: Result<serde_json::Value, _> = serde_json::from_str(text);
        match (parse(text), theirs) {
            (Ok(ours), Ok(theirs)) => {
                let written: serde_json::Value = serde_json::from_str(&ours.to_string()).unwrap();
                assert_eq!(written, theirs, "{text}");
                match (ours.as_f64(), theirs.as_f64()) {
                    (Some(ours), Some(theirs)) => {
                        assert!((ours - theirs).abs() <= theirs.abs() * 1e-12, "{text}: {ours}");
                    }
                    (ours, theirs) => assert_eq!(ours, theirs, "{text}"),
                }
                assert_eq!(ours.as_i64(), theirs.as_i64(), "{text}");
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

    #[test]
    fn depth_is_bounded_alike() {
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
            assert_eq!(parse(text).unwrap().as_str(), theirs.as_str(), "{text}");
        }
    }

    #[test]
    fn seconds_are_written_to_the_millisecond() {
        let check = |number: f64, text: &str| assert_eq!(Value::from(number).to_string(), text);
        check(1_502_893_131.855, "1502893131.855");
        check(-0.5, "-0.500");
        check(3.0, "3.000");
        check(f64::NAN, "null");
    }
}
