//! What is kept in the browser between page loads, by name. The names are this room's own business.

use super::io::Stored;
use super::{App, Output};
use crate::session::Credentials;
use crate::store::cobrowse::{Answer, Key, Phase};
use crate::store::{Action, Stage};

use super::outbox::Outbox;
use super::records;

/// What is kept: the tokens, the texts on their way out, the answers to invitations, and what the loader reads: whether
/// to fetch the widget at once (`now`) or when the page is idle (`idle`).
const NAMES: [&str; 4] = ["credentials", "outbox", "answers", "wake"];
const CREDENTIALS: usize = 0;
const OUTBOX: usize = 1;
const ANSWERS: usize = 2;
const WAKE: usize = 3;

/// What is kept, as it was last written: what does not change is not written again. An empty value is not kept.
#[derive(Clone, Debug)]
pub(super) struct Memory {
    prefix: String,
    values: [String; NAMES.len()],
}

impl Memory {
    pub(super) fn new(prefix: String, stored: Stored) -> Self {
        let mut values = <[String; NAMES.len()]>::default();
        for (key, value) in stored {
            let name = key.strip_prefix(&prefix);
            if let Some(place) = NAMES.iter().position(|known| Some(*known) == name) {
                values[place] = value;
            }
        }
        Self { prefix, values }
    }

    pub(super) fn credentials(&self) -> Credentials {
        let mut credentials = Credentials::default();
        for record in records::read(&self.values[CREDENTIALS]) {
            if let [name, value, ..] = record.as_slice() {
                match name.as_str() {
                    "external" => credentials.external = Some(value.clone()),
                    "jwt" => credentials.jwt = Some(value.clone()),
                    _ => {}
                }
            }
        }
        credentials
    }
}

impl App {
    /// Takes up what was kept.
    pub(super) fn restore(&mut self) {
        if let Some(me) = self.session.me() {
            self.apply(Action::Identified(me.clone()));
        }
        let mut answers = Vec::new();
        for record in records::read(&self.memory.values[ANSWERS]) {
            let Some((word, key)) = record.split_first() else { continue };
            let answer = match word.as_str() {
                "accepted" => Answer::Accepted,
                "declined" => Answer::Declined,
                _ => continue,
            };
            if let Some(key) = Key::from_texts(key) {
                answers.push((key, answer));
            }
        }
        self.apply(Action::CoBrowse(crate::store::cobrowse::Action::Remembered(answers)));
        let (outbox, unreadable) = Outbox::from_text(&self.memory.values[OUTBOX]);
        if unreadable > 0 {
            self.console(super::Level::Warn, "texts were kept that cannot be read");
        }
        self.outbox = outbox;
        self.show_outbox();
    }

    /// Whether something was left that wants the connection at once.
    pub(super) fn has_unfinished(&self) -> bool {
        !self.memory.values[WAKE].is_empty() || !self.outbox.entries().is_empty()
    }

    pub(super) fn keep_credentials(&mut self) {
        let Credentials { external, jwt } = self.session.credentials();
        let mut text = String::new();
        for (name, value) in [("external", external), ("jwt", jwt)] {
            if let Some(value) = value {
                records::add(&mut text, &[name, value]);
            }
        }
        self.keep(CREDENTIALS, text);
    }

    pub(super) fn keep_outbox(&mut self) {
        self.keep(OUTBOX, self.outbox.to_text());
    }

    pub(super) fn keep_answers(&mut self) {
        let mut text = String::new();
        for (key, answer) in &self.state.cobrowse.remembered {
            let [conversation, dialog, service, stamp] = &key.to_texts();
            records::add(&mut text, &[answer_word(*answer), conversation, dialog, service, stamp]);
        }
        self.keep(ANSWERS, text);
    }

    /// Tells the loader of the next page whether somebody waits for the widget there.
    pub(super) fn remember_wake(&mut self) {
        let cobrowse = &self.state.cobrowse;
        let is_live = |phase: Phase| matches!(phase, Phase::Invited { .. } | Phase::Accepting | Phase::Active { .. });
        let wake = if cobrowse.invitations.iter().any(|invitation| is_live(invitation.phase)) {
            "now"
        } else if self.state.conversation.stage == Stage::Open || !self.outbox.entries().is_empty() {
            "idle"
        } else if self.was_caught_up() {
            ""
        } else {
            return;
        };
        self.keep(WAKE, wake.to_owned());
    }

    fn keep(&mut self, place: usize, value: String) {
        let known = &mut self.memory.values[place];
        if *known == value {
            return;
        }
        known.clone_from(&value);
        let key = [&self.memory.prefix, NAMES[place]].concat();
        self.out.push(if value.is_empty() { Output::Remove { key } } else { Output::Save { key, value } });
    }
}

fn answer_word(answer: Answer) -> &'static str {
    match answer {
        Answer::Accepted => "accepted",
        Answer::Declined => "declined",
    }
}
