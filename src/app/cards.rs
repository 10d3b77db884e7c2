//! What using an element of a card does, and choosing an answer below a message: what the page and the service are told,
//! and what is said for the consumer. Links are opened by the browser itself, from what was drawn.

use std::rc::Rc;

use super::{App, Output};
use crate::protocol::Millis;
use crate::protocol::card::{Act, Click, Kind, Node, joined};
use crate::store::view::{Taken, taken};
use crate::store::{Action, Author, Body, Message, Offered, Place, Row, RowContent, RowId};

/// An element of a card was used, or an answer chosen.
#[derive(Clone, Debug, PartialEq)]
pub struct Use {
    /// In which message.
    pub row: RowId,
    /// What.
    pub part: Part,
    /// What was ticked or chosen in the card, by the numbers of its elements.
    pub chosen: Vec<u16>,
    /// What was picked, in words: days, or a time.
    pub says: Option<String>,
}

/// What of a message was used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// An element of its card, by its number.
    Node(u16),
    /// One of the answers that it offers, counted from 0.
    Reply(usize),
}

impl App {
    /// An element was used. What is not there any more, or not offered, does nothing.
    pub(super) fn use_part(&mut self, now: Millis, used: &Use) {
        let conversation = Rc::clone(&self.state.conversation);
        let Some(row) = conversation.rows.by_id(used.row) else { return };
        let (Place::At { dialog, sequence, .. }, RowContent::Message(message)) = (row.place, &row.content) else {
            return;
        };
        let Some(dialog) = conversation.dialog_at(dialog) else { return };
        let card = match &message.body {
            Body::Card(card) => Some(card),
            Body::Text | Body::File(_) => None,
        };
        let node = match used.part {
            Part::Node(id) => card.and_then(|card| card.node(id)),
            Part::Reply(place) => message.offer.as_ref().and_then(|offer| {
                let is_open = offer.stands_at(&conversation, row.place) == Offered::Open;
                offer.replies.0.get(place).filter(|_| is_open)
            }),
        };
        let Some(node) = node else { return };
        // In a conversation that is over nothing is said or told any more. What its page is handed still can be.
        let is_past = conversation.is_past(row.place);
        let taken = card.map_or(Taken::Itself, |card| taken(card, node, &used.chosen));
        let nothing = Click::default();
        let click = node.click.as_deref().unwrap_or(&nothing);
        let Some(metadata) = entries(node, click, &taken) else { return };
        if !metadata.is_empty() && !is_past {
            self.session.tell_use(now, dialog, sequence, Rc::clone(&metadata));
        }
        if let (Kind::Submit(_), Taken::Chosen(boxes), false) = (&node.kind, &taken, is_past) {
            let says: Vec<&str> = boxes.iter().filter_map(|tick| said_by(tick)).collect();
            self.send(now, says.join(", ").into(), Rc::clone(&metadata));
        }
        for act in &click.acts {
            match act {
                Act::Say(_) | Act::AskDays(_) | Act::AskTime(..) if is_past => {}
                Act::Say(text) => self.send(now, text.as_str().into(), Rc::clone(&metadata)),
                Act::Tell(detail) => self.out.push(Output::Tell(detail.clone())),
                Act::AskDays(_) | Act::AskTime(..) => {
                    if let Some(says) = &used.says {
                        self.send(now, says.as_str().into(), Rc::clone(&metadata));
                    }
                }
                Act::Open { .. } | Act::Submit => {}
            }
        }
        if let Part::Reply(reply) = used.part {
            self.apply(Action::Chosen { row: used.row, reply: Some(reply) });
        }
    }
}

impl App {
    /// What goes along with words that answer a survey: what a press on that answer would have told.
    pub(super) fn answer_in_survey(&self, words: &str) -> Option<Rc<str>> {
        let conversation = Some(&self.state.conversation).filter(|conversation| conversation.is_survey)?;
        let is_theirs = |row: &Row| matches!(&row.content, RowContent::Message(said) if said.author != Author::Me);
        let question = conversation.rows.find_last(is_theirs)?;
        let RowContent::Message(Message { offer: Some(offer), .. }) = &question.content else { return None };
        let says =
            |click: &&Click| click.acts.iter().any(|act| matches!(act, Act::Say(said) if said.trim() == words.trim()));
        let chosen = offer.replies.0.iter().find_map(|reply| reply.click.as_deref().filter(says));
        chosen?.metadata.as_deref().map(Rc::from)
    }
}

/// What goes along: the entries of the click, those of the ticked boxes with them, or in their place those of the cards of
/// the choice to which a button belongs. Nothing where nothing is to be done, as nothing was ticked or chosen.
fn entries(node: &Node, click: &Click, taken: &Taken<'_>) -> Option<Rc<str>> {
    let own = click.metadata.as_deref();
    match (&node.kind, taken) {
        (Kind::Submit(true), _) | (Kind::Submit(_), Taken::Itself) | (_, Taken::Nothing) => None,
        (Kind::Submit(false), Taken::Chosen(boxes)) => {
            let mut all: Vec<&str> = own.into_iter().collect();
            all.extend(boxes.iter().filter_map(|tick| tick.click.as_ref()?.metadata.as_deref()));
            Some(joined(&all).unwrap_or_default())
        }
        (_, Taken::Chosen(cards)) => {
            let all: Vec<&str> = cards.iter().filter_map(|card| card.metadata.as_deref()).collect();
            Some(joined(&all).unwrap_or_default())
        }
        (_, Taken::Itself) => Some(own.unwrap_or_default().into()),
    }
}

fn said_by(tick: &Node) -> Option<&str> {
    match &tick.kind {
        Kind::Tick(says) => Some(says),
        _ => None,
    }
}
