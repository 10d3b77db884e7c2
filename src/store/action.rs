//! Everything that can change the state.

use std::rc::Rc;

use super::cobrowse;
use super::connection::Connection;
use super::conversation::{Body, Failure, RowId};
use super::file::{Refused, Transfer, Viewed};
use super::history::HistoryChange;
use super::ledger::Ledger;
use super::rating::Rating;
use super::rows::Place;
use super::state::Withheld;
use crate::protocol::{ConversationChange, DialogId, EventChange, Millis, ParticipantId, Sequence};

/// A text on its way out, from the moment it was written. Unique in its browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryId(pub u64);

/// What changes about a file.
#[derive(Clone, Debug)]
pub enum FileChange {
    /// Where it is on its way.
    Transfer(Transfer),
    /// There is a small picture of it.
    Preview(Rc<str>),
    /// It lies in the service's storage.
    Path(Rc<str>),
}

/// One change. Instants are local where nothing else is said.
#[derive(Clone, Debug)]
pub enum Action {
    /// Time went on. Sent only while something on screen depends on it.
    Tick(Millis),
    /// How far the service's clock is ahead of the local one.
    Clock {
        /// Service time less local time.
        offset: Millis,
    },
    /// The connection changed. A lost one clears what only a live one can know.
    Connection(Connection),
    /// Who the consumer is. Somebody else sees nothing of what was there.
    Identified(ParticipantId),
    /// The panel was opened or closed.
    Panel {
        /// Whether it is open now.
        open: bool,
    },
    /// The page was shown or hidden.
    PageVisible(bool),
    /// Whether the page's tag can take an answer.
    TagReady(bool),
    /// Whether this tab is the one in which an invitation may be answered.
    MayAnswer(bool),
    /// Whether the browser does not keep what is to be kept.
    KeepsNothing(bool),
    /// The consumer ends the conversation: since when the service is asked for that, on the connection that stands.
    Ending(Option<Millis>),
    /// Whether the consumer wants notifications and the browser allows them; nothing where nobody was asked.
    Notifies(Option<bool>),
    /// Whether code that is needed could not be fetched so far.
    Incomplete(bool),
    /// What the composer begins with, where nothing is written in it yet.
    Draft(Rc<str>),
    /// A text is withheld, or none any more.
    Withheld(Option<Rc<Withheld>>),
    /// The newest messages are in view of the consumer, who is there.
    Seen,
    /// A conversation was opened: what is said in its dialog stands behind all that was said before.
    Opened(DialogId),
    /// What the metadata subscription told of a conversation.
    Conversation(Rc<ConversationChange>),
    /// Events of dialogs; they may be old, repeated or out of order.
    Events {
        /// The events.
        changes: Vec<EventChange>,
        /// When they came.
        now: Millis,
    },
    /// The consumer sent a text; it is not out yet.
    Queued {
        /// Its entry.
        entry: EntryId,
        /// The text.
        text: Rc<str>,
        /// What goes with it, or stands in its place.
        body: Body,
        /// When it was written.
        at: Millis,
        /// Whether it was written in this page load, and not in another tab or before.
        is_mine: bool,
    },
    /// A text is being sent.
    Sending(EntryId),
    /// A text waits again, because the connection was lost.
    Requeued(EntryId),
    /// The service has a text.
    Published {
        /// Its entry.
        entry: EntryId,
        /// In which dialog.
        dialog: DialogId,
        /// Under which number.
        sequence: Sequence,
    },
    /// The service does not take a text.
    Failed {
        /// Its entry.
        entry: EntryId,
        /// Why.
        failure: Failure,
    },
    /// The consumer gave a text up.
    Discarded(EntryId),
    /// Where the older survey stands.
    Rating(Rating),
    /// Whether the page wants consumers asked for a rating.
    AsksRating(bool),
    /// The consumer chose one of the answers that a message offers, or took that back.
    Chosen {
        /// Which message.
        row: RowId,
        /// Which answer, counted from 0; none any more where it is taken back.
        reply: Option<usize>,
    },
    /// Somebody's name became known.
    Named {
        /// Who.
        who: ParticipantId,
        /// What they are called.
        name: Rc<str>,
        /// The address of their picture, one that may be shown.
        picture: Option<Rc<str>>,
    },
    /// Something about the file at a place changed.
    File {
        /// Where its row stands.
        place: Place,
        /// What.
        change: FileChange,
    },
    /// The consumer looks at a picture, or does not any more.
    Viewing(Option<Rc<Viewed>>),
    /// Files were not taken; nothing is said of it any more where there are none.
    NotTaken(Rc<Refused>),
    /// Something about earlier conversations changed.
    History(HistoryChange),
    /// The consent ledger, while the consumer reads it.
    Ledger(Option<Rc<Ledger>>),
    /// The CoBrowse machine.
    CoBrowse(cobrowse::Action),
}
