//! CoBrowse invitations: how an agent makes and ends them, how the page's part reports, and how they expire.

use crate::protocol::{
    ChannelType, ConversationId, DialogChange, DialogId, DialogState, Millis, NotificationKey, Seconds, ServiceId,
    SessionState,
};

use super::super::answer::Refusal;
use super::super::dialog::{DialogRecord, Invitation, Purpose};
use super::Service;
use super::fields::{Change, Changed};

const UPDATED: &str = "OK Update dialog success";

impl Change<'_> {
    /// An agent invites. One invitation or session at a time.
    pub(super) fn invite(&mut self, change: &DialogChange) -> Changed {
        let rules = self.rules;
        if !rules.caller.is_agent() {
            return Err(Refusal::forbidden("only agents invite"));
        }
        if change.dialog.channel_type != Some(ChannelType::CoBrowse) {
            return Err(Refusal::bad("only CoBrowse dialogs can be created"));
        }
        if !self.draft.has_member(&rules.caller.person) {
            return Err(Refusal::forbidden("only an agent of the conversation invites"));
        }
        if !rules.has_cobrowse {
            return Err(Refusal::bad("the consumer's client does not show CoBrowse invitations"));
        }
        if self.draft.live_cobrowse().is_some() {
            return Err(Refusal::bad("an invitation or session is open already"));
        }
        let told = change.dialog.meta_data.as_ref();
        let Some(mode) = told.and_then(|told| told.mode.clone()) else {
            return Err(Refusal::bad("the mode of the invitation is missing"));
        };
        let id = if rules.config.faults.old_cobrowse_ids { DialogId::from("COAPP") } else { self.free_id(change) };
        let own_service_id = || ServiceId::from(format!("{}#{}", self.draft.consumer, self.draft.id));
        let invitation = Invitation {
            service_id: told.and_then(|told| told.service_id.clone()).unwrap_or_else(own_service_id),
            mode,
            expires: told
                .and_then(|told| told.expires)
                .map_or(rules.now + rules.config.invitation_ttl, Seconds::to_millis),
            session: SessionState::Invited,
            key: Some(NotificationKey::Invited),
            call_link: told.and_then(|told| told.call_link.clone()),
            agent: rules.caller.person.clone(),
        };
        // The constant id of older servers comes again: the dialog that bore it is replaced.
        self.draft.dialogs.retain(|dialog| dialog.id != id);
        self.draft.dialogs.push(DialogRecord::new(id, Purpose::CoBrowse(Box::new(invitation)), rules.now));
        Ok("OK Add dialog success")
    }

    /// The id that the agent gave, unless a dialog bears it already.
    fn free_id(&self, change: &DialogChange) -> DialogId {
        let given = change.dialog_id.clone().unwrap_or_else(|| change.dialog.dialog_id.clone());
        let is_free = (1..=64).contains(&given.as_str().len()) && self.draft.dialog(&given).is_none();
        if is_free { given } else { DialogId::from(self.new_dialog) }
    }

    /// An agent takes an invitation back, ends a session, or reports a step of it. A consumer ends it; that no public page
    /// describes, and a service that refuses it is among the faults.
    pub(super) fn move_invitation(&mut self, change: &DialogChange) -> Changed {
        let now = self.rules.now;
        let side = self.side();
        let is_end = change.dialog.state == Some(DialogState::Close);
        if !self.rules.caller.is_agent() && (!is_end || self.rules.config.faults.refuse_cobrowse_end) {
            return Err(Refusal::forbidden("only agents change a CoBrowse dialog"));
        }
        let Some(dialog) = self.draft.dialog_mut(&change.dialog.dialog_id) else {
            return Err(Refusal::unknown("the dialog is not known"));
        };
        if !dialog.is_open() {
            return Err(Refusal::bad("the dialog is closed"));
        }
        let told = change.dialog.meta_data.as_ref();
        let key = told.and_then(|told| told.notification_key.clone());
        let session = told.and_then(|told| told.session_state.clone());
        if is_end || session == Some(SessionState::Closed) {
            let was_invited = dialog.expiry().is_some();
            dialog.close(now, side, change.dialog.closed_cause.clone());
            if let Some(invitation) = dialog.invitation_mut() {
                let is_cancelled = was_invited && side == "AGENT";
                invitation.key = key.or(is_cancelled.then_some(NotificationKey::CancelInvitation));
            }
            return Ok(UPDATED);
        }
        match (session, dialog.invitation_mut()) {
            (Some(session @ SessionState::Accepted), Some(invitation)) => {
                invitation.session = session;
                invitation.key = key;
                dialog.updated = now;
                Ok(UPDATED)
            }
            _ => Err(Refusal::bad("a CoBrowse dialog is moved to ACCEPTED or CLOSED")),
        }
    }
}

