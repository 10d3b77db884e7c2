//! Requests: what a consumer or an agent asks of the service.

use serde_json::Value;

use super::client_properties::{ClientProperties, Header};
use super::conversation::Dialog;
use super::event::{Event, MetadataList};
use super::ids::{AccountId, ConversationId, DialogId, LooseId, ParticipantId, RingId, SubscriptionId};
use super::metadata::Metadata;
use super::type_name::TypeName;
use super::wire::{Field, Many, Members, Nullable, Trace, Wire, wire_struct};

wire_struct! {
    /// Asks for conversations and their changes.
    pub struct SubscribeConversations {
        /// Filter on the main dialog's state.
        conv_state: Many<String> = "convState",
        /// Filter on the whole conversation.
        stage: Many<String> = "stage",
        /// Only conversations touched since; milliseconds.
        min_last_updated_time: Option<i64> = "minLastUpdatedTime",
        /// Agents: whose conversations.
        agent_ids: Many<ParticipantId> = "agentIds",
        /// Agents: of which skill.
        skill_id: Option<String> = "skillId",
    }
}

wire_struct! {
    /// Ends a subscription.
    pub struct Unsubscribe {
        /// Which.
        subscription_id: SubscriptionId = "subscriptionId",
    }
}

wire_struct! {
    /// The campaign that led to a conversation; numbers and texts both occur.
    pub struct CampaignInfo {
        /// The campaign.
        campaign_id: Option<LooseId> = "campaignId",
        /// The engagement.
        engagement_id: Option<LooseId> = "engagementId",
    }
}

wire_struct! {
    /// Where a conversation comes from.
    pub struct ConversationContext {
        /// `SharkContext` for web pages, `MobileAppContext`, `ProactiveContext` …
        context_type: Option<String> = "type",
        /// The visitor, as the page's tag knows it.
        visitor_id: Option<String> = "visitorId",
        /// The visit.
        session_id: Option<String> = "sessionId",
        /// The interaction.
        interaction_context_id: Option<String> = "interactionContextId",
        /// A language tag.
        lang: Option<String> = "lang",
        /// What the client can show.
        features: Many<String> = "features",
        /// What the client tells of itself.
        client_properties: Option<ClientProperties> = "clientProperties",
        /// Conversations opened by an agent.
        origin_conversation_id: Option<ConversationId> = "originConversationId",
    }
}

wire_struct! {
    /// Opens a conversation. Every member is optional, and so is the whole body.
    pub struct RequestConversation {
        /// How soon an answer is due; `null` is written for no wish.
        ttr_def_name: Option<Nullable<String>> = "ttrDefName",
        /// `MESSAGING`.
        channel_type: Option<String> = "channelType",
        /// The account.
        brand_id: Option<AccountId> = "brandId",
        /// The skill, `-1` for any.
        skill_id: Option<String> = "skillId",
        /// The campaign.
        campaign_info: Option<CampaignInfo> = "campaignInfo",
        /// Where it comes from.
        conversation_context: Option<ConversationContext> = "conversationContext",
        /// Agents: with whom.
        consumer_id: Option<ParticipantId> = "consumerId",
    }
}

wire_struct! {
    /// Asks for the events of a dialog and those that follow.
    pub struct SubscribeMessagingEvents {
        /// Which dialog.
        dialog_id: DialogId = "dialogId",
        /// Which conversation.
        conversation_id: Option<ConversationId> = "conversationId",
        /// From this number on, itself included.
        from_seq: Option<i64> = "fromSeq",
    }
}

wire_struct! {
    /// Publishes an event.
    pub struct PublishEvent {
        /// In which dialog.
        dialog_id: DialogId = "dialogId",
        /// In which conversation.
        conversation_id: Option<ConversationId> = "conversationId",
        /// The event.
        event: Event = "event",
        /// Agents: `ALL`, or `AGENTS_AND_MANAGERS` for private notes.
        message_audience: Option<String> = "messageAudience",
    }
}

wire_struct! {
    /// A change of a dialog.
    pub struct DialogChange {
        /// `DialogChange`.
        field: String = "field",
        /// `CREATE` or `UPDATE`.
        change_type: Option<String> = "type",
        /// The dialog's id beside the dialog; agents write it.
        dialog_id: Option<DialogId> = "dialogId",
        /// The dialog, or the members of it that change.
        dialog: Dialog = "dialog",
    }
}

