//! The top of the panel: who answers, where the conversation stands, and the way out.

use std::rc::Rc;

use yew::Html;

use super::element::{When, attributes, element, face, fixed, isolated, plain};
use super::icon::{self, icon};
use super::menu::menu;
use super::panel::close;
use super::screen::Screen;
use super::words;
use crate::store::view::{self, Empty, HeaderView};
use crate::store::{Stage, State};

/// The title's name within its root; it names the panel.
pub(super) const TITLE_ID: &str = "title";

pub(super) fn header(screen: &Rc<Screen>, state: &State) -> Html {
    let shown = view::header(state);
    let mut top = if shown.stage == Stage::None { Top::default() } else { standing(&shown) };
    if view::empty(state) == Empty::Refused {
        // Nobody is here, and nobody can be written to.
        (top.presence, top.line) = ("none", Html::default());
    }
    let heading = vec![
        element("h2", fixed! { "id" => TITLE_ID, "class" => "title" }).around(isolated(&top.title)),
        element("p", attributes! { "class" => "presence", "data-is" => top.presence }).around(top.line),
    ];
    let [more, menu] = menu(screen, state);
    let way_out = attributes! { "type" => "button", "class" => "icon-button close", "aria-label" => words::CLOSE_CHAT };
    element("header", fixed! { "class" => "header", "part" => "header" }).holding(vec![
        element("span", fixed! { "class" => "avatar", "aria-hidden" => "true" })
            .holding(vec![top.avatar, plain("span", "").around(top.face)]),
        plain("div", "heading").holding(heading),
        more,
        element("button", way_out).on(When::Clicked, screen.on(|screen, _| close(screen))).around(icon(icon::MINIMISE)),
        menu,
    ])
}

/// What it says: by default, what is said before there is a conversation.
struct Top {
    title: Rc<str>,
    presence: &'static str,
    line: Html,
    avatar: Html,
    face: Html,
}

impl Default for Top {
    fn default() -> Self {
        Self {
            title: words::CHAT_WITH_US.said().as_ref().into(),
            presence: "none",
            line: words::WRITE_TO_US.drawn(),
            avatar: icon(icon::CHAT),
            face: Html::default(),
        }
    }
}

/// What it says of a conversation.
#[inline(never)]
fn standing(shown: &HeaderView) -> Top {
    let agent = shown.agent.as_ref().map(|name| words::agent(name.as_deref()));
    let agent = agent.as_deref();
    let initial = shown.agent.as_ref().and_then(|name| words::initial(name.as_ref()?));
    let (presence, line) = match (shown.stage, agent) {
        _ if shown.is_survey => ("ended", words::ENDED.drawn()),
        (Stage::Ended, _) => ("ended", words::ENDED.drawn()),
        (_, Some(name)) if shown.is_away => ("waiting", words::IS_AWAY.about(name)),
        (_, Some(name)) => ("here", words::IS_HERE.about(name)),
        (_, None) if shown.between_agents => ("waiting", words::WAITING_FOR_ANOTHER.drawn()),
        (_, None) if shown.is_closed => ("closed", words::CLOSED.drawn()),
        (_, None) => ("waiting", words::WAITING.drawn()),
    };
    let quiet = Top::default();
    Top {
        title: agent.map_or(quiet.title, Into::into),
        presence,
        line,
        avatar: initial.map_or(quiet.avatar, |initial| plain("span", "").saying(&initial)),
        face: shown.picture.as_deref().map(face).unwrap_or_default(),
    }
}
