//! What the consumer wants of the service, and what is done for them as time goes on.

use super::io::{Address, AddressId, LinkId, Output, Phase, TextId};
use super::link::Asked;
use super::{Session, is_due};
use crate::protocol::{
    AcceptStatus, ChatState, ConversationId, DialogId, HostedFile, Millis, ObjectBody, Origin, Outgoing, ParticipantId,
    Sequence,
};

/// How many profiles are asked for in a session.
const MOST_PROFILES: usize = 64;

impl Session {
    /// Opens a conversation. Answered by [`super::Event::Opened`] or [`super::Event::OpenRefused`]; after a drop by
    /// neither: then the subscription tells whether it was opened.
    ///
    /// Yields whether it was asked for.
    pub fn open_conversation(&mut self, now: Millis, origin: &Origin) -> bool {
        if self.link.as_ref().is_some_and(|link| link.waits_for(|asked| matches!(asked, Asked::Open))) {
            return true;
        }
        self.is_online() && self.ask(now, Asked::Open, Outgoing::open_conversation(origin))
    }

    /// Publishes a text, with entries as a JSON array. Answered by [`super::Event::Published`] or [`super::Event::Refused`]; after a drop by neither.
    ///
    /// Yields whether it was transmitted.
    pub fn publish_text(
        &mut self,
        now: Millis,
        text: TextId,
        dialog: &DialogId,
        words: &str,
        external_id: Option<&str>,
        metadata: Option<&str>,
    ) -> bool {
        let request = Outgoing::text(dialog, self.conversation_of(dialog), words, external_id, metadata);
        self.publish(now, text, dialog, request)
    }

    /// Shares a file that was uploaded. Answered as a text is.
    ///
    /// Yields whether it was transmitted.
    pub fn publish_file(
        &mut self,
        now: Millis,
        text: TextId,
        dialog: &DialogId,
        file: &HostedFile,
        external_id: Option<&str>,
    ) -> bool {
        let request = Outgoing::file(dialog, self.conversation_of(dialog), file, external_id);
        self.publish(now, text, dialog, request)
    }

    fn publish(&mut self, now: Millis, text: TextId, dialog: &DialogId, request: Outgoing) -> bool {
        let sent = self.is_online() && self.ask(now, Asked::Text(text, dialog.clone()), request);
        // Sending a text alone does not take the typing sign back.
        if let Some(state) = self.typing.stop() {
            self.tell_chat_state(now, dialog, &state);
        }
        sent
    }

    /// Asks for the temporary address of a file. Answered by [`super::Event::Address`]; after a drop by nothing.
    ///
    /// Yields whether it was asked for: not where the service has not told where files lie.
    pub fn ask_address(&mut self, now: Millis, id: AddressId, wanted: Address<'_>) -> bool {
        let request = match wanted {
            Address::Download(path) => Outgoing::download_address(path),
            Address::Upload(size, file_type) => Outgoing::upload_address(size, file_type),
        };
        self.has_files() && self.is_online() && self.ask(now, Asked::Address(id), request)
    }

    /// Whether the service has told where files lie.
    #[must_use]
    pub fn has_files(&self) -> bool {
        self.sign_in.files_host().is_some()
    }

    /// The address that an answer holds, and the path in it.
    #[inline(never)]
    pub(super) fn file_address(&self, answer: &ObjectBody) -> Option<(String, String)> {
        let below = answer.file_address()?;
        Some((self.config.service.http(self.sign_in.files_host()?, &[&below]), answer.relative_path.clone()?))
    }

    /// Tells that the consumer has opened a file.
    pub fn tell_opened(&mut self, now: Millis, dialog: &DialogId, sequence: Sequence) {
        if self.is_online() {
            self.send_receipt(now, dialog, AcceptStatus::Access, vec![sequence]);
        }
    }

    /// Asks for all events of a dialog from a number on. Answered by [`super::Event::Queried`]; after a drop by nothing.
    /// A dialog that is not followed is not followed for that.
    ///
    /// Yields whether it was asked for.
    pub fn query(&mut self, now: Millis, dialog: &DialogId, from: Sequence) -> bool {
        if !self.follows(dialog) {
            self.dialogs.known(dialog).begin(from, true);
        }
        self.ask_messages(now, dialog, from, Asked::Query(dialog.clone()))
    }

    /// Asks for all events of a dialog of an earlier conversation. Answered by [`super::Event::Earlier`]; after a drop by
    /// nothing. It is not followed: no receipts are sent for it.
    ///
    /// Yields whether it was asked for.
    pub fn read_earlier(&mut self, now: Millis, dialog: &DialogId) -> bool {
        self.ask_messages(now, dialog, Sequence(0), Asked::Earlier(dialog.clone()))
    }

    /// Whether such an answer is on its way.
    #[must_use]
    pub fn is_reading_earlier(&self) -> bool {
        self.link.as_ref().is_some_and(|link| link.waits_for(|asked| matches!(asked, Asked::Earlier(_))))
    }

    /// Ends a dialog: the subscription tells when it has ended.
    ///
    /// Yields whether it was asked for.
    pub fn close_dialog(&mut self, now: Millis, conversation: &ConversationId, dialog: &DialogId) -> bool {
        self.is_online() && self.ask(now, Asked::Close(dialog.clone()), Outgoing::close_dialog(conversation, dialog))
    }

