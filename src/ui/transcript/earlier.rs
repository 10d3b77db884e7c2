//! The way up into earlier conversations: a dialog at a time, when the reader comes near the top or asks for it.

use std::rc::Rc;

use web_sys::Event;
use yew::Html;

use super::pill;
use crate::app::Intent;
use crate::store::{Fetch, History};
use crate::ui::element::{attributes, element, fixed, plain};
use crate::ui::focus::focus;
use crate::ui::screen::Screen;
use crate::ui::words::{self, Word};

/// Within how many pixels of the top a reader who goes up wants more.
const NEAR_TOP: i32 = 200;

/// What stands above the first row.
#[inline(never)]
pub(super) fn earlier(screen: &Rc<Screen>, history: &History) -> Html {
    let (said, heard) = match history.fetch {
        Fetch::Wanted => (words::FETCHING_EARLIER, String::new()),
        Fetch::Failed => (words::EARLIER_FAILED, String::new()),
        Fetch::Rests if history.is_full() => (words::NO_EARLIER, String::new()),
        // To be seen that needs no words.
        Fetch::Rests if history.added > 0 => (Word::default(), words::earlier_added(history.added)),
        Fetch::Rests => (Word::default(), String::new()),
    };
    let offered = match history.fetch {
        Fetch::Rests if history.has_more() => Some(words::SHOW_EARLIER),
        Fetch::Failed => Some(words::TRY_AGAIN),
        _ => None,
    };
    screen.style_later();
    let is_over = history.fetch == Fetch::Rests && !history.has_more();
    let attributes = attributes! { "class" => "earlier", "data-is" => (!is_over).then_some("more") };
    element("div", attributes).holding(vec![
        element("p", fixed! { "role" => "status" })
            .holding(vec![plain("span", "").told(said), plain("span", "heard").saying(&heard)]),
        offered.map_or_else(Html::default, |words| pill(screen.on(wanted)).told(words)),
    ])
}

fn wanted(screen: &Screen, _: &Event) {
    want(screen);
}

#[inline(never)]
fn want(screen: &Screen) {
    screen.host.send.emit(Intent::ReadEarlier);
    // The button goes: focus stays with what it is about.
    focus(&screen.stick.scroller);
}

/// The reader is about to be noted as scrolling. What could not be fetched is tried again by its button only.
pub(super) fn near(screen: &Screen) -> bool {
    let state = screen.state();
    let may = |history: &Rc<History>| history.fetch == Fetch::Rests && history.has_more();
    state.conversation.history.as_ref().is_some_and(may) && screen.stick.goes_up_within(NEAR_TOP)
}
