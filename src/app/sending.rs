//! The way of a text from the outbox to the service: one unanswered text at a time, and the barrier before a text is ever
//! sent twice.

mod opening;

use std::rc::Rc;

use super::outbox::{Stage, Wait, is_name};
use super::{App, Level, kept};
use crate::protocol::{ConversationId, DialogId, EventChange, Millis, ParticipantId, Sequence};
use crate::session::{Phase, TextId, earliest, is_put_off};
use crate::store::{Action, EntryId, Failure};

/// Around how long a request that the service put off waits before it is made again. It doubles as long as nothing is taken.
const PUT_OFF: Millis = Millis::from_secs(2);
const LONGEST_PUT_OFF: Millis = Millis::from_secs(60);

/// What sending needs to know besides the outbox.
#[derive(Clone, Debug, Default)]
pub(super) struct Sending {
    /// The service has told which conversations there are, on this connection.
    caught_up: bool,
    /// It has done so at least once in this page load.
    ever_caught_up: bool,
    /// The service did not take what is told of where conversations come from.
    is_bare: bool,
    /// The page's tag was asked what it knows of the visitor.
    has_looked: bool,
    /// A conversation was asked for and is not there yet.
    opening: bool,
    /// Opened by this tab; its metadata may come later.
    opened: Option<ConversationId>,
    /// A request for a conversation was refused; until then it may come by the subscription.
    open_refused: Option<Wait>,
    /// The service does not take texts with metadata.
    without_metadata: bool,
    /// The service asked for patience.
    put_off_until: Option<Millis>,
    /// How long it will be given the next time, where that is not the first time.
    patience: Option<Millis>,
}

impl Sending {
    /// When something is to be done next; `guess`: when the outbox wants to guess. Nothing is done while the service
    /// wants to be left alone.
    pub(super) fn deadline(&self, guess: Option<Millis>) -> Option<Millis> {
        self.put_off_until.or(earliest(&[self.open_refused.and_then(Wait::deadline), guess]))
    }
}

impl App {
    pub(super) fn was_caught_up(&self) -> bool {
        self.sending.ever_caught_up
    }

    /// Whether the service has told which conversations there are, on this connection.
    pub(super) fn is_caught_up(&self) -> bool {
        self.sending.caught_up
    }

    pub(super) fn caught_up(&mut self) {
        self.sending.caught_up = true;
        self.sending.ever_caught_up = true;
    }

    /// The connection is gone: what had no answer is doubtful.
    pub(super) fn outbox_disconnected(&mut self) {
        let Sending { ever_caught_up, is_bare, .. } = self.sending;
        self.sending = Sending { ever_caught_up, is_bare, ..Sending::default() };
        if let Some(entry) = self.outbox.disconnected() {
            self.apply(Action::Requeued(entry));
        }
    }

    /// The service knows the consumer as somebody else now, because what made them known could not be renewed. Whoever
    /// wrote sits there still, so what they wrote goes on to the new conversation; what was on its way cannot be looked up
    /// any more, and only they can tell whether to send it again.
    pub(super) fn new_person(&mut self, me: &ParticipantId) {
        self.sending.opened = None;
        let mut former = Vec::new();
        for entry in self.outbox.entries() {
            if entry.is_mine {
                former.push((entry.id, kept::name(entry)));
            }
        }
        self.outbox.now_of(me);
        for (id, name) in former {
            self.keep_under_new_name(id, &name);
            self.show_text(id);
        }
    }

    /// After every input: the next step of the first text.
    pub(super) fn run_outbox(&mut self, now: Millis) {
        // Also where another tab sends: this one may have asked for an upload.
        if !self.is_put_off(now) {
            self.sending.put_off_until = None;
        }
        let is_left_alone = self.sending.put_off_until.is_some();
        if self.session.phase() != Phase::Online || !self.sending.caught_up || !self.is_sender() || is_left_alone {
            return;
        }
        let Some((head, stage)) = self.outbox.head().map(|entry| (entry.id, entry.stage)) else {
            self.sending.open_refused = None;
            return;
        };
        match stage {
            Stage::Doubtful => self.look_for(now, head),
            Stage::Guessing(wait) => {
                if self.guess(now, head, wait) {
                    // Nothing else may come for long.
                    return self.run_outbox(now);
                }
            }
            Stage::Waiting => return self.transmit(now, head),
            Stage::InFlight | Stage::Querying | Stage::Failed(_) => {}
        }
        // A text that was transmitted has found its conversation.
        self.sending.open_refused = None;
    }

    /// Asks whether the service has a text whose answer was lost.
    fn look_for(&mut self, now: Millis, entry: EntryId) {
        // Of answers in another order than the questions, the first would be taken for this one's.
        if self.session.is_querying() {
            return;
        }
        let Some(known) = self.outbox.find(entry) else { return };
        let Some((dialog, from)) = known.transmitted.clone() else {
            known.stage = Stage::Waiting;
            return;
        };
        if self.session.query(now, &dialog, from) {
            known.stage = Stage::Querying;
        }
    }

