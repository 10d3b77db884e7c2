//! One listener for events of several kinds.

use wasm_bindgen::JsValue;

use super::js;

/// Listens until it is dropped.
pub(crate) struct Listener {
    target: JsValue,
    kinds: &'static [&'static str],
    options: JsValue,
    heard: JsValue,
}

impl Listener {
    /// Begins to listen, with options as the browser takes them. What is heard is told with its kind.
    pub(crate) fn new(
        target: JsValue,
        kinds: &'static [&'static str],
        options: JsValue,
        heard: impl Fn(&str, &JsValue) + 'static,
    ) -> Self {
        let heard = Box::new(move |event: JsValue| heard(&js::text(&event, "type").unwrap_or_default(), &event));
        Self::calling(target, kinds, options, js::function(heard))
    }

    /// The same for a function of the page.
    pub(crate) fn calling(target: JsValue, kinds: &'static [&'static str], options: JsValue, heard: JsValue) -> Self {
        let listener = Self { target, kinds, options, heard };
        listener.each("addEventListener");
        listener
    }

    /// Listens no more.
    pub(crate) fn stop(&self) {
        self.each("removeEventListener");
    }

    fn each(&self, method: &str) {
        for kind in self.kinds {
            let _ = js::call(&self.target, method, &[&(*kind).into(), &self.heard, &self.options]);
        }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.stop();
    }
}
