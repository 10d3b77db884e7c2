//! The words of elements: cut to the lengths that the schema gives them, and gathered where an element is not
//! understood.

use crate::protocol::json::Value;

/// How many characters stand for an element that is not understood, and for a whole card.
pub(super) const MOST_WORDS: usize = 2_000;

/// Members that hold words for people, in the order of reading.
const SAID: [&str; 6] = ["title", "text", "subtitle", "caption", "alt", "value"];
/// Members that hold elements.
const HELD: [&str; 2] = ["elements", "replies"];

/// A member that is a text, cut to so many characters; empty where there is none.
pub(super) fn text(of: &Value, key: &str, most: usize) -> String {
    cut(of.get(key).and_then(Value::as_str).unwrap_or_default(), most)
}

/// So many characters of a text, the last of them a sign that something was left out.
pub(super) fn cut(text: &str, most: usize) -> String {
    let text = text.trim_ascii();
    match text.char_indices().nth(most) {
        None => text.to_owned(),
        Some(_) => {
            let end = text.char_indices().nth(most.saturating_sub(1)).map_or(0, |(end, _)| end);
            [text.get(..end).unwrap_or_default().trim_ascii_end(), "…"].concat()
        }
    }
}

/// Adds a line to words, while there are not too many.
pub(super) fn add(words: &mut String, line: &str) {
    let left = MOST_WORDS.saturating_sub(words.chars().count() + 1);
    if line.is_empty() || left < 2 {
        return;
    }
    if !words.is_empty() {
        words.push('\n');
    }
    words.push_str(&cut(line, left));
}

/// All that an element says, whatever it is.
pub(super) fn gathered(of: &Value) -> String {
    let mut words = String::new();
    gather(of, &mut words, &mut MOST_LOOKED_AT.clone());
    words
}

/// How many elements are looked at for that.
const MOST_LOOKED_AT: usize = 2_000;

/// A frame is nested 127 levels at most, and so is this.
fn gather(of: &Value, words: &mut String, left: &mut usize) {
    if *left == 0 {
        return;
    }
    *left -= 1;
    for key in SAID {
        add(words, of.get(key).and_then(Value::as_str).unwrap_or_default());
    }
    for key in HELD {
        match of.get(key) {
            Some(Value::Array(elements)) => elements.iter().for_each(|element| gather(element, words, left)),
            Some(element) => gather(element, words, left),
            None => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{MOST_WORDS, cut, gathered};

    #[test]
    fn a_long_text_is_cut_and_says_so() {
        assert_eq!(cut("pear", 4), "pear");
        assert_eq!(cut(" pears ", 4), "pea…");
        assert_eq!(cut("ééééé", 4), "ééé…");
        assert_eq!(cut("a  pear", 3), "a…");
        assert_eq!(cut("pear", 0), "…");
    }

    #[test]
    fn the_words_of_what_is_not_understood_are_gathered_within_bounds() {
        let value = json!({ "type": "orchard", "title": "Trees", "elements": [
            { "type": "tree", "text": "Pear" }, 7, { "alt": "Plum", "text": ["no"] }, { "elements": { "caption": "Fig" } },
        ] });
        assert_eq!(gathered(&value), "Trees\nPear\nPlum\nFig");
        let many: Vec<_> = (0..5_000).map(|_| json!({ "text": "pear" })).collect();
        assert!(gathered(&json!({ "elements": many })).chars().count() <= MOST_WORDS);
        assert!(gathered(&json!({ "text": "x".repeat(1_000_000) })).chars().count() <= MOST_WORDS);
    }
}
