//! Events of dialogs: texts, receipts and chat states, in whatever order and however often they come.

use std::rc::Rc;

use crate::protocol::{
    AcceptStatus, ChatState, DialogId, Event, EventChange, Message as WireMessage, Millis, ParticipantId, Role,
    Sequence,
};
use crate::store::conversation::{Author, Conversation, Delivery, Message, Row, RowContent, Typing};
use crate::store::rows::Place;
use crate::store::{Diagnostic, State};

/// For how long a typing sign is believed without being repeated.
const TYPING_LASTS: Millis = Millis::from_secs(6);

/// What stands in the place of content that this version cannot show.
const PLACEHOLDER: &str = "This message cannot be shown here.";

/// Applies one event; the same event twice changes nothing the second time.
pub(super) fn apply(state: &mut State, change: &EventChange, now: Millis) -> Option<Diagnostic> {
    if change.message_audience.as_deref().is_some_and(|audience| audience != "ALL") {
        return Some(Diagnostic::new("a message that is not for consumers was hidden"));
    }
    let (Some(dialog), Some(event)) = (&change.dialog_id, &change.event) else {
        return Some(Diagnostic::new("an event without a dialog or content was passed over"));
    };
    match event {
        Event::Content(content) => {
            let text = match &content.message {
                Some(WireMessage::Text(text)) => text.as_str(),
                _ => PLACEHOLDER,
            };
            message(state, change, dialog, text, now)
        }
        Event::RichContent(_) => message(state, change, dialog, PLACEHOLDER, now),
        Event::AcceptStatus(receipt) => {
            let conversation = Rc::make_mut(&mut state.conversation);
            if is_me(conversation, change) {
                // The consumer's own, given in an earlier page load or another tab: what it names was seen there.
                if receipt.status == AcceptStatus::Read {
                    for sequence in &receipt.sequence_list {
                        let place = conversation.place_of(dialog, *sequence);
                        conversation.unseen.retain(|unseen| *unseen != place);
                    }
                    conversation.unread = conversation.unseen.len();
                }
                return None;
            }
            for sequence in &receipt.sequence_list {
                acknowledge(conversation, dialog, *sequence, &receipt.status);
            }
            None
        }
        Event::ChatState(chat_state) => {
            let who = change.originator()?.clone();
            let conversation = Rc::make_mut(&mut state.conversation);
            if is_me(conversation, change) {
                return None;
            }
            let is_typing = chat_state.chat_state == ChatState::Composing;
            if is_typing {
                conversation.typing = Some(Typing { who, until: now + TYPING_LASTS });
            } else if conversation.typing.as_ref().is_some_and(|typing| typing.who == who) {
                conversation.typing = None;
            }
            None
        }
        Event::Unknown(_) => Some(Diagnostic::new("an event of an unknown type was passed over")),
    }
}

fn message(state: &mut State, change: &EventChange, dialog: &DialogId, text: &str, now: Millis) -> Option<Diagnostic> {
    let Some(sequence) = change.sequence else {
        return Some(Diagnostic::new("content without a sequence was passed over"));
    };
    let is_attended = state.is_attended();
    let server_now = state.server_time(now);
    let conversation = Rc::make_mut(&mut state.conversation);
    let place = conversation.place_of(dialog, sequence);
    if conversation.rows.at(place).is_some() {
        return None;
    }
    let author = author_of(conversation, change);
    let delivery = if author == Author::Me { Delivery::Sent } else { Delivery::Incoming };
    let at = change.server_timestamp.unwrap_or(server_now);
    let id = conversation.new_row_id();
    if let (Author::Agent(who), Some(typing)) = (&author, &conversation.typing)
        && typing.who == *who
    {
        conversation.typing = None;
    }
    let is_incoming = delivery == Delivery::Incoming;
    let content = RowContent::Message(Message { author, text: text.into(), at, delivery });
    conversation.rows.put(Row { id, place, content });
    let is_live = at + LIVE_WITHIN >= server_now;
    if is_incoming {
        if is_live {
            conversation.announced = Some(id);
        }
        if !is_attended {
            if conversation.unread == 0 {
                conversation.first_unread = Some(id);
            }
            conversation.unseen.push(place);
            conversation.unread = conversation.unseen.len();
        }
    }
    None
}

/// An old message in a replay is history: it is not announced.
const LIVE_WITHIN: Millis = Millis::from_secs(10);

/// A receipt of somebody else for one of the consumer's texts. Receipts never take back what is known.
fn acknowledge(conversation: &mut Conversation, dialog: &DialogId, sequence: Sequence, status: &AcceptStatus) {
    let place = conversation.place_of(dialog, sequence);
    conversation.rows.change(place, |row| {
        let RowContent::Message(message) = &row.content else { return None };
        let delivery = match (status, &message.delivery) {
            (AcceptStatus::Accept, Delivery::Sent) => Delivery::Delivered,
            (AcceptStatus::Read, Delivery::Sent | Delivery::Delivered) => Delivery::Read,
            _ => return None,
        };
        let message = Message { delivery, ..message.clone() };
        Some(Row { content: RowContent::Message(message), ..row.clone() })
    });
}

fn is_me(conversation: &Conversation, change: &EventChange) -> bool {
    match change.originator() {
        Some(who) => conversation.me.as_ref() == Some(who),
        None => change.role() == Some(&Role::Consumer),
    }
}

fn author_of(conversation: &Conversation, change: &EventChange) -> Author {
    if is_me(conversation, change) {
        return Author::Me;
    }
    match (change.role(), change.originator()) {
        (Some(Role::Controller), _) | (_, None) => Author::System,
        (_, Some(who)) => Author::Agent(ParticipantId::clone(who)),
    }
}

/// Whether the place is that of an own text which the service has.
pub(super) fn is_own_at(conversation: &Conversation, place: Place) -> bool {
    conversation.rows.at(place).is_some_and(|row| match &row.content {
        RowContent::Message(message) => message.author == Author::Me,
        RowContent::Note(_) => false,
    })
}
