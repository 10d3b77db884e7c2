//! What the tabs of a browser share: the texts on their way out, and who does what. Each tab has a connection of its own;
//! one of them sends for all.

use super::kept::{self, Kept};
use super::outbox::{Entry, Stage, put_in_order};
use super::{App, Level, Lock, Output, earliest, is_due, records};
use crate::protocol::{DialogId, Millis, ParticipantId, Sequence, decimal, read_decimal};
use crate::session::{Credentials, Phase};
use crate::store::{Action, EntryId, Failure, FileChange};

/// The name of the place behind the newest text that was sent.
const FLOOR: &str = "floor";
/// The name of a word that is another one whenever another tab begins to send.
const SENDER: &str = "sender";

/// The name of a word that is told, and not kept, when a tab that may not answer has the focus.
const FOCUSED: &str = "focused";

/// How long after a lock was granted what its former holder told may still come.
const SETTLES: Millis = Millis(100);

/// A lock that nobody holds is granted sooner than this.
const GRANTS_WITHIN: Millis = Millis(5);

const TELLS_AGAIN_AFTER: Millis = Millis::from_secs(1);

const KEEPS_AGAIN_AFTER: Millis = Millis::from_secs(5);

/// What this tab may do.
#[derive(Clone, Debug, Default)]
pub(super) struct Tabs {
    /// Whether there can be others that are heard of.
    pub(super) shared: bool,
    /// Whether the consumer has turned to this tab.
    focused: bool,
    /// When the tab that may answer is told so, if it is not this one by then.
    tells_focus_at: Option<Millis>,
    /// How far each lock is, in the order of [`Lock::ALL`].
    locks: [Hold; Lock::ALL.len()],
    /// Since it holds the outbox the service has answered: what its former holder told has come.
    pub(super) is_sender: bool,
    /// When an answer is taken, where the lock for that was granted just now.
    pub(super) answers_at: Option<Millis>,
    /// The names under which the browser did not keep what it should, each once, and when it is asked again.
    pub(super) unkept: Vec<String>,
    /// When the lock for signing in was asked for, and when that begins, where the lock was another tab's before.
    identity_asked: Millis,
    sign_in_at: Option<Millis>,
    /// Under which of them it keeps an older value: once that is gone, another tab has taken it away.
    outdated: Vec<String>,
    keeps_at: Option<Millis>,
}

/// How far this tab is with a lock.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Hold {
    #[default]
    Not,
    Asked,
    Granted,
}

impl Tabs {
    pub(super) fn deadline(&self) -> Option<Millis> {
        earliest(&[self.answers_at, self.keeps_at, self.sign_in_at, self.tells_focus_at])
    }
}

impl App {
    /// Whether this tab is the one that sends. Without a word between tabs each sends what was written in it.
    pub(super) fn is_sender(&self) -> bool {
        !self.tabs.shared || self.tabs.is_sender
    }

    /// After every input: asks for the locks that are wanted, and lets go of those that are not.
    pub(super) fn settle_locks(&mut self, now: Millis) {
        if is_due(now, self.tabs.answers_at) {
            self.tabs.answers_at = None;
        }
        if is_due(now, self.tabs.tells_focus_at) {
            self.tell_focus(now);
        }
        if is_due(now, self.tabs.keeps_at) {
            self.keep_again();
        }
        if is_due(now, self.tabs.sign_in_at) {
            self.tabs.sign_in_at = None;
            self.session.sign_in(now, self.memory.credentials());
        }
        let is_at_work = self.session.phase() != Phase::Idle;
        let wanted = [
            (Lock::Identity, self.session.signs_in()),
            (Lock::Outbox, self.is_whole() && self.session.phase() == Phase::Online && self.is_caught_up()),
            // Held before an invitation comes, so that nobody waits for it with the pointer over a button.
            (Lock::Answers, self.is_whole() && is_at_work && self.state.page_visible && self.is_known()),
        ];
        for (lock, is_wanted) in wanted {
            let hold = &mut self.tabs.locks[lock as usize];
            if is_wanted == (*hold != Hold::Not) {
                continue;
            }
            *hold = if is_wanted { Hold::Asked } else { Hold::Not };
            if !is_wanted {
                self.let_go(lock);
            } else if self.tabs.shared {
                if lock == Lock::Identity {
                    self.tabs.identity_asked = now;
                }
                let name = self.lock_name(lock);
                self.out.push(Output::Lock(lock, name));
                if lock == Lock::Answers && self.tabs.focused {
                    self.tabs.tells_focus_at = Some(now + SETTLES);
                }
            } else {
                self.locked(now, lock);
            }
        }
    }

