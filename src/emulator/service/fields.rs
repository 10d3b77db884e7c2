//! What each field change does to a conversation. Changes are made on a draft: nothing is told before all are made.

use crate::protocol::{
    ConversationField, Csat, Delay, DialogChange, DialogState, DialogType, FieldChange, Millis, ParticipantId,
    ParticipantState, Role, Ttr,
};

use super::super::answer::Refusal;
use super::super::config::Config;
use super::super::conversation::Conversation;
use super::super::people::Agents;
use super::Caller;
use super::survey::new_survey;

/// What the rules of a change depend on.
pub(super) struct Rules<'a> {
    pub(super) now: Millis,
    pub(super) caller: &'a Caller,
    pub(super) agents: &'a Agents,
    pub(super) config: &'a Config,
    /// Whether the consumer's client can show CoBrowse invitations.
    pub(super) has_cobrowse: bool,
}

/// One change on its way into a draft.
pub(super) struct Change<'a> {
    pub(super) rules: &'a Rules<'a>,
    pub(super) draft: &'a mut Conversation,
    /// The id of a dialog that is created without one.
    pub(super) new_dialog: &'a str,
}

/// The text of a successful change, or its refusal.
pub(super) type Changed = Result<&'static str, Refusal>;

const CLOSED: &str = "OK Conversation resolved successfully";

impl Change<'_> {
    pub(super) fn apply(&mut self, field: &ConversationField) -> Changed {
        if !self.draft.is_open() && !matches!(field, ConversationField::Other(change) if change.field == "CSATRate") {
            return Err(Refusal::bad("the conversation is closed"));
        }
        match field {
            ConversationField::Dialog(change) => self.dialog(change),
            ConversationField::Other(change) => self.other(change),
        }
    }

    fn dialog(&mut self, change: &DialogChange) -> Changed {
        if change.change_type.as_deref() == Some("CREATE") {
            let is_survey = change.dialog.dialog_type == Some(DialogType::PostSurvey);
            return if is_survey { self.survey() } else { self.invite(change) };
        }
        let is_closing = change.dialog.state == Some(DialogState::Close);
        let Some(dialog) = self.draft.dialog(&change.dialog.dialog_id) else {
            return Err(Refusal::unknown("the dialog is not known"));
        };
        if dialog.invitation().is_some() {
            return self.move_invitation(change);
        }
        if !is_closing {
            return Err(Refusal::bad("of this dialog only the state can be changed, to CLOSE"));
        }
        if !dialog.is_open() {
            return Err(Refusal::bad("the dialog is closed"));
        }
        let cause = change.dialog.closed_cause.as_deref();
        let is_survey = dialog.survey_bot().is_some();
        if self.rules.config.survey && self.draft.was_answered && !is_survey {
            let survey = new_survey(self.rules, self.new_dialog);
            self.draft.begin_survey(self.rules.now, self.side(), cause, survey);
        } else {
            self.draft.close(self.rules.now, self.side(), cause);
        }
        Ok(CLOSED)
    }

    /// An agent ends what is talked about, and has the bot ask, whatever the settings say.
    fn survey(&mut self) -> Changed {
        if !self.rules.caller.is_agent() {
            return Err(Refusal::forbidden("only agents begin a survey"));
        }
        if !self.draft.was_answered || self.draft.dialogs.iter().any(|dialog| dialog.survey_bot().is_some()) {
            return Err(Refusal::bad("a survey follows a conversation that was answered, once"));
        }
        let survey = new_survey(self.rules, self.new_dialog);
        self.draft.begin_survey(self.rules.now, self.side(), None, survey);
        Ok("OK Add dialog success")
    }

    /// The older survey, by the consumer.
    fn rate(&mut self, change: &FieldChange) -> Changed {
        if self.rules.caller.is_agent() {
            return Err(Refusal::forbidden("only consumers rate a conversation"));
        }
        let is_known = matches!(change.status.as_deref(), Some("FILLED" | "PARTIALLY_FILLED" | "SKIPPED"));
        if !is_known || change.csat_rate.is_some_and(|rate| !(1..=5).contains(&rate)) {
            return Err(Refusal::bad("a rating is a number from 1 to 5 and a status"));
        }
        self.draft.csat = Some(Csat {
            field: None,
            csat_rate: change.csat_rate,
            csat_resolution_confirmation: change.csat_resolution_confirmation,
            status: change.status.clone(),
        });
        Ok("OK CSAT updated successfully")
    }

    fn other(&mut self, change: &FieldChange) -> Changed {
        match change.field.as_str() {
            "Stage" | "ConversationStateField" if change.conversation_state.as_deref() == Some("CLOSE") => {
                self.draft.close(self.rules.now, self.side(), None);
                Ok(CLOSED)
            }
            "CSATRate" => self.rate(change),
            "TTRField" => {
                self.draft.ttr = Ttr { ttr_type: change.ttr_type.clone(), value: change.value };
                Ok("OK TTR updated successfully")
            }
            "ManualETTR" if self.rules.caller.is_agent() => {
                self.draft.manual_ettr = change.value.map(Millis);
                Ok("OK ETTR updated successfully")
            }
            "DelayField" if self.rules.caller.is_agent() => {
                let closed =
                    |till: i64| Delay { delay_type: change.change_type.clone(), till_when: Some(Millis(till)) };
                self.draft.delay = change.value.map(closed);
                Ok("OK delay updated successfully")
            }
            "ParticipantsChange" => self.participants(change),
            "Skill" if self.rules.caller.is_agent() => {
                let Some(skill) = &change.skill else { return Err(Refusal::bad("the skill is missing")) };
                self.draft.skill.clone_from(skill);
                Ok("OK Skill updated successfully")
            }
            _ => Err(Refusal::bad("this field cannot be changed so")),
        }
    }

    fn participants(&mut self, change: &FieldChange) -> Changed {
        if !self.rules.caller.is_agent() {
            return Err(Refusal::forbidden("only agents change who takes part"));
        }
        let person = self.agent_named(change.user_id.as_ref())?;
        let role = change.role.as_deref().map_or(Role::Agent, Role::from);
        if role == Role::Consumer {
            return Err(Refusal::bad("the consumer cannot be changed"));
        }
        match change.change_type.as_deref() {
            Some("ADD") => {
                self.draft.add(person, role, ParticipantState::Active);
                Ok("OK Agent added successfully")
            }
            Some("SUGGEST") => {
                self.draft.add(person, role, ParticipantState::Suggested);
                Ok("OK Agent suggested successfully")
            }
            Some("REMOVE") if self.draft.remove(&person, &role) => Ok("OK Agent removed successfully"),
            Some("REMOVE") => Err(Refusal::bad("nobody takes part under this id in this role")),
            _ => Err(Refusal::bad("participants are changed by ADD, SUGGEST and REMOVE")),
        }
    }

    /// An agent by any of the ids; the caller where none is given.
    fn agent_named(&self, id: Option<&ParticipantId>) -> Result<ParticipantId, Refusal> {
        let Some(id) = id else { return Ok(self.rules.caller.person.clone()) };
        let agent = self.rules.agents.find(id.as_str());
        agent.map(|agent| agent.id.clone()).ok_or_else(|| Refusal::unknown("the agent is not known"))
    }

    pub(super) fn side(&self) -> &'static str {
        if self.rules.caller.is_agent() { "AGENT" } else { "CONSUMER" }
    }
}
