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
use crate::protocol::json::ObjectWriter;
use crate::protocol::{LedgerEntry, LedgerStep, Millis, decimal, read_decimal};
use crate::store::cobrowse::{Carried, CarrierState, CoBrowse, Control, Invitation, Key, KeyParts, Phase};
use crate::store::{Action, Ledger, view};

/// Below the consumer's name, where the page says who that is.
const LEDGER: &str = "ledger|";

/// How many entries are kept; the oldest go.
const MOST: usize = 256;

/// From how many entries of one invitation on nothing is noted that a carrier reports.
const MOST_OF_ONE: usize = 64;

/// In characters: names of pages and of agents, and what is hidden.
const LONGEST_TEXT: usize = 300;

/// In bytes: what tells an invitation apart. A longer one is not noted.
const LONGEST_NAME: usize = 2_000;

/// What this tab knows of the ledger.
#[derive(Clone, Debug, Default)]
pub(super) struct Noting {
    /// What the page says is hidden from an agent.
    hidden: String,
    /// The invitations for which nothing is left to be noted, and whether this tab was the one that notes what is seen.
    done: Option<(Rc<CoBrowse>, bool)>,
    /// What stands in the ledger; nothing where that is to be read anew.
    known: Option<Rc<Known>>,
}

impl Noting {
    pub(super) fn new(hidden: String) -> Self {
        Self { hidden, ..Self::default() }
    }
}

/// What stands in the ledger.
#[derive(Debug, Default)]
struct Known {
    /// Number and id of each entry, in order.
    ids: Vec<(i64, String)>,
    /// Those that no other one names.
    newest: Vec<String>,
    invitations: Vec<Noted>,
}

/// What was noted of an invitation.
#[derive(Debug)]
struct Noted {
    key: Key,
    stage: Noteworthy,
    count: usize,
    hidden: Option<String>,
    page: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Noteworthy {
    Asked,
    Running,
    Joined,
    Over,
}

impl Known {
    fn of(&self, key: &Key) -> Option<&Noted> {
        self.invitations.iter().find(|noted| noted.key == *key)
    }

    fn take(&mut self, entry: &LedgerEntry) {
        let Some(key) = key_of(entry) else { return };
        let place = self.invitations.iter().position(|noted| noted.key == key);
        let place = place.unwrap_or_else(|| {
            let stage = Noteworthy::Asked;
            self.invitations.push(Noted { key, stage, count: 0, hidden: None, page: None });
            self.invitations.len() - 1
        });
        let Some(noted) = self.invitations.get_mut(place) else { return };
        noted.count += 1;
        noted.stage = match entry.step {
            LedgerStep::Invited | LedgerStep::Accepted | LedgerStep::AnswerFailed => Noteworthy::Asked,
            LedgerStep::Started => Noteworthy::Running,
            LedgerStep::Joined => Noteworthy::Joined,
            LedgerStep::Declined | LedgerStep::Ended => Noteworthy::Over,
            _ => noted.stage,
        };
        if entry.step == LedgerStep::Hidden {
            noted.hidden.clone_from(&entry.hidden);
        }
        if entry.step == LedgerStep::Page {
            noted.page.clone_from(&entry.page);
        }
    }
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
        self.ledger.done = Some((cobrowse, is_noting));
    }

    fn note_seen(&mut self, now: Millis, invitation: &Invitation) {
        use Noteworthy::{Joined, Over, Running};
        let stage = self.known().of(&invitation.key).map(|noted| noted.stage);
        match (Announced::of(invitation), stage) {
            (Announced::Asked, None) if matches!(invitation.phase, Phase::Invited { .. }) => {
                self.note(now, invitation, LedgerStep::Invited);
            }
            (Announced::Running { joined }, stage) => {
                if !matches!(stage, Some(Running | Joined)) {
                    self.note(now, invitation, LedgerStep::Started);
                }
                if joined && stage != Some(Joined) {
                    self.note(now, invitation, LedgerStep::Joined);
                }
            }
            (Announced::Over(reason), Some(stage)) if stage != Over => self.note_end(now, invitation, reason),
            _ => {}
        }
    }

    /// What ended while nobody looked: the service does not tell of it any more.
    fn note_gone(&mut self, now: Millis, cobrowse: &CoBrowse) {
        for noted in &self.known().invitations {
            if noted.stage != Noteworthy::Over && cobrowse.find(&noted.key).is_none() {
                let KeyParts { conversation, dialog, service, stamp } = &*noted.key;
                self.append(
                    now,
                    LedgerEntry {
                        step: LedgerStep::Ended,
                        conversation: Some(conversation.clone()),
                        dialog: Some(dialog.clone()),
                        service: Some(service.clone()),
                        invited: Some(*stamp),
                        reason: Some("ended".into()),
                        ..LedgerEntry::new()
                    },
                );
            }
        }
    }

    fn note_end(&mut self, now: Millis, invitation: &Invitation, reason: &str) {
        let entry = self.entry(invitation, LedgerStep::Ended);
        self.append(now, LedgerEntry { reason: Some(reason.into()), ..entry });
    }

