//! What is known of each dialog: which events came, which are missing, and which receipts are owed.

use super::holes::Holes;
use super::{earliest, is_due};
use crate::protocol::{AcceptStatus, ConversationId, DialogId, Event, EventChange, Millis, ParticipantId, Sequence};

/// How long receipts are gathered before they are sent: a replay may bring a message before its receipt.
const GATHER: Millis = Millis(300);
/// How long a missing number is waited for before it is asked for.
const GAP_PATIENCE: Millis = Millis(1_000);
/// How many numbers ahead of a gap are remembered.
const MOST_AHEAD: usize = 5_000;
/// How far ahead a number may be and still count. One that is farther says nothing about what is missing before it.
const FARTHEST: i64 = 1_000_000;
/// How many dialogs are followed; past it the oldest that is not subscribed is not any more.
pub(super) const MOST_DIALOGS: usize = 64;
/// How many messages may owe receipts.
const MOST_OWED: usize = 5_000;

/// One dialog on the wire.
#[derive(Clone, Debug, Default)]
pub(super) struct Dialog {
    pub(super) conversation: Option<ConversationId>,
    /// Whether it is subscribed on the present connection.
    pub(super) subscribed: bool,
    /// It is not followed: its events, from `next` on, are only looked through.
    pub(super) is_aside: bool,
    /// The first number that has not come: everything before it has, or never will.
    next: i64,
    /// Behind the newest own event that is known to have a place.
    after_own: i64,
    /// Numbers that came ahead of what is missing, in order.
    ahead: Vec<i64>,
    /// When a number that is missing will be asked for.
    gap_at: Option<Millis>,
    /// What is missing before this number was asked for, and the answer is not there yet.
    gap_asked: Option<i64>,
    /// The service does not answer what is missing; it was subscribed again for that.
    pub(super) gap_subscribed: bool,
    /// What was missing in the answer too.
    holes: Holes,
    /// Messages of others whose coming the service has not been told, in order.
    unaccepted: Vec<Sequence>,
    /// Messages of others whose reading the service has not been told, in order.
    unread: Vec<Sequence>,
    receipts_at: Option<Millis>,
    /// When its events are asked for again, which the service put off.
    pub(super) subscribe_at: Option<Millis>,
}

/// All dialogs: few, in the order of becoming known.
#[derive(Clone, Debug, Default)]
pub(super) struct Dialogs(pub(super) Vec<(DialogId, Dialog)>);

impl Dialogs {
    pub(super) fn get(&self, id: &DialogId) -> Option<&Dialog> {
        self.0.iter().find(|(known, _)| known == id).map(|(_, dialog)| dialog)
    }

    pub(super) fn get_mut(&mut self, id: &DialogId) -> Option<&mut Dialog> {
        self.0.iter_mut().find(|(known, _)| known == id).map(|(_, dialog)| dialog)
    }

    /// The dialog, made known if it is not.
    pub(super) fn known(&mut self, id: &DialogId) -> &mut Dialog {
        let place = self.0.iter().position(|(known, _)| known == id).unwrap_or_else(|| {
            if self.0.len() >= MOST_DIALOGS {
                let unused = self.0.iter().position(|(_, dialog)| !dialog.subscribed);
                self.0.remove(unused.unwrap_or(0));
            }
            self.0.push((id.clone(), Dialog::default()));
            self.0.len() - 1
        });
        &mut self.0[place].1
    }
}

impl Dialog {
    /// It is looked through from a number on, or followed from the first; to be subscribed for that.
    pub(super) fn begin(&mut self, from: Sequence, is_aside: bool) {
        self.next = from.0;
        self.is_aside = is_aside;
        self.subscribed = false;
    }

    /// The number to subscribe from.
    pub(super) fn next(&self) -> Sequence {
        Sequence(self.next)
    }

    /// The first number that a text sent now can get: what came already is not that text, and neither is an own text
    /// whose answer came before its echo.
    pub(super) fn next_own(&self) -> Sequence {
        Sequence(self.next.max(self.after_own))
    }

