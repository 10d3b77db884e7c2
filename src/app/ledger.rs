//! The consent ledger: what the consumer was asked, answered and shared, kept on their side.
//!
//! An entry stands under a key of its own, which bears its hash: nothing is written over, also where two tabs write at the same
//! moment. It names the newest entries that its tab knew, so that a missing one shows. What the consumer does and what
//! a carrier reports is noted by the tab in which it happens; what the service tells, by the tab that sends for all.
//! `docs/ledger.md` is the contract.

use std::rc::Rc;

use hmac_sha256::Hash;

use super::announce::Announced;
use super::{App, Output};
use crate::protocol::{LedgerEntry, Millis, decimal};
use crate::store::cobrowse::{Carried, CarrierState, CoBrowse, Control, Invitation, Key, Phase};
use crate::store::{Action, Ledger, view};

/// Below the consumer's name, where the page says who that is.
const LEDGER: &str = "ledger|";

/// How many entries are kept; the oldest go.
const MOST: usize = 256;

/// From how many entries of one invitation on nothing is noted that a carrier reports.
const MOST_OF_ONE: usize = 64;

/// In characters: names of pages and of agents, and what is hidden.
const LONGEST_TEXT: usize = 300;

/// What tells an invitation apart, in the order of [`Key::to_texts`].
const NAMES: [&str; 4] = ["conversationId", "dialogId", "serviceId", "invitedAt"];

/// The steps that say how far an invitation is.
const STAGES: [&str; 7] = ["invited", "accepted", "answer-failed", "declined", "started", "joined", "ended"];

/// The steps that say whether the agent receives anything.
const RESTS: [&str; 3] = ["paused", "lost", "resumed"];

/// What this tab knows of the ledger.
#[derive(Clone, Debug, Default)]
pub(super) struct Noting {
    /// What the page says is hidden from an agent.
    hidden: String,
    /// The invitations of which nothing is left to be noted, and whether this tab was the one that notes what is seen.
    done: Option<(Rc<CoBrowse>, bool)>,
    /// What stands in it; nothing where that is to be read anew.
    known: Option<Rc<Vec<Known>>>,
}

impl Noting {
    pub(super) fn new(hidden: String) -> Self {
        Self { hidden, ..Self::default() }
    }
}

/// An entry, in the order of their numbers.
#[derive(Debug)]
struct Known {
    number: i64,
    id: String,
    text: String,
    /// Nothing where it cannot be read.
    entry: Option<Rc<LedgerEntry>>,
}

impl Known {
    fn names(&self, id: &str) -> bool {
        self.previous().any(|previous| previous == id.as_bytes())
    }

    fn previous(&self) -> impl Iterator<Item = &[u8]> {
        let previous = self.entry.as_ref().and_then(|entry| entry.text("previous"));
        previous.into_iter().flat_map(|previous| previous.as_bytes().split(|byte| *byte == b' '))
    }
}

/// The entries about one invitation, the newest first.
fn about<'a>(known: &'a [Known], key: &Key) -> impl Iterator<Item = &'a Rc<LedgerEntry>> {
    let texts = key.to_texts();
    known.iter().rev().filter_map(|known| known.entry.as_ref()).filter(move |entry| {
        NAMES.iter().zip(&texts).all(|(name, text)| match entry.number(name) {
            Some(number) => decimal(number) == *text,
            None => entry.text(name) == Some(text),
        })
    })
}

impl App {
    /// After every input: what was seen of invitations and is not noted yet.
    pub(super) fn note_steps(&mut self, now: Millis) {
        let is_noting = self.is_sender();
        let is_done = self.ledger.done.as_ref().is_some_and(|(done, was_noting)| {
            Rc::ptr_eq(done, &self.state.cobrowse) && *was_noting == is_noting && self.ledger.known.is_some()
        });
        if is_done || self.state.conversation.me.is_none() {
            return;
        }
        let cobrowse = Rc::clone(&self.state.cobrowse);
        if is_noting {
            for invitation in &cobrowse.invitations {
                self.note_seen(now, invitation);
            }
            if self.is_caught_up() {
                self.note_gone(now, &cobrowse);
            }
        }
        self.known();
        self.ledger.done = Some((cobrowse, is_noting));
    }

