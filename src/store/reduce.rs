//! The one way in which the state changes.

mod events;
mod files;
mod history;
mod metadata;
mod outgoing;
mod survey;

use std::rc::Rc;

use super::action::Action;
use super::cobrowse;
use super::connection::Connection;
use super::conversation::{Conversation, Delivery, Row, RowContent, RowId};
use super::diagnostic::Diagnostic;
use super::rows::Place;
use super::state::State;
use crate::protocol::{Millis, ParticipantId};

/// Takes the state on by an action, and tells what was passed over. Pure but for that: the same state and action give
/// the same new state. What is not legal leaves it as it is, and parts that an action is not about keep their `Rc`.
#[expect(
    clippy::needless_pass_by_value,
    reason = "an action is used up; taken apart by reference it is dropped in one place"
)]
pub fn reduce(state: &mut State, action: Action) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    match &action {
        Action::Tick(now) => tick(state, *now, &mut diagnostics),
        Action::Clock { offset } => state.clock_offset = Some(*offset),
        Action::Connection(connection) => {
            state.connection = *connection;
            if let Connection::Online { back, .. } = connection {
                let is_known = |row: &Rc<Row>| matches!(row.place, Place::At { .. });
                state.catches_up = *back && state.conversation.rows.iter().any(is_known);
            }
            if !matches!(connection, Connection::Online { .. }) {
                // Only a live link knows these.
                if state.conversation.typing.is_some() || state.conversation.is_away {
                    attends_no_more(state);
                }
                of_invitations(state, &cobrowse::Action::Unconfirmed, &mut diagnostics);
            }
        }
        Action::Identified(me) => identified(state, me),
        Action::Panel { open } => state.panel_open = *open,
        Action::PageVisible(visible) => state.page_visible = *visible,
        Action::TagReady(ready) => state.tag_ready = *ready,
        Action::MayAnswer(may) => state.may_answer = *may,
        Action::KeepsNothing(is_so) => state.keeps_nothing = *is_so,
        Action::Ending(since) => state.ending = *since,
        Action::Notifies(notifies) => state.notifies = *notifies,
        Action::Incomplete(is_so) => state.incomplete = *is_so,
        Action::Draft(text) => state.draft.clone_from(text),
        Action::Withheld(text) => state.withheld.clone_from(text),
        Action::Seen if state.conversation.unread > 0 => seen(state),
        Action::Seen => {}
        Action::Conversation(change) => {
            diagnostics.extend(metadata::apply(state, change).err());
        }
        Action::Opened(dialog) => diagnostics.extend(metadata::opened(state, dialog).err()),
        Action::Events { changes, now } => {
            for change in changes {
                diagnostics.extend(events::apply(state, change, *now).err());
            }
        }
        Action::Queued { entry, text, body, at, is_mine } => {
            outgoing::queued(state, *entry, text, body, *at, *is_mine);
        }
        Action::Sending(entry) => diagnostics.extend(outgoing::deliver(state, *entry, Delivery::Sending(*entry)).err()),
        Action::Requeued(entry) => diagnostics.extend(outgoing::deliver(state, *entry, Delivery::Queued(*entry)).err()),
        Action::Failed { entry, failure } => {
            diagnostics.extend(outgoing::deliver(state, *entry, Delivery::Failed(*entry, *failure)).err());
        }
        Action::Published { entry, dialog, sequence } => {
            diagnostics.extend(outgoing::published(state, *entry, dialog, *sequence).err());
        }
        Action::Discarded(entry) => diagnostics.extend(outgoing::discarded(state, *entry).err()),
        Action::Chosen { row, reply } => outgoing::chosen(state, *row, *reply),
        Action::Named { who, name, picture } => named(state, who, name, picture.as_ref()),
        Action::File { .. } | Action::Viewing(_) | Action::NotTaken(_) => files::apply(state, &action),
        Action::Rating(_) | Action::AsksRating(_) => survey::apply(state, &action),
        Action::History(change) => history::apply(state, change, &mut diagnostics),
        Action::Ledger(ledger) => state.ledger.clone_from(ledger),
        Action::CoBrowse(action) => cobrowse::reduce(&mut state.cobrowse, action, &mut diagnostics),
    }
    diagnostics
}

fn tick(state: &mut State, now: Millis, diagnostics: &mut Vec<Diagnostic>) {
    state.now = now;
    if state.conversation.typing.as_ref().is_some_and(|typing| now >= typing.until) {
        types_no_more(state);
    }
    let server_now = state.server_time(now);
    of_invitations(state, &cobrowse::Action::Tick(server_now), diagnostics);
}

/// What concerns invitations where there are any: without them the code for them may not be there yet.
fn of_invitations(state: &mut State, action: &cobrowse::Action, diagnostics: &mut Vec<Diagnostic>) {
    if !state.cobrowse.invitations.is_empty() {
        cobrowse::reduce(&mut state.cobrowse, action, diagnostics);
    }
}

#[inline(never)]
fn types_no_more(state: &mut State) {
    Rc::make_mut(&mut state.conversation).typing = None;
}

#[inline(never)]
fn attends_no_more(state: &mut State) {
    types_no_more(state);
    Rc::make_mut(&mut state.conversation).is_away = false;
}

fn identified(state: &mut State, me: &ParticipantId) {
    if state.me.as_ref().is_some_and(|known| known != me) {
        // What agents are called is nobody's secret, and is asked only once.
        let (names, pictures) = (state.conversation.names.clone(), state.conversation.pictures.clone());
        // No row gets a name that another had.
        let next_row = state.conversation.next_row;
        state.conversation = Rc::new(Conversation { names, pictures, next_row, ..Conversation::default() });
        state.cobrowse = Rc::default();
        state.ending = None;
    }
    state.me = Some(me.clone());
}

#[inline(never)]
fn seen(state: &mut State) {
    let conversation = Rc::make_mut(&mut state.conversation);
    conversation.unseen.clear();
    conversation.unread = 0;
}

#[inline(never)]
fn named(state: &mut State, who: &ParticipantId, name: &Rc<str>, picture: Option<&Rc<str>>) {
    let conversation = Rc::make_mut(&mut state.conversation);
    for (known, told) in [(&mut conversation.names, Some(name)), (&mut conversation.pictures, picture)] {
        known.retain(|(other, _)| other != who);
        known.extend(told.map(|told| (who.clone(), Rc::clone(told))));
    }
}

/// How many rows are remembered as announced.
const MOST_ANNOUNCED: usize = 64;

impl Conversation {
    /// A row is to be read out.
    fn announce(&mut self, id: RowId) {
        self.announced.push(id);
        if self.announced.len() > MOST_ANNOUNCED {
            self.announced.remove(0);
        }
    }

    /// Puts a new row at a place; yields its name.
    #[inline(never)]
    fn add(&mut self, place: Place, content: RowContent) -> RowId {
        let id = RowId(self.next_row);
        self.next_row += 1;
        self.rows.put(Row { id, place, content });
        id
    }
}
