//! Earlier conversations, and the way to what is new.

use super::{NEW_MESSAGES, Phrase};
use crate::protocol::decimal_count;

pub(in crate::ui) const SHOW_EARLIER: &str = "Show earlier messages";
pub(in crate::ui) const FETCHING_EARLIER: &str = "Earlier messages are on their way…";
pub(in crate::ui) const EARLIER_FAILED: &str = "Earlier messages could not be fetched.";
pub(in crate::ui) const NO_EARLIER: &str = "Messages from before this cannot be shown here.";
pub(in crate::ui) const CONVERSATION_OVER: &str =
    "That conversation is over. Write below, and an agent answers you here.";

/// How many messages came above what is read.
pub(in crate::ui) fn earlier_added(rows: usize) -> String {
    match rows {
        1 => "1 earlier message was added above.".into(),
        _ => Phrase::after(" earlier messages were added above.").with(&decimal_count(rows)),
    }
}

/// What the way to messages is called that were not seen.
pub(in crate::ui) fn unseen(count: usize) -> String {
    if count == 0 { NEW_MESSAGES.into() } else { super::new_messages(count) }
}
