//! Quick replies: answers offered below a message until something else is said.

use super::basic::Button;
use crate::protocol::wire::{Many, wire_struct};

wire_struct! {
    /// The answers offered beside a message.
    pub struct QuickReplies {
        /// `quickReplies`.
        element_type: Option<String> = "type",
        /// How many stand in a row, 1 to 8.
        items_per_row: Option<f64> = "itemsPerRow",
        /// The answers.
        replies: Many<Button> = "replies",
    }
}
