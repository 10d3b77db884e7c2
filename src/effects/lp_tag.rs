//! The page's tag: `window.lpTag`, which is the page's own, may come late, may be half there, and may throw anywhere.
//!
//! Until the tag is loaded the page holds a stub without `publish`. The stub's `trigger` is never used: what it has
//! queued cannot be taken back.

mod calls;
mod watch;

use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};

pub(crate) use calls::Calls;
pub(crate) use watch::Watch;

use super::js;
use crate::app::TagIds;

/// What a look at the page's tag shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sight {
    /// Whether it can publish.
    pub ready: bool,
    /// What it tells of itself; nothing before it is ready.
    pub ids: TagIds,
}

/// Looks at the tag.
#[must_use]
#[inline(never)]
pub fn look() -> Sight {
    let tag = js::find(&["lpTag"]);
    let events = js::get(&tag, "events");
    if !js::get(&events, "publish").is_function() {
        return Sight::default();
    }
    let monitoring = js::get(&js::get(&tag, "taglets"), "lp_monitoringSDK");
    let ask = |name| js::call(&monitoring, name, &[]).unwrap_or_default();
    let offer = newest_offer(&events);
    // No public page says where a page could read the monitoring context, `scid`.
    let told = [
        ("ssid", ask("getSid")),
        ("svid", ask("getVid")),
        ("cid", js::get(&offer, "contextId")),
        ("eid", js::get(&offer, "engagementId")),
        ("campaign", js::get(&offer, "campaignId")),
    ];
    let mut ids = Vec::new();
    for (name, value) in told {
        if let Some(value) = text(&value) {
            ids.push((name, value));
        }
    }
    Sight { ready: true, ids: TagIds::new(ids) }
}

/// Publishes an event on the tag, and returns when its listeners were called.
///
/// # Errors
/// What was thrown, or that there is nothing to publish on.
#[inline(never)]
pub fn publish(app: &str, event: &str, data: &[(&'static str, String)]) -> Result<(), String> {
    let events = js::find(&["lpTag", "events"]);
    if events.is_undefined() {
        return Err("the page has no tag".into());
    }
    if !js::get(&events, "publish").is_function() {
        return Err("the page's tag has no publish".into());
    }
    let payload = js::record(&[]);
    for (name, value) in data {
        let _ = js::set(&payload, name, &value.into());
    }
    let published = js::call(&events, "publish", &[&app.into(), &event.into(), &payload]);
    published.map(drop).map_err(|thrown| js::said(&thrown))
}

/// The data of the newest engagement that the tag tells of. The tag keeps what was fired, so nothing needs to be bound
/// to it.
fn newest_offer(events: &JsValue) -> JsValue {
    let fired = js::call(events, "hasFired", &[&"LP_OFFERS".into(), &"*".into()]).unwrap_or_default();
    let mut newest = JsValue::UNDEFINED;
    if Array::is_array(&fired) {
        for fired in fired.unchecked_into::<Array>() {
            let data = js::get(&fired, "data");
            if text(&js::get(&data, "contextId")).is_some() {
                newest = data;
            }
        }
    }
    newest
}

/// A non-empty text; identifiers are also written as numbers.
fn text(value: &JsValue) -> Option<String> {
    let value = if value.as_f64().is_some() { &js::call(&js::find(&[]), "String", &[value]).ok()? } else { value };
    value.as_string().filter(|text| !text.is_empty())
}
