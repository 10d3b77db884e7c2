//! What is typed into the widget stays there: a page's "press / to search" is not meant for somebody who writes.
//!
//! The listeners are native ones of the bubbling phase, so that the widget's own handlers have had their turn. A page
//! that listens in the capturing phase hears everything first; nothing can be done about that.

use gloo::events::EventListener;
use wasm_bindgen::JsCast;
use web_sys::{Event, EventTarget, KeyboardEvent};

/// Keeps keys and edits inside of an element, until it is dropped.
pub struct Keys {
    _listeners: Vec<EventListener>,
}

impl Keys {
    /// Begins to keep them.
    #[must_use]
    pub fn keep_inside(element: &EventTarget) -> Self {
        let keys = ["keydown", "keypress", "keyup"].into_iter().map(|kind| {
            EventListener::new(element, kind, |event| {
                if event.dyn_ref::<KeyboardEvent>().is_some_and(stays) {
                    event.stop_propagation();
                }
            })
        });
        let edits = ["beforeinput", "input", "paste", "copy", "cut"]
            .into_iter()
            .map(|kind| EventListener::new(element, kind, Event::stop_propagation));
        Self { _listeners: keys.chain(edits).collect() }
    }
}

/// Whether a key is the widget's alone. The page keeps Tab, the function keys, every key with a modifier, the modifiers
/// themselves, and an Escape for which the widget had no use.
fn stays(event: &KeyboardEvent) -> bool {
    // What AltGr types looks like Ctrl and Alt together.
    let is_modified =
        (event.ctrl_key() || event.alt_key() || event.meta_key()) && !event.get_modifier_state("AltGraph");
    let key = event.key();
    match key.as_str() {
        _ if is_modified => false,
        "Escape" => event.default_prevented(),
        "Enter" | "Backspace" | "Delete" | "Home" | "End" | "PageUp" | "PageDown" => true,
        // On their way to a letter that takes several keys.
        "Dead" | "Process" | "Unidentified" => true,
        // A key that writes is named by what it writes.
        key => key.starts_with("Arrow") || key.chars().count() == 1,
    }
}
