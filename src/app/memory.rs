//! What is kept in the browser between page loads and shared by its tabs, by name. The names are this room's own
//! business.
//!
//! Above all stand the tokens of the anonymous consumer and what the loader reads. Everything else stands under the
//! consumer whose it is (`<consumer>|<name>`; nobody is called so before there is one), and is read for them alone.

use super::io::Stored;
use super::{App, Output};
use crate::protocol::{Millis, position};
use crate::session::Credentials;
use crate::store::cobrowse::{Action as CoBrowseAction, Answer, Key};
use crate::store::{Action, Stage};

use super::drafts::ANY_DRAFT;
use super::records;

/// The tokens.
const CREDENTIALS: &str = "credentials";
/// Stands beside them, from the first ones on: a word that is another one after everything was forgotten.
const ERA: &str = "era";
/// What the loader reads: whether to fetch the widget at once (`now`) or when the page is idle (`idle`).
const WAKE: &str = "wake";
/// The answers to invitations.
const ANSWERS: &str = "answers";

/// What is kept, as this tab knows it: what does not change is not written again. An empty value is not kept.
#[derive(Clone, Debug)]
pub(super) struct Memory {
    prefix: String,
    /// Whether the page says who the consumer is: then what is nobody's, or was an anonymous visitor's, is not theirs, and
    /// what has no owner yet is not kept, for somebody else may be logged in by the next page load.
    authenticated: bool,
    values: Vec<(String, String)>,
}

impl Memory {
    pub(super) fn new(prefix: String, authenticated: bool, stored: Stored) -> Self {
        let mut memory = Self { prefix, authenticated, values: Vec::new() };
        for (key, value) in stored {
            if let Some(name) = memory.name_of(&key).map(str::to_owned) {
                memory.set(&name, &value);
            }
        }
        memory
    }

    /// The same consumer's, read again.
    fn anew(&self, stored: Stored) -> Self {
        Self::new(self.prefix.clone(), self.authenticated, stored)
    }

    /// What a key is called below the prefix, if it is one of this widget's.
    pub(super) fn name_of<'a>(&self, key: &'a str) -> Option<&'a str> {
        key.strip_prefix(self.prefix.as_str()).filter(|name| self.is_shared(name))
    }

    /// Whether what has this name is kept in the browser, and taken from there.
    pub(super) fn is_shared(&self, name: &str) -> bool {
        !self.authenticated || name == WAKE || position(name, "|").is_some() && !name.starts_with('|')
    }

    /// The value of a name; nothing where it has none.
    pub(super) fn get(&self, name: &str) -> &str {
        self.values.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    /// All names, with their values.
    pub(super) fn all(&self) -> &[(String, String)] {
        &self.values
    }

    /// Yields whether that is another value than before.
    pub(super) fn set(&mut self, name: &str, value: &str) -> bool {
        let place = self.values.iter().position(|(known, _)| known == name);
        match place.and_then(|place| self.values.get_mut(place)) {
            Some((_, known)) if known == value => return false,
            Some((_, known)) if !value.is_empty() => value.clone_into(known),
            Some(_) => drop(place.map(|place| self.values.remove(place))),
            None if value.is_empty() => return false,
            None => self.values.push((name.to_owned(), value.to_owned())),
        }
        true
    }

    /// The keys and values of all names but these.
    pub(super) fn stored_without(&self, names: &[String]) -> Stored {
        let mut stored = Stored::new();
        for (name, value) in &self.values {
            if self.is_shared(name) && !names.contains(name) {
                stored.push(([self.prefix.as_str(), name].concat(), value.clone()));
            }
        }
        stored
    }

    pub(super) fn credentials(&self) -> Credentials {
        let stands = |name| record(self.get(CREDENTIALS), name);
        Credentials { external: stands("external"), jwt: stands("jwt") }
    }
}

impl App {
    /// Takes up what was kept of the consumer, or from before there was one.
    pub(super) fn take_up_what_is_kept(&mut self) {
        if !self.has_to_wait_for_kept() {
            self.take_up_conversation();
        }
        self.take_up_draft();
    }

