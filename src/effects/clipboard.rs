//! The clipboard of the person's computer.

use std::rc::Rc;

use wasm_bindgen::JsValue;

use super::js;

/// Puts a text there, and tells whether the browser did so: not every page has a clipboard, and not every one may use it.
#[inline(never)]
pub(crate) fn copy(text: &str, told: Box<dyn Fn(bool)>) {
    let clipboard = js::find(&["navigator", "clipboard"]);
    if !clipboard.is_truthy() {
        return told(false);
    }
    let told = Rc::new(told);
    let [kept, broken] = [true, false].map(|is_done| {
        let told = Rc::clone(&told);
        js::function(Box::new(move |_: JsValue| told(is_done)))
    });
    js::when(js::call(&clipboard, "writeText", &[&text.into()]), &kept, &broken);
}

/// Whether something is selected, in the page or in the widget.
#[inline(never)]
pub(crate) fn has_selection() -> bool {
    let selection = js::call(&js::find(&["document"]), "getSelection", &[]).unwrap_or_default();
    let text = js::call(&selection, "toString", &[]).unwrap_or_default();
    text.as_string().is_some_and(|text| !text.is_empty())
}
