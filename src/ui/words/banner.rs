//! What is said about CoBrowse: only what is known.

use crate::protocol::CoBrowseMode;
use crate::store::view::{BannerStage, Outcome};

pub(in crate::ui) const DECLINE: &str = "Decline";
pub(in crate::ui) const ACCEPT: &str = "Accept";
pub(in crate::ui) const GETTING_READY: &str = "Getting ready…";
pub(in crate::ui) const WHAT_IS_HIDDEN: &str = "This site decides what stays hidden from the agent.";
pub(in crate::ui) const FAILED_BEFORE: &str = "That did not work. Please answer again.";

/// Who asks for what.
pub(in crate::ui) fn title(mode: &CoBrowseMode) -> &'static str {
    match mode {
        CoBrowseMode::VoiceCall => "{} asks for a voice call",
        CoBrowseMode::VideoCall => "{} asks for a video call",
        _ => "{} asks to view this page with you",
    }
}

/// What the agent will see and may do; nothing for calls.
pub(in crate::ui) fn rights(mode: &CoBrowseMode) -> Option<&'static str> {
    match mode {
        CoBrowseMode::Follow => Some("The agent can see this page, but cannot scroll or click."),
        CoBrowseMode::View => Some("The agent can see this page and scroll it."),
        CoBrowseMode::Shared => Some("The agent can see this page, click and type."),
        _ => None,
    }
}

/// Where an answered invitation stands: a sentence, and one more where it helps.
pub(in crate::ui) fn standing(stage: BannerStage, mode: &CoBrowseMode) -> (&'static str, Option<&'static str>) {
    const CAN_ASK_AGAIN: Option<&str> = Some("{} can ask again.");
    let is_call = matches!(mode, CoBrowseMode::VoiceCall | CoBrowseMode::VideoCall);
    match stage {
        BannerStage::Invited { .. } => (title(mode), None),
        BannerStage::Accepting { slow: false } => ("Connecting…", None),
        BannerStage::Accepting { slow: true } => ("Still connecting…", None),
        BannerStage::Active { confirmed: false, .. } => ("Reconnecting…", None),
        BannerStage::Active { joined: true, .. } if is_call => ("You are in a call with {}", None),
        BannerStage::Active { joined: false, .. } if is_call => ("{} can now start the call", None),
        BannerStage::Active { joined: true, .. } => ("{} is viewing this page", rights(mode)),
        BannerStage::Active { joined: false, .. } => ("{} can now view this page", rights(mode)),
        BannerStage::Over(Outcome::Declined) => ("You declined.", CAN_ASK_AGAIN),
        BannerStage::Over(Outcome::Expired) => ("The invitation has expired.", CAN_ASK_AGAIN),
        BannerStage::Over(Outcome::Cancelled) => ("The invitation was cancelled.", None),
        BannerStage::Over(Outcome::InvitationEnded) => ("The invitation has ended.", None),
        BannerStage::Over(Outcome::SessionEnded) if is_call => ("The call has ended.", None),
        BannerStage::Over(Outcome::SessionEnded) => ("The viewing session has ended.", None),
        BannerStage::Over(Outcome::Failed) => ("It could not be started.", CAN_ASK_AGAIN),
    }
}

/// How long an answer is still possible: "1:47 left".
pub(in crate::ui) fn time_left(seconds: i64) -> String {
    let (minutes, seconds) = (seconds / 60, seconds % 60);
    let padding = if seconds < 10 { "0" } else { "" };
    [minutes.to_string().as_str(), ":", padding, seconds.to_string().as_str(), " left"].concat()
}

/// The same to be heard.
pub(in crate::ui) fn time_left_spoken(seconds: i64) -> String {
    let (minutes, seconds) = (seconds / 60, seconds % 60);
    let counted = |count: i64, one: &str, many: &str| match count {
        0 => String::new(),
        1 => ["1 ", one].concat(),
        _ => [count.to_string().as_str(), " ", many].concat(),
    };
    let (minutes, seconds) = (counted(minutes, "minute", "minutes"), counted(seconds, "second", "seconds"));
    let gap = if minutes.is_empty() || seconds.is_empty() { "" } else { " " };
    [minutes.as_str(), gap, seconds.as_str(), " left to answer."].concat()
}