    fn note_seen(&mut self, now: Millis, invitation: &Invitation) {
        let known = self.known();
        let mut stages = about(&known, &invitation.key).filter_map(|entry| entry.text("step"));
        let stage = stages.find(|step| STAGES.contains(step)).unwrap_or_default();
        match Announced::of(invitation) {
            Announced::Asked if stage.is_empty() && matches!(invitation.phase, Phase::Invited { .. }) => {
                self.note(now, invitation, "invited");
            }
            Announced::Running { joined } => {
                if !matches!(stage, "started" | "joined") {
                    self.note(now, invitation, "started");
                }
                if joined && stage != "joined" {
                    self.note(now, invitation, "joined");
                }
            }
            Announced::Over(reason) if !matches!(stage, "" | "declined" | "ended") => {
                self.note_with(now, invitation, "ended", Some(("reason", reason.to_owned())));
            }
            _ => {}
        }
    }

    /// What ended while nobody looked: the service does not tell of it any more.
    fn note_gone(&mut self, now: Millis, cobrowse: &CoBrowse) {
        let known = self.known();
        let mut seen: Vec<Key> = Vec::new();
        for entry in known.iter().rev().filter_map(|known| known.entry.as_ref()) {
            let step = entry.text("step").unwrap_or_default();
            let texts = NAMES.map(|name| {
                entry.text(name).map_or_else(|| decimal(entry.number(name).unwrap_or_default()), str::to_owned)
            });
            let Some(key) = Key::from_texts(&texts).filter(|key| STAGES.contains(&step) && !seen.contains(key)) else {
                continue;
            };
            if !matches!(step, "declined" | "ended") && cobrowse.find(&key).is_none() {
                let mut members = vec![("step", "ended".to_owned())];
                members.extend(NAMES.into_iter().zip(texts));
                members.push(("reason", "ended".to_owned()));
                self.append(now, members);
            }
            seen.push(key);
        }
    }

    /// Notes a step of an invitation.
    pub(super) fn note(&mut self, now: Millis, invitation: &Invitation, step: &'static str) {
        self.note_with(now, invitation, step, None);
    }

