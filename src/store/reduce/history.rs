//! Earlier conversations: they are noted as the subscription tells them, and read when somebody wants to.

use std::rc::Rc;

use super::{events, metadata};
use crate::protocol::{ConversationChange, ConversationDetails, DialogType, Millis, Sequence};
use crate::store::conversation::{Conversation, Note, RowContent};
use crate::store::history::{Earlier, Fetch, History, HistoryChange, MOST_EARLIER};
use crate::store::rows::Place;
use crate::store::{Diagnostic, State};

/// When a conversation began, as well as the service tells it. One is open at a time, so its end puts it in order as well.
pub(super) fn began(change: &ConversationChange, details: &ConversationDetails) -> Option<Millis> {
    let is_told = |at: &Millis| at.0 > 0 && at.is_date();
    let told = details.start_ts.filter(is_told).or(details.end_ts.filter(is_told));
    told.or_else(|| change.result.updated())
}

/// Notes a conversation that is over and not on screen. Only its dialogs with messages count.
pub(super) fn told(state: &mut State, change: &ConversationChange, details: &ConversationDetails) {
    let id = &change.result.conv_id;
    let began = began(change, details).unwrap_or_default();
    let known = &state.conversation;
    let history = known.history.as_deref();
    let is_above = history.and_then(|history| history.top).is_none_or(|top| began < top);
    let is_noted = history.is_some_and(|history| {
        history.waiting.iter().any(|earlier| earlier.conversation == *id)
            || history.read.iter().any(|(conversation, _)| conversation == id)
    });
    let mut dialogs: Vec<_> = details.dialogs.iter().filter(|dialog| metadata::is_messaging(dialog)).collect();
    dialogs.sort_by_key(|dialog| (dialog.dialog_type != Some(DialogType::Main), dialog.creation_ts));
    let mut ids: Vec<_> = dialogs.into_iter().map(|dialog| dialog.dialog_id.clone()).collect();
    if details.dialogs.is_empty() {
        ids.push(id.main_dialog());
    }
    let is_shown = ids.iter().any(|dialog| known.known_rank(dialog).is_some());
    if !is_above || is_noted || is_shown || ids.is_empty() {
        return;
    }
    let ended = (metadata::ended_by(details), metadata::ended_at(change, details).unwrap_or(began));
    let history = of(Rc::make_mut(&mut state.conversation));
    let place = history.waiting.partition_point(|earlier| earlier.began <= began);
    let dialogs = ids.into_iter().map(|dialog| Earlier { conversation: id.clone(), dialog, began, ended });
    history.waiting.splice(place..place, dialogs);
    let excess = history.waiting.len().saturating_sub(MOST_EARLIER);
    if excess > 0 {
        history.waiting.drain(..excess);
        history.is_cut = true;
    }
}

/// A conversation is on screen: the first that is decides what is above it.
pub(super) fn shown(conversation: &mut Conversation, change: &ConversationChange, began: Option<Millis>) {
    let id = &change.result.conv_id;
    let is_first = conversation.dialogs.is_empty();
    let history = of(conversation);
    history.waiting.retain(|earlier| earlier.conversation != *id);
    if is_first && history.read.is_empty() {
        history.top = began;
        history.waiting.retain(|earlier| began.is_none_or(|began| earlier.began < began));
    }
}

/// Takes what changes about them.
#[inline(never)]
pub(super) fn apply(state: &mut State, change: &HistoryChange, diagnostics: &mut Vec<Diagnostic>) {
    match change {
        HistoryChange::Wanted => set(state, Fetch::Wanted, &|history| history.has_more()),
        HistoryChange::Failed => set(state, Fetch::Failed, &|history| history.fetch == Fetch::Wanted),
        HistoryChange::Came { dialog, changes, now } => {
            let wanted = state.conversation.history.as_ref().and_then(|history| history.wanted());
            let Some(earlier) = wanted.filter(|earlier| earlier.dialog == *dialog).cloned() else { return };
            let before = state.conversation.rows.len();
            let history = of(Rc::make_mut(&mut state.conversation));
            history.waiting.pop();
            let is_last = !history.read.iter().any(|(conversation, _)| *conversation == earlier.conversation);
            history.read.push((earlier.conversation.clone(), earlier.dialog.clone()));
            let rank = i32::try_from(history.read.len()).map_or(i32::MIN, |count| -count);
            for change in changes {
                diagnostics.extend(events::apply(state, change, *now).err());
            }
            let conversation = Rc::make_mut(&mut state.conversation);
            let added = conversation.rows.len().saturating_sub(before);
            if added > 0 && is_last {
                let (by, at) = earlier.ended;
                let place = Place::At { dialog: rank, sequence: Sequence(i64::MAX), line: 0 };
                conversation.add(place, RowContent::Note(Note::Ended(by, at)));
            }
            let history = of(conversation);
            history.top = Some(earlier.began);
            if added == 0 {
                // One in which nothing was said is passed over: the reader wanted to read something.
                history.read.pop();
                history.fetch = if history.has_more() { Fetch::Wanted } else { Fetch::Rests };
                return;
            }
            history.rows += added;
            history.added = added;
            history.fetch = Fetch::Rests;
        }
    }
}

fn set(state: &mut State, fetch: Fetch, may: &dyn Fn(&History) -> bool) {
    let is_so = state.conversation.history.as_ref().is_some_and(|history| history.fetch != fetch && may(history));
    if is_so {
        of(Rc::make_mut(&mut state.conversation)).fetch = fetch;
    }
}

fn of(conversation: &mut Conversation) -> &mut History {
    Rc::make_mut(conversation.history.get_or_insert_default())
}
