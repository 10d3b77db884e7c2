//! The other tabs of the page's origin: what is kept is told to them, and locks decide which of them does a thing.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::JsValue;

use super::life::Life;
use super::listener::Listener;
use super::{Inbox, js};
use crate::app::{Input, Lock};

/// The way to the other tabs. Where the browser has none (locks need a secure page), everything does nothing.
pub(crate) struct Tabs {
    prefix: String,
    channel: RefCell<Option<Channel>>,
    locks: RefCell<[Option<Held>; Lock::ALL.len()]>,
}

struct Channel {
    channel: JsValue,
    _heard: Listener,
    _closer: Listener,
}

/// A lock that was asked for: what ends the waiting, and, once it is granted, the holding.
struct Held {
    waiting: JsValue,
    granted: Rc<RefCell<JsValue>>,
    _closer: Listener,
}

impl Tabs {
    /// Tabs under a prefix. Nothing is heard before [`Tabs::open`].
    pub(crate) fn new(prefix: String) -> Self {
        Self { prefix, channel: RefCell::default(), locks: RefCell::default() }
    }

    /// Listens to the other tabs from now on, and to the loader of each page. Yields whether they can be heard and asked.
    pub(crate) fn open(&self, inbox: &Inbox, life: &Life) -> bool {
        let has_locks = js::get(&js::find(&["navigator", "locks"]), "request").is_function();
        let Ok(channel) = js::make(&["BroadcastChannel"], &[&self.prefix.as_str().into()]) else { return false };
        let inbox = Rc::clone(inbox);
        let heard = Listener::new(channel.clone(), &["message"], life.options().clone(), move |_, event| {
            let data = js::get(event, "data");
            // A text by itself is of the loader: everything that begins so was forgotten.
            if let Some(key) = js::text(&data, "key").or_else(|| data.as_string()) {
                inbox(Input::Kept { key, value: js::text(&data, "value") });
            }
        });
        let closer = life.at_end(&channel, "close", &JsValue::UNDEFINED);
        drop(self.channel.replace(Some(Channel { channel, _heard: heard, _closer: closer })));
        has_locks
    }

    /// Hears no more: an open channel would keep the page out of the back/forward cache.
    pub(crate) fn close(&self) {
        drop(self.channel.take());
    }

    /// Tells what was kept, or forgotten.
    pub(crate) fn tell(&self, key: &str, value: Option<&str>) {
        if let Some(Channel { channel, .. }) = &*self.channel.borrow() {
            let told = js::record(&[("key", key)]);
            if let Some(value) = value {
                let _ = js::set(&told, "value", &value.into());
            }
            let _ = js::call(channel, "postMessage", &[&told]);
        }
    }

    /// Waits for a lock. What a callback of the browser's locks returns holds the lock until it is settled; here that is
    /// a promise that follows an object, whose `then` is called when the lock is granted and is given what settles it.
    pub(crate) fn request(&self, lock: Lock, name: &str, inbox: &Inbox, life: &Life) {
        let granted = Rc::new(RefCell::new(JsValue::UNDEFINED));
        let (held, tell, signal) = (Rc::downgrade(&granted), Rc::clone(inbox), life.signal().clone());
        let then = js::function(Box::new(move |settle| {
            let _ = js::call(&signal, "addEventListener", &[&"abort".into(), &settle]);
            match held.upgrade() {
                Some(held) => {
                    drop(held.replace(settle));
                    tell(Input::Locked(lock));
                }
                // It is not wanted any more.
                None => settled(&settle),
            }
        }));
        let follows = js::record(&[]);
        let _ = js::set(&follows, "then", &then);
        let promise = js::find(&["Promise"]);
        let resolve = js::get(&promise, "resolve");
        let callback = js::call(&resolve, "bind", &[&promise, &follows]).unwrap_or_default();
        let waiting = js::make(&["AbortController"], &[]).unwrap_or_default();
        let options = js::record(&[]);
        let _ = js::set(&options, "signal", &js::get(&waiting, "signal"));
        let name = [self.prefix.as_str(), name].concat();
        let locks = js::find(&["navigator", "locks"]);
        let asked = js::call(&locks, "request", &[&name.into(), &options, &callback]).unwrap_or_default();
        // Given up, it is refused: nobody needs to hear of that.
        let nobody = js::find(&["Object"]);
        let _ = js::call(&asked, "then", &[&nobody, &nobody]);
        let closer = life.at_end(&waiting, "abort", &JsValue::UNDEFINED);
        if let Some(place) = self.locks.borrow_mut().get_mut(lock as usize) {
            *place = Some(Held { waiting, granted, _closer: closer });
        }
    }

    /// Lets go of a lock, or waits for it no longer.
    pub(crate) fn release(&self, lock: Lock) {
        let held = self.locks.borrow_mut().get_mut(lock as usize).and_then(Option::take);
        if let Some(Held { waiting, granted, .. }) = held {
            let settle = granted.take();
            if settle.is_undefined() {
                let _ = js::call(&waiting, "abort", &[]);
            } else {
                settled(&settle);
            }
        }
    }
}

impl Drop for Channel {
    fn drop(&mut self) {
        let _ = js::call(&self.channel, "close", &[]);
    }
}

fn settled(settle: &JsValue) {
    let _ = js::call(settle, "call", &[]);
}
