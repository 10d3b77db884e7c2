//! The question itself: what the agent would see and may do, how much time is left, and two equal answers.

use crate::protocol::decimal;
use std::rc::Rc;

use web_sys::Event;
use yew::{Callback, Html};

use crate::app::Intent;
use crate::store::cobrowse::Answer;
use crate::store::view::{AcceptGate, BannerView};
use crate::ui::element::{When, attributes, element, plain};
use crate::ui::screen::Screen;
use crate::ui::words::{self, Word};

/// Neither answer is the default one, and neither looks like it. Only a person's own event answers, and only on a
/// prompt that has stood still for a moment; anything else is passed over without a word.
pub(super) fn prompt(
    screen: &Rc<Screen>,
    shown: &BannerView,
    seconds_left: i64,
    accept: AcceptGate,
    failed_before: bool,
) -> Html {
    let rights = words::rights(shown);
    let sends = |answer| screen.sends(Intent::Answer { key: shown.key.clone(), answer });
    let (decline, accept, word) = match accept {
        AcceptGate::Ready => (Some(sends(Answer::Declined)), Some(sends(Answer::Accepted)), words::ACCEPT),
        AcceptGate::GettingReady => (Some(sends(Answer::Declined)), None, words::GETTING_READY),
        AcceptGate::Elsewhere => (None, None, words::ELSEWHERE),
    };
    let progress = attributes! {
        "max" => decimal(given(screen, shown)),
        "value" => decimal(seconds_left),
        "aria-hidden" => "true",
    };
    plain("div", "prompt").key("prompt").holding(vec![
        plain("p", "rights").told(rights.unwrap_or_default()),
        plain("div", "").around(hidden(screen, shown)),
        plain("p", "failed-before").told(if failed_before { words::FAILED_BEFORE } else { Word::default() }),
        plain("div", "countdown").holding(vec![
            // To see only: it is read out at a few moments, elsewhere.
            element("progress", progress).empty(),
            plain("p", "").saying(&words::time_left(seconds_left)),
        ]),
        plain("div", "choices")
            .node(&screen.guard.node)
            .holding(vec![choice("decline", words::DECLINE, decline), choice("accept", word, accept)]),
    ])
}

/// What is hidden, as far as the page or whoever carries the session has told; nothing for calls.
pub(super) fn hidden(screen: &Screen, shown: &BannerView) -> Html {
    if shown.mode.is_call() {
        return Html::default();
    }
    let reported = shown.carried.hidden.as_ref().map(|hidden| hidden.join(", "));
    let told = match reported.as_deref() {
        Some(reported) => words::NOTHING.unless(reported),
        None => words::NOBODY_TOLD.unless(&screen.host.hidden),
    };
    plain("details", "masking")
        .key("hidden")
        .holding(vec![plain("summary", "").told(words::WHAT_IS_HIDDEN), plain("p", "").saying(&told)])
}

pub(super) fn choice(kind: &'static str, word: Word, act: Option<Callback<Event>>) -> Html {
    let attributes = attributes! {
        "type" => "button",
        "class" => "choice",
        "data-is" => kind,
        "aria-disabled" => act.is_none().then_some("true"),
    };
    let mut button = element("button", attributes).key(kind);
    if let Some(act) = act {
        button = button.on(When::Clicked, act);
    }
    button.told(word)
}

/// How many seconds there were for an answer. Where the service does not tell when it asked, the usual length.
fn given(screen: &Screen, shown: &BannerView) -> i64 {
    let state = screen.state();
    let given = state.cobrowse.find(&shown.key).map(|found| (found.expires - shown.key.stamp).0 / 1_000);
    given.filter(|given| (1..=LONGEST).contains(given)).unwrap_or(USUAL)
}

/// Of an invitation, in seconds.
const USUAL: i64 = 120;
const LONGEST: i64 = 15 * 60;
