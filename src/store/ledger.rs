//! The consent ledger, as the consumer reads it.

use std::rc::Rc;

use crate::protocol::{LedgerEntry, Millis};

/// What was kept of the invitations of this consumer, in the order in which it happened.
#[derive(Debug)]
pub struct Ledger {
    /// The entries that can be read.
    pub entries: Vec<Rc<LedgerEntry>>,
    /// Whether all of them are what was written, and none is missing between them.
    pub is_whole: bool,
    /// How far the service's clock, by which they tell when, is ahead of the local one.
    pub offset: Millis,
}

/// It is read anew whenever it changes: only the very same one is equal.
impl PartialEq for Ledger {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}
