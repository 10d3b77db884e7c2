//! Every word and sentence that people read, in one place.

mod banner;
mod card;
mod files;
mod history;
mod ledger;
mod survey;
mod word;

pub(super) use banner::*;
pub(super) use card::*;
pub(super) use files::*;
pub(super) use history::*;
pub(super) use ledger::*;
pub(super) use survey::*;
use word::Counted;
pub(super) use word::{Word, write_by};

use std::rc::Rc;

use yew::AttrValue;

use super::formats::Formats;
use crate::protocol::{ParticipantId, decimal, decimal_count};
use crate::store::{Body, Conversation, EndedBy, Expected, Message, Note, Place, stand_in, view};

/// The language of these words, and its direction: the page around them may be written in another. A page that has
/// words of its own has these, too.
pub(super) const LANGUAGE: Word = Word("en");
pub(super) const DIRECTION: Word = Word("ltr");

const AN_AGENT: Word = Word("An agent");
pub(super) const YOU: Word = Word("You");
pub(super) const CHAT_WITH_US: Word = Word("Chat with us");
/// What the launcher is called while the panel is closed.
pub(super) const OPEN_CHAT: Word = Word("Open chat");
pub(super) const CLOSE_CHAT: Word = Word("Close chat");

pub(super) const MORE: Word = Word("More");
pub(super) const FORGET: Word = Word("Forget this device");
pub(super) const FORGET_MORE: Word = Word(
    "This takes the conversation, the CoBrowse record and what was not sent yet out of this browser. What was sent stays with us.",
);
pub(super) const FORGET_NOW: Word = Word("Forget");

pub(super) const END_CONVERSATION: Word = Word("End the conversation");
pub(super) const END_MORE: Word = Word("You can write again any time: that begins a new one.");
pub(super) const END_NOW: Word = Word("End now");
pub(super) const SAVE_CONVERSATION: Word = Word("Save the conversation");
pub(super) const NOTIFY: Word = Word("Notify me of answers");
pub(super) const NOTIFY_NO_MORE: Word = Word("Stop notifying me");
pub(super) const NOTIFY_REFUSED: Word = Word("This browser does not let this site notify you.");
pub(super) const UNSENT: Word = Word("(not sent)");
pub(super) const CONVERSATION_FILE: &str = "conversation.txt";

pub(super) const WRITE_TO_US: Word = Word("Write to us any time");
pub(super) const CLOSED: Word = Word("We are closed at the moment");
pub(super) const WAITING: Word = Word("Waiting for an agent…");
pub(super) const WAITING_FOR_ANOTHER: Word = Word("Waiting for another agent…");
pub(super) const IS_HERE: Word = Word("{} is here");
pub(super) const IS_AWAY: Word = Word("{} is away at the moment");
pub(super) const ENDED: Word = Word("Conversation ended");
const JOINED: Word = Word("{} joined the conversation");
const LEFT_IT: Word = Word("{} left the conversation");
const SURVEY_BEGINS: Word = Word("The conversation is over. A short survey follows");
const ENDED_BY_ME: Word = Word("You ended the conversation");
const ENDED_BY_AGENT: Word = Word("The agent ended the conversation");
const ENDED_BY_SILENCE: Word = Word("Conversation ended, as nobody wrote for a while");
const ENDED_BY_SERVICE: Word = Word("The service ended the conversation");

pub(super) const CONNECTING: Word = Word("Connecting…");
pub(super) const SLOW: Word = Word("Still connecting. What you write is kept and sent then.");
pub(super) const OFFLINE: Word = Word("You are offline. Messages will be sent when you are back.");
pub(super) const BACK: Word = Word("Back online");
pub(super) const INCOMPLETE: Word = Word("A part of the chat could not be loaded. Trying again…");
pub(super) const UNKEPT: Word = Word("This browser does not keep messages. Leave this page open until yours are sent.");
pub(super) const ENDING: Word = Word("Ending the conversation…");
pub(super) const NOT_ENDED: Word = Word("The conversation could not be ended. Try again in a moment.");
pub(super) const NO_SUCH_ACCOUNT: Word = Word("This chat is not available at the moment.");
pub(super) const SIGN_IN_REFUSED: Word = Word("The chat could not sign you in.");
pub(super) const TRY_AGAIN: Word = Word("Try again");

pub(super) const WITHHELD: Word = Word("Not sent yet: something in it looks better kept private. Masked, it reads:");
pub(super) const SEND_MASKED: Word = Word("Send masked");
pub(super) const EDIT: Word = Word("Edit");
pub(super) const SEND_AS_IT_IS: Word = Word("Send as it is");

pub(super) const CONVERSATION: Word = Word("Conversation");
pub(super) const GREETING: Word = Word("Hello! How can we help?");
pub(super) const GREETING_MORE: Word = Word("Write your question below. An agent answers right here.");
pub(super) const OFFLINE_TITLE: Word = Word("You can write already");
pub(super) const OFFLINE_MORE: Word = Word("An agent answers once you are online again.");
pub(super) const REFUSED_TITLE: Word = Word("Sorry, nobody can answer here");
pub(super) const REFUSED_MORE: Word = Word("Please try again later, or reach us another way.");
pub(super) const NEED_NOT_WAIT: Word = Word("You need not wait here: the answer comes into this chat.");
pub(super) const NEW_MESSAGES: Word = Word("New messages");
pub(super) const LATEST: Word = Word("Latest messages");
pub(super) const TODAY: Word = Word("Today");
pub(super) const YESTERDAY: Word = Word("Yesterday");
pub(super) const WRITE_AGAIN: Word = Word("Write below to start a new one.");
pub(super) const IS_TYPING: Word = Word("{} is typing…");

