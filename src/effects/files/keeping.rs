//! The bytes of files on their way out, for the next page and the other tabs: in a database of the browser's.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::JsValue;

use super::{Files, Next, hear, sending, then};
use crate::app::{FileNews, Input};
use crate::effects::{Inbox, js};

/// Something to be done with the bytes of a name.
pub(super) struct Kept {
    files: Rc<Files>,
    key: String,
    bytes: JsValue,
    inbox: Inbox,
    what: RefCell<What>,
    /// A small picture, once it is known that there is one or none.
    preview: RefCell<Option<Option<Rc<str>>>>,
    /// Whether they are kept, once that is known.
    kept: RefCell<Option<bool>>,
}

/// What.
enum What {
    /// They are to be kept.
    Keep,
    /// They are wanted for an upload.
    Get(Rc<sending::Upload>),
    /// They are to be forgotten.
    Forget,
    /// What is older than this name is to be forgotten.
    Sweep(String),
}

impl Kept {
    pub(super) fn new(files: &Rc<Files>, key: String, bytes: JsValue, inbox: &Inbox) -> Self {
        let (files, inbox) = (Rc::clone(files), Rc::clone(inbox));
        let (what, preview, kept) = (RefCell::new(What::Forget), RefCell::default(), RefCell::default());
        Self { files, key, bytes, inbox, what, preview, kept }
    }

    /// It is known which small picture there is.
    pub(super) fn take(&self, preview: Option<Rc<str>>) {
        self.preview.replace(Some(preview));
        self.settle();
    }

    fn keep(&self, is_kept: bool) {
        self.kept.replace(Some(is_kept));
        self.settle();
    }

    fn settle(&self) {
        let (preview, kept) = (self.preview.borrow().clone(), *self.kept.borrow());
        if let (Some(preview), Some(kept)) = (preview, kept) {
            (self.inbox)(Input::File(FileNews::Taken { key: self.key.clone(), kept, preview }));
        }
    }
}

/// Makes a small picture of a file, where it is one, and keeps it, where that is wanted.
pub(super) fn take(kept: Kept, is_picture: bool, keeps: bool) {
    let kept = Rc::new(kept);
    if is_picture {
        let pixels = js::call(&js::find(&[]), "createImageBitmap", &[&kept.bytes]);
        js::when(pixels, &then(Next::Pixels(Rc::clone(&kept))), &then(Next::NoPixels(Rc::clone(&kept))));
    } else {
        kept.take(None);
    }
    if keeps {
        open(&kept, What::Keep);
    } else {
        kept.keep(false);
    }
}

/// Looks for the bytes of an upload.
pub(super) fn get(kept: Kept, upload: Rc<sending::Upload>) {
    open(&Rc::new(kept), What::Get(upload));
}

/// Forgets bytes.
pub(super) fn forget(kept: Kept) {
    open(&Rc::new(kept), What::Forget);
}

/// Forgets what is older than a name.
pub(super) fn sweep(kept: Kept, before: String) {
    open(&Rc::new(kept), What::Sweep(before));
}

fn open(kept: &Rc<Kept>, what: What) {
    kept.what.replace(what);
    let request = js::call(&js::find(&["indexedDB"]), "open", &[&kept.files.database.as_str().into()]);
    match request {
        Ok(request) => {
            hear(&request, "upgradeneeded", Next::Made(Rc::clone(kept)));
            listen(&request, "success", Next::Opened(Rc::clone(kept)), kept);
        }
        Err(_) => not_done(kept),
    }
}

fn listen(request: &JsValue, when: &str, next: Next, kept: &Rc<Kept>) {
    hear(request, when, next);
    for kind in ["error", "abort"] {
        hear(request, kind, Next::NotDone(Rc::clone(kept)));
    }
}

/// The database is new. Only to look what is old there, none is made.
pub(super) fn make(event: &JsValue, kept: &Kept) {
    let request = js::get(event, "target");
    let _ = match &*kept.what.borrow() {
        What::Sweep(_) => js::call(&js::get(&request, "transaction"), "abort", &[]),
        _ => js::call(&js::get(&request, "result"), "createObjectStore", &[&STORE.into()]),
    };
}

pub(super) fn opened(event: &JsValue, kept: &Rc<Kept>) {
    let database = js::get(&js::get(event, "target"), "result");
    let transaction = js::call(&database, "transaction", &[&STORE.into(), &"readwrite".into()]).unwrap_or_default();
    let store = js::call(&transaction, "objectStore", &[&STORE.into()]).unwrap_or_default();
    let key = kept.key.as_str().into();
    let is_asked = match &*kept.what.borrow() {
        What::Keep => {
            // Once all of it is done they are written.
            listen(&transaction, "complete", Next::Done(Rc::clone(kept)), kept);
            js::call(&store, "put", &[&kept.bytes, &key])
        }
        What::Get(_) => {
            let request = js::call(&store, "get", &[&key]);
            if let Ok(request) = &request {
                listen(request, "success", Next::Done(Rc::clone(kept)), kept);
            }
            request
        }
        What::Forget => js::call(&store, "delete", &[&key]),
        What::Sweep(before) => js::call(&js::find(&["IDBKeyRange"]), "upperBound", &[&before.as_str().into()])
            .and_then(|old| js::call(&store, "delete", &[&old])),
    };
    // What was begun is finished first.
    let _ = js::call(&database, "close", &[]);
    if is_asked.is_err() {
        // One in which nothing was done completes, too.
        let _ = js::call(&transaction, "abort", &[]);
        not_done(kept);
    }
}

pub(super) fn done(event: &JsValue, kept: &Rc<Kept>) {
    match &*kept.what.borrow() {
        // What was told once is not told otherwise.
        What::Keep if kept.kept.borrow().is_none() => kept.keep(true),
        What::Get(upload) => sending::found(upload, &js::get(&js::get(event, "target"), "result")),
        _ => {}
    }
}

pub(super) fn not_done(kept: &Rc<Kept>) {
    match &*kept.what.borrow() {
        What::Keep if kept.kept.borrow().is_none() => kept.keep(false),
        // Whether there are any nobody can tell.
        What::Get(upload) => sending::unreadable(upload),
        _ => {}
    }
}

const STORE: &str = "files";
