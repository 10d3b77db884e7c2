//! Notifications: what the service tells without being asked again.

use crate::protocol::json::Value;

use super::conversation::ConversationChange;
use super::event::EventChange;
use super::ids::{ConversationId, DialogId, ParticipantId, RingId, SubscriptionId};
use super::time::Millis;
use super::type_name::TypeName;
use super::wire::{Field, Many, Members, Opaque, Trace, Wire, wire_struct};

wire_struct! {
    /// Conversations changed.
    pub struct ConversationChanges {
        /// Whose subscription; missing in the webhook form.
        subscription_id: Option<SubscriptionId> = "subscriptionId",
        /// What changed.
        changes: Many<ConversationChange> = "changes",
    }
}

wire_struct! {
    /// Events of dialogs.
    pub struct MessagingChanges {
        /// Agents: which dialog.
        dialog_id: Option<DialogId> = "dialogId",
        /// Which conversation.
        conversation_id: Option<ConversationId> = "conversationId",
        /// The events.
        changes: Many<EventChange> = "changes",
    }
}

wire_struct! {
    /// One offer of a conversation to an agent.
    pub struct Ring {
        /// Which.
        ring_id: RingId = "ringId",
        /// `WAITING`, `ACCEPTED`, `REJECTED`, `CANCELLED`, `EXPIRED`, `AUTO_ACCEPT`.
        ring_state: Option<String> = "ringState",
        /// How long it stands.
        ring_expiration: Option<Millis> = "ringExpiration",
        /// Until when it stands.
        ring_expiration_ts: Option<Millis> = "ringExpirationTs",
        /// Its weight.
        weight: Option<f64> = "weight",
    }
}

wire_struct! {
    /// A conversation that wants an agent.
    pub struct RoutingTask {
        /// Which.
        conversation_id: ConversationId = "conversationId",
        /// Whose.
        consumer_id: Option<ParticipantId> = "consumerId",
        /// For which skill.
        skill_id: Option<String> = "skillId",
        /// Whether somebody took it.
        task_completed: Option<bool> = "taskCompleted",
        /// The offers.
        rings_details: Many<Ring> = "ringsDetails",
    }
}

wire_struct! {
    /// A task is new, changed or gone.
    pub struct RoutingTaskChange {
        /// `UPSERT` or `DELETE`.
        change_type: Option<String> = "type",
        /// The task.
        result: RoutingTask = "result",
    }
}

wire_struct! {
    /// Tasks changed.
    pub struct RoutingTaskChanges {
        /// Whose subscription.
        subscription_id: Option<SubscriptionId> = "subscriptionId",
        /// What changed.
        changes: Many<RoutingTaskChange> = "changes",
    }
}

wire_struct! {
    /// An agent's availability changed; the states themselves are opaque here.
    pub struct AgentStateChanges {
        /// Whose subscription.
        subscription_id: Option<SubscriptionId> = "subscriptionId",
        /// What changed.
        changes: Many<Value> = "changes",
    }
}

/// The body of a notification.
#[derive(Clone, Debug, PartialEq)]
pub enum NotificationBody {
    /// Conversations changed.
    Conversations(ConversationChanges),
    /// Events of dialogs.
    Messaging(MessagingChanges),
    /// Agents, older form: a single event is the body.
    Event(Box<EventChange>),
    /// Agents: tasks changed.
    RoutingTasks(RoutingTaskChanges),
    /// Agents: availability changed.
    AgentState(AgentStateChanges),
    /// A notification that this version does not know.
    Unknown(Option<Value>),
}

/// A notification frame.
#[derive(Clone, Debug, PartialEq)]
pub struct Notification {
    /// `notification`.
    pub kind: Option<String>,
    /// The type as written.
    pub type_name: TypeName,
    /// The body.
    pub body: NotificationBody,
}

impl Notification {
    /// A notification of this type.
    #[must_use]
    pub fn new(type_name: &str, body: NotificationBody) -> Self {
        Self { kind: Some("notification".into()), type_name: TypeName::from(type_name), body }
    }
}

impl NotificationBody {
    /// Reads the body of a notification of this type family.
    pub fn read(family: &str, body: Option<Value>, trace: &mut Trace) -> Option<Self> {
        let Some(body) = body.filter(|body| !body.is_null()) else {
            trace.note_misread();
            return Some(Self::Unknown(None));
        };
        Some(match family {
            "cqm.ExConversationChangeNotification" => Self::Conversations(Wire::read(body, trace)?),
            "ms.MessagingEventNotification" if body.get("event").is_some() => {
                Self::Event(EventChange::read(body, trace).map(Box::new)?)
            }
            "ms.MessagingEventNotification" => Self::Messaging(Wire::read(body, trace)?),
            "routing.RoutingTaskNotification" => Self::RoutingTasks(Wire::read(body, trace)?),
            "routing.AgentStateNotification" => {
                let body = AgentStateChanges::read(body, trace)?;
                trace.enter_member("changes");
                for (index, change) in body.changes.iter().enumerate() {
                    body.changes.enter(index, trace);
                    trace.probe(Opaque::AgentStateChange, change);
                    body.changes.leave(trace);
                }
                trace.leave();
                Self::AgentState(body)
            }
            _ => {
                trace.note_misread();
                Self::Unknown(Some(body))
            }
        })
    }

    /// Writes the body; `None` where there is none.
    #[must_use]
    pub fn write(&self) -> Option<Value> {
        match self {
            Self::Conversations(body) => Some(body.write()),
            Self::Messaging(body) => Some(body.write()),
            Self::Event(body) => Some(body.write()),
            Self::RoutingTasks(body) => Some(body.write()),
            Self::AgentState(body) => Some(body.write()),
            Self::Unknown(body) => body.clone(),
        }
    }
}

/// The families of all notifications with a variant of their own.
const KNOWN: [&str; 4] = [
    "cqm.ExConversationChangeNotification",
    "ms.MessagingEventNotification",
    "routing.RoutingTaskNotification",
    "routing.AgentStateNotification",
];

impl Wire for Notification {
    fn read(value: Value, trace: &mut Trace) -> Option<Self> {
        let mut members = Members::open(value, trace)?;
        let kind = members.field("kind")?;
        let type_name: TypeName = members.field("type")?;
        let family = type_name.family();
        let body = members.raw("body");
        let place = if KNOWN.contains(&family.as_str()) { "body" } else { "type" };
        let body = members.read_at(place, Value::Null, |_, trace| NotificationBody::read(&family, body, trace));
        let body = body.unwrap_or(NotificationBody::Unknown(None));
        members.close();
        Some(Self { kind, type_name, body })
    }

    fn write(&self) -> Value {
        let mut object = crate::protocol::json::Map::new();
        self.kind.put("kind", &mut object);
        self.type_name.put("type", &mut object);
        if let Some(body) = self.body.write() {
            object.insert("body".into(), body);
        }
        Value::Object(object)
    }
}
