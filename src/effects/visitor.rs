//! What the element tells of its visitor by attributes, now and whenever they change.

use std::rc::Rc;

use wasm_bindgen::JsValue;

use super::life::Life;
use super::{Inbox, js};
use crate::app::{Input, Told};

const ATTRIBUTES: [&str; 4] = ["visitor-name", "visitor-email", "visitor-phone", "csat"];

/// Tells the inbox what stands there, and goes on until the life ends.
#[inline(never)]
pub(super) fn look(element: &JsValue, inbox: &Inbox, life: &Life) {
    tell(element, inbox);
    let (watched, inbox) = (element.clone(), Rc::clone(inbox));
    let changed = js::function(Box::new(move |_| tell(&watched, &inbox)));
    let Ok(observer) = js::make(&["MutationObserver"], &[&changed]) else { return };
    let options = js::record(&[]);
    let names: js_sys::Array = ATTRIBUTES.iter().map(|name| JsValue::from(*name)).collect();
    let _ = js::set(&options, "attributeFilter", &names);
    let _ = js::call(&observer, "observe", &[element, &options]);
    // It is there as long as the widget is: nobody but the life's end stops it.
    std::mem::forget(life.at_end(&observer, "disconnect", &JsValue::UNDEFINED));
}

#[inline(never)]
fn tell(element: &JsValue, inbox: &Inbox) {
    let [name, mail, phone, csat] =
        ATTRIBUTES.map(|name| js::call(element, "getAttribute", &[&name.into()]).unwrap_or_default().as_string());
    let [name, mail, phone] = [name, mail, phone].map(Option::unwrap_or_default);
    inbox(Input::Told(Rc::new(Told { name, mail, phone, asks_rating: csat.is_some() })));
}
