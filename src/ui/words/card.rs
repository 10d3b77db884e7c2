//! The words of cards.

use super::Word;
use super::word::{Counted, fill};
use crate::protocol::decimal_count;

pub(in crate::ui) const LEFT_OUT: Word = Word("This message is longer than can be shown here.");
pub(in crate::ui) const IN_NEW_TAB: Word = Word("(opens in a new tab)");
pub(in crate::ui) const PICTURE: Word = Word("Picture");
pub(in crate::ui) const NO_PICTURE: Word = Word("This picture cannot be shown.");
pub(in crate::ui) const ON_MAP: Word = Word("Show on a map");
pub(in crate::ui) const A_PLACE: Word = Word("A place");
pub(in crate::ui) const SCROLLS: Word = Word("Part that scrolls");
pub(in crate::ui) const CARDS: Word = Word("Cards");
pub(in crate::ui) const PREVIOUS_CARD: Word = Word("Previous card");
pub(in crate::ui) const NEXT_CARD: Word = Word("Next card");
pub(in crate::ui) const CHOOSE: Word = Word("Choose");
pub(in crate::ui) const CHOOSE_FIRST: Word = Word("Choose at least one first.");
pub(in crate::ui) const ANSWERS: Word = Word("Suggested answers");
pub(in crate::ui) const CHOSEN: Word = Word("(your answer)");
pub(in crate::ui) const DAY: Word = Word("Day");
pub(in crate::ui) const FIRST_DAY: Word = Word("From");
pub(in crate::ui) const LAST_DAY: Word = Word("To");
pub(in crate::ui) const TIME: Word = Word("Time");
pub(in crate::ui) const PICK_DAY: Word = Word("Choose a day first.");
pub(in crate::ui) const PICK_DAYS: Word = Word("Choose both days first.");
pub(in crate::ui) const OTHER_DAY: Word = Word("This day cannot be chosen. Choose another one.");
pub(in crate::ui) const PICK_TIME: Word = Word("Choose a time first.");

/// Which of how many.
pub(in crate::ui) fn number_of(number: usize, count: usize) -> String {
    fill(&Word("{} of {}").with(&decimal_count(number)), &decimal_count(count))
}

/// How many cards there are to leaf through.
pub(in crate::ui) fn cards(count: usize) -> String {
    Counted { one: "{} card", many: "{} cards" }.of(count as i64)
}

/// What a tab without a name is called.
pub(in crate::ui) fn tab(number: usize) -> String {
    Word("Tab {}").with(&decimal_count(number))
}
