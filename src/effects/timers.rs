//! One alarm, set to an instant of the wall clock.

use std::cell::RefCell;
use std::rc::Rc;

use gloo::timers::callback::Timeout;

use crate::protocol::Millis;

/// Rings at an instant or before it: a timer counts no time while the computer sleeps and may be late in a hidden page,
/// so whoever is rung looks at the clock and sets the alarm again.
pub(crate) struct Alarm {
    ring: Rc<dyn Fn()>,
    armed: RefCell<Option<(Millis, Timeout)>>,
}

impl Alarm {
    /// An alarm that is not set.
    pub(crate) fn new(ring: Rc<dyn Fn()>) -> Self {
        Self { ring, armed: RefCell::default() }
    }

    /// Sets it to an instant, or switches it off.
    pub(crate) fn set(&self, now: Millis, at: Option<Millis>) {
        if self.armed.borrow().as_ref().map(|(at, _)| *at) == at {
            return;
        }
        let armed = at.map(|at| {
            let delay = (at - now).0.clamp(0, LONGEST_DELAY_MS);
            let ring = Rc::clone(&self.ring);
            (at, Timeout::new(u32::try_from(delay).unwrap_or(0), move || ring()))
        });
        drop(self.armed.replace(armed));
    }

    /// Switches it off. Also to be called when it rang, before it is set again.
    pub(crate) fn clear(&self) {
        drop(self.armed.take());
    }
}

/// After a sleep of the computer the clock has gone on, the timer has not: this is how late a deadline can be noticed.
const LONGEST_DELAY_MS: i64 = 30_000;
