//! The answer gate: whether, when and with what data anything of an invitation is published on the page's tag.
//!
//! An answer is never published after CLOSED or expiry, never twice, and always after its offer. A click runs through
//! here synchronously: state and expiry are checked, the answer is written to storage, and the publishing is put out,
//! all before the click's handler returns.

use std::rc::Rc;

use super::announce::Announced;
use super::{App, Level, Output, TagIds, is_due};
use crate::protocol::{ConversationChange, Millis};
use crate::store::cobrowse::{Action as CoBrowseAction, Answer, Invitation, Key, Phase, Sighting, Told};
use crate::store::{Action, State};

/// How long the service's clock is waited for before invitations are judged by the newest time that it told.
const CLOCK_PATIENCE: Millis = Millis::from_secs(5);

/// Of how many conversations something is held until then; the oldest goes first.
const MOST_HELD: usize = 64;

/// How long the page's tag may take to load before its absence is spoken of.
const TAG_PATIENCE: Millis = Millis::from_secs(5);

/// What the tag tells of the campaign is for the service alone.
pub(super) const CAMPAIGN: &str = "campaign";

/// What the gate knows besides the state.
#[derive(Clone, Debug, Default)]
pub(super) struct Gate {
    /// What the tag is told of the consumer, and under which application.
    visitor_name: String,
    cobrowse_app: String,
    /// What newer tags are told where the page has no session id.
    page_id: String,
    /// What the tag told of itself.
    pub(super) ids: TagIds,
    /// What was put out and not told about yet: one at a time, so that an answer waits until its offer is taken.
    on_its_way: Option<(What, Key)>,
    /// Offers that the tag threw at: not tried again before an answer.
    refused_offers: Vec<Key>,
    /// What the page was told last of each.
    pub(super) announced: Vec<(Rc<Invitation>, Announced)>,
    /// What was seen and not judged yet. Before the clock is known, the newest of each conversation.
    held: Vec<Rc<ConversationChange>>,
    pub(super) held_until: Option<Millis>,
    newest_server_time: Millis,
    /// The clock is made of that, as the service did not say: what it tells later can show that it is further on.
    is_clock_guessed: bool,
    /// When the page's developers are told that an invitation waits for a tag that is not there; once a page load.
    pub(super) tag_missing_at: Option<Millis>,
    tag_was_missed: bool,
    /// Whether there is an element for a call, and whether the tag was there when it was listened to.
    call_screen: (bool, bool),
    /// Of which call the tag was told that there is one, though it goes on from an earlier page load.
    slider_told: Option<Key>,
    /// The tag goes on with a call and was not told that there is an element for it.
    pub(super) call_resumed: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    /// The page, by an event on the element: that an invitation stands, or what the consumer answered.
    Announce(Told),
    /// The tag.
    Offer,
    /// The tag.
    Answer,
    /// The tag: that there is an element for the call that goes on.
    CallScreen,
}

impl Gate {
    pub(super) fn new(visitor_name: String, cobrowse_app: String, page_id: String) -> Self {
        Self { visitor_name, cobrowse_app, page_id, ..Self::default() }
    }

    /// Whether something was seen and is not judged yet.
    pub(super) fn holds_any(&self) -> bool {
        !self.held.is_empty()
    }

    pub(super) fn load(&self) -> usize {
        self.refused_offers.len() + self.held.len() + self.announced.len()
    }
}

/// What page and tag have not been told of an invitation: that it stands first, then its answer, the page each time
/// before the tag. Of what the page does itself the tag hears nothing.
fn owed(invitation: &Invitation, tag_ready: bool) -> Option<What> {
    let is_answered = match invitation.phase {
        Phase::Invited { .. } => false,
        Phase::Accepting | Phase::Declined => true,
        _ => return None,
    };
    let wanted = if is_answered { Told::Answer } else { Told::Invitation };
    if is_answered && invitation.answer_published {
        None
    } else if invitation.told < wanted {
        Some(What::Announce(if invitation.told == Told::Nothing { Told::Invitation } else { Told::Answer }))
    } else if invitation.is_pages || !tag_ready {
        None
    } else if invitation.offered {
        is_answered.then_some(What::Answer)
    } else {
        Some(What::Offer)
    }
}

/// Whether something wants the page's tag: an invitation, or a call that it can go on with.
pub(super) fn wants_tag(state: &State) -> bool {
    waits_for_tag(state) || state.cobrowse.call().is_some()
}

