//! The question itself: what the agent would see and may do, how much time is left, and two equal answers.

use crate::protocol::decimal;
use std::rc::Rc;

use yew::{Callback, Html, MouseEvent, html};

use crate::app::Intent;
use crate::store::cobrowse::Answer;
use crate::store::view::{AcceptGate, BannerView};
use crate::ui::screen::Screen;
use crate::ui::words;

/// Neither answer is the default one, and neither looks like it. Only a person's own event answers, and only on a
/// prompt that has stood still for a moment; anything else is passed over without a word.
pub(super) fn prompt(
    screen: &Rc<Screen>,
    shown: &BannerView,
    seconds_left: i64,
    accept: AcceptGate,
    failed_before: bool,
) -> Html {
    let rights = words::rights(&shown.mode);
    let sends = |answer| screen.sends(Intent::Answer { key: shown.key.clone(), answer });
    let (accept, word) = match accept {
        AcceptGate::Ready => (Some(sends(Answer::Accepted)), words::ACCEPT),
        AcceptGate::GettingReady => (None, words::GETTING_READY),
    };
    html! {
        <div key="prompt" class="prompt">
            <p class="rights">{rights}</p>
            <p class="masking">{ rights.map(|_| words::WHAT_IS_HIDDEN) }</p>
            <p class="failed-before">{ failed_before.then_some(words::FAILED_BEFORE) }</p>
            <div class="countdown">
                // To see only: it is read out at a few moments, elsewhere.
                <progress
                    max={decimal(given(screen, shown))}
                    value={decimal(seconds_left)}
                    aria-hidden="true"
                />
                <p>{ words::time_left(seconds_left) }</p>
            </div>
            <div ref={&screen.guard.node} class="choices">
                { choice("decline", words::DECLINE, Some(sends(Answer::Declined))) }
                { choice("accept", word, accept) }
            </div>
        </div>
    }
}

fn choice(kind: &'static str, word: &'static str, onclick: Option<Callback<MouseEvent>>) -> Html {
    html! {
        <button
            type="button"
            class="choice"
            data-is={kind}
            aria-disabled={onclick.is_none().then_some("true")}
            {onclick}
        >
            {word}
        </button>
    }
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
