//! What the metadata subscription says of the conversation: stage, agent, and the dialog that takes texts.

use std::rc::Rc;

use super::{history, survey};
use crate::protocol::{
    ChangeType, ChannelType, ConversationChange, ConversationDetails, ConversationId, Dialog, DialogId, DialogState,
    DialogType, Millis, ParticipantId, ParticipantState, Role, Sequence,
};
use crate::store::conversation::{Conversation, EndedBy, Expected, Note, RowContent, Stage};
use crate::store::rows::Place;
use crate::store::{Diagnostic, Rating, State, people};

/// Applies one change. Older notifications than the newest are dropped.
#[inline(never)]
pub(super) fn apply(state: &mut State, change: &ConversationChange) -> Result<(), Diagnostic> {
    let result = &change.result;
    let current = &state.conversation;
    let is_current = current.id.as_ref() == Some(&result.conv_id);
    if change.change_type == Some(ChangeType::Delete) {
        // It left the filter of the subscription. What was shown stays; it can only have ended.
        if is_current && current.stage == Stage::Open {
            // Whoever has asked for that just now, and was not told that it failed, knows who ended it.
            let by = if state.awaits_end(state.now) { EndedBy::Me } else { EndedBy::Unknown };
            state.ending = None;
            let now = state.server_time(state.now);
            end(Rc::make_mut(&mut state.conversation), by, None, now);
        }
        return Ok(());
    }
    let details = result.conversation_details.as_ref().ok_or(Diagnostic::ConversationWithoutDetails)?;
    learn_controllers(&mut state.conversation, details);
    let current = &state.conversation;
    // One without a time cannot be older.
    let told = result.updated();
    let is_older = told.is_some_and(|told| told < current.revision);
    if is_current && is_older {
        return Err(Diagnostic::OlderNotification);
    }
    let is_open = !details.is_over();
    let at = told.unwrap_or_else(|| state.server_time(state.now));
    let wins = is_current || (is_open && (current.stage != Stage::Open || !is_older));
    if !wins {
        if !is_open {
            history::told(state, change, details);
        }
        return Ok(());
    }
    let asks_rating = state.asks_rating;
    let conversation = Rc::make_mut(&mut state.conversation);
    let former_input = conversation.input.clone();
    if !is_current {
        conversation.id = Some(result.conv_id.clone());
        conversation.was_assigned = false;
        conversation.rating = Rating::NotAsked;
        conversation.typing = None;
        conversation.stage = Stage::None;
        // Until more is told: behind everything that there is.
        let main = conversation.known_rank(&result.conv_id.main_dialog());
        conversation.last_dialog = main.unwrap_or(conversation.dialogs.len() as i32);
        conversation.begins_at = conversation.last_dialog;
        history::shown(conversation, change, history::began(change, details));
        conversation.revision = Millis::default();
    }
    if is_open && conversation.stage == Stage::Ended {
        // It was thought to have ended.
        let end = conversation
            .rows
            .find_last(|row| row.ended_by().is_some())
            .filter(|row| !row.place.is_earlier())
            .map(|row| row.place);
        end.map(|end| conversation.rows.remove(end));
    }
    conversation.revision = told.unwrap_or(conversation.revision);
    let former = std::mem::replace(&mut conversation.agent, assigned_agent(details).cloned());
    conversation.is_away &= former == conversation.agent;
    if is_open && conversation.stage == Stage::Open && former != conversation.agent {
        let joined = conversation.agent.clone().map(|who| Note::Joined(who, at));
        let left = former.filter(|_| joined.is_none()).map(|who| Note::Left(who, at));
        if let Some(note) = joined.or(left) {
            let place = conversation.behind();
            conversation.note(place, note);
        }
    }
    conversation.was_assigned |= conversation.agent.is_some();
    conversation.expected = expected(details, at);
    let takes_part = |who: &ParticipantId| people::find(details, &|other, _| other == who).is_some();
    if conversation.typing.as_ref().is_some_and(|typing| !takes_part(&typing.who)) {
        conversation.typing = None;
    }
    if is_open {
        let was_open = std::mem::replace(&mut conversation.stage, Stage::Open) == Stage::Open;
        take_up_dialogs(conversation, &result.conv_id, details);
        survey::begin(conversation, details, was_open, at);
    } else if conversation.stage != Stage::Ended {
        end(conversation, ended_by(details), ended_at(change, details), at);
        survey::ask_for_rating(conversation, details, asks_rating);
    }
    survey::take_rating(conversation, details);
    // What was to be ended has ended, also where a survey follows.
    if conversation.input != former_input {
        state.ending = None;
    }
    Ok(())
}

