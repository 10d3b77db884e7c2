//! The code that is fetched when the first conversation is there (`app::deferred`): what `src/embed/supervisor.js` puts
//! beside this instance.

use std::rc::Rc;

use wasm_bindgen::JsValue;

use super::{Inbox, js};
use crate::app::Input;

const COMPLETE: &str = "complete";

/// Whether this instance is only a part of the whole. A widget that was built in one piece is not.
#[must_use]
pub fn is_wanted(signal: &JsValue) -> bool {
    js::get(signal, COMPLETE).is_function()
}

/// Has the rest put there; what came of it is told to the inbox.
pub(super) fn fetch(signal: &JsValue, inbox: &Inbox) {
    let tell = Rc::clone(inbox);
    let came = js::function(Box::new(move |_| tell(Input::Deferred(Ok(())))));
    let tell = Rc::clone(inbox);
    let failed = js::function(Box::new(move |error| tell(Input::Deferred(Err(js::said(&error))))));
    js::when(js::call(signal, COMPLETE, &[]), &came, &failed);
}
