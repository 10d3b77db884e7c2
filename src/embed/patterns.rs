//! What the page itself calls private: a regular expression in the attribute `mask`, which the browser runs.

use wasm_bindgen::JsValue;

use crate::app::{Intent, Level, MARKS};
use crate::effects::{console, js};

/// The page's expression, where it has one.
pub struct Pattern(Option<JsValue>);

impl Pattern {
    /// Reads the attribute. What is no expression is told to developers, and finds nothing.
    #[must_use]
    pub fn of(attribute: Option<&str>) -> Self {
        let given = attribute.map(str::trim_ascii).filter(|given| !given.is_empty() && *given != "off");
        Self(given.and_then(|given| match js::make(&["RegExp"], &[&given.into(), &"g".into()]) {
            Ok(pattern) => Some(pattern),
            Err(thrown) => {
                let line = ["\"mask\" is to be \"off\" or a regular expression: ", &js::said(&thrown)];
                console::line(Level::Error, &line.concat());
                None
            }
        }))
    }

    /// A text that is sent and in which it stands is told to be suspect.
    #[must_use]
    pub fn look(&self, intent: Intent) -> Intent {
        if let (Some(pattern), Intent::Send(text)) = (&self.0, &intent) {
            let [begins, ends] = MARKS;
            let marks: String = [begins, '$', '&', ends].iter().collect();
            // As an object, which has members.
            let string = js::make(&["String"], &[&text.as_str().into()]);
            let marked = string.and_then(|text| js::call(&text, "replace", &[pattern, &marks.as_str().into()]));
            if let Some(marked) = marked.unwrap_or_default().as_string().filter(|marked| marked != text) {
                return Intent::Suspect(marked);
            }
        }
        intent
    }
}
