//! Where the consumer writes. The text field is its own master: nothing is ever written into it but the empty text
//! after sending, and a draft while it is empty, so that no keystroke, composition or undo is lost.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlTextAreaElement, KeyboardEvent, Node};
use yew::Html;

use super::element::{When, attributes, element, fixed, plain};
use super::file::refused;
use super::focus::focus;
use super::icon::{self, icon};
use super::screen::Screen;
use super::withheld::withheld;
use super::words::{self, Word};
use crate::app::Intent;
use crate::store::{Refused, Withheld};

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
    /// It was to be sent, and too many others wait.
    waits: bool,
}

pub(super) fn composer(screen: &Rc<Screen>, written: Written, parked: Option<&Withheld>, not_taken: &Refused) -> Html {
    let trouble = match written {
        Written { waits: true, .. } => words::TOO_MANY,
        Written { left: Some(..0), .. } => words::SHORTEN,
        _ => Word::default(),
    };
    let field = attributes! {
        "id" => "composer",
        "rows" => "1",
        "dir" => "auto",
        "placeholder" => words::WRITE_A_MESSAGE,
        "enterkeyhint" => "send",
    };
    let send = attributes! {
        "type" => "button",
        "class" => "icon-button send",
        "aria-label" => words::SEND,
        "disabled" => (!written.has_text).then_some("disabled"),
    };
    let field = vec![
        element("label", fixed! { "class" => "heard", "for" => "composer" }).told(words::MESSAGE),
        // No rendering touches what is in it.
        element("div", fixed! { "class" => "mirror", "aria-hidden" => "true" }).node(&screen.mirror).empty(),
        element("textarea", field)
            .node(&screen.focus.composer)
            .on(When::Input, screen.on(changed))
            .on(When::KeyDown, screen.on(key))
            .empty(),
    ];
    // The browser opens its own dialog for the field, by whatever the button around it is reached.
    let files = attributes! {
        "type" => "file",
        "multiple" => "",
        "accept" => "image/jpeg,image/png,image/gif,application/pdf,text/plain",
        "aria-label" => words::ATTACH,
    };
    let files = element("input", files).on(When::Changed, screen.on(chosen)).empty();
    let line = vec![
        element("label", fixed! { "class" => "icon-button attach" }).holding(vec![icon(icon::ATTACH), files]),
        plain("div", "field").holding(field),
        element("button", send).on(When::Clicked, screen.on(pressed)).around(icon(icon::SEND)),
    ];
    element("div", fixed! { "class" => "composer", "part" => "composer" }).holding(vec![
        element("p", fixed! { "class" => "too-long", "role" => "status" }).holding(vec![
            if not_taken.is_empty() { Html::default() } else { refused(screen, not_taken) },
            trouble.drawn(),
        ]),
        plain("div", "").around(parked.map(|parked| withheld(screen, parked)).unwrap_or_default()),
        plain("div", "line").holding(line),
        plain("p", "count").saying(&written.left.map(words::characters_left).unwrap_or_default()),
    ])
}

impl Written {
    fn of(text: &str) -> Self {
        let length = i64::try_from(text.trim_ascii().chars().count()).unwrap_or(i64::MAX);
        Self { has_text: length > 0, left: (length >= COUNTED_FROM).then_some(LONGEST - length), waits: false }
    }

    /// Too long stays where it is, with a sentence that says so.
    fn can_be_sent(self) -> bool {
        self.has_text && self.left.is_none_or(|left| left >= 0)
    }
}

/// Puts the draft of an earlier page load into the field, unless somebody has written in it by now.
pub(super) fn begin_with_draft(screen: &Screen) {
    let draft = Rc::clone(&screen.state().draft);
    let former = screen.given.replace(Rc::clone(&draft));
    if Rc::ptr_eq(&former, &draft) {
        return;
    }
    if let Some(field) = field(screen).filter(|field| field.value() == *former) {
        field.set_value(&draft);
        note(screen, &draft);
    }
}

/// What was withheld is written on, before what was written since.
pub(super) fn take_up(screen: &Screen, text: &str) {
    let Some(field) = field(screen) else { return };
    if !text.is_empty() {
        let since = field.value();
        let all = if since.is_empty() { text.to_owned() } else { [text, "\n", &since].concat() };
        field.set_value(&all);
        note(screen, &all);
        screen.host.send.emit(Intent::Draft(all));
    }
    focus(&screen.focus.composer);
}

/// Takes the files that an event brings, and shows whether more can be let go of here.
pub(super) fn chosen(screen: &Screen, event: &Event) {
    let takes = (screen.host.choose)(event);
    if takes {
        event.prevent_default();
    }
    if let Some(panel) = screen.panel.cast::<Element>() {
        // It lasts as long as the hand holds them there: no picture of the state's.
        let words = if takes && event.type_() == "dragover" { words::DROP } else { Word::default() };
        drop(panel.set_attribute("data-drop", &words.said()));
    }
}

fn changed(screen: &Screen, _: &Event) {
    let Some(field) = field(screen) else { return };
    let text = field.value();
    note(screen, &text);
    screen.host.send.emit(Intent::Draft(text));
}

fn key(screen: &Screen, event: &Event) {
    let event: &KeyboardEvent = event.unchecked_ref();
    if event.key() == "Enter" && !event.shift_key() && !is_composing(event) {
        event.prevent_default();
        submit(screen);
    }
}

/// Whether a key belongs to a composition.
pub(super) fn is_composing(event: &KeyboardEvent) -> bool {
    event.is_composing() || event.key_code() == COMPOSING
}

fn pressed(screen: &Screen, _: &Event) {
    submit(screen);
    // The button may be disabled now: focus goes on where writing goes on.
    focus(&screen.focus.composer);
}

fn submit(screen: &Screen) {
    let Some(field) = field(screen) else { return };
    let text = field.value();
    let written = Written::of(&text);
    let is_full = || !screen.state().conversation.rows.is_empty() && is_full(screen);
    if written.can_be_sent() && !is_full() {
        screen.host.send.emit(Intent::Send(text.trim_ascii().to_owned()));
        field.set_value("");
        note(screen, "");
    }
}

/// Whether no more can be taken to be sent, which is said then: what was to be stays where it is.
#[inline(never)]
pub(super) fn is_full(screen: &Screen) -> bool {
    let waits = screen.state().conversation.is_full();
    if waits {
        show(screen, Written { waits, ..screen.written.get() });
    }
    waits
}

/// Takes note of the text as it is now.
fn note(screen: &Screen, text: &str) {
    show(screen, Written::of(text));
    if let Some(mirror) = screen.mirror.cast::<Node>() {
        // Without the last character a line break at the end would take no place.
        mirror.set_text_content(Some(&[text, "\u{200b}"].concat()));
    }
}

fn show(screen: &Screen, written: Written) {
    if screen.written.replace(written) != written {
        screen.redraw();
    }
}

fn field(screen: &Screen) -> Option<HtmlTextAreaElement> {
    screen.focus.composer.cast()
}
