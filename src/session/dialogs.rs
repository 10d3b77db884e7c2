//! What is known of each dialog: which events came, which are missing, and which receipts are owed.

use crate::protocol::{AcceptStatus, ConversationId, DialogId, Event, EventChange, Millis, ParticipantId, Sequence};

/// How long receipts are gathered before they are sent: a replay may bring a message before its receipt.
const GATHER: Millis = Millis(300);
/// How long a missing number is waited for before it is asked for.
const GAP_PATIENCE: Millis = Millis(1_000);
/// How many numbers ahead of a gap are remembered; past it the gap is given up.
const MOST_AHEAD: usize = 5_000;
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
    /// Numbers that came ahead of it, in order.
    ahead: Vec<i64>,
    gap: Option<Gap>,
    /// Messages of others for which receipts are owed.
    /// In order; small vectors compile to far less than trees.
    owed: Vec<(i64, Owed)>,
    receipts_at: Option<Millis>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Gap {
    Seen { at: Millis },
    Asked,
}

#[derive(Clone, Copy, Debug, Default)]
struct Owed {
    accepted: bool,
    read: bool,
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
            self.0.push((id.clone(), Dialog::default()));
            self.0.len() - 1
        });
        &mut self.0[place].1
    }

    pub(super) fn all(&self) -> impl Iterator<Item = &Dialog> {
        self.0.iter().map(|(_, dialog)| dialog)
    }

    pub(super) fn all_mut(&mut self) -> impl Iterator<Item = &mut Dialog> {
        self.0.iter_mut().map(|(_, dialog)| dialog)
    }
}

impl Dialog {
    /// The number to subscribe from.
    pub(super) fn next(&self) -> Sequence {
        Sequence(self.next)
    }

    /// Takes an event; whether it had come before does not matter.
    pub(super) fn take(&mut self, change: &EventChange, me: Option<&ParticipantId>, now: Millis) {
        let Some(Sequence(number)) = change.sequence else { return };
        let place = self.ahead.binary_search(&number);
        let is_new = number >= self.next && place.is_err();
        if let (true, Err(place)) = (is_new, place) {
            self.ahead.insert(place, number);
            self.advance();
            if self.ahead.len() > MOST_AHEAD {
                self.give_up_gap();
            }
        }
        self.gap = match (self.gap, self.ahead.is_empty()) {
            (_, true) => None,
            (None, false) => Some(Gap::Seen { at: now }),
            (gap, false) => gap,
        };
        let is_mine = me.is_some() && change.originator() == me;
        match &change.event {
            Some(Event::AcceptStatus(receipt)) if is_mine => {
                for sequence in &receipt.sequence_list {
                    self.settle(sequence.0, &receipt.status);
                }
            }
            Some(Event::Content(_) | Event::RichContent(_)) if !is_mine && is_new => {
                self.owes(number);
                if self.owed.len() > MOST_OWED {
                    self.owed.remove(0);
                }
                self.receipts_at.get_or_insert(now + GATHER);
            }
            _ => {}
        }
    }

    fn advance(&mut self) {
        let run = self.ahead.iter().zip(self.next..).take_while(|(number, next)| *number == next).count();
        self.ahead.drain(..run);
        self.next += i64::try_from(run).unwrap_or_default();
    }

    /// What is still missing will not come: it counts as seen.
    pub(super) fn give_up_gap(&mut self) {
        if let Some(last) = self.ahead.last() {
            self.next = last + 1;
            self.ahead.clear();
        }
        self.gap = None;
    }

    /// The first missing number, once it has been missing for long enough; it is told once.
    pub(super) fn ask_for_gap(&mut self, now: Millis) -> Option<Sequence> {
        match self.gap {
            Some(Gap::Seen { at }) if now >= at + GAP_PATIENCE => {
                self.gap = Some(Gap::Asked);
                Some(Sequence(self.next))
            }
            _ => None,
        }
    }

    /// The receipts to send now. `attended`: the consumer has the messages before their eyes.
    pub(super) fn due_receipts(&mut self, now: Millis, attended: bool) -> Vec<(AcceptStatus, Vec<Sequence>)> {
        if self.receipts_at.is_none_or(|at| now < at) {
            return Vec::new();
        }
        self.receipts_at = None;
        let mut due = Vec::new();
        let unaccepted = self.owed.iter().filter(|(_, owed)| !owed.accepted);
        let accept: Vec<_> = unaccepted.map(|(number, _)| Sequence(*number)).collect();
        if !accept.is_empty() {
            due.push((AcceptStatus::Accept, accept));
        }
        if attended {
            let unread = self.owed.iter().filter(|(_, owed)| !owed.read);
            let read: Vec<_> = unread.map(|(number, _)| Sequence(*number)).collect();
            if !read.is_empty() {
                due.push((AcceptStatus::Read, read));
            }
        }
        for (status, numbers) in &due {
            for number in numbers {
                self.settle(number.0, status);
            }
        }
        due
    }

    /// The consumer has the messages before their eyes now.
    pub(super) fn attend(&mut self, now: Millis) {
        if self.owed.iter().any(|(_, owed)| !owed.read) {
            self.receipts_at.get_or_insert(now);
        }
    }

    /// Receipts did not reach the service: they are owed again.
    pub(super) fn owe_again(&mut self, status: &AcceptStatus, numbers: &[Sequence], now: Millis) {
        for number in numbers {
            let is_owed = self.owed.iter().any(|(owed, _)| *owed == number.0);
            let owed = self.owes(number.0);
            if !is_owed {
                *owed = Owed { accepted: true, read: true };
            }
            match status {
                AcceptStatus::Read => owed.read = false,
                _ => owed.accepted = false,
            }
        }
        self.receipts_at.get_or_insert(now + GATHER);
    }

    /// When this dialog next wants something.
    pub(super) fn deadline(&self) -> Option<Millis> {
        let gap = match self.gap {
            Some(Gap::Seen { at }) => Some(at + GAP_PATIENCE),
            _ => None,
        };
        [gap, self.receipts_at].into_iter().flatten().min()
    }

    /// The connection is gone: nothing is subscribed, and a missing number is asked for anew.
    pub(super) fn disconnected(&mut self) {
        self.subscribed = false;
        self.gap = None;
    }

    fn settle(&mut self, number: i64, status: &AcceptStatus) {
        let Ok(place) = self.owed.binary_search_by_key(&number, |(owed, _)| *owed) else { return };
        let owed = &mut self.owed[place].1;
        match status {
            AcceptStatus::Accept => owed.accepted = true,
            AcceptStatus::Read => *owed = Owed { accepted: true, read: true },
            _ => {}
        }
        // An accepted message still owes its reading.
        if owed.accepted && owed.read {
            self.owed.remove(place);
        }
    }

    /// The receipts that are owed for a message.
    fn owes(&mut self, number: i64) -> &mut Owed {
        let place = self.owed.binary_search_by_key(&number, |(owed, _)| *owed).unwrap_or_else(|place| {
            self.owed.insert(place, (number, Owed::default()));
            place
        });
        &mut self.owed[place].1
    }
}
