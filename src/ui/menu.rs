//! What is done seldom: behind a button in the header.
//!
//! The browser opens and closes it (`popover`): it lies above everything, and Escape or a click elsewhere puts it away.

use std::rc::Rc;

use web_sys::Event;
use yew::{Callback, Html};

use super::element::{When, attributes, element, fixed, plain};
use super::icon::{self, icon};
use super::ledger::LEDGER_ID;
use super::panel::hide_menu;
use super::screen::Screen;
use super::words::{self, Word};
use crate::app::Intent;
use crate::store::{Author, RowContent, Stage, State};

/// The menu's name within its root.
const MENU_ID: &str = "menu";

/// The button, and what it opens.
pub(super) fn menu(screen: &Rc<Screen>, state: &State) -> [Html; 2] {
    let more = attributes! {
        "type" => "button",
        "class" => "icon-button more",
        "aria-label" => words::MORE,
        "popovertarget" => MENU_ID,
    };
    let conversation = &state.conversation;
    let has_begun = conversation.stage == Stage::Open || conversation.rows.last().is_some();
    let record = fixed! { "type" => "button", "class" => "record", "popovertarget" => LEDGER_ID };
    let forget = screen.on(|screen, _| screen.host.forget.emit(()));
    [
        element("button", more).around(icon(icon::MORE)),
        element("div", fixed! { "id" => MENU_ID, "class" => "menu", "popover" => "" }).holding(vec![
            plain("div", "").holding(if has_begun { of_conversation(screen, state) } else { Vec::new() }),
            element("button", record).told(words::LEDGER),
            act("forget", [words::FORGET, words::FORGET_MORE, words::FORGET_NOW], forget),
        ]),
    ]
}

/// What can be done with a conversation.
#[inline(never)]
fn of_conversation(screen: &Rc<Screen>, state: &State) -> Vec<Html> {
    let mut nodes = Vec::new();
    if state.conversation.stage == Stage::Open {
        let end = screen.on(|screen, _| {
            hide_menu(screen);
            screen.host.send.emit(Intent::EndConversation);
        });
        nodes.push(act("end", [words::END_CONVERSATION, words::END_MORE, words::END_NOW], end));
    }
    if state.conversation.rows.last().is_some() {
        let save = element("button", fixed! { "type" => "button", "class" => "record" }).key("save");
        nodes.push(save.on(When::Clicked, screen.on(save_conversation)).told(words::SAVE_CONVERSATION));
    }
    if state.conversation.stage == Stage::Open {
        nodes.push(notify(screen, state.notifies));
    }
    nodes
}

/// Notifications of the browser: wanted, not wanted, or not to be had.
fn notify(screen: &Rc<Screen>, notifies: Option<bool>) -> Html {
    let button = element("button", fixed! { "type" => "button", "class" => "record" }).key("notify");
    match notifies {
        Some(false) => plain("p", "refused").key("notify").told(words::NOTIFY_REFUSED),
        Some(true) => button.on(When::Clicked, screen.sends(Intent::Notify(false))).told(words::NOTIFY_NO_MORE),
        None => button.on(When::Clicked, screen.sends(Intent::Notify(true))).told(words::NOTIFY),
    }
}

/// What cannot be taken back: what it means is read before it can be done.
fn act(key: &str, [name, more, now]: [Word; 3], act: Callback<Event>) -> Html {
    let button = element("button", fixed! { "type" => "button", "class" => "again" });
    plain("details", "").key(key).holding(vec![
        plain("summary", "").told(name),
        plain("p", "").told(more),
        button.on(When::Clicked, act).told(now),
    ])
}

/// Saves what stands in the transcript: who said what, and when.
#[inline(never)]
fn save_conversation(screen: &Screen, _: &Event) {
    let state = screen.state();
    let conversation = &state.conversation;
    let mut text = String::new();
    for row in conversation.rows.iter() {
        let is_unsent = row.place.is_pending();
        let (at, who, said): (_, Option<Rc<str>>, Rc<str>) = match &row.content {
            RowContent::Message(message) => {
                let who = match &message.author {
                    Author::Me => Some(words::YOU.said().as_ref().into()),
                    Author::Agent(agent) => Some(words::author(conversation, row.place, agent)),
                    Author::System => None,
                };
                (message.at, who, words::of_message(message))
            }
            RowContent::Note(note) => {
                let (line, who) = words::note(conversation, note);
                (note.at(), None, line.with(&who).into())
            }
        };
        text.push_str(&screen.host.formats.date_time(at));
        if let Some(who) = who {
            text.push('\n');
            text.push_str(&who);
        }
        if is_unsent {
            text.push(' ');
            text.push_str(&words::UNSENT.said());
        }
        text.push('\n');
        text.push_str(&said);
        text.push_str("\n\n");
    }
    screen.host.send.emit(Intent::Save { name: words::CONVERSATION_FILE, text });
}
