//! What is typed into the widget stays there: a page's "press / to search" is not meant for somebody who writes.
//!
//! The listeners are native ones of the bubbling phase, so that the widget's own handlers have had their turn. A page
//! that listens in the capturing phase hears everything first; nothing can be done about that.

use wasm_bindgen::JsValue;
use web_sys::EventTarget;

use crate::effects::js;
use crate::effects::listener::Listener;

/// Keeps keys and edits inside of an element, until it is dropped.
pub struct Keys {
    _listener: Listener,
}

impl Keys {
    /// Begins to keep them.
    #[must_use]
    pub fn keep_inside(element: &EventTarget) -> Self {
        let listener = Listener::new(element.into(), &KINDS, JsValue::UNDEFINED, |kind, event| {
            if !kind.starts_with("key") || stays(event) {
                let _ = js::call(event, "stopPropagation", &[]);
            }
        });
        Self { _listener: listener }
    }
}

/// Whether a key is the widget's alone. The page keeps Tab, the function keys, every key with a modifier, the modifiers
/// themselves, and an Escape for which the widget had no use.
fn stays(event: &JsValue) -> bool {
    // What AltGr types looks like Ctrl and Alt together.
    let has_alt_gr = || js::call(event, "getModifierState", &[&"AltGraph".into()]).is_ok_and(|held| held.is_truthy());
    if ["ctrlKey", "altKey", "metaKey"].iter().any(|key| js::is(event, key)) && !has_alt_gr() {
        return false;
    }
    let key = js::text(event, "key").unwrap_or_default();
    if key == "Escape" {
        return js::is(event, "defaultPrevented");
    }
    // A key that writes is named by what it writes.
    key.chars().count() == 1 || EDITING.contains(&key.as_str())
}

const KINDS: [&str; 8] = ["keydown", "keypress", "keyup", "beforeinput", "input", "paste", "copy", "cut"];

/// The last three are on their way to a letter that takes several keys.
const EDITING: [&str; 14] = [
    "Enter",
    "Backspace",
    "Delete",
    "Home",
    "End",
    "PageUp",
    "PageDown",
    "ArrowLeft",
    "ArrowRight",
    "ArrowUp",
    "ArrowDown",
    "Dead",
    "Process",
    "Unidentified",
];
