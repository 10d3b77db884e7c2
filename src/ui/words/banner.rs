//! What is said about CoBrowse: only what is known.

use crate::protocol::{CoBrowseMode, decimal};
use crate::store::view::{BannerStage, Outcome};
use crate::ui::words::Phrase;

pub(in crate::ui) const DECLINE: &str = "Decline";
pub(in crate::ui) const ACCEPT: &str = "Accept";
pub(in crate::ui) const GETTING_READY: &str = "Getting ready…";
pub(in crate::ui) const ELSEWHERE: &str = "Answer in your other window";
pub(in crate::ui) const WHAT_IS_HIDDEN: &str = "This site decides what stays hidden from the agent.";
pub(in crate::ui) const FAILED_BEFORE: &str = "That did not work. Please answer again.";

/// What the agent will see and may do; nothing for calls.
pub(in crate::ui) fn rights(mode: &CoBrowseMode) -> Option<&'static str> {
    match mode {
        CoBrowseMode::Follow => Some("The agent can see this page, but cannot scroll or click."),
        CoBrowseMode::View => Some("The agent can see this page and scroll it."),
        CoBrowseMode::Shared => Some("The agent can see this page, click and type."),
        _ => None,
    }
}

/// What the banner says: a sentence, and one more where it helps.
pub(in crate::ui) fn standing(stage: BannerStage, mode: &CoBrowseMode) -> (Phrase, Option<Phrase>) {
    let plain = |sentence| (Phrase::plain(sentence), None);
    let about = |sentence| (Phrase::after(sentence), None);
    let again = |sentence| (Phrase::plain(sentence), Some(Phrase::after(" can ask again.")));
    let is_call = matches!(mode, CoBrowseMode::VoiceCall | CoBrowseMode::VideoCall);
    match stage {
        BannerStage::Invited { .. } => about(match mode {
            CoBrowseMode::VoiceCall => " asks for a voice call",
            CoBrowseMode::VideoCall => " asks for a video call",
            _ => " asks to view this page with you",
        }),
        BannerStage::Accepting { slow: false } => plain("Connecting…"),
        BannerStage::Accepting { slow: true } => plain("Still connecting…"),
        BannerStage::Active { confirmed: false, .. } => plain("Reconnecting…"),
        BannerStage::Active { joined: true, .. } if is_call => (Phrase("You are in a call with ", Some("")), None),
        BannerStage::Active { joined: false, .. } if is_call => about(" can now start the call"),
        BannerStage::Active { joined, .. } => {
            let sentence = if joined { " is viewing this page" } else { " can now view this page" };
            (Phrase::after(sentence), rights(mode).map(Phrase::plain))
        }
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
    let (minutes, seconds) = (seconds / 60, seconds % 60);
    let padding = if seconds < 10 { "0" } else { "" };
    [decimal(minutes).as_str(), ":", padding, decimal(seconds).as_str(), " left"].concat()
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
