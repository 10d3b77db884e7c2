//! Requests about conversations: which to tell of, and opening one.

use crate::protocol::client_properties::ClientProperties;
use crate::protocol::ids::{AccountId, ConversationId, LooseId, ParticipantId, SubscriptionId};
use crate::protocol::wire::{Many, Nullable, wire_struct};

wire_struct! {
    /// Asks for conversations and their changes.
    #[derive(Default)]
    pub struct SubscribeExConversations {
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
    #[derive(Default)]
    pub struct ConsumerRequestConversation {
        /// `MESSAGING`.
        channel_type: Option<String> = "channelType",
        /// How soon an answer is due; `null` is written for no wish.
        ttr_def_name: Option<Nullable<String>> = "ttrDefName",
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
