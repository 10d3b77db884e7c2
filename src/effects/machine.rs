//! What a [`super::Runner`] can run.

use std::rc::Rc;

use crate::app::{App, Input, Output, Stored};
use crate::protocol::Millis;
use crate::store::State;

/// A state machine without input and output of its own.
pub trait Machine: 'static {
    /// Takes an input.
    fn handle(&mut self, now: Millis, input: Input);
    /// What is to be done next; to be asked until there is nothing.
    fn poll_output(&mut self) -> Option<Output>;
    /// When it wants [`Input::Timeout`].
    fn poll_timeout(&self) -> Option<Millis>;
    /// What people are to see.
    fn state(&self) -> &Rc<State>;
    /// Whether everything was forgotten, as what was kept and what is kept now tell.
    fn is_forgotten(&self, before: &Stored, after: &Stored) -> bool;
    /// The keys of what it kept itself, of what is kept now.
    fn leftovers(&self, stored: &Stored) -> Vec<String>;
    /// Whether [`Input::Tag`] is wanted whenever the page's tag changes.
    fn wants_tag(&self) -> bool;
}

impl Machine for App {
    fn handle(&mut self, now: Millis, input: Input) {
        self.handle(now, input);
    }

    fn poll_output(&mut self) -> Option<Output> {
        self.poll_output()
    }

    fn poll_timeout(&self) -> Option<Millis> {
        self.poll_timeout()
    }

    fn state(&self) -> &Rc<State> {
        self.state()
    }

    fn is_forgotten(&self, before: &Stored, after: &Stored) -> bool {
        self.is_forgotten(before, after)
    }

    fn leftovers(&self, stored: &Stored) -> Vec<String> {
        self.leftovers(stored)
    }

    fn wants_tag(&self) -> bool {
        self.wants_tag()
    }
}
