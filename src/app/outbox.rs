//! Texts on their way out: kept in storage before they are first transmitted, sent one at a time and in order, whichever
//! tab they were written in.
//!
//! The protocol has no key against doubles. So a text whose answer was lost is looked for, behind a barrier, before it
//! is sent again: the answer of a query on the new connection tells all events of its dialog since it was first sent.

use std::rc::Rc;

use super::files::attached::Attached;
use crate::protocol::{DialogId, EventChange, Millis, ParticipantId, Sequence};
use crate::session::Session;
use crate::store::{Conversation, EntryId, Failure, MOST_PENDING};

/// How many characters the service takes. Not documented; a guess on the safe side.
pub(super) const LONGEST_TEXT: usize = 8_000;
/// How long to wait where the service refuses the query that would make certain.
const GUESS_AFTER: Millis = Millis::from_secs(3);

/// One text.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) id: EntryId,
    pub(super) text: Rc<str>,
    /// Entries that go along with it, a JSON array; empty where there are none.
    pub(super) metadata: Rc<str>,
    /// When it was written. No two texts of a tab have the same instant.
    pub(super) at: Millis,
    /// The name by which it is recognised when it comes back, and among the tabs.
    pub(super) external: String,
    /// Whose it is; nobody's before there was anybody.
    pub(super) owner: Option<ParticipantId>,
    /// Into which dialog it is to go: where it was transmitted last, else where texts went when it was written; none where
    /// nobody knew of one then.
    pub(super) meant_for: Option<DialogId>,
    pub(super) stage: Stage,
    /// Where it was transmitted last, and the first number that it could have got there.
    pub(super) transmitted: Option<(DialogId, Sequence)>,
    /// In how many dialogs it was transmitted, one after the other.
    pub(super) dialogs: i64,
    /// Whether it was written in this page load.
    pub(super) is_mine: bool,
    /// What is sent in the text's place.
    pub(super) file: Option<Box<Attached>>,
}

impl Entry {
    /// How far it has come, of two tabs that know it differently: where it was sent counts before whether it failed.
    pub(super) fn progress(&self) -> (i64, bool) {
        (self.dialogs, self.stage.has_failed())
    }

    /// Whether it waits for its file to be uploaded, and so not for its turn.
    fn needs_upload(&self) -> bool {
        self.file.as_ref().is_some_and(|file| file.needs_upload())
    }

    /// Another tab told of its file: where it lies, if that was not known. What was uploaded once stays so.
    pub(super) fn learn_file(&mut self, told: Option<Box<Attached>>) -> Option<Rc<str>> {
        let told = told?;
        let path = (!told.needs_upload() && self.needs_upload()).then(|| Rc::clone(&told.path));
        if path.is_some() || self.needs_upload() {
            self.file = Some(told);
        }
        path
    }

    /// Whether other tabs, and the next page, can do something with it.
    pub(super) fn is_anybodys(&self) -> bool {
        self.file.as_ref().is_none_or(|file| file.is_anybodys())
    }
}

/// Where a text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// It waits for its turn.
    Waiting,
    /// It is transmitted and not yet answered.
    InFlight,
    /// Its answer was lost, or is another tab's: a query is to tell whether the service has it.
    Doubtful,
    /// The query is on its way.
    Querying,
    /// The query was refused: what has come by then decides.
    Guessing(Wait),
    /// The service does not take it.
    Failed(Failure),
}

/// Until when something may still come. That it does not is concluded only from an answer that the service was asked for
/// then: the computer may have slept, and what came meanwhile is read before it. Before that the time is waited for twice:
/// once it may have passed only by the clock, which somebody has put forward.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Wait {
    until: Millis,
    /// How often the time is waited for still.
    left: u8,
}

impl Wait {
    pub(super) fn begin(now: Millis) -> Self {
        Self { until: now + GUESS_AFTER, left: 2 }
    }

    /// When it is to be gone on with, if not by an answer.
    pub(super) fn deadline(self) -> Option<Millis> {
        (self.left > 0).then_some(self.until)
    }

    /// Asks the service, once the time has come; yields whether it has answered.
    pub(super) fn is_over(&mut self, now: Millis, session: &mut Session) -> bool {
        if self.left > 0 && now >= self.until {
            self.until = now + GUESS_AFTER;
            self.left -= 1;
            if self.left == 0 {
                session.confirm(now);
            }
        }
        self.left == 0 && !session.is_confirming()
    }
}

impl Stage {
    /// Whether the service does not take it, under this name.
    pub(super) fn has_failed(self) -> bool {
        matches!(self, Self::Failed(_))
    }

    /// Whether this tab has taken it in hand and nobody else is asked about it.
    pub(super) fn is_under_way(self) -> bool {
        matches!(self, Self::InFlight | Self::Querying | Self::Guessing(_))
    }
}

/// The texts in their order: those of a tab in the order of writing.
#[derive(Clone, Debug, Default)]
pub(super) struct Outbox {
    entries: Vec<Entry>,
    next: u64,
    newest: Millis,
    /// Behind the newest text that has its place, of any page load: what stands before that is none of these.
    pub(super) floor: Option<(DialogId, Sequence)>,
    /// The newest names of own texts that the service has, and where.
    seen: Vec<(String, DialogId, Sequence)>,
}

