//! The sessions that come of accepted invitations: who may take part, what goes from one side to the other, and the end.

use crate::protocol::{
    CoBrowseMode, ConversationId, DialogId, Millis, NotificationKey, ParticipantId, ServiceId, SessionState,
};

use super::super::conversation::Conversation;
use super::super::http::{HttpResponse, Target, cors, header};
use super::super::relay::{Session, Side};
use super::super::socket::SocketId;
use super::cobrowse::Report;
use super::{Output, Service};

/// There is no such session, or not any more.
const OVER: u16 = 4410;
/// Another socket has taken the seat, as when a page is loaded anew.
const REPLACED: u16 = 4409;
/// A frame is larger than what is taken.
const TOO_LARGE: u16 = 1009;
/// In a call nothing of the page is shown.
const CALL: u16 = 4405;
/// Nothing was heard for too long.
const SILENT: u16 = 1001;

/// A page's snapshot may be large; what an agent does is small.
const LARGEST_OF_PAGE: usize = 4 * 1024 * 1024;
const LARGEST_OF_AGENT: usize = 16 * 1024;

/// Who wants to take part in what.
pub(super) struct Guest {
    service_id: ServiceId,
    agent: Option<ParticipantId>,
}

impl Service {
    /// Reads the address of a side of a session: `/cobrowse/{account}/session/page?service={id}`, or
    /// `/cobrowse/{account}/session/agent/{bearer}?service={id}`. Nothing for other addresses.
    pub(super) fn session_side(&self, path: &str, headers: &[(String, String)]) -> Result<Option<Guest>, HttpResponse> {
        let target = Target::parse(path);
        let segments = target.segments();
        let ["cobrowse", account, "session", who @ ..] = segments.as_slice() else { return Ok(None) };
        if !cors::is_welcome(header(headers, "origin"), &self.config.allowed_origins) {
            return Err(HttpResponse::text(403, "this origin may not open sockets here"));
        }
        if *account != self.config.account.as_str() {
            return Err(HttpResponse::text(401, "the account is not known"));
        }
        let agent = match who {
            ["page"] => None,
            ["agent", bearer] => match self.agents.by_bearer(bearer) {
                Some(id) => Some(id.clone()),
                None => return Err(HttpResponse::text(401, "the bearer is not known: log in again")),
            },
            _ => return Err(HttpResponse::text(404, "there is no socket at this address")),
        };
        let service_id = ServiceId::from(unescaped(target.parameter("service").unwrap_or_default()));
        Ok(Some(Guest { service_id, agent }))
    }

    /// Lets a socket take part, or closes it: a browser tells a page the code of a close, and nothing of a refusal.
    pub(super) fn join_session(&mut self, now: Millis, socket: SocketId, guest: &Guest) {
        let Some((conversation, dialog, mode)) = self.accepted(guest) else {
            let reason = "there is no session that could be joined".into();
            return self.outputs.push_back(Output::Close { socket, code: OVER, reason });
        };
        let word = format!("mode\n{}", mode.as_str());
        if matches!(mode, CoBrowseMode::VoiceCall | CoBrowseMode::VideoCall) {
            self.note_joined(now, &guest.service_id, (&conversation, &dialog));
            let reason = "nothing of the page is shown in a call".into();
            return self.outputs.push_back(Output::Close { socket, code: CALL, reason });
        }
        let side = if guest.agent.is_some() { Side::Agent } else { Side::Page };
        let new = Session::new(now, conversation.clone(), dialog.clone(), mode);
        let session = self.relay.enter(socket, &guest.service_id, side, new);
        let replaced = session.seat(now, side, socket);
        let (page, agent, kept) = (session.page, session.agent, session.kept().to_vec());
        if let Some(replaced) = replaced {
            self.close(now, replaced, REPLACED, "the session goes on in another place");
        }
        self.transmit(socket, word);
        if side == Side::Agent {
            for text in &kept {
                self.transmit(socket, text.clone());
            }
        }
        let Some(page) = page.filter(|_| agent.is_some()) else {
            let word = if side == Side::Agent { "away" } else { "alone" };
            return self.transmit(socket, word.into());
        };
        if side == Side::Agent && kept.is_empty() {
            self.transmit(page, "wants".into());
        }
        self.transmit(page, format!("agent\n{}", self.name_of(&conversation, &dialog)));
        self.note_joined(now, &guest.service_id, (&conversation, &dialog));
    }

