//! The way through the transcript by keyboard: arrows from row to row, Home and End, Enter into a row, Escape out of it all.

use web_sys::{HtmlElement, KeyboardEvent};

use super::mount_more;
use crate::ui::focus::{focus, has_focus, within};
use crate::ui::screen::Screen;

/// Takes a step, if focus is in the transcript and the key is one of these. Yields whether it was.
pub(in crate::ui) fn walk(screen: &Screen, event: &KeyboardEvent) -> bool {
    let log = &screen.stick.scroller;
    if !has_focus(log) || event.alt_key() || event.ctrl_key() || event.meta_key() {
        return false;
    }
    let stops = within(log, ".stop");
    if !stops.is_empty() {
        return step(screen, &event.key(), &stops);
    }
    let is_escape = event.key() == "Escape";
    if is_escape {
        focus(&screen.focus.composer);
    }
    is_escape
}

/// Takes a step, where there are rows.
#[inline(never)]
fn step(screen: &Screen, key: &str, stops: &[HtmlElement]) -> bool {
    let log = &screen.stick.scroller;
    // What takes these keys itself keeps them.
    let takes = ["input:not([type=checkbox]):focus", "[role=tab]:focus"].map(|taker| !within(log, taker).is_empty());
    if takes[0] && key != "Escape" || takes[1] && matches!(key, "Home" | "End") {
        return false;
    }
    let here = stops.iter().position(|stop| stop.matches(":focus-within").unwrap_or(false));
    let last = stops.len().wrapping_sub(1);
    let next = match key {
        // What was said before is brought when it is asked for; the next step leads there.
        "ArrowUp" if here == Some(0) => {
            if !within(log, ".before button").is_empty() {
                mount_more(screen);
            }
            return true;
        }
        "ArrowUp" => here.map_or(last, |here| here - 1),
        "ArrowDown" => here.map_or(last, |here| last.min(here + 1)),
        "Home" => 0,
        "End" => last,
        "Enter" => return go_to(within(log, ".stop:focus :is(button, a, input, summary)").first()),
        "Escape" => {
            focus(&screen.focus.composer);
            return true;
        }
        _ => return false,
    };
    go_to(stops.get(next))
}

fn go_to(stop: Option<&HtmlElement>) -> bool {
    stop.is_some_and(|stop| stop.focus().is_ok())
}
