//! The few pictures, as vectors that take the colour of the text around them.

use yew::{Html, html};

/// Which picture.
#[derive(Clone, Copy)]
pub(super) enum Icon {
    Chat,
    Minimise,
    Send,
    Clock,
    Tick,
    Ticks,
    Danger,
    Down,
    Eye,
}

/// The picture. It says nothing by itself: words stand beside it, or its button has a name.
pub(super) fn icon(which: Icon) -> Html {
    let path = match which {
        Icon::Chat => "M20 11.5a7.5 7.5 0 0 1-11.2 6.5L4 20l1.8-4.6A7.5 7.5 0 1 1 20 11.5z",
        Icon::Minimise => "M6 9.5l6 6 6-6",
        Icon::Send => "M5 12h14M12.5 5.5 19 12l-6.5 6.5",
        Icon::Clock => "M12 7v5l3 2M20 12a8 8 0 1 1-16 0 8 8 0 0 1 16 0z",
        Icon::Tick => "M5 12.5l4.5 4.5L19 7.5",
        Icon::Ticks => "M2 12.5l4.5 4.5L16 7.5M11.5 17 21 7.5",
        Icon::Danger => "M12 8v5M12 16.2v.1M20 12a8 8 0 1 1-16 0 8 8 0 0 1 16 0z",
        Icon::Down => "M12 5v14M6 13l6 6 6-6",
        Icon::Eye => {
            "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM15 12a3 3 0 1 1-6 0 3 3 0 0 1 6 0z"
        }
    };
    html! {
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d={path} /></svg>
    }
}
