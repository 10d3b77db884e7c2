//! Every word and sentence that people read, in one place.

mod banner;
mod card;
mod files;
mod history;
mod ledger;
mod survey;

pub(super) use banner::*;
pub(super) use card::*;
pub(super) use files::*;
pub(super) use history::*;
pub(super) use ledger::*;
pub(super) use survey::*;

use std::rc::Rc;

use yew::Html;

use super::element::{isolated, list, text};

use super::formats::Formats;
use crate::protocol::{ParticipantId, decimal, decimal_count};
use crate::store::{Conversation, EndedBy, Expected, Note, view};

/// The language of these words, and its direction: the page around them may be written in another.
pub(super) const LANGUAGE: &str = "en";
pub(super) const DIRECTION: &str = "ltr";

pub(super) const AN_AGENT: &str = "An agent";
pub(super) const YOU: &str = "You";
pub(super) const CHAT_WITH_US: &str = "Chat with us";
/// What the launcher is called while the panel is closed.
pub(super) const OPEN_CHAT: &str = "Open chat";
pub(super) const CLOSE_CHAT: &str = "Close chat";

pub(super) const MORE: &str = "More";
pub(super) const FORGET: &str = "Forget this device";
pub(super) const FORGET_MORE: &str = "This takes the conversation, the CoBrowse record and what was not sent yet out of this browser. What was sent stays with us.";
pub(super) const FORGET_NOW: &str = "Forget";

pub(super) const END_CONVERSATION: &str = "End the conversation";
pub(super) const END_MORE: &str = "You can write again any time: that begins a new one.";
pub(super) const END_NOW: &str = "End now";
pub(super) const SAVE_CONVERSATION: &str = "Save the conversation";
pub(super) const NOTIFY: &str = "Notify me of answers";
pub(super) const NOTIFY_NO_MORE: &str = "Stop notifying me";
pub(super) const NOTIFY_REFUSED: &str = "This browser does not let this site notify you.";
pub(super) const UNSENT: &str = " (not sent)";
pub(super) const CONVERSATION_FILE: &str = "conversation.txt";

pub(super) const WRITE_TO_US: &str = "Write to us any time";
pub(super) const WAITING: &str = "Waiting for an agent…";
pub(super) const WAITING_FOR_ANOTHER: &str = "Waiting for another agent…";
pub(super) const IS_HERE: Phrase = Phrase::after(" is here");
pub(super) const IS_AWAY: Phrase = Phrase::after(" is away at the moment");
pub(super) const ENDED: &str = "Conversation ended";
const JOINED: Phrase = Phrase::after(" joined the conversation");
const LEFT_IT: Phrase = Phrase::after(" left the conversation");
const SURVEY_BEGINS: Phrase = Phrase::plain("The conversation is over. A short survey begins; you can skip it");
const ENDED_BY_ME: Phrase = Phrase::plain("You ended the conversation");
const ENDED_BY_AGENT: Phrase = Phrase::plain("The agent ended the conversation");
const ENDED_BY_SILENCE: Phrase = Phrase::plain("Conversation ended, as nobody wrote for a while");

pub(super) const CONNECTING: &str = "Connecting…";
pub(super) const SLOW: &str = "Still connecting. What you write is kept and sent then.";
pub(super) const OFFLINE: &str = "You are offline. Messages will be sent when you are back.";
pub(super) const BACK: &str = "Back online";
pub(super) const INCOMPLETE: &str = "A part of the chat could not be loaded. Trying again…";
pub(super) const UNKEPT: &str = "This browser does not keep messages. Leave this page open until yours are sent.";
pub(super) const ENDING: &str = "Ending the conversation…";
pub(super) const NOT_ENDED: &str = "The conversation could not be ended. Try again in a moment.";
pub(super) const NO_SUCH_ACCOUNT: &str = "This chat is not available at the moment.";
pub(super) const SIGN_IN_REFUSED: &str = "The chat could not sign you in.";
pub(super) const TRY_AGAIN: &str = "Try again";

pub(super) const WITHHELD: &str = "Not sent yet: something in it looks better kept private. Masked, it reads:";
pub(super) const SEND_MASKED: &str = "Send masked";
pub(super) const EDIT: &str = "Edit";
pub(super) const SEND_AS_IT_IS: &str = "Send as it is";

pub(super) const CONVERSATION: &str = "Conversation";
pub(super) const GREETING: &str = "Hello! How can we help?";
pub(super) const GREETING_MORE: &str = "Write your question below. An agent answers right here.";
pub(super) const NEW_MESSAGES: &str = "New messages";
pub(super) const LATEST: &str = "Latest messages";
pub(super) const TODAY: &str = "Today";
pub(super) const YESTERDAY: &str = "Yesterday";
pub(super) const WRITE_AGAIN: &str = "Write below to start a new one.";
pub(super) const IS_TYPING: Phrase = Phrase::after(" is typing…");

