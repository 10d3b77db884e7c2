//! Looking at the page's tag from time to time, as long as something waits for it.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo::timers::callback::Timeout;

use super::{Sight, look};
use crate::app::Input;

/// Remembers what was seen last. A look costs a few property reads, and calls two functions of the page.
pub(crate) struct Watch {
    ring: Rc<dyn Fn()>,
    seen: RefCell<Sight>,
    next_look: RefCell<Option<Timeout>>,
    wanted: Cell<bool>,
}

impl Watch {
    /// Nothing is watched yet.
    pub(crate) fn new(ring: Rc<dyn Fn()>) -> Self {
        Self { ring, seen: RefCell::default(), next_look: RefCell::default(), wanted: Cell::new(false) }
    }

    /// Watches as long as it is wanted. What is new is to be told.
    pub(crate) fn follow(&self, wanted: bool) -> Option<Input> {
        if self.wanted.replace(wanted) == wanted {
            return None;
        }
        if wanted {
            return self.look();
        }
        self.stop();
        None
    }

    /// Looks now, and again later if the tag is waited for. What is new is to be told.
    pub(crate) fn look(&self) -> Option<Input> {
        let sight = look();
        if self.wanted.get() {
            let delay = if sight.ready { READY_LOOK_MS } else { WAITING_LOOK_MS };
            let ring = Rc::clone(&self.ring);
            drop(self.next_look.replace(Some(Timeout::new(delay, move || ring()))));
        }
        let is_new = *self.seen.borrow() != sight;
        is_new.then(|| {
            drop(self.seen.replace(sight.clone()));
            Input::Tag { ready: sight.ready, ids: sight.ids }
        })
    }

    /// Looks no more.
    pub(crate) fn stop(&self) {
        self.wanted.set(false);
        drop(self.next_look.take());
    }
}

const WAITING_LOOK_MS: u32 = 250;
/// A tag that is there may still learn its ids, or be taken away.
const READY_LOOK_MS: u32 = 2_000;
