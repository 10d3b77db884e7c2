//! The CoBrowse banner: the invitation that stands, the session that runs, or for a while how one ended.

use std::rc::Rc;

use super::name_of;
use crate::protocol::{CoBrowseMode, Millis, ParticipantId};
use crate::store::State;
use crate::store::cobrowse::{Carried, Ending, Invitation, Key, Phase, STILL_CONNECTING_AFTER};

/// What the banner shows.
#[derive(Clone, Debug, PartialEq)]
pub struct BannerView {
    /// Of which invitation.
    pub key: Key,
    /// Who asks: their name, or nothing where it is not known.
    pub agent: Option<Rc<str>>,
    /// What the agent will see and may do.
    pub mode: CoBrowseMode,
    /// Where it stands.
    pub stage: Stage,
    /// What whoever carries the session reports of it.
    pub carried: Rc<Carried>,
    /// Sessions that run beside it.
    pub others: Vec<OtherSession>,
}

/// A session that runs while something else is shown.
#[derive(Clone, Debug, PartialEq)]
pub struct OtherSession {
    /// Which.
    pub key: Key,
    /// Whose: their name, or nothing where it is not known.
    pub agent: Option<Rc<str>>,
    /// Whether it is a call.
    pub is_call: bool,
}

/// Where an invitation stands, as far as people are concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// It waits for an answer.
    Invited {
        /// Seconds until it ends, rounded up.
        seconds_left: i64,
        /// Whether it can be accepted now.
        accept: AcceptGate,
        /// The page could not take an earlier answer.
        failed_before: bool,
    },
    /// It was accepted, the service has not confirmed it yet.
    Accepting {
        /// It takes long.
        slow: bool,
    },
    /// A session runs.
    Active {
        /// The agent is known to be connected.
        joined: bool,
        /// The service has told of it since the connection was last made.
        confirmed: bool,
        /// It runs since before this page, or in another tab, and nobody has reported that this page is what the agent sees.
        elsewhere: bool,
        /// For how many seconds it has been running, where that is known.
        seconds: Option<i64>,
    },
    /// The consumer has ended it; the service has not confirmed that yet.
    Ending {
        /// It takes long.
        slow: bool,
    },
    /// It is over.
    Over(Outcome),
}

/// Whether an invitation can be accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AcceptGate {
    /// The page's tag is there, or the page does without it.
    Ready,
    /// The page's tag is still loading.
    GettingReady,
    /// Another tab is the one that answers.
    Elsewhere,
}

/// How it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The consumer declined.
    Declined,
    /// Nobody answered in time.
    Expired,
    /// The agent took it back.
    Cancelled,
    /// The invitation has ended, for a reason that the service does not tell.
    InvitationEnded,
    /// The session has ended.
    SessionEnded,
    /// It was accepted, and nothing came of it.
    Failed,
}

/// What the banner shows now; nothing when there is nothing to show.
#[must_use]
pub fn banner(state: &State) -> Option<BannerView> {
    if state.cobrowse.invitations.is_empty() { None } else { made(state) }
}

#[inline(never)]
fn made(state: &State) -> Option<BannerView> {
    let (invitation, stage) = shown(state)?;
    let mut others = Vec::new();
    for session in state.cobrowse.running().filter(|session| session.key != invitation.key) {
        let (key, is_call) = (session.key.clone(), session.mode.is_call());
        others.push(OtherSession { key, agent: agent_of(state, session), is_call });
    }
    Some(BannerView {
        others,
        key: invitation.key.clone(),
        agent: agent_of(state, invitation),
        mode: invitation.mode.clone(),
        stage,
        carried: Rc::clone(&invitation.carried),
    })
}

/// Who asks: their name, where it is known.
#[must_use]
pub fn agent_of(state: &State, invitation: &Invitation) -> Option<Rc<str>> {
    let conversation = &state.conversation;
    let name = |who: &Option<ParticipantId>| name_of(conversation, who.as_ref()?);
    name(&invitation.agent).or_else(|| name(&conversation.agent))
}

/// The local time at which the banner changes by itself.
pub(super) fn next_change(state: &State) -> Option<Millis> {
    if state.cobrowse.invitations.is_empty() { None } else { changes(state) }
}

