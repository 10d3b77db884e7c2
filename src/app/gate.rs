//! The answer gate: whether, when and with what data anything of an invitation is published on the page's tag.
//!
//! An answer is never published after CLOSED or expiry, never twice, and always after its offer. A click runs through
//! here synchronously: state and expiry are checked, the answer is written to storage, and the publishing is put out,
//! all before the click's handler returns.

use std::rc::Rc;

use super::{App, Level, Output, TagIds};
use crate::protocol::{CoBrowseMode, ConversationChange, Millis};
use crate::store::cobrowse::{Action as CoBrowseAction, Answer, Invitation, Key, Phase, Sighting};
use crate::store::{Action, State};

/// How long the service's clock is waited for before invitations are judged by the newest time that it told.
const CLOCK_PATIENCE: Millis = Millis::from_secs(5);
/// How many publishings may wait to be told about.
const MOST_PUBLISHED: usize = 64;

/// What the gate knows besides the state.
#[derive(Clone, Debug, Default)]
pub(super) struct Gate {
    ids: TagIds,
    next: u64,
    performed: Vec<(u64, What, Key)>,
    /// Offers that the tag threw at: not tried again before an answer.
    refused_offers: Vec<Key>,
    /// What was seen before the clock was known, the newest of each conversation.
    held: Vec<Rc<ConversationChange>>,
    held_until: Option<Millis>,
    newest_server_time: Millis,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    Offer,
    Answer(Answer),
}

impl Gate {
    pub(super) fn tag(&mut self, ids: TagIds) {
        self.ids = ids;
    }

    pub(super) fn deadline(&self) -> Option<Millis> {
        self.held_until
    }
}

/// Whether an invitation wants the page's tag: for its offer, or for an answer that is not published yet.
pub(super) fn wants_tag(state: &State) -> bool {
    let wants = |invitation: &Rc<Invitation>| match invitation.phase {
        Phase::Invited { .. } => true,
        Phase::Declined => !invitation.answer_published,
        _ => false,
    };
    state.cobrowse.invitations.iter().any(wants)
}

impl App {
    /// The consumer answered.
    pub(super) fn answer(&mut self, now: Millis, key: &Key, answer: Answer) {
        let Some(invitation) = self.state.cobrowse.find(key).cloned() else { return };
        let stands = matches!(invitation.phase, Phase::Invited { .. });
        if !stands || (answer == Answer::Accepted && !self.state.tag_ready) {
            return;
        }
        let server_now = self.state.server_time(now);
        self.apply_cobrowse(CoBrowseAction::Answered { key: key.clone(), answer, now: server_now });
        let taken = self
            .state
            .cobrowse
            .find(key)
            .is_some_and(|invitation| matches!(invitation.phase, Phase::Accepting | Phase::Declined));
        if taken {
            self.keep_answers();
            self.publish_owed(key);
        }
    }

    /// What an output `Publish` came to.
    pub(super) fn published(&mut self, now: Millis, id: u64, result: Result<(), String>) {
        let Some(place) = self.gate.performed.iter().position(|(known, _, _)| *known == id) else { return };
        let (_, what, key) = self.gate.performed.remove(place);
        match (what, result) {
            (What::Offer, Ok(())) => self.apply_cobrowse(CoBrowseAction::Offered(key)),
            (What::Answer(_), Ok(())) => self.apply_cobrowse(CoBrowseAction::AnswerPublished(key)),
            (What::Offer, Err(thrown)) => {
                self.console(Level::Warn, &format!("the page's tag did not take the offer of {key}: {thrown:.200}"));
                self.withdraw_answer(now, &key);
                self.gate.refused_offers.push(key);
            }
            (What::Answer(_), Err(thrown)) => {
                self.console(Level::Error, &format!("the page's tag did not take the answer to {key}: {thrown:.200}"));
                let server_now = self.state.server_time(now);
                self.apply_cobrowse(CoBrowseAction::PublishFailed { key, now: server_now });
                self.keep_answers();
            }
        }
    }

    /// An answer is published after its offer or not at all: one that still waits in the queue is taken back.
    fn withdraw_answer(&mut self, now: Millis, key: &Key) {
        let is_answer = |(_, what, known): &&(u64, What, Key)| matches!(what, What::Answer(_)) && known == key;
        let Some(id) = self.gate.performed.iter().find(is_answer).map(|(id, _, _)| *id) else { return };
        self.out.retain(|output| !matches!(output, Output::Publish { id: queued, .. } if *queued == id));
        self.published(now, id, Err("its offer was not taken".into()));
    }

