//! The bodies of all requests under one roof, chosen by the family of the request's type.

use crate::protocol::json::{Map, Value};

use super::{
    ConsumerRequestConversation, GenerateURLForDownloadFile, GenerateURLForUploadFile, PublishEvent, QueryMessages,
    SetAgentState, SubscribeExConversations, SubscribeMessagingEvents, SubscribeRoutingTasks, Unsubscribe,
    UpdateConversationField, UpdateRingState,
};
use crate::protocol::wire::{Members, Opaque, Trace, Wire};

/// What is asked for.
#[derive(Clone, Debug, PartialEq)]
pub enum RequestBody {
    /// Says who connects; its content is in the headers.
    InitConnection,
    /// Asks for the service's time.
    GetClock,
    /// Asks for conversations and their changes.
    SubscribeExConversations(SubscribeExConversations),
    /// Ends a subscription.
    Unsubscribe(Unsubscribe),
    /// A consumer opens a conversation.
    ConsumerRequestConversation(Option<Box<ConsumerRequestConversation>>),
    /// An agent opens a conversation.
    AgentRequestConversation(Option<Box<ConsumerRequestConversation>>),
    /// Asks for the events of a dialog.
    SubscribeMessagingEvents(SubscribeMessagingEvents),
    /// Publishes an event.
    PublishEvent(Box<PublishEvent>),
    /// Changes fields of a conversation.
    UpdateConversationField(UpdateConversationField),
    /// Asks for the events of a dialog, all in one answer.
    QueryMessages(QueryMessages),
    /// Asks for an address to upload to.
    GenerateURLForUploadFile(GenerateURLForUploadFile),
    /// Asks for an address to download from.
    GenerateURLForDownloadFile(GenerateURLForDownloadFile),
    /// Tells who the consumer is; opaque here.
    SetUserProfile(Option<Value>),
    /// Asks who somebody is: a bare id, or nothing for oneself.
    GetUserProfile(Option<Value>),
    /// An agent's availability.
    SetAgentState(SetAgentState),
    /// An agent asks for offers.
    SubscribeRoutingTasks(SubscribeRoutingTasks),
    /// An agent answers an offer.
    UpdateRingState(UpdateRingState),
    /// A request that this version does not know.
    Unknown(Option<Value>),
}

