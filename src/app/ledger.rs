//! The consent ledger: what the consumer was asked, answered and shared, kept on their side.
//!
//! An entry stands under a key of its own, which bears its hash: nothing is written over, also where two tabs write at the same
//! moment. It names the newest entries that its tab knew, so that a missing one shows. What the consumer does and what
//! a carrier reports is noted by the tab in which it happens; what the service tells, by the tab that sends for all.
//! `docs/ledger.md` is the contract.

mod chain;
mod reports;

use std::rc::Rc;

use self::chain::{Chain, NAMES, key_of};
use super::announce::Announced;
use super::{App, Output};
use crate::protocol::{LedgerEntry, Millis, decimal};
use crate::store::cobrowse::{Carried, CoBrowse, Invitation, Key, Phase};
use crate::store::{Action, view};

/// Below the consumer's name, where the page says who that is.
const LEDGER: &str = "ledger|";

/// In characters: names of pages and of agents.
const LONGEST_TEXT: usize = 300;

/// In characters: more than a carrier can report.
const LONGEST_HIDDEN: usize = 2_200;

/// What was told of an invitation so shortly before a list of all was made may not be in that list yet.
const MAY_OVERTAKE: Millis = Millis::from_secs(10);

/// The steps that say how far an invitation is.
const STAGES: [&str; 7] = ["invited", "accepted", "answer-failed", "declined", "started", "joined", "ended"];

