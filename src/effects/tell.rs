//! Events on the element, by which the page around is told of something.

use wasm_bindgen::JsValue;

use super::js;

/// Has an event happen on the element, and returns when its listeners were called: whether one of them takes over what it
/// tells, where it may. What a listener throws is the page's own business.
#[inline(never)]
pub(super) fn event(element: &JsValue, name: &str, detail: &JsValue, may_be_taken: bool) -> bool {
    let options = js::record(&[]);
    let _ = js::set(&options, "detail", detail);
    for (name, is_so) in [("bubbles", true), ("composed", true), ("cancelable", may_be_taken)] {
        let _ = js::set(&options, name, &is_so.into());
    }
    let event = js::make(&["CustomEvent"], &[&name.into(), &options]).unwrap_or_default();
    let _ = js::call(element, "dispatchEvent", &[&event]);
    js::is(&event, "defaultPrevented")
}

/// Tells the page what a card hands over, as `detail` of the event: `docs/cards.md` says what is in it.
#[inline(never)]
pub(super) fn page(element: &JsValue, detail: &str) {
    let detail = js::call(&js::find(&["JSON"]), "parse", &[&detail.into()]).unwrap_or_default();
    event(element, "alongside-card", &detail, false);
}
