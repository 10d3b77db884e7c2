//! Reads out each live message once, that somebody is typing, and that a text could not be sent.

use std::cell::Cell;
use std::rc::Rc;

use yew::{Html, Properties, component, html, use_ref};

use super::by_pointer::ByPointer;
use super::host::SharedHost;
use super::selector::use_selector;
use super::{transcript, words};
use crate::protocol::Millis;
use crate::store::{Author, Conversation, Delivery, EntryId, Place, RowContent, RowId, State};

/// Typing is told at most this often.
const TYPING_EVERY: Millis = Millis::from_secs(10);

/// How far apart messages that come together may have been written. Older ones beside them are history.
const TOGETHER: Millis = Millis::from_secs(10);

#[derive(Clone, PartialEq, Properties)]
pub(super) struct Props {
    pub(super) host: SharedHost,
}

/// The region. It is never seen, and it is there from the start: one that comes with its text is not heard.
#[component]
pub(super) fn Announcer(Props { host }: &Props) -> Html {
    let (conversation, open) = use_selector(&host.store, select);
    let memory = use_ref(|| Cell::new(Heard::up_to(&conversation)));
    let mut heard = memory.take();
    heard.listen(&conversation, open);
    let lines = heard.lines.clone();
    memory.set(heard);
    html! {
        <div class="heard" aria-live="polite">
            { for lines.into_iter().map(|(key, line)| html! { <p {key} lang="" translate="yes">{line}</p> }) }
        </div>
    }
}

fn select(state: &State) -> (ByPointer<Conversation>, bool) {
    (ByPointer(state.conversation.clone()), state.panel_open)
}

/// What was read out already.
#[derive(Default)]
struct Heard {
    message: Option<RowId>,
    failure: Option<EntryId>,
    typing_until: Option<Millis>,
    /// The lines that the region holds, each with its name. They stay until there are others: taking them away would
    /// be no use.
    lines: Vec<(Rc<str>, Rc<str>)>,
}

impl Heard {
    /// What is there at the start is not news.
    fn up_to(conversation: &Conversation) -> Self {
        let failure = newest_failure(conversation).map(|(entry, _)| entry);
        Self { message: conversation.announced, failure, ..Self::default() }
    }

    fn listen(&mut self, conversation: &Conversation, open: bool) {
        let mut news = News::default();
        self.hear_messages(conversation, &mut news);
        self.hear_failure(conversation, &mut news);
        self.hear_typing(conversation, open, &mut news);
        if !news.0.is_empty() {
            self.lines = news.0;
        }
    }

    fn hear_messages(&mut self, conversation: &Conversation, news: &mut News) {
        let Some(newest) = conversation.announced else { return self.message = None };
        if self.message == Some(newest) {
            return;
        }
        // Of several that came at once the store names the newest. Rows are named in the order of coming.
        let before = self.message.replace(newest);
        let is_news = |id: RowId| id <= newest && before.is_none_or(|before| id > before);
        let Some(at) = conversation.rows.by_id(newest).map(|row| transcript::time_of(row)) else { return };
        for row in conversation.rows.iter().filter(|row| is_news(row.id)) {
            let RowContent::Message(message) = &row.content else { continue };
            if message.delivery == Delivery::Incoming && message.at + TOGETHER >= at {
                let (name, gap) = match &message.author {
                    Author::Agent(who) => (words::name(conversation, who), ": "),
                    Author::Me | Author::System => ("".into(), ""),
                };
                news.add("m", row.id.0, &[&name, gap, &message.text]);
            }
        }
    }

    fn hear_failure(&mut self, conversation: &Conversation, news: &mut News) {
        let newest = newest_failure(conversation);
        let entry = newest.map(|(entry, _)| entry);
        if self.failure == entry {
            return;
        }
        self.failure = entry;
        if let Some((entry, reason)) = newest {
            news.add("f", entry.0, &[reason]);
        }
    }

    fn hear_typing(&mut self, conversation: &Conversation, open: bool, news: &mut News) {
        let Some(typing) = conversation.typing.as_ref().filter(|_| open) else { return };
        let is_too_soon = self.typing_until.is_some_and(|before| typing.until < before + TYPING_EVERY);
        if !is_too_soon {
            self.typing_until = Some(typing.until);
            let line = words::IS_TYPING.with(&words::name(conversation, &typing.who));
            news.add("t", typing.until.0.unsigned_abs(), &[&line]);
        }
    }
}

/// Lines to be read out.
#[derive(Default)]
struct News(Vec<(Rc<str>, Rc<str>)>);

impl News {
    /// Adds a line under a name that no other line ever had.
    fn add(&mut self, kind: &str, number: u64, parts: &[&str]) {
        self.0.push(([kind, &number.to_string()].concat().into(), parts.concat().into()));
    }
}

/// The newest text that could not be sent. Those that the service does not have stand last.
fn newest_failure(conversation: &Conversation) -> Option<(EntryId, &'static str)> {
    let pending = conversation.rows.iter().rev().take_while(|row| matches!(row.place, Place::Pending(_)));
    let mut failed = pending.filter_map(|row| match &row.content {
        RowContent::Message(message) => match message.delivery {
            Delivery::Failed(entry, failure) => Some((entry, transcript::reason(failure))),
            _ => None,
        },
        RowContent::Note(_) => None,
    });
    failed.next()
}