pub(super) const QUEUED: Word = Word("Waiting to be sent");
pub(super) const SENDING: Word = Word("Sending");
pub(super) const SENT: Word = Word("Sent");
pub(super) const DELIVERED: Word = Word("Delivered");
pub(super) const READ: Word = Word("Read");
pub(super) const REFUSED: Word = Word("Not sent: the service did not accept it.");
pub(super) const TOO_LONG: Word = Word("Not sent: it is longer than the service takes.");
pub(super) const TOO_LATE: Word = Word("Not sent: the conversation has ended.");
pub(super) const UNKNOWN: Word = Word("This may not have been sent. Retry sends it again.");
pub(super) const LEFT: Word = Word("Not sent before its page was left. Retry sends it from here.");
pub(super) const RETRY: Word = Word("Retry");
pub(super) const DISCARD: Word = Word("Discard");

pub(super) const COPY: Word = Word("Copy message");
pub(super) const COPIED: Word = Word("Copied");
pub(super) const NOT_COPIED: Word = Word("Could not be copied.");

pub(super) const MESSAGE: Word = Word("Message");
pub(super) const WRITE_A_MESSAGE: Word = Word("Write a message…");
pub(super) const SEND: Word = Word("Send");
pub(super) const SHORTEN: Word = Word("A message can have up to 8,000 characters. Shorten it to send it.");
pub(super) const TOO_MANY: Word =
    Word("Too many messages are not sent yet. Retry or discard some of them, or send this one later.");

/// When an answer is to be expected.
pub(super) fn expected(expected: Expected, formats: &dyn Formats) -> String {
    match expected {
        Expected::By(at) => Word("An answer is expected by {}.").with(&formats.date_time(at)),
        Expected::ClosedUntil(at) => {
            Word("We are closed at the moment, and answer after {}.").with(&formats.date_time(at))
        }
        Expected::Within(seconds) => Word("Answers usually come within {}.").with(&formats.duration(seconds)),
    }
}

/// What a message says to be read: what stands in the place of what cannot be shown is a text of the widget's own.
pub(super) fn of_message(message: &Message) -> Rc<str> {
    match &message.body {
        Body::File(file) => Word("File: {}").with(&file.name).into(),
        _ => stand_in(&message.text).map_or_else(|| Rc::clone(&message.text), |english| (*Word(english).said()).into()),
    }
}

/// What a line between messages says, and of whom.
pub(super) fn note(conversation: &Conversation, note: &Note) -> (Word, Rc<str>) {
    let who = match note {
        Note::Joined(who, _) | Note::Left(who, _) => name(conversation, who),
        Note::Ended(..) | Note::Survey(_) => "".into(),
    };
    (noted_in(note), who)
}

/// What it says.
pub(super) fn noted_in(note: &Note) -> Word {
    match note {
        Note::Joined(..) => JOINED,
        Note::Left(..) => LEFT_IT,
        Note::Survey(_) => SURVEY_BEGINS,
        Note::Ended(EndedBy::Me, _) => ENDED_BY_ME,
        Note::Ended(EndedBy::Agent, _) => ENDED_BY_AGENT,
        Note::Ended(EndedBy::Silence, _) => ENDED_BY_SILENCE,
        Note::Ended(EndedBy::Service, _) => ENDED_BY_SERVICE,
        Note::Ended(EndedBy::Unknown, _) => ENDED,
    }
}

/// What somebody is called, or what anybody is.
pub(super) fn name(conversation: &Conversation, who: &ParticipantId) -> Rc<str> {
    view::name_of(conversation, who).unwrap_or_else(|| AN_AGENT.said().as_ref().into())
}

/// What the author of what stands at a place is called. Nobody is to take the bot of a survey for a person.
pub(super) fn author(conversation: &Conversation, place: Place, who: &ParticipantId) -> Rc<str> {
    name_unless(conversation.is_in_survey(place), conversation, who)
}

/// What somebody who is typing is called: in a survey that is its bot.
pub(super) fn typist(conversation: &Conversation, who: &ParticipantId) -> Rc<str> {
    name_unless(conversation.is_survey, conversation, who)
}

fn name_unless(is_survey: bool, conversation: &Conversation, who: &ParticipantId) -> Rc<str> {
    if is_survey { SURVEY.said().as_ref().into() } else { name(conversation, who) }
}

/// What an agent is called, or what any agent is.
pub(super) fn agent(name: Option<&str>) -> AttrValue {
    AN_AGENT.unless(name.unwrap_or_default())
}

/// What stands for somebody where there is no room for a name; nothing for those whose name is not known.
pub(super) fn initial(name: &str) -> Option<String> {
    name.chars().next().filter(|_| name != &*AN_AGENT.said()).map(String::from)
}

/// What the launcher is called while messages are unread, and the number on it.
#[inline(never)]
pub(super) fn unread(count: usize) -> [String; 2] {
    let label = Counted { one: "Open chat, {} unread message", many: "Open chat, {} unread messages" };
    let number = decimal_count(count);
    [label.of(count as i64), if count > 9 { "9+".into() } else { number }]
}

/// What the way to the end is called.
pub(super) fn new_messages(count: usize) -> AttrValue {
    match count {
        0 => LATEST.said(),
        _ => Counted { one: "{} new message", many: "{} new messages" }.of(count as i64).into(),
    }
}

/// How many more characters fit; less than none when there are too many.
pub(super) fn characters_left(left: i64) -> String {
    let word = if left < 0 { Word("Characters too many: {}") } else { Word("Characters left: {}") };
    word.with(&decimal(left.abs()))
}
