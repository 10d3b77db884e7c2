//! What the page, or whoever carries a CoBrowse session for it, reports by events on the element.

use std::rc::Rc;

use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};

use super::life::Life;
use super::listener::Listener;
use super::{Inbox, js};
use crate::app::Input;
use crate::store::cobrowse::{CarrierState, Control, Report};

/// Tells the inbox of reports from now on. One that names no session is none.
pub(super) fn listen(element: &JsValue, inbox: &Inbox, life: &Life) -> Listener {
    let inbox = Rc::clone(inbox);
    Listener::new(element.clone(), &["alongside-session"], life.options().clone(), move |_, event| {
        if let Some(report) = read(&js::get(event, "detail")) {
            inbox(Input::Reported(report));
        }
    })
}

/// Every member may be missing, or anything: what is not understood is as good as missing.
fn read(detail: &JsValue) -> Option<Report> {
    let state = match js::text(detail, "state").as_deref() {
        Some("live") => Some(CarrierState::Live),
        Some("paused") => Some(CarrierState::Paused),
        Some("lost") => Some(CarrierState::Lost),
        Some("ended") => Some(CarrierState::Ended),
        Some("failed") => Some(CarrierState::Failed),
        _ => None,
    };
    let control = match js::text(detail, "control").as_deref() {
        Some("none") => Some(Control::None),
        Some("asked") => Some(Control::Asked),
        _ => None,
    };
    let can = texts(&js::get(detail, "can")).map(|can| {
        let has = |what: &str| can.iter().any(|one| &**one == what);
        (has("pause"), has("control"))
    });
    Some(Report {
        service: js::text(detail, "serviceId")?.as_str().into(),
        dialog: js::text(detail, "dialogId").map(|dialog| dialog.as_str().into()),
        state,
        message: js::text(detail, "message").map(|message| cut(&message, LONGEST_MESSAGE)),
        can,
        control,
        hidden: texts(&js::get(detail, "hidden")).map(Into::into),
        joined: js::is(detail, "joined"),
        page: js::text(detail, "page").map(|page| cut(&page, LONGEST_MESSAGE)),
    })
}

fn texts(list: &JsValue) -> Option<Vec<Rc<str>>> {
    let list = list.dyn_ref::<Array>()?;
    let texts = list.iter().take(MOST_TEXTS).filter_map(|text| text.as_string());
    Some(texts.map(|text| cut(&text, LONGEST_TEXT)).collect())
}

fn cut(text: &str, longest: usize) -> Rc<str> {
    text.chars().take(longest).collect::<String>().into()
}

/// In characters.
const LONGEST_MESSAGE: usize = 200;
const LONGEST_TEXT: usize = 100;
const MOST_TEXTS: usize = 20;
