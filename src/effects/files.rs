//! Files: what the consumer chose, on its way out, and what somebody shared, on its way in.
//!
//! Everything that the page calls back is one function here, [`then`], and one call away from it, [`go_on`]: what the page calls is
//! in the part of the code that is always there, what that leads to is not.

mod fetching;
mod keeping;
mod picture;
mod sending;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::Array;
use wasm_bindgen::JsValue;

use self::fetching::Fetch;
use self::keeping::Kept;
use self::sending::Upload;
use super::{Inbox, js};
use crate::app::{ChosenFile, FileNews, FileTask, Input, NotFetched};
use crate::store::State;

/// What the page holds of files.
#[derive(Default)]
pub(super) struct Files {
    /// Each choice of the consumer's, until it was taken.
    choices: RefCell<Vec<JsValue>>,
    /// The bytes of files on their way out, by their names.
    held: RefCell<Vec<(String, JsValue)>>,
    /// The request that uploads, and what.
    upload: RefCell<Option<(String, JsValue)>>,
    /// The file of which an upload broke: what the page holds of it may be what cannot be read any more.
    doubted: RefCell<String>,
    /// Something was done with files.
    is_used: Cell<bool>,
    /// The widget is gone.
    has_ended: Cell<bool>,
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
    Made(Rc<Kept>),
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
        Next::Made(kept) => keeping::make(value, kept),
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
        // The list itself is emptied.
        let files = Array::from(&js::get(&source, "files"));
        let _ = js::set(&source, "value", &"".into());
        if kind == "dragleave"
            || files.length() == 0
            || kind == "paste" && has("text/plain") && (!self.is_used() || is_of_words(&source, &files))
        {
            // What may be let go of here is never opened in the page's place.
            return (kind == "drop" && has("Files")).then_some(None);
        }
        let mut choices = self.choices.borrow_mut();
        choices.push(files.into());
        Some(u32::try_from(choices.len() - 1).ok())
    }

    /// Whether there can be anything to let go of.
    pub(super) fn is_used(&self) -> bool {
        self.is_used.get()
    }

    fn held(&self, key: &str) -> Option<JsValue> {
        self.held.borrow().iter().find(|(known, _)| known == key).map(|(_, bytes)| bytes.clone())
    }
}

/// Beside words a picture of them is often copied: the words are meant. Beside files their names are copied, too.
#[inline(never)]
fn is_of_words(source: &JsValue, files: &Array) -> bool {
    let words = |kind: &str| js::call(source, "getData", &[&kind.into()]).unwrap_or_default().as_string();
    let is_name =
        |line: &str| line.is_empty() || files.iter().any(|file| js::text(&file, "name").as_deref() == Some(line));
    words("text/html").is_some_and(|words| !words.is_empty())
        || !words("text/plain").unwrap_or_default().split(['\r', '\n']).all(is_name)
}

/// Does what is to be done.
#[inline(never)]
pub(super) fn perform(files: &Rc<Files>, task: FileTask, inbox: &Inbox) {
    files.is_used.set(true);
    match task {
        FileTask::Fetch { id, address, picture, saved_as } => {
            fetching::fetch(
                &address,
                &Rc::new(Fetch { id, picture, saved_as, files: Rc::clone(files), inbox: Rc::clone(inbox) }),
            );
        }
        FileTask::Revoke(address) => revoke(&address),
        FileTask::Read(choice) => {
            let chosen = files.choices.borrow().get(choice as usize).map(Array::from).unwrap_or_default();
            let told = chosen.iter().map(|file| read(&file)).collect();
            inbox(Input::File(FileNews::Chosen(choice, told)));
        }
        FileTask::Take { choice, index, key, is_picture, keeps } => {
            let file = files.choices.borrow().get(choice as usize).map(|chosen| Array::from(chosen).get(index));
            let file = file.unwrap_or_default();
            files.held.borrow_mut().push((key.clone(), file.clone()));
            keeping::take(Kept::new(files, key, file, inbox), is_picture, keeps);
        }
        FileTask::Sweep { before } => {
            keeping::sweep(Kept::new(files, String::new(), JsValue::UNDEFINED, inbox), before);
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

/// The page ends, or begins anew: nothing more is sent, and nothing is held.
#[inline(never)]
pub(super) fn let_go(files: &Files, state: &State) {
    sending::stop(files);
    files.has_ended.set(true);
    files.held.borrow_mut().clear();
    files.choices.borrow_mut().clear();
    if let Some(viewed) = &state.viewed {
        revoke(&viewed.address);
    }
}

fn revoke(address: &str) {
    let _ = js::call(&js::find(&["URL"]), "revokeObjectURL", &[&address.into()]);
}

fn read(file: &JsValue) -> ChosenFile {
    let text = |name| js::text(file, name).unwrap_or_default();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "what is out of range is cut off")]
    let size = js::get(file, "size").as_f64().unwrap_or_default() as u64;
    ChosenFile { name: text("name"), size, media_type: text("type") }
}
