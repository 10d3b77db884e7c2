//! The page's function that gives a credential of its consumer: `lpGetAuthenticationToken(callback)`.

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;

use super::{Inbox, js};
use crate::app::{HttpId, Input, PageAnswer};

/// Asks the function at a path of names (`lpMethods.lpGetAuthenticationToken`). It may call back at once or later; the
/// first time counts.
pub(crate) fn ask(id: HttpId, path: &str, inbox: &Inbox) {
    let (mut of, mut name) = (js::find(&[]), path);
    while let Some(dot) = name.bytes().position(|byte| byte == b'.') {
        of = js::get(&of, name.get(..dot).unwrap_or_default());
        name = name.get(dot + 1..).unwrap_or_default();
    }
    let inbox = Rc::clone(inbox);
    let is_answered = Cell::new(false);
    let answered: Rc<dyn Fn(PageAnswer)> = Rc::new(move |answer| {
        if !is_answered.replace(true) {
            inbox(Input::Authenticated { id, answer });
        }
    });
    if !js::get(&of, name).is_function() {
        return answered(PageAnswer::Unready([path, " is not there"].concat()));
    }
    let called = Rc::clone(&answered);
    let callback = Closure::<dyn Fn(JsValue, JsValue)>::new(move |given, reason| called(read(&given, &reason)));
    let path = path.to_owned();
    let threw = move |thrown| answered(PageAnswer::Unready([&path, " threw: ", &js::said(&thrown)].concat()));
    match js::call(&of, name, &[&callback.into_js_value()]) {
        // An `async` function throws later.
        Ok(returned) => drop(js::call(&returned, "catch", &[&js::function(Box::new(threw))])),
        Err(thrown) => threw(thrown),
    }
}

/// `callback(token)`, `callback({ ssoKey: code, redirect_uri })`, or `callback("", reason)`.
fn read(given: &JsValue, reason: &JsValue) -> PageAnswer {
    let is_said = |text: &String| !text.is_empty();
    let code = js::text(given, "ssoKey").filter(is_said);
    let redirect_uri = js::text(given, "redirect_uri").filter(|_| code.is_some());
    match given.as_string().filter(is_said).or(code) {
        Some(token) => PageAnswer::Credential { token, redirect_uri },
        None => PageAnswer::Refused(js::said(reason)),
    }
}
