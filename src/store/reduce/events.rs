//! Events of dialogs: texts, receipts and chat states, in whatever order and however often they come.

use std::rc::Rc;

use crate::protocol::card::Replies;
use crate::protocol::{
    AcceptStatus, ChatState, ContentEvent, Event, EventChange, Message as WireMessage, Millis, ParticipantId, Role,
};
use crate::store::conversation::{Author, Body, Conversation, Delivery, Message, Offer, RowContent, Typing};
use crate::store::rows::Place;
use crate::store::{Diagnostic, File, State, stand_in};

/// For how long a typing sign is believed without being repeated.
const TYPING_LASTS: Millis = Millis::from_secs(6);

/// Applies one event; the same event twice changes nothing the second time.
#[inline(never)]
pub(super) fn apply(state: &mut State, change: &EventChange, now: Millis) -> Result<(), Diagnostic> {
    if change.is_private() {
        return Err(Diagnostic::HiddenFromConsumers);
    }
    let (Some(dialog), Some(event)) = (&change.dialog_id, &change.event) else {
        return Err(Diagnostic::EventWithoutContent);
    };
    match event {
        Event::Content(_) | Event::RichContent(_) => {}
        Event::AcceptStatus(receipt) => {
            // Nothing was said in a dialog that is not known.
            let Some(dialog) = state.conversation.known_rank(dialog) else { return Ok(()) };
            let is_own = is_me(state.me.as_ref(), change);
            let conversation = Rc::make_mut(&mut state.conversation);
            for sequence in &*receipt.sequence_list {
                acknowledge(conversation, is_own, Place::At { dialog, sequence: *sequence, line: 0 }, &receipt.status);
            }
            return Ok(());
        }
        Event::ChatState(chat_state) => {
            if state.conversation.known_rank(dialog).is_none_or(|rank| rank >= 0) {
                attends(state, change, &chat_state.chat_state, now);
            }
            return Ok(());
        }
        Event::Unknown(_) => return Err(Diagnostic::UnknownEvent),
    }
    let sequence = change.sequence.ok_or(Diagnostic::ContentWithoutSequence)?;
    let (is_attended, server_now) = (state.is_attended(), state.server_time(now));
    let catches_up = state.catches_up;
    let conversation = Rc::make_mut(&mut state.conversation);
    let place = conversation.place_of(dialog, sequence)?;
    if conversation.rows.at(place).is_some() {
        return Ok(());
    }
    let author = author_of(state.me.as_ref(), &conversation.controllers, change);
    let is_incoming = author != Author::Me;
    // What was said in an earlier conversation is no news, and tells nothing of who is there.
    let is_live = !place.is_earlier();
    let told_at = change.server_timestamp.filter(Millis::is_date);
    let at = told_at.unwrap_or(server_now);
    if let Author::Agent(who) = &author
        && is_live
    {
        if conversation.typing.as_ref().is_some_and(|typing| typing.who == *who) {
            conversation.typing = None;
        }
        conversation.is_away &= conversation.agent.as_ref() != Some(who);
    }
    let delivery = if is_incoming { Delivery::Incoming } else { Delivery::Sent };
    let (text, body, replies) = read(event);
    let offer = replies.filter(|_| is_incoming).map(|replies| Offer { replies: Rc::new(replies), chosen: None });
    let content = RowContent::Message(Message { author, text, body, offer, at, delivery });
    let id = conversation.add(place, content);
    if is_incoming && is_live && (catches_up || at + LIVE_WITHIN >= server_now) {
        conversation.announce(id);
    }
    if is_incoming && is_live && !is_attended {
        if conversation.unread == 0 {
            conversation.first_unread = Some(id);
        }
        conversation.unseen.push(place);
        if conversation.unseen.len() > MOST_UNSEEN {
            conversation.unseen.remove(0);
        }
        conversation.unread = conversation.unseen.len();
    }
    if told_at == change.server_timestamp { Ok(()) } else { Err(Diagnostic::ImpossibleTime) }
}

impl State {
    /// Whether an event may change something by itself. The consumer's own receipts do only while something is unread, and
    /// that they type never does: each comes back from the service, and the screen would be drawn once more for it.
    #[must_use]
    pub fn is_news(&self, change: &EventChange) -> bool {
        let says_something = !matches!(change.event, Some(Event::AcceptStatus(_) | Event::ChatState(_)));
        says_something || self.conversation.unread > 0 || !is_me(self.me.as_ref(), change)
    }
}

