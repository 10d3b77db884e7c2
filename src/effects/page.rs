//! What the page goes through: shown and hidden, left and come back to, with and without a network.

use wasm_bindgen::JsValue;

use super::life::Life;
use super::listener::Listener;
use super::{Inbox, js};
use crate::app::{Input, Stored};

/// Tells the inbox from now on; what is kept by the time that the page comes back, whoever takes that has to look up. Never `unload` nor `beforeunload`: these keep a page out of the back/forward cache.
pub(crate) fn listen(inbox: &Inbox, life: &Life) -> Listener {
    let inbox = Inbox::clone(inbox);
    Listener::new(js::find(&[]), &KINDS, life.options().clone(), move |kind, event| {
        inbox(match kind {
            "online" => Input::Online(true),
            "offline" => Input::Online(false),
            "focus" | "blur" => Input::Focused(is_focused()),
            "pagehide" => Input::PageHidden,
            "visibilitychange" => Input::Visible(is_visible()),
            // The event also comes when a page was loaded in the ordinary way.
            _ if js::is(event, "persisted") => Input::PageShown { stored: Stored::new() },
            _ => return,
        });
    })
}

/// Whether the page is shown.
pub(crate) fn is_visible() -> bool {
    !js::is(&js::find(&["document"]), "hidden")
}

/// Whether the person has turned to the page.
pub(crate) fn is_focused() -> bool {
    js::call(&js::find(&["document"]), "hasFocus", &[]).is_ok_and(|has| has.is_truthy())
}

/// Whether the browser knows of a network.
pub(crate) fn is_online() -> bool {
    js::find(&["navigator", "onLine"]) != JsValue::FALSE
}

/// The last one is an event of the document, which the window hears as well.
const KINDS: [&str; 7] = ["online", "offline", "focus", "blur", "pagehide", "pageshow", "visibilitychange"];