/// Learns through whom the service itself speaks. Older servers tell it nowhere else: their events bear no role.
#[inline(never)]
fn learn_controllers(known: &mut Rc<Conversation>, details: &ConversationDetails) {
    for (who, role) in details.everybody() {
        let is_told = role == Some(&Role::Controller);
        if !is_told || known.controllers.contains(who) || known.controllers.len() >= MOST_CONTROLLERS {
            continue;
        }
        // One person may stand twice, in different parts: what they say is theirs.
        let other_part = people::find(details, &|other, role| other == who && role != Some(&Role::Controller));
        if other_part.is_none() {
            Rc::make_mut(known).controllers.push(who.clone());
        }
    }
}

/// How many of them are remembered: an account has one.
const MOST_CONTROLLERS: usize = 16;

/// Who ended a conversation.
pub(super) fn ended_by(details: &ConversationDetails) -> EndedBy {
    match details.close_reason.as_deref() {
        Some("CONSUMER") => EndedBy::Me,
        Some("AGENT") => EndedBy::Agent,
        Some("TIMEOUT") => EndedBy::Silence,
        Some("SYSTEM") => EndedBy::Service,
        _ => EndedBy::Unknown,
    }
}

/// When it ended, as far as the service told.
pub(super) fn ended_at(change: &ConversationChange, details: &ConversationDetails) -> Option<Millis> {
    details.end_ts.filter(|ended| ended.0 > 0 && ended.is_date()).or_else(|| change.result.updated())
}

/// A dialog is there of which nothing was told yet.
#[inline(never)]
pub(super) fn opened(state: &mut State, dialog: &DialogId) -> Result<(), Diagnostic> {
    if state.conversation.known_rank(dialog).is_none() {
        Rc::make_mut(&mut state.conversation).rank_of(dialog)?;
    }
    Ok(())
}

/// The end stands behind everything that is said in the conversation, also by events that come late, and before what is
/// said in one that was opened since.
///
/// Where nothing at all has a place it is worth a line only to whoever ended it. `at` is when it ended, where that was told; else it
/// was when something was said last, or `now`.
fn end(conversation: &mut Conversation, by: EndedBy, at: Option<Millis>, now: Millis) {
    let was_open = conversation.stage == Stage::Open;
    conversation.stage = Stage::Ended;
    conversation.input = None;
    conversation.is_survey = false;
    conversation.typing = None;
    let last = conversation.rows.find_last(|row| matches!(row.place, Place::At { .. }));
    if last.is_none() && (by != EndedBy::Me || conversation.dialogs.is_empty()) {
        return;
    }
    let at = at.or(last.map(|row| row.at())).unwrap_or(now);
    // One that has no dialog with messages ends where the last one does.
    let known = conversation.dialogs.len().saturating_sub(1) as i32;
    let place = Place::end(conversation.last_dialog.min(known));
    let note = Note::Ended(by, at);
    if was_open {
        conversation.note(place, note);
    } else {
        conversation.add(place, RowContent::Note(note));
    }
}

/// Learns of the dialogs that carry messages, and where texts go: into the main dialog while it is open, else into a
/// survey. The order of dialogs in notifications is not stable, but the main dialog is the oldest, and of surveys
/// there is one. Without dialogs there is one implicit main dialog.
fn take_up_dialogs(conversation: &mut Conversation, id: &ConversationId, details: &ConversationDetails) {
    conversation.input = None;
    if details.dialogs.is_empty() {
        let main = id.main_dialog();
        conversation.take_up(&main);
        conversation.input = Some(main);
    }
    for is_main in [true, false] {
        for dialog in &*details.dialogs {
            if !is_messaging(dialog) || is_main != (dialog.dialog_type == Some(DialogType::Main)) {
                continue;
            }
            conversation.take_up(&dialog.dialog_id);
            if conversation.input.is_none() && dialog.state != Some(DialogState::Close) {
                conversation.input = Some(dialog.dialog_id.clone());
            }
        }
    }
}

pub(super) fn is_messaging(dialog: &Dialog) -> bool {
    dialog.channel_type.as_ref().is_none_or(|channel| *channel == ChannelType::Messaging)
}

/// An agent's word goes before the opening hours, and these before the rule.
fn expected(details: &ConversationDetails, now: Millis) -> [Option<Expected>; 3] {
    let later = |at: Millis| (at.is_date() && at > now).then_some(at);
    let closed = details.delay.as_ref().and_then(|delay| delay.till_when).and_then(later);
    let seconds = details.ttr.as_ref().and_then(|ttr| ttr.value).filter(|seconds| (1..=LONGEST_RULE).contains(seconds));
    let promised = details.manual_ettr.and_then(later).map(Expected::By);
    [promised, closed.map(Expected::ClosedUntil), seconds.map(Expected::Within)]
}

/// In seconds: a rule of more than 30 days tells nothing.
const LONGEST_RULE: i64 = 30 * 86_400;

