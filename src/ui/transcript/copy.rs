//! Copying a message: by one button for all rows, which stands at the row that is pointed at or has focus, and by the keys
//! that copy everywhere.
//!
//! The button is a neighbour of the row and no part of it: the row is not named by it, and has no more elements.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{Event, KeyboardEvent};
use yew::{Callback, Html};

use super::window::stops;
use crate::store::{Author, Body, Delivery, Message, Row, RowContent, RowId};
use crate::ui::element::{Element, When, attributes, element, fixed, plain};
use crate::ui::focus::within;
use crate::ui::icon::{self, icon};
use crate::ui::screen::Screen;
use crate::ui::words::{self, Word};

/// Where the button stands, and what came of it there.
#[derive(Clone, Copy, Default, PartialEq)]
pub(in crate::ui) struct Copying {
    /// The row that it copies.
    row: Option<RowId>,
    /// Whether that was copied.
    is_copied: Option<bool>,
}

/// The element around all rows, which notices the row that somebody is at.
pub(super) fn around(screen: &Rc<Screen>) -> Element {
    plain("div", "rows")
        .node(&screen.window.rows)
        .on(When::PointedAt, screen.on(pointed))
        .on(When::Clicked, screen.on(tapped))
        .on(When::Focused, screen.on(focused))
        .on(When::KeyDown, by(screen, key))
}

/// The button behind a row, if that is the one that it stands at.
pub(super) fn button(screen: &Rc<Screen>, copying: Copying, row: &Row) -> Option<Html> {
    let RowContent::Message(message) = &row.content else { return None };
    if copying.row != Some(row.id) {
        return None;
    }
    let mine = if message.author == Author::Me { "mine" } else { "" };
    // Beside a text there is room; where more than that is in a row, there is some below.
    let is_beside = matches!(message, Message { body: Body::Text, offer: None, delivery, .. }
        if !matches!(delivery, Delivery::Failed(..)));
    let attributes = attributes! {
        "class" => "copy",
        "data-is" => [mine, if is_beside { "" } else { " below" }].concat(),
    };
    let name = attributes! { "type" => "button", "aria-label" => words::COPY };
    let press = element("button", name).on(When::Clicked, by(screen, pressed));
    let (sign, outcome) = match copying.is_copied {
        Some(true) => (icon::TICK, Some(words::COPIED)),
        Some(false) => (icon::DANGER, Some(words::NOT_COPIED)),
        None => (icon::COPY, None),
    };
    // It is read out elsewhere.
    let said = |word: Word| element("span", fixed! { "aria-hidden" => "true" }).key("said").told(word);
    let mut nodes = vec![press.key("press").around(icon(sign))];
    nodes.extend(outcome.map(said));
    // Named by the row: another button is not this one on its way, and nothing else has to move for it.
    let key = ["copy-", &crate::protocol::decimal(row.id.0.cast_signed())].concat();
    Some(element("div", attributes).key(&key).holding(nodes))
}

/// What an event does that is not over with it.
fn by(screen: &Rc<Screen>, act: fn(&Rc<Screen>, &Event)) -> Callback<Event> {
    let screen = Rc::clone(screen);
    Callback::from(move |event: Event| act(&screen, &event))
}

/// The pointer is over something. Whoever goes by keyboard has rows pass under one that rests.
#[inline(never)]
fn pointed(screen: &Screen, _: &Event) {
    if within(&screen.window.rows, ":focus-visible").is_empty() {
        stand(screen, ":hover");
    }
}

#[inline(never)]
fn tapped(screen: &Screen, _: &Event) {
    stand(screen, ":hover");
}

#[inline(never)]
fn focused(screen: &Screen, _: &Event) {
    stand(screen, ":focus-within");
}

/// Has the button stand at the row that is like this, if one is.
fn stand(screen: &Screen, selector: &str) {
    let former = screen.copying.get();
    if let Some(row) = row_like(screen, selector).filter(|row| former.row != Some(*row)) {
        screen.copying.set(Copying { row: Some(row), is_copied: None });
        screen.redraw();
    }
}

fn row_like(screen: &Screen, selector: &str) -> Option<RowId> {
    let index = stops(screen).iter().position(|stop| stop.matches(selector).unwrap_or(false))?;
    let number = screen.window.first_and_total().0 + index;
    screen.state().conversation.rows.range(number..number + 1).next().map(|row| row.id)
}

/// The keys that copy what is selected copy the row that has focus, where nothing is.
#[inline(never)]
fn key(screen: &Rc<Screen>, event: &Event) {
    let event: &KeyboardEvent = event.unchecked_ref();
    // Where the letters are of another alphabet, browsers go by the place of the key.
    let letter = event.key();
    let is_c = letter.eq_ignore_ascii_case("c") || !letter.is_ascii() && event.code() == "KeyC";
    let copies = is_c && !event.shift_key() && event.ctrl_key() != event.meta_key() && !event.alt_key();
    if copies && let Some(row) = row_like(screen, ":focus") {
        copy(screen, row, true);
    }
}

#[inline(never)]
fn pressed(screen: &Rc<Screen>, _: &Event) {
    if let Some(row) = screen.copying.get().row {
        copy(screen, row, false);
    }
}

/// Copies what a row says, and tells what came of it.
fn copy(screen: &Rc<Screen>, row: RowId, unless_selected: bool) {
    let state = screen.state();
    let Some(RowContent::Message(message)) = state.conversation.rows.by_id(row).map(|row| &row.content) else {
        return;
    };
    let rows = screen.window.rows.cast::<web_sys::Element>().filter(|_| unless_selected);
    let screen = Rc::clone(screen);
    let copy = screen.host.copy;
    copy(
        &words::of_message(message),
        rows.as_ref().map(AsRef::as_ref),
        Rc::new(move |is_copied| tell(&screen, row, is_copied)),
    );
}

#[inline(never)]
fn tell(screen: &Screen, row: RowId, is_copied: bool) {
    words::write_by(&screen.host.formats);
    let mut heard = screen.heard.take();
    heard.tell(if is_copied { words::COPIED } else { words::NOT_COPIED });
    screen.heard.set(heard);
    if screen.copying.get().row == Some(row) {
        screen.copying.set(Copying { row: Some(row), is_copied: Some(is_copied) });
    }
    screen.redraw();
}
