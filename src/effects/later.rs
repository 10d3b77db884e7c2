//! A call that the page makes later.

use std::cell::RefCell;

use wasm_bindgen::JsValue;

use super::js;

/// One call at a time: to begin it anew takes the former one back.
pub(crate) struct Later {
    call: JsValue,
    ways: (&'static str, &'static str),
    id: RefCell<JsValue>,
}

impl Later {
    /// After a time. Nothing is begun yet.
    pub(crate) fn timer(call: JsValue) -> Self {
        Self { call, ways: ("setTimeout", "clearTimeout"), id: RefCell::default() }
    }

    /// Before the browser next paints. A page that is not painted never calls.
    pub(crate) fn frame(call: JsValue) -> Self {
        Self { call, ways: ("requestAnimationFrame", "cancelAnimationFrame"), id: RefCell::default() }
    }

    /// Has the call made, by a timer after so many milliseconds.
    pub(crate) fn begin(&self, delay: i32) {
        self.clear();
        let id = js::call(&js::find(&[]), self.ways.0, &[&self.call, &delay.into()]);
        drop(self.id.replace(id.unwrap_or_default()));
    }

    /// Takes it back; what was never begun, or is over, needs no taking back and bears it.
    pub(crate) fn clear(&self) {
        let _ = js::call(&js::find(&[]), self.ways.1, &[&self.id.take()]);
    }
}
