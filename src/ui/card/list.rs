//! A list to tick.

use yew::Html;

use super::Drawn;
use super::layout::{node, nodes};
use super::look::paint;
use super::press::{Made, label, made, named, named_beside, titled};
use crate::protocol::card::{Kind, Node};
use crate::protocol::decimal_count;
use crate::ui::element::{attributes, element, fixed};

pub(super) fn list(drawn: &Drawn<'_>, of: &Node) -> Html {
    let label = label(of);
    let attributes = attributes! {
        "class" => "card-column",
        "role" => label.is_some().then_some("group"),
        "aria-label" => label,
        "style" => paint(of),
    };
    element("div", attributes).holding(nodes(drawn, of))
}

/// Boxes that belong together, under their words.
pub(super) fn section(drawn: &Drawn<'_>, of: &Node) -> Html {
    let mut inside = Vec::new();
    let mut names = (label(of), None);
    for part in &of.nodes {
        inside.push(if part.kind == Kind::Text && inside.is_empty() {
            names = named_beside(&of.label, &part.words);
            element("legend", fixed! { "class" => "card-words", "dir" => "auto" }).saying(&part.words)
        } else {
            node(drawn, part)
        });
    }
    let attributes = attributes! { "class" => "card-section", "aria-label" => names.0, "aria-description" => names.1 };
    element("fieldset", attributes).holding(inside)
}

pub(super) fn tick(_: &Drawn<'_>, of: &Node) -> Html {
    let (label, description) = named(of);
    let input = attributes! {
        "type" => "checkbox",
        "data-pick" => decimal_count(of.id.into()),
        "aria-label" => label,
        "aria-description" => description,
    };
    let class = if of.has_line { "card-tick card-ruled" } else { "card-tick" };
    made(of, "label", class, Made::default())
        .holding(vec![element("input", input).empty(), element("span", fixed! { "dir" => "auto" }).saying(&of.words)])
}

pub(super) fn submit(of: &Node, is_off: bool) -> Html {
    made(of, "button", "card-button", Made { names: named(of), is_off, ..Made::default() }).holding(titled(of))
}
