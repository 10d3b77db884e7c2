//! The line under the header: what is to be said about the connection.

use std::rc::Rc;

use yew::{Html, html};

use super::screen::Screen;
use super::words;
use crate::app::Intent;
use crate::store::view::{self, Status};
use crate::store::{Refusal, State};

pub(super) fn status_line(screen: &Rc<Screen>, state: &State) -> Html {
    let status = view::status(state);
    let (kind, sentence) = match status {
        Status::Nothing => ("", ""),
        Status::Connecting => ("", words::CONNECTING),
        Status::Slow => ("warning", words::SLOW),
        Status::Offline => ("warning", words::OFFLINE),
        Status::Back => ("good", words::BACK),
        Status::Refused(Refusal::Account) => ("danger", words::NO_SUCH_ACCOUNT),
        Status::Refused(Refusal::SignIn) => ("danger", words::SIGN_IN_REFUSED),
    };
    html! {
        <div class="status" data-is={kind}>
            // Only the sentence is read out; the button beside it is found where it stands.
            <p key="said" role="status">{sentence}</p>
            if matches!(status, Status::Refused(_)) {
                <button key="again" type="button" class="again" onclick={screen.sends(Intent::Reconnect)}>
                    {words::TRY_AGAIN}
                </button>
            }
        </div>
    }
}
