//! Where a conversation comes from, and to whom it is to go: what the page and its tag tell when one is opened.

use super::json::ObjectWriter;

/// What is told of a conversation when it is opened. Everything may be missing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// The skill; without one the campaign decides, or anybody answers.
    pub skill: Option<String>,
    /// How soon an answer is wanted: `NORMAL`, `PRIORITIZED` or `URGENT`.
    pub urgency: Option<String>,
    /// The campaign.
    pub campaign: Option<String>,
    /// The engagement of that.
    pub engagement: Option<String>,
    /// The visitor, as the tag knows them.
    pub visitor: Option<String>,
    /// The visit.
    pub session: Option<String>,
    /// The interaction.
    pub context: Option<String>,
    /// The language that the visitor reads, as a tag.
    pub language: Option<String>,
}

impl Origin {
    /// The body of the request. Numbers that are written as texts are what the tag gave.
    pub(super) fn write(&self, body: &mut ObjectWriter) {
        body.text("channelType", "MESSAGING");
        body.optional_text("ttrDefName", self.urgency.as_deref());
        body.optional_text("skillId", self.skill.as_deref());
        if self.campaign.is_some() && self.engagement.is_some() {
            body.begin("campaignInfo");
            body.optional_text("campaignId", self.campaign.as_deref());
            body.optional_text("engagementId", self.engagement.as_deref());
            body.end();
        }
        // Without the tag's ids it would say nothing of where the visitor is.
        if self.visitor.is_some() || self.session.is_some() {
            body.begin("conversationContext");
            body.text("type", "SharkContext");
            body.optional_text("visitorId", self.visitor.as_deref());
            body.optional_text("sessionId", self.session.as_deref());
            body.optional_text("interactionContextId", self.context.as_deref());
            body.optional_text("lang", self.language.as_deref());
            body.end();
        }
    }
}
