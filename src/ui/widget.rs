//! The root: panel and launcher.

use std::rc::Rc;

use yew::Html;

use super::element::{attributes, element};
use super::launcher::launcher;
use super::panel::panel;
use super::screen::Screen;
use super::words;

/// The whole widget.
pub(super) fn widget(screen: &Rc<Screen>) -> Html {
    let state = screen.state();
    let attributes = attributes! {
        "class" => "widget",
        "lang" => words::LANGUAGE,
        "dir" => words::DIRECTION,
        "translate" => "no",
    };
    let runs = state.cobrowse.running().any(|session| !session.mode.is_call());
    // Around the page, for as long as somebody else can see it.
    let frame = attributes! {
        "class" => "frame",
        "part" => "frame",
        "data-is" => runs.then_some("on"),
        "aria-hidden" => "true",
    };
    let nodes = vec![element("div", frame).empty(), panel(screen, &state), launcher(screen, &state)];
    element("div", attributes).holding(nodes)
}
