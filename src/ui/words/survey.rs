//! The words of the questions after a conversation.

use super::Word;

/// Who asks.
pub(in crate::ui) const SURVEY: Word = Word("Survey");
pub(in crate::ui) const SURVEY_MORE: Word = Word("Answer as you like, or skip the questions.");
pub(in crate::ui) const SKIP_SURVEY: Word = Word("Skip the survey");

pub(in crate::ui) const RATE: Word = Word("How was this conversation?");
/// What is told, how it is shown, and what it means.
pub(in crate::ui) const RATES: [(&str, &str, Word); 5] = [
    ("1", "1", Word("Very bad")),
    ("2", "2", Word("Bad")),
    ("3", "3", Word("Fair")),
    ("4", "4", Word("Good")),
    ("5", "5", Word("Very good")),
];
pub(in crate::ui) const SETTLED: Word = Word("Is your matter settled?");
pub(in crate::ui) const YES: &str = "yes";
pub(in crate::ui) const SETTLED_OR_NOT: [(&str, &str, Word); 2] = [(YES, "", Word("Yes")), ("no", "", Word("No"))];
pub(in crate::ui) const SEND_RATING: Word = Word("Send the rating");
pub(in crate::ui) const SKIP_RATING: Word = Word("Skip");
pub(in crate::ui) const RATE_FIRST: Word = Word("Choose from 1 to 5 first.");
pub(in crate::ui) const RATING: Word = Word("Sending your rating…");
pub(in crate::ui) const NOT_RATED: Word = Word("Your rating could not be sent. Try again in a moment.");
pub(in crate::ui) const RATED: Word = Word("Thank you for your rating.");
