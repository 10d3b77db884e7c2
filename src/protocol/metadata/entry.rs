//! The kinds of metadata entries that the vendor documents, typed: for reading traffic, not for the widget, which only
//! echoes entries as they are ([`Metadata`](super::Metadata)).

use serde_json::Value;

use crate::protocol::ids::{LooseId, Sequence};
use crate::protocol::wire::{Loose, Many, Trace, Wire, open, wire_kinds, wire_struct};

wire_struct! {
    /// An identifier of the sender's own, for a card or a part of it.
    pub struct ExternalId {
        /// `ExternalId`.
        entry_type: String = "type",
        /// The identifier.
        id: Option<LooseId> = "id",
    }
}

wire_struct! {
    /// Why a bot or an agent did something, such as handing over.
    pub struct ActionReason {
        /// `ActionReason`.
        entry_type: String = "type",
        /// The reason in words.
        reason: Option<String> = "reason",
        /// The reason's identifier.
        reason_id: Option<LooseId> = "reasonId",
    }
}

wire_struct! {
    /// What a bot believes that the consumer wants.
    pub struct Intent {
        /// Which wish.
        id: Option<String> = "id",
        /// Its name.
        name: Option<String> = "name",
        /// How sure the bot is, 0 to 1.
        confidence_score: Option<Loose> = "confidenceScore",
        /// The same in words, or as a number, or as a number in a text.
        confidence: Option<Loose> = "confidence",
    }
}

wire_struct! {
    /// What a bot made of a message.
    pub struct BotResponse {
        /// `BotResponse`.
        entry_type: String = "type",
        /// The conversation as the bot knows it.
        external_conversation_id: Option<String> = "externalConversationId",
        /// The matters at hand.
        business_cases: Many<BusinessCase> = "businessCases",
        /// The wishes.
        intents: Many<Intent> = "intents",
    }
}

wire_struct! {
    /// A matter and how long it took.
    pub struct TimedCase {
        /// The matter.
        id: Option<String> = "id",
        /// How long, in a unit that is not documented.
        time: Option<i64> = "time",
    }
}

/// A matter that a bot handled: a bare name, or a name with a duration.
#[derive(Clone, Debug, PartialEq)]
pub enum BusinessCase {
    /// A bare name.
    Name(String),
    /// A name and a duration.
    Timed(TimedCase),
}

impl Wire for BusinessCase {
    fn blank() -> Self {
        Self::Name(String::new())
    }

    fn read(value: &Value, trace: &mut Trace) -> Option<Self> {
        match value {
            Value::String(name) => Some(Self::Name(name.clone())),
            value => TimedCase::read(value, trace).map(Self::Timed),
        }
    }

    fn write(&self) -> Value {
        match self {
            Self::Name(name) => name.write(),
            Self::Timed(case) => case.write(),
        }
    }
}

wire_struct! {
    /// What a bot did before it handed over.
    pub struct EscalationSummary {
        /// `EscalationSummary`.
        entry_type: String = "type",
        /// Why it handed over.
        escalation_cause: Option<String> = "escalationCause",
        /// The matters it handled.
        business_cases: Many<BusinessCase> = "businessCases",
        /// How long it spoke, in a unit that is not documented.
        conversation_duration: Option<i64> = "conversationDuration",
        /// During which matter it handed over.
        escalated_during_business_case: Option<String> = "escalatedDuringBusinessCase",
    }
}

wire_struct! {
    /// Something that Watson recognised in a message.
    pub struct WatsonEntity {
        /// Its kind.
        entity: Option<String> = "entity",
        /// From and to which character.
        location: Many<i64> = "location",
        /// The words.
        value: Option<String> = "value",
    }
}