    /// Where pages say who the consumer is, tabs can be those of several consumers, and none waits for another's.
    fn lock_name(&self, lock: Lock) -> String {
        if self.session.is_authenticated() { self.own_name(lock.name()) } else { lock.name().to_owned() }
    }

    /// The consumer turned to this tab, or to something else.
    pub(super) fn focus(&mut self, now: Millis, focused: bool) {
        self.tabs.focused = focused;
        self.tell_focus(now);
    }

    /// Of windows side by side the one that was turned to last may answer: where another holds the lock, it is told.
    fn tell_focus(&mut self, now: Millis) {
        self.tabs.tells_focus_at = None;
        if self.tabs.shared && self.tabs.focused && self.tabs.locks[Lock::Answers as usize] == Hold::Asked {
            let name = self.own_name(FOCUSED);
            let word = self.random.word();
            self.keep(&name, &word);
            self.keep(&name, "");
            // Where the holder missed that, or another window waits before this one.
            self.tabs.tells_focus_at = Some(now + TELLS_AGAIN_AFTER);
        }
    }

    /// The consumer turned to another tab. From now on this one waits behind it.
    fn give_answers_up(&mut self) {
        let hold = &mut self.tabs.locks[Lock::Answers as usize];
        if !self.tabs.focused && *hold == Hold::Granted {
            *hold = Hold::Not;
            self.let_go(Lock::Answers);
        }
    }

    pub(super) fn is_known(&self) -> bool {
        !self.session.is_authenticated() || self.state.me.is_some()
    }

    /// Whether no credentials are kept by which the service knows the consumer.
    fn is_nobody(&self) -> bool {
        !self.session.is_authenticated() && self.memory.credentials() == Credentials::default()
    }

    fn let_go(&mut self, lock: Lock) {
        match lock {
            Lock::Identity => self.tabs.sign_in_at = None,
            Lock::Outbox => self.tabs.is_sender = false,
            Lock::Answers => {
                self.tabs.answers_at = None;
                self.apply(Action::MayAnswer(false));
            }
        }
        if self.tabs.shared {
            self.out.push(Output::Unlock(lock));
        }
    }

    /// A lock is this tab's.
    pub(super) fn locked(&mut self, now: Millis, lock: Lock) {
        let hold = &mut self.tabs.locks[lock as usize];
        if *hold != Hold::Asked {
            return;
        }
        *hold = Hold::Granted;
        match lock {
            // A tab that has just gone may have become somebody for the service, and the word of that is on its way.
            Lock::Identity
                if self.tabs.shared && self.is_nobody() && now > self.tabs.identity_asked + GRANTS_WITHIN =>
            {
                self.tabs.sign_in_at = Some(now + SETTLES);
            }
            Lock::Identity => self.session.sign_in(now, self.memory.credentials()),
            // What the former sender told last may still be on its way, but not for as long as the service takes.
            Lock::Outbox if !self.tabs.shared => {}
            Lock::Outbox => {
                // What the browser did not keep is known to the other tabs only.
                let name = self.own_name(SENDER);
                let word = self.random.word();
                self.keep(&name, &word);
                self.session.confirm(now);
            }
            Lock::Answers => {
                self.tabs.answers_at = self.tabs.shared.then_some(now + SETTLES);
                self.apply(Action::MayAnswer(true));
            }
        }
    }

    /// The service has answered since this tab holds the outbox.
    pub(super) fn confirmed(&mut self) {
        self.tabs.is_sender = self.tabs.locks[Lock::Outbox as usize] == Hold::Granted;
        if self.tabs.is_sender && self.is_whole() {
            self.take_up_texts();
        }
    }

    /// Keeps a text, and tells the other tabs.
    pub(super) fn keep_text(&mut self, id: EntryId) {
        // Whose a text is that was written before there was anybody is known by the time it is sent.
        let me = if self.is_sender() { self.state.me.clone() } else { None };
        let Some(entry) = self.outbox.find(id) else { return };
        let old = kept::name(entry);
        if entry.owner.is_none() {
            entry.owner = me;
        }
        if !entry.is_anybodys() {
            return;
        }
        let (name, value) = (kept::name(entry), kept::value(entry));
        self.keep(&name, &value);
        if name != old {
            self.keep(&old, "");
        }
    }

    /// It is known by now whose the texts are that were written before: from now on they are kept, and told.
    pub(super) fn own_texts(&mut self, me: &ParticipantId) {
        let mut owned = Vec::new();
        for entry in self.outbox.without_owner() {
            owned.push((entry.id, kept::name(entry)));
            entry.owner = Some(me.clone());
        }
        for (id, former) in owned {
            self.keep_under_new_name(id, &former);
        }
    }