    /// Notes a step of an invitation; that the consumer was asked comes before what they answered.
    pub(super) fn note(&mut self, now: Millis, invitation: &Invitation, step: LedgerStep) {
        let is_answer = matches!(step, LedgerStep::Accepted | LedgerStep::Declined);
        if is_answer && self.known().of(&invitation.key).is_none() {
            self.note(now, invitation, LedgerStep::Invited);
        }
        let is_question = is_answer || step == LedgerStep::Invited;
        let mut entry = self.entry(invitation, step);
        if is_question {
            entry.expires = Some(invitation.expires);
            entry.hidden = self.hidden_from_agent(&invitation.carried);
        }
        self.append(now, entry);
    }

    /// Notes what became of what the consumer did, once it is done.
    pub(super) fn note_of(&mut self, now: Millis, key: &Key, step: LedgerStep) {
        if let Some(invitation) = self.state.cobrowse.find(key).cloned() {
            self.note(now, &invitation, step);
        }
    }

    /// Notes what a carrier reported, by how the invitations stood before.
    pub(super) fn note_reports(&mut self, now: Millis, before: &CoBrowse) {
        for invitation in &Rc::clone(&self.state.cobrowse).invitations {
            let Some(before) = before.find(&invitation.key).map(|before| Rc::clone(&before.carried)) else { continue };
            if !Rc::ptr_eq(&before, &invitation.carried) {
                self.note_report(now, &before, invitation);
            }
        }
    }

    fn note_report(&mut self, now: Millis, before: &Carried, invitation: &Invitation) {
        let known = self.known();
        let noted = known.of(&invitation.key);
        if noted.is_some_and(|noted| noted.count >= MOST_OF_ONE) {
            return;
        }
        let after = &invitation.carried;
        let hidden = self.hidden_from_agent(after).filter(|_| after.hidden.is_some());
        if hidden.is_some() && noted.and_then(|noted| noted.hidden.as_ref()) != hidden.as_ref() {
            let entry = self.entry(invitation, LedgerStep::Hidden);
            self.append(now, LedgerEntry { hidden, ..entry });
        }
        let page = after.page.as_deref().map(cut);
        if page.is_some() && noted.and_then(|noted| noted.page.as_ref()) != page.as_ref() {
            let entry = self.entry(invitation, LedgerStep::Page);
            self.append(now, LedgerEntry { page, ..entry });
        }
        let rested = matches!(before.state, Some(CarrierState::Paused | CarrierState::Lost));
        let step = match after.state {
            state if state == before.state => None,
            Some(CarrierState::Paused) => Some(LedgerStep::Paused),
            Some(CarrierState::Lost) => Some(LedgerStep::Lost),
            Some(CarrierState::Live) if rested => Some(LedgerStep::Resumed),
            _ => None,
        };
        let control = match (before.control, after.control) {
            (Control::None, Control::Asked) => Some(LedgerStep::ControlAsked),
            (Control::Granted, Control::None) => Some(LedgerStep::ControlEnded),
            _ => None,
        };
        for step in [step, control].into_iter().flatten() {
            self.note(now, invitation, step);
        }
    }

    /// What is hidden from the agent, in words, as far as anybody told.
    fn hidden_from_agent(&self, carried: &Carried) -> Option<String> {
        let reported = carried.hidden.as_ref().map(|hidden| cut(&hidden.join(", ")));
        reported.or_else(|| Some(cut(&self.ledger.hidden)).filter(|told| !told.is_empty()))
    }

    fn entry(&self, invitation: &Invitation, step: LedgerStep) -> LedgerEntry {
        let KeyParts { conversation, dialog, service, stamp } = &*invitation.key;
        LedgerEntry {
            step,
            conversation: Some(conversation.clone()),
            dialog: Some(dialog.clone()),
            service: Some(service.clone()),
            invited: Some(*stamp),
            agent: invitation.agent.clone(),
            agent_name: view::agent_of(&self.state, invitation).as_deref().map(cut),
            mode: Some(invitation.mode.clone()),
            ..LedgerEntry::new()
        }
    }

    fn append(&mut self, now: Millis, entry: LedgerEntry) {
        let names = [
            entry.conversation.as_ref().map(|id| id.as_str()),
            entry.dialog.as_ref().map(|id| id.as_str()),
            entry.service.as_ref().map(|id| id.as_str()),
            entry.agent.as_ref().map(|id| id.as_str()),
        ];
        if names.into_iter().flatten().map(str::len).sum::<usize>() > LONGEST_NAME {
            return self.remark("an invitation with such long names is not noted in the consent ledger");
        }
        let known = self.known();
        let number = known.ids.last().map_or(0, |(number, _)| *number) + 1;
        let previous = Some(known.newest.join(" ")).filter(|previous| !previous.is_empty());
        let at = Some(self.state.server_time(now));
        let text = LedgerEntry { number: Some(number), previous, at, ..entry }.to_json();
        let name = self.ledger_name(&id_of(number, &text));
        self.keep(&name, &text);
        self.ledger.known = None;
        self.let_oldest_go();
        self.show_ledger_again();
    }

