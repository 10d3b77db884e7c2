//! One connection and the requests that wait for an answer on it.

use super::io::{LinkId, TextId};
use crate::protocol::{
    AcceptStatus, ConversationChange, DialogId, LooseId, Millis, Outgoing, Sequence, SubscriptionId, decimal,
};

/// How long an answer is waited for before the connection counts as dead.
pub(super) const ANSWER_WITHIN: Millis = Millis::from_secs(10);
/// How many notifications of a subscription that is not known yet are kept.
const MOST_EARLY: usize = 64;

/// What a request was for.
#[derive(Clone, Debug)]
pub(super) enum Asked {
    Init,
    Clock { sent: Millis },
    Conversations,
    Open,
    Events(DialogId),
    Query,
    Gap(DialogId),
    Text(TextId),
    Receipt { dialog: DialogId, status: AcceptStatus, numbers: Vec<Sequence> },
    ChatState,
}

/// A connection attempt and what became of it.
#[derive(Clone, Debug)]
pub(super) struct Link {
    pub(super) id: LinkId,
    subscription: Option<SubscriptionId>,
    /// Whether the service has told which conversations there are.
    pub(super) caught_up: bool,
    /// Notifications that came before the answer which names their subscription.
    early: Vec<(SubscriptionId, Vec<ConversationChange>)>,
    next_request: u64,
    /// In the order of asking.
    pending: Vec<(u64, Asked, Millis)>,
}

impl Link {
    pub(super) fn new(id: LinkId) -> Self {
        Self { id, subscription: None, caught_up: false, early: Vec::new(), next_request: 1, pending: Vec::new() }
    }

    /// The frame of a request; its answer will be known by its number.
    pub(super) fn request(&mut self, now: Millis, asked: Asked, request: Outgoing) -> String {
        let number = self.next_request;
        self.next_request += 1;
        self.pending.push((number, asked, now + ANSWER_WITHIN));
        request.frame(number)
    }

    /// What the answered request was for.
    pub(super) fn answered(&mut self, id: Option<&LooseId>) -> Option<Asked> {
        let id = id?.text();
        let place = self.pending.iter().position(|(number, _, _)| decimal(number.cast_signed()) == id)?;
        Some(self.pending.remove(place).1)
    }

    /// Whether a request of this kind waits for its answer.
    pub(super) fn waits_for(&self, wanted: fn(&Asked) -> bool) -> bool {
        self.pending.iter().any(|(_, asked, _)| wanted(asked))
    }

    /// When the oldest request should have been answered.
    pub(super) fn deadline(&self) -> Option<Millis> {
        self.pending.first().map(|(_, _, until)| *until)
    }

    /// What had no answer, in the order of asking.
    pub(super) fn unanswered(&self) -> impl DoubleEndedIterator<Item = &Asked> {
        self.pending.iter().map(|(_, asked, _)| asked)
    }

    /// The changes to apply, of a notification under this subscription; they are kept while it is not known yet.
    pub(super) fn admit(
        &mut self,
        subscription: Option<SubscriptionId>,
        changes: Vec<ConversationChange>,
    ) -> Option<Vec<ConversationChange>> {
        match (&self.subscription, subscription) {
            (Some(known), Some(named)) if *known != named => None,
            (None, Some(named)) => {
                if self.early.len() < MOST_EARLY {
                    self.early.push((named, changes));
                }
                None
            }
            _ => Some(changes),
        }
    }

    /// The subscription has its name: what came early under it.
    pub(super) fn subscribed(&mut self, subscription: SubscriptionId) -> Vec<Vec<ConversationChange>> {
        let mut of_this = Vec::new();
        for (named, changes) in std::mem::take(&mut self.early) {
            if named == subscription {
                of_this.push(changes);
            }
        }
        self.subscription = Some(subscription);
        of_this
    }
}
