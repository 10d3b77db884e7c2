//! The machine: how sightings, answers and time move invitations.
//!
//! Invariants: an answered invitation is never `Invited` again unless publishing failed; `Closed` is left only towards
//! `Active`, and only where the service did not tell of the end, because a session that runs is always shown.

use std::rc::Rc;

use super::report::{after_report, controlled, reported};
use super::sighting::{Sighted, Sighting, is_in_millis};
use super::{Action, Answer, Carried, CarrierState, CoBrowse, Ending, Invitation, Key, KeyParts, Phase, Told};
use crate::protocol::{
    CoBrowseMode, ConversationChange, ConversationId, Millis, NotificationKey, ServiceId, SessionState,
};
use crate::store::Diagnostic;

/// After how long without confirmation an accepted invitation is said to be still connecting.
pub const STILL_CONNECTING_AFTER: Millis = Millis::from_secs(15);

/// Moves the invitations, and tells what could not be used. What does not change keeps its `Rc`.
#[inline(never)]
pub fn reduce(state: &mut Rc<CoBrowse>, action: &Action, diagnostics: &mut Vec<Diagnostic>) {
    match action {
        Action::Seen { change, now } => see(state, change, *now, diagnostics),
        Action::Tick(now) => step_all(state, Step::TimePassed, *now),
        Action::Told { key, told, is_taken } => {
            if let Some(invitation) = state.place_of(key).and_then(|place| changed(state, place)) {
                invitation.told = *told;
                invitation.is_pages |= is_taken;
                invitation.answer_published |= *told == Told::Answer && invitation.is_pages;
            }
        }
        Action::Offered(key) => {
            if let Some(invitation) = state.place_of(key).and_then(|place| changed(state, place)) {
                invitation.offered = true;
            }
        }
        Action::Answered { key, answer, now } => diagnostics.extend(answered(state, key, *answer, *now).err()),
        Action::AnswerPublished(key) => {
            if let Some(invitation) = state.place_of(key).and_then(|place| changed(state, place)) {
                invitation.answer_published = true;
            }
        }
        Action::Reported { report, now } => diagnostics.extend(reported(state, report, *now).err()),
        Action::Controlled { key, granted, now } => controlled(state, key, *granted, *now),
        Action::PublishFailed { key, now } => publish_failed(state, key, *now),
        Action::End { key, now } => {
            step_one(state, key, Step::End, *now);
            if state.find(key).is_some_and(|ended| matches!(ended.phase, Phase::Ending { .. })) {
                // After a reload it is not taken for a session that goes on.
                let remembered = &mut Rc::make_mut(state).remembered;
                remembered.retain(|(known, _)| known != key);
                remembered.push((key.clone(), Answer::Ended));
                bound(remembered);
            }
        }
        Action::EndAsked(key) => step_one(state, key, Step::EndAsked, Millis::default()),
        Action::Remembered { answers, now } => remember(state, answers, *now),
        Action::Unconfirmed => step_all(state, Step::ConnectionLost, Millis::default()),
    }
}

/// What can happen to one invitation.
#[derive(Clone, Copy)]
pub(super) enum Step {
    TimePassed,
    ConnectionLost,
    Answered(Answer),
    NotPublished,
    Replaced,
    Accepted { joined: bool },
    End,
    EndAsked,
    Closed { cancelled: bool },
    Reported(CarrierState),
}

