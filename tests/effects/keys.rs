//! What the page hears of what is typed.

use std::cell::RefCell;
use std::rc::Rc;

use alongside::embed::keys::Keys;
use gloo::events::EventListener;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Event, EventInit, HtmlElement, KeyboardEvent, KeyboardEventInit};

/// Types into an element that keeps its keys; gives what the document heard.
fn heard_by_page(event: &Event) -> bool {
    let document = web_sys::window().unwrap().document().unwrap();
    let element: HtmlElement = document.create_element("div").unwrap().unchecked_into();
    document.body().unwrap().append_child(&element).unwrap();
    let _keys = Keys::keep_inside(&element);
    let heard = Rc::new(RefCell::new(false));
    let told = Rc::clone(&heard);
    let _listener = EventListener::new(&document, event.type_(), move |_| *told.borrow_mut() = true);
    element.dispatch_event(event).unwrap();
    element.remove();
    heard.take()
}

fn key(name: &str, set: impl Fn(&KeyboardEventInit)) -> Event {
    let init = KeyboardEventInit::new();
    init.set_key(name);
    init.set_bubbles(true);
    init.set_composed(true);
    init.set_cancelable(true);
    set(&init);
    KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &init).unwrap().into()
}

#[wasm_bindgen_test]
fn keys_that_write_stay_inside() {
    for name in ["a", "/", " ", "ß", "字", "Enter", "Backspace", "ArrowUp", "End", "Process"] {
        assert!(!heard_by_page(&key(name, |_| {})), "{name}");
    }
    let shifted = key("Enter", |init| init.set_shift_key(true));
    assert!(!heard_by_page(&shifted));
    let at_sign = key("@", |init| {
        init.set_ctrl_key(true);
        init.set_alt_key(true);
        init.set_modifier_alt_graph(true);
    });
    assert!(!heard_by_page(&at_sign), "typed with AltGr");
}

#[wasm_bindgen_test]
fn other_keys_are_the_pages() {
    for name in ["Tab", "F1", "F12", "Shift", "Escape", "AudioVolumeUp"] {
        assert!(heard_by_page(&key(name, |_| {})), "{name}");
    }
    assert!(heard_by_page(&key("k", |init| init.set_ctrl_key(true))));
    assert!(heard_by_page(&key("k", |init| init.set_meta_key(true))));
}

#[wasm_bindgen_test]
fn an_escape_that_was_used_stays_inside() {
    let used = key("Escape", |_| {});
    let document = web_sys::window().unwrap().document().unwrap();
    let uses = EventListener::new_with_options(
        &document,
        "keydown",
        gloo::events::EventListenerOptions { phase: gloo::events::EventListenerPhase::Capture, passive: false },
        Event::prevent_default,
    );
    assert!(!heard_by_page(&used));
    drop(uses);
}

#[wasm_bindgen_test]
fn edits_stay_inside() {
    for kind in ["beforeinput", "input", "paste", "copy", "cut"] {
        let init = EventInit::new();
        init.set_bubbles(true);
        init.set_composed(true);
        assert!(!heard_by_page(&Event::new_with_event_init_dict(kind, &init).unwrap()), "{kind}");
    }
}
