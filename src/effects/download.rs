//! Files for the consumer, made in the page.

use js_sys::Array;
use wasm_bindgen::JsValue;

use super::js;

/// Gives the consumer a file, as a link of the page's that is followed. Where the page forbids that, nothing comes of it.
#[inline(never)]
pub(super) fn give(name: &str, text: &str) {
    let file = js::make(&["Blob"], &[&Array::of1(&text.into())]).unwrap_or_default();
    give_file(name, &file);
}

/// The same for a file of the page's.
pub(super) fn give_file(name: &str, file: &JsValue) {
    let urls = js::find(&["URL"]);
    let Ok(url) = js::call(&urls, "createObjectURL", &[file]) else { return };
    let link = js::element("a");
    let _ = js::set(&link, "href", &url);
    let _ = js::set(&link, "download", &name.into());
    let _ = js::call(&link, "click", &[]);
    // The browser has begun with it by then.
    let revoke = js::function(Box::new(move |_| drop(js::call(&urls, "revokeObjectURL", &[&url]))));
    let _ = js::call(&js_sys::global(), "setTimeout", &[&revoke, &JsValue::from(REVOKED_AFTER_MS)]);
}

const REVOKED_AFTER_MS: i32 = 60_000;
