//! What the page's tag tells of calls: that one goes on after a reload, and what went wrong.

use std::rc::Rc;

use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};

use crate::app::Input;
use crate::effects::life::Life;
use crate::effects::listener::Listener;
use crate::effects::{Inbox, js};

/// The application of these events, and their names.
const APP: &str = "cobrowse";
const RESUME: &str = "sessionResume";
const ERROR: &str = "sessionError";

/// Hears of calls until it is dropped.
pub(crate) struct Calls {
    events: JsValue,
    bound: Vec<(JsValue, Listener)>,
}

impl Calls {
    /// Listens on the tag that the page has now. What it told before counts, too: it may have found a call before anybody
    /// listened.
    #[inline(never)]
    pub(crate) fn listen(inbox: &Inbox, life: &Life) -> Self {
        let events = js::find(&["lpTag", "events"]);
        let mut bound = Vec::new();
        for name in [RESUME, ERROR] {
            let inbox = Rc::clone(inbox);
            let func = js::function(Box::new(move |data| inbox(read(name, &data))));
            let what = js::record(&[("appName", APP), ("eventName", name)]);
            let _ = js::set(&what, "func", &func);
            let _ = js::call(&events, "bind", &[&what]);
            let closer = life.at_end(&events, "unbind", &what);
            bound.push((what, closer));
        }
        let fired = js::call(&events, "hasFired", &[&APP.into(), &RESUME.into()]).unwrap_or_default();
        if fired.dyn_ref::<Array>().is_some_and(|fired| fired.length() > 0) {
            inbox(Input::CallResumed);
        }
        Self { events, bound }
    }
}

impl Drop for Calls {
    fn drop(&mut self) {
        for (what, _) in &self.bound {
            let _ = js::call(&self.events, "unbind", &[what]);
        }
    }
}

fn read(name: &str, data: &JsValue) -> Input {
    if name == RESUME {
        return Input::CallResumed;
    }
    let message = js::text(data, "msg").or_else(|| js::text(data, "id")).unwrap_or_default();
    Input::CallFailed(message.chars().take(LONGEST_MESSAGE).collect::<String>().into())
}

/// In characters.
const LONGEST_MESSAGE: usize = 200;
