//! What is said of what was asked, answered and shared.

use super::Word;
use crate::protocol::LedgerEntry;

pub(in crate::ui) const LEDGER: Word = Word("CoBrowse record");
pub(in crate::ui) const SEE_LEDGER: Word = Word("See what was shared");
pub(in crate::ui) const LEDGER_MORE: Word = Word("It is kept in this browser only. “Forget this device” erases it.");
pub(in crate::ui) const LEDGER_EMPTY: Word = Word("Nothing was asked or shared so far.");
pub(in crate::ui) const LEDGER_DAMAGED: Word = Word("Parts of this record are missing or were changed.");
pub(in crate::ui) const SAVE: Word = Word("Save as a file");
pub(in crate::ui) const CLOSE: Word = Word("Close");

/// Sentences by what they are about: a mode, a step, or how it ended.
const NOTED: [(&str, Word); 30] = [
    ("follow", Word("{} asked to see the page")),
    ("view", Word("{} asked to see and scroll the page")),
    ("shared", Word("{} asked to see the page, click and type")),
    ("VOICE_CALL", Word("{} asked for a voice call")),
    ("VIDEO_CALL", Word("{} asked for a video call")),
    ("invited", Word("You were asked")),
    ("accepted", Word("You accepted")),
    ("declined", Word("You declined")),
    ("answer-failed", Word("Your answer did not get through")),
    ("started", Word("The session began")),
    ("carried", Word("This site runs the session itself")),
    ("joined", Word("{} joined")),
    ("hidden", Word("Hidden: {}")),
    ("page", Word("Page: {}")),
    ("paused", Word("Paused, nothing was seen")),
    ("lost", Word("Connection lost, nothing was seen")),
    ("resumed", Word("It went on")),
    ("control-asked", Word("{} asked to click and type")),
    ("control-allowed", Word("You allowed that")),
    ("control-declined", Word("You declined that")),
    ("control-ended", Word("Clicking and typing ended")),
    ("omitted", Word("More happened that is not listed")),
    ("ending", Word("You ended it")),
    ("ended", Word("It ended")),
    ("unseen", Word("It ended while nobody looked")),
    ("expired", Word("The invitation expired")),
    ("cancelled", Word("The invitation was cancelled")),
    ("replaced", Word("Another invitation took its place")),
    ("failed", Word("It could not be started")),
    ("", Word("{} asked for CoBrowse")),
];

fn sentence(of: &str) -> Option<Word> {
    NOTED.iter().find(|(known, _)| *known == of).map(|(_, sentence)| *sentence)
}

/// Who asked, and for what.
pub(in crate::ui) fn asked(mode: &str) -> Option<Word> {
    sentence(mode).or_else(|| sentence(""))
}

/// What happened: a sentence, and what stands in its place for a name.
pub(in crate::ui) fn noted<'a>(entry: &'a LedgerEntry, agent: &'a str) -> Option<(Word, &'a str)> {
    let step = entry.text("step")?;
    match entry.text(step) {
        Some("") => Some((super::NOTHING, "")),
        Some(about) => Some((sentence(step)?, about)),
        None => Some((entry.text("reason").and_then(sentence).or_else(|| sentence(step))?, agent)),
    }
}

/// What was hidden.
pub(in crate::ui) fn hidden(entry: &LedgerEntry) -> Option<(Word, &str)> {
    Some((sentence("hidden")?, entry.text("hidden").filter(|hidden| !hidden.is_empty())?))
}
