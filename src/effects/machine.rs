//! What a [`super::Runner`] can run.

use std::rc::Rc;

use crate::app::{Input, Output};
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
}
