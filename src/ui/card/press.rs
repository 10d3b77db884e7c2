//! What can be pressed: a link where something is opened, a button where something is said, and a question that unfolds.

use std::rc::Rc;

use yew::Html;

use super::look::{letters, paint};
use super::{Drawn, pick};
use crate::protocol::card::{Act, Kind, Node};
use crate::protocol::{decimal_count, position};
use crate::ui::element::{Element, attributes, element, plain, text};
use crate::ui::words::{self, Word};

/// What an element of the page is besides what every element of a card may be.
#[derive(Default)]
pub(super) struct Made {
    /// What opens, and where.
    pub(super) link: Option<(String, Option<&'static str>)>,
    /// What it is called, and what describes it.
    pub(super) names: (Option<String>, Option<String>),
    /// It is out of use.
    pub(super) is_off: bool,
}

/// An element of the page for one of a card.
#[inline(never)]
pub(super) fn made(node: &Node, tag: &'static str, class: &'static str, made: Made) -> Element {
    let Made { link, names: (label, description), is_off } = made;
    let is_link = link.is_some();
    let is_button = tag == "button";
    let (address, target) = link.unzip();
    let attributes = attributes! {
        "type" => is_button.then_some("button"),
        "class" => class,
        "href" => address,
        "target" => target.flatten(),
        "rel" => is_link.then_some("noopener noreferrer"),
        "referrerpolicy" => is_link.then_some("no-referrer"),
        "data-node" => (is_link || is_button).then(|| decimal_count(node.id.into())),
        "data-look" => letters(node),
        "disabled" => is_off.then_some("disabled"),
        "aria-label" => label,
        "aria-description" => description,
        "title" => tooltip(node),
        "dir" => direction(node),
        "style" => paint(node),
    };
    element(tag, attributes)
}

/// What is only heard of a press, behind what it is called.
pub(super) fn aside(word: Word) -> Html {
    plain("span", "heard").holding(vec![text(" "), word.drawn()])
}

/// An element that does something: its insides, which can be pressed, or only its insides.
pub(super) fn pressed(drawn: &Drawn<'_>, node: &Node, class: &'static str, mut inside: Vec<Html>) -> Html {
    let Some(click) = node.click.as_deref() else {
        return made(node, "div", "card-plain", Made::default()).holding(inside);
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
        return made(node, "button", class, Made { names: (label, description), ..Made::default() }).holding(inside);
    };
    // What is written or called is not a page.
    let is_page = address.get(..4).is_some_and(|scheme| scheme.eq_ignore_ascii_case("http"));
    let is_new = is_page && !is_here;
    if is_new && label.is_none() {
        inside.push(aside(words::IN_NEW_TAB));
    }
    let label = label.map(|label| if is_new { [&*label, " ", &words::IN_NEW_TAB.said()].concat() } else { label });
    let target = is_page.then_some(if is_here { "_self" } else { "_blank" });
    let link = Some((address.to_owned(), target));
    made(node, "a", class, Made { link, names: (label, description), is_off: false }).holding(inside)
}

/// What it is called for who cannot see it, and what describes it.
pub(super) fn named(node: &Node) -> (Option<String>, Option<String>) {
    // That of a map stands there already.
    if node.kind == Kind::Map { (None, None) } else { named_beside(&node.label, &node.words) }
}

/// A label as a name, or as a description: a name without the words that stand there would not be found by who says them.
pub(super) fn named_beside(label: &str, words: &str) -> (Option<String>, Option<String>) {
    if label.is_empty() || label == words {
        return (None, None);
    }
    let given = Some(label.to_owned());
    let [label, words] = [label, words].map(str::to_ascii_lowercase);
    if !words.is_empty() && position(&label, &words).is_some() { (given, None) } else { (None, given) }
}

/// What it is called, where nothing that stands there is its name.
pub(super) fn label(node: &Node) -> Option<String> {
    Some(node.label.clone()).filter(|label| !label.is_empty())
}

pub(super) fn tooltip(node: &Node) -> Option<String> {
    Some(node.tooltip.clone()).filter(|tooltip| !tooltip.is_empty())
}

pub(super) fn direction(node: &Node) -> &'static str {
    if node.is_rtl { "rtl" } else { "auto" }
}

/// The direction of what holds several that each find their own.
pub(super) fn right_to_left(node: &Node) -> Option<&'static str> {
    node.is_rtl.then_some("rtl")
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
