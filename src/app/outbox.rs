//! Texts on their way out: kept in storage before they are first transmitted, sent one at a time and in order.
//!
//! The protocol has no key against doubles. So a text whose answer was lost is looked for, behind a barrier, before it
//! is sent again: the answer of a query on the new connection tells all events of its dialog since it was first sent.

use std::rc::Rc;

use super::records;
use crate::protocol::{DialogId, EventChange, Millis, ParticipantId, Sequence, decimal, read_decimal};
use crate::store::{EntryId, Failure, MOST_PENDING};

/// How many characters the service takes. Not documented; a guess on the safe side.
pub(super) const LONGEST_TEXT: usize = 8_000;
/// How long to wait where the service refuses the query that would make certain.
pub(super) const GUESS_AFTER: Millis = Millis::from_secs(3);

/// One text.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) id: EntryId,
    pub(super) text: Rc<str>,
    pub(super) at: Millis,
    /// The name by which it is recognised when it comes back.
    pub(super) external: String,
    pub(super) stage: Stage,
    /// Where it was first transmitted, and the first number that it could have got there.
    pub(super) transmitted: Option<(DialogId, Sequence)>,
    /// Where an own text of the same words came there, without a name that would tell whether it is this one.
    pub(super) look_alike: Option<Sequence>,
}

/// Where a text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// It waits for its turn.
    Waiting,
    /// It is transmitted and not yet answered.
    InFlight,
    /// Its answer was lost: a query is to tell whether the service has it.
    Doubtful,
    /// The query is on its way.
    Querying,
    /// The query was refused: what has come by then decides.
    Guessing { until: Millis },
    /// The service does not take it.
    Failed(Failure),
}

/// The texts in their order.
#[derive(Clone, Debug, Default)]
pub(super) struct Outbox {
    entries: Vec<Entry>,
    next: u64,
    /// Behind the newest text that has its place, of any page load: what stands before that is none of these.
    floor: Option<(DialogId, Sequence)>,
}

impl Outbox {
    pub(super) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Puts a text at the end.
    pub(super) fn push(&mut self, text: Rc<str>, at: Millis, external: String) -> EntryId {
        let id = EntryId(self.next);
        self.next += 1;
        let (stage, transmitted, look_alike) = (Stage::Waiting, None, None);
        self.entries.push(Entry { id, text, at, external, stage, transmitted, look_alike });
        id
    }

    pub(super) fn is_full(&self) -> bool {
        self.entries.len() >= MOST_PENDING
    }

    pub(super) fn find(&mut self, id: EntryId) -> Option<&mut Entry> {
        self.entries.iter_mut().find(|entry| entry.id == id)
    }

    /// Takes a text out.
    pub(super) fn remove(&mut self, id: EntryId) -> Option<Entry> {
        let place = self.entries.iter().position(|entry| entry.id == id)?;
        Some(self.entries.remove(place))
    }

    /// The first text that has not failed: a failed one never holds up the next.
    pub(super) fn head(&mut self) -> Option<&mut Entry> {
        self.entries.iter_mut().find(|entry| !matches!(entry.stage, Stage::Failed(_)))
    }

    /// A text has this place.
    pub(super) fn settled(&mut self, dialog: &DialogId, sequence: Sequence) {
        let next = Sequence(sequence.0.saturating_add(1));
        self.floor = Some((dialog.clone(), self.floor_in(dialog).max(next)));
    }

    /// The first number that a text can get in a dialog, as far as it is known here.
    pub(super) fn floor_in(&self, dialog: &DialogId) -> Sequence {
        match &self.floor {
            Some((of, floor)) if of == dialog => *floor,
            _ => Sequence(0),
        }
    }

    /// When a guess is due.
    pub(super) fn deadline(&self) -> Option<Millis> {
        self.entries.iter().find_map(|entry| match entry.stage {
            Stage::Guessing { until } => Some(until),
            _ => None,
        })
    }

    /// The connection is gone: what had no answer is doubtful. Only the first text can be on its way.
    pub(super) fn disconnected(&mut self) -> Option<EntryId> {
        let head = self.head()?;
        if matches!(head.stage, Stage::Waiting | Stage::Doubtful) {
            return None;
        }
        head.stage = Stage::Doubtful;
        Some(head.id)
    }

    /// The dialogs of the former person are out of reach: nothing can be looked up there any more.
    pub(super) fn forget_places(&mut self) {
        self.floor = None;
        for entry in &mut self.entries {
            entry.transmitted = None;
            if !matches!(entry.stage, Stage::Waiting | Stage::Failed(_)) {
                entry.stage = Stage::Failed(Failure::Unknown);
            }
        }
    }

    /// The text that an own event of the service is, if it is one of these: by its name, or, where the service keeps no
    /// names, by its words behind the place where it was first sent. Not `by_words` those are remembered only.
    pub(super) fn recognise(
        &mut self,
        change: &EventChange,
        me: Option<&ParticipantId>,
        by_words: bool,
    ) -> Option<EntryId> {
        let text = change.event.as_ref()?.as_text()?;
        if me.is_none() || change.originator() != me {
            return None;
        }
        let name = change.metadata().iter().find_map(|entry| entry.as_external_id());
        for entry in &mut self.entries {
            let Some((dialog, from)) = &entry.transmitted else { continue };
            let is_it = match name {
                Some(name) => entry.external == name,
                None => {
                    let is_alike = change.dialog_id.as_ref() == Some(dialog)
                        && change.sequence.is_some_and(|number| number >= *from)
                        && *entry.text == *text
                        && !matches!(entry.stage, Stage::Failed(_));
                    if is_alike {
                        entry.look_alike = change.sequence;
                    }
                    is_alike && by_words
                }
            };
            if is_it {
                return Some(entry.id);
            }
        }
        None
    }

