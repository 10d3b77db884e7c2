//! How the dialogs of a conversation look, an ended invitation in its short form among them.

use crate::protocol::wire::Many;
use crate::protocol::{
    ChannelType, CoBrowseMetadata, Dialog, DialogParticipant, DialogType, Participant, ParticipantState,
};

use super::super::conversation::{Conversation, Member};
use super::super::dialog::{DialogRecord, Invitation};
use super::super::socket::Dialect;
use super::Viewer;

impl Viewer<'_> {
    /// The dialogs, newest last.
    pub(super) fn dialogs(&self, conversation: &Conversation) -> Vec<Dialog> {
        let is_consumer = self.dialect == Dialect::Consumer;
        let is_shown = |dialog: &&DialogRecord| {
            let has_vanished = is_consumer && self.faults.vanishing_dialogs && !dialog.is_open();
            dialog.invitation().is_none() || !has_vanished
        };
        conversation
            .dialogs
            .iter()
            .filter(is_shown)
            .map(|dialog| match dialog.invitation() {
                None => self.messaging(conversation, dialog),
                Some(_) if is_consumer && self.faults.bare_closed && !dialog.is_open() => short(dialog),
                Some(invitation) => self.cobrowse(conversation, dialog, invitation),
            })
            .collect()
    }

    /// Somebody in the newer shape; only those who are not there yet bear a state.
    pub(super) fn participant(member: &Member) -> Participant {
        Participant {
            id: member.id.clone(),
            role: Some(member.role.clone()),
            state: (member.state != ParticipantState::Active).then(|| member.state.clone()),
        }
    }

    /// The main dialog without the survey's bot, or the survey with nobody but the bot and the consumer.
    fn messaging(&self, conversation: &Conversation, dialog: &DialogRecord) -> Dialog {
        let bot = dialog.survey_bot();
        let is_in = |member: &&Member| match bot {
            Some(bot) => member.id == *bot || member.id == conversation.consumer,
            None => conversation.dialogs.iter().all(|other| other.survey_bot() != Some(&member.id)),
        };
        let people = conversation
            .members
            .iter()
            .filter(is_in)
            .map(|member| Participant { state: Some(member.state.clone()), ..Self::participant(member) });
        Dialog {
            participants_details: self.list(people.collect()),
            dialog_type: Some(if bot.is_some() { DialogType::PostSurvey } else { DialogType::Main }),
            meta_data: bot.map(|bot| CoBrowseMetadata { app_install_id: Some(bot.to_string()), ..no_metadata() }),
            channel_type: Some(ChannelType::Messaging),
            ..common(dialog)
        }
    }

    fn cobrowse(&self, conversation: &Conversation, dialog: &DialogRecord, invitation: &Invitation) -> Dialog {
        let separator = if self.faults.old_cobrowse_ids { ':' } else { '.' };
        let agent = self.agents.older_id(&invitation.agent, separator);
        let ids = [conversation.consumer.clone(), agent];
        Dialog {
            participants: Many::from(ids.map(DialogParticipant::Id).to_vec()),
            meta_data: Some(CoBrowseMetadata {
                service_id: Some(invitation.service_id.clone()),
                mode: Some(invitation.mode.clone()),
                expires: Some(invitation.expires.into()),
                session_state: Some(invitation.session.clone()),
                dialog_id: Some(dialog.id.clone()),
                notification_key: invitation.key.clone(),
                call_link: invitation.call_link.clone(),
                role: self.faults.old_cobrowse_ids.then(|| "visitor".into()),
                ..no_metadata()
            }),
            ..cobrowse_frame(dialog)
        }
    }
}

/// All that the tutorial shows of an ended invitation.
fn short(dialog: &DialogRecord) -> Dialog {
    let session_state = dialog.invitation().map(|invitation| invitation.session.clone());
    Dialog {
        meta_data: Some(CoBrowseMetadata { session_state, ..no_metadata() }),
        state: None,
        creation_ts: None,
        end_ts: None,
        meta_data_last_update_ts: None,
        closed_by: None,
        closed_cause: None,
        ..cobrowse_frame(dialog)
    }
}

fn cobrowse_frame(dialog: &DialogRecord) -> Dialog {
    Dialog { dialog_type: Some(DialogType::Others), channel_type: Some(ChannelType::CoBrowse), ..common(dialog) }
}

fn common(dialog: &DialogRecord) -> Dialog {
    Dialog {
        dialog_id: dialog.id.clone(),
        participants: Many::default(),
        participants_details: Many::default(),
        dialog_type: None,
        channel_type: None,
        meta_data: None,
        state: Some(dialog.state.clone()),
        creation_ts: Some(dialog.created),
        end_ts: dialog.ended,
        meta_data_last_update_ts: Some(dialog.updated),
        closed_by: dialog.closed_by.map(str::to_owned),
        closed_cause: dialog.closed_cause.clone(),
    }
}

fn no_metadata() -> CoBrowseMetadata {
    CoBrowseMetadata {
        service_id: None,
        mode: None,
        expires: None,
        session_state: None,
        dialog_id: None,
        notification_key: None,
        call_link: None,
        permissions: None,
        host: None,
        uid: None,
        channel: None,
        token: None,
        role: None,
        app_install_id: None,
    }
}
