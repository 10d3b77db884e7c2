//! What became of an own text, in words.

use std::rc::Rc;

use yew::Html;

use crate::app::Intent;
use crate::store::{Delivery, EntryId, Failure};
use crate::ui::element::{When, attributes, element, fixed, plain};
use crate::ui::icon::{self, icon};
use crate::ui::screen::Screen;
use crate::ui::words::{self, Word};

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
    element("span", attributes! { "class" => "receipt", "data-is" => kind })
        .holding(vec![icon(picture), plain("span", "").told(word)])
}

/// Why a text failed.
pub(in crate::ui) fn reason(failure: Failure) -> Word {
    match failure {
        Failure::Refused => words::REFUSED,
        Failure::TooLong => words::TOO_LONG,
        Failure::Ended => words::TOO_LATE,
        Failure::Unknown => words::UNKNOWN,
        Failure::NoFiles => words::NO_FILES,
        Failure::NotUploaded => words::NOT_UPLOADED,
        Failure::Lost => words::LOST,
        Failure::Left => words::LEFT,
    }
}

/// Why it failed, and the two ways on.
pub(super) fn failed(screen: &Rc<Screen>, entry: EntryId, failure: Failure) -> Html {
    let way = |word: Word, intent: Intent| {
        element("button", fixed! { "type" => "button" }).on(When::Clicked, screen.sends(intent)).told(word)
    };
    let reason = vec![icon(icon::DANGER), plain("span", "").told(reason(failure))];
    plain("div", "failed").key("failed").holding(vec![
        plain("p", "reason").holding(reason),
        way(words::RETRY, Intent::Retry(entry)),
        way(words::DISCARD, Intent::Discard(entry)),
    ])
}
