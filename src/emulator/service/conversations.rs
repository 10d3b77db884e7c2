//! Opening conversations and changing their fields.

use crate::protocol::{
    ConsumerRequestConversation, ConversationId, Delay, Millis, ParticipantId, ParticipantState, Role, Ttr,
    UpdateConversationField,
};

use super::super::answer::{Answer, Handled, Name, Refusal};
use super::super::conversation::Conversation;
use super::fields::{Change, Rules};
use super::{Caller, Service};

impl Service {
    pub(super) fn open_conversation(
        &mut self,
        now: Millis,
        consumer: &ParticipantId,
        agent: Option<ParticipantId>,
        body: Option<ConsumerRequestConversation>,
    ) -> Handled {
        let is_first = self.conversations_of(consumer).next().is_none();
        if self.conversations_of(consumer).any(Conversation::is_open) {
            return Err(Refusal::bad("the consumer has an open conversation already"));
        }
        let id = ConversationId::from(self.ids.uuid());
        let mut conversation = Conversation::new(id.clone(), consumer.clone(), now);
        conversation.is_first = is_first;
        if let Some(agent) = agent {
            conversation.add(agent, Role::AssignedAgent, ParticipantState::Active);
        }
        if let Some(body) = body {
            let wish = body.ttr_def_name.as_ref().and_then(|name| name.value()).cloned();
            conversation.ttr = wish.map_or(conversation.ttr, ttr_of);
            conversation.skill = body.skill_id.unwrap_or(conversation.skill);
            conversation.campaign = body.campaign_info;
            conversation.context = body.conversation_context;
        }
        if self.config.faults.closed {
            conversation.delay = Some(Delay { delay_type: Some("NIGHT".into()), till_when: Some(now + CLOSED_FOR) });
        }
        self.conversations.insert(id.clone(), conversation);
        self.consumers.entry(consumer.clone()).or_default().conversations.insert(id.clone());
        self.conversation_changed(now, &id);
        Ok(Answer::object(Name::Conversation, |body| body.conversation_id = Some(id)))
    }

    pub(super) fn open_for_consumer(
        &mut self,
        now: Millis,
        caller: &Caller,
        body: Option<ConsumerRequestConversation>,
    ) -> Handled {
        let consumer = body.as_ref().and_then(|body| body.consumer_id.clone());
        let Some(consumer) = consumer.filter(|id| self.consumers.contains_key(id)) else {
            return Err(Refusal::unknown("the consumer is not known"));
        };
        self.open_conversation(now, &consumer, Some(caller.person.clone()), body)
    }

    /// Changes fields: all of the changes, or none where one is refused.
    pub(super) fn update_fields(&mut self, now: Millis, caller: &Caller, body: &UpdateConversationField) -> Handled {
        let found = self.conversations.get(&body.conversation_id).filter(|one| caller.may_see(one));
        let Some(conversation) = found else {
            return Err(Refusal::unknown("the conversation is not known"));
        };
        let consumer = self.consumers.get(&conversation.consumer);
        let has_cobrowse = consumer.is_some_and(super::super::people::Consumer::has_cobrowse);
        let mut draft = conversation.clone();
        let rules = Rules { now, caller, agents: &self.agents, config: &self.config, has_cobrowse };
        let mut said = "OK";
        let new_dialog = self.ids.uuid();
        for field in &body.conversation_field {
            said = Change { rules: &rules, draft: &mut draft, new_dialog: &new_dialog }.apply(field)?;
        }
        if body.conversation_field.is_empty() {
            return Err(Refusal::bad("there is no field to change"));
        }
        self.conversations.insert(body.conversation_id.clone(), draft);
        self.conversation_changed(now, &body.conversation_id);
        self.ask_survey(now, &body.conversation_id);
        Ok(Answer::text(said))
    }
}

/// For how long the service is closed, where it is.
const CLOSED_FOR: Millis = Millis::from_secs(3_600);

/// How soon an answer is due, in seconds, by the name of the wish.
fn ttr_of(name: String) -> Ttr {
    let value = match name.as_str() {
        "URGENT" => 300,
        "PRIORITIZED" => 600,
        _ => 3_600,
    };
    Ttr { ttr_type: Some(name), value: Some(value) }
}