    /// Answers the older survey. Answered by [`super::Event::Rated`]; after a drop by nothing.
    ///
    /// Yields whether it was transmitted.
    pub fn rate(
        &mut self,
        now: Millis,
        conversation: &ConversationId,
        rate: Option<u8>,
        resolved: Option<bool>,
    ) -> bool {
        let request = Outgoing::rate(conversation, rate, resolved);
        self.is_online() && self.ask(now, Asked::Rating(conversation.clone()), request)
    }

    /// Tells who the consumer is.
    ///
    /// Yields whether it was transmitted.
    pub fn tell_profile(&mut self, now: Millis, profile: Outgoing) -> bool {
        self.is_online() && self.ask(now, Asked::Profile, profile)
    }

    /// The connection that is there, if one is.
    #[must_use]
    pub fn connection(&self) -> Option<LinkId> {
        self.link.as_ref().filter(|_| self.is_online()).map(|link| link.id)
    }

    /// Asks the service for any answer: an [`super::Event::Clock`] that confirms.
    pub fn confirm(&mut self, now: Millis) {
        if self.is_online() {
            self.ask_clock(now, true);
        }
    }

    /// The consumer typed in the composer.
    pub fn typed(&mut self, now: Millis, dialog: &DialogId, is_empty: bool) {
        if !self.is_online() {
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
            for (_, dialog) in &mut self.dialogs.0 {
                dialog.attend(now);
            }
            self.keep_going(now);
        }
    }

    /// Does what time asks for on a connection that stands.
    pub(super) fn keep_going(&mut self, now: Millis) {
        if !self.is_online() {
            return;
        }
        if is_due(now, self.clock_due) {
            self.ask_clock(now, false);
        }
        if let Some((dialog, state)) = self.typing.rest(now) {
            self.tell_chat_state(now, &dialog, &state);
        }
        if !self.uses.is_empty() {
            self.tell_uses(now);
        }
        for place in 0..self.dialogs.0.len() {
            self.keep_dialog_going(now, place);
        }
    }

    /// Sends the receipts that are due in a dialog, and asks for what is missing there.
    #[inline(never)]
    fn keep_dialog_going(&mut self, now: Millis, place: usize) {
        let Some((id, dialog)) = self.dialogs.0.get_mut(place) else { return };
        let id = id.clone();
        let is_put_off = is_due(now, dialog.subscribe_at);
        let [accepted, read] = dialog.due_receipts(now, self.attended);
        let gap = dialog.ask_for_gap(now);
        self.send_receipt(now, &id, AcceptStatus::Accept, accepted);
        self.send_receipt(now, &id, AcceptStatus::Read, read);
        if is_put_off {
            self.ask_events(now, &id);
        }
        if let Some(from) = gap {
            self.ask_messages(now, &id, from, Asked::Gap(id.clone()));
        }
    }

    fn send_receipt(&mut self, now: Millis, dialog: &DialogId, status: AcceptStatus, numbers: Vec<Sequence>) {
        if !numbers.is_empty() {
            let request = Outgoing::receipt(dialog, self.conversation_of(dialog), &status, &numbers);
            self.ask(now, Asked::Receipt { dialog: dialog.clone(), status, numbers }, request);
        }
    }

    /// Asks who somebody is, once in a session.
    pub(super) fn ask_profile(&mut self, who: &ParticipantId) {
        let known = self.profiles.iter().any(|(_, other)| other == who);
        let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | ':');
        if known || self.profiles.len() >= MOST_PROFILES || !who.as_str().chars().all(is_plain) {
            return;
        }
        let Some(host) = self.sign_in.profiles_host() else { return };
        let account = self.config.account.as_str();
        let path = ["/api/account/", account, "/configuration/le-users/users/", who.as_str()];
        let url = self.config.service.http(host, &path);
        let id = self.ask_over_http("GET", url, None);
        self.profiles.push((Some(id), who.clone()));
    }

    #[inline(never)]
    fn tell_chat_state(&mut self, now: Millis, dialog: &DialogId, state: &ChatState) {
        if self.is_online() {
            let request = Outgoing::chat_state(dialog, self.conversation_of(dialog), state);
            self.ask(now, Asked::ChatState, request);
        }
    }

    pub(super) fn conversation_of(&self, dialog: &DialogId) -> Option<&ConversationId> {
        self.dialogs.get(dialog)?.conversation.as_ref()
    }

    fn ask_messages(&mut self, now: Millis, dialog: &DialogId, from: Sequence, asked: Asked) -> bool {
        self.is_online() && self.ask(now, asked, Outgoing::query(dialog, from))
    }

    /// Transmits a request, where there is a socket. Yields whether there is.
    pub(super) fn ask(&mut self, now: Millis, asked: Asked, request: Outgoing) -> bool {
        let Some(link) = &mut self.link else { return false };
        let text = link.request(now, asked, request);
        self.out.push(Output::Transmit { link: link.id, text });
        true
    }

    fn is_online(&self) -> bool {
        self.phase == Phase::Online
    }
}
