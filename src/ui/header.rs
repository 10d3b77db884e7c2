//! The top of the panel: who answers, where the conversation stands, and the way out.

use std::rc::Rc;

use yew::Html;

use super::element::{When, attributes, element, face, fixed, isolated, plain, text};
use super::icon::{self, icon};
use super::menu::menu;
use super::panel::close;
use super::screen::Screen;
use super::words;
use crate::store::{Stage, State, view};

/// The title's name within its root; it names the panel.
pub(super) const TITLE_ID: &str = "title";

pub(super) fn header(screen: &Rc<Screen>, state: &State) -> Html {
    let shown = view::header(state);
    let agent = shown.agent.as_ref().map(|name| name.as_deref().unwrap_or(words::AN_AGENT));
    let initial = shown.agent.as_ref().and_then(|name| words::initial(name.as_ref()?));
    let (presence, line) = match (shown.stage, agent) {
        (Stage::Ended, _) => ("ended", text(words::ENDED)),
        (Stage::Open, Some(name)) if shown.is_away => ("waiting", words::IS_AWAY.about(name)),
        (Stage::Open, Some(name)) => ("here", words::IS_HERE.about(name)),
        (Stage::Open, None) if shown.between_agents => ("waiting", text(words::WAITING_FOR_ANOTHER)),
        (Stage::Open, None) => ("waiting", text(words::WAITING)),
        (Stage::None, _) => ("none", text(words::WRITE_TO_US)),
    };
    let avatar = match initial {
        Some(initial) => plain("span", "").saying(&initial),
        None => icon(icon::CHAT),
    };
    let title = isolated(agent.unwrap_or(words::CHAT_WITH_US));
    let heading = vec![
        element("h2", fixed! { "id" => TITLE_ID, "class" => "title" }).around(title),
        element("p", attributes! { "class" => "presence", "data-is" => presence }).around(line),
    ];
    let [more, menu] = menu(screen, state);
    let way_out = fixed! { "type" => "button", "class" => "icon-button close", "aria-label" => words::CLOSE_CHAT };
    element("header", fixed! { "class" => "header", "part" => "header" }).holding(vec![
        element("span", fixed! { "class" => "avatar", "aria-hidden" => "true" })
            .holding(vec![avatar, plain("span", "").around(shown.picture.as_deref().map(face).unwrap_or_default())]),
        plain("div", "heading").holding(heading),
        more,
        element("button", way_out).on(When::Clicked, screen.on(|screen, _| close(screen))).around(icon(icon::MINIMISE)),
        menu,
    ])
}
