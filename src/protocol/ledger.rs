//! The consent ledger: one entry for each step of a CoBrowse invitation, as JSON whose text is hashed.
//!
//! `docs/ledger.md` says what an entry means and how a ledger is verified; what stands here is its form.

use super::json::{ObjectWriter, Value, parse_json, whole};
use super::{Millis, read_decimal};

/// An entry, read.
#[derive(Debug)]
pub struct LedgerEntry(Value);

/// Members that are whole numbers; all others are texts.
const NUMBERS: [&str; 5] = ["number", "since", "at", "invitedAt", "expires"];

impl LedgerEntry {
    /// Reads an entry; nothing where the text is no object.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let value = parse_json(text).ok()?;
        value.as_object().is_some().then_some(Self(value))
    }

    /// A member that is a text.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name)?.as_str()
    }

    /// A member that is a whole number.
    #[must_use]
    pub fn number(&self, name: &str) -> Option<i64> {
        whole(self.0.get(name)?)
    }

    /// Writes an entry: the text that is hashed. `JSON.stringify` gives the same for what `JSON.parse` makes of it.
    #[must_use]
    pub fn write(members: &[(&str, String)]) -> String {
        let mut object = ObjectWriter::new();
        for (name, value) in members {
            match read_decimal(value).filter(|_| NUMBERS.contains(name)) {
                Some(number) => object.number(name, number),
                None => object.text(name, value),
            }
        }
        object.finish()
    }

    /// Writes a file with what is told of a ledger, and its entries, each with its id. What cannot be read is in there as a text.
    #[must_use]
    pub fn write_all(members: &[(&str, String)], saved: Millis, entries: &[(&str, &str)]) -> String {
        let mut list = Vec::new();
        for (id, text) in entries {
            let mut object = ObjectWriter::new();
            let is_readable = Self::read(text).is_some() && text.starts_with("{\"number\":");
            let begin = text.strip_suffix('}').filter(|_| is_readable);
            if begin.is_none() {
                object.text("damaged", text);
            }
            object.text("id", id);
            let object = object.finish();
            list.push(match begin {
                Some(begin) => [begin, ",", object.get(1..).unwrap_or_default()].concat(),
                None => object,
            });
        }
        let mut file = ObjectWriter::new();
        for (name, value) in members {
            file.text(name, value);
        }
        file.number("saved", saved.0);
        file.list("entries", &list);
        file.finish()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::LedgerEntry;
    use crate::protocol::Millis;

    #[test]
    fn an_entry_reads_back() {
        let odd = "Ada \"\\ \u{1}\n\u{2028}\u{1f600}";
        let text = LedgerEntry::write(&[
            ("number", "2".into()),
            ("at", "1700000000000".into()),
            ("step", "1".into()),
            ("agentName", odd.into()),
        ]);
        assert!(
            text.starts_with(
                "{\"number\":2,\"at\":1700000000000,\"step\":\"1\",\"agentName\":\"Ada \\\"\\\\ \\u0001\\n"
            )
        );
        let entry = LedgerEntry::read(&text).unwrap();
        assert_eq!((entry.number("at"), entry.text("at")), (Some(1_700_000_000_000), None));
        assert_eq!((entry.number("step"), entry.text("step")), (None, Some("1")));
        assert_eq!((entry.text("agentName"), entry.text("page")), (Some(odd), None));
        for text in ["", "[]", "{", "1"] {
            assert!(LedgerEntry::read(text).is_none(), "{text}");
        }
    }

    #[test]
    fn a_file_is_json_whatever_stands_in_it() {
        let texts = ["{\"number\":1}", "{\"number\":1} ", "{}", "", "{\"number\":", "{\"a\":1}"];
        let entries: Vec<_> = texts.iter().map(|text| ("i\"d", *text)).collect();
        let file: Value =
            serde_json::from_str(&LedgerEntry::write_all(&[("a", "b".into())], Millis(7), &entries)).unwrap();
        assert_eq!((&file["a"], &file["saved"]), (&json!("b"), &json!(7)));
        assert_eq!(file["entries"][0], json!({ "number": 1, "id": "i\"d" }));
        for (place, text) in texts.iter().enumerate().skip(1) {
            assert_eq!(file["entries"][place], json!({ "damaged": text, "id": "i\"d" }));
        }
    }
}
