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

/// Who takes part in a conversation: a list of people, or from older servers lists of ids by role.
#[derive(Clone, Debug, PartialEq)]
pub struct Participants {
    people: Vec<Participant>,
    /// As the server wrote it; only what writes it again needs to know.
    #[cfg(not(target_arch = "wasm32"))]
    form: Form,
}

#[cfg(not(target_arch = "wasm32"))]
#[derive(Clone, Debug, PartialEq)]
enum Form {
    List(Many<Participant>),
    ByRole(Vec<(Role, Many<ParticipantId>)>),
}

impl Participants {
    /// Everybody with their role.
    pub fn iter(&self) -> impl Iterator<Item = (&ParticipantId, Option<&Role>)> {
        self.people.iter().map(|person| (&person.id, person.role.as_ref()))
    }

    fn add_all(&mut self, role: &Role, ids: &Many<ParticipantId>) {
        for id in ids {
            self.people.push(Participant { id: id.clone(), role: Some(role.clone()), state: None });
        }
    }

    /// Older servers: ids by role.
    fn fill_by_role(&mut self, map: &Map, trace: &mut Trace) {
        #[cfg(not(target_arch = "wasm32"))]
        let mut roles = Vec::with_capacity(map.len());
        for (word, ids) in map {
            let role = Role::from(word.as_str());
            // Roles may be added, and so may members that are no roles: those hold no list of ids.
            #[cfg(not(target_arch = "wasm32"))]
            if matches!(role, Role::Other(_)) && !is_list_of_texts(ids) {
                trace.unknown_member(word);
                continue;
            }
            trace.enter_named(word);
            let ids = Many::read_list(ids, trace);
            trace.leave();
            self.add_all(&role, &ids);
            #[cfg(not(target_arch = "wasm32"))]
            roles.push((role, ids));
        }
        #[cfg(not(target_arch = "wasm32"))]
        {
            self.form = Form::ByRole(roles);
        }
    }
}

#[cfg(not(target_arch = "wasm32"))]
impl Participants {
    /// People with their roles.
    #[must_use]
    pub fn list(people: Many<Participant>) -> Self {
        Self { people: people.to_vec(), form: Form::List(people) }
    }

    /// As older servers write them: ids by role.
    #[must_use]
    pub fn by_role(roles: Vec<(Role, Many<ParticipantId>)>) -> Self {
        let mut all = Self::blank();
        for (role, ids) in &roles {
            all.add_all(role, ids);
        }
        all.form = Form::ByRole(roles);
        all
    }
}

#[cfg(not(target_arch = "wasm32"))]
fn is_list_of_texts(value: &Value) -> bool {
    value.as_array().is_some_and(|list| list.iter().all(Value::is_string))
}

impl Wire for Participants {
    fn blank() -> Self {
        Self {
            people: Vec::new(),
            #[cfg(not(target_arch = "wasm32"))]
            form: Form::List(Many::default()),
        }
    }

    fn fill(&mut self, value: &Value, trace: &mut Trace) -> bool {
        match value.as_object().filter(|object| !object.contains_key("id")) {
            Some(by_role) => self.fill_by_role(by_role, trace),
            None => {
                let list = Many::read_list(value, trace);
                #[cfg(not(target_arch = "wasm32"))]
                {
                    self.form = Form::List(list.clone());
                }
                self.people = list.into_vec();
            }
        }
        true
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn write(&self) -> Value {
        match &self.form {
            Form::List(list) => list.write_list(),
            Form::ByRole(roles) => {
                let pairs = roles.iter().map(|(role, ids)| (role.as_str().to_owned(), ids.write_list()));
                Value::Object(pairs.collect::<Map>())
            }
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
    fn blank() -> Self {
        Self::Id(ParticipantId::blank())
    }

    fn read(value: &Value, trace: &mut Trace) -> Option<Self> {
        if value.as_str().is_some() {
            ParticipantId::read(value, trace).map(Self::Id)
        } else {
            Participant::read(value, trace).map(Self::Person)
        }
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn write(&self) -> Value {
        match self {
            Self::Id(id) => id.write(),
            Self::Person(person) => person.write(),
        }
    }
}
