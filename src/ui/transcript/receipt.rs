//! What became of an own text, in words.

use yew::{Callback, Html, Properties, component, html};

use crate::app::Intent;
use crate::store::{Delivery, EntryId, Failure};
use crate::ui::icon::{Icon, icon};
use crate::ui::words;

/// The receipt; nothing for texts of others, and for failed ones, which say more.
pub(super) fn receipt(delivery: &Delivery) -> Html {
    let (picture, class, word) = match delivery {
        Delivery::Incoming | Delivery::Failed(..) => return Html::default(),
        Delivery::Queued(_) => (Icon::Clock, "queued", words::QUEUED),
        Delivery::Sending(_) => (Icon::Clock, "sending", words::SENDING),
        Delivery::Sent => (Icon::Tick, "sent", words::SENT),
        Delivery::Delivered => (Icon::Ticks, "delivered", words::DELIVERED),
        Delivery::Read => (Icon::Ticks, "read", words::READ),
    };
    html! { <span class={yew::classes!("receipt", class)}>{ icon(picture) }<span>{word}</span></span> }
}

/// Why a text failed.
pub(in crate::ui) fn reason(failure: Failure) -> &'static str {
    match failure {
        Failure::Refused => words::REFUSED,
        Failure::TooLong => words::TOO_LONG,
        Failure::Ended => words::TOO_LATE,
    }
}

#[derive(Clone, PartialEq, Properties)]
pub(super) struct FailedProps {
    pub(super) send: Callback<Intent>,
    pub(super) entry: EntryId,
    pub(super) failure: Failure,
}

/// Why it failed, and the two ways on.
#[component]
pub(super) fn Failed(FailedProps { send, entry, failure }: &FailedProps) -> Html {
    let entry = *entry;
    html! {
        <div class="failed">
            <p class="reason">{ icon(Icon::Danger) }<span>{ reason(*failure) }</span></p>
            <button type="button" onclick={send.reform(move |_| Intent::Retry(entry))}>{words::RETRY}</button>
            <button type="button" onclick={send.reform(move |_| Intent::Discard(entry))}>{words::DISCARD}</button>
        </div>
    }
}
