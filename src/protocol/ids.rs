//! Identifiers of the service. All are opaque texts; a type each, so that none is taken for another.

use serde_json::Value;

use super::wire::{Trace, Wire, wire_id};

wire_id! {
    /// The account (site) of the brand.
    AccountId
    /// A conversation; its main dialog bears the same text as a [`DialogId`].
    ConversationId
    /// A dialog within a conversation.
    DialogId
    /// A person or bot in a conversation, as notifications name them. For a consumer: the claim `sub` of the token.
    ParticipantId
    /// A subscription to conversation metadata; it lives as long as its socket.
    SubscriptionId
    /// What matches consumer and agent in the CoBrowse service. Passed through unchanged, never taken apart.
    ServiceId
    /// One offer of a conversation to an agent.
    RingId
}

impl ConversationId {
    /// The main dialog of this conversation.
    #[must_use]
    pub fn main_dialog(&self) -> DialogId {
        DialogId::from(self.as_str())
    }
}

/// The number of an event inside its dialog, counted from 0. Content and receipts have one, chat states have none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sequence(pub i64);

impl Sequence {
    /// The number after this one.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

impl Wire for Sequence {
    fn read(value: Value, trace: &mut Trace) -> Option<Self> {
        let number = i64::read(value, trace)?;
        if number < 0 {
            return trace.misread();
        }
        Some(Self(number))
    }

    fn write(&self) -> Value {
        Value::from(self.0)
    }
}

/// An identifier that some samples write as a number and others as a text. Written back as it came.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum LooseId {
    /// A text.
    Text(String),
    /// A whole number.
    Number(i64),
}

impl LooseId {
    /// The text by which it is compared: an answer bears the text of a numeric request id.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Number(number) => number.to_string(),
        }
    }
}

impl From<&str> for LooseId {
    fn from(text: &str) -> Self {
        Self::Text(text.into())
    }
}

impl From<u64> for LooseId {
    fn from(number: u64) -> Self {
        Self::Text(number.to_string())
    }
}

impl Wire for LooseId {
    fn read(value: Value, trace: &mut Trace) -> Option<Self> {
        match value {
            Value::String(text) => Some(Self::Text(text)),
            value => i64::read(value, trace).map(Self::Number),
        }
    }

    fn write(&self) -> Value {
        match self {
            Self::Text(text) => Value::from(text.as_str()),
            Self::Number(number) => Value::from(*number),
        }
    }
}