    /// An own event has this number.
    pub(super) fn own(&mut self, number: Sequence) {
        self.after_own = self.after_own.max(number.0.saturating_add(1));
    }

    /// Takes an event; whether it had come before does not matter.
    pub(super) fn take(&mut self, change: &EventChange, me: Option<&ParticipantId>, now: Millis) {
        let Some(sequence) = change.sequence else { return };
        let is_new = self.count(sequence.0, now);
        let is_mine = me.is_some() && change.originator() == me;
        if is_mine {
            self.own(sequence);
        }
        match &change.event {
            Some(Event::AcceptStatus(receipt)) if is_mine => {
                let is_read = receipt.status == AcceptStatus::Read;
                if is_read || receipt.status == AcceptStatus::Accept {
                    settle(&mut self.unaccepted, &receipt.sequence_list);
                }
                // An accepted message still owes its reading.
                if is_read {
                    settle(&mut self.unread, &receipt.sequence_list);
                }
            }
            // Of what is not for the consumer, nobody is to think that they have read it.
            Some(Event::Content(_) | Event::RichContent(_)) if !is_mine && is_new && !change.is_private() => {
                owe(&mut self.unaccepted, sequence);
                owe(&mut self.unread, sequence);
                self.receipts_at.get_or_insert(now + GATHER);
            }
            _ => {}
        }
    }

    /// Counts a number as come. Yields whether it had not come before.
    fn count(&mut self, number: i64, now: Millis) -> bool {
        if number < self.next {
            return self.holes.fill(number);
        }
        let Err(place) = self.ahead.binary_search(&number) else { return false };
        // The answer to what is missing brings those too that are too many now.
        if number - self.next > FARTHEST || (number > self.next && self.ahead.len() >= MOST_AHEAD) {
            return true;
        }
        self.ahead.insert(place, number);
        self.advance(i64::MIN);
        if self.ahead.is_empty() {
            self.gap_at = None;
            self.gap_subscribed = false;
        } else if self.gap_asked.is_none() {
            self.gap_at.get_or_insert(now + GAP_PATIENCE);
        }
        true
    }

    /// Goes on behind what came in order, and behind all that came up to a number: what is missing before it is a hole.
    /// Yields how many numbers are.
    fn advance(&mut self, last: i64) -> i64 {
        let mut missing = 0;
        while let Some(number) = self.ahead.first().copied()
            && (number == self.next || number <= last)
        {
            if number > self.next {
                self.holes.toggle(self.next, number);
                missing += number - self.next;
            }
            self.ahead.remove(0);
            self.next = number + 1;
        }
        missing
    }

    /// What was asked for is missing in the answer too: it will not come. What has been missed since is a gap of its own.
    /// Yields how many numbers were given up.
    pub(super) fn give_up_gap(&mut self, now: Millis) -> i64 {
        let missing = self.advance(self.gap_asked.unwrap_or_default());
        self.gap_subscribed = false;
        self.ask_for_gap_again(now + GAP_PATIENCE);
        missing
    }

    /// The service refused to answer what is missing. A new subscription brings it too, if not when. Yields whether that
    /// was not tried yet; then it is to be asked for now, and what is missing once more when it had its time.
    pub(super) fn may_subscribe_for_gap(&mut self, now: Millis) -> bool {
        let is_first = !std::mem::replace(&mut self.gap_subscribed, true);
        if is_first {
            self.subscribed = false;
            self.ask_for_gap_again(now + GAP_PATIENCE);
        }
        is_first
    }

    /// What is missing is asked for at this time, whether or not it was before.
    pub(super) fn ask_for_gap_again(&mut self, at: Millis) {
        self.gap_at = (!self.ahead.is_empty()).then_some(at);
        self.gap_asked = None;
    }

    /// The first missing number, once it has been missing for long enough; it is told once.
    pub(super) fn ask_for_gap(&mut self, now: Millis) -> Option<Sequence> {
        if !is_due(now, self.gap_at) {
            return None;
        }
        self.gap_at = None;
        self.gap_asked = self.ahead.last().copied();
        Some(self.next())
    }

