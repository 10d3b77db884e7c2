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
use crate::store::cobrowse::{Carried, CarrierState, CoBrowse, Control, Invitation, Key, KeyParts, Phase};
use crate::store::{Action, Ledger, view};

/// Below the consumer's name, where the page says who that is.
const LEDGER: &str = "ledger|";

/// How many entries are kept, and of how many bytes; the oldest go.
const MOST: usize = 256;
const MOST_BYTES: usize = 256_000;

/// How many pages of one invitation are noted, and how often that nothing was seen or something again.
const MOST_OF_A_KIND: usize = 32;

/// In characters: names of pages and of agents.
const LONGEST_TEXT: usize = 300;

/// In characters: more than a carrier can report.
const LONGEST_HIDDEN: usize = 2_200;

/// What was told of an invitation so shortly before a list of all was made may not be in that list yet.
const MAY_OVERTAKE: Millis = Millis::from_secs(10);

/// What tells an invitation apart, in the order of [`Key::to_texts`].
const NAMES: [&str; 4] = ["conversationId", "dialogId", "serviceId", "invitedAt"];

/// The steps that say how far an invitation is.
const STAGES: [&str; 7] = ["invited", "accepted", "answer-failed", "declined", "started", "joined", "ended"];

/// The steps that say whether the agent receives anything.
const RESTS: [&str; 3] = ["paused", "lost", "resumed"];

/// The steps that say whether the agent has control.
const CONTROLS: [&str; 4] = ["control-asked", "control-allowed", "control-declined", "control-ended"];

/// What this tab knows of the ledger.
#[derive(Clone, Debug, Default)]
pub(super) struct Noting {
    /// What the page says is hidden from an agent.
    hidden: String,
    /// The invitations of which nothing is left to be noted, and whether this tab was the one that notes what is seen.
    done: Option<(Rc<CoBrowse>, bool)>,
    /// What stands in it; nothing where that is to be read anew.
    known: Option<Rc<Vec<Known>>>,
    /// When the service last told all invitations that there are, until it is noted which are there no more.
    told_all: Option<Millis>,
    /// Whether the consumer reads it, and whether what they see is what stands in it.
    is_read: bool,
    is_shown: bool,
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
fn about<'a>(known: &'a [Known], key: &'a Key) -> impl Iterator<Item = &'a Rc<LedgerEntry>> {
    let entries = known.iter().rev().filter_map(|known| known.entry.as_ref());
    entries.filter(move |entry| {
        entry.number(NAMES[3]) == Some(key.stamp.0)
            && entry.text(NAMES[1]) == Some(key.dialog.as_str())
            && entry.text(NAMES[2]) == Some(key.service.as_str())
            && entry.text(NAMES[0]) == Some(key.conversation.as_str())
    })
}

/// The newest of some steps that was noted of an invitation; nothing where none was.
fn newest_of<'a>(known: &'a [Known], key: &'a Key, steps: &[&str]) -> &'a str {
    about(known, key).filter_map(|entry| entry.text("step")).find(|step| steps.contains(step)).unwrap_or_default()
}

impl App {
    /// After every input: what was seen of invitations and is not noted yet.
    pub(super) fn note_steps(&mut self, now: Millis) {
        if !self.has_ledger() {
            return;
        }
        let is_noting = self.is_sender();
        let is_done = self.ledger.done.as_ref().is_some_and(|(done, was_noting)| {
            Rc::ptr_eq(done, &self.state.cobrowse) && *was_noting == is_noting && self.ledger.known.is_some()
        });
        if !is_done {
            let cobrowse = Rc::clone(&self.state.cobrowse);
            for invitation in &cobrowse.invitations {
                self.note_seen(now, invitation);
            }
            self.known();
            self.ledger.done = Some((cobrowse, is_noting));
        }
        if is_noting
            && self.state.clock_offset.is_some()
            && !self.gate.holds_any()
            && let Some(told) = self.ledger.told_all.take()
        {
            self.note_gone(now, told);
        }
        if self.ledger.is_read && !self.ledger.is_shown {
            self.show_ledger();
        }
    }

    /// The service has told all invitations that there are.
    pub(super) fn all_are_told(&mut self, now: Millis) {
        self.ledger.told_all = Some(now);
    }

    /// Whether it is known whose ledger that would be.
    fn has_ledger(&self) -> bool {
        !self.session.is_authenticated() || self.state.conversation.me.is_some()
    }

