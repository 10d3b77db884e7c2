//! Cards to leaf through, by swiping, scrolling or two buttons, never by themselves; and to choose from.

use yew::Html;

use super::Drawn;
use super::layout::{grouped, nodes};
use super::press::first_words;
use crate::protocol::card::Node;
use crate::protocol::decimal_count;
use crate::ui::element::{attributes, element, fixed, plain};
use crate::ui::icon::{self, icon};
use crate::ui::words::{self, Word};

/// The cards side by side; `choice`: whether several can be chosen, where they are to be chosen from.
pub(super) fn carousel(drawn: &Drawn<'_>, node: &Node, choice: Option<bool>) -> Html {
    let count = node.nodes.len();
    let mut slides = Vec::new();
    for (place, card) in node.nodes.iter().enumerate() {
        let number = words::number_of(place + 1, count);
        let mut inside = nodes(drawn, card);
        if let Some(is_multiple) = choice {
            inside.push(choose(drawn, node, card, is_multiple));
        }
        inside.push(
            element("p", fixed! { "class" => "card-number", "aria-hidden" => "true", "translate" => "no" })
                .saying(&number),
        );
        let slide = attributes! { "class" => "card-slide", "role" => "group", "aria-label" => number };
        slides.push(element("div", slide).holding(inside));
    }
    // What scrolls can be reached by keyboard: arrows then scroll it.
    let scroller = attributes! {
        "class" => "card-slides",
        "tabindex" => "0",
        "role" => "group",
        "aria-label" => words::cards(count),
    };
    let turns = plain("div", "card-turns")
        .holding(vec![turn("back", words::PREVIOUS_CARD, icon::LEFT), turn("next", words::NEXT_CARD, icon::RIGHT)]);
    grouped(node, "card-carousel", words::CARDS).holding(vec![element("div", scroller).holding(slides), turns])
}

fn turn(way: &'static str, name: Word, picture: &'static str) -> Html {
    let attributes = attributes! { "type" => "button", "class" => "card-turn", "data-do" => way, "aria-label" => name };
    element("button", attributes).around(icon(picture))
}

/// Where one card of a choice is chosen.
pub(super) fn choose(drawn: &Drawn<'_>, choice: &Node, card: &Node, is_multiple: bool) -> Html {
    let input = attributes! {
        "type" => if is_multiple { "checkbox" } else { "radio" },
        "name" => drawn.name(choice.id, ""),
        "data-pick" => decimal_count(card.id.into()),
    };
    let of = first_words(card);
    plain("label", "card-tick").holding(vec![
        element("input", input).empty(),
        plain("span", "")
            .holding(vec![plain("span", "").told(words::CHOOSE), plain("span", "heard").saying(&[": ", &of].concat())]),
    ])
}
