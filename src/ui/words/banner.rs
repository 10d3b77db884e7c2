//! What is said about CoBrowse: only what is known.

use crate::protocol::{CoBrowseMode, decimal};
use crate::store::cobrowse::{CarrierState, Control};
use crate::store::view::{BannerStage, BannerView, Outcome};
use crate::ui::words::Phrase;

pub(in crate::ui) const DECLINE: &str = "Decline";
pub(in crate::ui) const ACCEPT: &str = "Accept";
pub(in crate::ui) const GETTING_READY: &str = "Getting ready…";
pub(in crate::ui) const ELSEWHERE: &str = "Answer in your other window";
pub(in crate::ui) const PAUSE: &str = "Pause";
pub(in crate::ui) const RESUME: &str = "Go on";
pub(in crate::ui) const ALLOW: &str = "Allow";
pub(in crate::ui) const REVOKE: &str = "Take control back";
pub(in crate::ui) const ASKS_FOR_CONTROL: Phrase = Phrase::after(" asks to click and type on this page.");
pub(in crate::ui) const WHAT_IS_HIDDEN: &str = "What is hidden";
pub(in crate::ui) const NOTHING: &str = "Nothing is hidden from the agent.";
pub(in crate::ui) const STILL_VIEWING: Phrase = Phrase::after(" may be viewing this page, too.");
pub(in crate::ui) const STILL_CALLING: Phrase = Phrase("You are in a call with ", Some(", too."));
pub(in crate::ui) const NOBODY_TOLD: &str = "This site decides what stays hidden from the agent.";
pub(in crate::ui) const CANCEL: &str = "Cancel";
pub(in crate::ui) const END: &str = "End";
pub(in crate::ui) const END_AGAIN: &str = "End again";
pub(in crate::ui) const FAILED_BEFORE: &str = "That did not work. Please answer again.";

/// What the agent will see and may do; nothing for calls.
pub(in crate::ui) fn rights(shown: &BannerView) -> Option<&'static str> {
    let needs_consent = shown.carried.can_control && shown.carried.control != Control::Granted;
    match shown.mode {
        CoBrowseMode::Follow => Some("The agent can see this page, but cannot scroll or click."),
        CoBrowseMode::Shared if needs_consent => Some("The agent can see this page and scroll it."),
        CoBrowseMode::View => Some("The agent can see this page and scroll it."),
        CoBrowseMode::Shared => Some("The agent can see this page, click and type."),
        _ => None,
    }
}

/// What the banner says: a sentence, and one more where it helps.
pub(in crate::ui) fn standing(shown: &BannerView) -> (Phrase, Option<Phrase>) {
    let BannerView { stage, mode, carried, .. } = shown;
    let plain = |sentence| (Phrase::plain(sentence), None);
    let about = |sentence| (Phrase::after(sentence), None);
    let again = |sentence| (Phrase::plain(sentence), Some(Phrase::after(" can ask again.")));
    let is_call = mode.is_call();
    match *stage {
        BannerStage::Invited { .. } => about(match mode {
            CoBrowseMode::VoiceCall => " asks for a voice call",
            CoBrowseMode::VideoCall => " asks for a video call",
            _ => " asks to view this page with you",
        }),
        BannerStage::Accepting { slow: false } => plain("Connecting…"),
        BannerStage::Accepting { slow: true } => plain("Still connecting…"),
        BannerStage::Active { confirmed: false, .. } => plain("Reconnecting…"),
        BannerStage::Active { .. } if carried.state == Some(CarrierState::Lost) => {
            (Phrase("Reconnecting, ", Some(" sees nothing")), None)
        }
        BannerStage::Active { .. } if carried.state == Some(CarrierState::Paused) => {
            (Phrase("Paused, ", Some(" sees nothing")), None)
        }
        BannerStage::Active { joined: true, .. } if is_call => (Phrase("You are in a call with ", Some("")), None),
        BannerStage::Active { joined: false, .. } if is_call => about(" can now start the call"),
        BannerStage::Active { joined, elsewhere, .. } => {
            let sentence = match (elsewhere, joined) {
                (true, _) => " may be viewing this page",
                (false, true) => " is viewing this page",
                (false, false) => " can now view this page",
            };
            // What the agent can do on a page that is not seen perhaps is not said.
            (Phrase::after(sentence), rights(shown).filter(|_| !elsewhere).map(Phrase::plain))
        }
        BannerStage::Ending { slow: false } => plain("Ending…"),
        BannerStage::Ending { slow: true } => (
            Phrase::plain("It is not confirmed that the session has ended."),
            Some(Phrase::plain("Close this page to be sure that nobody sees it.")),
        ),
        BannerStage::Over(Outcome::Declined) => again("You declined."),
        BannerStage::Over(Outcome::Expired) => again("The invitation has expired."),
        BannerStage::Over(Outcome::Cancelled) => plain("The invitation was cancelled."),
        BannerStage::Over(Outcome::InvitationEnded) => plain("The invitation has ended."),
        BannerStage::Over(Outcome::SessionEnded) if is_call => plain("The call has ended."),
        BannerStage::Over(Outcome::SessionEnded) => plain("The viewing session has ended."),
        BannerStage::Over(Outcome::Failed) => again("It could not be started."),
    }
}

/// How long an answer is still possible: "1:47 left".
pub(in crate::ui) fn time_left(seconds: i64) -> String {
    time(seconds) + " left"
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
    let counted = |count: i64, one: &str, many: &str| match count {
        0 => String::new(),
        1 => ["1 ", one].concat(),
        _ => [decimal(count).as_str(), " ", many].concat(),
    };
    let (minutes, seconds) = (counted(minutes, "minute", "minutes"), counted(seconds, "second", "seconds"));
    let gap = if minutes.is_empty() || seconds.is_empty() { "" } else { " " };
    [minutes.as_str(), gap, seconds.as_str(), " left to answer."].concat()
}