wire_struct! {
    /// A change of any other field. Which members are present depends on the field.
    pub struct FieldChange {
        /// `Stage`, `ConversationStateField`, `CSATRate`, `TTRField`, `ParticipantsChange`, `Skill` …
        field: String = "field",
        /// `ADD`, `REMOVE`, `UPDATE`, `SUGGEST`.
        change_type: Option<String> = "type",
        /// `CLOSE`.
        conversation_state: Option<String> = "conversationState",
        /// 1 to 5.
        csat_rate: Option<i64> = "csatRate",
        /// Whether the matter was settled.
        csat_resolution_confirmation: Option<bool> = "csatResolutionConfirmation",
        /// `FILLED`, `PARTIALLY_FILLED`, `SKIPPED`.
        status: Option<String> = "status",
        /// `NORMAL`, `PRIORITIZED`, `URGENT`, `CUSTOM`.
        ttr_type: Option<String> = "ttrType",
        /// Seconds.
        value: Option<i64> = "value",
        /// The part of a participant.
        role: Option<String> = "role",
        /// Who.
        user_id: Option<ParticipantId> = "userId",
        /// Which skill.
        skill: Option<String> = "skill",
    }
}

/// One changed field of a conversation.
#[derive(Clone, Debug, PartialEq)]
pub enum ConversationField {
    /// A dialog is created or changed.
    Dialog(Box<DialogChange>),
    /// Any other field.
    Other(Box<FieldChange>),
}

impl Wire for ConversationField {
    fn read(value: Value, trace: &mut Trace) -> Option<Self> {
        if value.get("field").and_then(Value::as_str) == Some("DialogChange") {
            DialogChange::read(value, trace).map(Box::new).map(Self::Dialog)
        } else {
            FieldChange::read(value, trace).map(Box::new).map(Self::Other)
        }
    }

    fn write(&self) -> Value {
        match self {
            Self::Dialog(change) => change.write(),
            Self::Other(change) => change.write(),
        }
    }
}

wire_struct! {
    /// Changes fields of a conversation.
    pub struct UpdateConversationField {
        /// Which conversation.
        conversation_id: ConversationId = "conversationId",
        /// The changes.
        conversation_field: Many<ConversationField> = "conversationField",
    }
}

wire_struct! {
    /// Asks for the events of a dialog; the answer is complete.
    pub struct QueryMessages {
        /// Which dialog.
        dialog_id: DialogId = "dialogId",
        /// From this number on, itself included.
        from_seq: Option<i64> = "fromSeq",
        /// After this number.
        newer_than_sequence: Option<i64> = "newerThanSequence",
    }
}

wire_struct! {
    /// Asks for an address to upload a file to.
    pub struct GenerateUploadUrl {
        /// Bytes; texts and numbers both occur.
        file_size: Option<LooseId> = "fileSize",
        /// `JPG`, `PNG`, `GIF`, `JPEG`.
        file_type: Option<String> = "fileType",
    }
}

wire_struct! {
    /// Asks for an address to download a file from.
    pub struct GenerateDownloadUrl {
        /// Where it lies.
        relative_path: String = "relativePath",
    }
}

wire_struct! {
    /// Agents: whether they take conversations.
    pub struct SetAgentState {
        /// `ONLINE`, `AWAY`, `BACK_SOON`, `OFFLINE`, `OCCUPIED`.
        availability: Option<String> = "availability",
        /// On which channels.
        channels: Many<String> = "channels",
        /// Who.
        agent_user_id: Option<ParticipantId> = "agentUserId",
    }
}

wire_struct! {
    /// Agents: asks for offers of conversations.
    pub struct SubscribeRoutingTasks {
        /// `MESSAGING`.
        channel_type: Option<String> = "channelType",
        /// Who.
        agent_id: Option<ParticipantId> = "agentId",
        /// The account.
        brand_id: Option<AccountId> = "brandId",
    }
}

wire_struct! {
    /// Agents: answers an offer.
    pub struct UpdateRingState {
        /// Which offer.
        ring_id: RingId = "ringId",
        /// `ACCEPTED` or `REJECTED`.
        ring_state: String = "ringState",
    }
}

