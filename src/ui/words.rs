//! Every word and sentence that people read, in one place. A `{}` stands for a name.

mod banner;

pub(super) use banner::*;

use yew::{Html, html};

pub(super) const AN_AGENT: &str = "An agent";
pub(super) const YOU: &str = "You";
pub(super) const CHAT_WITH_US: &str = "Chat with us";
pub(super) const CLOSE_CHAT: &str = "Close chat";

pub(super) const WRITE_TO_US: &str = "Write to us any time";
pub(super) const WAITING: &str = "Waiting for an agent…";
pub(super) const WAITING_FOR_ANOTHER: &str = "Waiting for another agent…";
pub(super) const IS_HERE: &str = "{} is here";
pub(super) const ENDED: &str = "Conversation ended";

pub(super) const CONNECTING: &str = "Connecting…";
pub(super) const SLOW: &str = "Still connecting. What you write is kept and sent then.";
pub(super) const OFFLINE: &str = "You are offline. Messages will be sent when you are back.";
pub(super) const BACK: &str = "Back online";
pub(super) const NO_SUCH_ACCOUNT: &str = "This chat is not available at the moment.";
pub(super) const SIGN_IN_REFUSED: &str = "The chat could not sign you in.";
pub(super) const TRY_AGAIN: &str = "Try again";

pub(super) const CONVERSATION: &str = "Conversation";
pub(super) const GREETING: &str = "Hello! How can we help?";
pub(super) const GREETING_MORE: &str = "Write your question below. An agent answers right here.";
pub(super) const EARLIER: &str = "Show earlier messages";
pub(super) const NEW_MESSAGES: &str = "New messages";
pub(super) const LATEST: &str = "Latest messages";
pub(super) const TODAY: &str = "Today";
pub(super) const YESTERDAY: &str = "Yesterday";
pub(super) const WRITE_AGAIN: &str = "Write below to start a new one.";
pub(super) const IS_TYPING: &str = "{} is typing…";

pub(super) const QUEUED: &str = "Waiting to be sent";
pub(super) const SENDING: &str = "Sending";
pub(super) const SENT: &str = "Sent";
pub(super) const DELIVERED: &str = "Delivered";
pub(super) const READ: &str = "Read";
pub(super) const REFUSED: &str = "Not sent: the service did not accept it.";
pub(super) const TOO_LONG: &str = "Not sent: it is longer than the service takes.";
pub(super) const TOO_LATE: &str = "Not sent: the conversation has ended.";
pub(super) const RETRY: &str = "Retry";
pub(super) const DISCARD: &str = "Discard";

pub(super) const MESSAGE: &str = "Message";
pub(super) const WRITE_A_MESSAGE: &str = "Write a message…";
pub(super) const SEND: &str = "Send";
pub(super) const SHORTEN: &str = "A message can have up to 8,000 characters. Shorten it to send it.";

/// What the launcher is called while the panel is closed.
pub(super) fn open_chat(unread: usize) -> String {
    match unread {
        0 => "Open chat".into(),
        1 => "Open chat, 1 unread message".into(),
        _ => filled("Open chat, {} unread messages", &unread.to_string()),
    }
}

/// The number on the launcher.
pub(super) fn badge(unread: usize) -> String {
    if unread > 9 { "9+".into() } else { unread.to_string() }
}

/// What the way to the end is called.
pub(super) fn new_messages(count: usize) -> String {
    match count {
        0 => LATEST.into(),
        1 => "1 new message".into(),
        _ => filled("{} new messages", &count.to_string()),
    }
}

/// How many more characters fit; less than none when there are too many.
pub(super) fn characters_left(left: isize) -> String {
    match left {
        1 => "1 character left".into(),
        -1 => "1 character too many".into(),
        0.. => filled("{} characters left", &left.to_string()),
        _ => filled("{} characters too many", &left.unsigned_abs().to_string()),
    }
}

/// A sentence about somebody, as elements: the name stands apart, so that it cannot turn the direction of the rest.
pub(super) fn named(sentence: &'static str, name: &str) -> Html {
    match sentence.split_once("{}") {
        Some((before, after)) => html! { <>{before}<bdi>{name.to_owned()}</bdi>{after}</> },
        None => sentence.into(),
    }
}

/// A sentence about somebody or some number, as plain text.
pub(super) fn filled(sentence: &str, name: &str) -> String {
    sentence.replacen("{}", name, 1)
}
