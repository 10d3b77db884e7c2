//! The answers that are offered below a message: pills that wrap. The chosen one stays and says so, and the others are off.

use std::rc::Rc;

use yew::Html;

use super::click;
use super::press::{aside, named, tooltip};
use crate::protocol::card::Node;
use crate::protocol::decimal_count;
use crate::store::{Offer, Offered};
use crate::ui::element::{When, attributes, element, fixed, plain};
use crate::ui::icon::{self, icon};
use crate::ui::screen::Screen;
use crate::ui::words;

pub(in crate::ui) fn replies(screen: &Rc<Screen>, offer: &Offer, offered: Offered) -> Html {
    let replies = &offer.replies;
    let (mut rows, mut row) = (Vec::new(), Vec::new());
    for (place, reply) in replies.0.iter().enumerate() {
        row.push(one(reply, place, offered));
        if row.len() == replies.1 {
            rows.push(plain("div", "replies-row").holding(std::mem::take(&mut row)));
        }
    }
    // What fills no row stands by itself, as do all where they need no rows.
    rows.append(&mut row);
    let attributes = attributes! {
        "class" => "replies",
        "part" => "replies",
        "role" => "group",
        "aria-label" => words::ANSWERS,
        "data-is" => if offered == Offered::Open { "open" } else { "chosen" },
    };
    element("div", attributes).key("replies").on(When::Clicked, screen.on(click::clicked)).holding(rows)
}

fn one(reply: &Node, place: usize, offered: Offered) -> Html {
    let is_chosen = offered == Offered::Chosen(place);
    let is_open = offered == Offered::Open;
    let address = reply.click.as_ref().and_then(|click| click.address()).filter(|_| is_open);
    let name = named(reply).0;
    let mut inside = vec![plain("span", "").around(if is_chosen { icon(icon::TICK) } else { Html::default() })];
    inside.push(element("span", fixed! { "dir" => "auto", "lang" => "", "translate" => "yes" }).saying(&reply.words));
    if is_chosen {
        inside.push(aside(words::CHOSEN));
    } else if address.is_some_and(|(_, is_here)| !is_here) {
        inside.push(aside(words::IN_NEW_TAB));
    }
    let (tag, kind) = if address.is_some() { ("a", None) } else { ("button", Some("button")) };
    // Off, and not out of reach: focus stays on what was pressed.
    let attributes = attributes! {
        "type" => kind,
        "class" => "reply",
        "data-reply" => decimal_count(place),
        "data-is" => is_chosen.then_some("chosen"),
        "aria-disabled" => (!is_open).then_some("true"),
        "aria-label" => name.filter(|_| !is_chosen),
        "title" => tooltip(reply),
        "href" => address.map(|(address, _)| address.to_owned()),
        "target" => address.map(|(_, is_here)| if is_here { "_self" } else { "_blank" }),
        "rel" => address.map(|_| "noopener noreferrer"),
    };
    element(tag, attributes).key(&decimal_count(place)).holding(inside)
}
