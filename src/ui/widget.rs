//! The root: panel and launcher.

use std::rc::Rc;

use yew::Html;

use super::element::{element, fixed};
use super::launcher::launcher;
use super::panel::panel;
use super::screen::Screen;
use super::words;

/// The whole widget.
pub(super) fn widget(screen: &Rc<Screen>) -> Html {
    let state = screen.state();
    let attributes = fixed! {
        "class" => "widget",
        "lang" => words::LANGUAGE,
        "dir" => words::DIRECTION,
        "translate" => "no",
    };
    let nodes = vec![panel(screen, &state), launcher(screen, &state)];
    element("div", attributes).holding(nodes)
}