/// Whether an invitation waits for the page's tag: for its offer, or for an answer that is not published yet.
fn waits_for_tag(state: &State) -> bool {
    let waits = |invitation: &Rc<Invitation>| match invitation.phase {
        _ if invitation.is_pages => false,
        Phase::Invited { .. } => true,
        Phase::Declined => !invitation.answer_published,
        _ => false,
    };
    state.cobrowse.invitations.iter().any(waits)
}

impl App {
    /// The consumer answered.
    pub(super) fn answer(&mut self, now: Millis, key: &Key, answer: Answer) {
        let Some(invitation) = self.state.cobrowse.find(key) else { return };
        let stands = matches!(invitation.phase, Phase::Invited { .. });
        let may = self.state.may_answer
            && self.tabs.answers_at.is_none()
            && (answer == Answer::Declined || self.state.tag_ready || invitation.is_pages);
        if !stands || !may {
            return;
        }
        let server_now = self.state.server_time(now);
        self.apply_cobrowse(CoBrowseAction::Answered { key: key.clone(), answer, now: server_now });
        let step = match self.phase_of(key) {
            Some(Phase::Accepting) => Some("accepted"),
            Some(Phase::Declined) => Some("declined"),
            _ => None,
        };
        if let Some(step) = step {
            self.keep_answers();
            self.note_of(now, key, step);
            self.gate.refused_offers.retain(|refused| refused != key);
        }
    }

    /// The consumer ends a session. No connection is needed for that to be shown; the service is asked when there is one.
    pub(super) fn end_session(&mut self, now: Millis, key: &Key) {
        let server_now = self.state.server_time(now);
        let is_ending = |app: &Self| matches!(app.phase_of(key), Some(Phase::Ending { .. }));
        let was_ending = is_ending(self);
        self.apply_cobrowse(CoBrowseAction::End { key: key.clone(), now: server_now });
        self.keep_answers();
        if is_ending(self) && !was_ending {
            self.note_of(now, key, "ending");
        }
    }

    /// Asks the service to end what the consumer has ended, once on each connection.
    fn ask_for_ends(&mut self, now: Millis) {
        let is_owed = |invitation: &&Rc<Invitation>| {
            matches!(invitation.phase, Phase::Ending { asked: false, .. }) && !invitation.is_closed_there
        };
        while let Some(key) = self.state.cobrowse.invitations.iter().find(is_owed).map(|owed| owed.key.clone()) {
            if !self.session.close_dialog(now, &key.conversation, &key.dialog) {
                return;
            }
            self.apply_cobrowse(CoBrowseAction::EndAsked(key));
        }
    }

    /// The page goes: a No that its tag has not taken stays unsaid. Another tab, or the page that comes back, can be asked
    /// again where it was not kept, and one of them must not say it for the other.
    #[inline(never)]
    pub(super) fn leave_unsaid(&mut self) {
        let mut unsaid = Vec::new();
        for invitation in &self.state.cobrowse.invitations {
            if invitation.phase == Phase::Declined && !invitation.answer_published {
                unsaid.push(invitation.key.clone());
            }
        }
        for key in unsaid {
            self.apply_cobrowse(CoBrowseAction::AnswerPublished(key));
        }
    }

    /// What an output `Publish` came to.
    #[inline(never)]
    pub(super) fn published(&mut self, now: Millis, result: Result<(), String>) {
        let Some((what, key)) = self.gate.on_its_way.take() else { return };
        if what == What::CallScreen {
            if let Err(thrown) = result {
                self.console(Level::Warn, &["the page's tag did not take sliderOpened: ", &thrown].concat());
            }
            return;
        }
        let is_offer = what == What::Offer;
        let Err(thrown) = result else {
            let action = if is_offer { CoBrowseAction::Offered } else { CoBrowseAction::AnswerPublished };
            return self.apply_cobrowse(action(key));
        };
        let (level, name) = if is_offer { (Level::Warn, "offer of ") } else { (Level::Error, "answer to ") };
        let dialog = key.dialog.as_str();
        self.console(
            level,
            &["the page's tag did not take the ", name, "the invitation ", dialog, ": ", &thrown].concat(),
        );
        if is_offer {
            // Those of invitations that are forgotten are forgotten with them.
            self.gate.refused_offers.retain(|refused| self.state.cobrowse.find(refused).is_some());
            self.gate.refused_offers.push(key.clone());
        }
        // An answer is published after its offer or not at all.
        let server_now = self.state.server_time(now);
        let is_answered = |app: &Self| matches!(app.phase_of(&key), Some(Phase::Accepting | Phase::Declined));
        let was_answered = is_answered(self);
        self.apply_cobrowse(CoBrowseAction::PublishFailed { key: key.clone(), now: server_now });
        self.keep_answers();
        if was_answered && !is_answered(self) {
            self.note_of(now, &key, "answer-failed");
        }
    }

