//! The questions after a conversation: those of a bot, in a dialog of their own, and the older rating.

use std::rc::Rc;

use super::metadata::is_messaging;
use crate::protocol::{ConversationDetails, DialogType, Millis};
use crate::store::action::Action;
use crate::store::conversation::{Conversation, Note, RowContent};
use crate::store::rows::Place;
use crate::store::{Rating, State};

#[inline(never)]
pub(super) fn apply(state: &mut State, action: &Action) {
    match action {
        Action::Rating(rating) => Rc::make_mut(&mut state.conversation).rating = *rating,
        Action::AsksRating(asks) => state.asks_rating = *asks,
        _ => {}
    }
}

/// Where texts go into a survey, that is said before all that is said in it.
pub(super) fn begin(conversation: &mut Conversation, details: &ConversationDetails, was_open: bool, at: Millis) {
    let mut survey = None;
    for dialog in &*details.dialogs {
        let is_it = conversation.input.as_ref() == Some(&dialog.dialog_id);
        survey = survey.or(Some(dialog).filter(|_| is_it && dialog.dialog_type == Some(DialogType::PostSurvey)));
    }
    conversation.is_survey = survey.is_some();
    let Some(survey) = survey else { return };
    let Some(dialog) = conversation.known_rank(&survey.dialog_id) else { return };
    let place = Place::before(dialog);
    if conversation.rows.at(place).is_some() {
        return;
    }
    let note = Note::Survey(survey.creation_ts.filter(Millis::is_date).unwrap_or(at));
    if was_open {
        conversation.note(place, note);
    } else {
        conversation.add(place, RowContent::Note(note));
    }
}

/// The conversation has ended: who talked to an agent is asked how it was, where the page wants that and no bot asked.
pub(super) fn ask_for_rating(conversation: &mut Conversation, details: &ConversationDetails, asks: bool) {
    let had_survey =
        details.dialogs.iter().any(|dialog| is_messaging(dialog) && dialog.dialog_type == Some(DialogType::PostSurvey));
    if asks && conversation.was_assigned && !had_survey {
        conversation.rating = Rating::Asked;
    }
}

/// The service has an answer already, perhaps from another tab.
pub(super) fn take_rating(conversation: &mut Conversation, details: &ConversationDetails) {
    let status = details.csat.as_ref().and_then(|csat| csat.status.as_deref());
    conversation.rating = match status {
        Some("FILLED" | "PARTIALLY_FILLED") => Rating::Given,
        Some("SKIPPED") => Rating::NotAsked,
        _ => return,
    };
}
