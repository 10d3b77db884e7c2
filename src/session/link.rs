//! One connection and the requests that wait for an answer on it.

use super::dialogs::MOST_DIALOGS;
use super::io::{AddressId, LinkId, TextId};
use super::uses::Use;
use crate::protocol::{
    AcceptStatus, ConversationChange, ConversationId, DialogId, LooseId, Millis, Outgoing, Sequence, SubscriptionId,
    decimal,
};

/// How long an answer is waited for before the connection counts as dead.
pub(super) const ANSWER_WITHIN: Millis = Millis::from_secs(10);
/// How many requests may wait for their answers; with more the connection counts as dead. Half of them may be for
/// dialogs.
const MOST_PENDING: usize = 4 * MOST_DIALOGS;
/// How many notifications of a subscription that is not known yet are kept.
const MOST_EARLY: usize = 64;

/// What a request was for.
#[derive(Clone, Debug)]
pub(super) enum Asked {
    Init,
    /// To keep it `alive`, or at its start; or so that an answer `confirms` how the service stands by then.
    Clock {
        sent: Millis,
        alive: bool,
        confirms: bool,
    },
    Conversations,
    Open,
    Events(DialogId),
    Query(DialogId),
    /// All of a dialog of an earlier conversation.
    Earlier(DialogId),
    Gap(DialogId),
    Text(TextId, DialogId),
    Address(AddressId),
    Receipt {
        dialog: DialogId,
        status: AcceptStatus,
        numbers: Vec<Sequence>,
    },
    ChatState,
    Use(Use),
    Close(DialogId),
    Rating(ConversationId),
    Profile,
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

    /// What the answered request was for. Errors may come without the id: they are about the one request that waits.
    pub(super) fn answered(&mut self, id: Option<&LooseId>, status: i64) -> Option<Asked> {
        let place = match id {
            Some(id) => {
                let id = id.text();
                self.pending.iter().position(|(number, _, _)| decimal(number.cast_signed()) == id)
            }
            None => (status >= 400 && self.pending.len() == 1).then_some(0),
        };
        Some(self.pending.remove(place?).1)
    }

    /// Whether anything was asked on it, and so who connects was said first.
    pub(super) fn was_asked(&self) -> bool {
        self.next_request > 1
    }

    /// Whether a request of this kind waits for its answer.
    pub(super) fn waits_for(&self, wanted: fn(&Asked) -> bool) -> bool {
        self.pending.iter().any(|(_, asked, _)| wanted(asked))
    }

    /// Whether so many requests wait that no dialog more is subscribed for now.
    pub(super) fn is_busy(&self) -> bool {
        self.pending.len() > MOST_PENDING / 2
    }

    /// When the oldest request should have been answered: at once, where too many wait.
    pub(super) fn deadline(&self) -> Option<Millis> {
        let (_, _, until) = self.pending.first()?;
        Some(if self.pending.len() > MOST_PENDING { Millis(i64::MIN) } else { *until })
    }

    pub(super) fn load(&self) -> usize {
        self.pending.len() + self.early.len()
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
            (Some(known), Some(named)) if !is_of(known, &named) => None,
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
            if is_of(&subscription, &named) {
                of_this.push(changes);
            }
        }
        self.subscription = Some(subscription);
        of_this
    }
}

/// Whether a notification under this name is of the subscription. Of one whose answer had no name, all are.
fn is_of(subscription: &SubscriptionId, named: &SubscriptionId) -> bool {
    subscription.as_str().is_empty() || subscription == named
}

#[cfg(test)]
mod tests {
    use super::{Asked, Link};
    use crate::protocol::{LooseId, Millis, Outgoing};
    use crate::session::io::LinkId;

    #[test]
    fn an_error_without_an_id_is_about_the_one_request_that_waits() {
        let mut link = Link::new(LinkId(1));
        assert!(link.answered(None, 400).is_none(), "none waits");
        link.request(Millis(0), Asked::Query("d".into()), Outgoing::clock());
        assert!(link.answered(None, 200).is_none(), "what is no error has an id");
        assert!(link.answered(None, 0).is_none(), "without a status it is no error either");
        assert!(matches!(link.answered(None, 400), Some(Asked::Query(_))));
        link.request(Millis(0), Asked::Query("d".into()), Outgoing::clock());
        link.request(Millis(0), Asked::Init, Outgoing::clock());
        assert!(link.answered(None, 400).is_none(), "two wait");
        assert!(matches!(link.answered(Some(&LooseId::from("3")), 200), Some(Asked::Init)));
    }

    #[test]
    fn a_subscription_whose_answer_has_no_name_is_that_of_every_notification() {
        let mut link = Link::new(LinkId(1));
        assert!(link.admit(Some("named".into()), Vec::new()).is_none(), "kept");
        assert_eq!(link.subscribed("".into()).len(), 1);
        assert!(link.admit(Some("named".into()), Vec::new()).is_some());
        let mut link = Link::new(LinkId(2));
        assert!(link.admit(Some("other".into()), Vec::new()).is_none(), "kept");
        assert!(link.subscribed("this".into()).is_empty());
        assert!(link.admit(Some("other".into()), Vec::new()).is_none(), "of another");
        assert!(link.admit(None, Vec::new()).is_some());
    }
}
