//! Offers of conversations to agents. A conversation without an agent rings at every agent who is online; who takes it
//! first has it. One that was handed to an agent rings at that agent alone, until they decline or let it ring out.

use std::collections::{BTreeMap, BTreeSet};

use crate::protocol::wire::Many;
use crate::protocol::{
    ConversationId, DialogState, Millis, Notification, NotificationBody, ParticipantId, ParticipantState, Ring, RingId,
    Role, RoutingTask, RoutingTaskChange, RoutingTaskNotification, SetAgentState, SubscriptionId, UpdateRingState,
};

use super::super::answer::{Answer, Handled, Name, Refusal};
use super::super::conversation::Conversation;
use super::super::people::Availability;
use super::super::socket::Dialect;
use super::{Caller, Service};

/// One offer that has not run out.
#[derive(Clone, Debug)]
pub(super) struct Offer {
    id: RingId,
    agent: ParticipantId,
    expires: Millis,
    /// A rejected offer stands until it runs out, so that the next one is not made at once.
    is_rejected: bool,
}

/// The standing offers of each conversation.
pub(super) type Rings = BTreeMap<ConversationId, Vec<Offer>>;

impl Service {
    pub(super) fn set_agent_state(&mut self, now: Millis, caller: &Caller, body: &SetAgentState) -> Handled {
        let Some(word) = body.availability.as_deref() else {
            return Err(Refusal::bad("the availability is missing"));
        };
        self.set_availability(now, &caller.person, Availability::of(word));
        Ok(Answer::text("Agent state updated successfully"))
    }

    pub(super) fn set_availability(&mut self, now: Millis, agent: &ParticipantId, availability: Availability) {
        if let Some(agent) = self.agents.get_mut(agent) {
            agent.availability = availability;
        }
        self.route_all(now);
    }

    pub(super) fn subscribe_routing(&mut self, now: Millis, caller: &Caller) -> Handled {
        let id = SubscriptionId::from(self.ids.uuid());
        if let Some(open) = self.sockets.get_mut(caller.socket) {
            open.routing = Some(id.clone());
        }
        let standing: Vec<(ConversationId, Offer)> = self
            .rings
            .iter()
            .flat_map(|(id, offers)| offers.iter().map(move |offer| (id.clone(), offer.clone())))
            .filter(|(_, offer)| offer.agent == caller.person && !offer.is_rejected)
            .collect();
        for (conversation, offer) in standing {
            self.tell_offer(&conversation, &offer, "WAITING");
        }
        self.route_all(now);
        Ok(Answer::object(Name::SubscribeRouting, |body| body.subscription_id = Some(id)))
    }

    pub(super) fn update_ring(&mut self, now: Millis, caller: &Caller, body: &UpdateRingState) -> Handled {
        let is_meant =
            |offer: &&mut Offer| offer.id == body.ring_id && offer.agent == caller.person && !offer.is_rejected;
        let found = self
            .rings
            .iter_mut()
            .find_map(|(id, offers)| offers.iter_mut().find(is_meant).map(|offer| (id.clone(), offer)));
        let Some((id, offer)) = found else {
            return Err(Refusal::bad("the ring does not wait any more"));
        };
        match body.ring_state.as_str() {
            "ACCEPTED" => {
                let offer = offer.clone();
                self.rings.entry(id.clone()).or_default().retain(|one| one.id != offer.id);
                if let Some(conversation) = self.conversations.get_mut(&id) {
                    conversation.add(caller.person.clone(), Role::AssignedAgent, ParticipantState::Active);
                }
                self.tell_offer(&id, &offer, "ACCEPTED");
                self.conversation_changed(now, &id);
            }
            "REJECTED" => {
                offer.is_rejected = true;
                let offer = offer.clone();
                self.tell_offer(&id, &offer, "REJECTED");
                self.take_back_suggestion(now, &id, &offer.agent);
            }
            _ => return Err(Refusal::bad("a ring is ACCEPTED or REJECTED")),
        }
        Ok(Answer::text("Ring state updated successfully"))
    }

    fn route_all(&mut self, now: Millis) {
        let mut open: Vec<&Conversation> = self.conversations.values().filter(|one| one.is_open()).collect();
        open.sort_by_key(|conversation| conversation.started);
        let ids: Vec<ConversationId> = open.into_iter().map(|conversation| conversation.id.clone()).collect();
        for id in ids {
            self.route(now, &id);
        }
    }

