//! One listener for events of several kinds.

use wasm_bindgen::JsValue;

use super::js;

/// Listens until it is dropped.
pub(crate) struct Listener {
    target: JsValue,
    kinds: &'static [&'static str],
    heard: JsValue,
}

impl Listener {
    /// Begins to listen. What is heard is told with its kind.
    pub(crate) fn new(
        target: JsValue,
        kinds: &'static [&'static str],
        heard: impl Fn(&str, &JsValue) + 'static,
    ) -> Self {
        let heard = Box::new(move |event: JsValue| heard(&js::text(&event, "type").unwrap_or_default(), &event));
        let listener = Self { target, kinds, heard: js::function(heard) };
        listener.each("addEventListener");
        listener
    }

    /// Listens no more.
    pub(crate) fn stop(&self) {
        self.each("removeEventListener");
    }

    fn each(&self, method: &str) {
        for kind in self.kinds {
            let _ = js::call(&self.target, method, &[&(*kind).into(), &self.heard]);
        }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.stop();
    }
}