    fn let_oldest_go(&mut self) {
        let known = self.known();
        let Some((first, _)) = known.ids.len().checked_sub(MOST).and_then(|too_many| known.ids.get(too_many)) else {
            return;
        };
        for (number, id) in &known.ids {
            if number < first {
                self.keep(&self.ledger_name(id), "");
                self.ledger.known = None;
            }
        }
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
            self.ledger.known = None;
            self.show_ledger_again();
        }
    }

    /// Ids and texts of the entries, in order.
    fn entries(&self) -> Vec<(i64, String, String)> {
        let prefix = self.ledger_name("");
        let mut entries = Vec::new();
        for (name, text) in self.memory.all() {
            if let Some(id) = name.strip_prefix(&prefix) {
                entries.push((number_of(id), id.to_owned(), text.clone()));
            }
        }
        entries.sort_unstable();
        entries
    }

    fn known(&mut self) -> Rc<Known> {
        if let Some(known) = &self.ledger.known {
            return Rc::clone(known);
        }
        let mut known = Known::default();
        let mut named = String::new();
        for (number, id, text) in self.entries() {
            if let Some(entry) = LedgerEntry::from_json(&text) {
                known.take(&entry);
                named.push(' ');
                named.push_str(entry.previous.as_deref().unwrap_or_default());
            }
            known.ids.push((number, id));
        }
        let named: Vec<_> = named.split(' ').collect();
        known.newest =
            known.ids.iter().filter(|(_, id)| !named.contains(&id.as_str())).map(|(_, id)| id.clone()).collect();
        let known = Rc::new(known);
        self.ledger.known = Some(Rc::clone(&known));
        known
    }

    /// The consumer reads the ledger, or has read it.
    pub(super) fn read_ledger(&mut self, is_read: bool) {
        let ledger = is_read.then(|| {
            let entries = self.entries();
            let mut readable = Vec::new();
            let mut is_whole = true;
            let first = entries.first().map_or(0, |(number, ..)| *number);
            for (number, id, text) in &entries {
                let Some(entry) = LedgerEntry::from_json(text) else {
                    is_whole = false;
                    continue;
                };
                let mut highest = 0;
                for previous in entry.previous.iter().flat_map(|previous| previous.split(' ')) {
                    let number = number_of(previous);
                    highest = highest.max(number);
                    is_whole &= number < first || entries.iter().any(|(_, id, _)| id == previous);
                }
                is_whole &= *id == id_of(*number, text) && entry.number == Some(*number) && *number == highest + 1;
                readable.push(Rc::new(entry));
            }
            Rc::new(Ledger { entries: readable, is_whole })
        });
        self.apply(Action::Ledger(ledger));
    }

    fn show_ledger_again(&mut self) {
        if self.state.ledger.is_some() {
            self.read_ledger(true);
        }
    }

    /// The consumer saves the ledger as a file.
    pub(super) fn save_ledger(&mut self, now: Millis) {
        let mut entries = Vec::new();
        for (_, id, text) in self.entries() {
            let is_readable = LedgerEntry::from_json(&text).is_some() && text.starts_with("{\"number\":");
            entries.push(match text.strip_suffix('}').filter(|_| is_readable) {
                Some(members) => {
                    let mut end = ObjectWriter::new();
                    end.text("id", &id);
                    [members, &end.finish().replacen('{', ",", 1)].concat()
                }
                None => {
                    let mut damaged = ObjectWriter::new();
                    damaged.text("damaged", &text);
                    damaged.text("id", &id);
                    damaged.finish()
                }
            });
        }
        let mut file = ObjectWriter::new();
        file.text("format", "alongside-consent-ledger-1");
        file.text("about", ABOUT);
        file.text("service", &self.session.config().service.origin());
        file.text("account", self.session.config().account.as_str());
        file.number("saved", self.state.server_time(now).0);
        file.text("newest", &self.known().newest.join(" "));
        file.list("entries", &entries);
        self.out.push(Output::Download { name: FILE, text: file.finish() });
    }
}

const FILE: &str = "cobrowse-record.json";

/// What a file says of itself.
const ABOUT: &str = "Kept by the chat on this page in the browser that saved it. Each id holds the SHA-256 of its entry, and each \
                     entry names those before it: that shows damage and missing entries. It does not show that whoever \
                     controls the page wrote the whole record anew.";

/// Which invitation an entry is about.
fn key_of(entry: &LedgerEntry) -> Option<Key> {
    let (conversation, dialog) = (entry.conversation.clone()?, entry.dialog.clone()?);
    Some(KeyParts { conversation, dialog, service: entry.service.clone()?, stamp: entry.invited? }.into())
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

/// The number in an id; 0 where there is none.
fn number_of(id: &str) -> i64 {
    id.split('-').next().and_then(read_decimal).unwrap_or_default()
}

fn cut(text: &str) -> String {
    text.chars().take(LONGEST_TEXT).collect()
}
