//! Reads out each live message once, that somebody is typing, and that a text could not be sent.

use std::cell::Cell;
use std::rc::Rc;

use yew::{Html, Properties, component, html, use_memo};

use crate::protocol::{Millis, ParticipantId};
use crate::store::{Author, Conversation, Delivery, EntryId, Place, RowContent, RowId, State, view};
use crate::ui::{ByPointer, Host, transcript, use_selector, words};

/// Typing is told at most this often.
const TYPING_EVERY: Millis = Millis::from_secs(10);

/// How far apart messages that come together may have been written. Older ones beside them are history.
const TOGETHER: Millis = Millis::from_secs(10);

#[derive(Clone, PartialEq, Properties)]
pub(in crate::ui) struct Props {
    pub(in crate::ui) host: Host,
}

#[component]
pub(in crate::ui) fn MessageAnnouncer(Props { host }: &Props) -> Html {
    let (conversation, open) = use_selector(&host.store, select);
    let memory = use_memo((), |()| Cell::new(Heard::up_to(&conversation)));
    let mut heard = memory.take();
    let lines = heard.listen(&conversation, open);
    memory.set(heard);
    html! {
        <div class="heard" aria-live="polite">
            { for lines.iter().map(|(key, line)| html! { <p key={Rc::clone(key)} translate="yes">{Rc::clone(line)}</p> }) }
        </div>
    }
}

fn select(state: &State) -> (ByPointer<Conversation>, bool) {
    (ByPointer(state.conversation.clone()), state.panel_open)
}

/// A line and its name in the region.
type Line = (Rc<str>, Rc<str>);

/// What was read out already.
#[derive(Clone, Debug, Default)]
pub(in crate::ui) struct Heard {
    message: Option<RowId>,
    failure: Option<EntryId>,
    typing_until: Option<Millis>,
    lines: Vec<Line>,
}

impl Heard {
    /// What is there at the start is not news.
    pub(in crate::ui) fn up_to(conversation: &Conversation) -> Self {
        let failure = newest_failure(conversation).map(|(entry, _)| entry);
        Self { message: conversation.announced, failure, ..Self::default() }
    }

    /// The lines that the region holds now. They stay until there are others: taking them away would be no use.
    pub(in crate::ui) fn listen(&mut self, conversation: &Conversation, open: bool) -> Vec<Line> {
        let mut lines = Vec::new();
        self.hear_messages(conversation, &mut lines);
        self.hear_failure(conversation, &mut lines);
        self.hear_typing(conversation, open, &mut lines);
        if !lines.is_empty() {
            self.lines = lines;
        }
        self.lines.clone()
    }

    fn hear_messages(&mut self, conversation: &Conversation, lines: &mut Vec<Line>) {
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
                let line = match &message.author {
                    Author::Agent(who) => [&name(conversation, who), ": ", &message.text].concat(),
                    Author::Me | Author::System => message.text.to_string(),
                };
                lines.push((["m", &row.id.0.to_string()].concat().into(), line.into()));
            }
        }
    }

    fn hear_failure(&mut self, conversation: &Conversation, lines: &mut Vec<Line>) {
        let newest = newest_failure(conversation);
        let entry = newest.map(|(entry, _)| entry);
        if self.failure == entry {
            return;
        }
        self.failure = entry;
        if let Some((entry, reason)) = newest {
            lines.push((["f", &entry.0.to_string()].concat().into(), reason.into()));
        }
    }

    fn hear_typing(&mut self, conversation: &Conversation, open: bool, lines: &mut Vec<Line>) {
        let Some(typing) = conversation.typing.as_ref().filter(|_| open) else { return };
        let is_too_soon = self.typing_until.is_some_and(|before| typing.until < before + TYPING_EVERY);
        if !is_too_soon {
            self.typing_until = Some(typing.until);
            let line = words::filled(words::IS_TYPING, &name(conversation, &typing.who));
            lines.push((["t", &typing.until.0.to_string()].concat().into(), line.into()));
        }
    }
}

fn name(conversation: &Conversation, who: &ParticipantId) -> Rc<str> {
    view::name_of(conversation, who).unwrap_or_else(|| words::AN_AGENT.into())
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