/// What is asked for.
#[derive(Clone, Debug, PartialEq)]
pub enum RequestBody {
    /// Says who connects; its content is in the headers.
    InitConnection,
    /// Asks for the service's time.
    GetClock,
    /// Asks for conversations and their changes.
    SubscribeConversations(SubscribeConversations),
    /// Ends a subscription.
    Unsubscribe(Unsubscribe),
    /// A consumer opens a conversation.
    RequestConversation(Option<Box<RequestConversation>>),
    /// An agent opens a conversation.
    AgentRequestConversation(Option<Box<RequestConversation>>),
    /// Asks for the events of a dialog.
    SubscribeMessagingEvents(SubscribeMessagingEvents),
    /// Publishes an event.
    PublishEvent(Box<PublishEvent>),
    /// Changes fields of a conversation.
    UpdateConversationField(UpdateConversationField),
    /// Asks for the events of a dialog, all in one answer.
    QueryMessages(QueryMessages),
    /// Asks for an address to upload to.
    GenerateUploadUrl(GenerateUploadUrl),
    /// Asks for an address to download from.
    GenerateDownloadUrl(GenerateDownloadUrl),
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

/// A request frame.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    /// `req`; some samples leave it out.
    pub kind: Option<String>,
    /// Unique on its socket; some samples leave it out.
    pub id: Option<LooseId>,
    /// The type as written.
    pub type_name: TypeName,
    /// The headers of `InitConnection`.
    pub headers: Many<Header>,
    /// What is asked for.
    pub body: RequestBody,
    /// Entries beside the body.
    pub metadata: Option<Nullable<MetadataList>>,
    /// Agents; its encoding is not documented.
    pub encoded_metadata: Option<String>,
}

impl Request {
    /// A consumer's request.
    #[must_use]
    pub fn new(id: LooseId, body: RequestBody) -> Self {
        Self {
            kind: Some("req".into()),
            id: Some(id),
            type_name: TypeName::from(body.type_name()),
            headers: Many::default(),
            body,
            metadata: None,
            encoded_metadata: None,
        }
    }

    /// The same with headers.
    #[must_use]
    pub fn with_headers(mut self, headers: Vec<Header>) -> Self {
        self.headers = headers.into();
        self
    }

    /// The same with entries beside the body.
    #[must_use]
    pub fn with_metadata(mut self, metadata: Vec<Metadata>) -> Self {
        self.metadata = Some(Nullable::Value(MetadataList(metadata.into())));
        self
    }

    /// The same under the name by which agents ask.
    #[must_use]
    pub fn from_agent(mut self) -> Self {
        let name = format!(".ams.{}", self.type_name.as_str().replacen("cqm.", "aam.", 1));
        self.type_name = TypeName::from(name.as_str());
        self
    }

    /// The entries beside the body.
    #[must_use]
    pub fn metadata(&self) -> &[Metadata] {
        self.metadata.as_ref().and_then(Nullable::value).map_or(&[], |list| &list.0)
    }
}

