//! Requests over HTTP.

use std::rc::Rc;

use js_sys::JsString;
use wasm_bindgen::{JsCast, JsValue};

use super::{Inbox, js};
use crate::app::{HttpFailure, HttpId, Input};

/// Asks; what comes of it is told to the inbox. The page's cookies and address stay at home.
///
/// All that a browser throws means the same: no answer that can be read. Only the end of its time has a name of its own.
pub(crate) fn ask(id: HttpId, method: &str, url: &str, body: Option<&str>, inbox: &Inbox) {
    let tell = Rc::clone(inbox);
    let failed = js::function(Box::new(move |error| {
        let is_late = js::text(&error, "name").is_some_and(|name| name == "TimeoutError");
        let failure = if is_late { HttpFailure::TimedOut } else { HttpFailure::Unreachable };
        tell(Input::Http { id, result: Err(failure) });
    }));
    let tell = Rc::clone(inbox);
    let failing = failed.clone();
    let answered = js::function(Box::new(move |response| {
        let status = js::number(&response, "status").unwrap_or_default();
        let tell = Rc::clone(&tell);
        let read = js::function(Box::new(move |body| {
            let body = body.dyn_ref::<JsString>().filter(|body| body.length() <= LONGEST_BODY);
            let result = body.map(|body| (status, String::from(body))).ok_or(HttpFailure::Unreachable);
            tell(Input::Http { id, result });
        }));
        js::when(js::call(&response, "text", &[]), &read, &failing);
    }));
    let answer = js::call(&js::find(&[]), "fetch", &[&url.into(), &init(method, body)]);
    js::when(answer, &answered, &failed);
}

/// How a request is made that tells nobody who the visitor is or where they are, and is given up after a time.
pub(super) fn anonymous(deadline_ms: u32) -> JsValue {
    let init = js::record(&[("credentials", "omit"), ("referrerPolicy", "no-referrer")]);
    let signal = js::call(&js::find(&["AbortSignal"]), "timeout", &[&deadline_ms.into()]);
    let _ = js::set(&init, "signal", &signal.unwrap_or_default());
    init
}

fn init(method: &str, body: Option<&str>) -> JsValue {
    let init = anonymous(DEADLINE_MS);
    let _ = js::set(&init, "method", &method.into());
    if let Some(body) = body {
        let _ = js::set(&init, "body", &body.into());
    }
    if method == "POST" {
        let _ = js::set(&init, "headers", &js::record(&[("content-type", "application/json")]));
    }
    init
}

const DEADLINE_MS: u32 = 10_000;
/// In UTF-16 units.
const LONGEST_BODY: u32 = 1 << 20;
