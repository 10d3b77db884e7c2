//! What tells one invitation from another.

use std::fmt;

use crate::protocol::{ConversationId, DialogId, Millis, ServiceId};

/// An invitation's name. Dialog ids alone do not do: older servers call every CoBrowse dialog `COAPP`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key {
    /// Its conversation.
    pub conversation: ConversationId,
    /// Its dialog.
    pub dialog: DialogId,
    /// Its service id.
    pub service: ServiceId,
    /// When it was created, or, where that is not told, when it was first seen to change.
    pub stamp: Millis,
}

impl Key {
    /// One line of text that reads back to the same key.
    #[must_use]
    pub fn to_line(&self) -> String {
        let Self { conversation, dialog, service, stamp } = self;
        // Tabs cannot stand in identifiers that came through here: `from_line` would refuse the line.
        format!("{conversation}\t{dialog}\t{service}\t{}", stamp.0)
    }

    /// Reads a line of [`Key::to_line`].
    #[must_use]
    pub fn from_line(line: &str) -> Option<Self> {
        let mut parts = line.split('\t');
        let (conversation, dialog, service, stamp) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
        let stamp = Millis(stamp.parse().ok()?);
        parts.next().is_none().then(|| Self {
            conversation: conversation.into(),
            dialog: dialog.into(),
            service: service.into(),
            stamp,
        })
    }
}

impl fmt::Display for Key {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "invitation {} of {}", self.dialog, self.stamp.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Key;
    use crate::protocol::Millis;

    #[test]
    fn a_key_reads_back_from_its_line() {
        let key = Key {
            conversation: "c".into(),
            dialog: "COAPP".into(),
            service: "u#c".into(),
            stamp: Millis(1_700_000_000_000),
        };
        assert_eq!(Key::from_line(&key.to_line()), Some(key));
        assert_eq!(Key::from_line("a\tb\tc"), None);
        assert_eq!(Key::from_line("a\tb\tc\tx"), None);
        assert_eq!(Key::from_line(""), None);
    }
}