    /// After every input: invitations whose time is over, and what is to be published next.
    pub(super) fn run_gate(&mut self, now: Millis) {
        if is_due(now, self.gate.held_until) {
            self.gate.is_clock_guessed = true;
            self.guess_clock(now);
            self.judge_sightings(now);
        }
        let server_now = self.state.server_time(now);
        if is_due(server_now, self.state.cobrowse.next_deadline()) {
            self.apply(Action::Tick(now));
        }
        self.ask_for_ends(now);
        self.settle_call_screen();
        if self.state.tag_ready {
            self.gate.tag_missing_at = None;
        } else {
            self.miss_tag(now);
        }
        if self.gate.on_its_way.is_some() {
            return;
        }
        if self.tell_slider() {
            return;
        }
        for invitation in &self.state.cobrowse.invitations {
            if server_now < invitation.expires
                && let Some(what) = owed(invitation, self.state.tag_ready)
                && (what != What::Offer || !self.gate.refused_offers.contains(&invitation.key))
            {
                let output = match what {
                    What::Announce(Told::Invitation) => self.announcing(invitation, "invited"),
                    What::Announce(_) if invitation.phase == Phase::Accepting => {
                        self.announcing(invitation, "accepted")
                    }
                    What::Announce(_) => self.announcing(invitation, "declined"),
                    // It is owed to nobody.
                    What::CallScreen => continue,
                    What::Offer => self.publishing(invitation, "cobrowseOffered"),
                    What::Answer if invitation.phase == Phase::Accepting => {
                        self.publishing(invitation, "cobrowseAccepted")
                    }
                    What::Answer => self.publishing(invitation, "cobrowseDeclined"),
                };
                self.gate.on_its_way = Some((what, invitation.key.clone()));
                self.out.push(output);
                return;
            }
        }
    }

    /// The tag looks for the element of a call when it is told of the answer.
    fn settle_call_screen(&mut self) {
        let is_wanted = self.state.cobrowse.call().is_some();
        let wanted = (is_wanted, is_wanted && self.state.tag_ready);
        if wanted != self.gate.call_screen {
            self.gate.call_screen = wanted;
            self.out.push(Output::CallScreen(is_wanted));
        }
    }

    /// Tells the tag, once, that there is an element for the call with which it goes on after a reload.
    fn tell_slider(&mut self) -> bool {
        let Some(call) = self.state.cobrowse.call() else {
            // It was of another one, unless nothing is known yet.
            self.gate.call_resumed &= !self.was_caught_up();
            return false;
        };
        // What began in this page load is not one that goes on.
        let is_found = matches!(call.phase, Phase::Active { .. }) && call.told == Told::Nothing;
        let is_owed = is_found && self.gate.call_resumed && self.state.tag_ready;
        if !is_owed || self.gate.slider_told.as_ref() == Some(&call.key) {
            return false;
        }
        self.gate.slider_told = Some(call.key.clone());
        self.gate.on_its_way = Some((What::CallScreen, call.key.clone()));
        let app = self.gate.cobrowse_app.clone();
        self.out.push(Output::Publish { app, event: "sliderOpened", data: Vec::new() });
        true
    }

    /// Without an answer to `GetClock` the newest time that the service told is a lower bound of its clock. It is not set
    /// behind the local one: an invitation that is missed is better than an answer that comes too late.
    fn guess_clock(&mut self, now: Millis) {
        let offset = (self.gate.newest_server_time - now).max(self.state.clock_offset.unwrap_or_default());
        self.apply(Action::Clock { offset });
    }

    /// The service said what its clock shows.
    pub(super) fn clock_told(&mut self, now: Millis, offset: Millis) {
        self.gate.is_clock_guessed = false;
        self.ledger_changed();
        self.apply(Action::Clock { offset });
        if self.is_whole() {
            self.judge_sightings(now);
        }
    }

    /// Tells the page's developers, when an invitation has waited for the tag for a while.
    fn miss_tag(&mut self, now: Millis) {
        if self.gate.tag_was_missed || !waits_for_tag(&self.state) {
            self.gate.tag_missing_at = None;
            return;
        }
        let due = *self.gate.tag_missing_at.get_or_insert(now + TAG_PATIENCE);
        if now >= due {
            self.gate.tag_was_missed = true;
            self.gate.tag_missing_at = None;
            let app = self.gate.cobrowse_app.as_str();
            let line = ["an invitation to CoBrowse cannot be accepted: the page has no lpTag.events.publish for ", app];
            self.console(Level::Warn, &line.concat());
        }
    }

