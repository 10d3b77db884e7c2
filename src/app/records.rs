//! The texts in which things are kept in storage: one record a line, fields separated by tabs, both escaped.
//!
//! Not JSON: only `protocol` knows that, and a reader of this form cannot be led into depth by a broken value.

/// Characters that do not stand for themselves, and the letters that stand for them behind a backslash.
const ESCAPES: [(char, char); 4] = [('\\', '\\'), ('\t', 't'), ('\n', 'n'), ('\r', 'r')];

/// Adds a record to a text.
pub(super) fn add(text: &mut String, fields: &[&str]) {
    for (place, field) in fields.iter().enumerate() {
        if place > 0 {
            text.push('\t');
        } else if !text.is_empty() {
            text.push('\n');
        }
        for character in field.chars() {
            let escape = ESCAPES.iter().find(|(plain, _)| *plain == character);
            if escape.is_some() {
                text.push('\\');
            }
            text.push(escape.map_or(character, |(_, letter)| *letter));
        }
    }
}

/// Reads the records of a text, in one go: what splits texts costs more than all of this.
pub(super) fn read(text: &str) -> Vec<Vec<String>> {
    let mut records = Vec::new();
    let (mut record, mut field) = (Vec::new(), String::new());
    let mut is_escaped = false;
    let mut characters = text.chars();
    loop {
        let next = characters.next();
        match next {
            Some('\\') if !is_escaped => {
                is_escaped = true;
                continue;
            }
            Some('\t') => record.push(std::mem::take(&mut field)),
            None | Some('\n') if record.is_empty() && field.is_empty() => {}
            None | Some('\n') => {
                record.push(std::mem::take(&mut field));
                records.push(std::mem::take(&mut record));
            }
            Some(character) => {
                let escape = ESCAPES.iter().find(|(_, letter)| is_escaped && *letter == character);
                field.push(escape.map_or(character, |(plain, _)| *plain));
            }
        }
        is_escaped = false;
        if next.is_none() {
            return records;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{add, read};

    #[test]
    fn records_read_back_as_they_were_written() {
        let records = [&["a", "tab\there\nline\\t \\ end\r\n", ""][..], &["ü\u{2028}😀"]];
        let mut text = String::new();
        for record in records {
            add(&mut text, record);
        }
        assert_eq!(read(&text), records);
        assert_eq!(read(""), Vec::<Vec<String>>::new());
    }
}
