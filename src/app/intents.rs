//! What the consumer does, and the beginning of it all.

use std::rc::Rc;

use super::files::attached::Attached;
use super::guard;
use super::outbox::{Entry, LONGEST_TEXT, Stage};
use super::{App, Intent, Level, Output};
use crate::protocol::{DialogId, Millis};
use crate::session::Phase;
use crate::store::{Action, Connection, EntryId, Failure, view};

/// The wish to end what is talked about.
#[derive(Clone, Debug)]
pub(super) struct End {
    /// What.
    dialog: DialogId,
    /// Since when it waits, on this connection, for what was said before.
    since: Option<Millis>,
    /// How many connections broke meanwhile.
    broken: u32,
}

/// After so many broken connections nothing is waited for any more: what was said breaks them, perhaps.
const MOST_BROKEN: u32 = 2;

impl App {
    pub(super) fn started(&mut self, now: Millis, open: bool) {
        self.forget_what_is_old(now);
        // What other tabs may have to do with it is known only now.
        if let Some(me) = self.session.me() {
            self.apply(Action::Identified(me.clone()));
        }
        self.take_up_what_is_kept();
        // A first visitor becomes nobody's consumer by looking at a launcher.
        if open {
            self.open(now);
        } else if self.has_unfinished() {
            self.session.connect(now);
        }
    }

    pub(super) fn intent(&mut self, now: Millis, intent: Intent) {
        match intent {
            Intent::Open => self.open(now),
            Intent::Close => {
                if self.state.viewed.is_some() {
                    self.close_file();
                }
                self.apply(Action::Panel { open: false });
            }
            Intent::Send(text) if !self.has_to_judge(&text) => {
                self.send(now, text.into(), "".into());
                if self.state.withheld.is_some() {
                    return self.conversation_intent(now, Intent::Draft(String::new()));
                }
                self.drafted(now, "");
            }
            Intent::Draft(text) => {
                if self.state.withheld.is_some() {
                    return self.conversation_intent(now, Intent::Draft(text));
                }
                self.drafted(now, &text);
                if let Some(dialog) = self.state.conversation.input.clone() {
                    self.session.typed(now, &dialog, text.trim_ascii().is_empty());
                }
            }
            Intent::Reconnect => self.session.connect(now),
            intent => self.conversation_intent(now, intent),
        }
    }

    /// What a consumer does in a conversation.
    #[inline(never)]
    fn conversation_intent(&mut self, now: Millis, intent: Intent) {
        match intent {
            Intent::Retry(entry) => self.retry(now, entry),
            Intent::Discard(entry) => self.discard(entry),
            Intent::EndConversation => {
                let is_asked = self.state.awaits_end(now);
                let is_open = self.state.conversation.open_id().is_some();
                if let Some(dialog) = self.state.conversation.input.clone().filter(|_| is_open && !is_asked) {
                    // What was written before a survey was known is no answer to its bot.
                    if !self.state.conversation.is_survey {
                        for written in self.outbox.bind(&dialog) {
                            self.keep_text(written);
                        }
                    }
                    self.wants_end = Some(End { dialog, since: None, broken: 0 });
                    // Of one that failed before nothing is said any more.
                    self.apply(Action::Ending(None));
                }
            }
            Intent::Rate(given) => self.rate(given),
            Intent::Save { name, text } => self.out.push(Output::Download { name, text }),
            Intent::Answer { key, answer } => self.answer(now, &key, answer),
            Intent::End(key) => self.end_session(now, &key),
            Intent::Pause { key, paused } => self.pause_session(&key, paused),
            Intent::Control { key, granted } => self.control(now, &key, granted),
            Intent::Use(used) => self.use_part(now, &used),
            Intent::ReadBack(is_up) => self.reads_back = is_up,
            Intent::ReadEarlier => self.wants_earlier(now),
            Intent::OpenFile(row) => self.open_file(now, row),
            Intent::CloseFile => self.close_file(),
            Intent::ReadLedger(is_read) => self.read_ledger(is_read),
            Intent::SaveLedger => self.save_ledger(now),
            Intent::Notify(wants) => self.wants_notifications(wants),
            Intent::Send(text) => self.judge(now, &text, &[]),
            Intent::Suspect(marked) => {
                let (text, found) = guard::unmarked(&marked);
                self.judge(now, &text, &found);
            }
            Intent::Resolve(resolution) => self.resolve(now, resolution),
            Intent::Draft(text) => self.drafted_beside(now, &text),
            // Needs none.
            Intent::Open | Intent::Close | Intent::Reconnect => {}
        }
    }

