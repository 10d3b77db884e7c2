//! One open socket: who is at its other end and what they asked to be told.

use std::collections::BTreeSet;

use crate::protocol::{ConversationId, DialogId, Millis, ParticipantId, SubscriptionId};

/// A socket, named by the order in which it was opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SocketId(pub u64);

/// Who is at the other end.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Party {
    /// A consumer who has not said who they are; what came before that waits.
    Unknown { deadline: Millis, waiting: Vec<String> },
    /// A consumer.
    Consumer { id: ParticipantId, is_anonymous: bool, token_expires: Millis },
    /// An agent.
    Agent { id: ParticipantId },
}

/// Which way of speaking a socket gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dialect {
    /// Version 3, for consumers.
    Consumer,
    /// Version 2, for agents.
    Agent,
}

/// A subscription to conversations.
#[derive(Clone, Debug)]
pub(super) struct Subscription {
    pub(super) id: SubscriptionId,
    pub(super) filter: Filter,
    /// What was told and not taken back.
    pub(super) told: BTreeSet<ConversationId>,
}

/// Which conversations a subscription wants. An empty list wants all.
#[derive(Clone, Debug, Default)]
pub(super) struct Filter {
    pub(super) states: Vec<String>,
    pub(super) stages: Vec<String>,
    pub(super) since: Option<Millis>,
    /// Agents: those assigned to one of these.
    pub(super) agents: Vec<ParticipantId>,
}

/// An open socket. What decides when it is due is changed by [`Sockets`] only.
#[derive(Clone, Debug)]
pub(super) struct Socket {
    party: Party,
    last_heard: Millis,
    pub(super) subscriptions: Vec<Subscription>,
    /// Consumers: the dialogs whose events are wanted.
    pub(super) dialogs: BTreeSet<DialogId>,
    /// Agents: the subscription to offers.
    pub(super) routing: Option<SubscriptionId>,
}

impl Socket {
    pub(super) fn new(party: Party, now: Millis) -> Self {
        Self { party, last_heard: now, subscriptions: Vec::new(), dialogs: BTreeSet::new(), routing: None }
    }

    pub(super) fn party(&self) -> &Party {
        &self.party
    }

    /// What came of a consumer who has not said who they are.
    pub(super) fn waiting_mut(&mut self) -> Option<&mut Vec<String>> {
        match &mut self.party {
            Party::Unknown { waiting, .. } => Some(waiting),
            Party::Consumer { .. } | Party::Agent { .. } => None,
        }
    }

    pub(super) fn dialect(&self) -> Dialect {
        match self.party {
            Party::Agent { .. } => Dialect::Agent,
            Party::Unknown { .. } | Party::Consumer { .. } => Dialect::Consumer,
        }
    }

    /// Who is at the other end, once it is known.
    pub(super) fn person(&self) -> Option<&ParticipantId> {
        match &self.party {
            Party::Unknown { .. } => None,
            Party::Consumer { id, .. } | Party::Agent { id } => Some(id),
        }
    }

    pub(super) fn is_of(&self, person: &ParticipantId) -> bool {
        self.person() == Some(person)
    }

    pub(super) fn heard(&mut self, now: Millis) {
        self.last_heard = now;
    }

    pub(super) fn identify(&mut self, party: Party) {
        self.party = party;
    }

    /// When this socket is due, if nothing is heard of it.
    pub(super) fn due(&self, idle_close: Millis) -> Millis {
        let idle = self.last_heard + idle_close;
        match self.party {
            Party::Unknown { deadline, .. } => idle.min(deadline),
            Party::Consumer { token_expires, .. } => idle.min(token_expires),
            Party::Agent { .. } => idle,
        }
    }
}
