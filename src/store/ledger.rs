//! The consent ledger, as the consumer reads it.

use std::rc::Rc;

use crate::protocol::LedgerEntry;

/// What was kept of the invitations of this consumer, in the order in which it happened.
#[derive(Clone, Debug, PartialEq)]
pub struct Ledger {
    /// The entries that can be read.
    pub entries: Vec<Rc<LedgerEntry>>,
    /// Whether all of them are what was written, and none is missing between them.
    pub is_whole: bool,
}
