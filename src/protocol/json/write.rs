//! From values to text: an object is written member by member, in one pass and without a tree.

use crate::protocol::decimal;

/// Writes one object, and objects within it.
#[derive(Clone, Debug)]
pub struct ObjectWriter {
    text: String,
}

impl ObjectWriter {
    /// An object without members.
    #[must_use]
    pub fn new() -> Self {
        Self { text: "{".into() }
    }

    /// Adds a text.
    pub fn text(&mut self, key: &str, value: &str) {
        self.key(key);
        quote(value, &mut self.text);
    }

    /// Adds a text, if there is one.
    pub fn optional_text(&mut self, key: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.text(key, value);
        }
    }

    /// Adds a whole number.
    pub fn number(&mut self, key: &str, value: i64) {
        self.key(key);
        self.text.push_str(&decimal(value));
    }

    /// Begins an object within the object; [`ObjectWriter::end`] ends it.
    pub fn begin(&mut self, key: &str) {
        self.key(key);
        self.text.push('{');
    }

    /// Ends what was begun last.
    pub fn end(&mut self) {
        self.text.push('}');
    }

    /// Adds a list of what is JSON already.
    pub fn list(&mut self, key: &str, elements: &[String]) {
        self.raw(key, &["[", &elements.join(","), "]"].concat());
    }

    /// Adds something that is JSON already.
    pub fn raw(&mut self, key: &str, json: &str) {
        self.key(key);
        self.text.push_str(json);
    }

    /// The text of the whole object.
    #[must_use]
    pub fn finish(mut self) -> String {
        self.end();
        self.text
    }

    fn key(&mut self, key: &str) {
        if !self.text.ends_with('{') {
            self.text.push(',');
        }
        quote(key, &mut self.text);
        self.text.push(':');
    }
}

impl Default for ObjectWriter {
    fn default() -> Self {
        Self::new()
    }
}

/// Adds a text in quotes.
pub(super) fn quote(string: &str, text: &mut String) {
    text.push('"');
    for character in string.chars() {
        match character {
            '"' | '\\' => {
                text.push('\\');
                text.push(character);
            }
            // These have letters, and `JSON.stringify` uses them.
            '\u{8}' => text.push_str("\\b"),
            '\t' => text.push_str("\\t"),
            '\n' => text.push_str("\\n"),
            '\u{c}' => text.push_str("\\f"),
            '\r' => text.push_str("\\r"),
            control @ '\0'..='\u{1f}' => {
                text.push_str("\\u00");
                for digit in [u32::from(control) >> 4, u32::from(control) & 15] {
                    text.push(char::from_digit(digit, 16).unwrap_or('0'));
                }
            }
            other => text.push(other),
        }
    }
    text.push('"');
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::ObjectWriter;

    #[test]
    fn what_was_written_is_the_json_that_was_meant() {
        let mut object = ObjectWriter::new();
        object.text("a", "x");
        object.begin("b");
        object.number("c", i64::MIN);
        object.optional_text("d", None);
        object.begin("e");
        object.end();
        object.end();
        object.raw("f", "[1,2]");
        object.list("h", &[]);
        object.list("i", &["{}".into(), "2".into()]);
        object.optional_text("g", Some(""));
        let read: Value = serde_json::from_str(&object.finish()).unwrap();
        assert_eq!(
            read,
            json!({ "a": "x", "b": { "c": i64::MIN, "e": {} }, "f": [1, 2], "g": "", "h": [], "i": [{}, 2] })
        );
        assert_eq!(ObjectWriter::new().finish(), "{}");
    }

    #[test]
    fn every_character_is_quoted_so_that_it_comes_back() {
        let all: String = (0..=0x2_ffff).filter_map(char::from_u32).collect();
        for text in [all.as_str(), "{", "\"", "\\", "\u{0}", "a{", ""] {
            let mut object = ObjectWriter::new();
            object.text(text, text);
            object.text("next", "1");
            let read: Value = serde_json::from_str(&object.finish()).unwrap();
            assert_eq!(read, json!({ text: text, "next": "1" }));
        }
    }
}
