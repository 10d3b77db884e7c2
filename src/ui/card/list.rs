//! A list to tick.

use yew::Html;

use super::Drawn;
use super::layout::{node, nodes};
use super::look::{letters, paint};
use super::press::{direction, named, titled, tooltip};
use crate::protocol::card::{Kind, Node};
use crate::protocol::decimal_count;
use crate::ui::element::{attributes, element, fixed, plain};

pub(super) fn list(drawn: &Drawn<'_>, of: &Node) -> Html {
    element("div", attributes! { "class" => "card-column", "style" => paint(of) }).holding(nodes(drawn, of))
}

/// Boxes that belong together, under their words.
pub(super) fn section(drawn: &Drawn<'_>, of: &Node) -> Html {
    let mut inside = Vec::new();
    for part in &of.nodes {
        inside.push(if part.kind == Kind::Text && inside.is_empty() {
            element("legend", fixed! { "class" => "card-words", "dir" => "auto" }).saying(&part.words)
        } else {
            node(drawn, part)
        });
    }
    plain("fieldset", "card-section").holding(inside)
}

pub(super) fn tick(_: &Drawn<'_>, of: &Node) -> Html {
    let input = attributes! { "type" => "checkbox", "data-pick" => decimal_count(of.id.into()) };
    let attributes = attributes! {
        "class" => "card-tick",
        "data-look" => letters(of),
        "title" => tooltip(of),
        "style" => paint(of),
    };
    element("label", attributes).holding(vec![
        element("input", input).empty(),
        element("span", attributes! { "dir" => direction(of) }).saying(&of.words),
    ])
}

pub(super) fn submit(of: &Node, is_off: bool) -> Html {
    let (label, description) = named(of);
    let attributes = attributes! {
        "type" => "button",
        "class" => "card-button",
        "data-node" => decimal_count(of.id.into()),
        "data-look" => letters(of),
        "disabled" => is_off.then_some("disabled"),
        "aria-label" => label,
        "aria-description" => description,
        "title" => tooltip(of),
        "dir" => direction(of),
        "style" => paint(of),
    };
    element("button", attributes).holding(titled(of))
}
