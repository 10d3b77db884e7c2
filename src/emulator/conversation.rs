//! One conversation: who takes part, its dialogs, and when it last changed.

use crate::protocol::{
    CampaignInfo, ConversationContext, ConversationId, Csat, Delay, DialogId, DialogState, Millis, ParticipantId,
    ParticipantState, Role, Ttr,
};

use super::dialog::{DialogRecord, Purpose};

/// Somebody in a conversation. One person may stand twice, in different parts.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Member {
    pub(super) id: ParticipantId,
    pub(super) role: Role,
    pub(super) state: ParticipantState,
}

/// A conversation.
///
/// Invariants: the first dialog is the main one and bears the conversation's id; `updated` rises with every change;
/// closed is final.
#[derive(Clone, Debug)]
pub(super) struct Conversation {
    pub(super) id: ConversationId,
    pub(super) consumer: ParticipantId,
    pub(super) members: Vec<Member>,
    pub(super) dialogs: Vec<DialogRecord>,
    pub(super) skill: String,
    pub(super) ttr: Ttr,
    /// Nobody is there.
    pub(super) delay: Option<Delay>,
    /// An agent promised an answer by then.
    pub(super) manual_ettr: Option<Millis>,
    pub(super) context: Option<ConversationContext>,
    pub(super) campaign: Option<CampaignInfo>,
    pub(super) csat: Option<Csat>,
    pub(super) is_first: bool,
    /// Whether an agent ever had it.
    pub(super) was_answered: bool,
    pub(super) started: Millis,
    pub(super) updated: Millis,
    pub(super) ended: Option<Millis>,
    pub(super) close_reason: Option<&'static str>,
}

impl Conversation {
    pub(super) fn new(id: ConversationId, consumer: ParticipantId, now: Millis) -> Self {
        let main = DialogRecord::new(id.main_dialog(), Purpose::Main, now);
        Self {
            members: vec![Member { id: consumer.clone(), role: Role::Consumer, state: ParticipantState::Active }],
            id,
            consumer,
            dialogs: vec![main],
            skill: "-1".into(),
            ttr: Ttr { ttr_type: Some("NORMAL".into()), value: Some(3_600) },
            delay: None,
            manual_ettr: None,
            context: None,
            campaign: None,
            csat: None,
            is_first: true,
            was_answered: false,
            started: now,
            updated: now,
            ended: None,
            close_reason: None,
        }
    }

    /// Whether anything in it goes on.
    pub(super) fn is_open(&self) -> bool {
        self.ended.is_none()
    }

    /// The state of the whole conversation.
    pub(super) fn stage(&self) -> DialogState {
        if self.is_open() { DialogState::Open } else { DialogState::Close }
    }

    /// The state of the main dialog.
    pub(super) fn main_state(&self) -> DialogState {
        self.dialogs.first().map_or(DialogState::Close, |main| main.state.clone())
    }

    /// The newest dialog of this id: older CoBrowse dialogs may have borne the same.
    pub(super) fn dialog(&self, id: &DialogId) -> Option<&DialogRecord> {
        self.dialogs.iter().rev().find(|dialog| dialog.id == *id)
    }

    pub(super) fn dialog_mut(&mut self, id: &DialogId) -> Option<&mut DialogRecord> {
        self.dialogs.iter_mut().rev().find(|dialog| dialog.id == *id)
    }

    /// The invitation or session that goes on.
    pub(super) fn live_cobrowse(&self) -> Option<&DialogRecord> {
        self.dialogs.iter().find(|dialog| dialog.is_open() && dialog.invitation().is_some())
    }

    pub(super) fn has_member(&self, id: &ParticipantId) -> bool {
        self.role_of(id).is_some()
    }

    /// Whoever was only suggested does not take part yet.
    pub(super) fn role_of(&self, id: &ParticipantId) -> Option<&Role> {
        let is_it = |member: &&Member| member.id == *id && member.state != ParticipantState::Suggested;
        self.members.iter().find(is_it).map(|member| &member.role)
    }

    /// The agent who answers.
    pub(super) fn assigned(&self) -> Option<&ParticipantId> {
        let is_assigned =
            |member: &&Member| member.role == Role::AssignedAgent && member.state == ParticipantState::Active;
        self.members.iter().find(is_assigned).map(|member| &member.id)
    }

    /// The agent to whom it was handed over, and who has not taken it yet.
    pub(super) fn suggested(&self) -> Option<&ParticipantId> {
        let is_suggested =
            |member: &&Member| member.role == Role::AssignedAgent && member.state == ParticipantState::Suggested;
        self.members.iter().find(is_suggested).map(|member| &member.id)
    }

    /// Lets somebody in. There is one assigned agent at most.
    pub(super) fn add(&mut self, id: ParticipantId, role: Role, state: ParticipantState) {
        let takes_over = role == Role::AssignedAgent;
        self.members.retain(|member| {
            let is_same = member.id == id && member.role == role;
            !(is_same || takes_over && member.role == Role::AssignedAgent)
        });
        self.was_answered |= takes_over && state == ParticipantState::Active;
        self.members.push(Member { id, role, state });
    }

    /// Lets somebody go; tells whether they were there.
    pub(super) fn remove(&mut self, id: &ParticipantId, role: &Role) -> bool {
        let before = self.members.len();
        self.members.retain(|member| member.id != *id || member.role != *role);
        self.members.len() != before
    }

    /// Notes a change: the time by which notifications are ordered never stands still.
    pub(super) fn touch(&mut self, now: Millis) {
        self.updated = now.max(self.updated + Millis(1));
    }

    /// Ends what is talked about, and begins the survey: the conversation itself goes on until that is over.
    pub(super) fn begin_survey(
        &mut self,
        now: Millis,
        closed_by: &'static str,
        cause: Option<&str>,
        survey: DialogRecord,
    ) {
        for dialog in &mut self.dialogs {
            dialog.close(now, closed_by, cause.map(str::to_owned));
        }
        if let Some(bot) = survey.survey_bot().cloned() {
            self.add(bot, Role::Agent, ParticipantState::Active);
        }
        self.dialogs.push(survey);
        self.close_reason = Some(closed_by);
    }

    /// Ends everything in it, once.
    pub(super) fn close(&mut self, now: Millis, closed_by: &'static str, cause: Option<&str>) {
        if !self.is_open() {
            return;
        }
        for dialog in &mut self.dialogs {
            dialog.close(now, closed_by, cause.map(str::to_owned));
        }
        self.ended = Some(now);
        self.close_reason.get_or_insert(closed_by);
    }
}