    /// Keeps a text that is called otherwise by now, as its owner is another one.
    pub(super) fn keep_under_new_name(&mut self, id: EntryId, former: &str) {
        self.keep(former, "");
        self.keep_text(id);
    }

    /// The browser did not keep something. It is asked again after a while, and the other tabs are told again with that:
    /// one may have come that could not read it.
    pub(super) fn unkept(&mut self, key: &str, is_older_kept: bool) {
        self.remark("the browser does not keep what is written: it is lost with the page");
        if let Some(name) = self.memory.name_of(key).map(str::to_owned) {
            let text = kept::read_name(&name).and_then(|(_, _, external)| self.outbox.named(external));
            if is_older_kept && text.is_some_and(|text| text.stage == Stage::InFlight) {
                // The next page would send it as if it had not been under way: it goes with this one instead.
                self.out.push(Output::Remove { key: key.to_owned() });
                self.save_again(&name);
            } else if is_older_kept && !self.tabs.unkept.contains(&name) {
                self.tabs.outdated.push(name.clone());
            }
            self.unkept_name(name);
        }
    }

    /// Something is not kept by now.
    pub(super) fn unkept_name(&mut self, name: String) {
        self.apply(Action::KeepsNothing(true));
        if !self.tabs.unkept.contains(&name) {
            self.tabs.unkept.push(name);
            self.tabs.keeps_at.get_or_insert(self.newest + KEEPS_AGAIN_AFTER);
        }
    }

    /// Whether the browser keeps a value under a name that has one here, this or an older one, unless somebody took it away.
    pub(super) fn is_kept_somehow(&self, name: &String) -> bool {
        !self.tabs.unkept.contains(name) || self.tabs.outdated.contains(name)
    }

    fn keep_again(&mut self) {
        self.tabs.keeps_at = None;
        self.apply(Action::KeepsNothing(false));
        self.tabs.outdated.clear();
        for name in std::mem::take(&mut self.tabs.unkept) {
            self.save_again(&name);
        }
    }

    /// Whether the browser keeps what belongs to an entry.
    pub(super) fn keeps_entry(&mut self, id: EntryId) -> bool {
        let Some(entry) = self.outbox.find(id) else { return false };
        self.memory.is_shared(&kept::name(entry))
    }

    /// Tells the other tabs what there is to be sent.
    fn tell_texts(&mut self) {
        for place in 0..self.outbox.entries().len() {
            let Some(entry) = self.outbox.entries().get(place) else { return };
            if !entry.is_anybodys() {
                continue;
            }
            let (name, value) = (kept::name(entry), kept::value(entry));
            self.save(&name, &value);
        }
    }

    /// Forgets a text that has left the outbox; where the service has it, the other tabs are told its place first.
    pub(super) fn forget_text(&mut self, entry: &Entry, place: Option<(&DialogId, Sequence)>) {
        let name = kept::name(entry);
        if let Some((dialog, sequence)) = place {
            self.keep(&name, &kept::sent(dialog, sequence));
        }
        self.keep(&name, "");
    }

    pub(super) fn keep_floor(&mut self) {
        let mut text = String::new();
        if let Some((dialog, floor)) = &self.outbox.floor {
            records::add(&mut text, &[dialog.as_str(), &decimal(floor.0)]);
        }
        self.keep(&self.own_name(FLOOR), &text);
    }

    fn floor_kept(&mut self) {
        let records = records::read(self.memory.get(&self.own_name(FLOOR)));
        if let Some([dialog, floor]) = records.first().map(Vec::as_slice) {
            self.outbox.floor = read_decimal(floor).map(|floor| (DialogId::from(dialog.as_str()), Sequence(floor)));
        }
    }

    /// Takes up the texts of the consumer, and those from before there was one, that are kept and not known here yet.
    #[inline(never)]
    pub(super) fn take_up_texts(&mut self) {
        self.floor_kept();
        let mut found = Vec::new();
        let mut unreadable = false;
        for (name, value) in self.memory.all() {
            match kept::read(name, value) {
                Some(Kept::Entry(entry)) if self.is_seen_here(&entry) => put_in_order(&mut found, entry),
                Some(_) => {}
                None => unreadable |= kept::read_name(name).is_some(),
            }
        }
        if unreadable {
            self.console(Level::Warn, "texts were kept that cannot be read");
        }
        for entry in found {
            self.take_up(entry);
        }
    }

    /// Whether a text is told under the name that it has since it is known whose it is.
    fn is_called_now(&self, told: &Entry) -> bool {
        told.owner.is_some() && told.owner == self.state.me
    }

