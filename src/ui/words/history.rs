//! Earlier conversations, and the way to what is new.

use yew::AttrValue;

use super::word::Counted;
use super::{NEW_MESSAGES, Word};

pub(in crate::ui) const SHOW_EARLIER: Word = Word("Show earlier messages");
pub(in crate::ui) const FETCHING_EARLIER: Word = Word("Earlier messages are on their way…");
pub(in crate::ui) const EARLIER_FAILED: Word = Word("Earlier messages could not be fetched.");
pub(in crate::ui) const NO_EARLIER: Word = Word("Messages from before this cannot be shown here.");
pub(in crate::ui) const CONVERSATION_OVER: Word =
    Word("That conversation is over. Write below, and an agent answers you here.");

/// How many messages came above what is read.
pub(in crate::ui) fn earlier_added(rows: usize) -> String {
    Counted { one: "{} earlier message was added above.", many: "{} earlier messages were added above." }
        .of(rows as i64)
}

/// What the way to messages is called that were not seen.
pub(in crate::ui) fn unseen(count: usize) -> AttrValue {
    if count == 0 { NEW_MESSAGES.said() } else { super::new_messages(count) }
}
