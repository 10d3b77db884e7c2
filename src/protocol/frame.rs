//! Whole frames: one JSON text each, told apart by `kind`, or by their members where it is missing.

use std::fmt;

use crate::protocol::json::{Value, parse_mending};

use super::ids::SubscriptionId;
use super::notification::{CONVERSATIONS, Notification};
#[cfg(not(target_arch = "wasm32"))]
use super::request::Request;
use super::response::{Response, tells_events};
use super::wire::{Trace, Wire};

/// Any frame, in either direction.
#[cfg(not(target_arch = "wasm32"))]
#[derive(Clone, Debug, PartialEq)]
pub enum Frame {
    /// A request.
    Request(Box<Request>),
    /// A response.
    Response(Box<Response>),
    /// A notification.
    Notification(Box<Notification>),
}

/// A frame from the service. A client reads these and no others.
#[derive(Clone, Debug, PartialEq)]
pub enum Incoming {
    /// A response.
    Response(Box<Response>),
    /// A notification.
    Notification(Box<Notification>),
    /// The notification that there are no conversations, and of which subscription it is.
    NoConversations(Option<SubscriptionId>),
}

/// Why a text is not a frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FrameError {
    /// Not JSON; with the place.
    NotJson(String),
    /// JSON, but nothing that could be a frame.
    NotAFrame,
}

impl fmt::Display for FrameError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotJson(place) => write!(formatter, "the frame is not JSON ({place})"),
            Self::NotAFrame => {
                formatter.write_str("the frame is JSON, but neither a request, a response nor a notification")
            }
        }
    }
}

/// What a frame is.
enum Kind {
    Request,
    Response,
    Notification,
}

fn kind_of(value: &Value) -> Option<Kind> {
    let object = value.as_object()?;
    match object.get("kind").and_then(Value::as_str) {
        Some("req") => Some(Kind::Request),
        Some("resp") => Some(Kind::Response),
        Some("notification") => Some(Kind::Notification),
        _ if object.contains_key("reqId") || object.contains_key("code") => Some(Kind::Response),
        _ if is_notification_name(object.get("type")) => Some(Kind::Notification),
        _ if object.contains_key("type") => Some(Kind::Request),
        _ => None,
    }
}

fn is_notification_name(name: Option<&Value>) -> bool {
    name.and_then(Value::as_str).is_some_and(|name| name.ends_with("Notification") || name.ends_with("Distribution"))
}

impl Incoming {
    /// Reads the text of a frame from the service.
    ///
    /// # Errors
    /// The text is not JSON, or is not a response or notification.
    pub fn parse(text: &str, trace: &mut Trace) -> Result<Self, FrameError> {
        let value = read_json(text, trace)?;
        let read = match kind_of(&value) {
            Some(Kind::Response) => Response::read(&value, trace).map(Box::new).map(Self::Response),
            Some(Kind::Notification) => match no_conversations(&value, trace) {
                Some(subscription) => Some(Self::NoConversations(subscription)),
                None => read_notification(&value, trace).map(Self::Notification),
            },
            _ => None,
        };
        read.ok_or(FrameError::NotAFrame)
    }

    /// Whether only what is there once there is a conversation can read a frame: every notification but the one that
    /// there is none, and an answer that tells events.
    #[must_use]
    pub fn needs_conversation(text: &str) -> bool {
        let mut trace = Trace::default();
        read_json(text, &mut trace).is_ok_and(|value| match kind_of(&value) {
            Some(Kind::Response) => value.get("body").is_some_and(tells_events),
            Some(Kind::Notification) => no_conversations(&value, &mut trace).is_none(),
            _ => false,
        })
    }
}

#[inline(never)]
fn read_notification(value: &Value, trace: &mut Trace) -> Option<Box<Notification>> {
    Notification::read(value, trace).map(Box::new)
}

/// Of which subscription a notification is, where it tells that there are no conversations.
fn no_conversations(value: &Value, trace: &mut Trace) -> Option<Option<SubscriptionId>> {
    let (name, body) = (value.get("type")?.as_str()?, value.get("body")?);
    let is_empty = body.get("changes")?.as_array()?.is_empty() && name.ends_with(CONVERSATIONS);
    is_empty.then(|| SubscriptionId::read(body.get("subscriptionId")?, trace))
}

#[cfg(not(target_arch = "wasm32"))]
impl Frame {
    /// Reads the text of a frame in either direction.
    ///
    /// # Errors
    /// The text is not JSON, or is no frame.
    pub fn parse(text: &str, trace: &mut Trace) -> Result<Self, FrameError> {
        Self::read(&read_json(text, trace)?, trace).ok_or(FrameError::NotAFrame)
    }
}

#[cfg(not(target_arch = "wasm32"))]
impl Wire for Frame {
    fn blank() -> Self {
        Self::Response(Box::new(Response::blank()))
    }

    fn read(value: &Value, trace: &mut Trace) -> Option<Self> {
        match kind_of(value) {
            Some(Kind::Request) => Request::read(value, trace).map(Box::new).map(Self::Request),
            Some(Kind::Response) => Response::read(value, trace).map(Box::new).map(Self::Response),
            Some(Kind::Notification) => Notification::read(value, trace).map(Box::new).map(Self::Notification),
            None => {
                trace.note_misread();
                None
            }
        }
    }

    fn write(&self) -> Value {
        match self {
            Self::Request(request) => request.write(),
            Self::Response(response) => response.write(),
            Self::Notification(notification) => notification.write(),
        }
    }
}

fn read_json(text: &str, trace: &mut Trace) -> Result<Value, FrameError> {
    parse_mending(text, &mut trace.is_mended).map_err(|error| FrameError::NotJson(error.to_string()))
}
