//! The panel: header, what was said, and where to write. A dialog beside the page, or over it on a small screen.
//!
//! Closed, it is nothing but a frame without a box of its own: the banner in it then stands beside the launcher. It is
//! the same element in both places, so that opening and closing never takes a prompt from under a finger.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlElement, KeyboardEvent};
use yew::Html;

use super::announcer::announcer;
use super::composer::{chosen, is_composing};
use super::element::{When, attributes, element, plain};
use super::focus::{Move, has_focus, within};
use super::header::{TITLE_ID, header};
use super::part::{Picture, part};
use super::screen::Screen;
use super::status_line::status_line;
use super::transcript::{Shown, walk};
use super::viewer::viewer;
use crate::app::Intent;
use crate::store::{State, view};

/// The panel's name within its root.
pub(super) const PANEL_ID: &str = "panel";

/// Must say what the style sheet of the panel says.
const SMALL: &str = "(max-width: 479px), (max-height: 559px)";

pub(super) fn panel(screen: &Rc<Screen>, state: &State) -> Html {
    let open = state.panel_open;
    let modal = open && screen.is_small.get();
    screen.is_open.set(open);
    screen.focus.was_inside.set([&screen.panel, &screen.card].map(has_focus));
    let transcript = Picture::Transcript(Shown::of(screen, state));
    let banner = view::banner(state);
    // Nothing of it stays. As an attribute, because a style sheet that looks for the banner itself (`:has`) costs a
    // millisecond with every message.
    let fades = !open && banner.is_none();
    let composer = Picture::Composer(screen.written.get(), state.withheld.clone(), Rc::clone(&state.not_taken));
    let attributes = attributes! {
        "id" => PANEL_ID,
        "class" => "panel",
        "data-is" => open.then_some("open"),
        "data-fades" => fades.then_some(""),
        "part" => "panel",
        "role" => open.then_some("dialog"),
        "aria-modal" => modal.then_some("true"),
        "aria-labelledby" => open.then_some(TITLE_ID),
    };
    let mut section = element("section", attributes).node(&screen.panel).on(When::KeyDown, screen.on(key));
    for when in [When::DraggedOver, When::DraggedAway, When::Dropped, When::Pasted] {
        section = section.on(when, screen.on(chosen));
    }
    section.holding(vec![
        header(screen, state),
        status_line(screen, state),
        part(screen, transcript),
        part(screen, Picture::Banner(banner)),
        part(screen, composer),
        part(screen, Picture::Ledger(state.ledger.clone())),
        plain("div", "").around(state.viewed.as_ref().map_or_else(Html::default, |viewed| viewer(screen, viewed))),
        // In here, because beside a panel that covers the screen nothing is read out.
        announcer(screen, state),
    ])
}

/// Whether the screen is so small that the panel covers all of it. Not so where nobody can tell.
pub(super) fn covers_screen() -> bool {
    let query = web_sys::window().and_then(|window| window.match_media(SMALL).ok().flatten());
    query.is_some_and(|query| query.matches())
}

/// Closes it; focus that was in it goes back to where it was opened.
pub(super) fn close(screen: &Screen) {
    while hide_menu(screen) {}
    if has_focus(&screen.panel) {
        screen.focus.ask(Move::ToLauncher);
    }
    screen.host.send.emit(Intent::Close);
}

/// Puts the menu, or what was opened from it, away. Yields whether it was open.
pub(super) fn hide_menu(screen: &Screen) -> bool {
    let menus = within(&screen.panel, ":popover-open");
    menus.last().is_some_and(|menu| menu.hide_popover().is_ok())
}

fn key(screen: &Screen, event: &Event) {
    let event: &KeyboardEvent = event.unchecked_ref();
    // Over a picture the browser sees to the keys.
    if !screen.is_open.get() || screen.state().viewed.is_some() {
        return;
    }
    let key = event.key();
    let is_escape = key == "Escape" && !is_composing(event);
    if is_escape && hide_menu(screen) || walk(screen, event) {
        event.prevent_default();
    } else if is_escape {
        // Tells whoever listens further out that this Escape was used.
        event.prevent_default();
        close(screen);
    } else if screen.is_small.get() && key == "Tab" {
        keep_inside(screen, event);
    }
}

/// Over the whole page, Tab goes round within the panel: what it covers cannot be seen.
fn keep_inside(screen: &Screen, event: &KeyboardEvent) {
    // What is opened over it covers what is under that.
    let mut stops = within(&screen.panel, ".ledger:popover-open button");
    if stops.is_empty() {
        stops = within(&screen.panel, ".menu:popover-open :is(button, summary)");
    }
    let is_over = !stops.is_empty();
    if !is_over {
        stops = within(&screen.panel, "button:enabled, input, textarea, [tabindex='0']");
    }
    stops.retain(|stop| stop.client_height() > 0);
    let [Some(first), Some(last)] = [stops.first(), stops.last()] else { return };
    let (edge, other) = if event.shift_key() { (first, last) } else { (last, first) };
    let has_focus = |stop: &HtmlElement| stop.matches(":focus").unwrap_or(false);
    if has_focus(edge) || is_over && !stops.iter().any(has_focus) {
        event.prevent_default();
        drop(other.focus());
    }
}
