//! What is kept in the browser between page loads, by name. The names are this room's own business.

use super::io::Stored;
use super::{App, Output};
use crate::session::Credentials;
use crate::store::cobrowse::{Answer, Key, Phase};
use crate::store::{Action, Stage};

use super::outbox::Outbox;
use super::records;

/// Of the tokens.
const CREDENTIALS: &str = "credentials";
/// Of the texts on their way out.
const OUTBOX: &str = "outbox";
/// Of the answers to invitations.
const ANSWERS: &str = "answers";
/// What the loader reads: whether to fetch the widget at once (`now`) or when the page is idle (`idle`).
const WAKE: &str = "wake";

/// What is kept, as it was last written: what does not change is not written again.
#[derive(Clone, Debug)]
pub(super) struct Memory {
    prefix: String,
    values: Vec<(String, String)>,
}

impl Memory {
    pub(super) fn new(prefix: String, stored: Stored) -> Self {
        let own = stored.into_iter().filter_map(|(key, value)| Some((key.strip_prefix(&prefix)?.to_owned(), value)));
        Self { values: own.collect(), prefix }
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.values.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// What is to be done so that this value is kept; an empty one is not.
    fn set(&mut self, name: &str, value: String) -> Option<Output> {
        let key = format!("{}{name}", self.prefix);
        let place = self.values.iter().position(|(key, _)| key == name);
        match (place, value.is_empty()) {
            (None, true) => None,
            (Some(place), true) => {
                self.values.remove(place);
                Some(Output::Remove { key })
            }
            (place, false) => {
                let known = place.and_then(|place| self.values.get_mut(place));
                match known {
                    Some((_, old)) if *old == value => return None,
                    Some((_, old)) => old.clone_from(&value),
                    None => self.values.push((name.to_owned(), value.clone())),
                }
                Some(Output::Save { key, value })
            }
        }
    }

    pub(super) fn credentials(&self) -> Credentials {
        let records = records::read(self.get(CREDENTIALS).unwrap_or_default());
        let field = |name: &str| {
            let record = records.iter().find(|record| record.first().is_some_and(|first| first == name));
            record.and_then(|record| record.get(1)).cloned()
        };
        Credentials { external: field("external"), jwt: field("jwt") }
    }
}

impl App {
    /// Takes up what was kept.
    pub(super) fn restore(&mut self) {
        if let Some(me) = self.session.me() {
            self.apply(Action::Identified(me.clone()));
        }
        let answers = records::read(self.memory.get(ANSWERS).unwrap_or_default());
        let answers = answers.iter().filter_map(|record| {
            let answer = match record.first()?.as_str() {
                "accepted" => Answer::Accepted,
                "declined" => Answer::Declined,
                _ => return None,
            };
            Some((Key::from_texts(record.get(1..)?)?, answer))
        });
        let answers = answers.collect();
        self.apply(Action::CoBrowse(crate::store::cobrowse::Action::Remembered(answers)));
        let (outbox, unreadable) = Outbox::from_text(self.memory.get(OUTBOX).unwrap_or_default());
        if unreadable > 0 {
            self.console(super::Level::Warn, &format!("{unreadable} kept texts could not be read"));
        }
        self.outbox = outbox;
        for entry in self.outbox.entries().cloned().collect::<Vec<_>>() {
            self.apply(Action::Queued { entry: entry.id, text: entry.text.as_str().into(), at: entry.at });
            if let super::outbox::Stage::Failed(failure) = entry.stage {
                self.apply(Action::Failed { entry: entry.id, failure });
            }
        }
    }

    /// Whether something was left that wants the connection at once.
    pub(super) fn has_unfinished(&self) -> bool {
        self.memory.get(WAKE).is_some() || self.outbox.entries().next().is_some()
    }

    pub(super) fn keep_credentials(&mut self, credentials: &Credentials) {
        let fields = [("external", &credentials.external), ("jwt", &credentials.jwt)];
        let records =
            fields.into_iter().filter_map(|(name, value)| Some(vec![name.to_owned(), value.as_ref()?.clone()]));
        self.keep(CREDENTIALS, records::write(records));
    }

    pub(super) fn keep_outbox(&mut self) {
        self.keep(OUTBOX, self.outbox.to_text());
    }

    pub(super) fn keep_answers(&mut self) {
        let records = self.state.cobrowse.remembered.iter().map(|(key, answer)| {
            let word = match answer {
                Answer::Accepted => "accepted",
                Answer::Declined => "declined",
            };
            [word.to_owned()].into_iter().chain(key.to_texts()).collect()
        });
        let text = records::write(records);
        self.keep(ANSWERS, text);
    }

    /// Tells the loader of the next page whether somebody waits for the widget there.
    pub(super) fn remember_wake(&mut self) {
        let cobrowse = &self.state.cobrowse;
        let is_live = |phase: Phase| matches!(phase, Phase::Invited { .. } | Phase::Accepting | Phase::Active { .. });
        let wake = if cobrowse.invitations.iter().any(|invitation| is_live(invitation.phase)) {
            "now"
        } else if self.state.conversation.stage == Stage::Open || self.outbox.entries().next().is_some() {
            "idle"
        } else if self.was_caught_up() {
            ""
        } else {
            return;
        };
        self.keep(WAKE, wake.to_owned());
    }

    fn keep(&mut self, name: &str, value: String) {
        if let Some(output) = self.memory.set(name, value) {
            self.out.push_back(output);
        }
    }
}
