//! The top of the panel: who answers, where the conversation stands, and the way out.

use std::rc::Rc;

use yew::{Html, html};

use super::icon::{self, icon};
use super::panel::close;
use super::screen::Screen;
use super::words;
use crate::store::{Stage, State, view};

/// The title's name within its root; it names the panel.
pub(super) const TITLE_ID: &str = "title";

pub(super) fn header(screen: &Rc<Screen>, state: &State) -> Html {
    let shown = view::header(state);
    let agent = shown.agent.as_ref().map(|name| name.as_deref().unwrap_or(words::AN_AGENT));
    let initial = shown.agent.as_ref().and_then(|name| name.as_ref()?.chars().next());
    let (presence, line) = match (shown.stage, agent) {
        (Stage::Ended, _) => ("ended", words::ENDED.into()),
        (Stage::Open, Some(name)) => ("here", words::IS_HERE.about(name)),
        (Stage::Open, None) if shown.between_agents => ("waiting", words::WAITING_FOR_ANOTHER.into()),
        (Stage::Open, None) => ("waiting", words::WAITING.into()),
        (Stage::None, _) => ("none", words::WRITE_TO_US.into()),
    };
    html! {
        <header class="header" part="header">
            <span class="avatar" aria-hidden="true">
                { initial.map_or_else(|| icon(icon::CHAT), |initial| html! { <span>{initial}</span> }) }
            </span>
            <div class="heading">
                <h2 id={TITLE_ID} class="title"><bdi>{agent.unwrap_or(words::CHAT_WITH_US).to_owned()}</bdi></h2>
                <p class="presence" data-is={presence}>{line}</p>
            </div>
            <button
                type="button"
                class="icon-button close"
                aria-label={words::CLOSE_CHAT}
                onclick={screen.on(|screen, _| close(screen))}
            >
                { icon(icon::MINIMISE) }
            </button>
        </header>
    }
}
