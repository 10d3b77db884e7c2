//! How a conversation looks on the wire: the newer shape for consumers, the older one for agents, and what the faults
//! make of the former.

mod change;
mod dialogs;

use crate::protocol::wire::Many;
use crate::protocol::{
    AccountId, ChangeType, ConversationChange, ConversationDetails, ConversationId, ConversationResult, Millis,
    ParticipantId, Participants, Role,
};

use super::conversation::{Conversation, Member};
use super::faults::Faults;
use super::people::Agents;
use super::socket::Dialect;

pub(super) use change::{EventShape, event_change};

/// What a view needs besides the conversation.
pub(super) struct Viewer<'a> {
    pub(super) account: &'a AccountId,
    pub(super) agents: &'a Agents,
    pub(super) faults: &'a Faults,
    pub(super) dialect: Dialect,
}

impl<'a> Viewer<'a> {
    fn is_old(&self) -> bool {
        self.dialect == Dialect::Consumer && self.faults.old_shapes
    }

    /// A list, written as its only element where the faults say so.
    pub(super) fn list<T>(&self, mut items: Vec<T>) -> Many<T> {
        let is_single = self.dialect == Dialect::Consumer && self.faults.single_elements && items.len() == 1;
        let only = if is_single { items.pop() } else { None };
        only.map_or_else(|| Many::from(items), Many::bare)
    }

    /// The change that tells the whole state.
    pub(super) fn upsert(&self, conversation: &Conversation) -> ConversationChange {
        let newest = |conversation: &Conversation| {
            let main = conversation.dialogs.first()?;
            let event = main.events().iter().rev().find(|stored| stored.is_content())?;
            Some(event_change(event, &main.id, Some(&conversation.id), self.event_shape()))
        };
        let is_agent = self.dialect == Dialect::Agent;
        ConversationChange {
            change_type: Some(ChangeType::Upsert),
            result: ConversationResult {
                conv_id: conversation.id.clone(),
                conversation_details: Some(self.details(conversation)),
                effective_ttr: (!self.is_old()).then_some(Millis(-1)),
                last_update_time: self.is_old().then_some(conversation.updated),
                last_content_event_notification: if is_agent { newest(conversation) } else { None },
                number_of_unread_messages: None,
            },
        }
    }

    /// How events look to the same eyes.
    pub(super) fn event_shape(&self) -> EventShape<'a> {
        match self.dialect {
            Dialect::Consumer if self.faults.old_shapes => EventShape::Bare,
            Dialect::Consumer => EventShape::Newer,
            Dialect::Agent => EventShape::Older(self.agents),
        }
    }

    /// The whole state of a conversation.
    pub(super) fn details(&self, conversation: &Conversation) -> ConversationDetails {
        let is_agent = self.dialect == Dialect::Agent;
        let is_old = self.is_old();
        let has_roles = is_agent || is_old;
        let dialogs = self.dialogs(conversation);
        ConversationDetails {
            conv_id: is_agent.then(|| conversation.id.clone()),
            skill_id: Some(conversation.skill.clone()),
            brand_id: Some(self.account.clone()),
            participants: match (is_agent, is_old) {
                (true, _) => Some(self.by_role(&conversation.members, |id| self.agents.older_id(id, '.'))),
                (_, true) => None,
                _ => Some(Participants::list(self.list(conversation.members.iter().map(Self::participant).collect()))),
            },
            participants_pid: has_roles.then(|| self.by_role(&conversation.members, Clone::clone)),
            state: Some(conversation.main_state()),
            stage: (!is_old).then(|| conversation.stage()),
            dialogs: if is_old && dialogs.len() <= 1 { Many::default() } else { self.list(dialogs) },
            start_ts: Some(conversation.started),
            end_ts: conversation.ended,
            meta_data_last_update_ts: Some(conversation.updated),
            first_conversation: Some(conversation.is_first),
            ttr: Some(conversation.ttr.clone()),
            delay: conversation.delay.clone(),
            manual_ettr: conversation.manual_ettr,
            csat: conversation.csat.clone(),
            csat_rate: None,
            close_reason: conversation.close_reason.map(str::to_owned),
            context: None,
            conversation_context: conversation.context.clone(),
            campaign_info: conversation.campaign.clone(),
            note: None,
            group_id: None,
            conversation_handler_details: None,
        }
    }

    fn by_role(&self, members: &[Member], name: impl Fn(&ParticipantId) -> ParticipantId) -> Participants {
        let mut roles: Vec<(Role, Vec<ParticipantId>)> = Vec::new();
        for member in members {
            match roles.iter_mut().find(|(role, _)| *role == member.role) {
                Some((_, ids)) => ids.push(name(&member.id)),
                None => roles.push((member.role.clone(), vec![name(&member.id)])),
            }
        }
        Participants::by_role(roles.into_iter().map(|(role, ids)| (role, self.list(ids))).collect())
    }
}

/// The change that says that a conversation left a subscription.
pub(super) fn delete(id: &ConversationId) -> ConversationChange {
    ConversationChange {
        change_type: Some(ChangeType::Delete),
        result: ConversationResult {
            conv_id: id.clone(),
            conversation_details: None,
            effective_ttr: None,
            last_update_time: None,
            last_content_event_notification: None,
            number_of_unread_messages: None,
        },
    }
}
