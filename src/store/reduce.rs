//! The one way in which the state changes.

mod events;
mod metadata;
mod outgoing;

use std::rc::Rc;

use super::action::Action;
use super::cobrowse;
use super::connection::Connection;
use super::conversation::{Conversation, RowId};
use super::diagnostic::Diagnostic;
use super::state::State;
use crate::protocol::{Millis, ParticipantId};

/// The state after an action, and what was passed over. Pure: the same input gives the same output.
#[must_use]
pub fn reduce(state: &State, action: Action) -> (State, Vec<Diagnostic>) {
    let mut next = state.clone();
    let mut diagnostics = Vec::new();
    match action {
        Action::Tick(now) => tick(&mut next, now),
        Action::Clock { offset } => next.clock_offset = Some(offset),
        Action::Connection(connection) => {
            next.connection = connection;
            if !matches!(connection, Connection::Online { .. }) {
                forget_what_only_a_live_link_knows(&mut next);
            }
        }
        Action::Identified(me) => identified(&mut next, me),
        Action::Panel { open } => next.panel_open = open,
        Action::PageVisible(visible) => next.page_visible = visible,
        Action::TagReady(ready) => next.tag_ready = ready,
        Action::Seen => seen(&mut next),
        Action::Conversations(changes) => {
            for change in &changes {
                diagnostics.extend(metadata::apply(&mut next, change));
            }
        }
        Action::Events { changes, now } => {
            for change in &changes {
                diagnostics.extend(events::apply(&mut next, change, now));
            }
        }
        Action::Queued { entry, text, at } => outgoing::queued(&mut next, entry, text, at),
        Action::Sending(entry) => diagnostics.extend(outgoing::sending(&mut next, entry)),
        Action::Requeued(entry) => diagnostics.extend(outgoing::requeued(&mut next, entry)),
        Action::Published { entry, dialog, sequence } => {
            diagnostics.extend(outgoing::published(&mut next, entry, &dialog, sequence));
        }
        Action::Failed { entry, failure } => diagnostics.extend(outgoing::failed(&mut next, entry, failure)),
        Action::Discarded(entry) => diagnostics.extend(outgoing::discarded(&mut next, entry)),
        Action::Named { who, name } => named(&mut next, who, name),
        Action::CoBrowse(action) => {
            let (changed, found) = cobrowse::reduce(&next.cobrowse, action);
            diagnostics.extend(found);
            if *next.cobrowse != changed {
                next.cobrowse = Rc::new(changed);
            }
        }
    }
    (next, diagnostics)
}

fn tick(state: &mut State, now: Millis) {
    state.now = now;
    let typing_is_over = state.conversation.typing.as_ref().is_some_and(|typing| now >= typing.until);
    if typing_is_over {
        Rc::make_mut(&mut state.conversation).typing = None;
    }
    let (changed, _) = cobrowse::reduce(&state.cobrowse, cobrowse::Action::Tick(state.server_time(now)));
    if *state.cobrowse != changed {
        state.cobrowse = Rc::new(changed);
    }
}

fn forget_what_only_a_live_link_knows(state: &mut State) {
    if state.conversation.typing.is_some() {
        Rc::make_mut(&mut state.conversation).typing = None;
    }
    let (changed, _) = cobrowse::reduce(&state.cobrowse, cobrowse::Action::Unconfirmed);
    if *state.cobrowse != changed {
        state.cobrowse = Rc::new(changed);
    }
}

fn identified(state: &mut State, me: ParticipantId) {
    if state.conversation.me.as_ref() == Some(&me) {
        return;
    }
    let somebody_else = state.conversation.me.is_some();
    if somebody_else {
        // What agents are called is nobody's secret, and is asked only once.
        let names = state.conversation.names.clone();
        state.conversation = Rc::new(Conversation { me: Some(me), names, ..Conversation::default() });
        state.cobrowse = Rc::default();
    } else {
        Rc::make_mut(&mut state.conversation).me = Some(me);
    }
}

fn seen(state: &mut State) {
    if state.conversation.unread > 0 {
        let conversation = Rc::make_mut(&mut state.conversation);
        conversation.unseen.clear();
        conversation.unread = 0;
    }
}

fn named(state: &mut State, who: ParticipantId, name: Rc<str>) {
    let conversation = Rc::make_mut(&mut state.conversation);
    match conversation.names.iter_mut().find(|(other, _)| *other == who) {
        Some(known) => known.1 = name,
        None => conversation.names.push((who, name)),
    }
}

impl Conversation {
    /// A name for one more row.
    fn new_row_id(&mut self) -> RowId {
        let id = RowId(self.next_row);
        self.next_row += 1;
        id
    }
}
