//! What the page itself calls private: a regular expression in the attribute `mask`, which the browser runs.

use std::ops::Range;

use wasm_bindgen::JsValue;

use crate::app::{Intent, Level};
use crate::effects::{console, js};
use crate::protocol::decimal_count;

/// How much of a text is looked at, and how many findings are told: an expression may take its time.
const LONGEST: usize = 2_000;
const MOST: usize = 64;

/// The page's expression, where it has one.
pub struct Pattern(Option<JsValue>);

impl Pattern {
    /// Reads the attribute. What is no expression is told to developers, and finds nothing.
    #[must_use]
    pub fn of(attribute: Option<&str>) -> Self {
        let given = attribute.map(str::trim_ascii).filter(|given| !given.is_empty() && *given != "off");
        Self(given.and_then(|given| {
            let made = js::make(&["RegExp"], &[&given.into(), &"g".into()]);
            if let Err(thrown) = &made {
                console::line(
                    Level::Error,
                    &["\"mask\" is to be \"off\" or a regular expression: ", &js::said(thrown)].concat(),
                );
            }
            made.ok()
        }))
    }

    /// A text that is sent and in which it stands is told to be suspect.
    #[must_use]
    pub fn look(&self, intent: Intent) -> Intent {
        match intent {
            Intent::Send(text) => {
                let found = self.find(&text);
                if found.is_empty() { Intent::Send(text) } else { Intent::Suspect { text, found } }
            }
            other => other,
        }
    }

    fn find(&self, text: &str) -> Vec<Range<usize>> {
        let Some(pattern) = &self.0 else { return Vec::new() };
        let start = text.get(..text.floor_char_boundary(LONGEST)).unwrap_or_default();
        // As an object, which has members; what it yields is an iterator, of which an array is made.
        let all = js::make(&["String"], &[&start.into()]).and_then(|text| js::call(&text, "matchAll", &[pattern]));
        let all = all.and_then(|all| js::call(&js::find(&["Array"]), "from", &[&all]));
        let all = all.unwrap_or_default();
        let mut found = Vec::new();
        for number in 0..MOST {
            let one = js::get(&all, &decimal_count(number));
            let (Some(words), Some(at)) = (js::text(&one, "0"), js::number(&one, "index")) else { break };
            // The browser counts in units of UTF-16.
            let from = bytes_of(start, at.into());
            if !words.is_empty() {
                found.push(from..from + words.len());
            }
        }
        found
    }
}

fn bytes_of(text: &str, units: usize) -> usize {
    let mut left = units;
    let until = text.char_indices().find(|(_, character)| {
        let is_there = left == 0;
        left = left.saturating_sub(character.len_utf16());
        is_there
    });
    until.map_or(text.len(), |(at, _)| at)
}
