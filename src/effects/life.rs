//! How long a widget holds what it holds of the page.

use wasm_bindgen::JsValue;

use super::js;
use super::listener::Listener;

/// Lasts until a signal is aborted. That is also how what a broken instance held comes to its end (see
/// `src/embed/supervisor.js`), so everything that the page would keep hangs on it, and the browser alone ends it: no
/// Rust can run any more by then.
pub struct Life {
    signal: JsValue,
    options: JsValue,
}

impl Life {
    /// Lasts until this `AbortSignal` is aborted.
    #[must_use]
    pub fn until(signal: &JsValue) -> Self {
        let options = js::record(&[]);
        let _ = js::set(&options, "signal", signal);
        Self { signal: signal.clone(), options }
    }

    /// What is aborted at the end.
    pub(crate) fn signal(&self) -> &JsValue {
        &self.signal
    }

    /// What ends a listener, or a request for a lock, with it: an object with the signal as its only member.
    pub(crate) fn options(&self) -> &JsValue {
        &self.options
    }

    /// Has the browser call a method with an argument at the end, unless what this gives is dropped before. An `abort`
    /// event would else be the argument.
    pub(crate) fn at_end(&self, of: &JsValue, method: &str, argument: &JsValue) -> Listener {
        let bound = js::call(&js::get(of, method), "bind", &[of, argument]);
        Listener::calling(self.signal.clone(), &["abort"], JsValue::UNDEFINED, bound.unwrap_or_default())
    }
}
