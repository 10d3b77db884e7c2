//! Uploading: of all ways to send bytes this one tells how many have gone.

use std::rc::Rc;

use wasm_bindgen::JsValue;

use super::keeping::{self, Kept};
use super::{Files, Next, hear};
use crate::app::{FileNews, Input, NotUploaded};
use crate::effects::{Inbox, js};

/// A file that is being uploaded.
pub(super) struct Upload {
    pub(super) files: Rc<Files>,
    pub(super) key: String,
    pub(super) address: String,
    pub(super) media_type: &'static str,
    pub(super) inbox: Inbox,
}

impl Upload {
    fn tell(&self, result: Result<(), NotUploaded>) {
        self.files.upload.replace(None);
        (self.inbox)(Input::File(FileNews::Uploaded(self.key.clone(), result)));
    }

    /// Whether it was not broken off.
    fn is_wanted(&self) -> bool {
        self.files.upload.borrow().as_ref().is_some_and(|(key, _)| *key == self.key)
    }

    fn request(&self) -> JsValue {
        self.files.upload.borrow().as_ref().map(|(_, request)| request.clone()).unwrap_or_default()
    }
}

/// Begins with the bytes that the page holds, or else with those that the browser keeps; the other way round where an upload of
/// them broke: the file may have been changed or moved since it was chosen.
pub(super) fn begin(upload: Upload) {
    let upload = Rc::new(upload);
    upload.files.upload.replace(Some((upload.key.clone(), JsValue::UNDEFINED)));
    let is_doubted = *upload.files.doubted.borrow() == upload.key;
    match upload.files.held(&upload.key).filter(|_| !is_doubted) {
        Some(bytes) => send(&upload, &bytes),
        None => {
            let kept = Kept::new(&upload.files, upload.key.clone(), JsValue::UNDEFINED, &upload.inbox);
            keeping::get(kept, upload);
        }
    }
}

/// What the browser keeps of it, if it keeps anything.
pub(super) fn found(upload: &Rc<Upload>, bytes: &JsValue) {
    let bytes = if bytes.is_falsy() { upload.files.held(&upload.key) } else { Some(bytes.clone()) };
    match bytes {
        Some(bytes) => send(upload, &bytes),
        None => lost(upload),
    }
}

/// The browser cannot say whether it keeps any; it may the next time.
pub(super) fn unreadable(upload: &Rc<Upload>) {
    match upload.files.held(&upload.key) {
        Some(bytes) => send(upload, &bytes),
        None => broken(upload),
    }
}

fn send(upload: &Rc<Upload>, bytes: &JsValue) {
    if !upload.is_wanted() {
        return;
    }
    let Ok(request) = js::make(&["XMLHttpRequest"], &[]) else { return upload.tell(Err(NotUploaded::Unreachable)) };
    upload.files.upload.replace(Some((upload.key.clone(), request.clone())));
    hear(&js::get(&request, "upload"), "progress", Next::Gone(Rc::clone(upload)));
    hear(&request, "load", Next::Answer(Rc::clone(upload)));
    for kind in ["error", "timeout"] {
        hear(&request, kind, Next::Broken(Rc::clone(upload)));
    }
    let sent = js::call(&request, "open", &[&"PUT".into(), &upload.address.as_str().into()]).and_then(|_| {
        js::set(&request, "timeout", &DEADLINE_MS.into())?;
        js::call(&request, "setRequestHeader", &[&"content-type".into(), &upload.media_type.into()])?;
        js::call(&request, "send", &[bytes])
    });
    if sent.is_err() {
        broken_off(upload);
    }
}

/// Nobody has the bytes.
fn lost(upload: &Rc<Upload>) {
    if upload.is_wanted() {
        upload.tell(Err(NotUploaded::Lost));
    }
}

pub(super) fn gone(event: &JsValue, upload: &Rc<Upload>) {
    let [loaded, total] = ["loaded", "total"].map(|name| js::get(event, name).as_f64().unwrap_or_default());
    if upload.is_wanted() && total > 0.0 {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a part is at most the whole")]
        let percent = (loaded / total * 100.0) as u8;
        (upload.inbox)(Input::File(FileNews::Uploading(upload.key.clone(), percent)));
    }
}

pub(super) fn answer(upload: &Rc<Upload>) {
    let status = js::number(&upload.request(), "status").unwrap_or_default();
    if upload.is_wanted() {
        let is_stored = (200..300).contains(&status);
        upload.tell(if is_stored { Ok(()) } else { Err(NotUploaded::Status(status)) });
    }
}

pub(super) fn broken(upload: &Rc<Upload>) {
    if upload.is_wanted() {
        broken_off(upload);
    }
}

/// A file that was changed since it was chosen cannot be read any more: that is told in the same way as a line that broke.
fn broken_off(upload: &Rc<Upload>) {
    upload.files.doubted.replace(upload.key.clone());
    upload.tell(Err(NotUploaded::Unreachable));
}

/// Breaks an upload off. Nothing more is heard of it.
pub(super) fn abort(files: &Rc<Files>, key: &str) {
    let is_it = files.upload.borrow().as_ref().is_some_and(|(known, _)| known == key);
    if is_it {
        stop(files);
    }
}

/// Breaks off whatever is uploaded.
pub(super) fn stop(files: &Files) {
    let current = files.upload.take();
    if let Some((_, request)) = current {
        let _ = js::call(&request, "abort", &[]);
    }
}

const DEADLINE_MS: u32 = 120_000;
