//! The way through the transcript by keyboard: arrows from row to row, Home and End, Enter into a row, Escape out of it all.

use web_sys::KeyboardEvent;

use super::window::{go_to, last_seen, stops};
use crate::ui::focus::{focus, has_focus, within};
use crate::ui::screen::Screen;

/// Takes a step, if focus is in the transcript and the key is one of these. Yields whether it was.
pub(in crate::ui) fn walk(screen: &Screen, event: &KeyboardEvent) -> bool {
    let log = &screen.stick.scroller;
    if !has_focus(log) || event.alt_key() || event.ctrl_key() || event.meta_key() {
        return false;
    }
    if event.key() == "Escape" {
        focus(&screen.focus.composer);
        return true;
    }
    !screen.state().conversation.rows.is_empty() && step(screen, &event.key())
}

/// Takes a step, where there are rows. Those that are not mounted are, when it leads to them.
#[inline(never)]
fn step(screen: &Screen, key: &str) -> bool {
    let log = &screen.stick.scroller;
    // What takes these keys itself keeps them.
    let takes = [":is(input:not([type=checkbox]), [data-scrolls]):focus", "[role=tab]:focus"]
        .map(|taker| !within(log, taker).is_empty());
    if takes[0] || takes[1] && matches!(key, "Home" | "End") {
        return false;
    }
    let (first, total) = screen.window.first_and_total();
    // The button to copy a row stands behind it.
    let is_here = ":focus-within, :has(+ .copy:focus-within)";
    let here = stops(screen).iter().position(|stop| stop.matches(is_here).unwrap_or(false));
    let here = here.map(|index| first + index);
    let next = match key {
        "ArrowUp" => here.map_or_else(|| last_seen(screen), |here| here.saturating_sub(1)),
        "ArrowDown" => here.map_or_else(|| last_seen(screen), |here| here + 1).min(total.saturating_sub(1)),
        "Home" => 0,
        "End" => total.saturating_sub(1),
        "Enter" => {
            let inside = within(log, ".stop:focus :is(button, a, input, summary), .stop:focus + .copy button");
            return inside.first().is_some_and(|first| first.focus().is_ok());
        }
        _ => return false,
    };
    go_to(screen, next)
}