    fn is_seen_here(&self, entry: &Entry) -> bool {
        entry.owner.is_none() || entry.owner == self.state.me
    }

    /// Takes up a text of an earlier page load, or of another tab.
    fn take_up(&mut self, mut entry: Entry) {
        if let Some((dialog, sequence)) = self.outbox.place_of(&entry.external) {
            // Its tab missed what became of it.
            let dialog = dialog.clone();
            return self.forget_text(&entry, Some((&dialog, sequence)));
        }
        if self.outbox.named(&entry.external).is_some() || self.outbox.is_full() {
            return;
        }
        if !self.tabs.shared && entry.stage == Stage::Waiting {
            // Its tab may be there still, and about to send it.
            entry.stage = Stage::Failed(Failure::Left);
        }
        let id = self.outbox.put(entry);
        self.show_text(id);
    }

    /// Shows a text of the outbox as what it is.
    pub(super) fn show_text(&mut self, id: EntryId) {
        // What was sent before that can be shown is shown later.
        if !self.is_whole() {
            return;
        }
        let Some(entry) = self.outbox.find(id) else { return };
        let (text, at, stage, is_mine) = (entry.text.clone(), entry.at, entry.stage, entry.is_mine);
        let body = Self::body_of(entry.file.as_deref());
        self.apply(Action::Queued { entry: id, text, body, at, is_mine });
        if let Stage::Failed(failure) = stage {
            self.apply(Action::Failed { entry: id, failure });
        }
    }

    /// Whether another tab wants to hear what is known here, where this is kept anew.
    pub(super) fn is_question(&self, name: &str) -> bool {
        name == self.own_name(SENDER)
    }

    /// Another tab changed something of a text.
    pub(super) fn text_kept_elsewhere(&mut self, name: &str, value: &str) {
        if name == self.own_name(FLOOR) {
            return self.floor_kept();
        }
        if name == self.own_name(FOCUSED) && self.tabs.shared {
            return self.give_answers_up();
        }
        if self.is_question(name) && self.tabs.shared {
            return self.tell_texts();
        }
        let Some((_, _, external)) = kept::read_name(name) else { return };
        let told = kept::read(name, value);
        let Some(known) = self.outbox.named(external) else {
            if let Some(Kept::Entry(entry)) = told
                && self.tabs.shared
                && self.is_seen_here(&entry)
            {
                self.take_up(entry);
            }
            return;
        };
        let (id, is_called_so, is_under_way) = (known.id, kept::name(known) == name, known.stage.is_under_way());
        match told {
            Some(Kept::Sent(dialog, sequence)) => {
                self.outbox.see(external, &dialog, sequence);
                self.outbox.remove(id);
                self.show_sent(id, dialog, Some(sequence));
            }
            // It has got another name meanwhile, of which the other tab has not heard.
            Some(Kept::Entry(told)) if !is_called_so && !self.is_called_now(&told) && self.is_sender() => {
                self.keep(name, "");
            }
            Some(Kept::Entry(told)) if self.tabs.shared => {
                let Some(known) = self.outbox.find(id) else { return };
                // What was sent once, or to another dialog, is never as if it had not been, and what failed then is sent under another name if
                // at all. The answer is further on than what it answers, or only this tab has the text under way, as it
                // holds the lock: so answers end.
                let is_stale = told.progress() < known.progress();
                let is_elsewhere = told.transmitted != known.transmitted && !told.stage.has_failed();
                if is_stale || is_under_way && is_elsewhere {
                    return self.keep_text(id);
                }
                if is_under_way {
                    // Whoever has it under way knows better.
                    return;
                }
                known.owner = told.owner;
                known.meant_for = told.meant_for.or(known.meant_for.take());
                (known.transmitted, known.dialogs) = (told.transmitted, told.dialogs);
                let path = known.learn_file(told.file);
                known.stage = told.stage;
                self.apply(match told.stage {
                    Stage::Failed(failure) => Action::Failed { entry: id, failure },
                    Stage::Waiting => Action::Requeued(id),
                    _ => Action::Sending(id),
                });
                if let Some(path) = path {
                    self.note_file(id, FileChange::Path(path));
                }
            }
            // Whoever has it under way knows better, and one that has got another name is still there.
            None if value.is_empty() && is_called_so && !is_under_way => {
                let known = self.outbox.remove(id);
                self.apply(Action::Discarded(id));
                // A page that comes back out of use has no connection yet, and may have missed that it was sent.
                if let Some(known) = known.filter(|_| self.session.phase() != Phase::Idle) {
                    self.choose_again(&known.text);
                }
            }
            _ => {}
        }
    }
}
