//! A conversation as the metadata subscription tells it: always its whole state, with its dialogs.

use serde_json::{Map, Value};

use super::cobrowse::CoBrowseMetadata;
use super::event::EventChange;
use super::ids::{AccountId, ConversationId, DialogId, ParticipantId};
use super::request::{CampaignInfo, ConversationContext};
use super::time::Millis;
use super::wire::{Many, Nullable, Trace, Wire, wire_enum, wire_struct};

wire_enum! {
    /// What happened to a conversation in a subscription.
    pub enum ChangeType {
        /// It is new or changed.
        Upsert = "UPSERT",
        /// It left the filter of the subscription. It need not have been erased.
        Delete = "DELETE",
    }
}

wire_enum! {
    /// Whether a dialog or conversation goes on.
    pub enum DialogState {
        /// It goes on.
        Open = "OPEN",
        /// It has ended.
        Close = "CLOSE",
    }
}

wire_enum! {
    /// What a dialog is for.
    pub enum DialogType {
        /// The conversation itself; its id is the conversation's.
        Main = "MAIN",
        /// The questions after it.
        PostSurvey = "POST_SURVEY",
        /// Anything else, CoBrowse among it.
        Others = "OTHER",
    }
}

wire_enum! {
    /// What travels in a dialog: the one sign by which a CoBrowse invitation is known.
    pub enum ChannelType {
        /// Messages.
        Messaging = "MESSAGING",
        /// A CoBrowse invitation, session or call.
        CoBrowse = "COBROWSE",
    }
}

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

impl Wire for RoleMap {
    fn read(value: Value, trace: &mut Trace) -> Option<Self> {
        let Value::Object(map) = value else { return trace.misread() };
        let mut roles = Vec::with_capacity(map.len());
        for (role, ids) in map {
            trace.enter_member(&role);
            let ids = Many::read_list(ids, trace);
            trace.leave();
            roles.push((Role::from(role), ids));
        }
        Some(Self(roles))
    }

