//! A text that was to be sent and is withheld: what would be sent of it, and the ways on.

use std::rc::Rc;

use web_sys::Event;
use yew::Html;

use super::composer::{is_full, take_up};
use super::element::{When, element, fixed, plain, shared};
use super::screen::Screen;
use super::words::{self, Word};
use crate::app::{Intent, Resolution};
use crate::store::Withheld;

/// It says so by itself: whoever cannot see it has just pressed Enter, and would take the text for sent.
#[inline(never)]
pub(super) fn withheld(screen: &Rc<Screen>, withheld: &Withheld) -> Html {
    screen.style_later();
    let button = |word: Word, act: fn(&Screen, &Event)| {
        element("button", fixed! { "type" => "button" }).on(When::Clicked, screen.on(act)).told(word)
    };
    let group = fixed! { "class" => "withheld", "role" => "group", "aria-labelledby" => "withheld" };
    let shown = fixed! { "class" => "masked", "dir" => "auto" };
    element("div", group).holding(vec![
        element("p", fixed! { "id" => "withheld", "role" => "alert" }).told(words::WITHHELD),
        element("p", shown).around(shared(Rc::clone(&withheld.masked))),
        plain("div", "ways").holding(vec![
            button(words::SEND_MASKED, |screen, _| resolve(screen, Resolution::Masked)),
            button(words::EDIT, edit),
            button(words::SEND_AS_IT_IS, |screen, _| resolve(screen, Resolution::AsItIs)),
        ]),
    ])
}

fn resolve(screen: &Screen, resolution: Resolution) {
    if is_full(screen) {
        return;
    }
    screen.host.send.emit(Intent::Resolve(resolution));
    // The button goes: focus goes on where writing goes on.
    take_up(screen, "");
}

fn edit(screen: &Screen, _: &Event) {
    let text = screen.state().withheld.as_ref().map(|withheld| Rc::clone(&withheld.text));
    screen.host.send.emit(Intent::Resolve(Resolution::Edit));
    take_up(screen, &text.unwrap_or_default());
}