/// The table of the machine: where an invitation stands after a step. Whatever is not in it changes nothing.
fn after(invitation: &Invitation, step: Step, now: Millis) -> Phase {
    let phase = invitation.phase;
    let is_past = now >= invitation.expires;
    let is_carried = invitation.is_carried_by_page();
    match (step, phase) {
        (Step::TimePassed | Step::Answered(_), Phase::Invited { .. }) if is_past => Phase::Expired,
        // The page's tag never came: nobody is told any more.
        (Step::TimePassed, Phase::Declined) if is_past && !invitation.answer_published => Phase::Closed(Ending::Unsaid),
        // Of what the page carries it alone knows what becomes of it.
        (Step::TimePassed | Step::ConnectionLost, Phase::Accepting | Phase::Active { .. }) if is_carried => phase,
        (Step::Closed { .. }, Phase::Accepting | Phase::Active { .. } | Phase::Ending { .. }) if is_carried => phase,
        (Step::TimePassed, Phase::Accepting) if now >= invitation.expires + FAILED_AFTER_EXPIRY => {
            Phase::Closed(Ending::Failed)
        }
        (Step::ConnectionLost, Phase::Active { joined, elsewhere, .. }) => {
            Phase::Active { joined, confirmed: false, elsewhere }
        }
        (Step::ConnectionLost | Step::End, Phase::Ending { began, .. }) => Phase::Ending { asked: false, began },
        (Step::End, Phase::Accepting) => Phase::Ending { asked: false, began: false },
        (Step::End, Phase::Active { .. }) => Phase::Ending { asked: false, began: true },
        (Step::EndAsked, Phase::Ending { began, .. }) => Phase::Ending { asked: true, began },
        (Step::Answered(Answer::Accepted), Phase::Invited { .. }) => Phase::Accepting,
        (Step::Answered(Answer::Declined | Answer::Ended), Phase::Invited { .. }) => Phase::Declined,
        (Step::NotPublished, Phase::Accepting | Phase::Declined) if invitation.answer_published => phase,
        (Step::NotPublished, Phase::Accepting | Phase::Declined) if is_past => Phase::Expired,
        (Step::NotPublished, Phase::Accepting | Phase::Declined) => Phase::Invited { failed_before: true },
        (Step::Replaced, Phase::Invited { .. }) => Phase::Closed(Ending::Replaced),
        (Step::Reported(told), _) => after_report(invitation, told),
        (Step::Accepted { joined: told }, Phase::Active { joined, elsewhere, .. }) => {
            Phase::Active { joined: joined || told, confirmed: true, elsewhere }
        }
        (_, Phase::Closed(ending)) if ending.is_told() => phase,
        // What was told before the service heard of the end.
        (Step::Accepted { .. }, Phase::Ending { .. }) => phase,
        (Step::Accepted { joined }, _) => {
            let is_from_here = matches!(phase, Phase::Accepting | Phase::Closed(Ending::Failed));
            Phase::Active { joined, confirmed: true, elsewhere: !is_from_here }
        }
        (Step::Closed { .. }, Phase::Closed(_)) => phase,
        (Step::Closed { .. }, Phase::Declined) => Phase::Closed(Ending::Declined),
        (Step::Closed { .. }, Phase::Expired) => Phase::Closed(Ending::Expired),
        (Step::Closed { cancelled: true }, _) => Phase::Closed(Ending::Cancelled),
        // The service's timer may be a little ahead of ours.
        (Step::Closed { .. }, Phase::Invited { .. }) if now + EARLY >= invitation.expires => {
            Phase::Closed(Ending::Expired)
        }
        (Step::Closed { .. }, _) => {
            let after_session = matches!(phase, Phase::Active { .. } | Phase::Ending { began: true, .. });
            Phase::Closed(Ending::Ended { after_session })
        }
        _ => phase,
    }
}

/// Takes a step with the invitation at a place.
pub(super) fn step(state: &mut Rc<CoBrowse>, place: usize, step: Step, now: Millis) {
    let Some(invitation) = state.invitations.get(place) else { return };
    let (old, phase) = (invitation.phase, after(invitation, step, now));
    let is_closed_there = matches!(step, Step::Closed { .. }) && !phase.is_over();
    if phase == old && (!is_closed_there || invitation.is_closed_there) {
        return;
    }
    let Some(invitation) = changed(state, place) else { return };
    invitation.is_closed_there |= is_closed_there;
    if phase == old {
        return;
    }
    invitation.phase = phase;
    if phase.is_over() {
        // Nobody carries it any more, and what was given for it is given back. Why it ended is still said.
        let message = invitation.carried.message.clone();
        invitation.carried = Rc::new(Carried { message, ..Carried::default() });
    }
    // That a session goes on, and that the service closes what is over, tells the consumer nothing new.
    let is_known = matches!(step, Step::ConnectionLost | Step::EndAsked)
        || matches!(
            (old, phase),
            (Phase::Active { .. }, Phase::Active { .. })
                | (Phase::Declined, Phase::Closed(Ending::Declined))
                | (Phase::Expired, Phase::Closed(Ending::Expired))
        );
    if !is_known {
        invitation.since = now;
    }
}

fn step_one(state: &mut Rc<CoBrowse>, key: &Key, one: Step, now: Millis) {
    if let Some(place) = state.place_of(key) {
        step(state, place, one, now);
    }
}

fn step_all(state: &mut Rc<CoBrowse>, every: Step, now: Millis) {
    for place in 0..state.invitations.len() {
        step(state, place, every, now);
    }
}

/// An invitation that is about to change.
#[inline(never)]
pub(super) fn changed(state: &mut Rc<CoBrowse>, place: usize) -> Option<&mut Invitation> {
    Rc::make_mut(state).invitations.get_mut(place).map(Rc::make_mut)
}