    fn write(&self) -> Value {
        let pairs = self.0.iter().map(|(role, ids)| (role.as_str().to_owned(), ids.write_list()));
        Value::Object(pairs.collect::<Map<_, _>>())
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

/// `metaData` of a dialog; surveys and CoBrowse share one set of members.
pub type DialogMetadata = CoBrowseMetadata;

wire_struct! {
    /// One dialog of a conversation. Their order is not stable: find them by type or id.
    pub struct Dialog {
        /// Which. Not unique over time: older servers call every CoBrowse dialog `COAPP`.
        dialog_id: DialogId = "dialogId",
        /// CoBrowse: the consumer and the agent, as plain ids.
        participants: Many<DialogParticipant> = "participants",
        /// Messaging: who takes part.
        participants_details: Many<Participant> = "participantsDetails",
        /// What it is for.
        dialog_type: Option<DialogType> = "dialogType",
        /// What travels in it.
        channel_type: Option<ChannelType> = "channelType",
        /// Surveys and CoBrowse.
        meta_data: Option<DialogMetadata> = "metaData",
        /// Whether it goes on. May be missing on closed CoBrowse dialogs.
        state: Option<DialogState> = "state",
        /// When it began.
        creation_ts: Option<Millis> = "creationTs",
        /// When it ended.
        end_ts: Option<Millis> = "endTs",
        /// When it last changed.
        meta_data_last_update_ts: Option<Millis> = "metaDataLastUpdateTs",
        /// `CONSUMER`, `AGENT` …
        closed_by: Option<String> = "closedBy",
        /// Free text.
        closed_cause: Option<String> = "closedCause",
    }
}

wire_struct! {
    /// How soon an answer is due.
    pub struct Ttr {
        /// `NORMAL`, `URGENT`, `PRIORITIZED`, `CUSTOM`.
        ttr_type: Option<String> = "ttrType",
        /// Seconds.
        value: Option<i64> = "value",
    }
}

wire_struct! {
    /// The contact centre is closed.
    pub struct Delay {
        /// `NIGHT`, `WEEKEND`, `HOLIDAY`.
        delay_type: Option<String> = "type",
        /// Until when.
        till_when: Option<Millis> = "tillWhen",
    }
}

wire_struct! {
    /// The older survey of one rating and one question.
    pub struct Csat {
        /// `CSATRate`, where a field change was copied here.
        field: Option<String> = "field",
        /// 1 to 5.
        csat_rate: Option<i64> = "csatRate",
        /// Whether the matter was settled.
        csat_resolution_confirmation: Option<bool> = "csatResolutionConfirmation",
        /// `FILLED`, `PARTIALLY_FILLED`, `SKIPPED`.
        status: Option<String> = "status",
    }
}

wire_struct! {
    /// The whole state of a conversation.
    pub struct ConversationDetails {
        /// Older servers repeat the id here.
        conv_id: Option<ConversationId> = "convId",
        /// `-1` for none.
        skill_id: Option<String> = "skillId",
        /// The account.
        brand_id: Option<AccountId> = "brandId",
        /// Who takes part.
        participants: Option<Participants> = "participants",
        /// Older servers: who takes part.
        participants_pid: Option<RoleMap> = "participantsPId",
        /// Of the main dialog alone.
        state: Option<DialogState> = "state",
        /// Of the whole conversation. Older servers leave it out: then `state` speaks for it.
        stage: Option<DialogState> = "stage",
        /// Its dialogs. Older servers leave them out: then there is one main dialog.
        dialogs: Many<Dialog> = "dialogs",
        /// When it began.
        start_ts: Option<Millis> = "startTs",
        /// When it ended; 0 for not yet.
        end_ts: Option<Millis> = "endTs",
        /// The order of notifications: an older one is dropped.
        meta_data_last_update_ts: Option<Millis> = "metaDataLastUpdateTs",
        /// Whether the consumer never wrote before.
        first_conversation: Option<bool> = "firstConversation",
        /// How soon an answer is due.
        ttr: Option<Ttr> = "ttr",
        /// The contact centre is closed.
        delay: Option<Delay> = "delay",
        /// The agent promised an answer by then.
        manual_ettr: Option<Millis> = "manualETTR",
        /// The older survey.
        csat: Option<Csat> = "csat",
        /// Older servers.
        csat_rate: Option<i64> = "csatRate",
        /// `AGENT`, `CONSUMER`, `TIMEOUT`, `SYSTEM`.
        close_reason: Option<String> = "closeReason",
        /// Where the conversation came from.
        context: Option<ConversationContext> = "context",
        /// The same under its other name.
        conversation_context: Option<ConversationContext> = "conversationContext",
        /// The campaign.
        campaign_info: Option<CampaignInfo> = "campaignInfo",
        /// Older servers; opaque.
        note: Option<Nullable<Value>> = "note",
        /// Older servers; opaque.
        group_id: Option<Nullable<Value>> = "groupId",
        /// Opaque.
        conversation_handler_details: Option<Nullable<Value>> = "conversationHandlerDetails",
    }
}

impl ConversationDetails {
    /// Everybody who takes part, with their role, in whichever shape the server told it.
    pub fn everybody(&self) -> impl Iterator<Item = (&ParticipantId, Option<&Role>)> {
        let listed = self.participants.iter().flat_map(Participants::iter);
        listed.chain(self.participants_pid.iter().flat_map(RoleMap::iter))
    }

    /// The stage of the whole conversation; older servers tell only that of the main dialog.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.stage.as_ref().or(self.state.as_ref()) == Some(&DialogState::Close)
    }
}

wire_struct! {
    /// A conversation in a notification.
    pub struct ConversationResult {
        /// Which.
        conv_id: ConversationId = "convId",
        /// Its whole state.
        conversation_details: Option<ConversationDetails> = "conversationDetails",
        /// Milliseconds, or -1 for none.
        effective_ttr: Option<Millis> = "effectiveTTR",
        /// Older servers: when it last changed.
        last_update_time: Option<Millis> = "lastUpdateTime",
        /// The newest content, for lists. May be missing.
        last_content_event_notification: Option<EventChange> = "lastContentEventNotification",
        /// So spelt; its shape is not documented.
        number_of_unread_messages: Option<Value> = "numberOfunreadMessages",
    }
}

wire_struct! {
    /// One change of a conversation subscription.
    pub struct ConversationChange {
        /// What happened.
        change_type: Option<ChangeType> = "type",
        /// To which conversation.
        result: ConversationResult = "result",
    }
}
