//! The words of cards.

use super::Phrase;
use crate::protocol::decimal_count;

pub(in crate::ui) const LEFT_OUT: &str = "This message is longer than can be shown here.";
pub(in crate::ui) const IN_NEW_TAB: &str = " (opens in a new tab)";
pub(in crate::ui) const PICTURE: &str = "Picture";
pub(in crate::ui) const NO_PICTURE: &str = "This picture cannot be shown.";
pub(in crate::ui) const ON_MAP: &str = "Show on a map";
pub(in crate::ui) const A_PLACE: &str = "A place";
pub(in crate::ui) const SCROLLS: &str = "Part that scrolls";
pub(in crate::ui) const CARDS: &str = "Cards";
pub(in crate::ui) const PREVIOUS_CARD: &str = "Previous card";
pub(in crate::ui) const NEXT_CARD: &str = "Next card";
pub(in crate::ui) const CHOOSE: &str = "Choose";
pub(in crate::ui) const CHOOSE_FIRST: &str = "Choose at least one first.";
pub(in crate::ui) const ANSWERS: &str = "Suggested answers";
pub(in crate::ui) const CHOSEN: &str = " (your answer)";
pub(in crate::ui) const DAY: &str = "Day";
pub(in crate::ui) const FIRST_DAY: &str = "From";
pub(in crate::ui) const LAST_DAY: &str = "To";
pub(in crate::ui) const TIME: &str = "Time";
pub(in crate::ui) const PICK_DAY: &str = "Choose a day first.";
pub(in crate::ui) const PICK_DAYS: &str = "Choose both days first.";
pub(in crate::ui) const OTHER_DAY: &str = "This day cannot be chosen. Choose another one.";
pub(in crate::ui) const PICK_TIME: &str = "Choose a time first.";

/// Which of how many.
pub(in crate::ui) fn number_of(number: usize, count: usize) -> String {
    [&decimal_count(number), " of ", &decimal_count(count)].concat()
}

/// How many cards there are to leaf through.
pub(in crate::ui) fn cards(count: usize) -> String {
    Phrase::after(" cards").with(&decimal_count(count))
}

/// What a tab without a name is called.
pub(in crate::ui) fn tab(number: usize) -> String {
    Phrase("Tab ", Some("")).with(&decimal_count(number))
}
