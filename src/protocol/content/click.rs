//! What a click on an element does.

use super::action::Action;
use crate::protocol::metadata::Metadata;
use crate::protocol::wire::{Many, wire_struct};

wire_struct! {
    /// The actions of a click, in their order, and the entries that go along with what it says.
    pub struct Click {
        /// Up to four actions.
        actions: Many<Action> = "actions",
        /// Echoed with every event that the click causes.
        metadata: Many<Metadata> = "metadata",
    }
}
