//! What is said of what was asked, answered and shared.

use super::Phrase;
use crate::protocol::LedgerEntry;

pub(in crate::ui) const LEDGER: &str = "CoBrowse record";
pub(in crate::ui) const SEE_LEDGER: &str = "See what was shared";
pub(in crate::ui) const LEDGER_MORE: &str = "It is kept in this browser only. “Forget this device” erases it.";
pub(in crate::ui) const LEDGER_EMPTY: &str = "Nothing was asked or shared so far.";
pub(in crate::ui) const LEDGER_DAMAGED: &str = "Parts of this record are missing or were changed.";
pub(in crate::ui) const SAVE: &str = "Save as a file";
pub(in crate::ui) const CLOSE: &str = "Close";

/// Sentences by what they are about: a mode, a step, or how it ended.
const NOTED: [(&str, Phrase); 30] = [
    ("follow", Phrase::after(" asked to see the page")),
    ("view", Phrase::after(" asked to see and scroll the page")),
    ("shared", Phrase::after(" asked to see the page, click and type")),
    ("VOICE_CALL", Phrase::after(" asked for a voice call")),
    ("VIDEO_CALL", Phrase::after(" asked for a video call")),
    ("invited", Phrase::plain("You were asked")),
    ("accepted", Phrase::plain("You accepted")),
    ("declined", Phrase::plain("You declined")),
    ("answer-failed", Phrase::plain("Your answer did not get through")),
    ("started", Phrase::plain("The session began")),
    ("carried", Phrase::plain("This site runs the session itself")),
    ("joined", Phrase::after(" joined")),
    ("hidden", Phrase("Hidden: ", Some(""))),
    ("page", Phrase("Page: ", Some(""))),
    ("paused", Phrase::plain("Paused, nothing was seen")),
    ("lost", Phrase::plain("Connection lost, nothing was seen")),
    ("resumed", Phrase::plain("It went on")),
    ("control-asked", Phrase::after(" asked to click and type")),
    ("control-allowed", Phrase::plain("You allowed that")),
    ("control-declined", Phrase::plain("You declined that")),
    ("control-ended", Phrase::plain("Clicking and typing ended")),
    ("omitted", Phrase::plain("More happened that is not listed")),
    ("ending", Phrase::plain("You ended it")),
    ("ended", Phrase::plain("It ended")),
    ("unseen", Phrase::plain("It ended while nobody looked")),
    ("expired", Phrase::plain("The invitation expired")),
    ("cancelled", Phrase::plain("The invitation was cancelled")),
    ("replaced", Phrase::plain("Another invitation took its place")),
    ("failed", Phrase::plain("It could not be started")),
    ("", Phrase::after(" asked for CoBrowse")),
];

fn sentence(of: &str) -> Option<Phrase> {
    NOTED.iter().find(|(known, _)| *known == of).map(|(_, sentence)| *sentence)
}

/// Who asked, and for what.
pub(in crate::ui) fn asked(mode: &str) -> Option<Phrase> {
    sentence(mode).or_else(|| sentence(""))
}

/// What happened: a sentence, and what stands in its place for a name.
pub(in crate::ui) fn noted<'a>(entry: &'a LedgerEntry, agent: &'a str) -> Option<(Phrase, &'a str)> {
    let step = entry.text("step")?;
    match entry.text(step) {
        Some("") => Some((Phrase::plain(super::NOTHING), "")),
        Some(about) => Some((sentence(step)?, about)),
        None => Some((entry.text("reason").and_then(sentence).or_else(|| sentence(step))?, agent)),
    }
}

/// What was hidden.
pub(in crate::ui) fn hidden(entry: &LedgerEntry) -> Option<(Phrase, &str)> {
    Some((sentence("hidden")?, entry.text("hidden").filter(|hidden| !hidden.is_empty())?))
}
