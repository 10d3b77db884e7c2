//! What the types of `store` promise of every state, however it came about.

use std::collections::BTreeSet;

use alongside::store::cobrowse::Phase;
use alongside::store::{Author, Delivery, MOST_EARLIER, Place, RowContent, Stage, State, view};

/// The bounds of what a service, a page or a long life can grow. The rows, and the dialogs behind them, are the history,
/// which is kept whole.
const MOST_ANNOUNCED: usize = 64;
const MOST_UNSEEN: usize = 99;
const MOST_DIALOGS: usize = 1_024;
const MOST_INVITATIONS: usize = 32;

/// Whether all of them hold; else the one that does not.
pub(crate) fn of_state(state: &State) -> Result<(), String> {
    rows(state)?;
    unseen(state)?;
    stage(state)?;
    cobrowse(state)?;
    // What components draw is made of any state.
    let _ = (view::banner(state), view::header(state), view::status(state), view::typing(state), view::launcher(state));
    let _ = view::next_change(state);
    Ok(())
}

fn hold(holds: bool, what: &str) -> Result<(), String> {
    if holds { Ok(()) } else { Err(what.to_owned()) }
}

fn rows(state: &State) -> Result<(), String> {
    let conversation = &state.conversation;
    let rows: Vec<_> = conversation.rows.iter().collect();
    hold(rows.len() == conversation.rows.len(), "the number of rows is told")?;
    hold(rows.is_sorted_by(|one, next| one.place < next.place), "rows stand in order, each in its own place")?;
    let ids: BTreeSet<_> = rows.iter().map(|row| row.id).collect();
    hold(ids.len() == rows.len(), "each row has its own name")?;
    hold(ids.iter().all(|id| id.0 < conversation.next_row), "no name is given twice")?;
    for row in rows {
        let at = match row.place {
            Place::At { dialog, .. } => {
                hold(conversation.dialog_at(dialog).is_some(), "a row's dialog is known")?;
                None
            }
            Place::Pending { entry, .. } => Some(entry),
        };
        match &row.content {
            RowContent::Note(_) => hold(at.is_none(), "only texts wait")?,
            RowContent::Message(message) => {
                let (entry, is_mine) = match message.delivery {
                    Delivery::Incoming => (None, false),
                    Delivery::Sent | Delivery::Delivered | Delivery::Read => (None, true),
                    Delivery::Queued(entry) | Delivery::Sending(entry) | Delivery::Failed(entry, _) => {
                        (Some(entry.0), true)
                    }
                };
                hold(entry == at, "what waits stands with what waits")?;
                hold(is_mine == (message.author == Author::Me), "only own texts are sent")?;
            }
        }
    }
    Ok(())
}

fn unseen(state: &State) -> Result<(), String> {
    let conversation = &state.conversation;
    hold(conversation.unread == conversation.unseen.len(), "unread is counted")?;
    hold(conversation.unread <= MOST_UNSEEN, "what is unseen is bounded")?;
    hold(conversation.unread == 0 || conversation.first_unread.is_some(), "what is unread begins somewhere")?;
    let places: BTreeSet<_> = conversation.unseen.iter().collect();
    hold(places.len() == conversation.unseen.len(), "what is unseen is counted once")?;
    hold(conversation.announced.len() <= MOST_ANNOUNCED, "what was announced is bounded")?;
    let announced: BTreeSet<_> = conversation.announced.iter().collect();
    hold(announced.len() == conversation.announced.len(), "what was announced is announced once")
}

fn stage(state: &State) -> Result<(), String> {
    let conversation = &state.conversation;
    hold(conversation.dialogs.len() <= MOST_DIALOGS, "dialogs are bounded")?;
    let dialogs: BTreeSet<_> = conversation.dialogs.iter().collect();
    hold(dialogs.len() == conversation.dialogs.len(), "a dialog is known once")?;
    if let Some(history) = &conversation.history {
        let read: BTreeSet<_> = history.read.iter().map(|(_, dialog)| dialog).collect();
        hold(read.len() == history.read.len(), "an earlier dialog is read once")?;
        hold(read.is_disjoint(&dialogs), "and is no other one")?;
        hold(history.waiting.len() <= MOST_EARLIER, "those that could be read are bounded")?;
    }
    hold(conversation.stage == Stage::None || conversation.id.is_some(), "what goes on has a name")?;
    hold(conversation.input.is_none() || conversation.stage == Stage::Open, "texts go where something goes on")?;
    let names: BTreeSet<_> = conversation.names.iter().map(|(who, _)| who).collect();
    hold(names.len() == conversation.names.len(), "nobody has two names")
}

fn cobrowse(state: &State) -> Result<(), String> {
    let cobrowse = &state.cobrowse;
    hold(cobrowse.invitations.len() <= MOST_INVITATIONS, "invitations are bounded")?;
    hold(cobrowse.remembered.len() <= MOST_INVITATIONS, "answers are bounded")?;
    hold(cobrowse.newest.len() <= MOST_INVITATIONS, "conversations are bounded")?;
    let keys: BTreeSet<_> = cobrowse.invitations.iter().map(|invitation| &invitation.key).collect();
    hold(keys.len() == cobrowse.invitations.len(), "an invitation is known once")?;
    let newest: BTreeSet<_> = cobrowse.newest.iter().map(|(conversation, _)| conversation).collect();
    hold(newest.len() == cobrowse.newest.len(), "a conversation has one newest time")?;
    let stands = cobrowse.invitations.iter().filter(|invitation| matches!(invitation.phase, Phase::Invited { .. }));
    let standing: Vec<_> = stands.map(|invitation| &invitation.key.conversation).collect();
    let conversations: BTreeSet<_> = standing.iter().collect();
    hold(conversations.len() == standing.len(), "one invitation of a conversation stands")
}
