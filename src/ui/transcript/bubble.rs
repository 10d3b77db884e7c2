//! One row: a message in its bubble, or a line between messages.

use std::rc::Rc;

use yew::Html;

use super::arrange::Item;
use super::receipt::{failed, receipt};
use crate::store::{Author, Body, Conversation, Delivery, Message, Note, Offered, Row, RowContent};
use crate::ui::card::{card, replies};
use crate::ui::element::{attributes, element, face, fixed, isolated, plain, text};
use crate::ui::file::chip;
use crate::ui::instant::instant;
use crate::ui::linked::{is_emoji, linked};
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
    /// Who says it, where it is not the consumer.
    name: Option<Rc<str>>,
    /// Where their picture is, at the last of a group.
    picture: Option<Rc<str>>,
    /// How the answers stand that it offers.
    offered: Offered,
}

impl Bubble {
    pub(super) fn of(item: &Item, conversation: &Conversation) -> Self {
        let Item { row, opens, closes, receipt, .. } = *item;
        let name = match &row.content {
            RowContent::Message(Message { author: Author::Agent(who), .. }) => {
                Some(words::author(conversation, row.place, who))
            }
            RowContent::Note(Note::Joined(who, _) | Note::Left(who, _)) => Some(words::name(conversation, who)),
            _ => None,
        };
        let picture = match &row.content {
            RowContent::Message(Message { author: Author::Agent(who), .. }) if closes => {
                conversation.picture(who).cloned()
            }
            _ => None,
        };
        let offered = match &row.content {
            RowContent::Message(Message { offer: Some(offer), .. }) => offer.stands_at(conversation, row.place),
            // Whoever writes now begins a new one, where nobody has yet.
            RowContent::Note(_) if !conversation.is_past(row.place) => Offered::Open,
            _ => Offered::Over,
        };
        Self { row: Rc::clone(row), opens, closes, receipt, name, picture, offered }
    }
}

/// The store keeps the `Rc` of a row that has not changed.
impl PartialEq for Bubble {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.row, &other.row)
            && (self.opens, self.closes, self.receipt) == (other.opens, other.closes, other.receipt)
            && (&self.name, &self.picture) == (&other.name, &other.picture)
            && self.offered == other.offered
    }
}

#[inline(never)]
pub(in crate::ui) fn bubble(screen: &Rc<Screen>, shown: &Bubble) -> Html {
    match &shown.row.content {
        RowContent::Message(message) => view_message(screen, shown, message),
        RowContent::Note(note) => {
            let name = &*words::agent(shown.name.as_deref());
            let line = vec![words::noted_in(note).about(name), text(" "), instant(screen, note.at())];
            let mut nodes = vec![plain("p", "").holding(line)];
            if matches!(note, Note::Ended(..)) && shown.offered == Offered::Open {
                nodes.push(plain("p", "").told(words::WRITE_AGAIN));
            }
            element("div", fixed! { "class" => "row", "data-is" => "note" }).holding(nodes)
        }
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
    let mut nodes = Vec::new();
    // Whoever goes from row to row hears of each who says it, and when; to be seen that is once in a group.
    if let Some(name) = &shown.name {
        nodes.push(plain("p", if shown.opens { "who" } else { "heard" }).key("who").around(isolated(name)));
    } else if message.author == Author::Me {
        nodes.push(plain("p", "heard").key("who").told(words::YOU));
    }
    // Text alone in its own element, in whatever language it is; it is the reader's to have translated.
    let class = if is_emoji(&message.text) { "bubble emoji" } else { "bubble" };
    let own = attributes! { "class" => class, "lang" => "", "dir" => "auto", "translate" => "yes" };
    nodes.push(match &message.body {
        Body::Card(drawn) => card(screen, shown.row.id, drawn),
        Body::File(file) => chip(screen, shown.row.id, file, message.delivery),
        Body::Text => {
            element("p", own).key("text").around(linked(&words::of_message(message), message.author != Author::Me))
        }
    });
    if let Some(offer) = message.offer.as_ref().filter(|_| shown.offered != Offered::Over) {
        nodes.push(replies(screen, offer, shown.offered));
    }
    if let Delivery::Failed(entry, failure) = message.delivery {
        nodes.push(failed(screen, entry, failure));
    } else if shown.closes || shown.receipt {
        let receipt = if shown.receipt { receipt(&message.delivery) } else { Html::default() };
        nodes.push(plain("p", "meta").key("meta").holding(vec![instant(screen, message.at), receipt]));
    } else {
        nodes.push(plain("p", "heard").key("meta").saying(&screen.host.formats.date_time(message.at)));
    }
    if let Some(picture) = &shown.picture {
        nodes.push(face(picture));
    }
    let name = shown.name.as_deref();
    let attributes = attributes! {
        "class" => "row",
        "data-is" => [side, opens, closes].concat(),
        // The style sheet draws it once a group; it is no part of what is said.
        "data-initial" => name.filter(|name| *name != &*words::SURVEY.said()).and_then(words::initial),
    };
    element("div", attributes).holding(nodes)
}
