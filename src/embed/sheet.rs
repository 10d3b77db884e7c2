//! Styles without a `style` element or attribute, which the page's policy may forbid.

use wasm_bindgen::JsValue;

use crate::effects::js;

/// Adds a sheet to those that a root has adopted.
///
/// # Errors
/// What the browser threw, which one without constructed sheets would.
pub(super) fn adopt(root: &JsValue, styles: &str) -> Result<(), JsValue> {
    let sheet = js::make(&["CSSStyleSheet"], &[])?;
    js::call(&sheet, "replaceSync", &[&styles.into()])?;
    js::call(&js::get(root, "adoptedStyleSheets"), "push", &[&sheet]).map(drop)
}
