//! What a value of a capture is, and with which type it is read.

use serde_json::{Map, Value};

use super::{again, deep};
use crate::protocol::agent::AgentStateChange;
use crate::protocol::client_properties::{ClientProperties, Header};
use crate::protocol::content::{Action, Button, Element, QuickReplies};
use crate::protocol::conversation::{ConversationChange, Dialog};
use crate::protocol::event::EventChange;
use crate::protocol::frame::Frame;
use crate::protocol::metadata::entry::MetadataEntry;
use crate::protocol::notification::{NotificationBody, RoutingTaskChange};
use crate::protocol::page::PageData;
use crate::protocol::profile::{Attribute, AttributeList, Claims, Profile};
use crate::protocol::request::RequestBody;
use crate::protocol::response::{ObjectBody, Response, ResponseBody};
use crate::protocol::rest::answer::{AgentLogin, AgentProfile, Batch, OauthAnswer};
use crate::protocol::rest::{AccessToken, BaseUri, BaseUris, TokenClaims};
use crate::protocol::wire::{Many, Trace, Wire};

/// Declares the parts with their names.
macro_rules! parts {
    ($( $(#[$meta:meta])* $variant:ident = $name:literal, )*) => {
        /// What a value of a capture is.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Part {
            $( $(#[$meta])* $variant, )*
        }

        impl Part {
            /// The part of this name.
            #[must_use]
            pub fn named(name: &str) -> Option<Self> {
                match name {
                    $( $name => Some(Self::$variant), )*
                    _ => None,
                }
            }
        }
    };
}

parts! {
    /// A whole frame of a socket.
    Frame = "frame",
    /// The body of a request.
    RequestBody = "request-body",
    /// The body of a response; the type names the request.
    ResponseBody = "response-body",
    /// The body of a notification.
    NotificationBody = "notification-body",
    /// One entry of a notification.
    Change = "change",
    /// One dialog of a conversation.
    Dialog = "dialog",
    /// One header of `InitConnection`.
    Header = "header",
    /// One metadata entry.
    Metadata = "metadata",
    /// A card.
    RichContent = "rich-content",
    /// Quick replies.
    QuickReplies = "quick-replies",
    /// One quick reply.
    QuickReplyButton = "quick-reply-button",
    /// One action of a click.
    Action = "action",
    /// The body of an answer over HTTP.
    RestResponse = "rest-response",
    /// The claims of a token.
    JwtClaims = "jwt-claims",
    /// The data of an event of the page's tag.
    PageData = "lptag-data",
}

impl Part {
    /// Reads a value as this part and writes it again.
    pub(super) fn read(self, family: Option<&str>, value: &Value, trace: &mut Trace) -> Option<Value> {
        match self {
            Self::Frame => frame(value, trace),
            Self::RequestBody => request_body(family.unwrap_or_default(), value, trace),
            Self::ResponseBody => response_body(family, value, trace),
            Self::NotificationBody => {
                let family = family.filter(|family| !family.is_empty()).unwrap_or_else(|| notification_family(value));
                NotificationBody::read(family, value, trace)?.write()
            }
            Self::Change => match change_family(value) {
                CONVERSATIONS => again::<ConversationChange>(value, trace),
                ROUTING_TASKS => again::<RoutingTaskChange>(value, trace),
                AGENT_STATES => again::<AgentStateChange>(value, trace),
                _ => again::<EventChange>(value, trace),
            },
            Self::Dialog => again::<Dialog>(value, trace),
            Self::Header if value.get("type").is_none() && value.get("jwt").is_none() => {
                again::<ClientProperties>(value, trace)
            }
            Self::Header => again::<Header>(value, trace),
            Self::Metadata => again::<MetadataEntry>(value, trace),
            Self::RichContent => again::<Element>(value, trace),
            Self::QuickReplies => again::<QuickReplies>(value, trace),
            Self::QuickReplyButton => again::<Button>(value, trace),
            Self::Action => again::<Action>(value, trace),
            Self::RestResponse => rest_response(value, trace),
            Self::JwtClaims => {
                probe_claims(value, trace);
                again::<TokenClaims>(value, trace)
            }
            Self::PageData => again::<PageData>(value, trace),
        }
    }
}

/// The kinds of frames. Readers tell frames of another kind apart by their members.
const KINDS: [&str; 3] = ["req", "resp", "notification"];

fn frame(value: &Value, trace: &mut Trace) -> Option<Value> {
    if value.get("kind").and_then(Value::as_str).is_some_and(|kind| !KINDS.contains(&kind)) {
        trace.note_misread_at("/kind");
    }
    let frame = Frame::read(value, trace)?;
    if let Frame::Response(response) = &frame {
        check_answer_name(response, trace);
    }
    Some(frame.write())
}

/// A client never asks for the name of an answer; here an invented one is reported.
fn check_answer_name(response: &Response, trace: &mut Trace) {
    let family = response.type_name.as_ref().map(super::super::TypeName::family);
    if family.is_some_and(|family| !is_answer(&family)) {
        trace.note_misread_at("/type");
    }
}

/// Whether answers of this family exist: some have names of their own, the others are named after the request.
fn is_answer(family: &str) -> bool {
    const OF_THEIR_OWN: [&str; 5] = [
        "StringResp",
        "ErrorResp",
        "GenericSubscribeResponse",
        "cm.RequestConversationResponse",
        "ms.GenerateURLResponse",
    ];
    OF_THEIR_OWN.contains(&family)
        || family.strip_suffix("Response").or_else(|| family.strip_suffix("Resp")).is_some_and(RequestBody::is_known)
}

fn request_body(family: &str, value: &Value, trace: &mut Trace) -> Option<Value> {
    let body = RequestBody::read(family, Some(value).filter(|body| !body.is_null()), trace)?;
    // What needs no body has none to write; members of one that came nevertheless have been reported as unknown.
    let none = || if value.is_object() { Value::Object(Map::new()) } else { Value::Null };
    Some(body.write().unwrap_or_else(none))
}

fn response_body(family: Option<&str>, value: &Value, trace: &mut Trace) -> Option<Value> {
    let is_profile = family.is_some_and(|family| family.starts_with("userprofile.GetUserProfile"));
    if is_profile && value.is_object() {
        return match value.get("type") {
            Some(_) => again::<Attribute>(value, trace),
            None => again::<Profile>(value, trace),
        };
    }
    Some(ResponseBody::read(Some(value), trace).write().unwrap_or_default())
}

const CONVERSATIONS: &str = "cqm.ExConversationChangeNotification";
const MESSAGES: &str = "ms.MessagingEventNotification";
const ROUTING_TASKS: &str = "routing.RoutingTaskNotification";
const AGENT_STATES: &str = "routing.AgentStateNotification";

/// Which notification a body without a name belongs to.
fn notification_family(body: &Value) -> &'static str {
    let changes = body.get("changes");
    let first = changes.and_then(|changes| changes.get(0)).or(changes);
    match first {
        Some(change) => change_family(change),
        None if body.get("subscriptionId").is_some() => CONVERSATIONS,
        None => MESSAGES,
    }
}

/// Which notification a change belongs to.
fn change_family(change: &Value) -> &'static str {
    match change.get("result") {
        Some(result) if result.get("ringsDetails").is_some() || result.get("taskCompleted").is_some() => ROUTING_TASKS,
        Some(result) if result.get("availability").is_some() => AGENT_STATES,
        Some(_) => CONVERSATIONS,
        None => MESSAGES,
    }
}

/// The answers over HTTP have no name; their members tell them apart.
fn rest_response(value: &Value, trace: &mut Trace) -> Option<Value> {
    if value.is_array() {
        let batch: Many<Response> = Many::read_list(value, trace);
        return Some(batch.write_list());
    }
    let any = |keys: &[&str]| keys.iter().any(|key| value.get(key).is_some());
    if any(&["batch"]) {
        again::<Batch>(value, trace)
    } else if any(&["reqId", "code"]) {
        again::<Response>(value, trace)
    } else if any(&["baseURIs"]) {
        again::<BaseUris>(value, trace)
    } else if any(&["baseURI"]) {
        again::<BaseUri>(value, trace)
    } else if any(&["bearer", "csrf"]) {
        again::<AgentLogin>(value, trace)
    } else if any(&["access_token", "id_token", "token_type", "error"]) {
        again::<OauthAnswer>(value, trace)
    } else if any(&["jwt", "token"]) {
        again::<AccessToken>(value, trace)
    } else if any(&["nickname", "fullName", "pictureUrl", "pid"]) {
        again::<AgentProfile>(value, trace)
    } else if any(&["errorCode", "relativePath", "conversationId", "sequence", "msg"]) {
        again::<ObjectBody>(value, trace)
    } else {
        trace.note_misread();
        None
    }
}

/// Claims that the client keeps opaque.
fn probe_claims(claims: &Value, trace: &mut Trace) {
    let mut probe = |name: &str, check: fn(&Value, &mut Trace)| {
        if let Some(claim) = claims.get(name).filter(|claim| !claim.is_null()) {
            trace.enter_member(name);
            check(claim, trace);
            trace.leave();
        }
    };
    probe("lp.ext", deep::check::<Claims>);
    probe("lp_sdes", deep::check::<AttributeList>);
}
