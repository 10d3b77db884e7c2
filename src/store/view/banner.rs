//! The CoBrowse banner: the invitation that stands, the session that runs, or for a while how one ended.

use std::rc::Rc;

use super::name_of;
use crate::protocol::{CoBrowseMode, Millis};
use crate::store::State;
use crate::store::cobrowse::{Ending, Invitation, Key, Phase, STILL_CONNECTING_AFTER};

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
    },
    /// It is over.
    Over(Outcome),
}

/// Whether an invitation can be accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AcceptGate {
    /// The page's tag is there.
    Ready,
    /// The page's tag is still loading.
    GettingReady,
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
    let now = state.server_time(state.now);
    let invitation = shown(state, now)?;
    let stage = match (invitation.phase, outcome(invitation)) {
        (Phase::Invited { failed_before }, _) => Stage::Invited {
            seconds_left: seconds_left(invitation, now),
            accept: if state.tag_ready { AcceptGate::Ready } else { AcceptGate::GettingReady },
            failed_before,
        },
        (Phase::Accepting { since }, _) => Stage::Accepting { slow: now >= since + STILL_CONNECTING_AFTER },
        (Phase::Active { joined, confirmed, .. }, _) => Stage::Active { joined, confirmed },
        (_, Some(outcome)) => Stage::Over(outcome),
        (_, None) => return None,
    };
    let conversation = &state.conversation;
    let names = [invitation.agent.as_ref(), conversation.agent.as_ref()].into_iter().flatten();
    Some(BannerView {
        key: invitation.key.clone(),
        agent: names.filter_map(|who| name_of(conversation, who)).next(),
        mode: invitation.mode.clone(),
        stage,
    })
}

/// The local time at which the banner changes by itself.
pub(super) fn next_change(state: &State) -> Option<Millis> {
    let now = state.server_time(state.now);
    let invitation = shown(state, now)?;
    let at = match invitation.phase {
        Phase::Invited { .. } => {
            let left = seconds_left(invitation, now);
            // The next whole second of the countdown; at its end the invitation itself ends.
            invitation.expires - Millis::from_secs(left.saturating_sub(1).max(0))
        }
        Phase::Accepting { since } if now < since + STILL_CONNECTING_AFTER => since + STILL_CONNECTING_AFTER,
        Phase::Accepting { .. } => super::super::cobrowse::CoBrowse::next_deadline(&state.cobrowse)?,
        Phase::Active { .. } => return None,
        Phase::Declined | Phase::Expired | Phase::Closed(_) => invitation.since + OUTCOME_LASTS,
    };
    Some(at - state.clock_offset.unwrap_or_default())
}

/// An invitation that waits comes first, then one on its way, then a session, then the newest end.
fn shown(state: &State, now: Millis) -> Option<&Rc<Invitation>> {
    let newest = |wanted: fn(&Phase) -> bool| {
        state.cobrowse.invitations.iter().rev().find(move |invitation| wanted(&invitation.phase))
    };
    newest(|phase| matches!(phase, Phase::Invited { .. }))
        .or_else(|| newest(|phase| matches!(phase, Phase::Accepting { .. })))
        .or_else(|| newest(|phase| matches!(phase, Phase::Active { .. })))
        .or_else(|| {
            let is_fresh = |invitation: &&Rc<Invitation>| now < invitation.since + OUTCOME_LASTS;
            let told = state.cobrowse.invitations.iter().filter(|invitation| outcome(invitation).is_some());
            told.filter(is_fresh).max_by_key(|invitation| invitation.since)
        })
}

fn outcome(invitation: &Invitation) -> Option<Outcome> {
    Some(match invitation.phase {
        Phase::Declined | Phase::Closed(Ending::Declined) => Outcome::Declined,
        Phase::Expired | Phase::Closed(Ending::Expired) => Outcome::Expired,
        Phase::Closed(Ending::Cancelled) => Outcome::Cancelled,
        Phase::Closed(Ending::Ended { after_session: true }) => Outcome::SessionEnded,
        Phase::Closed(Ending::Ended { after_session: false }) => Outcome::InvitationEnded,
        Phase::Closed(Ending::Failed) => Outcome::Failed,
        Phase::Closed(Ending::Replaced) | Phase::Invited { .. } | Phase::Accepting { .. } | Phase::Active { .. } => {
            return None;
        }
    })
}

fn seconds_left(invitation: &Invitation, now: Millis) -> i64 {
    let left = (invitation.expires - now).0.max(0);
    left.saturating_add(999) / 1_000
}

/// For how long the end of an invitation is told.
const OUTCOME_LASTS: Millis = Millis::from_secs(8);
