//! What is said about CoBrowse: only what is known.

use crate::protocol::{CoBrowseMode, decimal};
use crate::store::cobrowse::{CarrierState, Control};
use crate::store::view::{BannerStage, BannerView, Outcome};
use crate::ui::words::Word;
use crate::ui::words::word::Counted;

pub(in crate::ui) const DECLINE: Word = Word("Decline");
pub(in crate::ui) const ACCEPT: Word = Word("Accept");
pub(in crate::ui) const GETTING_READY: Word = Word("Getting ready…");
pub(in crate::ui) const ELSEWHERE: Word = Word("Answer in your other window");
pub(in crate::ui) const PAUSE: Word = Word("Pause");
pub(in crate::ui) const RESUME: Word = Word("Go on");
pub(in crate::ui) const ALLOW: Word = Word("Allow");
pub(in crate::ui) const REVOKE: Word = Word("Take control back");
pub(in crate::ui) const ASKS_FOR_CONTROL: Word = Word("{} asks to click and type on this page.");
pub(in crate::ui) const WHAT_IS_HIDDEN: Word = Word("What is hidden");
pub(in crate::ui) const NOTHING: Word = Word("Nothing is hidden from the agent.");
pub(in crate::ui) const STILL_VIEWING: Word = Word("{} may be viewing this page, too.");
pub(in crate::ui) const STILL_CALLING: Word = Word("You are in a call with {}, too.");
pub(in crate::ui) const NOBODY_TOLD: Word = Word("This site decides what stays hidden from the agent.");
pub(in crate::ui) const CANCEL: Word = Word("Cancel");
pub(in crate::ui) const END: Word = Word("End");
pub(in crate::ui) const END_AGAIN: Word = Word("End again");
pub(in crate::ui) const FAILED_BEFORE: Word = Word("That did not work. Please answer again.");

/// What the agent will see and may do; nothing for calls.
pub(in crate::ui) fn rights(shown: &BannerView) -> Option<Word> {
    let needs_consent = shown.carried.can_control && shown.carried.control != Control::Granted;
    match shown.mode {
        CoBrowseMode::Follow => Some(Word("The agent can see this page, but cannot scroll or click.")),
        CoBrowseMode::Shared if needs_consent => Some(Word("The agent can see this page and scroll it.")),
        CoBrowseMode::View => Some(Word("The agent can see this page and scroll it.")),
        CoBrowseMode::Shared => Some(Word("The agent can see this page, click and type.")),
        _ => None,
    }
}

/// What the banner says: a sentence, and one more where it helps.
pub(in crate::ui) fn standing(shown: &BannerView) -> (Word, Option<Word>) {
    let BannerView { stage, mode, carried, .. } = shown;
    let plain = |sentence| (sentence, None);
    let again = |sentence| (sentence, Some(Word("{} can ask again.")));
    let is_call = mode.is_call();
    match *stage {
        BannerStage::Invited { .. } => plain(match mode {
            CoBrowseMode::VoiceCall => Word("{} asks for a voice call"),
            CoBrowseMode::VideoCall => Word("{} asks for a video call"),
            _ => Word("{} asks to view this page with you"),
        }),
        BannerStage::Accepting { slow: false } => plain(Word("Connecting…")),
        BannerStage::Accepting { slow: true } => plain(Word("Still connecting…")),
        BannerStage::Active { confirmed: false, .. } => plain(Word("Reconnecting…")),
        BannerStage::Active { .. } if carried.state == Some(CarrierState::Lost) => {
            (Word("Reconnecting, {} sees nothing"), None)
        }
        BannerStage::Active { .. } if carried.state == Some(CarrierState::Paused) => {
            (Word("Paused, {} sees nothing"), None)
        }
        BannerStage::Active { joined: true, .. } if is_call => (Word("You are in a call with {}"), None),
        BannerStage::Active { joined: false, .. } if is_call => plain(Word("{} can now start the call")),
        BannerStage::Active { joined, elsewhere, .. } => {
            let sentence = match (elsewhere, joined) {
                (true, _) => Word("{} may be viewing this page"),
                (false, true) => Word("{} is viewing this page"),
                (false, false) => Word("{} can now view this page"),
            };
            // What the agent can do on a page that is not seen perhaps is not said.
            (sentence, rights(shown).filter(|_| !elsewhere))
        }
        BannerStage::Ending { slow: false } => plain(Word("Ending…")),
        BannerStage::Ending { slow: true } => (
            Word("It is not confirmed that the session has ended."),
            Some(Word("Close this page to be sure that nobody sees it.")),
        ),
        BannerStage::Over(Outcome::Declined) => again(Word("You declined.")),
        BannerStage::Over(Outcome::Expired) => again(Word("The invitation has expired.")),
        BannerStage::Over(Outcome::Cancelled) => plain(Word("The invitation was cancelled.")),
        BannerStage::Over(Outcome::InvitationEnded) => plain(Word("The invitation has ended.")),
        BannerStage::Over(Outcome::SessionEnded) if is_call => plain(Word("The call has ended.")),
        BannerStage::Over(Outcome::SessionEnded) => plain(Word("The viewing session has ended.")),
        BannerStage::Over(Outcome::Failed) => again(Word("It could not be started.")),
    }
}

/// How long an answer is still possible: "1:47 left".
pub(in crate::ui) fn time_left(seconds: i64) -> String {
    Word("{} left").with(&time(seconds))
}

/// Minutes and seconds: "1:47".
pub(in crate::ui) fn time(seconds: i64) -> String {
    let (minutes, seconds) = (seconds / 60, seconds % 60);
    let padding = if seconds < 10 { "0" } else { "" };
    [decimal(minutes).as_str(), ":", padding, decimal(seconds).as_str()].concat()
}

/// The same to be heard.
pub(in crate::ui) fn time_left_spoken(seconds: i64) -> String {
    let (minutes, seconds) = (seconds / 60, seconds % 60);
    let mut parts = Vec::new();
    for (count, unit) in [
        (minutes, Counted { one: "{} minute", many: "{} minutes" }),
        (seconds, Counted { one: "{} second", many: "{} seconds" }),
    ] {
        if count > 0 {
            parts.push(unit.of(count));
        }
    }
    Word("{} left to answer.").with(&parts.join(" "))
}
