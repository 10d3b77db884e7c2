//! A list to tick.

use yew::Html;

use super::Drawn;
use super::layout::{node, nodes};
use super::look::paint;
use super::press::{Made, made, named, titled};
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
    let class = if of.has_line { "card-tick card-ruled" } else { "card-tick" };
    made(of, "label", class, Made::default())
        .holding(vec![element("input", input).empty(), element("span", fixed! { "dir" => "auto" }).saying(&of.words)])
}

pub(super) fn submit(of: &Node, is_off: bool) -> Html {
    made(of, "button", "card-button", Made { names: named(of), is_off, ..Made::default() }).holding(titled(of))
}
