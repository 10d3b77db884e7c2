//! What is said of what was asked, answered and shared.

use super::Phrase;
use crate::protocol::{CoBrowseMode, LedgerEntry, LedgerStep};

pub(in crate::ui) const LEDGER: &str = "CoBrowse record";
pub(in crate::ui) const SEE_LEDGER: &str = "See what was shared";
pub(in crate::ui) const LEDGER_MORE: &str = "What you were asked, what you answered and what was shared. It is kept in this browser only; “Forget this device” erases it.";
pub(in crate::ui) const LEDGER_EMPTY: &str = "Nothing was asked or shared so far.";
pub(in crate::ui) const LEDGER_DAMAGED: &str = "Parts of this record are missing or were changed.";
pub(in crate::ui) const SAVE: &str = "Save as a file";
pub(in crate::ui) const CLOSE: &str = "Close";

/// Who asked, and for what.
pub(in crate::ui) fn asked(mode: Option<&CoBrowseMode>) -> Phrase {
    Phrase::after(match mode {
        Some(CoBrowseMode::VoiceCall) => " asked for a voice call",
        Some(CoBrowseMode::VideoCall) => " asked for a video call",
        Some(CoBrowseMode::Follow) => " asked to see this page",
        Some(CoBrowseMode::Shared) => " asked to see this page, click and type",
        _ => " asked to see this page and scroll it",
    })
}

/// What happened: a sentence, and what stands in its place for a name.
pub(in crate::ui) fn noted<'a>(entry: &'a LedgerEntry, agent: &'a str) -> (Phrase, &'a str) {
    let plain = |sentence| (Phrase::plain(sentence), "");
    match entry.step {
        LedgerStep::Invited => plain("You were asked"),
        LedgerStep::Accepted => plain("You accepted"),
        LedgerStep::Declined => plain("You declined"),
        LedgerStep::AnswerFailed => plain("Your answer did not get through"),
        LedgerStep::Started => plain("The session began"),
        LedgerStep::Joined => (Phrase::after(" joined"), agent),
        LedgerStep::Hidden => return hidden(entry).unwrap_or_else(|| plain(super::NOTHING)),
        LedgerStep::Page => (Phrase("Page: ", Some("")), entry.page.as_deref().unwrap_or_default()),
        LedgerStep::Paused => plain("Paused, nothing was seen"),
        LedgerStep::Lost => plain("Connection lost, nothing was seen"),
        LedgerStep::Resumed => (Phrase::after(" saw the page again"), agent),
        LedgerStep::ControlAsked => (Phrase::after(" asked to click and type"), agent),
        LedgerStep::ControlAllowed => plain("You allowed that"),
        LedgerStep::ControlDeclined => plain("You declined that"),
        LedgerStep::ControlEnded => plain("Clicking and typing ended"),
        LedgerStep::Ending => plain("You ended it"),
        LedgerStep::Ended => plain(match entry.reason.as_deref() {
            Some("expired") => "The invitation expired",
            Some("cancelled") => "The invitation was cancelled",
            Some("replaced") => "Another invitation took its place",
            Some("failed") => "It could not be started",
            _ => "It was over",
        }),
        LedgerStep::Other(_) => plain("Something else"),
    }
}

/// What was hidden, if anything was.
pub(in crate::ui) fn hidden(entry: &LedgerEntry) -> Option<(Phrase, &str)> {
    let hidden = entry.hidden.as_deref().filter(|hidden| !hidden.is_empty())?;
    Some((Phrase("Hidden: ", Some("")), hidden))
}