/// The agent who answers and is there already.
fn assigned_agent(details: &ConversationDetails) -> Option<&ParticipantId> {
    let is_suggested = |who: &ParticipantId| {
        details.dialogs.iter().any(|dialog| {
            dialog.participants_details.iter().any(|person| {
                person.id == *who
                    && person.role == Some(Role::AssignedAgent)
                    && person.state == Some(ParticipantState::Suggested)
            })
        })
    };
    people::find(details, &|who, role| role == Some(&Role::AssignedAgent) && !is_suggested(who))
}

/// How many dialogs are told apart: one conversation after the other has at least one.
const MOST_DIALOGS: usize = 1_024;

impl Conversation {
    /// The place of a dialog in the order of dialogs; a new one is the last.
    fn rank_of(&mut self, dialog: &DialogId) -> Result<i32, Diagnostic> {
        if let Some(rank) = self.known_rank(dialog) {
            return Ok(rank);
        }
        let rank = self.dialogs.len();
        if rank >= MOST_DIALOGS {
            return Err(Diagnostic::TooManyDialogs);
        }
        self.dialogs.push(dialog.clone());
        Ok(rank as i32)
    }

    /// Learns that it has a dialog.
    fn take_up(&mut self, dialog: &DialogId) {
        if let Ok(rank) = self.rank_of(dialog) {
            self.last_dialog = self.last_dialog.max(rank);
        }
    }

    /// The place of a dialog that is known.
    pub(in crate::store) fn known_rank(&self, dialog: &DialogId) -> Option<i32> {
        let live = self.dialogs.iter().position(|known| known == dialog).map(|rank| rank as i32);
        let earlier = || self.history.as_ref()?.read.iter().position(|(_, known)| known == dialog);
        live.or_else(|| earlier().map(|index| -1 - index as i32))
    }

    /// The place of an event of a dialog.
    pub(in crate::store) fn place_of(&mut self, dialog: &DialogId, sequence: Sequence) -> Result<Place, Diagnostic> {
        Ok(Place::At { dialog: self.rank_of(dialog)?, sequence, line: 0 })
    }

    /// The place behind all that was said in the conversation so far.
    fn behind(&self) -> Place {
        let last = self.rows.find_last(|row| matches!(row.place, Place::At { .. })).map(|row| row.place);
        match last {
            Some(Place::At { dialog, sequence, line }) if dialog >= self.last_dialog => {
                Place::At { dialog, sequence, line: line + 1 }
            }
            _ => Place::At { dialog: self.last_dialog, sequence: Sequence(-1), line: 1 },
        }
    }

    /// Puts a line that is news.
    pub(super) fn note(&mut self, place: Place, note: Note) {
        let id = self.add(place, RowContent::Note(note));
        self.announce(id);
    }
}

#[cfg(test)]
mod tests {
    use crate::protocol::wire::Wire as _;
    use crate::protocol::{
        ChannelType, ConversationChange, ConversationDetails, Dialog, DialogState, DialogType, Millis, Sequence,
    };
    use crate::store::conversation::{Delivery, EndedBy, Message, Row, RowContent, Stage};
    use crate::store::rows::Place;
    use crate::store::{Action, Diagnostic, State, reduce};

    fn told(stage: DialogState, at: Option<Millis>) -> Action {
        let mut change = ConversationChange::blank();
        change.result.conv_id = "c".into();
        change.result.conversation_details = Some(ConversationDetails {
            stage: Some(stage),
            meta_data_last_update_ts: at,
            ..ConversationDetails::blank()
        });
        Action::Conversation(change.into())
    }

    fn say(state: &mut State, dialog: &'static str) {
        let conversation = std::rc::Rc::make_mut(&mut state.conversation);
        let place = conversation.place_of(&dialog.into(), Sequence(0)).unwrap();
        let message = Message::own("x".into(), Millis(0), Delivery::Sent);
        conversation.add(place, RowContent::Message(message));
    }

    /// The notification, with something changed.
    fn with(action: Action, change: impl FnOnce(&mut ConversationChange)) -> Action {
        let Action::Conversation(told) = action else { unreachable!() };
        let mut told = std::rc::Rc::unwrap_or_clone(told);
        change(&mut told);
        Action::Conversation(told.into())
    }

    #[test]
    fn a_time_that_cannot_be_makes_nothing_old() {
        let mut state = State::default();
        reduce(&mut state, told(DialogState::Open, Some(Millis(i64::MAX))));
        assert!(reduce(&mut state, told(DialogState::Close, Some(Millis(4)))).is_empty());
        assert_eq!(state.conversation.stage, Stage::Ended);
    }

