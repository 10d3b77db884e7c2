//! What stands in the events of the page's tag, seen in captures of a page. The widget writes its own events from typed
//! values elsewhere; this is the reader for any of them.

use super::ids::LooseId;
use super::wire::{Loose, Many, wire_struct};

wire_struct! {
    /// A context of an engagement.
    pub struct OfferContext {
        /// Which.
        id: Option<LooseId> = "id",
    }
}

wire_struct! {
    /// A context by its kind.
    pub struct OfferContexts {
        /// Of the engagement.
        engagement: Option<OfferContext> = "EngagementContext",
        /// Of the page.
        page: Option<OfferContext> = "pageContext",
    }
}

wire_struct! {
    /// The data of an event of the page's tag. Which members are there depends on the event.
    pub struct PageData {
        /// CoBrowse: what matches consumer and agent.
        service_id: Option<String> = "serviceId",
        /// The agent.
        agent_id: Option<LooseId> = "agentId",
        /// CoBrowse: the consumer's name.
        visitor_name: Option<String> = "visitorName",
        /// CoBrowse: what the agent will see.
        mode: Option<String> = "mode",
        /// The visit, as monitoring knows it.
        ssid: Option<LooseId> = "ssid",
        /// The visitor, as monitoring knows it.
        svid: Option<LooseId> = "svid",
        /// The page, as monitoring knows it.
        scid: Option<LooseId> = "scid",
        /// The context of the engagement.
        cid: Option<LooseId> = "cid",
        /// The engagement.
        eid: Option<LooseId> = "eid",
        /// The state of the window, a word; of an offer, a number.
        state: Option<Loose> = "state",
        /// The agent's name.
        agent_name: Option<String> = "agentName",
        /// The conversation.
        conversation_id: Option<LooseId> = "conversationId",
        /// The visit.
        monitoring_session_id: Option<LooseId> = "monitoringSessionId",
        /// The visitor.
        visitor_id: Option<LooseId> = "visitorId",
        /// The skill.
        skill: Option<LooseId> = "skill",
        /// A language tag.
        language: Option<String> = "language",
        /// The campaign.
        campaign_id: Option<LooseId> = "campaignId",
        /// The engagement.
        engagement_id: Option<LooseId> = "engagementId",
        /// The engagement's name.
        engagement_name: Option<String> = "engagementName",
        /// The engagement's revision.
        engagement_revision: Option<LooseId> = "engagementRevision",
        /// The engagement's kind.
        engagement_type: Option<LooseId> = "engagementType",
        /// The context of the engagement.
        context_id: Option<LooseId> = "contextId",
        /// Contexts by kind.
        contexts: Many<OfferContexts> = "contexts",
        /// Where on the page.
        zone_id: Option<LooseId> = "zoneId",
        /// Which configuration.
        conf_key: Option<String> = "confKey",
        /// Which part of the tag.
        taglet_name: Option<String> = "tglName",
        /// Whether the offer is done.
        done: Option<bool> = "done",
        /// Whether monitoring runs.
        active: Option<bool> = "active",
        /// Calls: which error.
        error_id: Option<LooseId> = "id",
        /// Calls: the error in words, localised.
        error_message: Option<String> = "msg",
        /// An identity: who vouches.
        iss: Option<String> = "iss",
        /// An identity: how far it is proven.
        acr: Option<String> = "acr",
        /// An identity: who.
        sub: Option<LooseId> = "sub",
    }
}
