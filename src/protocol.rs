//! The wire, typed: what the Messaging Window API sends and takes, as `docs/protocol.md` describes it.
//!
//! Only this room knows JSON. It holds no logic and no clock: a frame is read into typed values, or written from them.
//! Decoders follow four rules: unknown members and unknown words are passed over, a single element may stand for an
//! array of one, and nothing but identifiers must be present.

#![cfg_attr(target_arch = "wasm32", expect(unused_imports, reason = "of members that only the host reads"))]

mod address;
#[cfg(not(target_arch = "wasm32"))]
pub mod agent;
pub mod card;
mod client_properties;
mod cobrowse;
#[cfg(not(target_arch = "wasm32"))]
pub mod content;
mod conversation;
mod decimal;
mod event;
mod frame;
mod ids;
#[cfg(not(target_arch = "wasm32"))]
pub mod inspect;
pub mod json;
mod ledger;
pub mod metadata;
mod notification;
mod origin;
mod outgoing;
#[cfg(not(target_arch = "wasm32"))]
pub mod page;
mod position;
#[cfg(not(target_arch = "wasm32"))]
pub mod profile;
#[cfg(not(target_arch = "wasm32"))]
mod request;
mod response;
pub mod rest;
mod time;
mod type_name;
pub mod wire;

pub use address::scheme_of;
#[cfg(not(target_arch = "wasm32"))]
pub use client_properties::Header;
pub use client_properties::{ClientProperties, DeviceFamily, Feature, Integration, Os};
pub use cobrowse::{CoBrowseMetadata, CoBrowseMode, NotificationKey, SessionState};
pub use conversation::{
    ChangeType, ChannelType, ConversationChange, ConversationDetails, ConversationResult, Csat, Delay, Dialog,
    DialogMetadata, DialogParticipant, DialogState, DialogType, Participant, ParticipantState, Participants, Role, Ttr,
};
pub use decimal::{decimal, decimal_count, read_decimal};
#[cfg(not(target_arch = "wasm32"))]
pub use event::SecureForm;
pub use event::{
    AcceptStatus, AcceptStatusEvent, ChatState, ChatStateEvent, ContentEvent, Event, EventChange, HostedFile, Message,
    OriginatorMetadata, RichContentEvent,
};
#[cfg(not(target_arch = "wasm32"))]
pub use frame::Frame;
pub use frame::{FrameError, Incoming};
pub use ids::{
    AccountId, ConversationId, DialogId, LooseId, ParticipantId, RingId, Sequence, ServiceId, SubscriptionId,
};
pub use ledger::LedgerEntry;
pub use metadata::{Metadata, MetadataList};
#[cfg(not(target_arch = "wasm32"))]
pub use notification::{AgentStateNotification, Ring, RoutingTask, RoutingTaskChange, RoutingTaskNotification};
pub use notification::{ExConversationChangeNotification, MessagingEventNotification, Notification, NotificationBody};
pub use origin::Origin;
pub use outgoing::Outgoing;
pub use position::{parted, position};
#[cfg(not(target_arch = "wasm32"))]
pub use request::{
    CampaignInfo, ConsumerRequestConversation, ConversationContext, ConversationField, DialogChange, FieldChange,
    GenerateURLForDownloadFile, GenerateURLForUploadFile, PublishEvent, QueryMessages, Request, RequestBody,
    SetAgentState, SubscribeExConversations, SubscribeMessagingEvents, SubscribeRoutingTasks, Unsubscribe,
    UpdateConversationField, UpdateRingState,
};
pub use response::{ObjectBody, QueryParams, Response, ResponseBody};
#[cfg(not(target_arch = "wasm32"))]
pub use rest::TokenError;
pub use rest::answer::AgentProfile;
pub use rest::{AccessToken, BaseUri, BaseUris, TokenClaims, credential_body};
pub use time::{Millis, Seconds};
pub use type_name::TypeName;
