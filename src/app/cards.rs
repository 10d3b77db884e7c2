//! What using an element of a card does, and choosing an answer below a message: what the page and the service are told,
//! and what is said for the consumer. Links are opened by the browser itself, from what was drawn.

use std::rc::Rc;

use super::{App, Output};
use crate::protocol::Millis;
use crate::protocol::card::{Act, Click, Kind, Node, joined};
use crate::store::{Action, Body, Offered, Place, RowContent, RowId};

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
        let Some(dialog) = conversation.dialogs.get(dialog as usize) else { return };
        let card = match &message.body {
            Body::Card(card) => Some(card),
            Body::Text => None,
        };
        let node = match used.part {
            Part::Node(id) => card.and_then(|card| card.node(id)),
            Part::Reply(place) => message.offer.as_ref().and_then(|offer| {
                let is_open = offer.stands(conversation.message_after(row.place)) == Offered::Open;
                offer.replies.0.get(place).filter(|_| is_open)
            }),
        };
        let Some(node) = node else { return };
        let mut chosen = Vec::new();
        for id in &used.chosen {
            chosen.extend(card.and_then(|card| card.node(*id)));
        }
        let nothing = Click::default();
        let click = node.click.as_deref().unwrap_or(&nothing);
        let Some(metadata) = entries(node, click, &chosen) else { return };
        if !metadata.is_empty() {
            self.session.tell_use(now, dialog, sequence, Rc::clone(&metadata));
        }
        if matches!(node.kind, Kind::Submit(_)) {
            let ticked: Vec<&str> = chosen.iter().filter_map(|node| ticked(node)).collect();
            self.send(now, ticked.join(", ").into(), Rc::clone(&metadata));
        }
        for act in &click.acts {
            match act {
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
            self.apply(Action::Chosen { row: used.row, reply });
        }
    }
}

/// What goes along: the entries of the click, those of the ticked boxes with them, or in their place those of the cards of
/// the choice to which a button belongs. Nothing where there is nothing to be sent, as nothing was ticked or chosen.
fn entries(node: &Node, click: &Click, chosen: &[&Node]) -> Option<Rc<str>> {
    let own = click.metadata.as_deref();
    match &node.kind {
        Kind::Submit(is_off) => {
            let of_boxes = chosen.iter().filter(|node| ticked(node).is_some());
            let mut all: Vec<&str> = own.into_iter().collect();
            all.extend(of_boxes.clone().filter_map(|node| node.click.as_ref()?.metadata.as_deref()));
            (!is_off && of_boxes.count() > 0).then(|| joined(&all).unwrap_or_default())
        }
        Kind::Button { choice: Some(_), .. } => {
            let all: Vec<&str> = chosen.iter().filter_map(|node| node.metadata.as_deref()).collect();
            (!chosen.is_empty()).then(|| joined(&all).unwrap_or_default())
        }
        _ => Some(own.unwrap_or_default().into()),
    }
}

fn ticked(node: &Node) -> Option<&str> {
    match &node.kind {
        Kind::Tick(says) => Some(says),
        _ => None,
    }
}
