//! What tells one invitation from another.

use std::fmt;
use std::ops::Deref;
use std::rc::Rc;

use crate::protocol::{ConversationId, DialogId, Millis, ServiceId, decimal, read_decimal};

/// An invitation's name, held once however many speak of it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key(Rc<KeyParts>);

/// What makes an invitation's name. Dialog ids alone do not do: older servers call every CoBrowse dialog `COAPP`.
#[derive(Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct KeyParts {
    /// Its conversation.
    pub conversation: ConversationId,
    /// Its dialog.
    pub dialog: DialogId,
    /// Its service id: what matches consumer and agent in the CoBrowse service.
    pub service: ServiceId,
    /// When it was created, or, where that is not told, when it was first seen to change.
    pub stamp: Millis,
}

impl Key {
    /// Its parts as texts, which read back to the same key.
    #[must_use]
    pub fn to_texts(&self) -> [String; 4] {
        let KeyParts { conversation, dialog, service, stamp } = &**self;
        [conversation.as_str().into(), dialog.as_str().into(), service.as_str().into(), decimal(stamp.0)]
    }

    /// Reads what [`Key::to_texts`] wrote.
    #[must_use]
    pub fn from_texts(texts: &[String]) -> Option<Self> {
        let [conversation, dialog, service, stamp] = texts else { return None };
        let stamp = Millis(read_decimal(stamp)?);
        let (conversation, dialog) = (conversation.as_str().into(), dialog.as_str().into());
        Some(KeyParts { conversation, dialog, service: service.as_str().into(), stamp }.into())
    }
}

impl From<KeyParts> for Key {
    fn from(parts: KeyParts) -> Self {
        Self(Rc::new(parts))
    }
}

impl Deref for Key {
    type Target = KeyParts;

    fn deref(&self) -> &KeyParts {
        &self.0
    }
}

impl fmt::Display for Key {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "invitation {} of {}", self.dialog, self.stamp.0)
    }
}

#[cfg(test)]
mod tests {
    use super::{Key, KeyParts};
    use crate::protocol::Millis;

    #[test]
    fn a_key_reads_back_from_its_texts() {
        let key = Key::from(KeyParts {
            conversation: "c".into(),
            dialog: "COAPP".into(),
            service: "u#c".into(),
            stamp: Millis(1_700_000_000_000),
        });
        assert_eq!(Key::from_texts(&key.to_texts()), Some(key));
        let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        assert_eq!(Key::from_texts(&texts(&["a", "b", "c"])), None);
        assert_eq!(Key::from_texts(&texts(&["a", "b", "c", "x"])), None);
        assert_eq!(Key::from_texts(&[]), None);
    }
}
