//! Events of dialogs: publishing them, and giving out those that were published.

use crate::protocol::{
    ChatState, ConversationId, DialogId, Event, Metadata, Millis, ParticipantId, PublishEvent, QueryMessages,
    ResponseBody, Role, Sequence, SubscribeMessagingEvents,
};

use super::super::answer::{Answer, Handled, Name, Refusal};
use super::super::conversation::Conversation;
use super::super::dialog::{DialogRecord, StoredEvent};
use super::super::faults::MetadataPolicy;
use super::super::view::event_change;
use super::{Caller, Service};

/// Texts of more characters are refused.
const LONGEST_TEXT: usize = 8_000;

impl Service {
    pub(super) fn publish(
        &mut self,
        now: Millis,
        caller: &Caller,
        body: PublishEvent,
        metadata: Vec<Metadata>,
    ) -> Handled {
        let (id, role) = {
            let (conversation, dialog) = self.dialog_of(caller, &body.dialog_id, body.conversation_id.as_ref())?;
            let role = conversation.role_of(&caller.person).cloned();
            let Some(role) = role else {
                return Err(Refusal::forbidden("only those who take part may publish"));
            };
            if !dialog.is_messaging() {
                return Err(Refusal::bad("nothing can be published in a CoBrowse dialog"));
            }
            if dialog.survey_bot().is_some() && caller.is_agent() {
                return Err(Refusal::forbidden("a survey is between the bot and the consumer"));
            }
            if !dialog.is_open() {
                return Err(Refusal::bad("the dialog is closed"));
            }
            (conversation.id.clone(), role)
        };
        check_event(&body.event)?;
        let is_content = matches!(body.event, Event::Content(_));
        if is_content && !caller.is_agent() && self.config.faults.refused_texts > 0 {
            self.config.faults.refused_texts -= 1;
            return Err(Refusal::bad("this text is not taken"));
        }
        let kept = match self.config.faults.metadata {
            MetadataPolicy::Refuse if !caller.is_agent() && !metadata.is_empty() => {
                return Err(Refusal::bad("metadata is not taken from consumers"));
            }
            MetadataPolicy::Drop if !caller.is_agent() => Vec::new(),
            _ => metadata.clone(),
        };
        let is_private = caller.is_agent() && body.message_audience.as_deref() == Some("AGENTS_AND_MANAGERS");
        let event = StoredEvent {
            sequence: None,
            at: now,
            originator: caller.person.clone(),
            role,
            event: body.event,
            metadata: kept,
            is_private,
        };
        let sequence = self.accept_event(now, &id, &body.dialog_id, event, metadata);
        if let Some(sequence) = sequence.filter(|_| is_content) {
            self.hear_survey_answer(now, &id, &body.dialog_id, sequence);
        }
        // A chat state has no number; the service answers 0 for it all the same.
        Ok(Answer::object(Name::Publish, |body| body.sequence = Some(sequence.unwrap_or(Sequence(0)))))
    }

    pub(super) fn accept_event(
        &mut self,
        now: Millis,
        id: &ConversationId,
        dialog: &DialogId,
        event: StoredEvent,
        sent_metadata: Vec<Metadata>,
    ) -> Option<Sequence> {
        let stored = self.conversations.get_mut(id)?.dialog_mut(dialog)?.accept(event);
        self.distribute(now, id, dialog, &stored, sent_metadata);
        stored.sequence
    }

    /// A chat state that the service itself tells on somebody's behalf.
    pub(super) fn tell_chat_state(
        &mut self,
        now: Millis,
        id: &ConversationId,
        dialog: &DialogId,
        person: &ParticipantId,
        state: ChatState,
    ) {
        let event = StoredEvent {
            sequence: None,
            at: now,
            originator: person.clone(),
            role: Role::Consumer,
            event: Event::chat_state(state),
            metadata: Vec::new(),
            is_private: false,
        };
        self.accept_event(now, id, dialog, event, Vec::new());
    }

    pub(super) fn subscribe_messages(&mut self, caller: &Caller, body: &SubscribeMessagingEvents) -> Handled {
        if !caller.is_agent() && self.config.faults.refuse_event_subscriptions {
            return Err(Refusal::bad("no more subscriptions are taken"));
        }
        let first = Sequence(body.from_seq.unwrap_or(0));
        let (_, dialog) = self.dialog_of(caller, &body.dialog_id, body.conversation_id.as_ref())?;
        let shape = self.viewer(caller.dialect).event_shape();
        let history: Vec<_> = dialog
            .from(first)
            .filter(|event| caller.is_agent() || !event.is_private)
            .map(|event| event_change(event, &body.dialog_id, None, shape))
            .collect();
        for chunk in history.chunks(self.config.history_chunk.max(1)) {
            self.notify_events(caller.socket, caller.dialect, chunk.to_vec());
        }
        if let Some(open) = self.sockets.get_mut(caller.socket) {
            open.dialogs.insert(body.dialog_id.clone());
        }
        if !caller.is_agent() && self.config.faults.missing_answer_body {
            return Ok(Answer::without_body(Name::Subscribe));
        }
        Ok(Answer::object(Name::Subscribe, |_| ()))
    }

    pub(super) fn query_messages(&self, caller: &Caller, body: &QueryMessages) -> Handled {
        if !caller.is_agent() && self.config.faults.refuse_query_messages {
            return Err(Refusal::bad("this request is no longer supported"));
        }
        let after = body.newer_than_sequence.map(|last| Sequence(last).next());
        let first = body.from_seq.map(Sequence).or(after).unwrap_or(Sequence(0));
        let (_, dialog) = self.dialog_of(caller, &body.dialog_id, None)?;
        let shape = self.viewer(caller.dialect).event_shape();
        let changes: Vec<_> = dialog
            .from(first)
            .filter(|event| caller.is_agent() || !event.is_private)
            .map(|event| event_change(event, &body.dialog_id, None, shape))
            .collect();
        Ok(Answer { code: 200, name: Name::Query, body: ResponseBody::Changes(changes.into()) })
    }

    /// A dialog that the caller may see. Where the conversation is not named, the dialog's id has to find it.
    pub(super) fn dialog_of(
        &self,
        caller: &Caller,
        dialog: &DialogId,
        conversation: Option<&ConversationId>,
    ) -> Result<(&Conversation, &DialogRecord), Refusal> {
        let found = match conversation {
            Some(id) => self.conversations.get(id),
            None => self.visible_to(caller).into_iter().find(|one| one.dialog(dialog).is_some()),
        };
        // A foreign conversation is not told from one that does not exist.
        found
            .filter(|conversation| caller.may_see(conversation))
            .and_then(|conversation| Some((conversation, conversation.dialog(dialog)?)))
            .ok_or_else(|| Refusal::unknown("the dialog is not known"))
    }
}

fn check_event(event: &Event) -> Result<(), Refusal> {
    match event {
        Event::Unknown(_) => Err(Refusal::bad("the event has no type that is known")),
        event if event.as_text().is_some_and(|text| text.chars().count() > LONGEST_TEXT) => {
            Err(Refusal::bad("a text has 8000 characters at most"))
        }
        _ => Ok(()),
    }
}