#[inline(never)]
fn changes(state: &State) -> Option<Millis> {
    let (invitation, stage) = shown(state)?;
    let at = match stage {
        // The next whole second of the countdown; at its end the invitation itself ends.
        Stage::Invited { seconds_left, .. } => invitation.expires - Millis::from_secs((seconds_left - 1).max(0)),
        Stage::Accepting { slow: false } => invitation.since + STILL_CONNECTING_AFTER,
        Stage::Accepting { slow: true } => state.cobrowse.next_deadline()?,
        Stage::Ending { slow: false } => invitation.since + END_CONFIRMED_WITHIN,
        Stage::Active { seconds: Some(seconds), .. } => invitation.since + Millis::from_secs(seconds + 1),
        Stage::Active { seconds: None, .. } | Stage::Ending { slow: true } => return None,
        Stage::Over(_) => invitation.since + OUTCOME_LASTS,
    };
    Some(at - state.clock_offset.unwrap_or_default())
}

/// An invitation that waits comes first, then one on its way, then a session, then the newest end.
fn shown(state: &State) -> Option<(&Invitation, Stage)> {
    let now = state.server_time(state.now);
    let mut shown: Option<((u8, Millis), &Invitation, Stage)> = None;
    for invitation in &state.cobrowse.invitations {
        let Some(stage) = stage_of(state, invitation, now) else { continue };
        let rank = match stage {
            Stage::Invited { .. } => (3, Millis(0)),
            Stage::Accepting { .. } => (2, Millis(0)),
            Stage::Active { .. } | Stage::Ending { .. } => (1, Millis(0)),
            Stage::Over(_) => (0, invitation.since),
        };
        // Of equals the newest, which is the last.
        if shown.as_ref().is_none_or(|(highest, ..)| rank >= *highest) {
            shown = Some((rank, invitation, stage));
        }
    }
    shown.map(|(_, invitation, stage)| (invitation, stage))
}

/// What is to be said of an invitation, if anything is.
fn stage_of(state: &State, invitation: &Invitation, now: Millis) -> Option<Stage> {
    let outcome = match invitation.phase {
        Phase::Invited { failed_before } => {
            let left = (invitation.expires - now).0.max(0);
            return Some(Stage::Invited {
                seconds_left: left.saturating_add(999) / 1_000,
                accept: match (state.may_answer, state.tag_ready || invitation.is_pages) {
                    (true, true) => AcceptGate::Ready,
                    (true, false) => AcceptGate::GettingReady,
                    (false, _) => AcceptGate::Elsewhere,
                },
                failed_before,
            });
        }
        Phase::Accepting => return Some(Stage::Accepting { slow: now >= invitation.since + STILL_CONNECTING_AFTER }),
        Phase::Active { joined, confirmed, elsewhere } => {
            let elsewhere = elsewhere && invitation.carried.state.is_none();
            let ran = now.0.checked_sub(invitation.since.0).filter(|ran| (0..LONGEST_SESSION.0).contains(ran));
            return Some(Stage::Active { joined, confirmed, elsewhere, seconds: ran.map(|ran| ran / 1_000) });
        }
        Phase::Ending { .. } => return Some(Stage::Ending { slow: now >= invitation.since + END_CONFIRMED_WITHIN }),
        Phase::Declined | Phase::Closed(Ending::Declined | Ending::Unsaid) => Outcome::Declined,
        Phase::Expired | Phase::Closed(Ending::Expired) => Outcome::Expired,
        Phase::Closed(Ending::Cancelled) => Outcome::Cancelled,
        Phase::Closed(Ending::Ended { after_session: true }) => Outcome::SessionEnded,
        Phase::Closed(Ending::Ended { after_session: false }) => Outcome::InvitationEnded,
        Phase::Closed(Ending::Failed | Ending::Broken) => Outcome::Failed,
        Phase::Closed(Ending::Replaced) => return None,
    };
    (now < invitation.since + OUTCOME_LASTS).then_some(Stage::Over(outcome))
}

/// After how long without an answer of the service the consumer is told that the end is not confirmed.
const END_CONFIRMED_WITHIN: Millis = Millis::from_secs(10);
/// One that seems to have been running for longer began at an unknown time.
const LONGEST_SESSION: Millis = Millis::from_secs(24 * 3_600);
/// For how long the end of an invitation is told.
const OUTCOME_LASTS: Millis = Millis::from_secs(8);
