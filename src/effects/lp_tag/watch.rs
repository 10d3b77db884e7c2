//! Looking at the page's tag from time to time, as long as something waits for it.

use std::cell::{Cell, RefCell};

use super::{Sight, look};
use crate::app::Input;
use crate::effects::clock;
use crate::protocol::Millis;

/// Remembers what was seen last. A look costs a few property reads, and calls two functions of the page.
#[derive(Default)]
pub(crate) struct Watch {
    seen: RefCell<Sight>,
    next_look: Cell<Option<Millis>>,
}

impl Watch {
    /// Watches as long as it is wanted. What is new is to be told.
    pub(crate) fn follow(&self, wanted: bool) -> Option<Input> {
        if wanted == self.next_look.get().is_some() {
            return None;
        }
        self.next_look.set(wanted.then(clock::now));
        if wanted { self.look() } else { None }
    }

    /// When to look again, as long as it watches.
    pub(crate) fn next_look(&self) -> Option<Millis> {
        self.next_look.get()
    }

    /// Looks now. What is new is to be told.
    pub(crate) fn look(&self) -> Option<Input> {
        let sight = look();
        if self.next_look.get().is_some() {
            let pause = if sight.ready { READY_PAUSE } else { WAITING_PAUSE };
            self.next_look.set(Some(clock::now() + pause));
        }
        let is_new = *self.seen.borrow() != sight;
        is_new.then(|| {
            drop(self.seen.replace(sight.clone()));
            Input::Tag { ready: sight.ready, ids: sight.ids }
        })
    }
}

const WAITING_PAUSE: Millis = Millis(250);
/// A tag that is there may still learn its ids, or be taken away.
const READY_PAUSE: Millis = Millis(2_000);