    /// Carries a frame to the other side.
    pub(super) fn session_frame(&mut self, now: Millis, socket: SocketId, text: &str) {
        let Some((session, side)) = self.relay.of(socket) else { return };
        let word = text.split('\n').next().unwrap_or_default();
        let largest = if side == Side::Page { LARGEST_OF_PAGE } else { LARGEST_OF_AGENT };
        if text.len() > largest {
            return self.close(now, socket, TOO_LARGE, "the frame is larger than what is taken here");
        }
        let (is_meant, other) = match side {
            Side::Page => (session.note(now, word, text), session.agent),
            Side::Agent => (session.allows(word), session.page),
        };
        if word == "ping" {
            self.transmit(socket, "pong".into());
        } else if let Some(other) = other.filter(|_| is_meant) {
            self.transmit(other, text.into());
        }
    }

    pub(super) fn leave_session(&mut self, now: Millis, socket: SocketId) {
        let Some((session, side)) = self.relay.leave(now, socket) else { return };
        let (other, word) = match side {
            Side::Page => (session.agent, "away"),
            Side::Agent => (session.page, "alone"),
        };
        if let Some(other) = other {
            self.transmit(other, word.into());
        }
    }

    /// Ends the sessions of a conversation whose dialog is not what it was.
    pub(super) fn end_sessions(&mut self, now: Millis, id: &ConversationId) {
        let Some(conversation) = self.conversations.get(id) else { return };
        let over = self.relay.end(id, |session| is_accepted(conversation, &session.dialog));
        for socket in over {
            self.close(now, socket, OVER, "the session has ended");
        }
    }

    /// A page that is silent is away, and one that is away for too long does not come back.
    pub(super) fn expire_sessions(&mut self, now: Millis) {
        for session in self.relay.due(now) {
            if let Some(page) = session.page {
                self.close(now, page, SILENT, "nothing was heard for too long");
                continue;
            }
            let conversation = self.conversations.get_mut(&session.conversation);
            if let Some(dialog) = conversation.and_then(|one| one.dialog_mut(&session.dialog)) {
                dialog.close(now, "SYSTEM", None);
            }
            self.conversation_changed(now, &session.conversation);
        }
    }

    fn transmit(&mut self, socket: SocketId, text: String) {
        self.outputs.push_back(Output::Transmit { socket, text });
    }

    /// The accepted dialog that somebody asks for, if they may.
    fn accepted(&self, guest: &Guest) -> Option<(ConversationId, DialogId, CoBrowseMode)> {
        let may = |one: &&Conversation| guest.agent.as_ref().is_none_or(|agent| one.has_member(agent));
        self.conversations.values().filter(may).find_map(|conversation| {
            let mut dialogs = conversation.dialogs.iter().filter(|dialog| is_accepted(conversation, &dialog.id));
            dialogs.find_map(|dialog| {
                let invitation = dialog.invitation().filter(|one| one.service_id == guest.service_id)?;
                Some((conversation.id.clone(), dialog.id.clone(), invitation.mode.clone()))
            })
        })
    }

    /// The name of the agent who invited.
    fn name_of(&self, conversation: &ConversationId, dialog: &DialogId) -> String {
        let dialog = self.conversations.get(conversation).and_then(|one| one.dialog(dialog));
        let agent = dialog.and_then(|dialog| dialog.invitation()).and_then(|one| self.agents.get(&one.agent));
        agent.map(|agent| agent.name.clone()).unwrap_or_default()
    }

    /// Both sides are there for the first time.
    fn note_joined(&mut self, now: Millis, service_id: &ServiceId, of: (&ConversationId, &DialogId)) {
        let dialog = self.conversations.get(of.0).and_then(|conversation| conversation.dialog(of.1));
        let invitation = dialog.and_then(|dialog| dialog.invitation());
        if invitation.is_some_and(|one| one.key != Some(NotificationKey::Joined)) {
            // It was looked up as an accepted one just now, so it can be joined.
            let _ = self.report_cobrowse(now, service_id, Report::Joined);
        }
    }
}

fn is_accepted(conversation: &Conversation, dialog: &DialogId) -> bool {
    let dialog = conversation.dialog(dialog).filter(|dialog| dialog.is_open() && conversation.is_open());
    dialog.and_then(|dialog| dialog.invitation()).is_some_and(|one| one.session == SessionState::Accepted)
}

/// A text without the escapes of an address. What is no UTF-8 fits no id.
fn unescaped(text: &str) -> String {
    let (mut bytes, mut rest) = (Vec::with_capacity(text.len()), text.as_bytes());
    while let Some((byte, after)) = rest.split_first() {
        let pair = after.get(..2).filter(|_| *byte == b'%').and_then(|pair| std::str::from_utf8(pair).ok());
        match pair.and_then(|pair| u8::from_str_radix(pair, 16).ok()) {
            Some(escaped) => {
                bytes.push(escaped);
                rest = &after[2..];
            }
            None => {
                bytes.push(*byte);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
