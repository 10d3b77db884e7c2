//! What is done seldom: behind a button in the header.
//!
//! The browser opens and closes it (`popover`): it lies above everything, and Escape or a click elsewhere puts it away.

use std::rc::Rc;

use yew::Html;

use super::element::{When, element, fixed, plain};
use super::icon::{self, icon};
use super::ledger::LEDGER_ID;
use super::screen::Screen;
use super::words;

/// The menu's name within its root.
const MENU_ID: &str = "menu";

/// The button, and what it opens.
pub(super) fn menu(screen: &Rc<Screen>) -> [Html; 2] {
    let more = fixed! {
        "type" => "button",
        "class" => "icon-button more",
        "aria-label" => words::MORE,
        "popovertarget" => MENU_ID,
    };
    let now = element("button", fixed! { "type" => "button", "class" => "again" });
    let now = now.on(When::Clicked, screen.on(|screen, _| screen.host.forget.emit(())));
    // What it means is read before it can be done.
    let forget = plain("details", "").holding(vec![
        plain("summary", "").saying(words::FORGET),
        plain("p", "").saying(words::FORGET_MORE),
        now.saying(words::FORGET_NOW),
    ]);
    let record = fixed! { "type" => "button", "class" => "record", "popovertarget" => LEDGER_ID };
    [
        element("button", more).around(icon(icon::MORE)),
        element("div", fixed! { "id" => MENU_ID, "class" => "menu", "popover" => "" })
            .holding(vec![element("button", record).saying(words::LEDGER), forget]),
    ]
}