/// What a message says, what stands in it, and what it offers.
fn read(event: &Event) -> (Rc<str>, Body, Option<Replies>) {
    match event {
        Event::Content(content) => {
            let text = match &content.message {
                _ if of_type(content, "forms/secure-invitation") => stand_in::SECURE_FORM,
                _ if of_type(content, "forms/secure-submission") => stand_in::SECURE_ANSWER,
                Some(WireMessage::Text(text)) if is_words(content, text) => text,
                Some(WireMessage::File(told)) => {
                    let file = File::of(told);
                    return (file.words(), Body::File(Rc::new(file)), content.replies());
                }
                _ => stand_in::UNKNOWN,
            };
            (text.into(), Body::Text, content.replies())
        }
        Event::RichContent(content) => match content.drawn() {
            (Some(card), replies) if card.says_anything() => {
                let words = if card.words.is_empty() { stand_in::WORDLESS } else { &card.words };
                (words.into(), Body::Card(Rc::new(card)), replies)
            }
            (_, replies) => (stand_in::UNKNOWN.into(), Body::Text, replies),
        },
        _ => (stand_in::UNKNOWN.into(), Body::Text, None),
    }
}

fn of_type(content: &ContentEvent, name: &str) -> bool {
    content.content_type.as_deref().is_some_and(|told| told.eq_ignore_ascii_case(name))
}

/// Whether its text is for people. Of a type that is known for other things it may be anything, also a secret, and of one
/// that is not known at all what looks like an object is none.
fn is_words(content: &ContentEvent, text: &str) -> bool {
    let told = content.content_type.as_deref().unwrap_or_default().trim_ascii();
    let family = told.split_once('/').map_or(told, |(family, _)| family);
    let is = |name: &str| family.eq_ignore_ascii_case(name);
    told.is_empty() || is("text") || !(NO_WORDS.into_iter().any(is) || text.trim_ascii_start().starts_with('{'))
}

/// What comes before the slash of types whose text is not for people.
const NO_WORDS: [&str; 6] = ["forms", "hosted", "application", "image", "audio", "video"];

/// An old message is history where it comes at the start: it is not announced. What comes after a lost connection was
/// missed, however old it is.
const LIVE_WITHIN: Millis = Millis::from_secs(10);

/// How many unseen messages are counted; the launcher tells it as "9+" much earlier.
const MOST_UNSEEN: usize = 99;

/// A receipt for the message at a place. Receipts never take back what is known.
fn acknowledge(conversation: &mut Conversation, is_own: bool, place: Place, status: &AcceptStatus) {
    let is_read = *status == AcceptStatus::Read;
    if is_own {
        // The consumer's own, given in an earlier page load or another tab: what it names was seen there.
        if is_read {
            conversation.unseen.retain(|unseen| *unseen != place);
            conversation.unread = conversation.unseen.len();
        }
        return;
    }
    let Some(message) = conversation.rows.message(place) else { return };
    let delivery = match message.delivery {
        Delivery::Sent | Delivery::Delivered if is_read => Delivery::Read,
        Delivery::Sent if *status == AcceptStatus::Accept => Delivery::Delivered,
        _ => return,
    };
    if let Some(message) = conversation.rows.message_mut(place) {
        message.delivery = delivery;
    }
}

/// Somebody begins or ceases to type, goes away or is back. That the consumer does is no news.
fn attends(state: &mut State, change: &EventChange, told: &ChatState, now: Millis) {
    let Some(who) = change.originator() else { return };
    if is_me(state.me.as_ref(), change) {
        return;
    }
    let conversation = Rc::make_mut(&mut state.conversation);
    if conversation.agent.as_ref() == Some(who) {
        conversation.is_away = matches!(told, ChatState::Inactive | ChatState::Gone | ChatState::Background);
    }
    let known = &mut conversation.typing;
    if *told == ChatState::Composing {
        *known = Some(Typing { who: who.clone(), until: now + TYPING_LASTS });
    } else if known.as_ref().is_some_and(|typing| typing.who == *who) {
        *known = None;
    }
}

fn is_me(me: Option<&ParticipantId>, change: &EventChange) -> bool {
    match change.originator() {
        Some(who) => me == Some(who),
        None => change.role() == Some(&Role::Consumer),
    }
}

/// Whose words they are. Where the event does not tell in which part they were said, the conversation does.
fn author_of(me: Option<&ParticipantId>, controllers: &[ParticipantId], change: &EventChange) -> Author {
    if is_me(me, change) {
        return Author::Me;
    }
    match (change.role(), change.originator()) {
        (Some(Role::Controller), _) | (_, None) => Author::System,
        (None, Some(who)) if controllers.contains(who) => Author::System,
        (_, Some(who)) => Author::Agent(who.clone()),
    }
}
