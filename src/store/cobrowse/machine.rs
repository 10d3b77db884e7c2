//! The machine: how sightings, answers and time move invitations.
//!
//! Invariants: an answered invitation is never `Invited` again unless publishing failed; `Closed` is left only towards
//! `Active`, and only from [`Ending::Failed`], because a session that runs is always shown.

use std::rc::Rc;

use super::{Action, Answer, CoBrowse, Ending, Invitation, Key, Phase, Sighting};
use crate::protocol::{
    CoBrowseMetadata, CoBrowseMode, Dialog, DialogParticipant, DialogState, Millis, NotificationKey, ParticipantId,
    SessionState,
};
use crate::store::Diagnostic;

/// After how long without confirmation an accepted invitation is said to be still connecting.
pub const STILL_CONNECTING_AFTER: Millis = Millis::from_secs(15);

/// Moves the invitations. What could not be used is told in sentences.
#[must_use]
pub fn reduce(state: &CoBrowse, action: Action) -> (CoBrowse, Vec<Diagnostic>) {
    let mut next = state.clone();
    let mut diagnostics = Vec::new();
    let time = action.time();
    match action {
        Action::Seen { sighting, now } => see(&mut next, &sighting, now, &mut diagnostics),
        Action::Tick(now) => tick(&mut next, now),
        Action::Offered(key) => alter(&mut next, &key, |invitation| invitation.offered = true),
        Action::Answered { key, answer, now } => {
            if let Err(sentence) = answered(&mut next, &key, answer, now) {
                diagnostics.push(Diagnostic::new(sentence));
            }
        }
        Action::AnswerPublished(key) => alter(&mut next, &key, |invitation| invitation.answer_published = true),
        Action::PublishFailed { key, now } => publish_failed(&mut next, &key, now),
        Action::Remembered(answers) => {
            next.remembered = answers;
            trim(&mut next);
        }
        Action::Unconfirmed => {
            for invitation in &mut next.invitations {
                if let Phase::Active { joined, confirmed: true, elsewhere } = invitation.phase {
                    Rc::make_mut(invitation).phase = Phase::Active { joined, confirmed: false, elsewhere };
                }
            }
        }
    }
    stamp_changes(state, &mut next, time);
    (next, diagnostics)
}

/// Notes when each phase began, so that the end of an invitation can be told for a while.
fn stamp_changes(before: &CoBrowse, after: &mut CoBrowse, now: Option<Millis>) {
    for invitation in &mut after.invitations {
        let Some(old) = before.find(&invitation.key) else { continue };
        // That the service closes what is over tells the consumer nothing new.
        let is_known = matches!(
            (old.phase, invitation.phase),
            (Phase::Declined, Phase::Closed(Ending::Declined)) | (Phase::Expired, Phase::Closed(Ending::Expired))
        );
        if let Some(now) = now
            && old.phase != invitation.phase
            && !is_known
        {
            Rc::make_mut(invitation).since = now;
        }
    }
}

/// When time alone will move the invitation.
pub(super) fn deadline(invitation: &Invitation) -> Option<Millis> {
    match invitation.phase {
        Phase::Invited { .. } => Some(invitation.expires),
        Phase::Declined if !invitation.answer_published => Some(invitation.expires),
        Phase::Accepting { .. } => Some(invitation.expires + FAILED_AFTER_EXPIRY),
        _ => None,
    }
}

fn tick(state: &mut CoBrowse, now: Millis) {
    for invitation in &mut state.invitations {
        let phase = match invitation.phase {
            Phase::Invited { .. } if now >= invitation.expires => Phase::Expired,
            // The page's tag never came: nobody is told any more.
            Phase::Declined if !invitation.answer_published && now >= invitation.expires => {
                Phase::Closed(Ending::Declined)
            }
            Phase::Accepting { .. } if now >= invitation.expires + FAILED_AFTER_EXPIRY => Phase::Closed(Ending::Failed),
            _ => continue,
        };
        Rc::make_mut(invitation).phase = phase;
    }
}

fn answered(state: &mut CoBrowse, key: &Key, answer: Answer, now: Millis) -> Result<(), String> {
    let invitation = state.find(key).ok_or_else(|| format!("an answer to an unknown {key} was passed over"))?;
    if !matches!(invitation.phase, Phase::Invited { .. }) {
        return Err(format!("a second answer to {key} was passed over"));
    }
    if now >= invitation.expires {
        alter(state, key, |invitation| invitation.phase = Phase::Expired);
        return Err(format!("an answer to {key} came after its end and was passed over"));
    }
    alter(state, key, |invitation| {
        invitation.phase = match answer {
            Answer::Accepted => Phase::Accepting { since: now },
            Answer::Declined => Phase::Declined,
        };
    });
    state.remembered.push((key.clone(), answer));
    trim(state);
    Ok(())
}

