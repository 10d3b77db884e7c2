//! What became of an own text, in words.

use yew::{Callback, Html, html};

use crate::app::Intent;
use crate::store::{Delivery, EntryId, Failure};
use crate::ui::host::SharedHost;
use crate::ui::icon::{Icon, icon};
use crate::ui::words;

/// The receipt; nothing for texts of others, and for failed ones, which say more.
pub(super) fn receipt(delivery: &Delivery) -> Html {
    let (picture, kind, word) = match delivery {
        Delivery::Incoming | Delivery::Failed(..) => return Html::default(),
        Delivery::Queued(_) => (Icon::Clock, "queued", words::QUEUED),
        Delivery::Sending(_) => (Icon::Clock, "sending", words::SENDING),
        Delivery::Sent => (Icon::Tick, "sent", words::SENT),
        Delivery::Delivered => (Icon::Ticks, "delivered", words::DELIVERED),
        Delivery::Read => (Icon::Ticks, "read", words::READ),
    };
    html! { <span class="receipt" data-is={kind}>{ icon(picture) }<span>{word}</span></span> }
}

/// Why a text failed.
pub(in crate::ui) fn reason(failure: Failure) -> &'static str {
    match failure {
        Failure::Refused => words::REFUSED,
        Failure::TooLong => words::TOO_LONG,
        Failure::Ended => words::TOO_LATE,
    }
}

/// Why it failed, and the two ways on.
pub(super) fn failed(host: &SharedHost, entry: EntryId, failure: Failure) -> Html {
    let way = |word: &'static str, intent: Intent| {
        let host = host.clone();
        let onclick = Callback::from(move |_| host.send.emit(intent.clone()));
        html! { <button type="button" {onclick}>{word}</button> }
    };
    html! {
        <div key="failed" class="failed">
            <p class="reason">{ icon(Icon::Danger) }<span>{ reason(failure) }</span></p>
            { way(words::RETRY, Intent::Retry(entry)) }
            { way(words::DISCARD, Intent::Discard(entry)) }
        </div>
    }
}