/// What this tab knows of the ledger.
#[derive(Clone, Debug, Default)]
pub(super) struct Noting {
    /// What the page says is hidden from an agent.
    hidden: String,
    /// The invitations of which nothing is left to be noted, and whether this tab was the one that notes what is seen.
    done: Option<(Rc<CoBrowse>, bool)>,
    /// What stands in it; nothing where that is to be read anew.
    chain: Option<Rc<Chain>>,
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

impl App {
    /// After every input: what was seen of invitations and is not noted yet.
    pub(super) fn note_steps(&mut self, now: Millis) {
        if !self.has_ledger() {
            return;
        }
        let is_noting = self.is_sender();
        // Where each tab notes what it sees, what another one noted is let stand until this one sees something new:
        // else two that see it otherwise, as one was not told yet, would contradict each other without end.
        let is_news = self.tabs.shared && self.ledger.chain.is_none();
        let is_done = self.ledger.done.as_ref().is_some_and(|(done, was_noting)| {
            Rc::ptr_eq(done, &self.state.cobrowse) && *was_noting == is_noting && !is_news
        });
        if !is_done {
            let cobrowse = Rc::clone(&self.state.cobrowse);
            for invitation in &cobrowse.invitations {
                self.note_seen(now, invitation);
            }
            self.chain();
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
        self.is_known()
    }

    fn note_seen(&mut self, now: Millis, invitation: &Invitation) {
        let is_carrier = invitation.is_carried_by_page();
        let chain = self.chain();
        // Of what a page carries its tab alone knows what becomes of it, whoever else sees it.
        if is_carrier != chain.is_carried(&invitation.key) || !is_carrier && !self.is_sender() {
            return;
        }
        let stage = chain.newest_of(&invitation.key, &STAGES);
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

    /// Notes what ended while nobody looked: it was not among all that the service told then. How is not known.
    fn note_gone(&mut self, now: Millis, told: Millis) {
        let chain = self.chain();
        let told = self.state.server_time(told) - MAY_OVERTAKE;
        let mut seen: Vec<Key> = Vec::new();
        for entry in chain.entries() {
            let Some(key) = key_of(entry).filter(|key| !seen.contains(key)) else { continue };
            let stage = chain.newest_of(&key, &STAGES);
            // Where its dialog does not tell when it was made, it is called otherwise after a reload.
            let is_there = self.state.cobrowse.invitations.iter().any(|one| {
                one.key.dialog == key.dialog
                    && one.key.conversation == key.conversation
                    && one.key.service == key.service
            });
            let is_old = entry.number("at").is_none_or(|at| Millis(at) < told);
            if is_old && !is_there && !chain.is_carried(&key) && !matches!(stage, "" | "declined" | "ended") {
                let mut members = vec![("step", "ended".to_owned())];
                members.extend(NAMES.into_iter().zip(key.to_texts()));
                for member in ["agentId", "agentName", "mode"] {
                    members.extend(entry.text(member).map(|value| (member, value.to_owned())));
                }
                members.push(("reason", "unseen".to_owned()));
                self.append(now, members);
            }
            seen.push(key);
        }
    }

    /// What this page carries ends with what is known of its consumer.
    pub(super) fn note_carried_end(&mut self, invitation: &Invitation) {
        let chain = self.chain();
        if invitation.is_carried_by_page() && chain.is_carried(&invitation.key) {
            self.note_with(self.newest, invitation, "ended", Some(("reason", "ended".to_owned())));
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
        if is_answer && self.chain().steps(&invitation.key).next().is_none() {
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

    /// What is hidden from the agent, in words, as far as anybody told.
    fn hidden_from_agent(&self, carried: &Carried) -> Option<String> {
        match &carried.hidden {
            Some(hidden) => Some(cut(&hidden.join(", "), LONGEST_HIDDEN)),
            None if self.ledger.hidden.is_empty() => None,
            None => Some(cut(&self.ledger.hidden, LONGEST_HIDDEN)),
        }
    }

    fn append(&mut self, now: Millis, more: Vec<(&'static str, String)>) {
        let chain = self.chain();
        let (id, text) = chain.next(self.state.server_time(now), more);
        for old in chain.beyond() {
            let name = self.ledger_name(old);
            self.keep(&name, "");
            self.tabs.unkept.retain(|unkept| *unkept != name);
        }
        self.keep(&self.ledger_name(&id), &text);
        self.ledger_changed();
    }

    /// An anonymous browser is one person to whoever sits there: what is known of them is not taken away with an identity
    /// that cannot be renewed.
    fn ledger_name(&self, id: &str) -> String {
        let name = [LEDGER, id].concat();
        if self.session.is_authenticated() { self.own_name(&name) } else { name }
    }

    /// Whether something of this name is an entry of it.
    pub(super) fn is_of_ledger(&self, name: &str) -> bool {
        name.starts_with(&self.ledger_name(""))
    }

    /// Another tab noted something, if that is what this is.
    pub(super) fn ledger_kept_elsewhere(&mut self, name: &str) {
        if self.is_of_ledger(name) {
            self.ledger_changed();
        }
    }

    /// What stands in it, or whose it is, or what the service's clock shows, is something else by now.
    pub(super) fn ledger_changed(&mut self) {
        self.ledger.chain = None;
        self.ledger.is_shown = false;
    }

    fn chain(&mut self) -> Rc<Chain> {
        if let Some(chain) = &self.ledger.chain {
            return Rc::clone(chain);
        }
        let prefix = self.ledger_name("");
        let mut chain = Chain::default();
        for (name, text) in self.memory.all() {
            if let Some(id) = name.strip_prefix(&prefix) {
                chain.put(id, text);
            }
        }
        let chain = Rc::new(chain);
        self.ledger.chain = Some(Rc::clone(&chain));
        chain
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
        let shown = self.chain().shown(self.state.clock_offset.unwrap_or_default());
        self.ledger.is_shown = true;
        self.apply(Action::Ledger(Some(Rc::new(shown))));
    }

    /// The consumer saves the ledger as a file.
    pub(super) fn save_ledger(&mut self, now: Millis) {
        if !self.has_ledger() {
            return;
        }
        let chain = self.chain();
        let config = self.session.config();
        let text = LedgerEntry::write_all(
            &[
                ("format", FORMAT.to_owned()),
                ("about", ABOUT.to_owned()),
                ("service", config.service.origin()),
                ("account", config.account.as_str().to_owned()),
                ("newest", chain.newest()),
            ],
            self.state.server_time(now),
            &chain.texts(),
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

fn cut(text: &str, longest: usize) -> String {
    let mut cut: String = text.chars().take(longest).collect();
    if cut.len() < text.len() {
        cut.push('…');
    }
    cut
}
