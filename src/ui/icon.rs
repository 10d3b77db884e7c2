//! The few pictures, as vectors that take the colour of the text around them.

use yew::Html;

use super::element::{attributes, element, fixed};

pub(super) const CHAT: &str = "M20 11.5a7.5 7.5 0 0 1-11.2 6.5L4 20l1.8-4.6A7.5 7.5 0 1 1 20 11.5z";
pub(super) const MINIMISE: &str = "M6 9.5l6 6 6-6";
pub(super) const MORE: &str = "M12 5v.1M12 12v.1M12 19v.1";
pub(super) const SEND: &str = "M5 12h14M12.5 5.5 19 12l-6.5 6.5";
pub(super) const CLOCK: &str = "M12 7v5l3 2M20 12a8 8 0 1 1-16 0 8 8 0 0 1 16 0z";
pub(super) const TICK: &str = "M5 12.5l4.5 4.5L19 7.5";
pub(super) const TICKS: &str = "M2 12.5l4.5 4.5L16 7.5M11.5 17 21 7.5";
pub(super) const DANGER: &str = "M12 8v5M12 16.2v.1M20 12a8 8 0 1 1-16 0 8 8 0 0 1 16 0z";
pub(super) const DOWN: &str = "M12 5v14M6 13l6 6 6-6";
pub(super) const UP: &str = "M12 19V5M6 11l6-6 6 6";
pub(super) const LEFT: &str = "M14.5 6l-6 6 6 6";
pub(super) const RIGHT: &str = "M9.5 6l6 6-6 6";
pub(super) const FILE: &str = "M14 3H7a1 1 0 0 0-1 1v16a1 1 0 0 0 1 1h10a1 1 0 0 0 1-1V7zM14 3v4h4";
pub(super) const PICTURE: &str = "M4 5h16v14H4zM4 16l4.5-4.5L13 16l3-3 4 4M15 9v.1";
pub(super) const ATTACH: &str =
    "M19 11.5l-7.5 7.5a4.5 4.5 0 0 1-6.4-6.4L13 4.7a3 3 0 0 1 4.3 4.3l-7.8 7.7a1.5 1.5 0 0 1-2.1-2.1L14 8";
pub(super) const COPY: &str = "M9 9h11v11H9zM5 15H4V4h11v1";
pub(super) const CLOSE: &str = "M6 6l12 12M18 6 6 18";
pub(super) const EYE: &str =
    "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM15 12a3 3 0 1 1-6 0 3 3 0 0 1 6 0z";

/// The picture along a path. It says nothing by itself: words stand beside it, or its button has a name.
pub(super) fn icon(path: &'static str) -> Html {
    element("svg", fixed! { "class" => "icon", "viewBox" => "0 0 24 24", "aria-hidden" => "true" })
        .around(element("path", attributes! { "d" => path }).empty())
}