    /// What is to be told now as accepted, and what as read. `attended`: the consumer has it before their eyes.
    pub(super) fn due_receipts(&mut self, now: Millis, attended: bool) -> [Vec<Sequence>; 2] {
        if !is_due(now, self.receipts_at) {
            return Default::default();
        }
        self.receipts_at = None;
        let read = if attended { std::mem::take(&mut self.unread) } else { Vec::new() };
        [std::mem::take(&mut self.unaccepted), read]
    }

    /// The consumer has the messages before their eyes now.
    pub(super) fn attend(&mut self, now: Millis) {
        if !self.unread.is_empty() {
            self.receipts_at.get_or_insert(now);
        }
    }

    /// Receipts did not reach the service: they are owed again.
    pub(super) fn owe_again(&mut self, status: &AcceptStatus, numbers: &[Sequence], at: Millis) {
        let owed = if *status == AcceptStatus::Read { &mut self.unread } else { &mut self.unaccepted };
        for number in numbers {
            owe(owed, *number);
        }
        self.receipts_at.get_or_insert(at);
    }

    pub(super) fn load(&self) -> usize {
        self.ahead.len() + self.unaccepted.len() + self.unread.len() + self.holes.load()
    }

    /// When this dialog next wants something.
    pub(super) fn deadline(&self) -> Option<Millis> {
        earliest(&[self.gap_at, self.receipts_at, self.subscribe_at])
    }

    /// The connection is gone: nothing is subscribed, and a missing number is asked for anew.
    pub(super) fn disconnected(&mut self, now: Millis) {
        self.subscribed = false;
        self.subscribe_at = None;
        self.gap_subscribed = false;
        self.ask_for_gap_again(now);
    }
}

/// A receipt is owed; in order, so that it is found quickly. Past the bound the first message gets none.
fn owe(owed: &mut Vec<Sequence>, number: Sequence) {
    if let Err(place) = owed.binary_search(&number) {
        owed.insert(place, number);
        if owed.len() > MOST_OWED {
            owed.remove(0);
        }
    }
}