impl Outbox {
    pub(super) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Puts a text that was written now at the end.
    pub(super) fn push(
        &mut self,
        (text, metadata): (Rc<str>, Rc<str>),
        at: Millis,
        external: String,
        owner: Option<ParticipantId>,
        meant_for: Option<DialogId>,
        file: Option<Box<Attached>>,
    ) -> EntryId {
        let at = at.max(self.newest + Millis(1));
        let (id, stage, transmitted) = (EntryId(0), Stage::Waiting, None);
        let (is_mine, dialogs) = (true, 0);
        self.put(Entry {
            id,
            text,
            metadata,
            at,
            external,
            owner,
            meant_for,
            stage,
            transmitted,
            dialogs,
            is_mine,
            file,
        })
    }

    /// Puts a text among the others, behind those that were written before it.
    pub(super) fn put(&mut self, mut entry: Entry) -> EntryId {
        entry.id = EntryId(self.next);
        self.next += 1;
        self.newest = self.newest.max(entry.at);
        let id = entry.id;
        put_in_order(&mut self.entries, entry);
        id
    }

    /// How many texts and names are held.
    pub(super) fn load(&self) -> usize {
        self.entries.len() + self.seen.len()
    }

    pub(super) fn is_full(&self) -> bool {
        self.entries.len() >= MOST_PENDING
    }

    pub(super) fn find(&mut self, id: EntryId) -> Option<&mut Entry> {
        self.entries.iter_mut().find(|entry| entry.id == id)
    }

    /// Those that were written before there was anybody.
    pub(super) fn without_owner(&mut self) -> impl Iterator<Item = &mut Entry> {
        self.entries.iter_mut().filter(|entry| entry.owner.is_none())
    }

    /// The text of this name among the tabs.
    pub(super) fn named(&mut self, external: &str) -> Option<&mut Entry> {
        self.entries.iter_mut().find(|entry| entry.external == external)
    }

    /// The one whose file has this name.
    pub(super) fn with_file(&mut self, key: &str) -> Option<&mut Entry> {
        self.entries.iter_mut().find(|entry| entry.file.as_ref().is_some_and(|file| file.key == key))
    }

    /// Takes a text out.
    pub(super) fn remove(&mut self, id: EntryId) -> Option<Entry> {
        let place = self.entries.iter().position(|entry| entry.id == id)?;
        Some(self.entries.remove(place))
    }

    /// The text whose turn it is: the one in hand, though another tab may tell of an earlier one meanwhile; else one that
    /// may be with the service already, else the first that has not failed. A failed one never holds up the next.
    pub(super) fn head(&mut self) -> Option<&mut Entry> {
        let turn = |entry: &Entry| match entry.stage {
            Stage::InFlight | Stage::Querying | Stage::Guessing(_) => 0,
            Stage::Doubtful => 1,
            Stage::Waiting if !entry.needs_upload() => 2,
            Stage::Waiting | Stage::Failed(_) => 3,
        };
        let first = self.entries.iter_mut().min_by_key(|entry| turn(entry))?;
        (turn(first) < 3).then_some(first)
    }

    /// Whether something is on its way, or next in turn, that goes to where texts go now.
    pub(super) fn has_more_for(&self, conversation: &Conversation) -> bool {
        let is_for = |entry: &Entry| conversation.takes(entry.meant_for.as_ref());
        self.entries.iter().any(|entry| !entry.stage.has_failed() && !entry.needs_upload() && is_for(entry))
    }

