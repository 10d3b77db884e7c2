//! The consent ledger, as the consumer reads it.

use std::rc::Rc;

use crate::protocol::LedgerEntry;

/// What was kept of the invitations of this consumer, in the order in which it happened.
#[derive(Debug)]
pub struct Ledger {
    /// The entries that can be read.
    pub entries: Vec<Rc<LedgerEntry>>,
    /// Whether all of them are what was written, and none is missing between them.
    pub is_whole: bool,
}

/// It is read anew whenever it changes: only the very same one is equal.
impl PartialEq for Ledger {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}
