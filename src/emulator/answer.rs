//! Answers and refusals, and the names that each dialect gives them.

use crate::protocol::wire::Wire;
use crate::protocol::{LooseId, ObjectBody, Response, ResponseBody, TypeName};

use super::socket::Dialect;

/// What an answer is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Name {
    Text,
    Clock,
    Subscribe,
    SubscribeExConversations,
    SubscribeRouting,
    Conversation,
    Publish,
    Query,
    Profile,
    Address,
}

impl Name {
    fn word(self, dialect: Dialect) -> &'static str {
        let (consumer, agent) = match self {
            Self::Text => (".ReqBody$StringResp", ".ReqBody$StringResp"),
            Self::Clock => ("GetClockResponse", ".GetClock$Response"),
            Self::Subscribe => ("GenericSubscribeResponse", ".ams.GenericSubscribeResponse"),
            Self::SubscribeExConversations => {
                ("cqm.SubscribeExConversationsResponse", ".ams.aam.SubscribeExConversations$Response")
            }
            Self::SubscribeRouting => {
                ("routing.SubscribeRoutingTasksResponse", ".ams.routing.SubscribeRoutingTasks$Response")
            }
            Self::Conversation => ("cm.RequestConversationResponse", ".ams.cm.RequestConversation$Response"),
            Self::Publish => ("ms.PublishEventResponse", ".ams.ms.PublishEvent$Response"),
            Self::Query => ("ms.QueryMessagesResponse", ".ams.ms.QueryMessages$Response"),
            Self::Address => ("ms.GenerateURLResponse", ".ams.ms.GenerateURL$Response"),
            Self::Profile => ("userprofile.GetUserProfileResponse", ".ams.userprofile.GetUserProfile$Response"),
        };
        match dialect {
            Dialect::Consumer => consumer,
            Dialect::Agent => agent,
        }
    }
}

/// What a request is answered with.
#[derive(Clone, Debug)]
pub(super) struct Answer {
    pub(super) code: u16,
    pub(super) name: Name,
    pub(super) body: ResponseBody,
}

/// Why a request is refused: a code as in HTTP, and a text for developers.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Refusal {
    pub(super) code: u16,
    pub(super) text: String,
}

/// What handling a request comes to.
pub(super) type Handled = Result<Answer, Refusal>;

impl Answer {
    pub(super) fn text(text: &str) -> Self {
        Self { code: 200, name: Name::Text, body: ResponseBody::Text(text.into()) }
    }

    pub(super) fn object(name: Name, fill: impl FnOnce(&mut ObjectBody)) -> Self {
        let mut body = no_members();
        fill(&mut body);
        Self { code: 200, name, body: ResponseBody::Object(Box::new(body)) }
    }

    pub(super) fn without_body(name: Name) -> Self {
        Self { code: 200, name, body: ResponseBody::None }
    }

    /// The frame of the answer. A request without an id cannot be named in it.
    pub(super) fn frame(self, request: Option<&LooseId>, dialect: Dialect) -> String {
        let response = Response {
            kind: Some("resp".into()),
            req_id: request.map(|id| LooseId::Text(id.text())),
            code: Some(LooseId::Number(self.code.into())),
            type_name: Some(TypeName::from(self.name.word(dialect))),
            body: self.body,
        };
        response.write().to_string()
    }
}

impl From<Refusal> for Answer {
    fn from(refusal: Refusal) -> Self {
        Self { code: refusal.code, ..Self::text(&refusal.text) }
    }
}

impl Refusal {
    fn new(code: u16, text: impl Into<String>) -> Self {
        // Bodies that are texts hold 128 characters at most.
        Self { code, text: text.into().chars().take(128).collect() }
    }

    pub(super) fn bad(text: impl Into<String>) -> Self {
        Self::new(400, text)
    }

    pub(super) fn forbidden(text: impl Into<String>) -> Self {
        Self::new(403, text)
    }

    pub(super) fn unknown(text: impl Into<String>) -> Self {
        Self::new(404, text)
    }

    pub(super) fn too_many() -> Self {
        Self::new(429, "too many requests")
    }
}

fn no_members() -> ObjectBody {
    ObjectBody {
        subscription_id: None,
        conversation_id: None,
        sequence: None,
        current_time: None,
        relative_path: None,
        query_params: None,
        title: None,
        details: None,
        error_code: None,
        msg: None,
    }
}
