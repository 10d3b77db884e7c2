//! The question itself: what the agent would see and may do, how much time is left, and two equal answers.

use yew::{Callback, Html, MouseEvent, NodeRef, Properties, component, html, use_node_ref};

use super::countdown::Countdown;
use crate::app::Intent;
use crate::protocol::CoBrowseMode;
use crate::store::cobrowse::{Answer, Key};
use crate::store::view::AcceptGate;
use crate::ui::focus::focus;
use crate::ui::steady::use_guard;
use crate::ui::{Host, words};

#[derive(Clone, PartialEq, Properties)]
pub(super) struct Props {
    pub(super) host: Host,
    /// What holds focus once the buttons are gone.
    pub(super) card: NodeRef,
    /// Which invitation.
    pub(super) invitation: Key,
    /// What it asks for.
    pub(super) mode: CoBrowseMode,
    /// Whether it can be accepted now.
    pub(super) accept: AcceptGate,
    /// The page could not take an earlier answer.
    pub(super) failed_before: bool,
}

/// Neither answer is the default one, and neither looks like it. Only a person's own event answers, and only on a
/// prompt that has stood still for a moment; anything else is passed over without a word.
#[component]
pub(super) fn Prompt(props: &Props) -> Html {
    let Props { host, card, invitation, mode, accept, failed_before } = props;
    let choices = use_node_ref();
    let guard = use_guard(&choices);
    let answer = |answer: Answer| {
        let (guard, card, key, send) = (guard.clone(), card.clone(), invitation.clone(), host.send.clone());
        Callback::from(move |event: MouseEvent| {
            if guard.admits(&event) {
                // First, and within the event: what the answer sets going must come from the click itself.
                send.emit(Intent::Answer { key: key.clone(), answer });
                focus(&card);
            }
        })
    };
    let is_ready = *accept == AcceptGate::Ready;
    let onaccept = if is_ready { answer(Answer::Accepted) } else { Callback::noop() };
    html! {
        <div class="prompt">
            <p key="rights" class="rights">{ words::rights(mode) }</p>
            <p key="hidden" class="masking">{ words::rights(mode).map(|_| words::WHAT_IS_HIDDEN) }</p>
            <p key="failed" class="failed-before">{ failed_before.then_some(words::FAILED_BEFORE) }</p>
            <Countdown key="left" host={host.clone()} />
            <div key="choices" ref={choices} class="choices">
                <button key="decline" type="button" class="choice decline" onclick={answer(Answer::Declined)}>
                    {words::DECLINE}
                </button>
                <button
                    key="accept"
                    type="button"
                    class="choice accept"
                    aria-disabled={(!is_ready).then_some("true")}
                    onclick={onaccept}
                >
                    { if is_ready { words::ACCEPT } else { words::GETTING_READY } }
                </button>
            </div>
        </div>
    }
}
