//! Notifications: what the service tells without being asked again.

use crate::protocol::json::Value;

use super::conversation::ConversationChange;
use super::event::EventChange;
use super::ids::{ConversationId, DialogId, ParticipantId, RingId, SubscriptionId};
use super::time::Millis;
use super::type_name::TypeName;
#[cfg(not(target_arch = "wasm32"))]
use super::wire::Opaque;
use super::wire::{Field, Kept, Many, Members, Trace, Wire, kept, wire_struct};

wire_struct! {
    /// Conversations changed.
    pub struct ExConversationChangeNotification {
        /// Whose subscription; missing in the webhook form.
        subscription_id: Option<SubscriptionId> = "subscriptionId",
        /// What changed.
        changes: Many<ConversationChange> = "changes",
    }
}

wire_struct! {
    /// Events of dialogs.
    pub struct MessagingEventNotification {
        /// Agents: which dialog.
        dialog_id: Option<DialogId> = "dialogId",
        /// Which conversation.
        conversation_id: Option<ConversationId> = "conversationId",
        /// The events.
        changes: Many<EventChange> = "changes",
    }
}

#[cfg(not(target_arch = "wasm32"))]
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

#[cfg(not(target_arch = "wasm32"))]
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

#[cfg(not(target_arch = "wasm32"))]
wire_struct! {
    /// A task is new, changed or gone.
    pub struct RoutingTaskChange {
        /// `UPSERT` or `DELETE`.
        change_type: Option<String> = "type",
        /// The task.
        result: RoutingTask = "result",
    }
}

#[cfg(not(target_arch = "wasm32"))]
wire_struct! {
    /// Tasks changed.
    pub struct RoutingTaskNotification {
        /// Whose subscription.
        subscription_id: Option<SubscriptionId> = "subscriptionId",
        /// What changed.
        changes: Many<RoutingTaskChange> = "changes",
    }
}

#[cfg(not(target_arch = "wasm32"))]
wire_struct! {
    /// An agent's availability changed; the states themselves are opaque here.
    pub struct AgentStateNotification {
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
    Conversations(ExConversationChangeNotification),
    /// Events of dialogs.
    Messaging(MessagingEventNotification),
    /// Older form: a single event is the body.
    Event(Box<EventChange>),
    /// Agents: tasks changed.
    #[cfg(not(target_arch = "wasm32"))]
    RoutingTasks(RoutingTaskNotification),
    /// Agents: availability changed.
    #[cfg(not(target_arch = "wasm32"))]
    AgentState(AgentStateNotification),
    /// A notification that this version does not know.
    Unknown(Kept),
}

/// A notification frame.
#[derive(Clone, Debug, PartialEq)]
pub struct Notification {
    /// `notification`.
    #[cfg(not(target_arch = "wasm32"))]
    pub kind: Option<String>,
    /// The type as written.
    pub type_name: TypeName,
    /// The body.
    pub body: NotificationBody,
}

#[cfg(not(target_arch = "wasm32"))]
impl Notification {
    /// A notification of this type.
    #[must_use]
    pub fn new(type_name: &str, body: NotificationBody) -> Self {
        Self { kind: Some("notification".into()), type_name: TypeName::from(type_name), body }
    }
}

/// How the types of notifications end, by which they are known: what stands before differs between servers.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Conversations,
    Messaging,
    #[cfg(not(target_arch = "wasm32"))]
    RoutingTasks,
    #[cfg(not(target_arch = "wasm32"))]
    AgentState,
}

/// How the type of the notification of conversations ends.
pub(super) const CONVERSATIONS: &str = ".ExConversationChangeNotification";

const KINDS: &[(&str, Kind)] = &[
    (CONVERSATIONS, Kind::Conversations),
    (".MessagingEventNotification", Kind::Messaging),
    (".OnlineEventDistribution", Kind::Messaging),
    #[cfg(not(target_arch = "wasm32"))]
    (".RoutingTaskNotification", Kind::RoutingTasks),
    #[cfg(not(target_arch = "wasm32"))]
    (".AgentStateNotification", Kind::AgentState),
];

fn kind_of(name: &str) -> Option<Kind> {
    KINDS.iter().find(|(ending, _)| name.ends_with(ending)).map(|(_, kind)| *kind)
}

impl NotificationBody {
    /// Reads the body of a notification of this type, which may also be the type's family.
    pub fn read(name: &str, body: &Value, trace: &mut Trace) -> Option<Self> {
        Some(match kind_of(name) {
            Some(Kind::Conversations) => Self::Conversations(Wire::read(body, trace)?),
            Some(Kind::Messaging) if body.get("event").is_some() => Self::Event(Wire::read(body, trace)?),
            Some(Kind::Messaging) => Self::Messaging(Wire::read(body, trace)?),
            #[cfg(not(target_arch = "wasm32"))]
            Some(Kind::RoutingTasks) => Self::RoutingTasks(Wire::read(body, trace)?),
            #[cfg(not(target_arch = "wasm32"))]
            Some(Kind::AgentState) => Self::AgentState(AgentStateNotification::read_and_show(body, trace)?),
            None => {
                // The widget says so by itself.
                #[cfg(not(target_arch = "wasm32"))]
                trace.note_misread();
                Self::Unknown(kept(body))
            }
        })
    }

    /// Writes the body; `None` where there is none.
    #[cfg(not(target_arch = "wasm32"))]
    #[must_use]
    pub fn write(&self) -> Option<Value> {
        match self {
            Self::Conversations(body) => Some(body.write()),
            Self::Messaging(body) => Some(body.write()),
            Self::Event(body) => Some(body.write()),
            Self::RoutingTasks(body) => Some(body.write()),
            Self::AgentState(body) => Some(body.write()),
            Self::Unknown(body) => Some(body.clone()).filter(|body| !body.is_null()),
        }
    }
}

#[cfg(not(target_arch = "wasm32"))]
impl AgentStateNotification {
    /// Reads it, and shows the states to the probe.
    fn read_and_show(body: &Value, trace: &mut Trace) -> Option<Self> {
        let body = Self::read(body, trace)?;
        trace.enter_member("changes");
        for (index, change) in body.changes.iter().enumerate() {
            body.changes.enter(index, trace);
            trace.probe(Opaque::AgentStateChange, change);
            body.changes.leave(trace);
        }
        trace.leave();
        Some(body)
    }
}

/// Where a notification that cannot be read is reported: at its type, if that is not known.
#[cfg(not(target_arch = "wasm32"))]
fn place_of(name: &str) -> &'static str {
    if kind_of(name).is_some() { "body" } else { "type" }
}

#[cfg(target_arch = "wasm32")]
fn place_of(_: &str) -> &'static str {
    "body"
}

impl Wire for Notification {
    fn blank() -> Self {
        Self {
            #[cfg(not(target_arch = "wasm32"))]
            kind: None,
            type_name: TypeName::blank(),
            body: NotificationBody::Unknown(Kept::default()),
        }
    }

    fn fill(&mut self, value: &Value, trace: &mut Trace) -> bool {
        let Some(mut members) = Members::open(value, trace) else { return false };
        #[cfg(not(target_arch = "wasm32"))]
        members.field("kind", &mut self.kind);
        members.field("type", &mut self.type_name);
        let name = self.type_name.as_str();
        let body = members.raw("body").filter(|body| !body.is_null());
        let read = members.at(place_of(name), |trace| match body {
            Some(body) => NotificationBody::read(name, body, trace),
            None => {
                trace.note_misread();
                None
            }
        });
        if let Some(read) = read {
            self.body = read;
        }
        members.close()
    }

    #[cfg(not(target_arch = "wasm32"))]
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
