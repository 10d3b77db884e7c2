//! The event by which a page follows what becomes of CoBrowse, or takes it over.

use wasm_bindgen::JsValue;

use super::{js, tell};
use crate::app::Step;

/// Tells the page of a step, and returns when its listeners were called: whether one of them takes it over.
#[inline(never)]
pub(super) fn announce(element: &JsValue, step: &Step) -> bool {
    let detail = js::record(&[("step", step.name)]);
    for (name, text) in &step.texts {
        let _ = js::set(&detail, name, &text.into());
    }
    if let Some(expires) = step.expires {
        #[expect(clippy::cast_precision_loss, reason = "times are far below 2^53 milliseconds")]
        let _ = js::set(&detail, "expires", &(expires.0 as f64).into());
    }
    if let Some(granted) = step.granted {
        let _ = js::set(&detail, "granted", &granted.into());
    }
    tell::event(element, "alongside-cobrowse", &detail, step.may_be_taken)
}
