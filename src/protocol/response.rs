//! Responses. They are told apart by the request that they answer, never by the name of their type: that name varies
//! between servers and is sometimes missing, so their bodies are read by shape. Only a profile, whose shape says
//! nothing, is known by the name.

use crate::protocol::json::Value;

use super::event::EventChange;
use super::ids::{ConversationId, LooseId, Sequence, SubscriptionId};
use super::time::Millis;
use super::type_name::TypeName;
use super::wire::{Field, Many, Members, Opaque, Trace, Wire, wire_struct};

wire_struct! {
    /// The signature of a temporary address.
    pub struct QueryParams {
        /// The signature. A secret: never logged.
        temp_url_sig: Option<String> = "temp_url_sig",
        /// Until when: seconds, mostly as a text.
        temp_url_expires: Option<LooseId> = "temp_url_expires",
    }
}

wire_struct! {
    /// The members that answers carry; which of them depends on the request.
    pub struct ObjectBody {
        /// Subscriptions.
        subscription_id: Option<SubscriptionId> = "subscriptionId",
        /// A new conversation.
        conversation_id: Option<ConversationId> = "conversationId",
        /// A published event. Meaningless (0) for chat states.
        sequence: Option<Sequence> = "sequence",
        /// The service's time.
        current_time: Option<Millis> = "currentTime",
    } natively {
        /// Files: where.
        relative_path: Option<String> = "relativePath",
        /// Files: the signature.
        query_params: Option<QueryParams> = "queryParams",
        /// Errors: a name. Not for the eyes of consumers.
        title: Option<String> = "title",
        /// Errors: details. Not for the eyes of consumers.
        details: Option<String> = "details",
        /// Errors: the first three digits are the status.
        error_code: Option<i64> = "errorCode",
        /// The server-to-server form of a text.
        msg: Option<String> = "msg",
    }
}

/// The body of a response.
#[derive(Clone, Debug, PartialEq)]
pub enum ResponseBody {
    /// No body.
    None,
    /// A text; not to be taken apart.
    Text(String),
    /// An object.
    Object(Box<ObjectBody>),
    /// Events, in answer to a query.
    Changes(Vec<EventChange>),
    /// The only event that answers a query, without an array around it.
    Change(Box<EventChange>),
    /// A list of something else, such as engagement attributes; opaque here.
    List(Vec<Value>),
    /// A profile; opaque here.
    Profile(Value),
}

impl ResponseBody {
    /// Reads a body by its shape. One of no known shape is reported and counts as none.
    pub fn read(body: Option<Value>, trace: &mut Trace) -> Option<Self> {
        Some(match body {
            None | Some(Value::Null) => Self::None,
            Some(Value::String(text)) => Self::Text(text),
            Some(Value::Array(list)) => {
                let are_changes = list.iter().all(|value| value.get("event").is_some());
                if are_changes {
                    Self::Changes(Many::read_list(Value::Array(list), trace).into_vec())
                } else {
                    for (index, value) in list.iter().enumerate() {
                        trace.enter_element(index);
                        trace.probe(Opaque::Attribute, value);
                        trace.leave();
                    }
                    Self::List(list)
                }
            }
            Some(value) if value.get("event").is_some() => {
                EventChange::read(value, trace).map_or(Self::None, |change| Self::Change(Box::new(change)))
            }
            Some(value) => ObjectBody::read(value, trace).map_or(Self::None, |object| Self::Object(Box::new(object))),
        })
    }

    /// The events of an answer to a query, in whichever form they came.
    #[must_use]
    pub fn into_changes(self) -> Option<Vec<EventChange>> {
        match self {
            Self::Changes(changes) => Some(changes),
            Self::Change(change) => Some(vec![*change]),
            _ => None,
        }
    }

    /// Writes the body; `None` where there is none.
    #[must_use]
    pub fn write(&self) -> Option<Value> {
        match self {
            Self::None => None,
            Self::Text(text) => Some(Value::from(text.as_str())),
            Self::Object(body) => Some(body.write()),
            Self::Changes(changes) => Some(Value::Array(changes.iter().map(Wire::write).collect())),
            Self::Change(change) => Some(change.write()),
            Self::List(list) => Some(Value::Array(list.clone())),
            Self::Profile(profile) => Some(profile.clone()),
        }
    }
}

/// A response frame.
#[derive(Clone, Debug, PartialEq)]
pub struct Response {
    /// `resp`; some samples leave it out.
    pub kind: Option<String>,
    /// The id of the request. May be missing in errors.
    pub req_id: Option<LooseId>,
    /// As in HTTP. The server-to-server form writes `"OK"`.
    pub code: Option<LooseId>,
    /// The type as written, where it is.
    pub type_name: Option<TypeName>,
    /// The body.
    pub body: ResponseBody,
}

impl Response {
    /// The code as in HTTP; 0 where there is none.
    #[must_use]
    pub fn status(&self) -> i64 {
        match &self.code {
            Some(LooseId::Number(code)) => *code,
            Some(LooseId::Text(text)) if text == "OK" => 200,
            Some(LooseId::Text(text)) => text.parse().unwrap_or_default(),
            None => 0,
        }
    }

    /// The members of the body, where it is an object.
    #[must_use]
    pub fn object(&self) -> Option<&ObjectBody> {
        match &self.body {
            ResponseBody::Object(object) => Some(object),
            _ => None,
        }
    }
}

/// The family of answers that hold a profile.
const PROFILE: &str = "userprofile.GetUserProfileResponse";

impl Wire for Response {
    fn read(value: Value, trace: &mut Trace) -> Option<Self> {
        let mut members = Members::open(value, trace)?;
        let kind = members.field("kind")?;
        let req_id = members.field("reqId")?;
        let code = members.field("code")?;
        let type_name: Option<TypeName> = members.field("type")?;
        let body = members.raw("body");
        let is_profile = type_name.as_ref().is_some_and(|name| name.family() == PROFILE);
        let body = members.read_at("body", Value::Null, |_, trace| match body {
            Some(profile @ Value::Object(_)) if is_profile => {
                trace.probe(Opaque::Profile, &profile);
                Some(ResponseBody::Profile(profile))
            }
            body => ResponseBody::read(body, trace),
        })?;
        members.close();
        Some(Self { kind, req_id, code, type_name, body })
    }

    fn write(&self) -> Value {
        let mut object = crate::protocol::json::Map::new();
        self.kind.put("kind", &mut object);
        self.req_id.put("reqId", &mut object);
        self.code.put("code", &mut object);
        self.type_name.put("type", &mut object);
        if let Some(body) = self.body.write() {
            object.insert("body".into(), body);
        }
        Value::Object(object)
    }
}
