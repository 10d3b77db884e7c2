//! The element into which the page's tag draws a call. The tag looks for it in the page, so it cannot be in the shadow
//! root: it is a child of the element, shown where the widget has a slot for it.

use wasm_bindgen::JsValue;

use super::js;

const CLASS: &str = "lp_cobrowse_callscreen_container";

/// Makes it, where the page has none of its own; or takes the one that was made away.
#[inline(never)]
pub(super) fn show(element: &JsValue, is_shown: bool) {
    let own =
        js::call(element, "querySelector", &[&[":scope>.", CLASS, "[slot=call]"].concat().into()]).unwrap_or_default();
    if !is_shown {
        let _ = js::call(&own, "remove", &[]);
        return;
    }
    let document = js::find(&["document"]);
    let any = js::call(&document, "querySelector", &[&[".", CLASS].concat().into()]).unwrap_or_default();
    if any.is_truthy() {
        return;
    }
    let screen = js::element("div");
    let _ = js::set(&screen, "className", &CLASS.into());
    let _ = js::set(&screen, "slot", &"call".into());
    let _ = js::call(element, "append", &[&screen]);
}
