//! The clipboard, to which a message is copied.

use std::rc::Rc;

use js_sys::{Array, Object};
use wasm_bindgen::JsValue;

use super::js;

/// Copies a text, and tells whether that went well: a page may forbid it, and one that came without encryption has no
/// clipboard. With an element beside which something may be selected, nothing is done where something is: the browser
/// copies that.
#[inline(never)]
pub(crate) fn write(text: &str, beside: Option<&JsValue>, told: Rc<dyn Fn(bool)>) {
    if beside.is_some_and(is_selected) {
        return;
    }
    let refused = Rc::clone(&told);
    let kept = js::function(Box::new(move |_| told(true)));
    let broken = js::function(Box::new(move |_| refused(false)));
    let clipboard = js::find(&["navigator", "clipboard"]);
    js::when(js::call(&clipboard, "writeText", &[&text.into()]), &kept, &broken);
}

/// Whether something is selected. What is within a shadow root some browsers tell only of a root that is named to them.
fn is_selected(beside: &JsValue) -> bool {
    let selection = js::call(&js_sys::global(), "getSelection", &[]).unwrap_or_default();
    let is_text = js::call(&selection, "toString", &[]).is_ok_and(|text| text.is_truthy());
    let root = js::call(beside, "getRootNode", &[]).unwrap_or_default();
    let roots = Object::new();
    let _ = js::set(&roots, "shadowRoots", &Array::of1(&root));
    let ranges = js::call(&selection, "getComposedRanges", &[&roots]).unwrap_or_default();
    let range = js::get(&ranges, "0");
    // A caret in a field counts as the whole field, which is none of what is beside.
    let is_within = js::call(beside, "contains", &[&js::get(&range, "startContainer")]).is_ok_and(|it| it.is_truthy());
    is_text || is_within && !js::is(&range, "collapsed")
}