pub(super) const QUEUED: &str = "Waiting to be sent";
pub(super) const SENDING: &str = "Sending";
pub(super) const SENT: &str = "Sent";
pub(super) const DELIVERED: &str = "Delivered";
pub(super) const READ: &str = "Read";
pub(super) const REFUSED: &str = "Not sent: the service did not accept it.";
pub(super) const TOO_LONG: &str = "Not sent: it is longer than the service takes.";
pub(super) const TOO_LATE: &str = "Not sent: the conversation has ended.";
pub(super) const UNKNOWN: &str = "This may not have been sent. Retry sends it again.";
pub(super) const LEFT: &str = "Not sent before its page was left. Retry sends it from here.";
pub(super) const RETRY: &str = "Retry";
pub(super) const DISCARD: &str = "Discard";

pub(super) const MESSAGE: &str = "Message";
pub(super) const WRITE_A_MESSAGE: &str = "Write a message…";
pub(super) const SEND: &str = "Send";
pub(super) const SHORTEN: &str = "A message can have up to 8,000 characters. Shorten it to send it.";
pub(super) const TOO_MANY: &str =
    "Too many messages are not sent yet. Retry or discard some of them, or send this one later.";

/// A sentence, and where in it a name or a number stands, if it has one: what is before that, and what after.
#[derive(Clone, Copy)]
pub(super) struct Phrase(&'static str, Option<&'static str>);

impl Phrase {
    /// A sentence without a place for a name.
    const fn plain(sentence: &'static str) -> Self {
        Self(sentence, None)
    }

    /// A sentence that begins with the name.
    const fn after(rest: &'static str) -> Self {
        Self("", Some(rest))
    }

    /// The sentence as plain text.
    pub(super) fn with(self, name: &str) -> String {
        self.1.map_or_else(|| self.0.to_owned(), |after| [self.0, name, after].concat())
    }

    /// The sentence as elements: a name stands apart, so that it cannot turn the direction of the rest.
    pub(super) fn about(self, name: &str) -> Html {
        let mut nodes = vec![text(self.0)];
        if let Some(after) = self.1 {
            nodes.extend([isolated(name), text(after)]);
        }
        list(nodes)
    }
}

/// When an answer is to be expected.
pub(super) fn expected(expected: Expected, formats: &dyn Formats) -> String {
    match expected {
        Expected::By(at) => ["An answer is expected by ", &formats.date_time(at), "."].concat(),
        Expected::ClosedUntil(at) => {
            ["We are closed at the moment, and answer after ", &formats.date_time(at), "."].concat()
        }
        Expected::Within(seconds) => ["Answers usually come within ", &formats.duration(seconds), "."].concat(),
    }
}

/// What a line between messages says, and of whom.
pub(super) fn note(conversation: &Conversation, note: &Note) -> (Phrase, Rc<str>) {
    let who = match note {
        Note::Joined(who, _) | Note::Left(who, _) => name(conversation, who),
        Note::Ended(..) | Note::Survey(_) => "".into(),
    };
    (noted_in(note), who)
}

/// What it says.
pub(super) fn noted_in(note: &Note) -> Phrase {
    match note {
        Note::Joined(..) => JOINED,
        Note::Left(..) => LEFT_IT,
        Note::Survey(_) => SURVEY_BEGINS,
        Note::Ended(EndedBy::Me, _) => ENDED_BY_ME,
        Note::Ended(EndedBy::Agent, _) => ENDED_BY_AGENT,
        Note::Ended(EndedBy::Silence, _) => ENDED_BY_SILENCE,
        Note::Ended(EndedBy::Unknown, _) => Phrase::plain(ENDED),
    }
}

/// What somebody is called, or what anybody is.
pub(super) fn name(conversation: &Conversation, who: &ParticipantId) -> Rc<str> {
    view::name_of(conversation, who).unwrap_or_else(|| AN_AGENT.into())
}

/// What stands for somebody where there is no room for a name; nothing for those whose name is not known.
pub(super) fn initial(name: &str) -> Option<String> {
    name.chars().next().filter(|_| name != AN_AGENT).map(String::from)
}

/// What the launcher is called while messages are unread, and the number on it.
#[inline(never)]
pub(super) fn unread(count: usize) -> [String; 2] {
    let number = decimal_count(count);
    let label = if count == 1 {
        "Open chat, 1 unread message".into()
    } else {
        Phrase("Open chat, ", Some(" unread messages")).with(&number)
    };
    [label, if count > 9 { "9+".into() } else { number }]
}

/// What the way to the end is called.
pub(super) fn new_messages(count: usize) -> String {
    match count {
        0 => LATEST.into(),
        1 => "1 new message".into(),
        _ => Phrase::after(" new messages").with(&decimal_count(count)),
    }
}

/// How many more characters fit; less than none when there are too many.
pub(super) fn characters_left(left: i64) -> String {
    let after = match left {
        1 => " character left",
        -1 => " character too many",
        0.. => " characters left",
        _ => " characters too many",
    };
    Phrase::after(after).with(&decimal(left.abs()))
}
