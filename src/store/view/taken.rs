//! What pressing an element of a card takes along of what was ticked and chosen in it.

use crate::protocol::card::{Card, Kind, Node};

/// What an element takes along.
#[derive(Debug, PartialEq)]
pub enum Taken<'a> {
    /// It stands for itself.
    Itself,
    /// Nothing was ticked in its list, or chosen in the choice that it belongs to: it does nothing.
    Nothing,
    /// These boxes of its list, or these cards of its choice.
    Chosen(Vec<&'a Node>),
}

/// What an element of a card takes along of all that is `chosen` there. One that belongs to a choice that is not there
/// stands for itself.
#[must_use]
pub fn taken<'a>(card: &'a Card, node: &Node, chosen: &[u16]) -> Taken<'a> {
    let Some(scope) = scope_of(&card.root, node) else { return Taken::Itself };
    let mut taken = Vec::new();
    for id in chosen {
        taken.extend(scope.find(*id).filter(|node| matches!(node.kind, Kind::Tick(_)) || is_card_of(scope, node)));
    }
    if taken.is_empty() { Taken::Nothing } else { Taken::Chosen(taken) }
}

fn is_card_of(scope: &Node, node: &Node) -> bool {
    matches!(scope.kind, Kind::Choice { .. }) && scope.nodes.iter().any(|card| card.id == node.id)
}

/// The list or the choice, in an element or itself, that another one belongs to.
fn scope_of<'a>(within: &'a Node, node: &Node) -> Option<&'a Node> {
    let is_it = match (&node.kind, &within.kind) {
        (Kind::Submit(_), Kind::List) => within.find(node.id).is_some(),
        (Kind::Button { choice: Some(wanted), .. }, Kind::Choice { name, .. }) => name == wanted,
        _ => false,
    };
    if is_it { Some(within) } else { within.nodes.iter().find_map(|inside| scope_of(inside, node)) }
}
