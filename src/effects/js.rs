//! Objects of the page, by the names of their members.
//!
//! A typed function of `web-sys` is an import of its own, in the wasm and in its glue, which pays where it is called
//! often. The devices ask each thing of the page once or twice. Whatever is missing, or throws when it is read, is
//! `undefined` here, and has no members in turn.

use js_sys::{Array, Function, Object, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};

/// A member.
pub(crate) fn get(of: &JsValue, name: &str) -> JsValue {
    Reflect::get(of, &name.into()).unwrap_or_default()
}

/// A member that is a text.
pub(crate) fn text(of: &JsValue, name: &str) -> Option<String> {
    get(of, name).as_string()
}

/// A member that is a small number.
pub(crate) fn number(of: &JsValue, name: &str) -> Option<u16> {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "what is out of range is cut off")]
    get(of, name).as_f64().map(|number| number as u16)
}

/// Whether a member is neither false nor missing.
pub(crate) fn is(of: &JsValue, name: &str) -> bool {
    get(of, name).is_truthy()
}

/// What the page reaches by a path of names: `["navigator", "onLine"]`.
pub(crate) fn find(path: &[&str]) -> JsValue {
    let mut found = js_sys::global().into();
    for name in path {
        found = get(&found, name);
    }
    found
}

/// What the page said or threw, in words.
pub(crate) fn said(what: &JsValue) -> String {
    what.as_string().or_else(|| text(what, "message")).unwrap_or_else(|| "something without a message".into())
}

/// A new object with some texts as its members.
pub(crate) fn record(members: &[(&str, &str)]) -> JsValue {
    let record = Object::new();
    for (name, value) in members {
        let _ = set(&record, name, &(*value).into());
    }
    record.into()
}

/// Sets a member.
pub(crate) fn set(of: &JsValue, name: &str, value: &JsValue) -> Result<(), JsValue> {
    Reflect::set(of, &name.into(), value).map(drop)
}

/// A new element of the page's document, which stands nowhere yet.
pub(crate) fn element(tag: &str) -> JsValue {
    call(&find(&["document"]), "createElement", &[&tag.into()]).unwrap_or_default()
}

/// Calls a method. One of another frame is not an instance of this one's `Function`, so nothing asks for that.
pub(crate) fn call(of: &JsValue, name: &str, arguments: &[&JsValue]) -> Result<JsValue, JsValue> {
    Reflect::apply(get(of, name).unchecked_ref::<Function>(), of, &list(arguments))
}

/// A new instance of a class that the page reaches by a path.
pub(crate) fn make(class: &[&str], arguments: &[&JsValue]) -> Result<JsValue, JsValue> {
    Reflect::construct(find(class).unchecked_ref::<Function>(), &list(arguments))
}

/// A function for the page to call with one value: an event, or what became of a promise. The page frees it when it
/// has no more use for it.
pub(crate) fn function(body: Box<dyn Fn(JsValue)>) -> JsValue {
    Closure::wrap(body).into_js_value()
}

/// Has one of two functions called with what becomes of a promise, or of the attempt to get it.
pub(crate) fn when(promise: Result<JsValue, JsValue>, kept: &JsValue, broken: &JsValue) {
    let asked = promise.and_then(|promise| call(&promise, "then", &[kept, broken]));
    if let Err(thrown) = asked {
        let _ = call(broken, "call", &[&JsValue::UNDEFINED, &thrown]);
    }
}

fn list(values: &[&JsValue]) -> Array {
    let list = Array::new();
    for value in values {
        list.push(value);
    }
    list
}
