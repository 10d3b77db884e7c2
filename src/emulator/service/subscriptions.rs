//! Subscriptions to conversations: what a filter lets through, and the first notification with all matches.

use crate::protocol::{ConversationChange, DialogState, Millis, SubscribeExConversations, SubscriptionId};

use super::super::answer::{Answer, Handled, Name, Refusal};
use super::super::conversation::Conversation;
use super::super::socket::{Filter, Socket, Subscription};
use super::super::view::Viewer;
use super::{Caller, Service};

/// So many subscriptions to conversations a socket may hold. The service's own limit is not documented; a client needs
/// one a connection.
const MOST_SUBSCRIPTIONS: usize = 32;

impl Filter {
    fn of(body: SubscribeExConversations) -> Self {
        Self {
            states: body.conv_state.into_vec(),
            stages: body.stage.into_vec(),
            since: body.min_last_updated_time.map(Millis),
            agents: body.agent_ids.into_vec(),
        }
    }

    /// Whether a conversation is wanted.
    pub(super) fn wants(&self, conversation: &Conversation) -> bool {
        let has = |list: &[String], word: &str| list.is_empty() || list.iter().any(|wanted| wanted == word);
        let is_recent = self.since.is_none_or(|since| conversation.updated >= since);
        let is_of_agents =
            self.agents.is_empty() || conversation.assigned().is_some_and(|agent| self.agents.contains(agent));
        has(&self.states, conversation.main_state().as_str())
            && has(&self.stages, conversation.stage().as_str())
            && is_recent
            && is_of_agents
    }
}

impl Caller {
    /// Consumers see their own conversations, agents those of the account.
    pub(super) fn may_see(&self, conversation: &Conversation) -> bool {
        self.is_agent() || conversation.consumer == self.person
    }
}

impl Service {
    pub(super) fn subscribe_conversations(&mut self, caller: &Caller, body: SubscribeExConversations) -> Handled {
        let is_full = |open: &Socket| open.subscriptions.len() >= MOST_SUBSCRIPTIONS;
        if self.sockets.get(caller.socket).is_some_and(is_full) {
            return Err(Refusal::bad("this socket holds as many subscriptions as it may: end one first"));
        }
        let id = SubscriptionId::from(self.ids.uuid());
        let mut filter = Filter::of(body);
        for agent in &mut filter.agents {
            if let Some(known) = self.agents.find(agent.as_str()) {
                *agent = known.id.clone();
            }
        }
        let mut wanted: Vec<&Conversation> = self
            .visible_to(caller)
            .into_iter()
            .filter(|conversation| filter.wants(conversation))
            .filter(|conversation| !self.config.faults.forgets_closed || conversation.stage() == DialogState::Open)
            .collect();
        wanted.sort_by_key(|conversation| conversation.started);
        let viewer = self.viewer(caller.dialect);
        let changes: Vec<ConversationChange> = wanted.iter().map(|conversation| viewer.upsert(conversation)).collect();
        let told = wanted.iter().map(|conversation| conversation.id.clone()).collect();
        let subscription = Subscription { id: id.clone(), filter, told };
        self.notify_conversations(caller.socket, caller.dialect, &id, changes);
        if let Some(open) = self.sockets.get_mut(caller.socket) {
            open.subscriptions.push(subscription);
        }
        Ok(Answer::object(Name::SubscribeExConversations, |body| body.subscription_id = Some(id)))
    }

    pub(super) fn unsubscribe_conversations(&mut self, caller: &Caller, id: &SubscriptionId) -> Handled {
        let Some(open) = self.sockets.get_mut(caller.socket) else {
            return Err(Refusal::unknown("the socket is closed"));
        };
        let before = open.subscriptions.len();
        open.subscriptions.retain(|subscription| subscription.id != *id);
        if open.subscriptions.len() == before {
            return Err(Refusal::unknown("the subscription is not known on this socket"));
        }
        Ok(Answer::text("OK Unsubscribed successfully"))
    }

    pub(super) fn viewer(&self, dialect: super::super::socket::Dialect) -> Viewer<'_> {
        Viewer { account: &self.config.account, agents: &self.agents, faults: &self.config.faults, dialect }
    }
}
