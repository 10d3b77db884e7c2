//! Reads out each live message once, that somebody is typing, and that a text could not be sent.

use std::rc::Rc;

use yew::Html;

use super::element::{element, fixed, list};
use super::linked;
use super::screen::Screen;
use super::transcript;
use super::words::{self, Word};
use crate::protocol::{Millis, decimal};
use crate::store::{Author, Conversation, Delivery, EntryId, Failure, Message, RowContent, RowId, State};

/// Typing is told at most this often.
const TYPING_EVERY: Millis = Millis::from_secs(10);

/// The region. It is never seen, and it is there from the start: one that comes with its text is not heard.
pub(super) fn announcer(screen: &Rc<Screen>, state: &State) -> Html {
    let mut heard = screen.heard.take();
    let conversation = &state.conversation;
    let is_quiet = conversation.rows.last().is_none() && conversation.typing.is_none();
    let news = if is_quiet { Vec::new() } else { heard.listen(conversation, state.panel_open) };
    if !news.is_empty() {
        heard.lines = list(news);
    }
    let lines = heard.lines.clone();
    screen.heard.set(heard);
    element("div", fixed! { "class" => "heard", "aria-live" => "polite" }).around(lines)
}

/// What was read out already.
#[derive(Default)]
pub(super) struct Heard {
    message: Option<RowId>,
    /// Texts that could not be sent and stand there still.
    failed: Vec<(EntryId, Failure)>,
    typing_until: Option<Millis>,
    /// How often it was told what came of copying.
    copied: u64,
    /// The lines that the region holds. They stay until there are others: taking them away would be no use.
    lines: Html,
}

impl Heard {
    /// What is there at the start is not news.
    pub(super) fn up_to(conversation: &Conversation) -> Self {
        let failed = if conversation.rows.is_empty() { Vec::new() } else { failures(conversation) };
        Self { message: conversation.announced.last().copied(), failed, ..Self::default() }
    }

    #[inline(never)]
    fn listen(&mut self, conversation: &Conversation, open: bool) -> Vec<Html> {
        let mut news = Vec::new();
        self.hear_messages(conversation, &mut news);
        // Of several at once the newest stands for all.
        let failed = failures(conversation);
        if let Some((entry, failure)) = failed.iter().find(|failed| !self.failed.contains(failed)) {
            news.push(line(Kind::Failure, entry.0, &[&transcript::reason(*failure).said()]));
        }
        self.failed = failed;
        if let Some(typing) = conversation.typing.as_ref().filter(|_| open)
            && self.typing_until.is_none_or(|before| typing.until >= before + TYPING_EVERY)
        {
            self.typing_until = Some(typing.until);
            let sentence = words::IS_TYPING.with(&words::typist(conversation, &typing.who));
            news.push(line(Kind::Typing, typing.until.0.unsigned_abs(), &[&sentence]));
        }
        news
    }

    /// Reads out what came of copying.
    pub(super) fn tell(&mut self, word: Word) {
        self.copied += 1;
        self.lines = list(vec![line(Kind::Copied, self.copied, &[&word.said()])]);
    }

    fn hear_messages(&mut self, conversation: &Conversation, news: &mut Vec<Html>) {
        for id in &conversation.announced {
            // Rows are named in the order of coming.
            if self.message.is_some_and(|heard| *id <= heard) {
                continue;
            }
            self.message = Some(*id);
            let Some(row) = conversation.rows.by_id(*id) else { continue };
            let message = match &row.content {
                RowContent::Message(message) => message,
                RowContent::Note(note) => {
                    let (sentence, who) = words::note(conversation, note);
                    news.push(line(Kind::Message, id.0, &[&sentence.with(&who)]));
                    continue;
                }
            };
            let (name, gap) = match &message.author {
                Author::Agent(who) => (words::author(conversation, row.place, who), ": "),
                Author::Me | Author::System => ("".into(), ""),
            };
            news.push(line(Kind::Message, id.0, &[&name, gap, &linked::spoken(message)]));
        }
    }
}

/// What a line is about.
#[derive(Clone, Copy)]
enum Kind {
    Message,
    Failure,
    Typing,
    Copied,
}

/// A line to be read out, under a name that no other line ever had: the same element is not read again.
fn line(kind: Kind, number: u64, parts: &[&str]) -> Html {
    let key = decimal((number.wrapping_mul(4) + kind as u64).cast_signed());
    element("p", fixed! { "lang" => "", "translate" => "yes" }).key(&key).saying(&parts.concat())
}

/// The texts that could not be sent, the newest first. Those that the service does not have stand last.
#[inline(never)]
fn failures(conversation: &Conversation) -> Vec<(EntryId, Failure)> {
    let waiting = conversation.rows.iter().rev().take_while(|row| row.place.is_pending());
    let failed = waiting.filter_map(|row| match &row.content {
        RowContent::Message(Message { delivery: Delivery::Failed(entry, failure), .. }) => Some((*entry, *failure)),
        _ => None,
    });
    failed.collect()
}
