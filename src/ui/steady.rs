//! Consent needs a prompt that stood still: a click that was meant for what was there a moment before must not answer.

use std::cell::Cell;

use web_sys::{Element, Event};
use yew::NodeRef;

/// For how many milliseconds a prompt must have stood where it stands before it can be answered.
pub const STEADY_AFTER: f64 = 500.0;

/// How often it is looked at, in milliseconds.
pub(super) const LOOK_EVERY: u32 = 100;

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
#[derive(Default)]
pub(super) struct Guard {
    /// The element that must stand still.
    pub(super) node: NodeRef,
    /// What is asked. Another prompt has another number and waits anew, even where it takes the very place of the first.
    prompt: Cell<Option<u64>>,
    steadiness: Cell<Steadiness>,
}

impl Guard {
    /// Takes note of the prompt that is drawn.
    pub(super) fn ask(&self, prompt: Option<u64>) {
        self.prompt.set(prompt);
    }

    /// The prompt that is drawn. While there is one, it is to be looked at every now and then.
    pub(super) fn prompt(&self) -> Option<u64> {
        self.prompt.get()
    }

    /// Forgets how long what stood there before has stood.
    pub(super) fn start_anew(&self) {
        self.steadiness.take();
        self.look();
    }

    /// Whether a person made the event, and the element has stood still for long enough.
    pub(super) fn admits(&self, event: &Event) -> bool {
        event.is_trusted() && self.is_steady()
    }

    /// Looks where the element stands.
    #[inline(never)]
    pub(super) fn look(&self) {
        self.is_steady();
    }

    #[inline(never)]
    fn is_steady(&self) -> bool {
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
