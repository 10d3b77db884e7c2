//! The round button that opens the panel and closes it again.

use std::rc::Rc;

use web_sys::Event;
use yew::{AttrValue, Html};

use super::element::{When, attributes, element, fixed};
use super::focus::Move;
use super::panel::PANEL_ID;
use super::screen::Screen;
use super::words;
use crate::app::Intent;
use crate::store::{State, view};

pub(super) fn launcher(screen: &Rc<Screen>, state: &State) -> Html {
    let shown = view::launcher(state);
    // What waits is told of while the panel is closed; in an open panel it is before the reader's eyes.
    let [label, badge] = match shown.unread {
        _ if shown.open => [words::CLOSE_CHAT.said(), AttrValue::default()],
        0 => [words::OPEN_CHAT.said(), AttrValue::default()],
        unread => words::unread(unread).map(AttrValue::from),
    };
    let attributes = attributes! {
        "type" => "button",
        "class" => "launcher",
        "part" => "launcher",
        "aria-label" => label,
        "aria-expanded" => if shown.open { "true" } else { "false" },
        "aria-controls" => PANEL_ID,
    };
    let badge = element("span", fixed! { "class" => "badge", "aria-hidden" => "true" }).saying(&badge);
    element("button", attributes).node(&screen.focus.launcher).on(When::Clicked, screen.on(pressed)).around(badge)
}

fn pressed(screen: &Screen, _: &Event) {
    let intent = if screen.is_open.get() {
        Intent::Close
    } else {
        screen.focus.ask(Move::ToComposer);
        Intent::Open
    };
    screen.host.send.emit(intent);
}