    #[test]
    fn a_notification_without_a_time_is_not_older() {
        let mut state = State::default();
        assert!(reduce(&mut state, told(DialogState::Open, Some(Millis(5)))).is_empty());
        let older = reduce(&mut state, told(DialogState::Close, Some(Millis(4))));
        assert_eq!((older, state.conversation.stage), (vec![Diagnostic::OlderNotification], Stage::Open));
        assert!(reduce(&mut state, told(DialogState::Close, None)).is_empty());
        assert_eq!(state.conversation.stage, Stage::Ended);
        assert_eq!(reduce(&mut state, told(DialogState::Open, Some(Millis(4)))), [Diagnostic::OlderNotification]);
    }

    #[test]
    fn what_was_opened_first_stands_first_also_where_nothing_was_told_of_it() {
        let mut state = State::default();
        reduce(&mut state, Action::Opened("first".into()));
        reduce(&mut state, told(DialogState::Open, None));
        assert_eq!(state.conversation.dialogs, ["first".into(), "c".into()]);
    }

    #[test]
    fn the_end_of_a_conversation_stands_behind_its_survey_and_before_one_that_was_opened_since() {
        let dialog =
            |id: &'static str, kind| Dialog { dialog_id: id.into(), dialog_type: Some(kind), ..Dialog::blank() };
        for next_is_shown in [true, false] {
            let mut state = State::default();
            let dialogs = vec![dialog("survey", DialogType::PostSurvey), dialog("c", DialogType::Main)];
            let open = with(told(DialogState::Open, None), |change| {
                change.result.conversation_details.as_mut().unwrap().dialogs = dialogs.into();
            });
            reduce(&mut state, open);
            say(&mut state, "c");
            reduce(&mut state, Action::Opened("next".into()));
            if next_is_shown {
                say(&mut state, "next");
            }
            reduce(&mut state, Action::Conversation(ConversationChange::gone("c".into()).into()));
            say(&mut state, "survey");
            say(&mut state, "next");
            let is_end = |row: &std::rc::Rc<Row>| row.ended_by().is_some();
            let ends: Vec<_> = state.conversation.rows.iter().map(is_end).collect();
            assert_eq!(ends, [false, false, true, false]);
        }
    }

    #[test]
    fn what_ends_without_a_dialog_of_its_own_ends_behind_what_is_there() {
        let mut state = State::default();
        say(&mut state, "former");
        let with_cobrowse = |stage| {
            with(told(stage, None), |change| {
                let channel_type = Some(ChannelType::CoBrowse);
                let dialogs = vec![Dialog { dialog_id: "cobrowse".into(), channel_type, ..Dialog::blank() }];
                change.result.conversation_details.as_mut().unwrap().dialogs = dialogs.into();
            })
        };
        reduce(&mut state, with_cobrowse(DialogState::Open));
        reduce(&mut state, with_cobrowse(DialogState::Close));
        let end = state.conversation.rows.last().unwrap();
        assert_eq!(end.place, Place::At { dialog: 0, sequence: Sequence(i64::MAX), line: 0 });
    }

    #[test]
    fn what_is_gone_after_the_consumer_asked_for_its_end_was_ended_by_them() {
        let long_ago = Millis(20_000) - crate::store::view::ENDS_WITHIN;
        let asked = [(Some(Millis(19_000)), EndedBy::Me), (Some(long_ago), EndedBy::Unknown), (None, EndedBy::Unknown)];
        for (asked, by) in asked {
            let mut state = State { now: Millis(20_000), ..State::default() };
            reduce(&mut state, told(DialogState::Open, None));
            say(&mut state, "c");
            reduce(&mut state, Action::Ending(asked));
            reduce(&mut state, Action::Conversation(ConversationChange::gone("c".into()).into()));
            let last = state.conversation.rows.last().unwrap();
            assert_eq!(last.ended_by(), Some(by));
            assert_eq!(state.ending, None);
        }
    }

    #[test]
    fn each_conversation_has_an_end_of_its_own() {
        let mut state = State::default();
        reduce(&mut state, told(DialogState::Open, None));
        say(&mut state, "c");
        reduce(&mut state, told(DialogState::Close, None));
        reduce(&mut state, with(told(DialogState::Open, None), |change| change.result.conv_id = "next".into()));
        reduce(&mut state, Action::Conversation(ConversationChange::gone("next".into()).into()));
        assert_eq!(state.conversation.rows.len(), 3);
    }

    #[test]
    fn a_conversation_that_goes_on_after_all_has_no_end() {
        let mut state = State::default();
        reduce(&mut state, told(DialogState::Open, None));
        say(&mut state, "c");
        reduce(&mut state, Action::Conversation(ConversationChange::gone("c".into()).into()));
        assert_eq!((state.conversation.stage, state.conversation.rows.len()), (Stage::Ended, 2));
        reduce(&mut state, told(DialogState::Open, None));
        assert_eq!((state.conversation.stage, state.conversation.rows.len()), (Stage::Open, 1));
    }
}