    /// What was written before there was a conversation, and did not fail, was for this one. Yields what that concerns.
    pub(super) fn bind(&mut self, dialog: &DialogId) -> Vec<EntryId> {
        let mut bound = Vec::new();
        for entry in &mut self.entries {
            if entry.meant_for.is_none() && !entry.stage.has_failed() {
                entry.meant_for = Some(dialog.clone());
                bound.push(entry.id);
            }
        }
        bound
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
            Stage::Guessing(wait) => wait.deadline(),
            _ => None,
        })
    }

    /// The connection is gone: what had no answer is doubtful. Only one text can be on its way.
    pub(super) fn disconnected(&mut self) -> Option<EntryId> {
        let head = self.head().filter(|head| head.stage.is_under_way())?;
        head.stage = Stage::Doubtful;
        Some(head.id)
    }

    /// The consumer is somebody else now. What was written in this page load was written by whoever sits there: it is
    /// theirs, but what was on its way cannot be looked up any more. Everything else stays the former person's, out of
    /// sight.
    pub(super) fn now_of(&mut self, owner: &ParticipantId) {
        self.floor = None;
        self.entries.retain(|entry| entry.is_mine);
        for entry in &mut self.entries {
            entry.owner = Some(owner.clone());
            (entry.transmitted, entry.dialogs) = (None, 0);
            if let Some(file) = &mut entry.file {
                // It lies where only the former person may share it from.
                file.path = "".into();
            }
            if !matches!(entry.stage, Stage::Waiting | Stage::Failed(_)) {
                entry.stage = Stage::Failed(Failure::Unknown);
            }
        }
    }

    /// The service has a text of this name at a place. The first place counts: yields whether that is another one.
    pub(super) fn see(&mut self, name: &str, dialog: &DialogId, sequence: Sequence) -> bool {
        if let Some((known, at)) = self.place_of(name) {
            return known != dialog || at != sequence;
        }
        if self.seen.len() >= MOST_SEEN {
            self.seen.remove(0);
        }
        self.seen.push((name.to_owned(), dialog.clone(), sequence));
        false
    }

    /// Where the service has the text of a name, if that is known.
    pub(super) fn place_of(&self, name: &str) -> Option<(&DialogId, Sequence)> {
        let found = self.seen.iter().find(|(known, ..)| known == name);
        found.map(|(_, dialog, sequence)| (dialog, *sequence))
    }

    /// Whether a text of a known name is at this place.
    pub(super) fn is_placed(&self, dialog: &DialogId, sequence: Sequence) -> bool {
        self.seen.iter().any(|(_, known, at)| known == dialog && *at == sequence)
    }

    /// The text that an own event of the service is, if it is one of these: by its name, or, where the service keeps no
    /// names and `by_words` is asked for, by its words behind the place where it was first sent.
    pub(super) fn recognise(
        &self,
        change: &EventChange,
        me: Option<&ParticipantId>,
        by_words: bool,
    ) -> Option<EntryId> {
        let event = change.event.as_ref()?;
        let (text, path) = (event.as_text(), event.as_file().and_then(|file| file.relative_path.as_deref()));
        if text.is_none() && path.is_none() {
            return None;
        }
        if me.is_none() || change.originator() != me {
            return None;
        }
        let is_named = change.external_ids().any(is_name);
        let is_it = |entry: &&Entry| match &entry.transmitted {
            _ if is_named => change.external_ids().any(|name| entry.external == name),
            Some((dialog, from)) => {
                by_words
                    && change.dialog_id.as_ref() == Some(dialog)
                    // Where another text of the same words is known to be, this one is not.
                    && change.sequence.is_some_and(|number| number >= *from && !self.is_placed(dialog, number))
                    && match &entry.file {
                        // A place in the storage is that of one file.
                        Some(file) => path == Some(&*file.path),
                        None => text == Some(&*entry.text),
                    }
                    && !entry.stage.has_failed()
            }
            None => false,
        };
        self.entries.iter().find(is_it).map(|entry| entry.id)
    }
}

/// Whether this is a name as texts get them. What is clicked has names, too, which its text bears beside its own.
pub(super) fn is_name(name: &str) -> bool {
    name.len() == 32 && name.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Puts a text behind those that were written before it.
pub(super) fn put_in_order(entries: &mut Vec<Entry>, entry: Entry) {
    let before = entries.iter().rposition(|other| other.at <= entry.at);
    entries.insert(before.map_or(0, |before| before + 1), entry);
}

/// How many names of texts are remembered that the service has: more than are ever on their way at once.
const MOST_SEEN: usize = 256;

#[cfg(test)]
mod tests {
    use super::{Outbox, Stage, Wait};
    use crate::protocol::{Millis, Sequence};

    #[test]
    fn what_may_be_with_the_service_comes_before_what_was_written_before_it() {
        let mut outbox = Outbox::default();
        let first = outbox.push(("one".into(), "".into()), Millis(5), "x1".into(), None, None, None);
        let second = outbox.push(("two".into(), "".into()), Millis(5), "x2".into(), None, None, None);
        assert_eq!(outbox.head().map(|head| head.id), Some(first));
        outbox.find(second).unwrap().stage = Stage::Doubtful;
        assert_eq!(outbox.head().map(|head| head.id), Some(second));
        assert!(outbox.entries()[0].at < outbox.entries()[1].at, "no two texts have the same instant");
    }

    #[test]
    fn what_is_in_hand_stays_so_though_another_tab_tells_of_an_earlier_doubtful_one() {
        for stage in [Stage::InFlight, Stage::Querying, Stage::Guessing(Wait::begin(Millis(9)))] {
            let mut outbox = Outbox::default();
            let earlier = outbox.push(("one".into(), "".into()), Millis(5), "x1".into(), None, None, None);
            let in_hand = outbox.push(("two".into(), "".into()), Millis(5), "x2".into(), None, None, None);
            outbox.find(earlier).unwrap().stage = Stage::Doubtful;
            outbox.find(in_hand).unwrap().stage = stage;
            assert_eq!(outbox.head().map(|head| head.id), Some(in_hand));
            assert_eq!(outbox.disconnected(), Some(in_hand));
            assert_eq!(outbox.head().map(|head| head.id), Some(earlier));
        }
    }

    #[test]
    fn the_floor_only_rises() {
        let mut outbox = Outbox::default();
        outbox.settled(&"d".into(), Sequence(8));
        outbox.settled(&"d".into(), Sequence(3));
        assert_eq!((outbox.floor_in(&"d".into()), outbox.floor_in(&"e".into())), (Sequence(9), Sequence(0)));
    }
}
