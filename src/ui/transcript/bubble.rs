//! One row: a message in its bubble, or a line between messages.

use std::rc::Rc;

use yew::{Html, html};

use super::arrange::Item;
use super::receipt::{failed, receipt};
use crate::protocol::Millis;
use crate::store::{Author, Conversation, Delivery, Message, Note, Row, RowContent};
use crate::ui::screen::Screen;
use crate::ui::words;

/// What a row shows.
pub(in crate::ui) struct Bubble {
    row: Rc<Row>,
    /// It is the first of its group.
    opens: bool,
    /// It is the last of its group.
    closes: bool,
    /// What became of it is told.
    receipt: bool,
    /// Who says it, where that is to be seen.
    name: Option<Rc<str>>,
}

impl Bubble {
    pub(super) fn of(item: &Item, conversation: &Conversation) -> Self {
        let Item { row, opens, closes, receipt, .. } = *item;
        let name = match &row.content {
            RowContent::Message(Message { author: Author::Agent(who), .. }) if opens => {
                Some(words::name(conversation, who))
            }
            _ => None,
        };
        Self { row: Rc::clone(row), opens, closes, receipt, name }
    }
}

/// The store keeps the `Rc` of a row that has not changed.
impl PartialEq for Bubble {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.row, &other.row)
            && (self.opens, self.closes, self.receipt) == (other.opens, other.closes, other.receipt)
            && self.name == other.name
    }
}

pub(in crate::ui) fn bubble(screen: &Rc<Screen>, shown: &Bubble) -> Html {
    match &shown.row.content {
        RowContent::Message(message) => view_message(screen, shown, message),
        RowContent::Note(Note::Ended { at }) => html! {
            <div class="row" data-is="note">
                <p>{words::ENDED}{" "}{ time(screen, *at) }</p>
                <p>{words::WRITE_AGAIN}</p>
            </div>
        },
    }
}

fn view_message(screen: &Rc<Screen>, shown: &Bubble, message: &Message) -> Html {
    let side = match message.author {
        Author::Me => "mine",
        Author::Agent(_) => "theirs",
        Author::System => "system",
    };
    let [opens, closes] =
        [(shown.opens, " opens"), (shown.closes, " closes")].map(|(is, word)| if is { word } else { "" });
    html! {
        <div class="row" data-is={[side, opens, closes].concat()}>
            if let Some(name) = &shown.name {
                <p key="who" class="who"><bdi>{Rc::clone(name)}</bdi></p>
            } else if shown.opens && message.author == Author::Me {
                <p key="who" class="heard">{words::YOU}</p>
            }
            // Text alone in its own element, in whatever language it is; it is the reader's to have translated.
            <p key="text" class="bubble" lang="" dir="auto" translate="yes">{Rc::clone(&message.text)}</p>
            if let Delivery::Failed(entry, failure) = message.delivery {
                { failed(screen, entry, failure) }
            } else if shown.closes || shown.receipt {
                <p key="meta" class="meta">
                    { time(screen, message.at) }
                    { if shown.receipt { receipt(&message.delivery) } else { Html::default() } }
                </p>
            }
        </div>
    }
}

/// Short to see, in full to hear and on the mouse.
fn time(screen: &Screen, at: Millis) -> Html {
    let formats = &screen.host.formats;
    let full = formats.date_time(at);
    html! {
        <time datetime={formats.machine(at)} title={full.clone()}>
            <span aria-hidden="true">{formats.time(at)}</span>
            <span class="heard">{full}</span>
        </time>
    }
}
