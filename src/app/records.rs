//! The texts in which things are kept in storage: one record a line, fields separated by tabs, both escaped.
//!
//! Not JSON: only `protocol` knows that, and a reader of this form cannot be led into depth by a broken value.

/// Writes records.
pub(super) fn write(records: impl IntoIterator<Item = Vec<String>>) -> String {
    let lines = records.into_iter().map(|fields| {
        let fields: Vec<String> = fields.iter().map(|field| escape(field)).collect();
        fields.join("\t")
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Reads records.
pub(super) fn read(text: &str) -> Vec<Vec<String>> {
    text.lines().filter(|line| !line.is_empty()).map(|line| line.split('\t').map(unescape).collect()).collect()
}

fn escape(field: &str) -> String {
    let mut escaped = String::with_capacity(field.len());
    for character in field.chars() {
        match character {
            '\\' => escaped.push_str("\\\\"),
            '\t' => escaped.push_str("\\t"),
            '\n' => escaped.push_str("\\n"),
            '\r' => escaped.push_str("\\r"),
            other => escaped.push(other),
        }
    }
    escaped
}

fn unescape(field: &str) -> String {
    let mut plain = String::with_capacity(field.len());
    let mut characters = field.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => match characters.next() {
                Some('t') => plain.push('\t'),
                Some('n') => plain.push('\n'),
                Some('r') => plain.push('\r'),
                Some(other) => plain.push(other),
                None => {}
            },
            other => plain.push(other),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::{read, write};

    #[test]
    fn records_read_back_as_they_were_written() {
        let records = vec![
            vec!["a".to_owned(), "tab\there\nline\\t \\ end\r\n".to_owned(), String::new()],
            vec!["ü\u{2028}😀".to_owned()],
        ];
        assert_eq!(read(&write(records.clone())), records);
        assert_eq!(read(""), Vec::<Vec<String>>::new());
    }
}
