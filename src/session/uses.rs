//! Elements of cards that were used: the service is told, with the entries of the click, as receipts are, at least once.

use std::rc::Rc;

use super::Session;
use super::link::Asked;
use crate::protocol::{DialogId, Millis, Outgoing, Sequence};

/// How many uses may wait to be told; past it the oldest is forgotten.
const MOST_USES: usize = 100;

/// An element of a card that was used.
#[derive(Clone, Debug)]
pub(super) struct Use {
    pub(super) dialog: DialogId,
    /// The message that it is in.
    pub(super) sequence: Sequence,
    /// A JSON array.
    pub(super) metadata: Rc<str>,
}

impl Session {
    /// Tells that an element of the card in a message was used; after a drop or without a connection once there is one.
    pub fn tell_use(&mut self, now: Millis, dialog: &DialogId, sequence: Sequence, metadata: Rc<str>) {
        self.uses.push(Use { dialog: dialog.clone(), sequence, metadata });
        if self.uses.len() > MOST_USES {
            self.uses.remove(0);
        }
        self.keep_going(now);
    }

    /// Tells what was used, as there is a connection.
    #[inline(never)]
    pub(super) fn tell_uses(&mut self, now: Millis) {
        if self.uses_at.is_some_and(|at| now < at) {
            return;
        }
        self.uses_at = None;
        for used in std::mem::take(&mut self.uses) {
            let conversation = self.conversation_of(&used.dialog);
            let request = Outgoing::used(&used.dialog, conversation, used.sequence, &used.metadata);
            self.ask(now, Asked::Use(used), request);
        }
    }

    /// The service has not taken it: it is told again where it asks for patience, and else never.
    #[inline(never)]
    pub(super) fn use_refused(&mut self, used: Use, put_off: Option<Millis>) {
        if put_off.is_some() {
            self.uses.push(used);
            self.uses_at = put_off;
        }
        self.diagnose("the service refused to be told of a click");
    }
}