    /// After every input: offers that are due, and answers that waited for the tag.
    pub(super) fn run_gate(&mut self, now: Millis) {
        if self.gate.held_until.is_some_and(|until| now >= until) {
            // Without an answer to `GetClock` the newest time that the service told is a lower bound of its clock.
            let offset = Millis((self.gate.newest_server_time - now).0.max(0));
            self.apply(Action::Clock { offset });
            self.clock_known(now);
        }
        let server_now = self.state.server_time(now);
        if self.state.cobrowse.next_deadline().is_some_and(|at| server_now >= at) {
            self.apply(Action::Tick(now));
        }
        if !self.state.tag_ready {
            return;
        }
        let due: Vec<Key> = self
            .state
            .cobrowse
            .invitations
            .iter()
            .filter(|invitation| match invitation.phase {
                Phase::Invited { .. } => !invitation.offered && !self.gate.is_on_its_way(&invitation.key),
                Phase::Declined => {
                    let waits = !invitation.answer_published && !self.gate.is_on_its_way(&invitation.key);
                    waits && server_now < invitation.expires
                }
                _ => false,
            })
            .map(|invitation| invitation.key.clone())
            .filter(|key| !self.gate.refused_offers.contains(key))
            .collect();
        for key in due {
            self.publish_owed(&key);
        }
    }

    /// Puts out what the tag has not been told of an invitation: its offer first, then its answer.
    fn publish_owed(&mut self, key: &Key) {
        if !self.state.tag_ready {
            return;
        }
        let Some(invitation) = self.state.cobrowse.find(key).cloned() else { return };
        let offer_is_out =
            invitation.offered || self.gate.performed.iter().any(|(_, what, k)| *what == What::Offer && k == key);
        if !offer_is_out {
            self.publish(&invitation, What::Offer);
        }
        let answer = match invitation.phase {
            Phase::Accepting => Some(Answer::Accepted),
            Phase::Declined => Some(Answer::Declined),
            _ => None,
        };
        if let Some(answer) = answer.filter(|_| !invitation.answer_published) {
            self.publish(&invitation, What::Answer(answer));
        }
    }

    fn publish(&mut self, invitation: &Invitation, what: What) {
        let event = match what {
            What::Offer => "cobrowseOffered",
            What::Answer(Answer::Accepted) => "cobrowseAccepted",
            What::Answer(Answer::Declined) => "cobrowseDeclined",
        };
        let id = self.gate.next;
        self.gate.next += 1;
        self.gate.performed.push((id, what, invitation.key.clone()));
        let extra = self.gate.performed.len().saturating_sub(MOST_PUBLISHED);
        self.gate.performed.drain(..extra);
        let data = self.event_data(invitation);
        self.out.push(Output::Publish { id, app: self.config.cobrowse_app.clone(), event, data });
    }

    /// The members that the tutorial asks for; optional ones only where the page can tell them.
    fn event_data(&self, invitation: &Invitation) -> Vec<(&'static str, String)> {
        let ids = &self.gate.ids;
        let agent = invitation.agent.as_ref().or(self.state.conversation.agent.as_ref());
        let mut data = vec![
            ("serviceId", invitation.key.service.to_string()),
            ("agentId", agent.map(ToString::to_string).unwrap_or_default()),
            ("visitorName", self.config.visitor_name.clone()),
        ];
        if matches!(invitation.mode, CoBrowseMode::VoiceCall | CoBrowseMode::VideoCall) {
            data.push(("mode", invitation.mode.as_str().to_owned()));
        }
        // Newer tags demand the first two, any text that is not empty; older ones take them where they are known.
        let demanded = (self.config.cobrowse_app == "lpCoBrowse").then_some(&self.config.page_id);
        let told = [
            ("ssid", &ids.ssid, demanded),
            ("svid", &ids.svid, demanded),
            ("scid", &ids.scid, None),
            ("cid", &ids.cid, None),
            ("eid", &ids.eid, None),
        ];
        for (name, known, demanded) in told {
            let value = known.as_ref().filter(|value| !value.is_empty()).or(demanded);
            data.extend(value.map(|value| (name, value.clone())));
        }
        data
    }

    /// What was told of CoBrowse dialogs; judged once the service's clock is known.
    pub(super) fn sighted(&mut self, now: Millis, change: Rc<ConversationChange>) {
        if self.state.clock_offset.is_some() {
            let server_now = self.state.server_time(now);
            return self.apply_cobrowse(CoBrowseAction::Seen { change, now: server_now });
        }
        if Sighting::of(&change).is_none() {
            return;
        }
        self.gate.held_until.get_or_insert(now + CLOCK_PATIENCE);
        self.gate.held.retain(|held| held.result.conv_id != change.result.conv_id);
        self.gate.held.push(change);
    }

    pub(super) fn clock_known(&mut self, now: Millis) {
        self.gate.held_until = None;
        let server_now = self.state.server_time(now);
        for change in std::mem::take(&mut self.gate.held) {
            self.apply_cobrowse(CoBrowseAction::Seen { change, now: server_now });
        }
    }

    pub(super) fn note_server_times(&mut self, changes: &[ConversationChange]) {
        let told = changes.iter().filter_map(|change| {
            let details = change.result.conversation_details.as_ref();
            details.and_then(|details| details.meta_data_last_update_ts).or(change.result.last_update_time)
        });
        self.gate.newest_server_time = told.chain([self.gate.newest_server_time]).max().unwrap_or_default();
    }

    fn apply_cobrowse(&mut self, action: CoBrowseAction) {
        self.apply(Action::CoBrowse(action));
    }
}

impl Gate {
    fn is_on_its_way(&self, key: &Key) -> bool {
        self.performed.iter().any(|(_, _, performed)| performed == key)
    }
}
