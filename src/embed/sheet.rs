//! Styles without a `style` element or attribute, which the page's policy may forbid.

use js_sys::{Array, Reflect};
use wasm_bindgen::JsValue;
use web_sys::{CssStyleSheet, ShadowRoot};

/// Adds a sheet to those that a root has adopted.
///
/// # Errors
/// What the browser threw, which one without constructed sheets would.
pub(super) fn adopt(root: &ShadowRoot, styles: &str) -> Result<(), JsValue> {
    let sheet = CssStyleSheet::new()?;
    let name = JsValue::from("adoptedStyleSheets");
    let adopted = Array::from(&Reflect::get(root, &name)?);
    sheet.replace_sync(styles)?;
    adopted.push(&sheet);
    Reflect::set(root, &name, &adopted).map(drop)
}
