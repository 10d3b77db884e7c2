//! Who takes part in a conversation or dialog, in each of the shapes that servers of different ages write.

use crate::protocol::json::{Map, Value};

use crate::protocol::ids::ParticipantId;
use crate::protocol::wire::{Many, Trace, Wire, wire_enum, wire_struct};

wire_enum! {
    /// The part that a person or bot plays.
    pub enum Role {
        /// The consumer.
        Consumer = "CONSUMER",
        /// The agent who answers.
        AssignedAgent = "ASSIGNED_AGENT",
        /// A further agent or bot.
        Agent = "AGENT",
        /// A manager who joined.
        Manager = "MANAGER",
        /// Somebody who reads along.
        Reader = "READER",
        /// The system.
        Controller = "CONTROLLER",
    }
}

wire_enum! {
    /// Whether an agent is there already.
    pub enum ParticipantState {
        /// There.
        Active = "ACTIVE",
        /// Offered the conversation, not yet there.
        Suggested = "SUGGESTED",
    }
}

wire_struct! {
    /// A person or bot in a conversation.
    pub struct Participant {
        /// Who.
        id: ParticipantId = "id",
        /// In which part. One person may stand twice, in different parts.
        role: Option<Role> = "role",
        /// Whether already there.
        state: Option<ParticipantState> = "state",
    }
}

/// Older servers: ids by role.
#[derive(Clone, Debug, PartialEq)]
pub struct RoleMap(pub Vec<(Role, Many<ParticipantId>)>);

fn is_list_of_texts(value: &Value) -> bool {
    value.as_array().is_some_and(|list| list.iter().all(Value::is_string))
}

impl Wire for RoleMap {
    fn read(value: Value, trace: &mut Trace) -> Option<Self> {
        let Value::Object(map) = value else { return trace.misread() };
        let mut roles = Vec::with_capacity(map.len());
        for (word, ids) in map {
            let role = Role::from(word);
            // Roles may be added, and so may members that are no roles: those hold no list of ids.
            if matches!(role, Role::Other(_)) && !is_list_of_texts(&ids) {
                trace.unknown_member(role.as_str());
                continue;
            }
            trace.enter_member(role.as_str());
            let ids = Many::read_list(ids, trace);
            trace.leave();
            roles.push((role, ids));
        }
        Some(Self(roles))
    }

    fn write(&self) -> Value {
        let pairs = self.0.iter().map(|(role, ids)| (role.as_str().to_owned(), ids.write_list()));
        Value::Object(pairs.collect::<Map>())
    }
}

/// Who takes part, in either shape.
#[derive(Clone, Debug, PartialEq)]
pub enum Participants {
    /// A list of people with their roles.
    List(Many<Participant>),
    /// Older servers: ids by role.
    ByRole(RoleMap),
}

impl Participants {
    /// Everybody with their role.
    pub fn iter(&self) -> Box<dyn Iterator<Item = (&ParticipantId, Option<&Role>)> + '_> {
        match self {
            Self::List(list) => Box::new(list.iter().map(|person| (&person.id, person.role.as_ref()))),
            Self::ByRole(map) => Box::new(map.iter()),
        }
    }
}

impl RoleMap {
    /// Everybody with their role.
    pub fn iter(&self) -> impl Iterator<Item = (&ParticipantId, Option<&Role>)> {
        self.0.iter().flat_map(|(role, ids)| ids.iter().map(move |id| (id, Some(role))))
    }
}

impl Wire for Participants {
    fn read(value: Value, trace: &mut Trace) -> Option<Self> {
        let by_role = value.as_object().is_some_and(|object| !object.contains_key("id"));
        if by_role {
            RoleMap::read(value, trace).map(Self::ByRole)
        } else {
            Some(Self::List(Many::read_list(value, trace)))
        }
    }

    fn write(&self) -> Value {
        match self {
            Self::List(list) => list.write_list(),
            Self::ByRole(map) => map.write(),
        }
    }
}

/// A participant of a dialog: CoBrowse dialogs hold plain ids, others people with roles.
#[derive(Clone, Debug, PartialEq)]
pub enum DialogParticipant {
    /// A plain id. An agent's is the older `account.number` or `account:number`.
    Id(ParticipantId),
    /// A person with a role.
    Person(Participant),
}

impl DialogParticipant {
    /// Who.
    #[must_use]
    pub fn id(&self) -> &ParticipantId {
        match self {
            Self::Id(id) => id,
            Self::Person(person) => &person.id,
        }
    }
}

impl Wire for DialogParticipant {
    fn read(value: Value, trace: &mut Trace) -> Option<Self> {
        if value.is_string() {
            ParticipantId::read(value, trace).map(Self::Id)
        } else {
            Participant::read(value, trace).map(Self::Person)
        }
    }

    fn write(&self) -> Value {
        match self {
            Self::Id(id) => id.write(),
            Self::Person(person) => person.write(),
        }
    }
}
