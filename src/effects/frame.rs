//! One call before the browser next paints.

use std::cell::RefCell;
use std::rc::Rc;

use gloo::render::{AnimationFrame, request_animation_frame};
use gloo::timers::callback::Timeout;

/// Merges any number of requests into one call per animation frame. A page that is not painted has no frames; there a
/// timer calls.
pub(crate) struct Frame {
    call: Rc<dyn Fn()>,
    pending: RefCell<Option<(AnimationFrame, Timeout)>>,
}

impl Frame {
    /// Nothing is requested yet.
    pub(crate) fn new(call: Rc<dyn Fn()>) -> Self {
        Self { call, pending: RefCell::default() }
    }

    /// Asks for a call; one that is on its way is enough.
    pub(crate) fn request(&self) {
        if self.pending.borrow().is_some() {
            return;
        }
        let (painted, late) = (Rc::clone(&self.call), Rc::clone(&self.call));
        let frame = request_animation_frame(move |_| painted());
        let timer = Timeout::new(WITHOUT_FRAMES_MS, move || late());
        drop(self.pending.replace(Some((frame, timer))));
    }

    /// Takes the request back. Also to be called when the call came: the other of the two ways will not call again.
    pub(crate) fn clear(&self) {
        drop(self.pending.take());
    }
}

const WITHOUT_FRAMES_MS: u32 = 100;
