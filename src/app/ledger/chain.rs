//! What stands in a consent ledger: entries, in the order of their numbers, each of which names those before it.

use std::rc::Rc;

use hmac_sha256::Hash;

use crate::protocol::{LedgerEntry, Millis, decimal};
use crate::store::Ledger;
use crate::store::cobrowse::{Key, KeyParts};

/// How many entries are kept, and of how many bytes; the oldest go.
const MOST: usize = 256;
const MOST_BYTES: usize = 256_000;

/// Of an id, with the dash before it.
const LENGTH_OF_HASH: usize = 65;

/// Of a number in an id: what JavaScript counts exactly has so many at least.
const MOST_DIGITS: usize = 15;

/// What tells an invitation apart, in the order of [`Key::to_texts`].
pub(super) const NAMES: [&str; 4] = ["conversationId", "dialogId", "serviceId", "invitedAt"];

/// The entries.
#[derive(Debug, Default)]
pub(in crate::app) struct Chain(Vec<Link>);

#[derive(Debug)]
struct Link {
    number: i64,
    id: String,
    text: String,
    /// Nothing where it cannot be read.
    entry: Option<Rc<LedgerEntry>>,
}

impl Link {
    /// The ids of those before it.
    fn previous(&self) -> impl Iterator<Item = &[u8]> {
        let previous = self.entry.as_ref().and_then(|entry| entry.text("previous"));
        previous.into_iter().flat_map(|previous| previous.as_bytes().split(|byte| *byte == b' '))
    }
}

impl Chain {
    /// Puts an entry in its place: every tab has them in the same order.
    pub(super) fn put(&mut self, id: &str, text: &str) {
        let number = number_of(id.as_bytes());
        let is_before = |other: &Link| (other.number, other.id.as_str()) < (number, id);
        let place = self.0.iter().rposition(is_before).map_or(0, |before| before + 1);
        let entry = LedgerEntry::read(text).map(Rc::new);
        self.0.insert(place, Link { number, id: id.to_owned(), text: text.to_owned(), entry });
    }

    /// Those that can be read, the newest first.
    pub(super) fn entries(&self) -> impl Iterator<Item = &LedgerEntry> {
        self.0.iter().rev().filter_map(|link| link.entry.as_deref())
    }

    /// The entries about one invitation, the newest first.
    pub(super) fn about<'a>(&'a self, key: &'a Key) -> impl Iterator<Item = &'a LedgerEntry> {
        self.entries().filter(move |entry| {
            entry.number(NAMES[3]) == Some(key.stamp.0)
                && entry.text(NAMES[1]) == Some(key.dialog.as_str())
                && entry.text(NAMES[2]) == Some(key.service.as_str())
                && entry.text(NAMES[0]) == Some(key.conversation.as_str())
        })
    }

    /// What happened to an invitation, the newest first.
    pub(super) fn steps<'a>(&'a self, key: &'a Key) -> impl Iterator<Item = &'a str> {
        self.about(key).filter_map(|entry| entry.text("step"))
    }

    /// Whether the page of the tab in which it was accepted carries the session itself.
    pub(super) fn is_carried(&self, key: &Key) -> bool {
        self.steps(key).any(|step| step == "carried")
    }

    /// The newest of some steps; nothing where none was noted.
    pub(super) fn newest_of<'a>(&'a self, key: &'a Key, steps: &[&str]) -> &'a str {
        self.steps(key).find(|step| steps.contains(step)).unwrap_or_default()
    }

    /// The entries that no other one names: one, unless two tabs wrote at the same moment.
    pub(super) fn newest(&self) -> String {
        let mut newest = String::new();
        for link in &self.0 {
            let is_named = |other: &Link| {
                other.number > link.number && other.previous().any(|previous| previous == link.id.as_bytes())
            };
            if link.number > 0 && !self.0.iter().any(is_named) {
                if !newest.is_empty() {
                    newest.push(' ');
                }
                newest.push_str(&link.id);
            }
        }
        newest
    }

    /// The next entry: its id and its text. What was let go before it is said in it, so that nothing else can be missing.
    pub(super) fn next(&self, at: Millis, more: Vec<(&'static str, String)>) -> (String, String) {
        let number = self.0.last().map_or(0, |last| last.number) + 1;
        let mut members = vec![("number", decimal(number))];
        let newest = self.newest();
        if !newest.is_empty() {
            members.push(("previous", newest));
        }
        let since = self.last_beyond().map_or(0, |last| last + 1).max(self.since());
        if since > 1 {
            members.push(("since", decimal(since)));
        }
        members.push(("at", decimal(at.0)));
        members.extend(more);
        let text = LedgerEntry::write(&members);
        (id_of(number, &text), text)
    }

    /// The ids of those that go when another one comes: all of a number, else what stays would name one of them.
    pub(super) fn beyond(&self) -> impl Iterator<Item = &str> {
        let last = self.last_beyond();
        self.0.iter().take_while(move |old| Some(old.number) <= last).map(|old| old.id.as_str())
    }

    fn last_beyond(&self) -> Option<i64> {
        let (mut count, mut bytes) = (1, 0);
        let last = self.0.iter().rev().find(|old| {
            count += 1;
            bytes += old.text.len();
            count > MOST || bytes > MOST_BYTES
        });
        last.map(|last| last.number)
    }

    /// The lowest number that has to be there.
    fn since(&self) -> i64 {
        self.entries().filter_map(|entry| entry.number("since")).max().unwrap_or(1)
    }

    /// Ids and texts, the oldest first.
    pub(super) fn texts(&self) -> Vec<(&str, &str)> {
        self.0.iter().map(|link| (link.id.as_str(), link.text.as_str())).collect()
    }

    /// What the consumer reads, where the service's clock is so far ahead.
    pub(super) fn shown(&self, offset: Millis) -> Ledger {
        let entries = self.0.iter().filter_map(|link| link.entry.clone()).collect();
        Ledger { entries, is_whole: self.is_whole(), offset }
    }

    /// Whether everything is what was written, and nothing is missing in between: the rule of `docs/ledger.md`.
    fn is_whole(&self) -> bool {
        let since = self.since();
        self.0.iter().all(|link| {
            let mut highest = 0;
            let mut is_whole = true;
            for previous in link.previous() {
                let number = number_of(previous);
                highest = highest.max(number);
                is_whole &= number < since || self.0.iter().any(|other| other.id.as_bytes() == previous);
            }
            let number = link.entry.as_ref().and_then(|entry| entry.number("number"));
            is_whole
                && link.number == highest + 1
                && number == Some(link.number)
                && link.id == id_of(link.number, &link.text)
        })
    }
}

/// Which invitation an entry is about.
pub(super) fn key_of(entry: &LedgerEntry) -> Option<Key> {
    let [conversation, dialog, service, _] = NAMES.map(|name| entry.text(name));
    let stamp = entry.number(NAMES[3]).map(Millis)?;
    let (conversation, dialog, service) = (conversation?.into(), dialog?.into(), service?.into());
    Some(KeyParts { conversation, dialog, service, stamp }.into())
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
