//! Files: what the consumer chose, on its way out, and what somebody shared, on its way in.
//!
//! Everything that the page calls back is one function here, [`then`], and one call away from it, [`go_on`]: what the page calls is
//! in the part of the code that is always there, what that leads to is not.

mod fetching;
mod keeping;
mod picture;
mod sending;

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Array;
use wasm_bindgen::JsValue;

use self::fetching::Fetch;
use self::keeping::Kept;
use self::sending::Upload;
use super::{Inbox, js};
use crate::app::{ChosenFile, FileNews, FileTask, Input, NotFetched};

/// What the page holds of files.
#[derive(Default)]
pub(super) struct Files {
    /// Each choice of the consumer's, until it was taken.
    choices: RefCell<Vec<JsValue>>,
    /// The bytes of files on their way out, by their names.
    held: RefCell<Vec<(String, JsValue)>>,
    /// The request that uploads, and what.
    upload: RefCell<Option<(String, JsValue)>>,
    /// Under which name the browser keeps bytes.
    database: String,
}

/// What is done with what a promise becomes, or with an event.
enum Next {
    Answered(Rc<Fetch>),
    Read(Rc<Fetch>),
    /// These bytes could be drawn.
    Drawn(Rc<Fetch>, JsValue),
    NotFetched(Rc<Fetch>, NotFetched),
    /// The place where bytes are kept is there, or has to be made.
    Opened(Rc<Kept>),
    Made,
    /// What was to be done there is done, or is not.
    Done(Rc<Kept>),
    NotDone(Rc<Kept>),
    /// The pixels of a picture of which a small one is made.
    Pixels(Rc<Kept>),
    NoPixels(Rc<Kept>),
    /// Some of a file has gone; all of it; or none.
    Gone(Rc<Upload>),
    Answer(Rc<Upload>),
    Broken(Rc<Upload>),
}

fn then(next: Next) -> JsValue {
    js::function(Box::new(move |value| go_on(&next, &value)))
}

/// Hears an event. By its name alone: what begins with `on` may be one of those that `scripts/events.mjs` empties.
fn hear(target: &JsValue, kind: &str, next: Next) {
    let _ = js::call(target, "addEventListener", &[&kind.into(), &then(next)]);
}

#[inline(never)]
fn go_on(next: &Next, value: &JsValue) {
    match next {
        Next::Answered(fetch) => fetching::answered(value, fetch),
        Next::Read(fetch) => fetching::came(value, fetch),
        Next::Drawn(fetch, file) => fetching::drawn(value, file, fetch),
        Next::NotFetched(fetch, why) => fetch.tell(Err(*why)),
        Next::Opened(kept) => keeping::opened(value, kept),
        Next::Made => keeping::make(value),
        Next::Done(kept) => keeping::done(value, kept),
        Next::NotDone(kept) => keeping::not_done(kept),
        Next::Pixels(kept) => kept.take(picture::small(value)),
        Next::NoPixels(kept) => kept.take(None),
        Next::Gone(upload) => sending::gone(value, upload),
        Next::Answer(upload) => sending::answer(upload),
        Next::Broken(upload) => sending::broken(upload),
    }
}

impl Files {
    /// Files whose bytes the browser keeps under this name.
    pub(super) fn new(database: String) -> Self {
        Self { database, ..Self::default() }
    }

    /// Takes note of the files that an event brings, if it brings any, and yields under which number; while they are only
    /// held over the page, nothing is noted.
    pub(super) fn choose(&self, event: &JsValue) -> Option<Option<u32>> {
        let kind = js::text(event, "type").unwrap_or_default();
        let mut source = js::get(event, "dataTransfer");
        for other in ["clipboardData", "target"] {
            if source.is_falsy() {
                source = js::get(event, other);
            }
        }
        let types = js::get(&source, "types");
        let has = |wanted: &str| js::call(&types, "includes", &[&wanted.into()]).is_ok_and(|has| has.is_truthy());
        if kind == "dragover" {
            return has("Files").then_some(None);
        }
        // The list itself is emptied. Beside words a picture of them is often copied: the words are meant.
        let files = Array::from(&js::get(&source, "files"));
        let _ = js::set(&source, "value", &"".into());
        if kind == "dragleave" || files.length() == 0 || has("text/plain") {
            return None;
        }
        let mut choices = self.choices.borrow_mut();
        choices.push(files.into());
        Some(u32::try_from(choices.len() - 1).ok())
    }

    fn held(&self, key: &str) -> Option<JsValue> {
        self.held.borrow().iter().find(|(known, _)| known == key).map(|(_, bytes)| bytes.clone())
    }
}

/// Does what is to be done.
#[inline(never)]
pub(super) fn perform(files: &Rc<Files>, task: FileTask, inbox: &Inbox) {
    match task {
        FileTask::Fetch { id, address, picture, saved_as } => {
            fetching::fetch(&address, &Rc::new(Fetch { id, picture, saved_as, inbox: Rc::clone(inbox) }));
        }
        FileTask::Revoke(address) => {
            let _ = js::call(&js::find(&["URL"]), "revokeObjectURL", &[&(&*address).into()]);
        }
        FileTask::Read(choice) => {
            let chosen = files.choices.borrow().get(choice as usize).map(Array::from).unwrap_or_default();
            let told = chosen.iter().map(|file| read(&file)).collect();
            inbox(Input::File(FileNews::Chosen(choice, told)));
        }
        FileTask::Take { choice, index, key, is_picture, keeps, before } => {
            let file = files.choices.borrow().get(choice as usize).map(|chosen| Array::from(chosen).get(index));
            let file = file.unwrap_or_default();
            files.held.borrow_mut().push((key.clone(), file.clone()));
            let keeps = keeps.then_some(before);
            keeping::take(Kept::new(files, key, file, inbox), is_picture, keeps);
        }
        FileTask::Taken(choice) => {
            if let Some(chosen) = files.choices.borrow_mut().get_mut(choice as usize) {
                *chosen = JsValue::UNDEFINED;
            }
        }
        FileTask::Upload { key, address, media_type } => {
            let upload = Upload { files: Rc::clone(files), key, address, media_type, inbox: Rc::clone(inbox) };
            sending::begin(upload);
        }
        FileTask::Abort(key) => sending::abort(files, &key),
        FileTask::Release { key, forgets } => {
            files.held.borrow_mut().retain(|(known, _)| *known != key);
            if forgets {
                keeping::forget(Kept::new(files, key, JsValue::UNDEFINED, inbox));
            }
        }
    }
}

fn read(file: &JsValue) -> ChosenFile {
    let text = |name| js::text(file, name).unwrap_or_default();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "what is out of range is cut off")]
    let size = js::get(file, "size").as_f64().unwrap_or_default() as u64;
    ChosenFile { name: text("name"), size, media_type: text("type") }
}
