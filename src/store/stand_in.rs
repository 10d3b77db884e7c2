//! What the store says itself, in English, where a message has no words that could be shown.

/// What stands in the place of content that this version cannot show.
pub(super) const UNKNOWN: &str = "This message cannot be shown here.";
/// What stands for a form that is filled in where only agents can read it.
pub(super) const SECURE_FORM: &str = "The agent sent a secure form, which this chat cannot show.";
/// What stands for such a form that was filled in.
pub(super) const SECURE_ANSWER: &str = "A secure form was sent back, which this chat cannot show.";
/// What stands for a card that has no words.
pub(super) const WORDLESS: &str = "A card without words";

/// The sentence of these that a text is. Somebody may have written the same: it then means the same.
#[must_use]
pub fn stand_in(text: &str) -> Option<&'static str> {
    [UNKNOWN, SECURE_FORM, SECURE_ANSWER, WORDLESS].into_iter().find(|stands| *stands == text)
}
