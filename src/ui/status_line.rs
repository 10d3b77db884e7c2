//! The line under the header: what is to be said about the connection.

use std::rc::Rc;

use yew::Html;

use super::element::{When, attributes, element, fixed, plain};
use super::icon::{self, icon};
use super::screen::Screen;
use super::words::{self, Word};
use crate::app::Intent;
use crate::store::view::{self, Status};
use crate::store::{Refusal, State};

pub(super) fn status_line(screen: &Rc<Screen>, state: &State) -> Html {
    let status = view::status(state);
    let (kind, picture, sentence) = match status {
        Status::Nothing => ("", "", Word::default()),
        Status::Connecting => ("", icon::CLOCK, words::CONNECTING),
        Status::Slow => ("warning", icon::CLOCK, words::SLOW),
        Status::Offline => ("warning", icon::DANGER, words::OFFLINE),
        Status::Back => ("good", icon::TICK, words::BACK),
        Status::Incomplete => ("warning", icon::DANGER, words::INCOMPLETE),
        Status::Unkept => ("warning", icon::DANGER, words::UNKEPT),
        Status::Refused(Refusal::Account) => ("danger", icon::DANGER, words::NO_SUCH_ACCOUNT),
        Status::Ending | Status::NotEnded => ending(status),
        Status::Refused(Refusal::SignIn) => ("danger", icon::DANGER, words::SIGN_IN_REFUSED),
    };
    // Only the sentence is read out; the button beside it is found where it stands.
    let mut said = Vec::new();
    if sentence != Word::default() {
        said.extend([icon(picture), plain("span", "").told(sentence)]);
    }
    let mut nodes = vec![element("p", fixed! { "role" => "status" }).key("said").holding(said)];
    if let Status::Refused(_) = status {
        let again = element("button", fixed! { "type" => "button", "class" => "again" });
        nodes.push(again.key("again").on(When::Clicked, screen.sends(Intent::Reconnect)).told(words::TRY_AGAIN));
    }
    element("div", attributes! { "class" => "status", "data-is" => kind }).holding(nodes)
}

/// There is something to end only where there is a conversation.
#[inline(never)]
fn ending(status: Status) -> (&'static str, &'static str, Word) {
    match status {
        Status::Ending => ("", icon::CLOCK, words::ENDING),
        _ => ("warning", icon::DANGER, words::NOT_ENDED),
    }
}
