//! Copies what a message says. The button stands beside it while it is pointed at, tapped or walked to, and nobody comes upon
//! it else; the browser's own keys do the same for a row that was walked to.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{Element, Event, KeyboardEvent};
use yew::Html;

use super::window::stops;
use crate::protocol::read_decimal;
use crate::store::{RowContent, RowId};
use crate::ui::element::{When, element, fixed, plain};
use crate::ui::icon::{self, icon};
use crate::ui::screen::Screen;
use crate::ui::words;

/// The words of a message or a card, and beside them the button.
pub(super) fn beside(screen: &Rc<Screen>, said: Html) -> Html {
    let copy = fixed! { "type" => "button", "class" => "copy", "aria-label" => words::COPY, "title" => words::COPY };
    let button = element("button", copy).on(When::Clicked, screen.on(clicked));
    plain("div", "said").key("said").holding(vec![said, button.holding(vec![icon(icon::COPY), icon(icon::TICK)])])
}

/// Where it is read out that a text was copied, and where it stands that it was not.
pub(super) fn outcome() -> Html {
    plain("div", "copied").key("copied").around(element("p", fixed! { "role" => "status" }).empty())
}

/// Takes the browser's keys for copying, unless something is selected. Yields whether they were these.
pub(super) fn key(screen: &Screen, event: &KeyboardEvent) -> bool {
    if event.shift_key() || !event.key().eq_ignore_ascii_case("c") || (screen.host.has_selection)() {
        return false;
    }
    let here = stops(screen).into_iter().find(|stop| stop.matches(":focus").unwrap_or(false));
    here.is_some_and(|stop| copy(screen, &stop))
}

#[inline(never)]
fn clicked(screen: &Screen, event: &Event) {
    let pressed = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    if let Some(stop) = pressed.and_then(|pressed| pressed.closest(".stop").ok().flatten()) {
        copy(screen, &stop);
    }
}

/// Copies what a row says, from within the event: a browser may ask for that. Yields whether it says something.
fn copy(screen: &Screen, stop: &Element) -> bool {
    let state = screen.state();
    let row = stop.id().strip_prefix("row-").and_then(read_decimal).map(|number| RowId(number.cast_unsigned()));
    let row = row.and_then(|row| state.conversation.rows.by_id(row));
    let Some(RowContent::Message(message)) = row.map(|row| &row.content) else { return false };
    // What was said of another one is over, and the same words are read out again only when they come anew.
    tell(stop, "");
    for former in all(stop, ".copy[data-is], .copied > p") {
        drop(former.remove_attribute("data-is"));
        // Where that is looked at, it fades from the beginning the next time.
        former.get_bounding_client_rect();
    }
    let stop = stop.clone();
    let told = move |is_done| copied(&stop, is_done);
    (screen.host.copy)(&message.text, Box::new(told));
    true
}

/// The browser did so, or did not.
#[inline(never)]
fn copied(stop: &Element, is_done: bool) {
    tell(stop, if is_done { words::COPIED } else { words::NOT_COPIED });
    let outcome = if is_done { "done" } else { "failed" };
    let button = stop.query_selector(".copy").ok().flatten();
    for element in button.into_iter().chain(all(stop, ".copied > p")) {
        // It fails for nothing but a name that cannot be one.
        drop(element.set_attribute("data-is", outcome));
    }
}

/// Says what came of it, where that is read out.
fn tell(stop: &Element, words: &str) {
    for place in all(stop, ".copied > p") {
        place.set_text_content(Some(words));
    }
}

/// The elements of the rows around one.
fn all(stop: &Element, selector: &str) -> impl Iterator<Item = Element> {
    let found = stop.parent_element().and_then(|rows| rows.query_selector_all(selector).ok());
    let count = found.as_ref().map_or(0, web_sys::NodeList::length);
    (0..count).filter_map(move |index| found.as_ref()?.get(index)?.dyn_into().ok())
}
