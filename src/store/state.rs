//! The whole state of one widget.

use std::rc::Rc;

use super::cobrowse::CoBrowse;
use super::connection::Connection;
use super::conversation::Conversation;
use super::file::{Refused, Viewed};
use super::ledger::Ledger;
use super::view::ENDS_WITHIN;
use crate::protocol::{Millis, ParticipantId};

/// What one widget knows. Clones are cheap; unchanged parts keep their `Rc`.
#[derive(Clone, Debug, Default)]
pub struct State {
    /// The newest local time that anything on screen needed.
    pub now: Millis,
    /// Service time less local time, once the service was asked.
    pub clock_offset: Option<Millis>,
    /// Who the consumer is.
    pub me: Option<ParticipantId>,
    /// The connection.
    pub connection: Connection,
    /// Whether the connection is back, and messages came before it was lost: what comes now was missed.
    pub catches_up: bool,
    /// Whether the panel is open.
    pub panel_open: bool,
    /// Whether the page is shown.
    pub page_visible: bool,
    /// Whether the page's tag can take an answer.
    pub tag_ready: bool,
    /// Whether this tab is the one in which an invitation may be answered.
    pub may_answer: bool,
    /// Whether the browser keeps nothing of what is written, or not all of it.
    pub keeps_nothing: bool,
    /// Whether the consumer wants notifications and the browser allows them; nothing where nobody was asked.
    pub notifies: Option<bool>,
    /// Whether code that is needed could not be fetched so far.
    pub incomplete: bool,
    /// Whether the page wants consumers asked for a rating after a conversation.
    pub asks_rating: bool,
    /// Since when the consumer waits for the end of the conversation, if they do.
    pub ending: Option<Millis>,
    /// What the composer begins with: what was written in an earlier page load and not sent.
    pub draft: Rc<str>,
    /// A text that was to be sent and is withheld, until the consumer has decided.
    pub withheld: Option<Rc<Withheld>>,
    /// The conversation.
    pub conversation: Rc<Conversation>,
    /// The CoBrowse invitations.
    pub cobrowse: Rc<CoBrowse>,
    /// The picture that the consumer looks at.
    pub viewed: Option<Rc<Viewed>>,
    /// Files that were not taken, since the last that were.
    pub not_taken: Rc<Refused>,
    /// The consent ledger, while the consumer reads it.
    pub ledger: Option<Rc<Ledger>>,
}

/// A text in which something stands that should rather not be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Withheld {
    /// As it was written.
    pub text: Rc<str>,
    /// With dots in the place of that.
    pub masked: Rc<str>,
}

impl State {
    /// The service's time at a local instant, as far as it is known.
    #[must_use]
    pub fn server_time(&self, local: Millis) -> Millis {
        local + self.clock_offset.unwrap_or_default()
    }

    /// Whether the consumer has the conversation before their eyes.
    #[must_use]
    pub fn is_attended(&self) -> bool {
        self.panel_open && self.page_visible
    }

    /// Whether the service was asked to end what is talked about, and may still do so as far as the consumer was told.
    #[must_use]
    pub fn awaits_end(&self, now: Millis) -> bool {
        self.ending.is_some_and(|since| now < since + ENDS_WITHIN)
    }
}
