//! A small picture of a large one, drawn in the page.

use std::rc::Rc;

use wasm_bindgen::JsValue;

use crate::app::LONGEST_PREVIEW;
use crate::effects::js;

/// How long the longer side is, and how finely it is drawn: the first that is small enough.
const TRIALS: [(f64, f64); 3] = [(160.0, 0.7), (120.0, 0.5), (64.0, 0.4)];

/// A small picture of these pixels, as a `data:` address.
pub(super) fn small(pixels: &JsValue) -> Option<Rc<str>> {
    let [width, height] = ["width", "height"].map(|side| js::get(pixels, side).as_f64().unwrap_or_default());
    let found = TRIALS.into_iter().find_map(|(side, quality)| {
        let scale = (side / width.max(height)).min(1.0);
        draw(pixels, (width * scale).max(1.0), (height * scale).max(1.0), quality)
    });
    let _ = js::call(pixels, "close", &[]);
    found
}

fn draw(pixels: &JsValue, width: f64, height: f64, quality: f64) -> Option<Rc<str>> {
    let canvas = js::element("canvas");
    js::set(&canvas, "width", &width.into()).ok()?;
    js::set(&canvas, "height", &height.into()).ok()?;
    let pen = js::call(&canvas, "getContext", &[&"2d".into()]).ok()?;
    // What is transparent would else become black.
    js::set(&pen, "fillStyle", &"#fff".into()).ok()?;
    js::call(&pen, "fillRect", &[&0.into(), &0.into(), &width.into(), &height.into()]).ok()?;
    js::call(&pen, "drawImage", &[pixels, &0.into(), &0.into(), &width.into(), &height.into()]).ok()?;
    let address = js::call(&canvas, "toDataURL", &[&"image/jpeg".into(), &quality.into()]).ok()?.as_string()?;
    (address.len() <= LONGEST_PREVIEW as usize).then(|| address.into())
}