fn publish_failed(state: &mut CoBrowse, key: &Key, now: Millis) {
    alter(state, key, |invitation| {
        if matches!(invitation.phase, Phase::Accepting { .. } | Phase::Declined) && !invitation.answer_published {
            let still_stands = now < invitation.expires;
            invitation.phase = if still_stands { Phase::Invited { failed_before: true } } else { Phase::Expired };
        }
    });
    state.remembered.retain(|(remembered, _)| remembered != key);
}

fn see(state: &mut CoBrowse, sighting: &Sighting, now: Millis, diagnostics: &mut Vec<Diagnostic>) {
    if is_old(state, sighting) {
        diagnostics.push(Diagnostic::new("CoBrowse dialogs of an older notification were passed over"));
        return;
    }
    let mut present: Vec<Key> = Vec::new();
    if !sighting.is_over {
        for dialog in &sighting.dialogs {
            match see_dialog(state, sighting, dialog, now) {
                Ok(key) => present.extend(key),
                Err(sentence) => diagnostics.push(Diagnostic::new(sentence)),
            }
        }
    }
    // A notification carries the whole state: what it does not hold any more has ended.
    for invitation in &mut state.invitations {
        let is_of_this = invitation.key.conversation == sighting.conversation;
        let is_newer = sighting.updated.is_none_or(|updated| updated >= invitation.key.stamp);
        if is_of_this && is_newer && !invitation.phase.is_over() && !present.contains(&invitation.key) {
            end(invitation, false, now);
        }
    }
    trim(state);
}

/// Whether a newer notification of the same conversation was seen before.
fn is_old(state: &mut CoBrowse, sighting: &Sighting) -> bool {
    let Some(updated) = sighting.updated else { return false };
    match state.newest.iter_mut().find(|(conversation, _)| *conversation == sighting.conversation) {
        Some((_, newest)) if updated < *newest => true,
        Some((_, newest)) => {
            *newest = updated;
            false
        }
        None => {
            state.newest.push((sighting.conversation.clone(), updated));
            let extra = state.newest.len().saturating_sub(MOST);
            state.newest.drain(..extra);
            false
        }
    }
}

/// Applies one dialog; yields the key of the live invitation that it shows.
fn see_dialog(state: &mut CoBrowse, sighting: &Sighting, dialog: &Dialog, now: Millis) -> Result<Option<Key>, String> {
    let Some(metadata) = &dialog.meta_data else {
        return Err(format!("the CoBrowse dialog {} has no metaData and was passed over", dialog.dialog_id));
    };
    match metadata.session_state {
        _ if dialog.state == Some(DialogState::Close) => Ok(see_closed(state, sighting, dialog, metadata, now)),
        Some(SessionState::Closed) => Ok(see_closed(state, sighting, dialog, metadata, now)),
        Some(SessionState::Invited) => see_invited(state, sighting, dialog, metadata, now).map(Some),
        Some(SessionState::Accepted) => see_accepted(state, sighting, dialog, metadata).map(Some),
        Some(SessionState::Other(ref word)) => {
            let known = newest_live(state, sighting, dialog).map(|invitation| invitation.key.clone());
            match known {
                // An unknown step of a known invitation does not end it.
                Some(key) => Ok(Some(key)),
                None => Err(format!("the CoBrowse state {word:.20} is unknown and was passed over")),
            }
        }
        None => Err(format!("the CoBrowse dialog {} has no sessionState and was passed over", dialog.dialog_id)),
    }
}

