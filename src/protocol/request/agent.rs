//! Requests that only agents send: availability, and offers of conversations.

use crate::protocol::ids::{AccountId, ParticipantId, RingId};
use crate::protocol::wire::{Many, wire_struct};

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
