//! The line under the header: what is to be said about the connection.

use yew::{Callback, Html, Properties, component, html};

use super::host::SharedHost;
use super::selector::use_selector;
use super::words;
use crate::app::Intent;
use crate::store::Refusal;
use crate::store::view::{self, Status};

#[derive(Clone, PartialEq, Properties)]
pub(super) struct Props {
    pub(super) host: SharedHost,
}

#[component]
pub(super) fn StatusLine(Props { host }: &Props) -> Html {
    let status = use_selector(&host.store, view::status);
    let (kind, sentence) = match status {
        Status::Nothing => ("", ""),
        Status::Connecting => ("", words::CONNECTING),
        Status::Slow => ("warning", words::SLOW),
        Status::Offline => ("warning", words::OFFLINE),
        Status::Back => ("good", words::BACK),
        Status::Refused(Refusal::Account) => ("danger", words::NO_SUCH_ACCOUNT),
        Status::Refused(Refusal::SignIn) => ("danger", words::SIGN_IN_REFUSED),
    };
    let onclick = {
        let host = host.clone();
        Callback::from(move |_| host.send.emit(Intent::Reconnect))
    };
    html! {
        <div class="status" data-is={kind}>
            // Only the sentence is read out; the button beside it is found where it stands.
            <p key="said" role="status">{sentence}</p>
            if matches!(status, Status::Refused(_)) {
                <button key="again" type="button" class="again" {onclick}>{words::TRY_AGAIN}</button>
            }
        </div>
    }
}
