//! Elements without elements inside.

use yew::{AttrValue, Html};

use super::Drawn;
use super::click;
use super::look::paint;
use super::press::{Made, is_pressed, label, made, pressed, titled, tooltip};
use crate::protocol::card::Node;
use crate::ui::element::{When, attributes, element, fixed, plain};
use crate::ui::linked::linked;
use crate::ui::words;

pub(super) fn text(drawn: &Drawn<'_>, node: &Node) -> Html {
    if is_pressed(node) {
        return pressed(drawn, node, "card-link", titled(node));
    }
    made(node, "p", "card-text", Made::default()).around(linked(&node.words.as_str().into(), true))
}

/// A picture, and in its place words where it cannot be loaded. It is asked for without telling from where.
pub(super) fn image(drawn: &Drawn<'_>, node: &Node, address: Option<&str>) -> Html {
    let mut inside = Vec::new();
    if let Some(address) = address {
        // One that is pressed has a name, whatever happens.
        let name = if is_pressed(node) { words::PICTURE.unless(&node.label) } else { node.label.clone().into() };
        inside.push(loaded(drawn, address, name, tooltip(node)));
    }
    inside.push(
        plain("span", "card-missing")
            .holding(vec![plain("span", "").told(words::NO_PICTURE), plain("span", "card-small").saying(&node.label)]),
    );
    if !node.more.is_empty() {
        inside.push(element("span", fixed! { "class" => "card-small", "dir" => "auto" }).saying(&node.more));
    }
    let failed = address.is_none().then_some("failed");
    let frame = element("div", attributes! { "class" => "card-image", "data-is" => failed });
    if is_pressed(node) { frame.around(pressed(drawn, node, "card-press", inside)) } else { frame.holding(inside) }
}

/// A picture that is loaded once it comes into view.
pub(super) fn loaded(drawn: &Drawn<'_>, address: &str, name: AttrValue, tooltip: Option<String>) -> Html {
    let attributes = attributes! {
        "src" => address.to_owned(),
        "alt" => name,
        "loading" => "lazy",
        "decoding" => "async",
        "referrerpolicy" => "no-referrer",
        "title" => tooltip,
    };
    element("img", attributes).on(When::Failed, drawn.screen.on(click::failed)).empty()
}

/// A button; where it does nothing that is understood, its words.
pub(super) fn button(drawn: &Drawn<'_>, node: &Node, is_link: bool) -> Html {
    pressed(drawn, node, if is_link { "card-link" } else { "card-button" }, titled(node))
}

pub(super) fn map(drawn: &Drawn<'_>, node: &Node) -> Html {
    let place = words::A_PLACE.unless(&node.label);
    let inside = vec![plain("span", "card-words").told(words::ON_MAP), plain("span", "card-small").saying(&place)];
    pressed(drawn, node, "card-button", inside)
}

pub(super) fn preview(drawn: &Drawn<'_>, node: &Node) -> Html {
    let mut inside = titled(node);
    if node.words.is_empty() {
        drop(inside.remove(0));
    }
    pressed(drawn, node, "card-preview", inside)
}

pub(super) fn pairs(node: &Node, pairs: &[(String, String)]) -> Html {
    let mut rows = Vec::new();
    for (name, value) in pairs {
        rows.push(plain("div", "").holding(vec![
            element("dt", fixed! { "dir" => "auto" }).saying(name),
            element("dd", fixed! { "dir" => "auto" }).saying(value),
        ]));
    }
    element("dl", attributes! { "class" => "card-pairs", "aria-label" => label(node), "style" => paint(node) })
        .holding(rows)
}