    /// As it is kept in storage.
    pub(super) fn to_text(&self) -> String {
        let mut text = String::new();
        if let Some((dialog, floor)) = &self.floor {
            records::add(&mut text, &[dialog.as_str(), &decimal(floor.0)]);
        }
        for entry in &self.entries {
            let (dialog, from) = match &entry.transmitted {
                Some((dialog, from)) => (dialog.as_str(), from.0),
                None => ("", 0),
            };
            let failed = match entry.stage {
                Stage::Failed(failure) => failure_word(failure),
                _ => "",
            };
            let [id, at, from] = [entry.id.0.cast_signed(), entry.at.0, from].map(decimal);
            records::add(&mut text, &[&id, &at, &entry.external, dialog, &from, failed, &entry.text]);
        }
        text
    }

    /// As it was kept in storage; lines that cannot be read are told by their number.
    pub(super) fn from_text(text: &str) -> (Self, usize) {
        let mut outbox = Self::default();
        let mut unreadable = 0;
        for record in records::read(text) {
            if let [dialog, floor] = record.as_slice() {
                outbox.floor = read_decimal(floor).map(|floor| (DialogId::from(dialog.as_str()), Sequence(floor)));
                continue;
            }
            match read_entry(&record) {
                Some(entry) if !outbox.is_full() => {
                    outbox.next = outbox.next.max(entry.id.0.saturating_add(1));
                    outbox.entries.push(entry);
                }
                _ => unreadable += 1,
            }
        }
        (outbox, unreadable)
    }
}

fn read_entry(record: &[String]) -> Option<Entry> {
    let [id, at, external, dialog, from, failed, text] = record else { return None };
    // One kind of number is read, so that one reader of numbers is linked.
    let number = |text: &str| read_decimal(text);
    let transmitted = match dialog.as_str() {
        "" => None,
        dialog => Some((DialogId::from(dialog), Sequence(number(from)?))),
    };
    let stage = match failure_of(failed) {
        Some(failure) => Stage::Failed(failure),
        None if transmitted.is_some() => Stage::Doubtful,
        None => Stage::Waiting,
    };
    Some(Entry {
        // Those that are given after it must be readable too.
        id: EntryId(number(id).filter(|id| (0..i64::MAX / 2).contains(id))?.cast_unsigned()),
        text: text.as_str().into(),
        at: Millis(number(at)?),
        external: external.clone(),
        stage,
        transmitted,
        look_alike: None,
    })
}

fn failure_word(failure: Failure) -> &'static str {
    match failure {
        Failure::Refused => "refused",
        Failure::TooLong => "too long",
        Failure::Ended => "ended",
        Failure::Unknown => "unknown",
    }
}

fn failure_of(word: &str) -> Option<Failure> {
    match word {
        "refused" => Some(Failure::Refused),
        "too long" => Some(Failure::TooLong),
        "ended" => Some(Failure::Ended),
        "unknown" => Some(Failure::Unknown),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Outbox, Stage};
    use crate::protocol::{Millis, Sequence};
    use crate::store::Failure;

    #[test]
    fn what_was_kept_comes_back_in_order_and_what_was_sent_is_doubtful() {
        let mut outbox = Outbox::default();
        let first = outbox.push("one\ttwo\nthree".into(), Millis(5), "x1".into());
        outbox.push("second".into(), Millis(6), "x2".into());
        let third = outbox.push("third".into(), Millis(7), "x3".into());
        outbox.find(first).unwrap().transmitted = Some(("d".into(), Sequence(4)));
        outbox.find(first).unwrap().stage = Stage::InFlight;
        outbox.find(third).unwrap().stage = Stage::Failed(Failure::TooLong);
        outbox.settled(&"d".into(), Sequence(8));
        outbox.settled(&"d".into(), Sequence(3));
        let (back, unreadable) = Outbox::from_text(&outbox.to_text());
        assert_eq!(unreadable, 0);
        assert_eq!((back.floor_in(&"d".into()), back.floor_in(&"e".into())), (Sequence(9), Sequence(0)));
        let stages: Vec<_> = back.entries().iter().map(|entry| (&*entry.text, entry.stage)).collect();
        let failed = Stage::Failed(Failure::TooLong);
        assert_eq!(stages, [("one\ttwo\nthree", Stage::Doubtful), ("second", Stage::Waiting), ("third", failed)]);
        assert_eq!(back.next, 3, "numbers are not given twice");
    }

    #[test]
    fn broken_storage_costs_only_the_broken_lines() {
        let mut outbox = Outbox::default();
        outbox.push("good".into(), Millis(1), "x".into());
        let text = format!("nonsense\n{}\n9\tx\ta\tb\tc\td\te", outbox.to_text());
        let (back, unreadable) = Outbox::from_text(&text);
        assert_eq!((back.entries().len(), unreadable), (1, 2));
    }
}
