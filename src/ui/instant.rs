//! An instant on the screen.

use yew::Html;

use super::element::{attributes, element, fixed, plain};
use super::screen::Screen;
use crate::protocol::Millis;

/// Short to see, in full to hear and on the mouse.
pub(super) fn instant(screen: &Screen, at: Millis) -> Html {
    let formats = &screen.host.formats;
    let full = formats.date_time(at);
    let inside = vec![
        element("span", fixed! { "aria-hidden" => "true" }).saying(&formats.time(at)),
        plain("span", "heard").saying(&full),
    ];
    element("time", attributes! { "datetime" => formats.machine(at), "title" => full }).holding(inside)
}
