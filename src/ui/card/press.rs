//! What can be pressed: a link where something is opened, a button where something is said, and a question that unfolds.

use std::rc::Rc;

use yew::Html;

use super::look::{letters, paint};
use super::{Drawn, pick};
use crate::protocol::card::{Act, Kind, Node};
use crate::protocol::decimal_count;
use crate::ui::element::{attributes, element, plain};
use crate::ui::words;

/// An element that does something: its insides, which can be pressed, or only its insides.
pub(super) fn pressed(drawn: &Drawn<'_>, node: &Node, class: &'static str, mut inside: Vec<Html>) -> Html {
    let Some(click) = node.click.as_deref() else {
        let attributes = attributes! {
            "class" => "card-plain",
            "data-look" => letters(node),
            "title" => tooltip(node),
            "dir" => direction(node),
            "style" => paint(node),
        };
        return element("div", attributes).holding(inside);
    };
    for act in &click.acts {
        match act {
            Act::AskDays(days) => return pick::days(drawn, node, class, days, inside),
            Act::AskTime(title, slots) => return pick::times(drawn, node, class, title, slots, inside),
            _ => {}
        }
    }
    let (label, description) = named(node);
    let Some((address, is_here)) = click.address() else {
        let attributes = attributes! {
            "type" => "button",
            "class" => class,
            "data-node" => decimal_count(node.id.into()),
            "data-look" => letters(node),
            "aria-label" => label,
            "aria-description" => description,
            "title" => tooltip(node),
            "dir" => direction(node),
            "style" => paint(node),
        };
        return element("button", attributes).holding(inside);
    };
    // What is written or called is not a page.
    let is_page = address.get(..4).is_some_and(|scheme| scheme.eq_ignore_ascii_case("http"));
    let is_new = is_page && !is_here;
    if is_new && label.is_none() {
        inside.push(plain("span", "heard").saying(words::IN_NEW_TAB));
    }
    let attributes = attributes! {
        "class" => class,
        "href" => address.to_owned(),
        "target" => is_page.then_some(if is_here { "_self" } else { "_blank" }),
        "rel" => "noopener noreferrer",
        "referrerpolicy" => "no-referrer",
        "data-node" => decimal_count(node.id.into()),
        "data-look" => letters(node),
        "aria-label" => label.map(|label| if is_new { [&label, words::IN_NEW_TAB].concat() } else { label }),
        "aria-description" => description,
        "title" => tooltip(node),
        "dir" => direction(node),
        "style" => paint(node),
    };
    element("a", attributes).holding(inside)
}

/// What it is called for who cannot see it. A name without the words that stand there would not be found by who says
/// them, and so only describes.
pub(super) fn named(node: &Node) -> (Option<String>, Option<String>) {
    // That of a map stands there already.
    if node.label.is_empty() || node.label == node.words || node.kind == Kind::Map {
        return (None, None);
    }
    let [label, words] = [&node.label, &node.words].map(|text| text.to_ascii_lowercase());
    if label.as_bytes().windows(words.len().max(1)).any(|part| part == words.as_bytes()) {
        (Some(node.label.clone()), None)
    } else {
        (None, Some(node.label.clone()))
    }
}

pub(super) fn tooltip(node: &Node) -> Option<String> {
    Some(node.tooltip.clone()).filter(|tooltip| !tooltip.is_empty())
}

pub(super) fn direction(node: &Node) -> &'static str {
    if node.is_rtl { "rtl" } else { "auto" }
}

/// A title, and smaller words below.
pub(super) fn titled(node: &Node) -> Vec<Html> {
    let mut inside = vec![plain("span", "card-words").saying(&node.words)];
    if !node.more.is_empty() {
        inside.push(plain("span", "card-small").saying(&node.more));
    }
    inside
}

/// Whether something can be pressed at all.
pub(super) fn is_pressed(node: &Node) -> bool {
    node.click.is_some()
}

/// The words of the first element that has some: what a card is called.
pub(super) fn first_words(node: &Node) -> Rc<str> {
    for node in node.all() {
        let words = if node.words.is_empty() { &node.label } else { &node.words };
        if !words.is_empty() {
            return words.as_str().into();
        }
    }
    Rc::default()
}
