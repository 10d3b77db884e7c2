//! Identifiers of the service. All are opaque texts; a type each, so that none is taken for another.

use crate::protocol::json::Value;

use super::decimal;
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
    fn blank() -> Self {
        Self(0)
    }

    fn fill(&mut self, value: &Value, trace: &mut Trace) -> bool {
        self.0.fill(value, trace) && (self.0 >= 0 || trace.misread())
    }

    #[cfg(not(target_arch = "wasm32"))]
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
            Self::Number(number) => decimal(*number),
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
    fn blank() -> Self {
        Self::Number(0)
    }

    fn read(value: &Value, trace: &mut Trace) -> Option<Self> {
        match value.as_str() {
            Some(text) => Some(Self::Text(text.to_owned())),
            None => i64::read(value, trace).map(Self::Number),
        }
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn write(&self) -> Value {
        match self {
            Self::Text(text) => Value::from(text.as_str()),
            Self::Number(number) => Value::from(*number),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{ConversationId, DialogId, LooseId, Sequence};
    use crate::protocol::wire::{Trace, Wire};

    #[test]
    fn a_loose_id_comes_back_as_it_came_and_compares_by_its_text() {
        let read = |value: Value| LooseId::read(&value, &mut Trace::default());
        assert_eq!(read(json!(7)).map(|id| (id.text(), id.write())), Some(("7".into(), json!(7))));
        assert_eq!(read(json!("7")).map(|id| (id.text(), id.write())), Some(("7".into(), json!("7"))));
        assert_eq!(read(json!("1,")).map(|id| id.text()), Some("1,".into()));
        assert_eq!(read(json!(7.0)).map(|id| id.text()), Some("7".into()));
        for value in [json!(7.5), json!(true), json!(null), json!([]), json!({})] {
            assert_eq!(read(value.clone()), None, "{value}");
        }
        assert_eq!(LooseId::from(12).write(), json!("12"));
    }

    #[test]
    fn a_sequence_counts_from_zero() {
        let check = |value: Value, expected: Option<i64>| {
            let mut trace = Trace::default();
            assert_eq!(Sequence::read(&value, &mut trace).map(|sequence| sequence.0), expected, "{value}");
            assert_eq!(trace.findings().len(), usize::from(expected.is_none()), "{value}");
        };
        check(json!(0), Some(0));
        check(json!(3.0), Some(3));
        check(json!(i64::MAX), Some(i64::MAX));
        check(json!(-1), None);
        check(json!(0.5), None);
        check(json!("3"), None);
        assert_eq!(Sequence(i64::MAX).next(), Sequence(i64::MAX));
    }

    #[test]
    fn the_main_dialog_bears_the_id_of_its_conversation() {
        assert_eq!(ConversationId::from("c-1").main_dialog(), DialogId::from("c-1"));
    }
}
