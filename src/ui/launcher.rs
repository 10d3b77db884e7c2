//! The round button that opens the panel and closes it again.

use yew::{Callback, Html, Properties, component, html};

use super::focus::{Focus, Move};
use super::host::SharedHost;
use super::panel::PANEL_ID;
use super::selector::use_selector;
use super::words;
use crate::app::Intent;
use crate::store::view;

#[derive(Clone, PartialEq, Properties)]
pub(super) struct Props {
    pub(super) host: SharedHost,
    pub(super) focus: Focus,
}

#[component]
pub(super) fn Launcher(Props { host, focus }: &Props) -> Html {
    let shown = use_selector(&host.store, view::launcher);
    let onclick = {
        let (host, focus) = (host.clone(), focus.clone());
        Callback::from(move |_| {
            if shown.open {
                host.send.emit(Intent::Close);
            } else {
                focus.ask(Move::ToComposer);
                host.send.emit(Intent::Open);
            }
        })
    };
    let label = if shown.open { words::CLOSE_CHAT.into() } else { words::open_chat(shown.unread) };
    // What waits is told of while the panel is closed; in an open panel it is before the reader's eyes.
    let badge = (!shown.open && shown.unread > 0).then(|| words::badge(shown.unread));
    html! {
        <button
            ref={&focus.launcher}
            type="button"
            class="launcher"
            part="launcher"
            aria-label={label}
            aria-expanded={if shown.open { "true" } else { "false" }}
            aria-controls={PANEL_ID}
            {onclick}
        >
            <span class="badge" aria-hidden="true">{badge}</span>
        </button>
    }
}