/// When time alone will move the invitation.
pub(super) fn deadline(invitation: &Invitation) -> Option<Millis> {
    match invitation.phase {
        Phase::Invited { .. } => Some(invitation.expires),
        Phase::Declined if !invitation.answer_published => Some(invitation.expires),
        Phase::Accepting if !invitation.is_carried_by_page() => Some(invitation.expires + FAILED_AFTER_EXPIRY),
        _ => None,
    }
}

fn answered(state: &mut Rc<CoBrowse>, key: &Key, answer: Answer, now: Millis) -> Result<(), Diagnostic> {
    let place = state.place_of(key).ok_or(Diagnostic::AnswerToNothing)?;
    let phase = |state: &CoBrowse| state.invitations.get(place).map(|invitation| invitation.phase);
    if !matches!(phase(state), Some(Phase::Invited { .. })) {
        return Err(Diagnostic::SecondAnswer);
    }
    step(state, place, Step::Answered(answer), now);
    if phase(state) == Some(Phase::Expired) {
        return Err(Diagnostic::LateAnswer);
    }
    let remembered = &mut Rc::make_mut(state).remembered;
    remembered.push((key.clone(), answer));
    bound(remembered);
    Ok(())
}

/// An answer that another tab gave counts here too, and is that tab's to publish. Nothing takes it back here: whether one
/// was published that is not kept any more, nobody could tell.
fn remember(state: &mut Rc<CoBrowse>, answers: &[(Key, Answer)], now: Millis) {
    for (key, answer) in answers {
        let counts = |invitation: &Rc<Invitation>| match invitation.phase {
            // Its end the service tells.
            _ if *answer == Answer::Ended => false,
            Phase::Invited { .. } => true,
            // A Yes is published at once: the No that waits for this page's tag comes too late. The consumer has said both:
            // should the Yes fail, it may be that nothing is told.
            Phase::Declined => *answer == Answer::Accepted,
            _ => false,
        };
        let Some(place) = state.place_of(key).filter(|_| state.find(key).is_some_and(counts)) else { continue };
        if let Some(invitation) = changed(state, place) {
            invitation.answer_published = true;
        }
        step(state, place, Step::Answered(*answer), now);
    }
    let remembered = &mut Rc::make_mut(state).remembered;
    remembered.clear();
    remembered.extend_from_slice(answers);
    bound(remembered);
}

fn publish_failed(state: &mut Rc<CoBrowse>, key: &Key, now: Millis) {
    let phase = |state: &CoBrowse| state.find(key).map(|invitation| invitation.phase);
    let before = phase(state);
    if let Some(place) = state.place_of(key) {
        if let Some(invitation) = changed(state, place) {
            invitation.told = invitation.told.min(Told::Invitation);
        }
        step(state, place, Step::NotPublished, now);
        // One that came in the meantime stands in its place.
        let is_newer = |other: &Rc<Invitation>| {
            matches!(other.phase, Phase::Invited { .. }) && other.key.conversation == key.conversation
        };
        if state.invitations.iter().skip(place + 1).any(is_newer) {
            step(state, place, Step::Replaced, now);
        }
    }
    let Some(place) = state.remembered.iter().position(|(remembered, _)| remembered == key) else { return };
    if before.is_some() && phase(state) == before {
        // It was not waited for any more.
        return;
    }
    let remembered = &mut Rc::make_mut(state).remembered;
    let is_no = remembered.get(place).is_some_and(|(_, answer)| *answer == Answer::Declined);
    if is_no == (before == Some(Phase::Declined)) {
        remembered.remove(place);
    } else {
        // Another tab answered otherwise meanwhile, and that stands.
        let answers = remembered.clone();
        remember(state, &answers, now);
    }
}

fn see(state: &mut Rc<CoBrowse>, change: &ConversationChange, now: Millis, diagnostics: &mut Vec<Diagnostic>) {
    let Some(sighting) = &Sighting::of(change) else { return };
    if is_old(state, sighting) {
        diagnostics.push(Diagnostic::OlderCoBrowseDialogs);
        return;
    }
    let mut present = Vec::new();
    for seen in sighting.dialogs() {
        match see_dialog(state, sighting.conversation, &seen, now, diagnostics) {
            Ok(place) => present.extend(place),
            Err(diagnostic) => diagnostics.push(diagnostic),
        }
    }
    // A notification carries the whole state: what it does not hold any more has ended.
    for place in 0..state.invitations.len() {
        let is_meant = state.invitations.get(place).is_some_and(|invitation| {
            let key = &invitation.key;
            key.conversation == *sighting.conversation && sighting.updated.is_none_or(|updated| updated >= key.stamp)
        });
        if is_meant && !present.contains(&place) {
            step(state, place, Step::Closed { cancelled: false }, now);
        }
    }
    while state.invitations.len() > MOST {
        // The oldest that is over goes first.
        let oldest_over = state.invitations.iter().position(|invitation| invitation.phase.is_over());
        Rc::make_mut(state).invitations.remove(oldest_over.unwrap_or(0));
    }
}

