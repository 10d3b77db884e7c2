//! The wire, typed: what the Messaging Window API sends and takes, as `docs/protocol.md` describes it.
//!
//! Only this room knows JSON. It holds no logic and no clock: a frame is read into typed values, or written from them.
//! Decoders follow four rules: unknown members and unknown words are passed over, a single element may stand for an
//! array of one, and nothing but identifiers must be present.

#![cfg_attr(target_arch = "wasm32", expect(unused_imports, reason = "of members that only the host reads"))]

#[cfg(not(target_arch = "wasm32"))]
pub mod agent;
mod client_properties;
mod cobrowse;
#[cfg(not(target_arch = "wasm32"))]
pub mod content;
mod conversation;
mod event;
mod frame;
mod ids;
#[cfg(not(target_arch = "wasm32"))]
pub mod inspect;
pub mod json;
pub mod metadata;
mod notification;
#[cfg(not(target_arch = "wasm32"))]
pub mod page;
#[cfg(not(target_arch = "wasm32"))]
pub mod profile;
mod request;
mod response;
pub mod rest;
mod time;
mod type_name;
pub mod wire;

pub use client_properties::{ClientProperties, DeviceFamily, Feature, Header, Integration, Os};
pub use cobrowse::{CoBrowseMetadata, CoBrowseMode, NotificationKey, SessionState};
pub use conversation::{
    ChangeType, ChannelType, ConversationChange, ConversationDetails, ConversationResult, Csat, Delay, Dialog,
    DialogMetadata, DialogParticipant, DialogState, DialogType, Participant, ParticipantState, Participants, Role,
    RoleMap, Ttr,
};
pub use event::{
    AcceptStatus, AcceptStatusEvent, ChatState, ChatStateEvent, ContentEvent, Event, EventChange, HostedFile, Message,
    OriginatorMetadata, RichContentEvent, SecureForm,
};
pub use frame::{Frame, FrameError, Incoming};
pub use ids::{
    AccountId, ConversationId, DialogId, LooseId, ParticipantId, RingId, Sequence, ServiceId, SubscriptionId,
};
pub use metadata::{Metadata, MetadataList};
pub use notification::{
    AgentStateChanges, ConversationChanges, MessagingChanges, Notification, NotificationBody, Ring, RoutingTask,
    RoutingTaskChange, RoutingTaskChanges,
};
pub use request::{
    CampaignInfo, ConversationContext, ConversationField, DialogChange, FieldChange, GenerateDownloadUrl,
    GenerateUploadUrl, Outgoing, PublishEvent, QueryMessages, Request, RequestBody, RequestConversation, SetAgentState,
    SubscribeConversations, SubscribeMessagingEvents, SubscribeRoutingTasks, Unsubscribe, UpdateConversationField,
    UpdateRingState,
};
pub use response::{ObjectBody, QueryParams, Response, ResponseBody};
pub use rest::answer::AgentProfile;
pub use rest::{AccessToken, BaseUri, BaseUris, TokenClaims, TokenError, id_token_body};
pub use time::{Millis, Seconds};
pub use type_name::TypeName;