    /// Notes a step and one thing more about it; that the consumer was asked stands before what they answered.
    fn note_with(
        &mut self,
        now: Millis,
        invitation: &Invitation,
        step: &'static str,
        more: Option<(&'static str, String)>,
    ) {
        let is_answer = matches!(step, "accepted" | "declined");
        if is_answer && about(&self.known(), &invitation.key).next().is_none() {
            self.note(now, invitation, "invited");
        }
        let mut members = vec![("step", step.to_owned())];
        members.extend(NAMES.into_iter().zip(invitation.key.to_texts()));
        if let Some(agent) = &invitation.agent {
            members.push(("agentId", cut(agent.as_str())));
        }
        if let Some(name) = view::agent_of(&self.state, invitation) {
            members.push(("agentName", cut(&name)));
        }
        members.push(("mode", invitation.mode.as_str().to_owned()));
        if is_answer || step == "invited" {
            members.push(("expires", decimal(invitation.expires.0)));
            members.extend(self.hidden_from_agent(&invitation.carried).map(|hidden| ("hidden", hidden)));
        }
        members.extend(more);
        self.append(now, members);
    }

    /// Notes a step, where there is such an invitation.
    pub(super) fn note_of(&mut self, now: Millis, key: &Key, step: &'static str) {
        if let Some(invitation) = self.state.cobrowse.find(key).cloned() {
            self.note(now, &invitation, step);
        }
    }

    /// Notes what a carrier reported, by how the invitations stood before.
    pub(super) fn note_reports(&mut self, now: Millis, before: &CoBrowse) {
        let cobrowse = Rc::clone(&self.state.cobrowse);
        for invitation in &cobrowse.invitations {
            if let Some(before) = before.find(&invitation.key)
                && !Rc::ptr_eq(&before.carried, &invitation.carried)
            {
                self.note_report(now, &before.carried, invitation);
            }
        }
    }

    fn note_report(&mut self, now: Millis, before: &Carried, invitation: &Invitation) {
        let after = &invitation.carried;
        let known = self.known();
        if about(&known, &invitation.key).nth(MOST_OF_ONE - 1).is_some() {
            return;
        }
        let hidden = self.hidden_from_agent(after).filter(|_| after.hidden.is_some());
        for (step, value) in [("hidden", hidden), ("page", after.page.as_deref().map(cut))] {
            let last = about(&known, &invitation.key).find(|entry| entry.text("step") == Some(step));
            if value.is_some() && last.and_then(|last| last.text(step)) != value.as_deref() {
                self.note_with(now, invitation, step, value.map(|value| (step, value)));
            }
        }
        // What was noted last can have been in an earlier page load.
        let mut steps = about(&known, &invitation.key).filter_map(|entry| entry.text("step"));
        let last = steps.find(|step| RESTS.contains(step)).unwrap_or("resumed");
        let step = match after.state {
            Some(CarrierState::Paused) => Some("paused"),
            Some(CarrierState::Lost) => Some("lost"),
            Some(CarrierState::Live) => Some("resumed"),
            _ => None,
        };
        let step = step.filter(|step| *step != last);
        let control = match (before.control, after.control) {
            (Control::None, Control::Asked) => Some("control-asked"),
            (Control::Granted, Control::None) => Some("control-ended"),
            _ => None,
        };
        for step in [step, control].into_iter().flatten() {
            self.note(now, invitation, step);
        }
    }

    /// What is hidden from the agent, in words, as far as anybody told.
    fn hidden_from_agent(&self, carried: &Carried) -> Option<String> {
        match &carried.hidden {
            Some(hidden) => Some(cut(&hidden.join(", "))),
            None if self.ledger.hidden.is_empty() => None,
            None => Some(cut(&self.ledger.hidden)),
        }
    }

    fn append(&mut self, now: Millis, more: Vec<(&'static str, String)>) {
        let known = self.known();
        let number = known.last().map_or(0, |last| last.number) + 1;
        let mut members = vec![("number", decimal(number))];
        let newest = newest(&known);
        if !newest.is_empty() {
            members.push(("previous", newest));
        }
        members.push(("at", decimal(self.state.server_time(now).0)));
        members.extend(more);
        let text = LedgerEntry::write(&members);
        self.keep(&self.ledger_name(&id_of(number, &text)), &text);
        // The oldest go: all of a number.
        if let Some(first) = (known.len() + 1).checked_sub(MOST).and_then(|too_many| known.get(too_many)) {
            for old in known.iter().take_while(|old| old.number < first.number) {
                self.keep(&self.ledger_name(&old.id), "");
            }
        }
        self.ledger_changed();
    }

    /// An anonymous browser is one person to whoever sits there: what is known of them is not taken away with an identity
    /// that cannot be renewed.
    fn ledger_name(&self, id: &str) -> String {
        let name = [LEDGER, id].concat();
        if self.session.is_authenticated() { self.own_name(&name) } else { name }
    }

    /// Another tab noted something, if that is what this is.
    pub(super) fn ledger_kept_elsewhere(&mut self, name: &str) {
        if name.starts_with(&self.ledger_name("")) {
            self.ledger_changed();
        }
    }

    fn ledger_changed(&mut self) {
        self.ledger.known = None;
        if self.state.ledger.is_some() {
            self.read_ledger(true);
        }
    }

    fn known(&mut self) -> Rc<Vec<Known>> {
        if let Some(known) = &self.ledger.known {
            return Rc::clone(known);
        }
        let prefix = self.ledger_name("");
        let mut known: Vec<Known> = Vec::new();
        for (name, text) in self.memory.all() {
            let Some(id) = name.strip_prefix(&prefix) else { continue };
            let number = number_of(id.as_bytes());
            let place = known.iter().rposition(|other| other.number <= number).map_or(0, |before| before + 1);
            known.insert(
                place,
                Known { number, id: id.to_owned(), text: text.clone(), entry: LedgerEntry::read(text).map(Rc::new) },
            );
        }
        let known = Rc::new(known);
        self.ledger.known = Some(Rc::clone(&known));
        known
    }

    /// The consumer reads the ledger, or has read it.
    pub(super) fn read_ledger(&mut self, is_read: bool) {
        let ledger = is_read.then(|| {
            let known = self.known();
            let first = known.first().map_or(0, |first| first.number);
            let mut is_whole = true;
            for one in &*known {
                let mut highest = 0;
                for previous in one.previous() {
                    let number = number_of(previous);
                    highest = highest.max(number);
                    is_whole &= number < first || known.iter().any(|other| other.id.as_bytes() == previous);
                }
                is_whole &= one.id == id_of(one.number, &one.text)
                    && one.number == highest + 1
                    && one.entry.as_ref().is_some_and(|entry| entry.number("number") == Some(one.number));
            }
            Rc::new(Ledger { entries: known.iter().filter_map(|known| known.entry.clone()).collect(), is_whole })
        });
        self.apply(Action::Ledger(ledger));
    }

    /// The consumer saves the ledger as a file.
    pub(super) fn save_ledger(&mut self, now: Millis) {
        let known = self.known();
        let config = self.session.config();
        let text = LedgerEntry::write_all(
            &[
                ("format", FORMAT.to_owned()),
                ("about", ABOUT.to_owned()),
                ("service", config.service.origin()),
                ("account", config.account.as_str().to_owned()),
                ("newest", newest(&known)),
            ],
            self.state.server_time(now),
            &known.iter().map(|known| (known.id.as_str(), known.text.as_str())).collect::<Vec<_>>(),
        );
        self.out.push(Output::Download { name: FILE, text });
    }
}

const FILE: &str = "cobrowse-record.json";
const FORMAT: &str = "alongside-consent-ledger-1";

/// What a file says of itself.
const ABOUT: &str = "Kept by the chat on this page in the browser that saved it. Each id holds the SHA-256 of its entry, and each \
                     entry names those before it: that shows damage and missing entries. It does not show that whoever \
                     controls the page wrote the whole record anew.";

/// The entries that no other one names: one, unless two tabs wrote at the same moment.
fn newest(known: &[Known]) -> String {
    let mut newest = String::new();
    for one in known {
        if !known.iter().any(|other| other.number > one.number && other.names(&one.id)) {
            if !newest.is_empty() {
                newest.push(' ');
            }
            newest.push_str(&one.id);
        }
    }
    newest
}

fn id_of(number: i64, text: &str) -> String {
    let mut id = decimal(number);
    id.push('-');
    for byte in Hash::hash(text.as_bytes()) {
        for digit in [byte >> 4, byte & 15] {
            id.push(char::from_digit(u32::from(digit), 16).unwrap_or('0'));
        }
    }
    id
}

/// The number with which an id begins; 0 where there is none.
fn number_of(id: &[u8]) -> i64 {
    let digits = id.iter().take_while(|byte| byte.is_ascii_digit());
    digits.fold(0, |number, digit| number.wrapping_mul(10).wrapping_add(i64::from(digit - b'0')))
}

fn cut(text: &str) -> String {
    text.chars().take(LONGEST_TEXT).collect()
}
