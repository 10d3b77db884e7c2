//! What becomes of the consumer's own texts, from the composer to the place that the service gives them.

use std::rc::Rc;

use super::events::is_own_at;
use crate::protocol::{DialogId, Millis, Sequence};
use crate::store::action::EntryId;
use crate::store::conversation::{Author, Conversation, Delivery, Failure, Message, Row, RowContent};
use crate::store::rows::Place;
use crate::store::{Diagnostic, State};

pub(super) fn queued(state: &mut State, entry: EntryId, text: Rc<str>, at: Millis) {
    let at = state.server_time(at);
    let conversation = Rc::make_mut(&mut state.conversation);
    if conversation.pending(entry).is_some() {
        return;
    }
    let id = conversation.new_row_id();
    let message = Message { author: Author::Me, text, at, delivery: Delivery::Queued(entry) };
    conversation.rows.put(Row { id, place: Place::Pending(entry.0), content: RowContent::Message(message) });
}

pub(super) fn sending(state: &mut State, entry: EntryId) -> Option<Diagnostic> {
    deliver(state, entry, Delivery::Sending(entry))
}

pub(super) fn requeued(state: &mut State, entry: EntryId) -> Option<Diagnostic> {
    deliver(state, entry, Delivery::Queued(entry))
}

pub(super) fn failed(state: &mut State, entry: EntryId, failure: Failure) -> Option<Diagnostic> {
    deliver(state, entry, Delivery::Failed(entry, failure))
}

pub(super) fn discarded(state: &mut State, entry: EntryId) -> Option<Diagnostic> {
    let conversation = Rc::make_mut(&mut state.conversation);
    match conversation.rows.remove(Place::Pending(entry.0)) {
        Some(_) => None,
        None => Some(unknown(entry)),
    }
}

/// The pending row takes the place that the service gave the text. If the echo was there first, the echo's row gives
/// way: the row that the consumer saw all along is the one that stays.
pub(super) fn published(
    state: &mut State,
    entry: EntryId,
    dialog: &DialogId,
    sequence: Sequence,
) -> Option<Diagnostic> {
    let conversation: &mut Conversation = Rc::make_mut(&mut state.conversation);
    let Some(pending) = conversation.rows.remove(Place::Pending(entry.0)) else { return Some(unknown(entry)) };
    let RowContent::Message(message) = &pending.content else { return Some(unknown(entry)) };
    let place = conversation.place_of(dialog, sequence);
    let echo = conversation.rows.at(place).cloned();
    let (at, delivery) = match echo.as_deref().map(|row| &row.content) {
        Some(RowContent::Message(echo)) if is_own_at(conversation, place) => (echo.at, echo.delivery.clone()),
        Some(_) => return Some(Diagnostic::new("a text was given a place that another holds")),
        None => (message.at, Delivery::Sent),
    };
    let content = RowContent::Message(Message { at, delivery, ..message.clone() });
    conversation.rows.put(Row { id: pending.id, place, content });
    None
}

fn deliver(state: &mut State, entry: EntryId, delivery: Delivery) -> Option<Diagnostic> {
    let conversation = Rc::make_mut(&mut state.conversation);
    let known = conversation.rows.change(Place::Pending(entry.0), |row| {
        let RowContent::Message(message) = &row.content else { return None };
        let message = Message { delivery, ..message.clone() };
        Some(Row { content: RowContent::Message(message), ..row.clone() })
    });
    (!known).then(|| unknown(entry))
}

fn unknown(entry: EntryId) -> Diagnostic {
    Diagnostic::new(format!("the text {} is not on its way", entry.0))
}