fn see_invited(
    state: &mut CoBrowse,
    sighting: &Sighting,
    dialog: &Dialog,
    metadata: &CoBrowseMetadata,
    now: Millis,
) -> Result<Key, String> {
    let key = key_of(state, sighting, dialog, metadata)?;
    if state.find(&key).is_some() {
        return Ok(key);
    }
    let (mode, expires) = (known_mode(metadata)?, expires_of(dialog, metadata, now));
    if expires > now + LONGEST {
        return Err(format!("{key} would stand for more than {} minutes and was passed over", LONGEST.0 / 60_000));
    }
    let remembered = state.remembered.iter().find(|(remembered, _)| *remembered == key).map(|(_, answer)| *answer);
    let phase = match remembered {
        Some(Answer::Accepted) => Phase::Accepting { since: now },
        Some(Answer::Declined) => Phase::Declined,
        None if now >= expires => Phase::Expired,
        None => Phase::Invited { failed_before: false },
    };
    for invitation in &mut state.invitations {
        let is_same_conversation = invitation.key.conversation == key.conversation;
        if is_same_conversation && matches!(invitation.phase, Phase::Invited { .. }) {
            Rc::make_mut(invitation).phase = Phase::Closed(Ending::Replaced);
        }
    }
    state.invitations.push(Rc::new(Invitation {
        service: key.service.clone(),
        agent: agent_of(sighting, dialog),
        mode,
        expires,
        phase,
        offered: false,
        answer_published: remembered.is_some(),
        since: if phase == Phase::Expired { Millis(i64::MIN) } else { now },
        key: key.clone(),
    }));
    Ok(key)
}

fn see_accepted(
    state: &mut CoBrowse,
    sighting: &Sighting,
    dialog: &Dialog,
    metadata: &CoBrowseMetadata,
) -> Result<Key, String> {
    let told_joined = metadata.notification_key == Some(NotificationKey::Joined);
    // An ACCEPTED may leave out what the INVITED said: then it speaks of the newest live invitation of its dialog.
    let key = match newest_live(state, sighting, dialog) {
        Some(live) if metadata.service_id.is_none() || metadata.service_id.as_ref() == Some(&live.service) => {
            live.key.clone()
        }
        _ => key_of(state, sighting, dialog, metadata)?,
    };
    if let Some(invitation) = state.invitations.iter_mut().find(|invitation| invitation.key == key) {
        let phase = match invitation.phase {
            Phase::Active { joined, elsewhere, .. } => {
                Phase::Active { joined: joined || told_joined, confirmed: true, elsewhere }
            }
            Phase::Closed(ending) if ending != Ending::Failed => {
                return Err(format!("ACCEPTED after the end of {key} was passed over"));
            }
            Phase::Accepting { .. } => Phase::Active { joined: told_joined, confirmed: true, elsewhere: false },
            _ => Phase::Active { joined: told_joined, confirmed: true, elsewhere: true },
        };
        if invitation.phase != phase {
            Rc::make_mut(invitation).phase = phase;
        }
        return Ok(key);
    }
    let mode = known_mode(metadata)?;
    state.invitations.push(Rc::new(Invitation {
        service: key.service.clone(),
        agent: agent_of(sighting, dialog),
        mode,
        expires: expires_of(dialog, metadata, key.stamp),
        phase: Phase::Active { joined: told_joined, confirmed: true, elsewhere: true },
        offered: false,
        answer_published: false,
        since: Millis(i64::MIN),
        key: key.clone(),
    }));
    Ok(key)
}

/// Ends what the CLOSED dialog speaks of: the invitation with its key, or, abbreviated, the newest live one of its
/// dialog, unless the notification is older than that invitation. Yields nothing: it shows no live invitation.
fn see_closed(
    state: &mut CoBrowse,
    sighting: &Sighting,
    dialog: &Dialog,
    metadata: &CoBrowseMetadata,
    now: Millis,
) -> Option<Key> {
    let cancelled = metadata.notification_key == Some(NotificationKey::CancelInvitation);
    let exact = metadata.service_id.as_ref().zip(dialog.creation_ts);
    let live = newest_live(state, sighting, dialog)?;
    let speaks_of_it = match exact {
        Some((service, created)) => live.service == *service && live.key.stamp == created,
        None => {
            let told = dialog.meta_data_last_update_ts.or(dialog.end_ts).or(sighting.updated);
            metadata.service_id.as_ref().is_none_or(|service| live.service == *service)
                && told.is_none_or(|told| told >= live.key.stamp)
        }
    };
    let key = live.key.clone();
    if speaks_of_it && let Some(invitation) = state.invitations.iter_mut().find(|invitation| invitation.key == key) {
        end(invitation, cancelled, now);
    }
    None
}

fn end(invitation: &mut Rc<Invitation>, cancelled: bool, now: Millis) {
    let ending = match invitation.phase {
        Phase::Declined => Ending::Declined,
        Phase::Expired => Ending::Expired,
        _ if cancelled => Ending::Cancelled,
        // The service's timer may be a little ahead of ours.
        Phase::Invited { .. } if now + EARLY >= invitation.expires => Ending::Expired,
        phase => Ending::Ended { after_session: matches!(phase, Phase::Active { .. }) },
    };
    Rc::make_mut(invitation).phase = Phase::Closed(ending);
}

