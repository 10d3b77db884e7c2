//! Fetching what somebody shared. What comes is bytes and nothing else: under what type a page may have them is said here,
//! never by whoever sent them.

use std::rc::Rc;

use wasm_bindgen::JsValue;

use super::{Files, Next, then};
use crate::app::{FetchId, FileNews, Input, LARGEST_FETCHED, NotFetched};
use crate::effects::{Inbox, download, http, js};

/// A file that is being fetched.
pub(super) struct Fetch {
    pub(super) id: FetchId,
    /// The type of picture that it is to be shown as.
    pub(super) picture: Option<&'static str>,
    pub(super) saved_as: String,
    pub(super) files: Rc<Files>,
    pub(super) inbox: Inbox,
}

impl Fetch {
    pub(super) fn tell(&self, result: Result<Option<Rc<str>>, NotFetched>) {
        (self.inbox)(Input::File(FileNews::Fetched { id: self.id, result }));
    }
}

pub(super) fn fetch(address: &str, fetch: &Rc<Fetch>) {
    let failed = then(Next::NotFetched(Rc::clone(fetch), NotFetched::Unreachable));
    let answer = js::call(&js::find(&[]), "fetch", &[&address.into(), &http::anonymous(DEADLINE_MS)]);
    js::when(answer, &then(Next::Answered(Rc::clone(fetch))), &failed);
}

pub(super) fn answered(response: &JsValue, fetch: &Rc<Fetch>) {
    if !js::is(response, "ok") {
        return fetch.tell(Err(NotFetched::Status(js::number(response, "status").unwrap_or_default())));
    }
    let broken = then(Next::NotFetched(Rc::clone(fetch), NotFetched::Unreachable));
    js::when(js::call(response, "blob", &[]), &then(Next::Read(Rc::clone(fetch))), &broken);
}

pub(super) fn came(bytes: &JsValue, fetch: &Rc<Fetch>) {
    if fetch.files.has_ended.get() {
        // It may have been forgotten on this device.
        return;
    }
    let size = js::get(bytes, "size");
    if size.as_f64().is_none_or(|size| size > f64::from(LARGEST_FETCHED)) {
        return fetch.tell(Err(NotFetched::TooLarge));
    }
    let media_type = fetch.picture.unwrap_or(ANYTHING);
    let file = js::call(bytes, "slice", &[&0.into(), &size, &media_type.into()]).unwrap_or_default();
    if fetch.picture.is_none() {
        download::give_file(&fetch.saved_as, &file);
        return fetch.tell(Ok(None));
    }
    // Whatever it was called: only what can be drawn, pixel by pixel, is a picture. That leaves out drawings with scripts in them.
    let drawn = js::call(&js::find(&[]), "createImageBitmap", &[&file]);
    let no_picture = then(Next::NotFetched(Rc::clone(fetch), NotFetched::NoPicture));
    js::when(drawn, &then(Next::Drawn(Rc::clone(fetch), file)), &no_picture);
}

pub(super) fn drawn(pixels: &JsValue, file: &JsValue, fetch: &Rc<Fetch>) {
    let _ = js::call(pixels, "close", &[]);
    if fetch.files.has_ended.get() {
        // Nobody would give its address up.
        return;
    }
    let address = js::call(&js::find(&["URL"]), "createObjectURL", &[file]).ok();
    let address = address.and_then(|address| address.as_string());
    fetch.tell(address.map(|address| Some(address.into())).ok_or(NotFetched::NoPicture));
}

/// What no browser opens.
const ANYTHING: &str = "application/octet-stream";
const DEADLINE_MS: u32 = 60_000;