    fn note_seen(&mut self, now: Millis, invitation: &Invitation) {
        let is_carrier = invitation.is_carried_by_page();
        let known = self.known();
        // Of what a page carries its tab alone knows what becomes of it, whoever else sees it.
        let is_carried = about(&known, &invitation.key).any(|entry| entry.text("step") == Some("carried"));
        if is_carrier != is_carried || !is_carrier && !self.is_sender() {
            return;
        }
        let stage = newest_of(&known, &invitation.key, &STAGES);
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

    /// Notes what ended while nobody looked: it was not among all that the service told then.
    fn note_gone(&mut self, now: Millis, told: Millis) {
        let known = self.known();
        let told = self.state.server_time(told) - MAY_OVERTAKE;
        let mut seen: Vec<Key> = Vec::new();
        for entry in known.iter().rev().filter_map(|known| known.entry.as_ref()) {
            let Some(key) = key_of(entry).filter(|key| !seen.contains(key)) else { continue };
            let stage = newest_of(&known, &key, &STAGES);
            let is_carried = about(&known, &key).any(|entry| entry.text("step") == Some("carried"));
            // Where its dialog does not tell when it was made, it is called otherwise after a reload.
            let is_there = self.state.cobrowse.invitations.iter().any(|one| {
                one.key.dialog == key.dialog
                    && one.key.conversation == key.conversation
                    && one.key.service == key.service
            });
            let is_old = entry.number("at").is_none_or(|at| Millis(at) < told);
            if is_old && !is_there && !is_carried && !matches!(stage, "" | "declined" | "ended") {
                let has_expired = |entry: &LedgerEntry| entry.number("expires").is_some_and(|at| Millis(at) <= told);
                let is_open = matches!(stage, "invited" | "answer-failed");
                let reason =
                    if is_open && about(&known, &key).any(|entry| has_expired(entry)) { "expired" } else { "ended" };
                let mut members = vec![("step", "ended".to_owned())];
                members.extend(NAMES.into_iter().zip(key.to_texts()));
                for member in ["agentId", "agentName", "mode"] {
                    members.extend(entry.text(member).map(|value| (member, value.to_owned())));
                }
                members.push(("reason", reason.to_owned()));
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
            members.push(("agentId", cut(agent.as_str(), LONGEST_TEXT)));
        }
        if let Some(name) = view::agent_of(&self.state, invitation) {
            members.push(("agentName", cut(&name, LONGEST_TEXT)));
        }
        members.push(("mode", invitation.mode.as_str().to_owned()));
        if is_answer || step == "invited" {
            members.push(("expires", decimal(invitation.expires.0)));
            if !invitation.mode.is_call() {
                members.extend(self.hidden_from_agent(&invitation.carried).map(|hidden| ("hidden", hidden)));
            }
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
        let (key, after) = (&invitation.key, &invitation.carried);
        let known = self.known();
        let last = |step: &str| about(&known, key).find(|entry| entry.text("step") == Some(step))?.text(step);
        let hidden = self.hidden_from_agent(after).filter(|_| after.hidden.is_some() && !invitation.mode.is_call());
        if hidden.is_some() && last("hidden") != hidden.as_deref() {
            self.note_with(now, invitation, "hidden", hidden.map(|hidden| ("hidden", hidden)));
        }
        let page = after.page.as_deref().map(|page| cut(page, LONGEST_TEXT));
        if page.is_some() && last("page") != page.as_deref() {
            self.note_some(now, invitation, "page", page.map(|page| ("page", page)), &["page"]);
        }
        // What was noted last can have been in an earlier page load.
        let rest = newest_of(&known, key, &RESTS);
        match after.state {
            Some(CarrierState::Paused) if rest != "paused" => self.note_some(now, invitation, "paused", None, &RESTS),
            Some(CarrierState::Lost) if rest != "lost" => self.note_some(now, invitation, "lost", None, &RESTS),
            Some(CarrierState::Live) if matches!(rest, "paused" | "lost") => self.note(now, invitation, "resumed"),
            _ => {}
        }
        let control = newest_of(&known, key, &CONTROLS);
        if after.control == Control::Asked && before.control == Control::None && control != "control-asked" {
            self.note(now, invitation, "control-asked");
        } else if after.control == Control::None && control == "control-allowed" {
            self.note(now, invitation, "control-ended");
        }
    }

    /// Notes a step that a carrier can report without end, unless there are many of its kind: then, once, that some are left out.
    fn note_some(
        &mut self,
        now: Millis,
        invitation: &Invitation,
        step: &'static str,
        more: Option<(&'static str, String)>,
        kind: &[&str],
    ) {
        let known = self.known();
        let steps = || about(&known, &invitation.key).filter_map(|entry| entry.text("step"));
        if steps().filter(|step| kind.contains(step)).count() < MOST_OF_A_KIND {
            self.note_with(now, invitation, step, more);
        } else if !steps().any(|step| step == "omitted") {
            self.note(now, invitation, "omitted");
        }
    }

    /// What is hidden from the agent, in words, as far as anybody told.
    fn hidden_from_agent(&self, carried: &Carried) -> Option<String> {
        match &carried.hidden {
            Some(hidden) => Some(cut(&hidden.join(", "), LONGEST_HIDDEN)),
            None if self.ledger.hidden.is_empty() => None,
            None => Some(cut(&self.ledger.hidden, LONGEST_HIDDEN)),
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
        let (mut count, mut bytes) = (1, text.len());
        let last = known.iter().rev().find(|old| {
            count += 1;
            bytes += old.text.len();
            count > MOST || bytes > MOST_BYTES
        });
        if let Some(last) = last {
            // All of a number: else one of them would name what is missing.
            for old in known.iter().take_while(|old| old.number <= last.number) {
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

    /// What stands in it, or whose it is, or what the service's clock shows, is something else by now.
    pub(super) fn ledger_changed(&mut self) {
        self.ledger.known = None;
        self.ledger.is_shown = false;
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
            // Every tab has them in the same order.
            let is_before = |other: &Known| (other.number, other.id.as_str()) < (number, id);
            let place = known.iter().rposition(is_before).map_or(0, |before| before + 1);
            let entry = LedgerEntry::read(text).map(Rc::new);
            known.insert(place, Known { number, id: id.to_owned(), text: text.clone(), entry });
        }
        let known = Rc::new(known);
        self.ledger.known = Some(Rc::clone(&known));
        known
    }

    /// The consumer reads the ledger, or has read it.
    pub(super) fn read_ledger(&mut self, is_read: bool) {
        self.ledger.is_read = is_read;
        self.ledger.is_shown = false;
        if !is_read {
            self.apply(Action::Ledger(None));
        }
    }

    fn show_ledger(&mut self) {
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
            is_whole &= one.number > 0
                && one.number == highest + 1
                && one.id == id_of(one.number, &one.text)
                && one.entry.as_ref().is_some_and(|entry| entry.number("number") == Some(one.number));
        }
        let entries = known.iter().filter_map(|known| known.entry.clone()).collect();
        let offset = self.state.clock_offset.unwrap_or_default();
        self.ledger.is_shown = true;
        self.apply(Action::Ledger(Some(Rc::new(Ledger { entries, is_whole, offset }))));
    }

    /// The consumer saves the ledger as a file.
    pub(super) fn save_ledger(&mut self, now: Millis) {
        if !self.has_ledger() {
            return;
        }
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
        if one.number > 0 && !known.iter().any(|other| other.number > one.number && other.names(&one.id)) {
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

/// The number with which an id begins; 0 where it is no id.
fn number_of(id: &[u8]) -> i64 {
    let length = id.len().saturating_sub(LENGTH_OF_HASH);
    let (digits, rest) = id.split_at(length);
    let is_id = length <= MOST_DIGITS && rest.first() == Some(&b'-') && digits.iter().all(u8::is_ascii_digit);
    if is_id { digits.iter().fold(0, |number, digit| number * 10 + i64::from(digit - b'0')) } else { 0 }
}

/// With the dash before it.
const LENGTH_OF_HASH: usize = 65;
/// What JavaScript counts exactly has so many digits at least.
const MOST_DIGITS: usize = 15;

fn cut(text: &str, longest: usize) -> String {
    let mut cut: String = text.chars().take(longest).collect();
    if cut.len() < text.len() {
        cut.push('…');
    }
    cut
}

/// Which invitation an entry is about.
fn key_of(entry: &LedgerEntry) -> Option<Key> {
    let [conversation, dialog, service, _] = NAMES.map(|name| entry.text(name));
    let stamp = entry.number(NAMES[3]).map(Millis)?;
    Some(
        KeyParts { conversation: conversation?.into(), dialog: dialog?.into(), service: service?.into(), stamp }.into(),
    )
}
