//! Elements that lay others out.

use yew::Html;

use super::Drawn;
use super::look::{Css, columns, paint};
use super::press::{direction, first_words, right_to_left, tooltip};
use super::{basic, list, turn};
use crate::protocol::card::{Border, Kind, Node};
use crate::protocol::decimal_count;
use crate::ui::element::{attributes, element, fixed, plain};
use crate::ui::words::{self, Word};

/// Any element.
pub(super) fn node(drawn: &Drawn<'_>, node: &Node) -> Html {
    match &node.kind {
        Kind::Text => basic::text(drawn, node),
        Kind::Image(address) => basic::image(drawn, node, address.as_deref()),
        Kind::Button { is_link, .. } => basic::button(drawn, node, *is_link),
        Kind::Map => basic::map(drawn, node),
        Kind::Preview => basic::preview(drawn, node),
        Kind::Pairs(pairs) => basic::pairs(node, pairs),
        Kind::Vertical(border, scrolls) => vertical(drawn, node, *border, *scrolls),
        Kind::Horizontal(border, shares) => horizontal(drawn, node, *border, shares),
        Kind::Carousel => turn::carousel(drawn, node, None),
        Kind::Choice { is_multiple, unfolds: false, .. } => turn::carousel(drawn, node, Some(*is_multiple)),
        Kind::Choice { is_multiple, unfolds: true, .. } => accordion(drawn, node, *is_multiple),
        Kind::Tabs => tabs(drawn, node),
        Kind::List => list::list(drawn, node),
        Kind::Section => list::section(drawn, node),
        Kind::Tick(_) => list::tick(drawn, node),
        Kind::Submit(is_off) => list::submit(node, *is_off),
    }
}

/// All that is in an element.
pub(super) fn nodes(drawn: &Drawn<'_>, of: &Node) -> Vec<Html> {
    of.nodes.iter().map(|inside| node(drawn, inside)).collect()
}

fn vertical(drawn: &Drawn<'_>, node: &Node, border: Border, scrolls: bool) -> Html {
    // What scrolls can be reached by keyboard.
    let attributes = attributes! {
        "class" => "card-column",
        "data-is" => edge(border),
        "data-scrolls" => scrolls.then_some(""),
        "tabindex" => scrolls.then_some("0"),
        "role" => scrolls.then_some("group"),
        "aria-label" => scrolls.then(|| words::SCROLLS.unless(&node.label)),
        "title" => tooltip(node),
        "dir" => direction(node),
        "style" => paint(node),
    };
    element("div", attributes).holding(nodes(drawn, node))
}

fn horizontal(drawn: &Drawn<'_>, node: &Node, border: Border, shares: &[u8]) -> Html {
    let Css(mut css) = paint(node);
    css.push_str(&columns(shares, node.nodes.len()));
    let attributes = attributes! {
        "class" => "card-line",
        "data-is" => edge(border),
        // More than fit beside each other go on below.
        "data-many" => (node.nodes.len() > 4).then_some(""),
        "data-lines" => node.has_line.then_some(""),
        "title" => tooltip(node),
        "dir" => direction(node),
        "style" => Css(css),
    };
    element("div", attributes).holding(nodes(drawn, node))
}

fn edge(border: Border) -> &'static str {
    match border {
        Border::Line => "edged",
        Border::None => "bare",
        Border::Shadow => "raised",
    }
}

/// Cards that unfold under their titles.
fn accordion(drawn: &Drawn<'_>, node: &Node, is_multiple: bool) -> Html {
    let mut folds = Vec::new();
    for card in &node.nodes {
        let title = if card.words.is_empty() { (*first_words(card)).to_owned() } else { card.words.clone() };
        let summary = vec![
            element("span", fixed! { "class" => "card-words", "dir" => "auto" }).saying(&title),
            element("span", fixed! { "class" => "card-small", "dir" => "auto" }).saying(&card.more),
        ];
        let mut inside = nodes(drawn, card);
        inside.push(turn::choose(drawn, node, card, is_multiple));
        folds.push(
            plain("details", "card-fold")
                .holding(vec![plain("summary", "").holding(summary), plain("div", "card-column").holding(inside)]),
        );
    }
    grouped(node, "card-folds", words::CARDS).holding(folds)
}

/// An element that groups others under the name that it has, or else this one.
pub(super) fn grouped(node: &Node, class: &'static str, name: Word) -> crate::ui::element::Element {
    let attributes = attributes! {
        "class" => class,
        "role" => "group",
        "aria-label" => name.unless(&node.label),
        "dir" => right_to_left(node),
        "style" => paint(node),
    };
    element("div", attributes)
}

/// Cards behind tabs. Which is in front is in the elements themselves: `click` changes it.
fn tabs(drawn: &Drawn<'_>, node: &Node) -> Html {
    let (mut tabs, mut panels) = (Vec::new(), Vec::new());
    for (place, card) in node.nodes.iter().enumerate() {
        let (tab, panel) = (drawn.name(card.id, "-tab"), drawn.name(card.id, "-panel"));
        let is_first = place == 0;
        let label = if card.words.is_empty() { words::tab(place + 1) } else { card.words.clone() };
        let attributes = attributes! {
            "type" => "button",
            "id" => tab.clone(),
            "class" => "card-tab",
            "role" => "tab",
            "data-do" => "tab",
            "aria-controls" => panel.clone(),
            "aria-selected" => if is_first { "true" } else { "false" },
            "tabindex" => if is_first { "0" } else { "-1" },
            "dir" => "auto",
        };
        tabs.push(element("button", attributes).saying(&label));
        let attributes = attributes! {
            "id" => panel,
            "class" => "card-column",
            "role" => "tabpanel",
            "aria-labelledby" => tab,
            "hidden" => (!is_first).then_some(""),
        };
        panels.push(element("div", attributes).holding(nodes(drawn, card)));
    }
    let name = words::CARDS.unless(&node.label);
    let bar = element("div", attributes! { "class" => "card-tabs", "role" => "tablist", "aria-label" => name });
    let mut inside = vec![bar.holding(tabs)];
    inside.append(&mut panels);
    let attributes = attributes! {
        "class" => "card-column",
        "dir" => right_to_left(node),
        "style" => paint(node),
        "data-count" => decimal_count(node.nodes.len()),
    };
    element("div", attributes).holding(inside)
}
