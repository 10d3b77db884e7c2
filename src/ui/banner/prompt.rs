//! The question itself: what the agent would see and may do, how much time is left, and two equal answers.

use yew::{Callback, Html, MouseEvent, NodeRef, html};

use super::countdown::Countdown;
use crate::app::Intent;
use crate::store::cobrowse::Answer;
use crate::store::view::{AcceptGate, BannerView};
use crate::ui::focus::focus;
use crate::ui::host::SharedHost;
use crate::ui::steady::Guard;
use crate::ui::words;

/// Neither answer is the default one, and neither looks like it. Only a person's own event answers, and only on a
/// prompt that has stood still for a moment; anything else is passed over without a word.
pub(super) fn prompt(
    host: &SharedHost,
    guard: &Guard,
    card: &NodeRef,
    banner: &BannerView,
    accept: AcceptGate,
    failed_before: bool,
) -> Html {
    let rights = words::rights(&banner.mode);
    let is_ready = accept == AcceptGate::Ready;
    let button = |kind: &'static str, word: &'static str, answer: Option<Answer>| {
        let (host, guard, card, key) = (host.clone(), guard.clone(), card.clone(), banner.key.clone());
        let onclick = Callback::from(move |event: MouseEvent| {
            let Some(answer) = answer else { return };
            if guard.admits(&event) {
                // First, and within the event: what the answer sets going must come from the click itself.
                host.send.emit(Intent::Answer { key: key.clone(), answer });
                // The button goes: focus stays with what became of it.
                focus(&card);
            }
        });
        html! {
            <button type="button" class="choice" data-is={kind} aria-disabled={answer.is_none().then_some("true")} {onclick}>{word}</button>
        }
    };
    let accept_word = if is_ready { words::ACCEPT } else { words::GETTING_READY };
    html! {
        <div key="prompt" class="prompt">
            <p class="rights">{rights}</p>
            <p class="masking">{ rights.map(|_| words::WHAT_IS_HIDDEN) }</p>
            <p class="failed-before">{ failed_before.then_some(words::FAILED_BEFORE) }</p>
            <Countdown host={host.clone()} />
            <div ref={guard.node.clone()} class="choices">
                { button("decline", words::DECLINE, Some(Answer::Declined)) }
                { button("accept", accept_word, is_ready.then_some(Answer::Accepted)) }
            </div>
        </div>
    }
}
