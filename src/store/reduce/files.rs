//! What becomes of files, in the transcript and beside it.

use std::rc::Rc;

use crate::store::State;
use crate::store::action::{Action, FileChange};
use crate::store::conversation::Body;
use crate::store::rows::Place;

#[inline(never)]
pub(super) fn apply(state: &mut State, action: &Action) {
    match action {
        Action::File { place, change } => of_row(state, *place, change),
        Action::Viewing(viewed) => state.viewed.clone_from(viewed),
        Action::NotTaken(files) => state.not_taken = Rc::clone(files),
        _ => {}
    }
}

/// Nothing is said of a row that went meanwhile: whoever fetched its file could not know.
fn of_row(state: &mut State, place: Place, change: &FileChange) {
    let Some(Body::File(file)) = state.conversation.rows.message(place).map(|message| &message.body) else { return };
    let mut file = (**file).clone();
    match change {
        FileChange::Transfer(transfer) if file.transfer == *transfer => return,
        FileChange::Transfer(transfer) => file.transfer = *transfer,
        FileChange::Preview(preview) => file.preview = Some(Rc::clone(preview)),
        FileChange::Path(path) => file.path = Rc::clone(path),
    }
    if let Some(message) = Rc::make_mut(&mut state.conversation).rows.message_mut(place) {
        message.body = Body::File(Rc::new(file));
    }
}
