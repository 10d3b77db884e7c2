//! Consent needs a prompt that stood still: a click that was meant for what was there a moment before must not answer.

use std::cell::Cell;
use std::rc::Rc;

use gloo::timers::callback::Interval;
use web_sys::{Element, Event};
use yew::{NodeRef, hook, use_node_ref, use_ref};

use super::lasting::{nothing, use_lasting};

/// For how many milliseconds a prompt must have stood where it stands before it can be answered.
pub const STEADY_AFTER: f64 = 500.0;

/// How often it is looked at, in milliseconds.
const LOOK_EVERY: u32 = 100;

/// Where a prompt stands on the screen: left, top, width, height. Nothing while it cannot be seen.
type Place = Option<[f64; 4]>;

/// Remembers where something stands and since when. Instants are in milliseconds of any steady clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct Steadiness {
    place: Place,
    since: f64,
}

impl Steadiness {
    /// Takes note of where it stands now. Appearing, moving and changing size all start the wait afresh.
    pub fn look(&mut self, place: Place, now: f64) {
        if self.place != place {
            self.place = place;
            self.since = now;
        }
    }

    /// Whether it can be seen and has stood still for long enough.
    #[must_use]
    pub fn is_steady(&self, now: f64) -> bool {
        self.place.is_some() && now - self.since >= STEADY_AFTER
    }
}

/// Tells whether an event on the element may answer for the consumer.
#[derive(Clone)]
pub(super) struct Guard {
    /// The element that must stand still.
    pub(super) node: NodeRef,
    steadiness: Rc<Cell<Steadiness>>,
}

impl Guard {
    /// Whether a person made the event, and the element has stood still for long enough.
    pub(super) fn admits(&self, event: &Event) -> bool {
        event.is_trusted() && self.look()
    }

    fn look(&self) -> bool {
        let Some(window) = web_sys::window() else { return false };
        let Some(now) = window.performance().map(|performance| performance.now()) else { return false };
        let is_hidden = window.document().is_none_or(|document| document.hidden());
        let place = self.node.cast::<Element>().filter(|_| !is_hidden).map(|element| {
            let rect = element.get_bounding_client_rect();
            [rect.left(), rect.top(), rect.width(), rect.height()]
        });
        let mut steadiness = self.steadiness.get();
        steadiness.look(place, now);
        self.steadiness.set(steadiness);
        steadiness.is_steady(now)
    }
}

/// Watches an element while there is a prompt. Another prompt has another number and waits anew, even where it takes
/// the very place of the first.
#[hook]
pub(super) fn use_guard(prompt: Option<u64>) -> Guard {
    let guard = Guard { node: use_node_ref(), steadiness: use_ref(|| Cell::new(Steadiness::default())) };
    {
        let guard = guard.clone();
        use_lasting(prompt.unwrap_or_default(), move || {
            if prompt.is_none() {
                return nothing();
            }
            guard.steadiness.set(Steadiness::default());
            guard.look();
            let interval = Interval::new(LOOK_EVERY, move || {
                guard.look();
            });
            Box::new(move || drop(interval))
        });
    }
    guard
}

#[cfg(test)]
mod tests {
    use super::Steadiness;

    #[test]
    fn what_appears_moves_or_was_hidden_waits_half_a_second() {
        let here = Some([10.0, 20.0, 300.0, 44.0]);
        let there = Some([10.0, 60.0, 300.0, 44.0]);
        let mut steadiness = Steadiness::default();
        let mut check = |place, now, steady| {
            steadiness.look(place, now);
            assert_eq!(steadiness.is_steady(now), steady, "{place:?} at {now}");
        };
        check(None, 0.0, false);
        check(None, 900.0, false);
        check(here, 1_000.0, false);
        check(here, 1_499.0, false);
        check(here, 1_500.0, true);
        check(there, 1_600.0, false);
        check(there, 2_100.0, true);
        check(None, 2_200.0, false);
        check(there, 9_000.0, false);
        check(there, 9_500.0, true);
    }
}
