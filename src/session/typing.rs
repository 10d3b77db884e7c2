//! The consumer's own typing sign: told when it begins, repeated seldom, taken back when the keys rest.

use super::is_due;
use crate::protocol::{ChatState, DialogId, Millis};

/// How often a sign that goes on is repeated.
const REPEAT: Millis = Millis::from_secs(5);
/// After how long without a key it is taken back.
const REST: Millis = Millis::from_secs(5);

/// Whether the service believes that the consumer types.
#[derive(Clone, Debug, Default)]
pub(super) struct Typing {
    told: Option<Millis>,
    last_key: Option<Millis>,
    dialog: Option<DialogId>,
}

impl Typing {
    /// A key was pressed: what is to be told, if anything.
    pub(super) fn key(&mut self, now: Millis, dialog: &DialogId) -> Option<ChatState> {
        self.last_key = Some(now);
        self.dialog = Some(dialog.clone());
        if self.told.is_some_and(|told| now < told + REPEAT) {
            return None;
        }
        self.told = Some(now);
        Some(ChatState::Composing)
    }

    /// The composer is empty or its text is sent: what is to be told.
    pub(super) fn stop(&mut self) -> Option<ChatState> {
        self.last_key = None;
        self.told.take().map(|_| ChatState::Active)
    }

    /// Time went on: what is to be told, and where the last key was pressed.
    pub(super) fn rest(&mut self, now: Millis) -> Option<(DialogId, ChatState)> {
        if !is_due(now, self.deadline()) {
            return None;
        }
        self.stop();
        Some((self.dialog.clone()?, ChatState::Pause))
    }

    /// When the keys will have rested.
    pub(super) fn deadline(&self) -> Option<Millis> {
        self.told.and(self.last_key).map(|key| key + REST)
    }
}
