//! Where the consumer writes. The text field is its own master: nothing is ever written into it but the empty text
//! after sending, so that no keystroke, composition or undo is lost.

use web_sys::{HtmlTextAreaElement, Node};
use yew::{Callback, Html, KeyboardEvent, NodeRef, Properties, component, html, use_node_ref};

use super::focus::focus;
use super::host::SharedHost;
use super::icon::{Icon, icon};
use super::screen::{Screen, use_screen};
use super::words;
use crate::app::Intent;

/// The longest text that the service takes, in characters.
const LONGEST: i64 = 8_000;

/// From how many characters on it is said how many are left.
const COUNTED_FROM: i64 = LONGEST / 10 * 9;

/// The code that keys have while they belong to a composition. Safari says so only here.
const COMPOSING: u32 = 229;

#[derive(Clone, PartialEq, Properties)]
pub(super) struct Props {
    pub(super) host: SharedHost,
    /// The text field.
    pub(super) node: NodeRef,
}

#[component]
pub(super) fn Composer(Props { host, node }: &Props) -> Html {
    let written = use_screen(Written::of(""));
    let Written { is_empty, left } = written.get();
    let mirror = use_node_ref();
    let field = Field { host: host.clone(), node: node.clone(), mirror: mirror.clone(), written };
    let oninput = {
        let field = field.clone();
        Callback::from(move |_| field.changed())
    };
    let onkeydown = {
        let field = field.clone();
        Callback::from(move |event: KeyboardEvent| {
            let composes = event.is_composing() || event.key_code() == COMPOSING;
            if event.key() == "Enter" && !event.shift_key() && !composes {
                event.prevent_default();
                field.submit();
            }
        })
    };
    let onclick = Callback::from(move |_| {
        field.submit();
        // The button may be disabled now: focus goes on where writing goes on.
        focus(&field.node);
    });
    let is_too_long = left.is_some_and(|left| left < 0);
    html! {
        <div class="composer" part="composer">
            <p class="too-long" role="status">{ if is_too_long { words::SHORTEN } else { "" } }</p>
            <div class="line">
                <div class="field">
                    <label class="heard" for="composer">{words::MESSAGE}</label>
                    <div ref={mirror} class="mirror" aria-hidden="true" />
                    <textarea
                        ref={node}
                        id="composer"
                        rows="1"
                        dir="auto"
                        placeholder={words::WRITE_A_MESSAGE}
                        enterkeyhint="send"
                        {oninput}
                        {onkeydown}
                    />
                </div>
                <button type="button" class="icon-button send" aria-label={words::SEND} disabled={is_empty} {onclick}>
                    { icon(Icon::Send) }
                </button>
            </div>
            <p class="count">{ left.map(words::characters_left) }</p>
        </div>
    }
}

/// What the screen shows of a text, but for the text.
#[derive(Clone, Copy, PartialEq)]
struct Written {
    /// There is nothing to send.
    is_empty: bool,
    /// How many more characters fit, once that is worth saying; less than none when there are too many.
    left: Option<i64>,
}

impl Written {
    fn of(text: &str) -> Self {
        let text = text.trim();
        let length = i64::try_from(text.chars().count()).unwrap_or(i64::MAX);
        Self { is_empty: length == 0, left: (length >= COUNTED_FROM).then_some(LONGEST - length) }
    }

    /// Too long stays where it is, with a sentence that says so.
    fn can_be_sent(self) -> bool {
        !self.is_empty && self.left.is_none_or(|left| left >= 0)
    }
}

/// The text field and what goes with it.
#[derive(Clone)]
struct Field {
    host: SharedHost,
    node: NodeRef,
    /// Holds the same text out of sight, and so makes the place for the field grow with it. No rendering touches it.
    mirror: NodeRef,
    written: Screen<Written>,
}

impl Field {
    fn changed(&self) {
        let Some(field) = self.node.cast::<HtmlTextAreaElement>() else { return };
        let text = field.value();
        self.note(&text);
        self.host.send.emit(Intent::Draft(text));
    }

    fn submit(&self) {
        let Some(field) = self.node.cast::<HtmlTextAreaElement>() else { return };
        let text = field.value();
        if Written::of(&text).can_be_sent() {
            self.host.send.emit(Intent::Send(text.trim().to_owned()));
            field.set_value("");
            self.note("");
        }
    }

    fn note(&self, text: &str) {
        self.written.set(Written::of(text));
        if let Some(mirror) = self.mirror.cast::<Node>() {
            // Without the last character a line break at the end would take no place.
            mirror.set_text_content(Some(&[text, "\u{200b}"].concat()));
        }
    }
}
