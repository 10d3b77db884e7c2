//! How a socket begins: which path it came by, and how a consumer says who they are.

use crate::protocol::wire::Trace;
use crate::protocol::{
    ChatState, ClientProperties, Frame, FrameError, Header, LooseId, Millis, ParticipantId, Request, RequestBody,
};

use super::super::answer::{Answer, Refusal};
use super::super::http::{HttpResponse, Target, cors, header};
use super::super::rest::{FrameHead, parse};
use super::super::socket::{Dialect, Party, Socket, SocketId};
use super::super::token::Kind;
use super::{Output, Service};

/// A token is missing, wrong or expired.
const UNAUTHORISED: u16 = 4401;
/// An anonymous identity needs its validity extended.
const RENEW: u16 = 4407;
/// So many frames may wait for the first answer.
const MOST_WAITING: usize = 64;

impl Service {
    /// Who may come by this path.
    pub(super) fn upgrade(&self, now: Millis, path: &str, headers: &[(String, String)]) -> Result<Party, HttpResponse> {
        if !cors::is_welcome(header(headers, "origin"), &self.config.allowed_origins) {
            return Err(HttpResponse::text(403, "this origin may not open sockets here"));
        }
        let target = Target::parse(path);
        let segments = target.segments();
        let ["ws_api", "account", account, "messaging", who @ ..] = segments.as_slice() else {
            return Err(HttpResponse::text(404, "there is no socket at this address"));
        };
        if *account != self.config.account.as_str() {
            return Err(HttpResponse::text(401, "the account is not known"));
        }
        match who {
            ["consumer"] if self.config.faults.unavailable => {
                Err(HttpResponse::text(503, "the service is unavailable on demand"))
            }
            ["consumer"] => Ok(Party::Unknown { deadline: now + self.config.init_deadline, waiting: Vec::new() }),
            ["brand", bearer] => match self.agents.by_bearer(bearer) {
                Some(id) => Ok(Party::Agent { id: id.clone() }),
                None => Err(HttpResponse::text(401, "the bearer is not known: log in again")),
            },
            _ => Err(HttpResponse::text(404, "there is no socket at this address")),
        }
    }

    /// Clients outside of browsers say in the headers of the upgrade who they are.
    pub(super) fn greet(&mut self, now: Millis, socket: SocketId, headers: &[(String, String)]) {
        let is_consumer = self.sockets.get(socket).is_some_and(|open| open.dialect() == Dialect::Consumer);
        let token = header(headers, "authorization").and_then(|value| value.strip_prefix("jwt "));
        if let Some(token) = token.filter(|_| is_consumer) {
            let properties = header(headers, "client-properties").and_then(parse::<ClientProperties>);
            self.admit(now, socket, Some(token), properties);
        }
    }

    /// Takes a frame of a socket whose consumer is not known yet. What comes before `InitConnection` waits for it.
    pub(super) fn handshake(&mut self, now: Millis, socket: SocketId, text: &str) {
        if self.config.faults.silent {
            return;
        }
        let Some(request) = init_connection(text) else { return self.wait(now, socket, text) };
        let mut token = None;
        let mut properties = None;
        for header in request.headers {
            match header {
                Header::ConsumerAuthentication { jwt } => token = Some(jwt),
                Header::ClientProperties(told) => properties = Some(*told),
                Header::Unknown(_) => {}
            }
        }
        let waiting = self.take_waiting(socket);
        if self.admit(now, socket, token.as_deref(), properties) {
            self.answer(socket, Answer::text("OK"), request.id.as_ref());
            for text in waiting {
                self.request(now, socket, &text);
            }
        }
    }

    fn answer(&mut self, socket: SocketId, answer: Answer, id: Option<&LooseId>) {
        if !self.config.faults.lost_answers {
            self.outputs.push_back(Output::Transmit { socket, text: answer.frame(id, Dialect::Consumer) });
        }
    }

    fn wait(&mut self, now: Millis, socket: SocketId, text: &str) {
        let Some(waiting) = self.sockets.get_mut(socket).and_then(Socket::waiting_mut) else { return };
        if waiting.len() < MOST_WAITING {
            waiting.push(text.into());
        } else {
            self.close(now, socket, UNAUTHORISED, "InitConnection did not come first");
        }
    }

    fn take_waiting(&mut self, socket: SocketId) -> Vec<String> {
        self.sockets.get_mut(socket).and_then(Socket::waiting_mut).map(std::mem::take).unwrap_or_default()
    }

    /// Lets a consumer in by their token, or closes the socket.
    fn admit(
        &mut self,
        now: Millis,
        socket: SocketId,
        token: Option<&str>,
        properties: Option<ClientProperties>,
    ) -> bool {
        let token = token.and_then(|text| self.mint.read(text)).filter(|token| token.kind != Kind::Identity);
        let Some(token) = token else {
            self.close(now, socket, UNAUTHORISED, "the token is missing or wrong");
            return false;
        };
        let is_anonymous = token.kind == Kind::Anonymous;
        if token.expires <= now {
            self.close(now, socket, expiry_code(is_anonymous), "the token has expired");
            return false;
        }
        let was_away = !self.is_connected(&token.subject);
        let consumer = self.consumers.entry(token.subject.clone()).or_default();
        consumer.properties = properties.or(consumer.properties.take());
        let id = token.subject.clone();
        self.sockets.identify(socket, Party::Consumer { id, is_anonymous, token_expires: token.expires });
        if was_away {
            self.tell_presence(now, &token.subject, ChatState::Active);
        }
        true
    }

    /// Tells the agents of a consumer's open conversation that the consumer came or went.
    pub(super) fn tell_presence(&mut self, now: Millis, consumer: &ParticipantId, state: ChatState) {
        let open = self.conversations_of(consumer).find(|one| one.is_open());
        if let Some((id, dialog)) = open.map(|one| (one.id.clone(), one.id.main_dialog())) {
            self.tell_chat_state(now, &id, &dialog, consumer, state);
        }
    }
}

/// The code by which an expired token closes a socket.
pub(super) fn expiry_code(is_anonymous: bool) -> u16 {
    if is_anonymous { RENEW } else { UNAUTHORISED }
}

/// The code for a consumer who never said who they are.
pub(super) const NOT_SAID: u16 = UNAUTHORISED;

fn init_connection(text: &str) -> Option<Request> {
    match Frame::parse(text, &mut Trace::default()) {
        Ok(Frame::Request(request)) if matches!(request.body, RequestBody::InitConnection) => Some(*request),
        _ => None,
    }
}

/// Reads a request, or says why not, with the id where it can be read.
pub(super) fn read_request(text: &str) -> Result<Request, (Option<LooseId>, Refusal)> {
    let refusal = match Frame::parse(text, &mut Trace::default()) {
        Ok(Frame::Request(request)) => match &request.id {
            Some(id) if !(1..=64).contains(&id.text().chars().count()) => {
                return Err((None, Refusal::bad("the id of a request has 1 to 64 characters")));
            }
            _ => return Ok(*request),
        },
        Ok(_) => Refusal::bad("only requests are taken here"),
        Err(FrameError::NotJson(_)) => return Err((None, Refusal::bad("the frame is not JSON"))),
        Err(FrameError::NotAFrame) => Refusal::bad("the request lacks a type, or a member that its body needs"),
    };
    Err((parse::<FrameHead>(text).and_then(|head| head.id), refusal))
}