fn newest_live<'a>(state: &'a CoBrowse, sighting: &Sighting, dialog: &Dialog) -> Option<&'a Rc<Invitation>> {
    let is_it = |invitation: &&Rc<Invitation>| {
        let key = &invitation.key;
        key.conversation == sighting.conversation && key.dialog == dialog.dialog_id
    };
    let may_live = |phase: Phase| !phase.is_over() || phase == Phase::Closed(Ending::Failed);
    state.invitations.iter().rev().find(|invitation| is_it(invitation) && may_live(invitation.phase))
}

fn key_of(state: &CoBrowse, sighting: &Sighting, dialog: &Dialog, metadata: &CoBrowseMetadata) -> Result<Key, String> {
    let service = metadata.service_id.clone().filter(|service| {
        let length = service.as_str().len();
        (1..=LONGEST_SERVICE_ID).contains(&length) && !service.as_str().chars().any(char::is_control)
    });
    let service = service.ok_or_else(|| format!("the CoBrowse dialog {} has no usable serviceId", dialog.dialog_id))?;
    let first_seen = || {
        // Without a creation time the first time that it was seen to change serves, and stays.
        let known = state.invitations.iter().rev().find(|invitation| {
            let key = &invitation.key;
            key.conversation == sighting.conversation && key.dialog == dialog.dialog_id && key.service == service
        });
        known.map(|invitation| invitation.key.stamp).or(dialog.meta_data_last_update_ts).or(sighting.updated)
    };
    let stamp = dialog.creation_ts.or_else(first_seen).unwrap_or_default();
    Ok(Key { conversation: sighting.conversation.clone(), dialog: dialog.dialog_id.clone(), service, stamp })
}

fn known_mode(metadata: &CoBrowseMetadata) -> Result<CoBrowseMode, String> {
    match &metadata.mode {
        Some(CoBrowseMode::Other(word)) => Err(format!("the CoBrowse mode {word:.20} is unknown: no prompt is shown")),
        Some(mode) => Ok(mode.clone()),
        None => Err("a CoBrowse invitation without a mode was passed over".into()),
    }
}

/// When an invitation ends. Missing: two minutes after its creation. A number too large for seconds is milliseconds.
fn expires_of(dialog: &Dialog, metadata: &CoBrowseMetadata, now: Millis) -> Millis {
    match metadata.expires {
        Some(seconds) if seconds.0 > LARGEST_SECONDS => crate::protocol::Seconds(seconds.0 / 1_000.0).to_millis(),
        Some(seconds) => seconds.to_millis(),
        None => dialog.creation_ts.unwrap_or(now) + DEFAULT_LIFE,
    }
}

/// The participant of the dialog who is not the consumer, else the agent who answers.
fn agent_of(sighting: &Sighting, dialog: &Dialog) -> Option<ParticipantId> {
    let mut others =
        dialog.participants.iter().map(DialogParticipant::id).filter(|id| !sighting.consumers.contains(id));
    others.next().cloned().or_else(|| sighting.agent.clone())
}

/// Keeps what is remembered bounded; the oldest that is over goes first.
fn trim(state: &mut CoBrowse) {
    while state.invitations.len() > MOST {
        let oldest_over = state.invitations.iter().position(|invitation| invitation.phase.is_over());
        state.invitations.remove(oldest_over.unwrap_or(0));
    }
    let extra = state.remembered.len().saturating_sub(MOST);
    state.remembered.drain(..extra);
}

fn alter(state: &mut CoBrowse, key: &Key, change: impl FnOnce(&mut Invitation)) {
    if let Some(invitation) = state.invitations.iter_mut().find(|invitation| invitation.key == *key) {
        change(Rc::make_mut(invitation));
    }
}

/// By how much the end of an invitation may come before its time and still count as its time having passed.
const EARLY: Millis = Millis::from_secs(1);
const FAILED_AFTER_EXPIRY: Millis = Millis::from_secs(10);
const DEFAULT_LIFE: Millis = Millis::from_secs(120);
const LONGEST: Millis = Millis::from_secs(15 * 60);
const LARGEST_SECONDS: f64 = 1e11;
const LONGEST_SERVICE_ID: usize = 1_024;
const MOST: usize = 32;