    /// The agents who could take a conversation now.
    pub(in crate::emulator) fn online_agents(&self) -> BTreeSet<ParticipantId> {
        let listening = self.sockets.of_agents().filter(|(_, open)| open.routing.is_some());
        let is_online = |agent: &&ParticipantId| {
            self.agents.get(agent).is_some_and(|agent| agent.availability == Availability::Online)
        };
        listening.filter_map(|(_, open)| open.person()).filter(is_online).cloned().collect()
    }

    /// An agent to whom a conversation was handed over does not take it: everybody is asked. Tells whether it was so.
    fn take_back_suggestion(&mut self, now: Millis, id: &ConversationId, agent: &ParticipantId) -> bool {
        let Some(conversation) = self.conversations.get_mut(id) else { return false };
        let was_suggested = conversation.suggested() == Some(agent);
        if was_suggested {
            conversation.remove(agent, &Role::AssignedAgent);
            self.conversation_changed(now, id);
        }
        was_suggested
    }

    /// Brings the offers of a conversation in line: one for each agent who is online while nobody has it.
    pub(super) fn route(&mut self, now: Millis, id: &ConversationId) {
        let Some(conversation) = self.conversations.get(id) else { return };
        let wants_agent = conversation.main_state() == DialogState::Open && conversation.assigned().is_none();
        let mut online = if wants_agent { self.online_agents() } else { BTreeSet::new() };
        if let Some(suggested) = conversation.suggested().filter(|suggested| online.contains(*suggested)) {
            online = BTreeSet::from([suggested.clone()]);
        }
        let offers = self.rings.remove(id).unwrap_or_default();
        let (mut standing, gone): (Vec<_>, Vec<_>) =
            offers.into_iter().partition(|offer| online.contains(&offer.agent));
        for offer in gone.iter().filter(|offer| !offer.is_rejected) {
            self.tell_offer(id, offer, "CANCELLED");
        }
        for agent in online {
            if standing.iter().all(|offer| offer.agent != agent) {
                let ring = RingId::from(self.ids.uuid());
                let offer = Offer { id: ring, agent, expires: now + self.config.ring_life, is_rejected: false };
                self.tell_offer(id, &offer, "WAITING");
                standing.push(offer);
            }
        }
        if !standing.is_empty() {
            self.rings.insert(id.clone(), standing);
        }
    }

    /// When the next offer runs out.
    pub(super) fn next_ring_end(&self) -> Option<Millis> {
        self.rings.values().flatten().map(|offer| offer.expires).min()
    }

    /// Ends offers that have run out; agents who are still online get a new one.
    pub(super) fn expire_rings(&mut self, now: Millis) {
        let mut ended = Vec::new();
        for (id, offers) in &mut self.rings {
            offers.retain(|offer| {
                let is_over = offer.expires <= now;
                if is_over {
                    ended.push((id.clone(), offer.clone()));
                }
                !is_over
            });
        }
        for (id, offer) in ended {
            if !offer.is_rejected {
                self.tell_offer(&id, &offer, "EXPIRED");
            }
            if !self.take_back_suggestion(now, &id, &offer.agent) {
                self.route(now, &id);
            }
        }
    }

    fn tell_offer(&mut self, id: &ConversationId, offer: &Offer, state: &str) {
        let Some(conversation) = self.conversations.get(id) else { return };
        let result = RoutingTask {
            conversation_id: id.clone(),
            consumer_id: Some(conversation.consumer.clone()),
            skill_id: Some(conversation.skill.clone()),
            task_completed: Some(conversation.assigned().is_some() || !conversation.is_open()),
            rings_details: Many::from(vec![Ring {
                ring_id: offer.id.clone(),
                ring_state: Some(state.into()),
                ring_expiration: Some(self.config.ring_life),
                ring_expiration_ts: Some(offer.expires),
                weight: None,
            }]),
        };
        let sockets: Vec<_> =
            self.sockets.of(&offer.agent).filter_map(|(socket, open)| Some((socket, open.routing.clone()?))).collect();
        for (socket, subscription) in sockets {
            let change = RoutingTaskChange { change_type: Some("UPSERT".into()), result: result.clone() };
            let body =
                RoutingTaskNotification { subscription_id: Some(subscription), changes: Many::from(vec![change]) };
            let body = NotificationBody::RoutingTasks(body);
            let notification = Notification::new(".ams.routing.RoutingTaskNotification", body);
            self.notify(socket, Dialect::Agent, &notification);
        }
    }
}
