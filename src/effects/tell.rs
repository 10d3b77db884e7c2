//! What a card tells the page around, by an event on the element.

use wasm_bindgen::JsValue;

use super::js;

/// Tells the page what a card hands over, as `detail` of the event: `docs/cards.md` says what is in it. What a listener
/// throws is the page's own business.
#[inline(never)]
pub(super) fn page(element: &JsValue, detail: &str) {
    let options = js::record(&[]);
    let _ =
        js::set(&options, "detail", &js::call(&js::find(&["JSON"]), "parse", &[&detail.into()]).unwrap_or_default());
    for name in ["bubbles", "composed"] {
        let _ = js::set(&options, name, &true.into());
    }
    let event = js::make(&["CustomEvent"], &[&"alongside-card".into(), &options]).unwrap_or_default();
    let _ = js::call(element, "dispatchEvent", &[&event]);
}
