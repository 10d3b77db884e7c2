//! What people see, as values: state, actions, a pure [`reduce`], and the view models that components draw.
//!
//! The state changes only through `reduce(state, action)`: an action that is not legal leaves the state as it is and
//! yields a [`Diagnostic`]. No clock, no randomness, no page lives here; time comes with [`Action::Tick`] and with the
//! actions that need it. Parts that did not change keep their `Rc`, so that a view compares by pointer.

mod action;
pub mod cobrowse;
mod connection;
mod conversation;
mod diagnostic;
mod file;
mod history;
mod ledger;
mod observable;
mod people;
mod rating;
mod reduce;
mod rows;
mod stand_in;
mod state;
pub mod view;

pub use action::{Action, EntryId, FileChange};
pub use connection::{Connection, Refusal};
pub use conversation::{
    Author, Body, Conversation, Delivery, EndedBy, Expected, Failure, MOST_PENDING, Message, Note, Offer, Offered, Row,
    RowContent, RowId, Stage, Typing,
};
pub use diagnostic::Diagnostic;
pub use file::{File, NotOpened, NotTaken, Refused, Transfer, Viewed, shown};
pub use history::{Earlier, Fetch, History, HistoryChange, MOST_EARLIER, MOST_EARLIER_ROWS};
pub use ledger::Ledger;
pub use observable::{Store, Subscription};
pub use rating::{Given, Rating};
pub use reduce::reduce;
pub use rows::{Place, Rows};
pub use stand_in::stand_in;
pub use state::{State, Withheld};
