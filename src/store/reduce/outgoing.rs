//! What becomes of the consumer's own texts, from the composer to the place that the service gives them.

use std::rc::Rc;

use crate::protocol::{DialogId, Millis, Sequence};
use crate::store::action::EntryId;
use crate::store::conversation::{Author, Body, Delivery, Message, RowContent, RowId};
use crate::store::rows::Place;
use crate::store::{Diagnostic, State, Transfer};

#[inline(never)]
pub(super) fn queued(state: &mut State, entry: EntryId, text: &Rc<str>, body: &Body, at: Millis, is_mine: bool) {
    let told = state.server_time(at);
    let conversation = Rc::make_mut(&mut state.conversation);
    if conversation.waiting(entry).is_some() {
        return;
    }
    let place = Place::Pending { at, entry: entry.0 };
    let message = Message { body: body.clone(), ..Message::own(Rc::clone(text), told, Delivery::Queued(entry)) };
    if is_mine {
        conversation.written = Some(RowId(conversation.next_row));
    }
    conversation.add(place, RowContent::Message(message));
}

/// Notes what becomes of a text that is not out yet.
#[inline(never)]
pub(super) fn deliver(state: &mut State, entry: EntryId, delivery: Delivery) -> Result<(), Diagnostic> {
    let conversation = Rc::make_mut(&mut state.conversation);
    let place = conversation.waiting(entry).ok_or(Diagnostic::UnknownText)?;
    let message = conversation.rows.message_mut(place).ok_or(Diagnostic::UnknownText)?;
    message.delivery = delivery;
    Ok(())
}

#[inline(never)]
pub(super) fn discarded(state: &mut State, entry: EntryId) -> Result<(), Diagnostic> {
    let conversation = Rc::make_mut(&mut state.conversation);
    let place = conversation.waiting(entry).ok_or(Diagnostic::UnknownText)?;
    conversation.rows.remove(place).map(drop).ok_or(Diagnostic::UnknownText)
}

/// One of the answers that a message offers was chosen, or taken back. The first choice counts.
#[inline(never)]
pub(super) fn chosen(state: &mut State, row: RowId, reply: Option<usize>) {
    let conversation = Rc::make_mut(&mut state.conversation);
    let Some(place) = conversation.rows.by_id(row).map(|row| row.place) else { return };
    if let Some(offer) = conversation.rows.message_mut(place).and_then(|message| message.offer.as_mut()) {
        offer.chosen = reply.and(offer.chosen.or(reply));
    }
}

/// What was said of a file on its way does not hold any more.
fn settle(message: &mut Message) {
    if let Body::File(file) = &mut message.body {
        Rc::make_mut(file).transfer = Transfer::Rests;
    }
}

/// The pending row takes the place that the service gave the text. If the echo was there first, the echo's row gives
/// way: the row that the consumer saw all along is the one that stays.
#[inline(never)]
pub(super) fn published(
    state: &mut State,
    entry: EntryId,
    dialog: &DialogId,
    sequence: Sequence,
) -> Result<(), Diagnostic> {
    let conversation = Rc::make_mut(&mut state.conversation);
    let waiting = conversation.waiting(entry).ok_or(Diagnostic::UnknownText)?;
    let place = conversation.place_of(dialog, sequence)?;
    let mut known = (None, Delivery::Sent);
    if conversation.rows.at(place).is_some() {
        let echo = conversation.rows.message(place).filter(|echo| echo.author == Author::Me);
        let echo = echo.ok_or(Diagnostic::PlaceIsTaken)?;
        known = (Some(echo.at), echo.delivery);
    }
    let mut row = conversation.rows.remove(waiting).ok_or(Diagnostic::UnknownText)?;
    let changed = Rc::make_mut(&mut row);
    changed.place = place;
    if let RowContent::Message(message) = &mut changed.content {
        message.at = known.0.unwrap_or(message.at);
        message.delivery = known.1;
        settle(message);
    }
    conversation.rows.put(row);
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use crate::protocol::{Millis, Sequence};
    use crate::store::conversation::{Author, Body, Conversation, Delivery, Message, RowContent};
    use crate::store::rows::Place;
    use crate::store::{Action, Diagnostic, EntryId, State, reduce};

    fn queued(entry: EntryId, text: &str, at: i64) -> Action {
        Action::Queued { entry, text: text.into(), body: Body::Text, at: Millis(at), is_mine: true }
    }

    #[test]
    fn what_waits_stands_in_the_order_of_writing_whichever_was_heard_of_first() {
        let mut state = State::default();
        for (entry, text, at) in [(0, "second", 20), (1, "fourth", 40), (2, "first", 10), (3, "third", 40)] {
            reduce(&mut state, queued(EntryId(entry), text, at - i64::from(text == "third")));
        }
        let said = |state: &State| {
            let rows = state.conversation.rows.iter().map(|row| match &row.content {
                RowContent::Message(message) => message.text.to_string(),
                RowContent::Note(_) => String::new(),
            });
            rows.collect::<Vec<_>>()
        };
        assert_eq!(said(&state), ["first", "second", "third", "fourth"]);
        reduce(&mut state, Action::Discarded(EntryId(2)));
        reduce(&mut state, queued(EntryId(0), "second", 90));
        assert_eq!(said(&state), ["second", "third", "fourth"], "each stands there once");
    }

    #[test]
    fn a_text_given_a_place_that_another_message_holds_keeps_its_row() {
        let mut conversation = Conversation::default();
        let (dialog, sequence) = ("d".into(), Sequence(7));
        let place = conversation.place_of(&dialog, sequence).unwrap();
        let theirs = Message {
            author: Author::Agent("a".into()),
            text: "theirs".into(),
            body: Body::Text,
            offer: None,
            at: Millis(1),
            delivery: Delivery::Incoming,
        };
        conversation.add(place, RowContent::Message(theirs));
        let mut state = State { conversation: Rc::new(conversation), ..State::default() };
        let entry = EntryId(3);
        let said = reduce(&mut state, queued(entry, "mine", 2));
        assert_eq!(said, []);
        let before = state.conversation.rows.iter().cloned().collect::<Vec<_>>();

        let said = reduce(&mut state, Action::Published { entry, dialog, sequence });

        assert_eq!(said, [Diagnostic::PlaceIsTaken]);
        let after = state.conversation.rows.iter().cloned().collect::<Vec<_>>();
        assert_eq!(after, before, "neither message is lost");
        assert_eq!(
            after.iter().map(|row| row.place).collect::<Vec<_>>(),
            [place, Place::Pending { at: Millis(2), entry: 3 }]
        );
    }
}