/// Whether a newer notification of the same conversation was seen before. If not, this is the newest.
fn is_old(state: &mut Rc<CoBrowse>, sighting: &Sighting<'_>) -> bool {
    let Some(updated) = sighting.updated else { return false };
    let place = state.newest.iter().position(|(conversation, _)| conversation == sighting.conversation);
    let known = place.and_then(|place| state.newest.get(place));
    if let Some((_, newest)) = known
        && updated <= *newest
    {
        return updated < *newest;
    }
    let newest = &mut Rc::make_mut(state).newest;
    if let Some(place) = place {
        newest.remove(place);
    }
    newest.push((sighting.conversation.clone(), updated));
    bound(newest);
    false
}

/// Applies one dialog; yields the place of the live invitation that it shows.
fn see_dialog(
    state: &mut Rc<CoBrowse>,
    conversation: &ConversationId,
    seen: &Sighted<'_>,
    now: Millis,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Option<usize>, Diagnostic> {
    let live = state.newest_live(conversation, seen);
    let joined = seen.is_at(&NotificationKey::Joined);
    let is_accepted = match seen.state() {
        Some(SessionState::Closed) => {
            let cancelled = seen.is_at(&NotificationKey::CancelInvitation);
            if let Some(place) = live {
                step(state, place, Step::Closed { cancelled }, now);
            }
            return Ok(None);
        }
        Some(SessionState::Invited) => false,
        Some(SessionState::Accepted) => true,
        // An unknown step of a known invitation does not end it.
        Some(_) => return live.map(Some).ok_or(Diagnostic::UnknownCoBrowseState),
        // Neither does one that tells too little.
        None => return live.map(Some).ok_or(Diagnostic::CoBrowseWithoutState),
    };
    if is_accepted && let Some(place) = live {
        step(state, place, Step::Accepted { joined }, now);
        return Ok(live);
    }
    let Some(key) = state.key_of(conversation, seen) else {
        return live.map(Some).ok_or(Diagnostic::UnusableServiceId);
    };
    match state.place_of(&key) {
        Some(_) if is_accepted => return Err(Diagnostic::AcceptedAfterItsEnd),
        Some(place) => return Ok(Some(place)),
        None => {}
    }
    // They are bounded at the end of the notification; this one must not hold more than could be told apart quickly.
    if state.invitations.len() >= MOST + MOST {
        return Err(Diagnostic::TooManyDialogs);
    }
    let mode = seen.metadata.and_then(|metadata| metadata.mode.as_ref()).filter(|mode| is_known(mode));
    let mode = mode.ok_or(Diagnostic::UnknownCoBrowseMode)?;
    let expires = seen.expires().unwrap_or_else(|| seen.dialog.creation_ts.unwrap_or(now) + DEFAULT_LIFE);
    let remembered = state.remembered.iter().find(|(remembered, _)| *remembered == key).map(|(_, answer)| *answer);
    let of_it = |other: &Invitation| other.key.conversation == key.conversation;
    // The order of dialogs in a notification says nothing.
    let is_replaced = state.standing().is_some_and(|other| of_it(other) && other.key.stamp > key.stamp);
    let stands_too_long = !is_accepted && expires > now + LONGEST;
    let phase = match remembered {
        Some(Answer::Ended) => Phase::Ending { asked: false, began: is_accepted },
        _ if is_accepted => Phase::Active { joined, confirmed: true, elsewhere: true },
        // Kept nevertheless: it raises no prompt later either, when there is less time left. Should a session come of it
        // somewhere, that is shown.
        _ if stands_too_long => Phase::Closed(Ending::Failed),
        Some(Answer::Accepted) => Phase::Accepting,
        Some(Answer::Declined) => Phase::Declined,
        None if now >= expires => Phase::Expired,
        None if is_replaced => Phase::Closed(Ending::Replaced),
        None => Phase::Invited { failed_before: false },
    };
    if matches!(phase, Phase::Invited { .. }) {
        for place in 0..state.invitations.len() {
            if state.invitations.get(place).is_some_and(|other| of_it(other)) {
                step(state, place, Step::Replaced, now);
            }
        }
    }
    let state = Rc::make_mut(state);
    state.invitations.push(Rc::new(Invitation {
        key,
        agent: seen.agent().cloned(),
        mode: mode.clone(),
        expires,
        phase,
        told: Told::Nothing,
        is_pages: false,
        is_closed_there: false,
        offered: false,
        answer_published: remembered.is_some(),
        carried: Rc::default(),
        since: match phase {
            // What was over already when it was found was so long ago.
            _ if stands_too_long => Millis(i64::MIN),
            Phase::Expired => Millis(i64::MIN),
            // What ran already has run since its dialog last changed, at least.
            Phase::Active { .. } => seen.dialog.meta_data_last_update_ts.unwrap_or(Millis(i64::MIN)),
            _ => now,
        },
    }));
    match seen.expires_as_told() {
        _ if stands_too_long => return Err(Diagnostic::StandsTooLong),
        _ if is_accepted => {}
        _ if phase == Phase::Expired => diagnostics.push(Diagnostic::ExpiredUnseen),
        None => diagnostics.push(Diagnostic::NoExpires),
        Some(told) if is_in_millis(told) => diagnostics.push(Diagnostic::ExpiresInMillis),
        Some(_) => {}
    }
    Ok(Some(state.invitations.len() - 1))
}

fn is_known(mode: &CoBrowseMode) -> bool {
    use CoBrowseMode::{Follow, Shared, VideoCall, View, VoiceCall};
    matches!(mode, Shared | View | Follow | VoiceCall | VideoCall)
}

impl CoBrowse {
    pub(super) fn place_of(&self, key: &Key) -> Option<usize> {
        self.invitations.iter().position(|invitation| invitation.key == *key)
    }

    /// The newest live invitation of which the dialog can speak. What it leaves out, as an abbreviated CLOSED does,
    /// distinguishes nothing, but what was said before the invitation was made does not speak of it.
    fn newest_live(&self, conversation: &ConversationId, seen: &Sighted<'_>) -> Option<usize> {
        let dialog = seen.dialog;
        let service = seen.metadata.and_then(|metadata| metadata.service_id.as_ref());
        self.invitations.iter().rposition(|invitation| {
            let key = &invitation.key;
            key.conversation == *conversation
                && key.dialog == dialog.dialog_id
                && service.is_none_or(|service| *service == key.service)
                && match dialog.creation_ts {
                    Some(created) => created == key.stamp,
                    None => seen.told().is_none_or(|told| told >= key.stamp),
                }
                && match invitation.phase {
                    // A session that runs is always shown.
                    Phase::Closed(ending) => !ending.is_told() && seen.state() == Some(&SessionState::Accepted),
                    _ => true,
                }
        })
    }

    /// The key that the dialog tells. Without a creation time the first time that it was seen to change serves, and
    /// stays.
    fn key_of(&self, conversation: &ConversationId, seen: &Sighted<'_>) -> Option<Key> {
        let service = seen.metadata?.service_id.as_ref().filter(|service| is_usable(service))?;
        let created = seen.dialog.creation_ts;
        let mut key = KeyParts {
            conversation: conversation.clone(),
            dialog: seen.dialog.dialog_id.clone(),
            service: service.clone(),
            stamp: created.or_else(|| seen.told()).unwrap_or_default(),
        };
        if created.is_none()
            && let Some(known) = self.invitations.iter().rev().find(|known| {
                let known = &known.key;
                known.conversation == key.conversation && known.dialog == key.dialog && known.service == key.service
            })
        {
            key.stamp = known.key.stamp;
        }
        Some(key.into())
    }
}

fn is_usable(service: &ServiceId) -> bool {
    let text = service.as_str();
    (1..=LONGEST_SERVICE_ID).contains(&text.len()) && !text.chars().any(char::is_control)
}

/// Keeps what is remembered bounded: the oldest goes first.
fn bound<T>(list: &mut Vec<T>) {
    list.drain(..list.len().saturating_sub(MOST));
}

/// By how much the end of an invitation may come before its time and still count as its time having passed.
const EARLY: Millis = Millis::from_secs(1);
const FAILED_AFTER_EXPIRY: Millis = Millis::from_secs(10);
const DEFAULT_LIFE: Millis = Millis::from_secs(120);
const LONGEST: Millis = Millis::from_secs(15 * 60);
const LONGEST_SERVICE_ID: usize = 1_024;
const MOST: usize = 32;