    /// After every input: the service is asked, once on each connection, to end what the consumer wants ended. It perhaps asks
    /// how it was. What was said before goes before, if it goes.
    pub(super) fn ask_for_end(&mut self, now: Millis) {
        if !self.is_caught_up() {
            return;
        }
        let Some(End { dialog, since, broken }) = self.wants_end.clone() else { return };
        let conversation = Rc::clone(&self.state.conversation);
        let Some(id) = conversation.open_id().filter(|_| conversation.input.as_ref() == Some(&dialog)) else {
            // It has ended otherwise.
            self.wants_end = None;
            return;
        };
        let is_over = broken >= MOST_BROKEN || since.is_some_and(|since| now >= since + view::ENDS_WITHIN);
        if !is_over && self.outbox.has_more_for(&conversation) {
            if since.is_none() || self.state.ending.is_none() {
                self.is_ending(now);
            }
            self.wants_end = Some(End { dialog, since: since.or(Some(now)), broken });
        } else if self.session.close_dialog(now, id, &dialog) {
            self.wants_end = None;
            self.is_ending(now);
        }
    }

    /// Before it is told what became of conversations meanwhile: one that is gone has ended as the consumer wanted.
    pub(super) fn expect_end(&mut self, now: Millis) {
        let wanted = self.wants_end.as_ref().map(|end| &end.dialog);
        if wanted.is_some() && wanted == self.state.conversation.input.as_ref() {
            self.is_ending(now);
        }
    }

    /// Whoever ended it is told that this is seen to.
    fn is_ending(&mut self, now: Millis) {
        self.apply(Action::Tick(now));
        self.apply(Action::Ending(Some(now)));
    }

    /// The connection is gone: what it was asked for may not have arrived.
    #[inline(never)]
    pub(super) fn end_disconnected(&mut self) {
        let former = self.wants_end.take();
        // What was not asked for yet is still to be. Else whoever was told that it failed decides anew.
        if former.is_some() || self.state.awaits_end(self.newest) {
            let broken = former.map_or(0, |former| former.broken + 1);
            self.wants_end = self.state.conversation.input.clone().map(|dialog| End { dialog, since: None, broken });
            self.apply(Action::Ending(None));
        }
    }

    /// The service does not end it: that is said at once.
    pub(super) fn end_refused(&mut self, now: Millis, dialog: &DialogId) {
        if self.state.ending.is_some() && self.state.conversation.input.as_ref() == Some(dialog) {
            self.apply(Action::Tick(now));
            self.apply(Action::Ending(Some(now - view::ENDS_WITHIN)));
        }
    }

    fn open(&mut self, now: Millis) {
        self.apply(Action::Panel { open: true });
        if self.session.phase() == Phase::Idle {
            self.session.connect(now);
        }
    }

    /// Whether a text is looked at more closely before it is sent.
    pub(super) fn has_to_judge(&self, text: &str) -> bool {
        self.masks && guard::is_suspect(text)
    }

    /// Sends a text; `metadata`: entries that go along with it, a JSON array, or nothing.
    pub(super) fn send(&mut self, now: Millis, text: Rc<str>, metadata: Rc<str>) {
        if !text.trim_ascii().is_empty() {
            self.queue(now, (text, metadata), self.state.conversation.input.clone(), None);
        }
    }

