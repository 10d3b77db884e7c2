//! From a frame to its answer: who may ask what, and where the answer stands among the notifications it causes.

use crate::protocol::wire::{Trace, Wire};
use crate::protocol::{Millis, ParticipantId, Request, RequestBody};

use super::super::answer::{Answer, Handled, Name, Refusal};
use super::super::rest::parse;
use super::super::socket::{Dialect, SocketId};
use super::handshake::read_request;
use super::{Output, Service};

/// Who asks.
#[derive(Clone, Debug)]
pub(in crate::emulator) struct Caller {
    pub(in crate::emulator) socket: SocketId,
    pub(in crate::emulator) person: ParticipantId,
    pub(in crate::emulator) dialect: Dialect,
}

impl Caller {
    pub(in crate::emulator) fn is_agent(&self) -> bool {
        self.dialect == Dialect::Agent
    }
}

impl Service {
    /// Carries out a request and answers it.
    pub(super) fn request(&mut self, now: Millis, socket: SocketId, text: &str) {
        let Some(open) = self.sockets.get(socket) else { return };
        let Some(person) = open.person().cloned() else { return };
        let caller = Caller { socket, person, dialect: open.dialect() };
        let is_consumer = !caller.is_agent();
        if is_consumer && self.config.faults.silent {
            return;
        }
        let first = self.outputs.len();
        let (id, handled) = match read_request(text) {
            Ok(mut request) => {
                let id = request.id.take();
                let handled = if is_consumer && self.is_too_many() {
                    Err(Refusal::too_many())
                } else {
                    self.perform(now, &caller, request)
                };
                (id, handled)
            }
            Err((id, refusal)) => (id, Err(refusal)),
        };
        let answer = handled.unwrap_or_else(Answer::from);
        if is_consumer && self.config.faults.reverse_notifications {
            self.outputs.make_contiguous().get_mut(first..).unwrap_or_default().reverse();
        }
        if is_consumer && self.config.faults.lost_answers {
            return;
        }
        let output = Output::Transmit { socket, text: answer.frame(id.as_ref(), caller.dialect) };
        if is_consumer && self.config.faults.notifications_first {
            self.outputs.push_back(output);
        } else {
            self.outputs.insert(first, output);
        }
    }

    fn is_too_many(&mut self) -> bool {
        let left = self.config.faults.too_many_requests;
        self.config.faults.too_many_requests = left.saturating_sub(1);
        left > 0
    }

    fn perform(&mut self, now: Millis, caller: &Caller, request: Request) -> Handled {
        let metadata = request.metadata().to_vec();
        let name = request.type_name.as_str().to_owned();
        match request.body {
            RequestBody::InitConnection => Ok(Answer::text("OK")),
            RequestBody::GetClock => Ok(Answer::object(Name::Clock, |body| body.current_time = Some(now))),
            RequestBody::SubscribeExConversations(body) => self.subscribe_conversations(caller, body),
            RequestBody::Unsubscribe(body) => self.unsubscribe_conversations(caller, &body.subscription_id),
            RequestBody::SubscribeMessagingEvents(body) => self.subscribe_messages(caller, &body),
            RequestBody::PublishEvent(body) => self.publish(now, caller, *body, metadata),
            RequestBody::QueryMessages(body) => self.query_messages(caller, &body),
            RequestBody::UpdateConversationField(body) => self.update_fields(now, caller, &body),
            RequestBody::SetUserProfile(None) => self.set_profile(now, caller, parse("")),
            RequestBody::SetUserProfile(Some(body)) => {
                self.set_profile(now, caller, Wire::read(&body, &mut Trace::default()))
            }
            RequestBody::GetUserProfile(body) => {
                let named = body.and_then(|body| Wire::read(&body, &mut Trace::default()));
                self.profile(caller, named)
            }
            RequestBody::ConsumerRequestConversation(body) if !caller.is_agent() => {
                self.open_conversation(now, &caller.person, None, body.map(|body| *body))
            }
            RequestBody::AgentRequestConversation(body) if caller.is_agent() => {
                self.open_for_consumer(now, caller, body.map(|body| *body))
            }
            RequestBody::SetAgentState(body) if caller.is_agent() => self.set_agent_state(now, caller, &body),
            RequestBody::SubscribeRoutingTasks(_) if caller.is_agent() => self.subscribe_routing(now, caller),
            RequestBody::UpdateRingState(body) if caller.is_agent() => self.update_ring(now, caller, &body),
            RequestBody::ConsumerRequestConversation(_) => {
                Err(Refusal::forbidden("agents open conversations by another name"))
            }
            RequestBody::AgentRequestConversation(_)
            | RequestBody::SetAgentState(_)
            | RequestBody::SubscribeRoutingTasks(_)
            | RequestBody::UpdateRingState(_) => Err(Refusal::forbidden("this request is for agents")),
            RequestBody::GenerateURLForUploadFile(body) => self.upload_address(now, caller, &body),
            RequestBody::GenerateURLForDownloadFile(body) => self.download_address(now, caller, &body),
            RequestBody::Unknown(_) => Err(Refusal::bad(format!("the request {name} is not known, or lacks its body"))),
        }
    }
}
