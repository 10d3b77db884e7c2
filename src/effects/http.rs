//! Requests over HTTP.

use std::cell::Cell;
use std::rc::Rc;

use gloo::timers::callback::Timeout;
use js_sys::{JsString, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{AbortController, AbortSignal, ReferrerPolicy, RequestCredentials, RequestInit, Response, window};

use super::Inbox;
use crate::app::{HttpFailure, HttpId, Input};

/// A request that was sent. Dropping it breaks it off.
pub(crate) struct Request {
    id: HttpId,
    controller: Option<AbortController>,
    _deadline: Option<Timeout>,
}

impl Request {
    /// Asks; the answer is told to the inbox. The page's cookies and address stay at home.
    pub(crate) fn send(id: HttpId, method: &str, url: String, body: Option<&str>, inbox: &Inbox) -> Self {
        let controller = AbortController::new().ok();
        let timed_out = Rc::new(Cell::new(false));
        let deadline = controller.clone().map(|controller| {
            let timed_out = Rc::clone(&timed_out);
            Timeout::new(DEADLINE_MS, move || {
                timed_out.set(true);
                controller.abort();
            })
        });
        let init = init(method, body, controller.as_ref().map(AbortController::signal).as_ref());
        let inbox = Rc::clone(inbox);
        spawn_local(async move {
            let failure = |_| if timed_out.get() { HttpFailure::TimedOut } else { HttpFailure::Unreachable };
            let result = ask(&url, &init).await.map_err(failure);
            inbox(Input::Http { id, result });
        });
        Self { id, controller, _deadline: deadline }
    }

    /// Which request this is.
    pub(crate) fn id(&self) -> HttpId {
        self.id
    }
}

impl Drop for Request {
    fn drop(&mut self) {
        if let Some(controller) = &self.controller {
            controller.abort();
        }
    }
}

fn init(method: &str, body: Option<&str>, signal: Option<&AbortSignal>) -> RequestInit {
    let init = RequestInit::new();
    init.set_method(method);
    init.set_credentials(RequestCredentials::Omit);
    init.set_referrer_policy(ReferrerPolicy::NoReferrer);
    init.set_signal(signal);
    if let Some(body) = body {
        init.set_body_opt_str(Some(body));
    }
    if method == "POST" {
        let headers = Object::new();
        let _ = Reflect::set(&headers, &"content-type".into(), &"application/json".into());
        init.set_headers(&headers);
    }
    init
}

/// Status and body. All that a browser throws here means the same: no answer that can be read.
async fn ask(url: &str, init: &RequestInit) -> Result<(u16, String), JsValue> {
    let window = window().ok_or(JsValue::NULL)?;
    let response: Response = JsFuture::from(window.fetch_with_str_and_init(url, init)).await?.dyn_into()?;
    let body: JsString = JsFuture::from(response.text()?).await?.dyn_into()?;
    if body.length() > LONGEST_BODY {
        return Err(JsValue::NULL);
    }
    Ok((response.status(), String::from(body)))
}

const DEADLINE_MS: u32 = 10_000;
/// In UTF-16 units.
const LONGEST_BODY: u32 = 1 << 20;