    /// Puts a text into the outbox, or a file for which it stands.
    pub(super) fn queue(
        &mut self,
        now: Millis,
        (text, metadata): (Rc<str>, Rc<str>),
        meant_for: Option<DialogId>,
        file: Option<Attached>,
    ) -> Option<EntryId> {
        if self.outbox.is_full() {
            self.console(Level::Warn, "too many texts wait to be sent: one more was not taken");
            return None;
        }
        let too_long = text.chars().count() > LONGEST_TEXT;
        let external = self.random.word() + &self.random.word();
        let owner = self.state.me.clone();
        // Behind all that is kept, also where that was written by a clock that was ahead.
        let kept = self.memory.all().iter().filter_map(|(name, _)| super::kept::read_name(name));
        let at = kept.map(|(_, at, _)| at + Millis(1)).fold(now, Ord::max);
        let entry = self.outbox.push((text, metadata), at, external, owner, meant_for, file.map(Box::new));
        self.show_text(entry);
        if too_long {
            self.fail(entry, Failure::TooLong);
        }
        self.keep_text(entry);
        if self.session.phase() == Phase::Idle {
            self.session.connect(now);
        }
        Some(entry)
    }

    /// A text that is sent again goes to the end: what was said after it was said after it.
    fn retry(&mut self, now: Millis, entry: EntryId) {
        let Some(&mut Entry { stage: Stage::Failed(failure), .. }) = self.outbox.find(entry) else { return };
        if let Some(entry) = self.outbox.remove(entry) {
            self.forget_text(&entry, None);
            self.apply(Action::Discarded(entry.id));
            let conversation = &self.state.conversation;
            // What was for the agent does not become an answer in a survey by that either. Nor does anybody mean another
            // conversation who cannot know that it has ended.
            let is_bound = conversation.is_survey || failure != Failure::Ended && !self.was_caught_up();
            let meant_for = entry.meant_for.filter(|_| is_bound).or_else(|| conversation.input.clone());
            self.queue(now, (entry.text, entry.metadata), meant_for, entry.file.map(|file| *file));
        }
    }

    /// A text that may be with the service already cannot be taken back.
    fn discard(&mut self, entry: EntryId) {
        let may_go =
            self.outbox.find(entry).is_some_and(|entry| matches!(entry.stage, Stage::Failed(_) | Stage::Waiting));
        if may_go && let Some(known) = self.outbox.remove(entry) {
            self.forget_text(&known, None);
            self.forget_bytes(known.file.as_deref());
            self.apply(Action::Discarded(entry));
            self.choose_again(&known.text);
        }
    }

    /// An answer that was chosen and never sent can be chosen again.
    pub(super) fn choose_again(&mut self, text: &str) {
        if let Some(row) = self.state.conversation.chosen_by(text) {
            self.apply(Action::Chosen { row, reply: None });
        }
    }

    pub(super) fn fail(&mut self, entry: EntryId, failure: Failure) {
        if let Some(known) = self.outbox.find(entry) {
            known.stage = Stage::Failed(failure);
            if self.is_whole() {
                self.apply(Action::Failed { entry, failure });
            }
            self.keep_text(entry);
        }
    }

    /// Another tab has something that concerns all.
    pub(super) fn woken(&mut self, now: Millis) {
        if self.session.phase() == Phase::Idle && !self.resumes {
            self.session.connect(now);
        }
    }

    /// Shows where the connection stands.
    pub(super) fn show_phase(&mut self, now: Millis, phase: Phase) {
        let lost_since = match self.state.connection {
            Connection::Waiting { since } | Connection::Offline { since } | Connection::Connecting { since } => since,
            _ => now,
        };
        let connection = match phase {
            Phase::Idle => Connection::Idle,
            Phase::Online => Connection::Online { since: now, back: self.was_online },
            Phase::Refused(refusal) => Connection::Refused(match refusal {
                crate::session::Refusal::Account => crate::store::Refusal::Account,
                crate::session::Refusal::SignIn => crate::store::Refusal::SignIn,
            }),
            Phase::Connecting | Phase::Waiting if !self.online => Connection::Offline { since: lost_since },
            Phase::Connecting if self.was_online => Connection::Waiting { since: lost_since },
            Phase::Connecting => Connection::Connecting { since: lost_since },
            Phase::Waiting => Connection::Waiting { since: lost_since },
        };
        self.was_online |= phase == Phase::Online;
        if self.state.connection != connection {
            self.apply(Action::Tick(now));
            self.apply(Action::Connection(connection));
        }
    }
}