    /// The event of an offer or answer with the members that the tutorial asks for; optional ones only where the page
    /// can tell them.
    fn publishing(&self, invitation: &Invitation, event: &'static str) -> Output {
        let Gate { cobrowse_app, page_id, ids, .. } = &self.gate;
        let mut data = self.members(invitation);
        let mut tell = |name, value: &str| data.push((name, value.to_owned()));
        if invitation.mode.is_call() {
            tell("mode", invitation.mode.as_str());
        }
        let known = |(name, value): &&(&'static str, String)| !value.is_empty() && *name != CAMPAIGN;
        for (name, value) in ids.iter().filter(known) {
            tell(name, value);
        }
        // Newer tags demand these, any text that is not empty; older ones take them where they are known.
        for name in ["ssid", "svid"] {
            if cobrowse_app == "lpCoBrowse" && !ids.iter().filter(known).any(|(known, _)| *known == name) {
                tell(name, page_id);
            }
        }
        Output::Publish { app: cobrowse_app.clone(), event, data }
    }

    /// What page and tag are both told of an invitation.
    pub(super) fn members(&self, invitation: &Invitation) -> Vec<(&'static str, String)> {
        let conversation = &self.state.conversation;
        let agent = invitation.agent.as_ref().filter(|agent| self.state.me.as_ref() != Some(agent));
        let agent = agent.or(conversation.agent.as_ref());
        vec![
            ("serviceId", invitation.key.service.as_str().to_owned()),
            ("agentId", agent.map_or("", |agent| agent.as_str()).to_owned()),
            ("visitorName", self.gate.visitor_name.clone()),
        ]
    }

    /// What became of an event that the page may have taken over.
    #[inline(never)]
    pub(super) fn announced(&mut self, now: Millis, is_taken: bool) {
        if let Some((What::Announce(told), key)) = self.gate.on_its_way.take() {
            self.apply_cobrowse(CoBrowseAction::Told { key: key.clone(), told, is_taken });
            let carried = self.state.cobrowse.find(&key);
            if carried.is_some_and(|carried| carried.is_carried_by_page() && carried.phase == Phase::Accepting) {
                self.note_of(now, &key, "carried");
            }
        }
    }

    /// Notes what was told of CoBrowse dialogs, and the newest time that the service told.
    pub(super) fn sighted(&mut self, now: Millis, changes: &[Rc<ConversationChange>]) {
        let gate = &mut self.gate;
        for change in changes {
            gate.newest_server_time = gate.newest_server_time.max(change.result.updated().unwrap_or_default());
            if self.state.clock_offset.is_none() {
                let Some(sighting) = Sighting::of(change) else { continue };
                let is_of_it = |held: &ConversationChange| held.result.conv_id == *sighting.conversation;
                let is_newer = |held: &Rc<ConversationChange>| {
                    let known = Sighting::of(held).and_then(|held| held.updated);
                    is_of_it(held) && sighting.updated.is_some_and(|updated| known > Some(updated))
                };
                if gate.held.iter().any(is_newer) {
                    continue;
                }
                gate.held.retain(|held| !is_of_it(held));
                if gate.held.len() >= MOST_HELD {
                    gate.held.remove(0);
                }
            }
            gate.held.push(Rc::clone(change));
        }
        if gate.is_clock_guessed {
            self.guess_clock(now);
        }
    }

    /// Judges what was seen, once the service's clock is known.
    #[inline(never)]
    pub(super) fn judge_sightings(&mut self, now: Millis) {
        if self.state.clock_offset.is_none() {
            if !self.gate.held.is_empty() {
                self.gate.held_until.get_or_insert(now + CLOCK_PATIENCE);
            }
            return;
        }
        self.gate.held_until = None;
        let server_now = self.state.server_time(now);
        for change in std::mem::take(&mut self.gate.held) {
            self.apply_cobrowse(CoBrowseAction::Seen { change, now: server_now });
        }
    }

    fn phase_of(&self, key: &Key) -> Option<Phase> {
        self.state.cobrowse.find(key).map(|invitation| invitation.phase)
    }

    fn apply_cobrowse(&mut self, action: CoBrowseAction) {
        self.apply(Action::CoBrowse(action));
    }
}