    #[inline(never)]
    pub(super) fn take_up_conversation(&mut self) {
        self.remember_answers();
        self.take_up_texts();
        self.notices_kept();
        self.rating_kept();
    }

    /// What is kept has changed without this tab; an empty value is kept no more.
    pub(super) fn kept_elsewhere(&mut self, now: Millis, name: &str, value: &str) {
        if !self.memory.set(name, value) {
            return;
        }
        if name == CREDENTIALS {
            self.session.adopt(now, self.memory.credentials());
        } else if name == WAKE && !value.is_empty() {
            self.woken(now);
        } else {
            self.draft_kept_elsewhere(name);
            if is_of_conversation(name) && self.admit_kept(name, value) {
                self.conversation_kept_elsewhere(name, value);
            }
        }
    }

    #[inline(never)]
    pub(super) fn conversation_kept_elsewhere(&mut self, name: &str, value: &str) {
        if name == self.own_name(ANSWERS) {
            self.remember_answers();
        } else {
            self.notices_kept();
            self.ledger_kept_elsewhere(name);
            self.text_kept_elsewhere(name, value);
        }
    }

    /// Whether somebody had everything forgotten while the page was out of use: what was kept when it was hidden, and when
    /// it was shown again. Then nothing of the consumer's is there any more, or another one has begun since.
    #[must_use]
    pub fn is_forgotten(&self, before: &Stored, after: &Stored) -> bool {
        let [before, after] = [before, after].map(|stored| self.memory.anew(stored.clone()));
        let era = |memory: &Memory| record(memory.get(CREDENTIALS), ERA);
        if era(&before).is_some() {
            return era(&before) != era(&after);
        }
        let own = self.own_name("");
        let has_own = |memory: &Memory| memory.all().iter().any(|(name, _)| name.starts_with(&own));
        self.state.me.is_some() && has_own(&before) && !has_own(&after)
    }

    /// The keys under which stands what this tab kept. What the loader reads is the next one's, where somebody else has
    /// begun meanwhile.
    #[must_use]
    pub fn leftovers(&self, stored: &Stored) -> Vec<String> {
        let mut left = Vec::new();
        for kept in self.memory.stored_without(&self.tabs.unkept) {
            if stored.contains(&kept) {
                left.push(kept.0);
            }
        }
        if left.len() < stored.len() {
            left.retain(|key| self.memory.name_of(key) != Some(WAKE));
        }
        left
    }

    /// Everything may have changed without this tab.
    pub(super) fn read_again(&mut self, now: Millis, stored: Stored) {
        self.keep_no_draft_of_others();
        let found = self.memory.anew(stored);
        let mut gone = Vec::new();
        for (name, _) in self.memory.all() {
            // What could not be kept is not gone.
            if found.get(name).is_empty() && self.is_kept_somehow(name) {
                gone.push((name.clone(), String::new()));
            }
        }
        // What another tab wants to be told comes last: what this one knows is as old as the page.
        let (asked, told): (Vec<_>, Vec<_>) = found.values.into_iter().partition(|(name, _)| self.is_question(name));
        for (name, value) in gone.into_iter().chain(told).chain(asked) {
            self.kept_elsewhere(now, &name, &value);
        }
    }

    /// The name of something of the consumer's.
    pub(super) fn own_name(&self, name: &str) -> String {
        let owner = self.state.me.as_ref();
        [owner.map_or("", |owner| owner.as_str()), "|", name].concat()
    }

    fn remember_answers(&mut self) {
        let mut answers = Vec::new();
        for record in records::read(self.memory.get(&self.own_name(ANSWERS))) {
            let Some((word, key)) = record.split_first() else { continue };
            let answer = match word.as_str() {
                "accepted" => Answer::Accepted,
                "declined" => Answer::Declined,
                "ended" => Answer::Ended,
                _ => continue,
            };
            if let Some(key) = Key::from_texts(key) {
                answers.push((key, answer));
            }
        }
        let now = self.state.server_time(self.newest);
        self.apply(Action::CoBrowse(CoBrowseAction::Remembered { answers, now }));
    }