impl RequestBody {
    /// The name by which a consumer asks.
    #[must_use]
    pub fn type_name(&self) -> &'static str {
        match self {
            Self::InitConnection => "InitConnection",
            Self::GetClock => "GetClock",
            Self::SubscribeConversations(_) => "cqm.SubscribeExConversations",
            Self::Unsubscribe(_) => "cqm.UnsubscribeExConversations",
            Self::RequestConversation(_) => "cm.ConsumerRequestConversation",
            Self::AgentRequestConversation(_) => "cm.AgentRequestConversation",
            Self::SubscribeMessagingEvents(_) => "ms.SubscribeMessagingEvents",
            Self::PublishEvent(_) => "ms.PublishEvent",
            Self::UpdateConversationField(_) => "cm.UpdateConversationField",
            Self::QueryMessages(_) => "ms.QueryMessages",
            Self::GenerateUploadUrl(_) => "ms.GenerateURLForUploadFile",
            Self::GenerateDownloadUrl(_) => "ms.GenerateURLForDownloadFile",
            Self::SetUserProfile(_) => "userprofile.SetUserProfile",
            Self::GetUserProfile(_) => "userprofile.GetUserProfile",
            Self::SetAgentState(_) => "routing.SetAgentState",
            Self::SubscribeRoutingTasks(_) => "routing.SubscribeRoutingTasks",
            Self::UpdateRingState(_) => "routing.UpdateRingState",
            Self::Unknown(_) => "",
        }
    }

    /// Reads the body of a request of this type family; `None` where a body is needed and could not be read.
    pub fn read(family: &str, body: Option<Value>, trace: &mut Trace) -> Option<Self> {
        let Some(body) = body else {
            return Some(match family {
                "InitConnection" => Self::InitConnection,
                "GetClock" => Self::GetClock,
                "cm.ConsumerRequestConversation" => Self::RequestConversation(None),
                "cm.AgentRequestConversation" => Self::AgentRequestConversation(None),
                "userprofile.SetUserProfile" => Self::SetUserProfile(None),
                "userprofile.GetUserProfile" => Self::GetUserProfile(None),
                "cqm.SubscribeExConversations" => Self::SubscribeConversations(SubscribeConversations::read(
                    Value::Object(Default::default()),
                    trace,
                )?),
                _ => {
                    trace.note_misread();
                    Self::Unknown(None)
                }
            });
        };
        Some(match family {
            "cqm.SubscribeExConversations" => Self::SubscribeConversations(Wire::read(body, trace)?),
            "cqm.UnsubscribeExConversations" => Self::Unsubscribe(Wire::read(body, trace)?),
            "cm.ConsumerRequestConversation" => {
                Self::RequestConversation(Some(RequestConversation::read(body, trace).map(Box::new)?))
            }
            "cm.AgentRequestConversation" => {
                Self::AgentRequestConversation(Some(RequestConversation::read(body, trace).map(Box::new)?))
            }
            "ms.SubscribeMessagingEvents" => Self::SubscribeMessagingEvents(Wire::read(body, trace)?),
            "ms.PublishEvent" => Self::PublishEvent(PublishEvent::read(body, trace).map(Box::new)?),
            "cm.UpdateConversationField" => Self::UpdateConversationField(Wire::read(body, trace)?),
            "ms.QueryMessages" => Self::QueryMessages(Wire::read(body, trace)?),
            "ms.GenerateURLForUploadFile" => Self::GenerateUploadUrl(Wire::read(body, trace)?),
            "ms.GenerateURLForDownloadFile" => Self::GenerateDownloadUrl(Wire::read(body, trace)?),
            "userprofile.SetUserProfile" => Self::SetUserProfile(Some(body)),
            "userprofile.GetUserProfile" => Self::GetUserProfile(Some(body)),
            "routing.SetAgentState" => Self::SetAgentState(Wire::read(body, trace)?),
            "routing.SubscribeRoutingTasks" => Self::SubscribeRoutingTasks(Wire::read(body, trace)?),
            "routing.UpdateRingState" => Self::UpdateRingState(Wire::read(body, trace)?),
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
            Self::InitConnection | Self::GetClock => None,
            Self::SubscribeConversations(body) => Some(body.write()),
            Self::Unsubscribe(body) => Some(body.write()),
            Self::RequestConversation(body) | Self::AgentRequestConversation(body) => {
                body.as_ref().map(|body| body.write())
            }
            Self::SubscribeMessagingEvents(body) => Some(body.write()),
            Self::PublishEvent(body) => Some(body.write()),
            Self::UpdateConversationField(body) => Some(body.write()),
            Self::QueryMessages(body) => Some(body.write()),
            Self::GenerateUploadUrl(body) => Some(body.write()),
            Self::GenerateDownloadUrl(body) => Some(body.write()),
            Self::SetAgentState(body) => Some(body.write()),
            Self::SubscribeRoutingTasks(body) => Some(body.write()),
            Self::UpdateRingState(body) => Some(body.write()),
            Self::SetUserProfile(body) | Self::GetUserProfile(body) | Self::Unknown(body) => body.clone(),
        }
    }
}

impl Wire for Request {
    fn read(value: Value, trace: &mut Trace) -> Option<Self> {
        let mut members = Members::open(value, trace)?;
        let kind = members.field("kind")?;
        let id = members.field("id")?;
        let type_name: TypeName = members.field("type")?;
        let headers = members.field("headers")?;
        let metadata = members.field("metadata")?;
        let encoded_metadata = members.field("encodedMetadata")?;
        let body = members.raw("body");
        let family = type_name.family();
        let body = match body {
            None => members.read_at("type", Value::Null, |_, trace| RequestBody::read(&family, None, trace))?,
            some => members.read_at("body", Value::Null, |_, trace| RequestBody::read(&family, some, trace))?,
        };
        members.close();
        Some(Self { kind, id, type_name, headers, body, metadata, encoded_metadata })
    }

    fn write(&self) -> Value {
        let mut object = serde_json::Map::new();
        self.kind.put("kind", &mut object);
        self.id.put("id", &mut object);
        self.type_name.put("type", &mut object);
        self.headers.put("headers", &mut object);
        if let Some(body) = self.body.write() {
            object.insert("body".into(), body);
        }
        self.metadata.put("metadata", &mut object);
        self.encoded_metadata.put("encodedMetadata", &mut object);
        Value::Object(object)
    }
}
