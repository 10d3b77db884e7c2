//! Where the consumer writes. The text field is its own master: nothing is ever written into it but the empty text
//! after sending, so that no keystroke, composition or undo is lost.

use std::rc::Rc;

use web_sys::{HtmlTextAreaElement, Node};
use yew::{Html, InputEvent, KeyboardEvent, MouseEvent, html};

use super::focus::focus;
use super::icon::{self, icon};
use super::screen::Screen;
use super::words;
use crate::app::Intent;

/// The longest text that the service takes, in characters.
const LONGEST: i64 = 8_000;

/// From how many characters on it is said how many are left.
const COUNTED_FROM: i64 = LONGEST / 10 * 9;

/// The code that keys have while they belong to a composition. Safari says so only here.
const COMPOSING: u32 = 229;

/// What the screen shows of a text, but for the text.
#[derive(Clone, Copy, Default, PartialEq)]
pub(super) struct Written {
    /// There is something to send.
    has_text: bool,
    /// How many more characters fit, once that is worth saying; less than none when there are too many.
    left: Option<i64>,
}

pub(super) fn composer(screen: &Rc<Screen>, written: Written) -> Html {
    let is_too_long = written.left.is_some_and(|left| left < 0);
    html! {
        <div class="composer" part="composer">
            <p class="too-long" role="status">{ if is_too_long { words::SHORTEN } else { "" } }</p>
            <div class="line">
                <div class="field">
                    <label class="heard" for="composer">{words::MESSAGE}</label>
                    // No rendering touches what is in it.
                    <div ref={&screen.mirror} class="mirror" aria-hidden="true" />
                    <textarea
                        ref={&screen.focus.composer}
                        id="composer"
                        rows="1"
                        dir="auto"
                        placeholder={words::WRITE_A_MESSAGE}
                        enterkeyhint="send"
                        oninput={screen.on(changed)}
                        onkeydown={screen.on(key)}
                    />
                </div>
                <button
                    type="button"
                    class="icon-button send"
                    aria-label={words::SEND}
                    disabled={!written.has_text}
                    onclick={screen.on(pressed)}
                >
                    { icon(icon::SEND) }
                </button>
            </div>
            <p class="count">{ written.left.map(words::characters_left) }</p>
        </div>
    }
}

impl Written {
    fn of(text: &str) -> Self {
        let length = i64::try_from(text.trim_ascii().chars().count()).unwrap_or(i64::MAX);
        Self { has_text: length > 0, left: (length >= COUNTED_FROM).then_some(LONGEST - length) }
    }

    /// Too long stays where it is, with a sentence that says so.
    fn can_be_sent(self) -> bool {
        self.has_text && self.left.is_none_or(|left| left >= 0)
    }
}

fn changed(screen: &Screen, _: &InputEvent) {
    let Some(field) = field(screen) else { return };
    let text = field.value();
    note(screen, &text);
    screen.host.send.emit(Intent::Draft(text));
}

fn key(screen: &Screen, event: &KeyboardEvent) {
    let composes = event.is_composing() || event.key_code() == COMPOSING;
    if event.key() == "Enter" && !event.shift_key() && !composes {
        event.prevent_default();
        submit(screen);
    }
}

fn pressed(screen: &Screen, _: &MouseEvent) {
    submit(screen);
    // The button may be disabled now: focus goes on where writing goes on.
    focus(&screen.focus.composer);
}

fn submit(screen: &Screen) {
    let Some(field) = field(screen) else { return };
    let text = field.value();
    if Written::of(&text).can_be_sent() {
        screen.host.send.emit(Intent::Send(text.trim_ascii().to_owned()));
        field.set_value("");
        note(screen, "");
    }
}

/// Takes note of the text as it is now.
fn note(screen: &Screen, text: &str) {
    let written = Written::of(text);
    if screen.written.replace(written) != written {
        screen.redraw();
    }
    if let Some(mirror) = screen.mirror.cast::<Node>() {
        // Without the last character a line break at the end would take no place.
        mirror.set_text_content(Some(&[text, "\u{200b}"].concat()));
    }
}

fn field(screen: &Screen) -> Option<HtmlTextAreaElement> {
    screen.focus.composer.cast()
}