    /// Whether something was left that wants the connection at once.
    pub(super) fn has_unfinished(&self) -> bool {
        !self.memory.get(WAKE).is_empty() || !self.outbox.entries().is_empty()
    }

    /// Those of an authenticated consumer are not kept: with the login everything is to end.
    pub(super) fn keep_credentials(&mut self) {
        let Credentials { external, jwt } = self.session.credentials();
        let mut text = String::new();
        for (name, value) in [("external", external), ("jwt", jwt)] {
            if let Some(value) = value {
                records::add(&mut text, &[name, value]);
            }
        }
        let mut era = record(self.memory.get(CREDENTIALS), ERA);
        if !text.is_empty() && era.is_none() {
            era = Some(self.random.word());
        }
        if let Some(era) = era {
            records::add(&mut text, &[ERA, &era]);
        }
        self.keep(CREDENTIALS, &text);
    }

    pub(super) fn keep_answers(&mut self) {
        let mut text = String::new();
        for (key, answer) in &self.state.cobrowse.remembered {
            let [conversation, dialog, service, stamp] = &key.to_texts();
            records::add(&mut text, &[answer_word(*answer), conversation, dialog, service, stamp]);
        }
        self.keep(&self.own_name(ANSWERS), &text);
    }

    /// Tells the loader of the next page whether somebody waits for the widget there.
    pub(super) fn remember_wake(&mut self) {
        let cobrowse = &self.state.cobrowse;
        let wake = if cobrowse.invitations.iter().any(|invitation| invitation.phase.is_live()) {
            "now"
        } else if self.state.conversation.stage == Stage::Open
            || !self.outbox.entries().is_empty()
            || self.rated.is_some()
        {
            "idle"
        } else if self.was_caught_up() && !self.deferred.holds_any() {
            ""
        } else {
            return;
        };
        // Said when it is another opinion than before: tabs that differ would else contradict each other for ever.
        if self.wake.replace(wake) != Some(wake) {
            self.keep(WAKE, wake);
        }
    }

    /// Keeps a value under a name, an empty one by forgetting it, and tells the other tabs.
    pub(super) fn keep(&mut self, name: &str, value: &str) {
        if !self.memory.set(name, value) {
            return;
        }
        self.save(name, value);
    }

    /// Keeps once more what this tab knows under a name, and tells the other tabs again.
    pub(super) fn save_again(&mut self, name: &str) {
        let value = self.memory.get(name).to_owned();
        self.save(name, &value);
    }

    /// The same as [`Self::keep`], also where this tab thinks that it is so already.
    pub(super) fn save(&mut self, name: &str, value: &str) {
        if !self.memory.is_shared(name) {
            if !value.is_empty() && name != CREDENTIALS {
                self.unkept_name(name.to_owned());
            }
            return;
        }
        let key = [&self.memory.prefix, name].concat();
        self.out.push(if value.is_empty() {
            Output::Remove { key }
        } else {
            Output::Save { key, value: value.into() }
        });
    }
}

/// Whether what has this name belongs to a conversation: all but what leads to one.
pub(super) fn is_of_conversation(name: &str) -> bool {
    name != CREDENTIALS && name != WAKE && position(name, ANY_DRAFT).is_none()
}

/// What stands beside a name in a text of such pairs.
fn record(text: &str, name: &str) -> Option<String> {
    let mut records = records::read(text).into_iter();
    records.find(|record| record.len() == 2 && record.first().is_some_and(|first| first == name))?.pop()
}

fn answer_word(answer: Answer) -> &'static str {
    match answer {
        Answer::Accepted => "accepted",
        Answer::Declined => "declined",
        Answer::Ended => "ended",
    }
}

#[cfg(test)]
mod tests {
    use super::is_of_conversation;

    #[test]
    fn a_consumer_may_be_called_anything() {
        for owner in ["", "draft", "my-draft", "a"] {
            for (name, expected) in [("text|1|x", true), ("answers", true), ("draft|", false), ("draft|c-1", false)] {
                assert_eq!(is_of_conversation(&[owner, "|", name].concat()), expected, "{owner}|{name}");
            }
        }
    }
}
