//! What agents are told of agents: who takes conversations.

use super::ids::ParticipantId;
use super::wire::{Many, wire_struct};

wire_struct! {
    /// An agent's availability.
    pub struct AgentState {
        /// `ONLINE`, `AWAY`, `BACK_SOON`, `OFFLINE`, `OCCUPIED`.
        availability: Option<String> = "availability",
        /// On which channels.
        channels: Many<String> = "channels",
        /// In the agent's own words.
        description: Option<String> = "description",
        /// Who, by the older id.
        agent_user_id: Option<ParticipantId> = "agentUserId",
        /// Who.
        agent_id: Option<ParticipantId> = "agentId",
    }
}

wire_struct! {
    /// An availability is new, changed or gone.
    pub struct AgentStateChange {
        /// `UPSERT` or `DELETE`.
        change_type: Option<String> = "type",
        /// The availability.
        result: Option<AgentState> = "result",
    }
}
