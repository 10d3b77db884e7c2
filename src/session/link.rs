//! One connection and the requests that wait for an answer on it.

use std::collections::BTreeMap;

use super::io::{LinkId, TextId};
use crate::protocol::{
    AcceptStatus, ConversationChange, DialogId, LooseId, Millis, Request, RequestBody, Sequence, SubscriptionId,
    wire::Wire,
};

/// How long an answer is waited for before the connection counts as dead.
pub(super) const ANSWER_WITHIN: Millis = Millis::from_secs(10);
/// How many notifications of a subscription that is not known yet are kept.
const MOST_EARLY: usize = 64;

/// What a request was for.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Asked {
    Init,
    Clock { sent: Millis },
    Conversations,
    Open,
    Events { dialog: DialogId },
    Query { dialog: DialogId },
    Gap { dialog: DialogId },
    Text { text: TextId, dialog: DialogId },
    Receipt { dialog: DialogId, status: AcceptStatus, numbers: Vec<Sequence> },
    ChatState,
}

/// A connection attempt and what became of it.
#[derive(Clone, Debug)]
pub(super) struct Link {
    pub(super) id: LinkId,
    pub(super) initialised: bool,
    pub(super) subscription: Option<SubscriptionId>,
    pub(super) caught_up: bool,
    /// Notifications that came before the answer which names their subscription.
    early: Vec<(SubscriptionId, Vec<ConversationChange>)>,
    next_request: u64,
    pending: BTreeMap<u64, (Asked, Millis)>,
}

impl Link {
    pub(super) fn new(id: LinkId) -> Self {
        Self {
            id,
            initialised: false,
            subscription: None,
            caught_up: false,
            early: Vec::new(),
            next_request: 1,
            pending: BTreeMap::new(),
        }
    }

    /// The frame of a request; its answer will be known by its number.
    pub(super) fn request(&mut self, now: Millis, asked: Asked, make: impl FnOnce(LooseId) -> Request) -> String {
        let number = self.next_request;
        self.next_request += 1;
        self.pending.insert(number, (asked, now + ANSWER_WITHIN));
        make(LooseId::from(number)).write().to_string()
    }

    /// The frame of a request without headers or metadata.
    pub(super) fn plain(&mut self, now: Millis, asked: Asked, body: RequestBody) -> String {
        self.request(now, asked, |id| Request::new(id, body))
    }

    /// What the answered request was for.
    pub(super) fn answered(&mut self, id: Option<&LooseId>) -> Option<Asked> {
        let number = id?.text().parse().ok()?;
        self.pending.remove(&number).map(|(asked, _)| asked)
    }

    /// Whether a request of this kind waits for its answer.
    pub(super) fn waits_for(&self, wanted: impl Fn(&Asked) -> bool) -> bool {
        self.pending.values().any(|(asked, _)| wanted(asked))
    }

    /// When the oldest request should have been answered.
    pub(super) fn deadline(&self) -> Option<Millis> {
        self.pending.values().map(|(_, until)| *until).min()
    }

    /// What had no answer.
    pub(super) fn into_unanswered(self) -> impl Iterator<Item = Asked> {
        self.pending.into_values().map(|(asked, _)| asked)
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
    pub(super) fn subscribed(&mut self, subscription: Option<SubscriptionId>) -> Vec<Vec<ConversationChange>> {
        let early = std::mem::take(&mut self.early);
        let of_this = early.into_iter().filter(|(named, _)| subscription.as_ref().is_none_or(|known| known == named));
        let changes = of_this.map(|(_, changes)| changes).collect();
        self.subscription = subscription;
        changes
    }
}