wire_struct! {
    /// What IBM Watson made of messages.
    pub struct WatsonInfo {
        /// `IBMWatsonInfo`.
        entry_type: String = "type",
        /// Of which messages.
        message_sequences: Many<Sequence> = "referred_visitor_message_sequences",
        /// Whether it left its branch.
        branch_exited: Option<bool> = "branch_exited",
        /// Why.
        branch_exited_reason: Option<String> = "branch_exited_reason",
        /// What it could do.
        capability: Option<String> = "capability",
        /// Where it went.
        nodes_visited: Many<String> = "nodes_visited",
        /// What was referred to.
        referred_capability: Option<String> = "referred_capability",
        /// Where that is.
        referred_nodes: Many<String> = "referred_nodes",
        /// What it recognised.
        entities: Many<WatsonEntity> = "entities",
    }
}

wire_struct! {
    /// A question of a survey bot.
    pub struct Question {
        /// `Question`.
        entry_type: String = "type",
        /// Which question.
        id: Option<LooseId> = "id",
        /// Of which group.
        group_id: Option<LooseId> = "groupId",
        /// Of which survey.
        survey_id: Option<LooseId> = "surveyId",
        /// Who asks.
        provider: Option<String> = "provider",
        /// The identifiers of the offered answers.
        replies: Many<LooseId> = "replies",
    }
}

wire_struct! {
    /// An answer to a survey bot; it stands in the click of a quick reply and is echoed.
    pub struct Answer {
        /// `Answer`.
        entry_type: String = "type",
        /// To which question.
        question_id: Option<LooseId> = "questionId",
        /// Which answer.
        id: Option<LooseId> = "id",
        /// Who asked.
        provider: Option<String> = "provider",
        /// Of which group.
        group_id: Option<LooseId> = "groupId",
    }
}

wire_struct! {
    /// How a payment went. The pages write the name of the status with a capital.
    pub struct PaymentResponse {
        /// `ConnectorPaymentResponse`.
        entry_type: String = "type",
        /// Whether it went well.
        status: Option<Loose> = "status",
        /// The same.
        capital_status: Option<Loose> = "Status",
        /// By which the brand finds it.
        request_identifier: Option<String> = "requestIdentifier",
    }
}

wire_struct! {
    /// How signing in went. The pages write the name of the status with a capital.
    pub struct AuthenticationResponse {
        /// `ConnectorAuthenticationResponse`.
        entry_type: String = "type",
        /// Whether it went well.
        status: Option<Loose> = "status",
        /// The same.
        capital_status: Option<Loose> = "Status",
        /// What was won by it. A secret: never logged.
        token: Option<String> = "token",
        /// What went wrong; opaque.
        errors: Many<Value> = "errors",
    }
}

wire_struct! {
    /// Where a message of a social network came from. Its parts differ from network to network and are opaque.
    pub struct SocialEvent {
        /// `SocialMessagingEventData`.
        entry_type: String = "type",
        /// What happened there.
        event: Option<Value> = "event",
        /// `Public` or `Private`.
        channel: Option<String> = "channel",
        /// What an answer answers.
        reply_to_id: Option<LooseId> = "replyToId",
        /// How the channels stand.
        conversation_state: Option<Value> = "conversationState",
        /// What the connector is to do.
        actions: Many<Value> = "actions",
    }
}

wire_kinds! {
    /// One metadata entry.
    pub enum MetadataEntry {
        /// An identifier of the sender's own.
        ExternalId = "ExternalId",
        /// Why something was done.
        ActionReason = "ActionReason",
        /// What a bot made of a message.
        BotResponse = "BotResponse",
        /// What a bot did before it handed over.
        EscalationSummary = "EscalationSummary",
        /// What IBM Watson made of messages.
        WatsonInfo = "IBMWatsonInfo",
        /// A question of a survey.
        Question = "Question",
        /// An answer to one.
        Answer = "Answer",
        /// How a payment went.
        PaymentResponse = "ConnectorPaymentResponse",
        /// How signing in went.
        AuthenticationResponse = "ConnectorAuthenticationResponse",
        /// Where a message of a social network came from.
        SocialEvent = "SocialMessagingEventData",
    } else {
        /// Any other object: brands invent kinds of their own.
        Other = open,
    }
}
