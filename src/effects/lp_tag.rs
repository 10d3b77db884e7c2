//! The page's tag: `window.lpTag`, which is the page's own, may come late, may be half there, and may throw anywhere.
//!
//! Until the tag is loaded the page holds a stub without `publish`. The stub's `trigger` is never used: what it has
//! queued cannot be taken back.

mod watch;

use js_sys::{Array, Function, Number, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

pub(crate) use watch::Watch;

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
pub fn look() -> Sight {
    let Some(tag) = tag() else { return Sight::default() };
    let Some(events) = member(&tag, "events").filter(|events| method(events, "publish").is_some()) else {
        return Sight::default();
    };
    let monitoring = member(&tag, "taglets").and_then(|taglets| member(&taglets, "lp_monitoringSDK"));
    let ask = |name| call(monitoring.as_ref()?, name, &Array::new()).ok().and_then(|value| text(&value));
    let offer = newest_offer(&events);
    let of_offer = |name| member(offer.as_ref()?, name).and_then(|value| text(&value));
    let ids = TagIds {
        ssid: ask("getSid"),
        svid: ask("getVid"),
        // No public page says where a page could read the monitoring context.
        scid: None,
        cid: of_offer("contextId"),
        eid: of_offer("engagementId"),
    };
    Sight { ready: true, ids }
}

/// Publishes an event on the tag, and returns when its listeners were called.
///
/// # Errors
/// What was thrown, or that there is nothing to publish on.
pub fn publish(app: &str, event: &str, data: &[(&'static str, String)]) -> Result<(), String> {
    let events = tag().and_then(|tag| member(&tag, "events")).ok_or("the page has no tag")?;
    let payload = Object::new();
    for (name, value) in data {
        let _ = Reflect::set(&payload, &(*name).into(), &value.into());
    }
    call(&events, "publish", &Array::of3(&app.into(), &event.into(), &payload)).map(drop).map_err(|thrown| {
        let said = thrown.as_string().or_else(|| member(&thrown, "message").and_then(|value| text(&value)));
        said.unwrap_or_else(|| "the page's tag threw something without a message".into())
    })
}

/// The data of the newest engagement that the tag tells of. The tag keeps what was fired, so nothing needs to be bound
/// to it.
fn newest_offer(events: &JsValue) -> Option<JsValue> {
    let fired = call(events, "hasFired", &Array::of2(&"LP_OFFERS".into(), &"*".into())).ok()?;
    let newest_first = Array::is_array(&fired).then(|| fired.unchecked_into::<Array>())?.reverse();
    newest_first.iter().filter_map(|fired| member(&fired, "data")).find(|data| member(data, "contextId").is_some())
}

fn tag() -> Option<JsValue> {
    member(&js_sys::global(), "lpTag")
}

/// A member that is there. A getter that throws has none.
fn member(of: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(of, &name.into()).ok().filter(|value| !value.is_undefined() && !value.is_null())
}

/// By `typeof`: a function of another frame is not an instance of this one's `Function`.
fn method(of: &JsValue, name: &str) -> Option<Function> {
    member(of, name).filter(JsValue::is_function).map(JsCast::unchecked_into)
}

fn call(of: &JsValue, name: &str, arguments: &Array) -> Result<JsValue, JsValue> {
    let method = method(of, name).ok_or_else(|| JsValue::from(format!("the page's tag has no {name}")))?;
    Reflect::apply(&method, of, arguments)
}

/// A non-empty text; identifiers are also written as numbers.
fn text(value: &JsValue) -> Option<String> {
    let text = match value.dyn_ref::<Number>() {
        Some(number) => String::from(number.to_string_with_radix(10).ok()?),
        None => value.as_string()?,
    };
    (!text.is_empty()).then_some(text)
}
