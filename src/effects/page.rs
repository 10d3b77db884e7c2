//! What the page goes through: shown and hidden, left and come back to, with and without a network.

use gloo::events::EventListener;
use wasm_bindgen::JsCast;
use web_sys::{Event, EventTarget, PageTransitionEvent, VisibilityState, window};

use super::Inbox;
use crate::app::Input;

/// Listens until it is dropped.
pub(crate) struct Page {
    _listeners: Vec<EventListener>,
}

impl Page {
    /// Tells the inbox from now on. Never `unload` nor `beforeunload`: these keep a page out of the back/forward cache.
    pub(crate) fn listen(inbox: &Inbox) -> Self {
        let Some(window) = window() else { return Self { _listeners: Vec::new() } };
        let on = |target: &EventTarget, event: &'static str, input: fn(&Event) -> Option<Input>| {
            let inbox = Inbox::clone(inbox);
            EventListener::new(target, event, move |event| {
                if let Some(input) = input(event) {
                    inbox(input);
                }
            })
        };
        let mut listeners = vec![
            on(&window, "online", |_| Some(Input::Online(true))),
            on(&window, "offline", |_| Some(Input::Online(false))),
            on(&window, "pagehide", |_| Some(Input::PageHidden)),
            on(&window, "pageshow", |event| came_back(event).then_some(Input::PageShown)),
        ];
        if let Some(document) = window.document() {
            listeners.push(on(&document, "visibilitychange", |_| Some(Input::Visible(is_visible()))));
        }
        Self { _listeners: listeners }
    }
}

/// Whether the page is shown.
pub(crate) fn is_visible() -> bool {
    let document = window().and_then(|window| window.document());
    document.is_none_or(|document| document.visibility_state() != VisibilityState::Hidden)
}

/// Whether the browser knows of a network.
pub(crate) fn is_online() -> bool {
    window().is_none_or(|window| window.navigator().on_line())
}

/// The event also comes when a page was loaded in the ordinary way.
fn came_back(event: &Event) -> bool {
    event.dyn_ref::<PageTransitionEvent>().is_some_and(PageTransitionEvent::persisted)
}