impl RequestBody {
    /// The name by which a consumer asks.
    #[must_use]
    pub fn type_name(&self) -> &'static str {
        match self {
            Self::InitConnection => "InitConnection",
            Self::GetClock => "GetClock",
            Self::SubscribeExConversations(_) => "cqm.SubscribeExConversations",
            Self::Unsubscribe(_) => "cqm.UnsubscribeExConversations",
            Self::ConsumerRequestConversation(_) => "cm.ConsumerRequestConversation",
            Self::AgentRequestConversation(_) => "cm.AgentRequestConversation",
            Self::SubscribeMessagingEvents(_) => "ms.SubscribeMessagingEvents",
            Self::PublishEvent(_) => "ms.PublishEvent",
            Self::UpdateConversationField(_) => "cm.UpdateConversationField",
            Self::QueryMessages(_) => "ms.QueryMessages",
            Self::GenerateURLForUploadFile(_) => "ms.GenerateURLForUploadFile",
            Self::GenerateURLForDownloadFile(_) => "ms.GenerateURLForDownloadFile",
            Self::SetUserProfile(_) => "userprofile.SetUserProfile",
            Self::GetUserProfile(_) => "userprofile.GetUserProfile",
            Self::SetAgentState(_) => "routing.SetAgentState",
            Self::SubscribeRoutingTasks(_) => "routing.SubscribeRoutingTasks",
            Self::UpdateRingState(_) => "routing.UpdateRingState",
            Self::Unknown(_) => "",
        }
    }

    /// Whether requests of this family exist.
    #[must_use]
    pub fn is_known(family: &str) -> bool {
        KNOWN.contains(&family) || KNOWN_BY_NAME.contains(&family)
    }

    /// Whether requests of this family have nothing to say in a body.
    #[must_use]
    pub fn needs_none(family: &str) -> bool {
        matches!(family, "InitConnection" | "GetClock")
    }

    /// Reads the body of a request of this type family; `None` where it could not be read.
    pub fn read(family: &str, body: Option<&Value>, trace: &mut Trace) -> Option<Self> {
        match body {
            Some(body) => Self::read_body(family, body, trace),
            None => Self::without_body(family, trace),
        }
    }

    fn without_body(family: &str, trace: &mut Trace) -> Option<Self> {
        Some(match family {
            "InitConnection" => Self::InitConnection,
            "GetClock" => Self::GetClock,
            "cm.ConsumerRequestConversation" => Self::ConsumerRequestConversation(None),
            "cm.AgentRequestConversation" => Self::AgentRequestConversation(None),
            "userprofile.SetUserProfile" => Self::SetUserProfile(None),
            "userprofile.GetUserProfile" => Self::GetUserProfile(None),
            // All members of these bodies are optional.
            "cqm.SubscribeExConversations" => Self::SubscribeExConversations(Wire::read(&empty(), trace)?),
            "routing.SubscribeRoutingTasks" => Self::SubscribeRoutingTasks(Wire::read(&empty(), trace)?),
            _ if KNOWN_BY_NAME.contains(&family) => Self::Unknown(None),
            _ => {
                trace.note_misread();
                Self::Unknown(None)
            }
        })
    }

    fn read_body(family: &str, body: &Value, trace: &mut Trace) -> Option<Self> {
        Some(match family {
            "InitConnection" => {
                Members::open(body, trace)?.close();
                Self::InitConnection
            }
            "GetClock" => {
                Members::open(body, trace)?.close();
                Self::GetClock
            }
            "cqm.SubscribeExConversations" => Self::SubscribeExConversations(Wire::read(body, trace)?),
            "cqm.UnsubscribeExConversations" => Self::Unsubscribe(Wire::read(body, trace)?),
            "cm.ConsumerRequestConversation" => Self::ConsumerRequestConversation(Some(Wire::read(body, trace)?)),
            "cm.AgentRequestConversation" => Self::AgentRequestConversation(Some(Wire::read(body, trace)?)),
            "ms.SubscribeMessagingEvents" => Self::SubscribeMessagingEvents(Wire::read(body, trace)?),
            "ms.PublishEvent" => Self::PublishEvent(Wire::read(body, trace)?),
            "cm.UpdateConversationField" => Self::UpdateConversationField(Wire::read(body, trace)?),
            "ms.QueryMessages" => Self::QueryMessages(Wire::read(body, trace)?),
            "ms.GenerateURLForUploadFile" => Self::GenerateURLForUploadFile(Wire::read(body, trace)?),
            "ms.GenerateURLForDownloadFile" => Self::GenerateURLForDownloadFile(Wire::read(body, trace)?),
            "userprofile.SetUserProfile" => {
                trace.probe(Opaque::SetUserProfile, body);
                Self::SetUserProfile(Some(body.clone()))
            }
            "userprofile.GetUserProfile" => {
                trace.probe(Opaque::GetUserProfile, body);
                Self::GetUserProfile(Some(body.clone()))
            }
            "routing.SetAgentState" => Self::SetAgentState(Wire::read(body, trace)?),
            "routing.SubscribeRoutingTasks" => Self::SubscribeRoutingTasks(Wire::read(body, trace)?),
            "routing.UpdateRingState" => Self::UpdateRingState(Wire::read(body, trace)?),
            _ => {
                if !KNOWN_BY_NAME.contains(&family) {
                    trace.note_misread();
                }
                Self::Unknown(Some(body.clone()))
            }
        })
    }

    /// Writes the body; `None` where there is none.
    #[must_use]
    pub fn write(&self) -> Option<Value> {
        match self {
            Self::InitConnection | Self::GetClock => None,
            Self::SubscribeExConversations(body) => Some(body.write()),
            Self::Unsubscribe(body) => Some(body.write()),
            Self::ConsumerRequestConversation(body) | Self::AgentRequestConversation(body) => {
                body.as_ref().map(Wire::write)
            }
            Self::SubscribeMessagingEvents(body) => Some(body.write()),
            Self::PublishEvent(body) => Some(body.write()),
            Self::UpdateConversationField(body) => Some(body.write()),
            Self::QueryMessages(body) => Some(body.write()),
            Self::GenerateURLForUploadFile(body) => Some(body.write()),
            Self::GenerateURLForDownloadFile(body) => Some(body.write()),
            Self::SetAgentState(body) => Some(body.write()),
            Self::SubscribeRoutingTasks(body) => Some(body.write()),
            Self::UpdateRingState(body) => Some(body.write()),
            Self::SetUserProfile(body) | Self::GetUserProfile(body) | Self::Unknown(body) => body.clone(),
        }
    }
}

fn empty() -> Value {
    Value::Object(Map::new())
}

/// The families of all requests with a variant of their own.
const KNOWN: [&str; 17] = [
    "InitConnection",
    "GetClock",
    "cqm.SubscribeExConversations",
    "cqm.UnsubscribeExConversations",
    "cm.ConsumerRequestConversation",
    "cm.AgentRequestConversation",
    "ms.SubscribeMessagingEvents",
    "ms.PublishEvent",
    "cm.UpdateConversationField",
    "ms.QueryMessages",
    "ms.GenerateURLForUploadFile",
    "ms.GenerateURLForDownloadFile",
    "userprofile.SetUserProfile",
    "userprofile.GetUserProfile",
    "routing.SetAgentState",
    "routing.SubscribeRoutingTasks",
    "routing.UpdateRingState",
];

/// Requests of agents that exist, but whose bodies no public page describes. They are opaque here and answered by nobody.
const KNOWN_BY_NAME: [&str; 3] =
    ["routing.SubscribeAgentsState", "routing.UpdateRoutingTaskSubscription", "ms.token.GenerateDownloadToken"];
