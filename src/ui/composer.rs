//! Where the consumer writes. The text field is its own master: nothing is ever written into it but the empty text
//! after sending, so that no keystroke, composition or undo is lost.

use web_sys::HtmlTextAreaElement;
use yew::{Callback, Html, InputEvent, KeyboardEvent, MouseEvent, NodeRef, Properties, component, html, use_state_eq};

use super::focus::focus;
use super::host::Host;
use super::icon::{Icon, icon};
use super::words;
use crate::app::Intent;

/// The longest text that the service takes, in characters.
pub(super) const LONGEST: isize = 8_000;

/// From how many characters on it is said how many are left.
const COUNTED_FROM: isize = LONGEST / 10 * 9;

/// The code that keys have while they belong to a composition. Safari says so only here.
const COMPOSING: u32 = 229;

#[derive(Clone, PartialEq, Properties)]
pub(super) struct Props {
    pub(super) host: Host,
    /// The text field.
    pub(super) node: NodeRef,
}

#[component]
pub(super) fn Composer(Props { host, node }: &Props) -> Html {
    // A copy of what is written, for the size of the field and the count.
    let mirror = use_state_eq(String::new);
    let oninput = {
        let (mirror, send) = (mirror.clone(), host.send.clone());
        Callback::from(move |event: InputEvent| {
            let Some(field) = yew::TargetCast::target_dyn_into::<HtmlTextAreaElement>(&event) else { return };
            let text = field.value();
            mirror.set(text.clone());
            send.emit(Intent::Draft(text));
        })
    };
    let submit = {
        let (mirror, send, node) = (mirror.clone(), host.send.clone(), node.clone());
        Callback::from(move |()| {
            let Some(field) = node.cast::<HtmlTextAreaElement>() else { return };
            let text = field.value();
            let text = text.trim();
            // Too long stays where it is, with a sentence that says so.
            if text.is_empty() || length(text) > LONGEST {
                return;
            }
            send.emit(Intent::Send(text.to_owned()));
            field.set_value("");
            mirror.set(String::new());
        })
    };
    let onkeydown = {
        let submit = submit.clone();
        Callback::from(move |event: KeyboardEvent| {
            let composes = event.is_composing() || event.key_code() == COMPOSING;
            if event.key() == "Enter" && !event.shift_key() && !composes {
                event.prevent_default();
                submit.emit(());
            }
        })
    };
    let onclick = {
        let node = node.clone();
        Callback::from(move |_: MouseEvent| {
            submit.emit(());
            // The button may be disabled now: focus goes on where writing goes on.
            focus(&node);
        })
    };
    let text = mirror.trim();
    let length = length(text);
    let is_too_long = length > LONGEST;
    html! {
        <div class="composer" part="composer">
            <p key="too-long" class="too-long" role="status">{ if is_too_long { words::SHORTEN } else { "" } }</p>
            <div key="line" class="line">
                <div class="field">
                    <label key="label" class="heard" for="composer">{words::MESSAGE}</label>
                    <div key="mirror" class="mirror" aria-hidden="true">{ [mirror.as_str(), "\u{200b}"].concat() }</div>
                    <textarea
                        key="text"
                        ref={node}
                        id="composer"
                        rows="1"
                        dir="auto"
                        placeholder={words::WRITE_A_MESSAGE}
                        enterkeyhint="send"
                        aria-invalid={is_too_long.then_some("true")}
                        {oninput}
                        {onkeydown}
                    />
                </div>
                <button
                    type="button"
                    class="icon-button send"
                    aria-label={words::SEND}
                    disabled={text.is_empty()}
                    {onclick}
                >
                    { icon(Icon::Send) }
                </button>
            </div>
            <p key="count" class="count">
                { (length >= COUNTED_FROM).then(|| words::characters_left(LONGEST - length)) }
            </p>
        </div>
    }
}

fn length(text: &str) -> isize {
    isize::try_from(text.chars().count()).unwrap_or(isize::MAX)
}
