//! What is known of each dialog: which events came, which are missing, and which receipts are owed.

use super::{earliest, is_due};
use crate::protocol::{AcceptStatus, ConversationId, DialogId, Event, EventChange, Millis, ParticipantId, Sequence};

/// How long receipts are gathered before they are sent: a replay may bring a message before its receipt.
const GATHER: Millis = Millis(300);
/// How long a missing number is waited for before it is asked for.
const GAP_PATIENCE: Millis = Millis(1_000);
/// How many numbers ahead of a gap are remembered; past it the gap is given up.
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
    /// The first number that has not come: everything before it has, or never will.
    next: i64,
    /// Behind the newest own event that is known to have a place.
    after_own: i64,
    /// Numbers that came ahead of what is missing, in order.
    ahead: Vec<i64>,
    /// When a number that is missing will be asked for.
    gap_at: Option<Millis>,
    /// It was asked for: it is asked for once.
    gap_asked: bool,
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
            Some(Event::Content(_) | Event::RichContent(_)) if !is_mine && is_new => {
                owe(&mut self.unaccepted, sequence);
                owe(&mut self.unread, sequence);
                self.receipts_at.get_or_insert(now + GATHER);
            }
            _ => {}
        }
    }

    /// Counts a number as come. Yields whether it had not come before.
    fn count(&mut self, number: i64, now: Millis) -> bool {
        let Err(place) = self.ahead.binary_search(&number) else { return false };
        if number < self.next {
            return false;
        }
        if number - self.next > FARTHEST {
            return true;
        }
        self.ahead.insert(place, number);
        while self.ahead.first() == Some(&self.next) {
            self.ahead.remove(0);
            self.next += 1;
        }
        if self.ahead.is_empty() || self.ahead.len() > MOST_AHEAD {
            self.give_up_gap();
        } else if !self.gap_asked {
            self.gap_at.get_or_insert(now + GAP_PATIENCE);
        }
        true
    }

    /// What is still missing will not come: it counts as seen.
    pub(super) fn give_up_gap(&mut self) {
        if let Some(last) = self.ahead.last() {
            self.next = last + 1;
            self.ahead.clear();
        }
        self.forget_gap();
    }

    /// The service put off the question what is missing.
    pub(super) fn ask_for_gap_again(&mut self, at: Millis) {
        self.gap_at = (!self.ahead.is_empty()).then_some(at);
        self.gap_asked = false;
    }

    fn forget_gap(&mut self) {
        self.gap_at = None;
        self.gap_asked = false;
    }

    /// The first missing number, once it has been missing for long enough; it is told once.
    pub(super) fn ask_for_gap(&mut self, now: Millis) -> Option<Sequence> {
        if !is_due(now, self.gap_at) {
            return None;
        }
        self.gap_at = None;
        self.gap_asked = true;
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
        self.ahead.len() + self.unaccepted.len() + self.unread.len()
    }

    /// When this dialog next wants something.
    pub(super) fn deadline(&self) -> Option<Millis> {
        earliest(&[self.gap_at, self.receipts_at, self.subscribe_at])
    }

    /// The connection is gone: nothing is subscribed, and a missing number is asked for anew.
    pub(super) fn disconnected(&mut self) {
        self.subscribed = false;
        self.subscribe_at = None;
        self.forget_gap();
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
    use super::{Dialog, Dialogs, MOST_DIALOGS};
    use crate::protocol::{Millis, Sequence};

    #[test]
    fn a_number_far_ahead_says_nothing_about_what_is_missing() {
        let mut dialog = Dialog::default();
        assert!(dialog.count(0, Millis(0)));
        for absurd in [i64::MAX, i64::MAX - 1, 1 << 40, i64::MIN, -1] {
            dialog.count(absurd, Millis(0));
        }
        dialog.give_up_gap();
        assert_eq!(dialog.next(), Sequence(1));
        assert!(dialog.count(1, Millis(0)), "what comes next is new");
        dialog.own(Sequence(i64::MAX));
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