/// These receipts are owed no more.
fn settle(owed: &mut Vec<Sequence>, told: &[Sequence]) {
    for number in told {
        if let Ok(place) = owed.binary_search(number) {
            owed.remove(place);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Dialog, Dialogs, FARTHEST, GAP_PATIENCE, MOST_AHEAD, MOST_DIALOGS};
    use crate::protocol::{Millis, Sequence};

    #[test]
    fn a_number_far_ahead_says_nothing_about_what_is_missing() {
        let mut dialog = Dialog::default();
        assert!(dialog.count(0, Millis(0)));
        for absurd in [i64::MAX, i64::MAX - 1, 1 << 40, i64::MIN, -1] {
            dialog.count(absurd, Millis(0));
        }
        assert_eq!((dialog.next(), dialog.deadline()), (Sequence(1), None));
        assert!(dialog.count(1, Millis(0)), "what comes next is new");
        dialog.own(Sequence(i64::MAX));
    }

    /// Where these numbers have come and some are missing, which are asked for.
    fn with_gap(numbers: &[i64]) -> Dialog {
        let mut dialog = Dialog::default();
        assert!(numbers.iter().all(|number| dialog.count(*number, Millis(0))));
        assert_eq!(dialog.ask_for_gap(Millis(999)), None, "it may come by itself");
        assert_eq!(dialog.ask_for_gap(GAP_PATIENCE), Some(dialog.next()));
        assert_eq!(dialog.deadline(), None, "once");
        dialog
    }

    #[test]
    fn what_is_missing_in_the_answer_too_is_a_hole_and_not_asked_for_again() {
        let mut dialog = with_gap(&[0, 3, 5]);
        assert_eq!(dialog.give_up_gap(Millis(0)), 3, "1, 2 and 4");
        assert_eq!((dialog.next(), dialog.deadline()), (Sequence(6), None));
        dialog.disconnected(Millis(0));
        assert_eq!((dialog.next(), dialog.deadline()), (Sequence(6), None));
        assert!(dialog.count(2, Millis(0)) && !dialog.count(2, Millis(0)), "it came after all, and is new once");
        assert!(!dialog.count(3, Millis(0)), "this one was there");
    }

    #[test]
    fn what_the_answer_brings_leaves_no_hole() {
        let mut dialog = with_gap(&[0, 3]);
        assert!(dialog.count(2, Millis(0)) && dialog.count(1, Millis(0)) && !dialog.count(0, Millis(0)));
        assert_eq!(dialog.give_up_gap(Millis(0)), 0);
        assert_eq!((dialog.next(), dialog.load()), (Sequence(4), 0));
    }

    #[test]
    fn what_was_missed_since_it_was_asked_for_is_asked_for_too() {
        let mut dialog = with_gap(&[0, 2]);
        dialog.count(4, Millis(0));
        assert_eq!(dialog.deadline(), None, "one question at a time");
        assert_eq!(dialog.give_up_gap(Millis(5)), 1);
        assert_eq!((dialog.next(), dialog.deadline()), (Sequence(3), Some(Millis(5) + GAP_PATIENCE)));
        // The gap that was asked for has filled itself before the answer, and another is there.
        let mut dialog = with_gap(&[0, 2]);
        dialog.count(1, Millis(0));
        dialog.count(4, Millis(0));
        assert_eq!(dialog.give_up_gap(Millis(5)), 0);
        assert_eq!(dialog.ask_for_gap(Millis(5) + GAP_PATIENCE), Some(Sequence(3)));
    }

    #[test]
    fn a_question_that_is_put_off_or_lost_is_asked_again() {
        let mut dialog = with_gap(&[0, 2]);
        dialog.ask_for_gap_again(Millis(9_000));
        assert_eq!(dialog.ask_for_gap(Millis(8_999)), None);
        assert_eq!(dialog.ask_for_gap(Millis(9_000)), Some(Sequence(1)));
        dialog.disconnected(Millis(20_000));
        assert_eq!(dialog.ask_for_gap(Millis(20_000)), Some(Sequence(1)));
        assert_eq!(dialog.next(), Sequence(1), "and subscribed from there");
    }

    #[test]
    fn numbers_however_absurd_leave_bounded_holes() {
        let mut dialog = Dialog::default();
        for jump in 1..=1_000 {
            dialog.count(jump * FARTHEST - 1, Millis(0));
            dialog.ask_for_gap(GAP_PATIENCE);
            assert_eq!(dialog.give_up_gap(Millis(0)), FARTHEST - 1);
        }
        let (next, most) = (dialog.next().0, dialog.load());
        assert_eq!(most, 128);
        for number in 1..=2 * MOST_AHEAD as i64 {
            assert!(dialog.count(next + 2 * number, Millis(0)));
        }
        assert_eq!(dialog.load(), most + MOST_AHEAD);
        // What was missing comes, and with it what was too much.
        for number in 0..=4 * MOST_AHEAD as i64 {
            dialog.count(next + number, Millis(0));
        }
        assert_eq!((dialog.next().0, dialog.load()), (next + 4 * MOST_AHEAD as i64 + 1, most));
    }

    #[test]
    fn a_text_sent_now_comes_behind_all_own_ones_that_have_a_place() {
        let mut dialog = Dialog::default();
        dialog.count(0, Millis(0));
        assert_eq!(dialog.next_own(), Sequence(1));
        dialog.own(Sequence(4));
        assert_eq!((dialog.next(), dialog.next_own()), (Sequence(1), Sequence(5)));
    }

    #[test]
    fn dialogs_are_bounded() {
        let mut dialogs = Dialogs::default();
        for number in 0..=MOST_DIALOGS {
            dialogs.known(&number.to_string().as_str().into());
        }
        assert_eq!(dialogs.0.len(), MOST_DIALOGS);
        assert!(dialogs.get(&"0".into()).is_none());
    }
}
