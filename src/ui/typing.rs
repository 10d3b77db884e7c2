//! The sign that somebody is typing.

use yew::{Html, Properties, component, html};

use super::host::Host;
use super::selector::use_selector;
use super::words;
use crate::store::view;

#[derive(Clone, PartialEq, Properties)]
pub(super) struct Props {
    pub(super) host: Host,
}

/// Three dots that move, or where motion is reduced a sentence that does not. It is read out elsewhere.
#[component]
pub(super) fn Typing(Props { host }: &Props) -> Html {
    let who = use_selector(&host.store, view::typing);
    html! {
        <div class="typing" aria-hidden="true">
            if let Some(name) = who {
                <p class="dots"><span /><span /><span /></p>
                <p class="still">{ words::named(words::IS_TYPING, name.as_deref().unwrap_or(words::AN_AGENT)) }</p>
            }
        </div>
    }
}
