//! Earlier conversations of the same consumer: which there are that could be read, and how far they were.
//!
//! A dialog is read whole and once, the newest that was not read yet first. Its rows stand above all others: the ranks of
//! read dialogs go down from -1. One that began and ended elsewhere since the first that is on screen was missed: it
//! is read by itself, and stands where it belongs among those.

use super::conversation::{Conversation, EndedBy};
use super::rows::Place;
use crate::protocol::{ConversationId, DialogId, EventChange, Millis};

/// How many dialogs that could be read are remembered; past it the oldest are not.
pub const MOST_EARLIER: usize = 256;

/// With how many rows of earlier conversations no further dialog is read.
pub const MOST_EARLIER_ROWS: usize = 10_000;

/// A dialog of a conversation that is over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Earlier {
    /// Of which conversation.
    pub conversation: ConversationId,
    /// Which dialog.
    pub dialog: DialogId,
    /// Since when it asks how the conversation was, if that is what it is for.
    pub survey: Option<Millis>,
    /// When its conversation began, or the next best that the service told; in the service's time.
    pub began: Millis,
    /// Who ended its conversation, and when.
    pub ended: (EndedBy, Millis),
}

/// Whether a dialog is being read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Fetch {
    /// Nobody wants one.
    #[default]
    Rests,
    /// The next is wanted.
    Wanted,
    /// It was, and did not come.
    Failed,
}

/// What is known of earlier conversations.
#[derive(Clone, Debug, Default)]
pub struct History {
    /// What was not read yet, from the oldest to the newest.
    pub waiting: Vec<Earlier>,
    /// What was read, the newest first.
    pub read: Vec<(ConversationId, DialogId)>,
    /// Whether the next one is being read.
    pub fetch: Fetch,
    /// How many rows came of it.
    pub rows: usize,
    /// How many of them came last.
    pub added: usize,
    /// Some are not remembered.
    pub is_cut: bool,
    /// When the uppermost conversation began that is shown: what began later has no place above it.
    pub top: Option<Millis>,
    /// When each conversation on screen began, and the rank of its first dialog, in that order.
    pub shown: Vec<(Millis, i32)>,
}

/// What changes about earlier conversations.
#[derive(Clone, Debug)]
pub enum HistoryChange {
    /// The reader wants the next dialog.
    Wanted,
    /// All events of a dialog came.
    Came {
        /// Which.
        dialog: DialogId,
        /// Its events.
        changes: Vec<EventChange>,
        /// When they came.
        now: Millis,
    },
    /// It could not be read.
    Failed,
}

impl History {
    /// Whether another dialog can be read.
    #[must_use]
    pub fn has_more(&self) -> bool {
        !self.waiting.is_empty() && self.rows < MOST_EARLIER_ROWS
    }

    /// Whether there is more than is ever shown, and all that is shown is there.
    #[must_use]
    pub fn is_full(&self) -> bool {
        !self.has_more() && (self.is_cut || !self.waiting.is_empty())
    }

    /// Whether what began then has its place among what is on screen.
    #[must_use]
    pub fn is_missed(&self, began: Millis) -> bool {
        self.shown.first().is_some_and(|(first, _)| began > *first)
    }

    /// The dialog that is wanted, if one is.
    #[must_use]
    pub fn wanted(&self) -> Option<&Earlier> {
        self.waiting.last().filter(|_| self.fetch == Fetch::Wanted)
    }
}

impl Conversation {
    /// The dialog of a rank.
    #[must_use]
    pub fn dialog_at(&self, rank: i32) -> Option<&DialogId> {
        match usize::try_from(rank) {
            Ok(index) => self.dialogs.get(index),
            Err(_) => {
                let index = usize::try_from(-1 - i64::from(rank)).ok()?;
                self.history.as_ref()?.read.get(index).map(|(_, dialog)| dialog)
            }
        }
    }

    /// Whether a place is in a conversation before the one that goes on: nothing is published there any more.
    #[must_use]
    pub fn is_past(&self, place: Place) -> bool {
        matches!(place, Place::At { dialog, .. } if dialog < self.begins_at)
    }
}