    /// The answer to the query of the text that was doubtful: the service has told everything, or will not.
    pub(super) fn queried(&mut self, now: Millis, result: Result<Vec<EventChange>, i64>) {
        let next = match result {
            Ok(mut changes) => {
                self.recognise(&mut changes, true);
                changes.retain(|change| change.dialog_id.as_ref().is_some_and(|dialog| self.session.follows(dialog)));
                self.apply(Action::Events { changes, now });
                None
            }
            Err(status) if is_put_off(status) => {
                self.put_off(now);
                Some(Stage::Doubtful)
            }
            Err(_) => {
                self.console(Level::Debug, "the service refused a query: waiting for what comes");
                Some(Stage::Guessing(Wait::begin(now)))
            }
        };
        if self.session.is_querying() {
            return;
        }
        let Some(head) = self.outbox.head().filter(|head| head.stage == Stage::Querying) else { return };
        match next {
            Some(next) => head.stage = next,
            None => {
                let head = head.id;
                self.is_absent(head);
            }
        }
    }

    /// What has not come in time does not come, if anything comes: that is made sure of before it is concluded. Yields
    /// whether it was.
    fn guess(&mut self, now: Millis, entry: EntryId, mut wait: Wait) -> bool {
        let Some(known) = self.outbox.find(entry) else { return false };
        let Some((dialog, _)) = &known.transmitted else {
            known.stage = Stage::Waiting;
            return true;
        };
        let is_over = wait.is_over(now, &mut self.session);
        if is_over && self.session.awaits_events(dialog) {
            wait = Wait::begin(now);
        } else if is_over {
            self.conclude(entry);
            return true;
        }
        known.stage = Stage::Guessing(wait);
        false
    }

    /// Nobody can make certain: whether the same words came by now decides. Where the service does not tell the events of
    /// the dialog either, only the consumer can.
    fn conclude(&mut self, entry: EntryId) {
        let Some(known) = self.outbox.find(entry) else { return };
        let Some((dialog, from)) = known.transmitted.clone() else { return };
        let (text, path) = (Rc::clone(&known.text), known.file.as_ref().map(|file| Rc::clone(&file.path)));
        // What is known by its name as another text is not this one.
        let among = |number| number >= from && !self.outbox.is_placed(&dialog, number);
        match self.state.conversation.own_text(&dialog, &among, &text, path.as_deref()) {
            Some(sequence) => self.settle_entry(entry, dialog, Some(sequence)),
            None if self.session.is_told(&dialog) => self.is_absent(entry),
            None => self.fail(entry, Failure::Unknown),
        }
    }

    /// The service does not have a text that may have been sent.
    fn is_absent(&mut self, entry: EntryId) {
        let Some(known) = self.outbox.find(entry) else { return };
        if self.tabs.shared || known.is_mine {
            known.stage = Stage::Waiting;
        } else {
            // Its tab may be there still, and about to send it again.
            known.stage = Stage::Failed(Failure::Left);
            self.apply(Action::Failed { entry, failure: Failure::Left });
        }
    }

    /// A refused text waits for another attempt.
    fn send_again(&mut self, entry: EntryId, stage: Stage) {
        if let Some(known) = self.outbox.find(entry) {
            known.stage = stage;
            self.apply(Action::Requeued(entry));
        }
    }

    /// Whether the service wants to be left alone.
    pub(super) fn is_put_off(&self, now: Millis) -> bool {
        self.sending.put_off_until.is_some_and(|until| now < until)
    }

    /// The service wants to be left alone for a while.
    pub(super) fn put_off(&mut self, now: Millis) {
        let patience = self.sending.patience.unwrap_or(PUT_OFF);
        self.sending.put_off_until = Some(now + self.random.around(patience));
        self.sending.patience = Some(LONGEST_PUT_OFF.min(patience + patience));
    }

    fn transmit(&mut self, now: Millis, entry: EntryId) {
        let meant_for = self.outbox.find(entry).and_then(|known| known.meant_for.clone());
        if !self.state.conversation.takes(meant_for.as_ref()) {
            self.fail(entry, Failure::Ended);
            return self.run_outbox(now);
        }
        let Some(dialog) = self.input_dialog(now) else { return };
        let from = self.session.next_sequence(&dialog).max(self.outbox.floor_in(&dialog));
        let Some(known) = self.outbox.find(entry) else { return };
        // Kept before it goes: after a crash it is known where to look for it.
        let is_elsewhere = known.transmitted.as_ref().is_none_or(|(first, _)| *first != dialog);
        if is_elsewhere {
            known.transmitted = Some((dialog.clone(), from));
            known.dialogs += 1;
            known.meant_for = Some(dialog.clone());
        }
        known.stage = Stage::InFlight;
        self.keep_text(entry);
        let answer =
            self.outbox.find(entry).and_then(|known| known.metadata.is_empty().then(|| Rc::clone(&known.text)));
        let answer = answer.and_then(|words| self.answer_in_survey(&words));
        let Some(known) = self.outbox.find(entry) else { return };
        if let Some(answer) = answer {
            known.metadata = answer;
        }
        let name = (!self.sending.without_metadata).then_some(known.external.as_str());
        let metadata = Some(&*known.metadata).filter(|entries| !entries.is_empty() && name.is_some());
        let text = TextId(entry.0);
        let is_out = match &known.file {
            Some(file) => self.session.publish_file(now, text, &dialog, &file.hosted(), name),
            None => self.session.publish_text(now, text, &dialog, &known.text, name, metadata),
        };
        if is_out {
            self.apply(Action::Sending(entry));
        } else {
            known.stage = Stage::Doubtful;
        }
    }

