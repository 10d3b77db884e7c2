//! The root: panel, launcher, and the region that reads messages out.

use std::rc::Rc;

use yew::{Html, html};

use super::announcer::announcer;
use super::launcher::launcher;
use super::panel::panel;
use super::screen::Screen;
use super::words;

/// The whole widget.
pub(super) fn widget(screen: &Rc<Screen>) -> Html {
    let state = screen.state();
    html! {
        <div class="widget" lang={words::LANGUAGE} dir={words::DIRECTION} translate="no">
            { panel(screen, &state) }
            { launcher(screen, &state) }
            { announcer(screen, &state) }
        </div>
    }
}
