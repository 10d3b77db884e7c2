//! The consent ledger: one entry for each step of a CoBrowse invitation, as JSON whose text is hashed.
//!
//! `docs/ledger.md` says what an entry means and how a ledger is verified; what stands here is its form.

use super::cobrowse::CoBrowseMode;
use super::ids::{ConversationId, DialogId, ParticipantId, ServiceId};
use super::json::{ObjectWriter, parse_json};
use super::time::Millis;
use super::wire::{Trace, Wire, wire_enum, wire_struct};

wire_enum! {
    /// What happened.
    pub enum LedgerStep {
        /// The consumer was asked.
        Invited = "invited",
        /// The consumer said Yes.
        Accepted = "accepted",
        /// The consumer said No.
        Declined = "declined",
        /// The page's tag did not take the answer: it is as if none had been given.
        AnswerFailed = "answer-failed",
        /// A session runs.
        Started = "started",
        /// The agent is known to be connected.
        Joined = "joined",
        /// What is hidden from the agent is known, or is something else by now.
        Hidden = "hidden",
        /// The agent can see this page.
        Page = "page",
        /// The session rests: the agent receives nothing.
        Paused = "paused",
        /// The link is gone: the agent receives nothing.
        Lost = "lost",
        /// After one of these the agent sees the page again.
        Resumed = "resumed",
        /// The agent asked for control of the page.
        ControlAsked = "control-asked",
        /// The consumer gave it.
        ControlAllowed = "control-allowed",
        /// The consumer refused it.
        ControlDeclined = "control-declined",
        /// The agent has it no more, whoever gave it up.
        ControlEnded = "control-ended",
        /// The consumer ended it.
        Ending = "ending",
        /// It is over.
        Ended = "ended",
    }
}

wire_struct! {
    /// A step of an invitation.
    pub struct LedgerEntry {
        /// One more than the highest number of those before it.
        number: Option<i64> = "number",
        /// The ids of the entries before it, one space between them: one, unless two tabs wrote at the same moment, and none in the first.
        previous: Option<String> = "previous",
        /// When, by the service's clock.
        at: Option<Millis> = "at",
        /// What.
        step: LedgerStep = "step",
        /// Of which invitation: its conversation,
        conversation: Option<ConversationId> = "conversationId",
        /// its dialog,
        dialog: Option<DialogId> = "dialogId",
        /// its service id,
        service: Option<ServiceId> = "serviceId",
        /// and when it was made.
        invited: Option<Millis> = "invitedAt",
        /// Who asked: their id,
        agent: Option<ParticipantId> = "agentId",
        /// and their name, where it is known.
        agent_name: Option<String> = "agentName",
        /// What the agent asked for.
        mode: Option<CoBrowseMode> = "mode",
        /// Until when the invitation stood.
        expires: Option<Millis> = "expires",
        /// What was hidden, as far as anybody told.
        hidden: Option<String> = "hidden",
        /// The page.
        page: Option<String> = "page",
        /// How it ended, in the word of the event `alongside-cobrowse`.
        reason: Option<String> = "reason",
    }
}

impl LedgerEntry {
    /// An entry of which nothing is known.
    #[must_use]
    pub fn new() -> Self {
        Self::blank()
    }

    /// Reads an entry; nothing where the text is none.
    #[must_use]
    pub fn from_json(text: &str) -> Option<Self> {
        Self::read(&parse_json(text).ok()?, &mut Trace::default())
    }

    /// The text that is hashed: `JSON.stringify` gives the same for what `JSON.parse` makes of it.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut object = ObjectWriter::new();
        let number = |object: &mut ObjectWriter, key, number: Option<i64>| {
            if let Some(number) = number {
                object.number(key, number);
            }
        };
        number(&mut object, "number", self.number);
        object.optional_text("previous", self.previous.as_deref());
        number(&mut object, "at", self.at.map(|at| at.0));
        object.text("step", self.step.as_str());
        object.optional_text("conversationId", self.conversation.as_ref().map(ConversationId::as_str));
        object.optional_text("dialogId", self.dialog.as_ref().map(DialogId::as_str));
        object.optional_text("serviceId", self.service.as_ref().map(ServiceId::as_str));
        number(&mut object, "invitedAt", self.invited.map(|at| at.0));
        object.optional_text("agentId", self.agent.as_ref().map(ParticipantId::as_str));
        object.optional_text("agentName", self.agent_name.as_deref());
        object.optional_text("mode", self.mode.as_ref().map(CoBrowseMode::as_str));
        number(&mut object, "expires", self.expires.map(|at| at.0));
        object.optional_text("hidden", self.hidden.as_deref());
        object.optional_text("page", self.page.as_deref());
        object.optional_text("reason", self.reason.as_deref());
        object.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::{LedgerEntry, LedgerStep};
    use crate::protocol::{CoBrowseMode, Millis};

    #[test]
    fn an_entry_reads_back_and_writes_the_same_text_again() {
        let entry = LedgerEntry {
            number: Some(2),
            previous: Some("1-ab".into()),
            at: Some(Millis(1_700_000_000_000)),
            step: LedgerStep::Invited,
            conversation: Some("c".into()),
            dialog: Some("COAPP".into()),
            service: Some("u#c".into()),
            invited: Some(Millis(5)),
            agent: Some("a.1".into()),
            agent_name: Some("Ada \"\u{1}\n\u{2028}\u{1f600}".into()),
            mode: Some(CoBrowseMode::View),
            expires: Some(Millis(6)),
            hidden: Some("passwords".into()),
            page: Some("/a".into()),
            reason: Some("ended".into()),
        };
        let text = entry.to_json();
        assert_eq!(LedgerEntry::from_json(&text), Some(entry));
        assert_eq!(LedgerEntry::new().to_json(), r#"{"step":""}"#);
        for text in ["", "[]", "{", "1"] {
            assert_eq!(LedgerEntry::from_json(text), None, "{text}");
        }
    }
}