    pub(super) fn text_published(&mut self, text: TextId, sequence: Option<Sequence>) {
        let entry = EntryId(text.0);
        self.sending.patience = None;
        let is_text = self.outbox.find(entry).is_some_and(|entry| entry.file.is_none());
        if is_text && !self.state.not_taken.is_empty() {
            // Whoever goes on writing has read it.
            self.apply(Action::NotTaken(Rc::default()));
        }
        let place = self.outbox.find(entry).and_then(|entry| entry.transmitted.clone());
        if let Some((dialog, _)) = place {
            self.settle_entry(entry, dialog, sequence);
        }
    }

    pub(super) fn text_refused(&mut self, now: Millis, text: TextId, status: i64) {
        let entry = EntryId(text.0);
        match status {
            400 if !self.sending.without_metadata => {
                // It may be the metadata that the service does not like: once without, and so from then on.
                self.sending.without_metadata = true;
                self.send_again(entry, Stage::Waiting);
            }
            status if is_put_off(status) => {
                self.console(Level::Debug, "the service put a text off");
                // A service in trouble may have it all the same.
                self.send_again(entry, if status == TOO_MANY { Stage::Waiting } else { Stage::Doubtful });
                self.put_off(now);
            }
            404 | 409 => self.fail(entry, Failure::Ended),
            _ => {
                // It was not the metadata.
                self.sending.without_metadata = false;
                self.fail(entry, Failure::Refused);
            }
        }
    }

    /// Own events among these may be texts that are still thought to be on their way. What the service has twice, because
    /// it took a frame of a connection that was long given up, is taken out.
    pub(super) fn recognise(&mut self, changes: &mut Vec<EventChange>, by_words: bool) {
        let (me, outbox) = (&self.state.me, &mut self.outbox);
        changes.retain(|change| {
            let name = change.external_ids().find(|name| is_name(name));
            let place = (name, &change.dialog_id, change.sequence);
            match place {
                (Some(name), Some(dialog), Some(sequence)) if me.is_some() && change.originator() == me.as_ref() => {
                    !outbox.see(name, dialog, sequence)
                }
                _ => true,
            }
        });
        for change in changes {
            let me = self.state.me.as_ref();
            let Some(entry) = self.outbox.recognise(change, me, by_words) else { continue };
            if let (Some(dialog), Some(sequence)) = (&change.dialog_id, change.sequence) {
                self.settle_entry(entry, dialog.clone(), Some(sequence));
            }
        }
    }

    /// The service has the text: it leaves the outbox.
    fn settle_entry(&mut self, entry: EntryId, dialog: DialogId, sequence: Option<Sequence>) {
        let Some(known) = self.outbox.remove(entry) else { return };
        // The tab that sends tells the others; what they recognise by themselves needs no telling.
        if let Some(sequence) = sequence {
            self.outbox.see(&known.external, &dialog, sequence);
        }
        if self.is_sender() {
            if let Some(sequence) = sequence {
                self.outbox.settled(&dialog, sequence);
                self.keep_floor();
            }
            self.forget_text(&known, sequence.map(|sequence| (&dialog, sequence)));
            self.forget_bytes(known.file.as_deref());
        }
        self.show_sent(entry, dialog, sequence);
    }

    /// Shows a text where the service has it. Without a place the echo will show it, and what was said in an earlier
    /// conversation that is not shown stands there.
    pub(super) fn show_sent(&mut self, entry: EntryId, dialog: DialogId, sequence: Option<Sequence>) {
        match sequence.filter(|_| self.session.follows(&dialog)) {
            Some(sequence) => self.apply(Action::Published { entry, dialog, sequence }),
            None => self.apply(Action::Discarded(entry)),
        }
    }
}

/// The status of a service that asks for fewer requests: what it refused, it did not do.
const TOO_MANY: i64 = 429;

#[cfg(test)]
mod tests {
    use super::{Sending, Wait};
    use crate::protocol::Millis;

    #[test]
    fn nothing_is_due_while_the_service_wants_to_be_left_alone() {
        let waits = Sending { open_refused: Some(Wait::begin(Millis(5))), ..Sending::default() };
        assert_eq!(waits.deadline(Some(Millis(3))), Some(Millis(3)));
        assert_eq!(waits.deadline(None), Some(Millis(3_005)));
        let put_off = Sending { put_off_until: Some(Millis(9)), ..waits };
        assert_eq!(put_off.deadline(Some(Millis(3))), Some(Millis(9)));
    }
}
