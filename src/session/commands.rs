//! What the consumer wants of the service, and what is done for them as time goes on.

use super::io::{LinkId, Output, Phase, TextId};
use super::link::{Asked, Link};
use super::{Session, Stage};
use crate::protocol::{AcceptStatus, ChatState, ConversationId, DialogId, Millis, Outgoing, ParticipantId, Sequence};

/// How many profiles are asked for in a session.
const MOST_PROFILES: usize = 64;

impl Session {
    /// Opens a conversation. Answered by [`super::Event::Opened`] or [`super::Event::OpenRefused`]; after a drop by
    /// neither: then the subscription tells whether it was opened.
    ///
    /// Yields whether it was asked for.
    pub fn open_conversation(&mut self, now: Millis) -> bool {
        let Some(link) = self.online() else { return false };
        if link.waits_for(|asked| *asked == Asked::Open) {
            return true;
        }
        let text = link.request(now, Asked::Open, Outgoing::open_conversation());
        let link = link.id;
        self.out.push_back(Output::Transmit { link, text });
        true
    }

    /// Publishes a text. Answered by [`super::Event::Published`] or [`super::Event::Refused`]; after a drop by neither.
    ///
    /// Yields whether it was transmitted.
    pub fn publish_text(
        &mut self,
        now: Millis,
        text: TextId,
        dialog: &DialogId,
        words: &str,
        external_id: Option<&str>,
    ) -> bool {
        let conversation = self.conversation_of(dialog);
        let Some(link) = self.online() else { return false };
        let request = Outgoing::text(dialog, conversation.as_ref(), words, external_id);
        let frame = link.request(now, Asked::Text { text, dialog: dialog.clone() }, request);
        let link = link.id;
        self.out.push_back(Output::Transmit { link, text: frame });
        // Sending a text alone does not take the typing sign back.
        if let Some(state) = self.typing.stop() {
            self.tell_chat_state(now, dialog, &state);
        }
        true
    }

    /// Asks for all events of a dialog from a number on. Answered by [`super::Event::Queried`]; after a drop by nothing.
    ///
    /// Yields whether it was asked for.
    pub fn query(&mut self, now: Millis, dialog: &DialogId, from: Sequence) -> bool {
        self.ask_messages(now, dialog, from, Asked::Query { dialog: dialog.clone() })
    }

    /// The consumer typed in the composer.
    pub fn typed(&mut self, now: Millis, dialog: &DialogId, is_empty: bool) {
        if self.phase() != Phase::Online {
            return;
        }
        let state = if is_empty { self.typing.stop() } else { self.typing.key(now, dialog) };
        if let Some(state) = state {
            self.tell_chat_state(now, dialog, &state);
        }
    }

    /// Whether the consumer has the conversation before their eyes.
    pub fn set_attended(&mut self, now: Millis, attended: bool) {
        if !std::mem::replace(&mut self.attended, attended) && attended {
            self.dialogs.all_mut().for_each(|dialog| dialog.attend(now));
            self.send_receipts(now);
        }
    }

    /// Does what time asks for on a connection that stands.
    pub(super) fn keep_going(&mut self, now: Millis) {
        if self.phase() != Phase::Online {
            return;
        }
        if self.clock_due.is_some_and(|due| now >= due) {
            self.ask_clock(now);
        }
        if let Some(state) = self.typing.rest(now)
            && let Some(dialog) = self.typing.dialog().cloned()
        {
            self.tell_chat_state(now, &dialog, &state);
        }
        self.send_receipts(now);
        let gaps: Vec<(DialogId, Sequence)> =
            self.dialogs.0.iter_mut().filter_map(|(id, dialog)| Some((id.clone(), dialog.ask_for_gap(now)?))).collect();
        for (dialog, from) in gaps {
            self.ask_messages(now, &dialog, from, Asked::Gap { dialog: dialog.clone() });
        }
    }

    /// Asks who somebody is, once in a session.
    pub(super) fn ask_profile(&mut self, who: ParticipantId) {
        let known = self.profiles.iter().any(|(_, other)| *other == who);
        let Some(host) = self.sign_in.profiles_host().filter(|_| !known && self.profiles.len() < MOST_PROFILES) else {
            return;
        };
        let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | ':');
        if !who.as_str().chars().all(is_plain) {
            return;
        }
        let path = format!("/api/account/{}/configuration/le-users/users/{who}", self.config.account);
        let url = self.config.service.http(host, &path);
        let id = self.new_http_id();
        self.profiles.push((Some(id), who));
        self.out.push_back(Output::Http { id, method: "GET", url, body: None });
    }

    fn send_receipts(&mut self, now: Millis) {
        if self.phase() != Phase::Online {
            return;
        }
        let attended = self.attended;
        let due: Vec<(DialogId, AcceptStatus, Vec<Sequence>)> = self
            .dialogs
            .0
            .iter_mut()
            .flat_map(|(id, dialog)| {
                let receipts = dialog.due_receipts(now, attended);
                receipts.into_iter().map(|(status, numbers)| (id.clone(), status, numbers))
            })
            .collect();
        for (dialog, status, numbers) in due {
            let request = Outgoing::receipt(&dialog, self.conversation_of(&dialog).as_ref(), &status, &numbers);
            self.publish(now, request, Asked::Receipt { dialog, status, numbers });
        }
    }

    fn tell_chat_state(&mut self, now: Millis, dialog: &DialogId, state: &ChatState) {
        let request = Outgoing::chat_state(dialog, self.conversation_of(dialog).as_ref(), state);
        self.publish(now, request, Asked::ChatState);
    }

    fn publish(&mut self, now: Millis, request: Outgoing, asked: Asked) {
        let Some(link) = self.online() else { return };
        let text = link.request(now, asked, request);
        let link = link.id;
        self.out.push_back(Output::Transmit { link, text });
    }

    fn ask_messages(&mut self, now: Millis, dialog: &DialogId, from: Sequence, asked: Asked) -> bool {
        let Some(link) = self.online() else { return false };
        let text = link.request(now, asked, Outgoing::query(dialog, from));
        let link: LinkId = link.id;
        self.out.push_back(Output::Transmit { link, text });
        true
    }

    fn conversation_of(&self, dialog: &DialogId) -> Option<ConversationId> {
        self.dialogs.get(dialog).and_then(|dialog| dialog.conversation.clone())
    }

    fn online(&mut self) -> Option<&mut Link> {
        match &mut self.stage {
            Stage::Linked { link, .. } if link.subscription.is_some() => Some(link),
            _ => None,
        }
    }
}