/// What the page's part can tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::emulator) enum Report {
    Accepted,
    Joined,
    Declined,
    Ended,
}

impl Report {
    pub(in crate::emulator) fn of(word: &str) -> Option<Self> {
        Some(match word {
            "accepted" => Self::Accepted,
            "joined" => Self::Joined,
            "declined" => Self::Declined,
            "ended" => Self::Ended,
            _ => return None,
        })
    }
}

impl Service {
    /// Moves the open dialog of this service id.
    pub(in crate::emulator) fn report_cobrowse(
        &mut self,
        now: Millis,
        service_id: &ServiceId,
        report: Report,
    ) -> Result<(), Refusal> {
        let mut known = false;
        let mut found = None;
        for conversation in self.conversations.values() {
            for dialog in &conversation.dialogs {
                if dialog.invitation().is_some_and(|invitation| invitation.service_id == *service_id) {
                    known = true;
                    if dialog.is_open() {
                        found = Some((conversation.id.clone(), dialog.id.clone()));
                    }
                }
            }
        }
        let Some((id, dialog_id)) = found else {
            let late = Refusal { code: 409, text: "the invitation or session has ended".into() };
            return Err(if known { late } else { Refusal::unknown("no invitation has this service id") });
        };
        let dialog = self.conversations.get_mut(&id).and_then(|conversation| conversation.dialog_mut(&dialog_id));
        let moved = dialog.is_some_and(|dialog| dialog.move_by(now, report));
        if !moved {
            return Err(Refusal { code: 409, text: "the session does not stand where this could follow".into() });
        }
        self.conversation_changed(now, &id);
        Ok(())
    }

    /// Ends invitations and surveys whose time has passed.
    pub(super) fn expire_dialogs(&mut self, now: Millis) {
        let is_due = |dialog: &DialogRecord| dialog.expiry().is_some_and(|expires| expires <= now);
        let due: Vec<ConversationId> = self
            .expiring
            .iter()
            .filter_map(|id| self.conversations.get(id))
            .filter(|conversation| conversation.dialogs.iter().any(is_due))
            .map(|conversation| conversation.id.clone())
            .collect();
        for id in due {
            if let Some(conversation) = self.conversations.get_mut(&id) {
                let mut has_survey = false;
                for dialog in conversation.dialogs.iter_mut().filter(|dialog| is_due(dialog)) {
                    has_survey |= dialog.survey_bot().is_some();
                    dialog.close(now, "SYSTEM", None);
                }
                if has_survey {
                    conversation.close(now, "SYSTEM", None);
                }
            }
            self.conversation_changed(now, &id);
        }
    }
}

impl DialogRecord {
    /// Moves the session as reported; tells whether it could.
    fn move_by(&mut self, now: Millis, report: Report) -> bool {
        let Some(invitation) = self.invitation_mut() else { return false };
        let is_invited = invitation.session == SessionState::Invited;
        match report {
            Report::Accepted if is_invited => {
                invitation.session = SessionState::Accepted;
                invitation.key = Some(NotificationKey::Accepted);
            }
            Report::Joined if !is_invited => invitation.key = Some(NotificationKey::Joined),
            Report::Declined if is_invited => self.close(now, "CONSUMER", None),
            Report::Ended if !is_invited => self.close(now, "CONSUMER", None),
            _ => return false,
        }
        self.updated = now;
        true
    }
}
