//! What became of an own text, in words.

use std::rc::Rc;

use yew::{Html, html};

use crate::app::Intent;
use crate::store::{Delivery, EntryId, Failure};
use crate::ui::icon::{self, icon};
use crate::ui::screen::Screen;
use crate::ui::words;

/// The receipt; nothing for texts of others, and for failed ones, which say more.
pub(super) fn receipt(delivery: &Delivery) -> Html {
    let (picture, kind, word) = match delivery {
        Delivery::Incoming | Delivery::Failed(..) => return Html::default(),
        Delivery::Queued(_) => (icon::CLOCK, "queued", words::QUEUED),
        Delivery::Sending(_) => (icon::CLOCK, "sending", words::SENDING),
        Delivery::Sent => (icon::TICK, "sent", words::SENT),
        Delivery::Delivered => (icon::TICKS, "delivered", words::DELIVERED),
        Delivery::Read => (icon::TICKS, "read", words::READ),
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
pub(super) fn failed(screen: &Rc<Screen>, entry: EntryId, failure: Failure) -> Html {
    let way = |word: &'static str, intent: Intent| {
        html! { <button type="button" onclick={screen.sends(intent)}>{word}</button> }
    };
    html! {
        <div key="failed" class="failed">
            <p class="reason">{ icon(icon::DANGER) }<span>{ reason(failure) }</span></p>
            { way(words::RETRY, Intent::Retry(entry)) }
            { way(words::DISCARD, Intent::Discard(entry)) }
        </div>
    }
}
