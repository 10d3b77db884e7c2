//! What people see: pictures drawn from the state, and what the consumer does with them.
//!
//! There is one component, [`Part`]: the widget is one, and so is every part of it whose rendering is kept apart. The
//! root hears of every new state and hands each part its `Picture`; a part renders again when that is
//! another one, and only then. Everything else is plain functions that return [`Html`](yew::Html), one drawn thing a
//! file. What the consumer does leaves as [`Intent`](crate::app::Intent)s.
//!
//! Nothing here ever sees a frame, a socket or storage, and of the page it touches only what it rendered. Whatever came
//! from the network is text here, never markup. What the store knows is kept there; `Screen` keeps what is
//! about the screen alone (focus, scrolling, what was read out). Whatever may be absent stands in an element of its own:
//! conditional siblings are a trap of the renderer.

mod announcer;
mod banner;
mod card;
mod composer;
mod element;
mod file;
mod focus;
mod formats;
mod header;
mod host;
mod icon;
mod instant;
mod launcher;
mod ledger;
mod life;
mod linked;
mod menu;
mod panel;
mod part;
mod screen;
mod selector;
mod status_line;
mod steady;
mod stick;
mod transcript;
mod viewer;
mod widget;
mod withheld;
mod words;

pub use formats::Formats;
pub use host::{Arrival, CopyText, Host};
pub use part::{Part, PartProps};
pub use selector::use_selector;
pub use steady::{STEADY_AFTER, Steadiness};

use std::rc::Rc;

use yew::{AppHandle, Callback};

use crate::store::{Row, RowContent};

/// The style sheet of everything but the launcher itself, which the page's loader brings along.
///
/// To be adopted as a constructed sheet by the root that holds the widget: pages may forbid `style` attributes and
/// elements.
pub const STYLES: &str = concat!(
    include_str!("../styles/tokens.css"),
    include_str!("../styles/launcher-state.css"),
    include_str!("../styles/panel.css"),
    include_str!("../styles/header.css"),
    include_str!("../styles/transcript.css"),
    include_str!("../styles/composer.css"),
    include_str!("../styles/attach.css"),
);

/// The style sheet of what is only there in a conversation, which is adopted when it is first drawn. It is a part of the
/// code that is fetched then (`scripts/split.mjs`).
const LATER_STYLES: &str = concat!(
    include_str!("../styles/bubble.css"),
    include_str!("../styles/banner.css"),
    include_str!("../styles/ledger.css"),
    include_str!("../styles/card.css"),
    include_str!("../styles/card-parts.css"),
    include_str!("../styles/file.css"),
    include_str!("../styles/withheld.css"),
    include_str!("../styles/survey.css"),
);

/// What a message says outside of the widget: what stands in the place of what cannot be shown is a text of the widget's
/// own, in the page's words.
#[inline(never)]
pub fn said(formats: &Rc<dyn Formats>, row: &Row) -> Rc<str> {
    words::write_by(formats);
    match &row.content {
        RowContent::Message(message) => linked::spoken(message).into(),
        RowContent::Note(_) => Rc::default(),
    }
}

/// Mounts a widget into an element of its own. Dropping the handle leaves it there; [`AppHandle::destroy`] removes what
/// was rendered, and the element is to be removed with it. `arrival` is asked once, when the widget is on the page.
pub fn render(root: web_sys::HtmlElement, host: Host, arrival: Callback<(), Arrival>) -> AppHandle<Part> {
    yew::Renderer::<Part>::with_root_and_props(root.into(), PartProps::widget(host, arrival)).render()
}
