//! What people see: the components of the widget, one a file, and the hooks that they share.
//!
//! Components read view models of [`crate::store`] through [`use_selector`] and say what the consumer does as
//! [`Intent`](crate::app::Intent)s. They never see a frame, a socket or storage, and of the page they touch only what
//! they rendered. Whatever came from the network is text here, never markup.
//!
//! Every component renders one element of its own around what may be absent: conditional siblings are a trap of the
//! renderer. None keeps what the store knows; what they keep is about the screen alone (focus, scrolling, size).

mod announcer;
mod banner;
mod by_pointer;
mod composer;
mod focus;
mod formats;
mod full_screen;
mod header;
mod host;
mod icon;
mod lasting;
mod launcher;
mod panel;
mod screen;
mod selector;
mod status_line;
mod steady;
mod stick;
mod transcript;
mod widget;
mod words;

pub use by_pointer::ByPointer;
pub use formats::{Formats, machine_time};
pub use host::{Arrival, Host};
pub use selector::use_selector;
pub use steady::{STEADY_AFTER, Steadiness};
pub use widget::{Widget, WidgetProps};

use yew::{AppHandle, Callback};

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
    include_str!("../styles/bubble.css"),
    include_str!("../styles/composer.css"),
    include_str!("../styles/banner.css"),
);

/// Mounts a widget into an element of its own. Dropping the handle leaves it there; [`AppHandle::destroy`] removes what
/// was rendered, and the element is to be removed with it. `arrival` is asked once, when the widget is on the page.
pub fn render(root: web_sys::HtmlElement, host: Host, arrival: Callback<(), Arrival>) -> AppHandle<Widget> {
    yew::Renderer::<Widget>::with_root_and_props(root.into(), WidgetProps { host, arrival }).render()
}
