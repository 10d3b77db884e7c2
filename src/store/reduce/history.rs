//! Earlier conversations: they are noted as the subscription tells them, and read when somebody wants to.

use std::rc::Rc;

use super::{events, metadata};
use crate::protocol::{ConversationChange, ConversationDetails, Dialog, DialogType, Millis};
use crate::store::conversation::{Conversation, EndedBy, Note, Row, RowContent, Stage};
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
    let survey = |dialog: &Dialog| {
        let is_it = dialog.dialog_type == Some(DialogType::PostSurvey);
        is_it.then(|| dialog.creation_ts.filter(Millis::is_date).unwrap_or(began))
    };
    let mut ids: Vec<_> = dialogs.into_iter().map(|dialog| (dialog.dialog_id.clone(), survey(dialog))).collect();
    if details.dialogs.is_empty() {
        ids.push((id.main_dialog(), None));
    }
    // More than are remembered need not be looked at.
    ids.truncate(MOST_EARLIER);
    let is_missed = history.is_some_and(|history| history.is_missed(began));
    let ended = (metadata::ended_by(details), metadata::ended_at(change, details).unwrap_or(began));
    let ranks: Vec<_> = ids.iter().filter_map(|(dialog, _)| known.known_rank(dialog)).collect();
    if let Some(last) = ranks.iter().max() {
        ended_elsewhere(state, &ranks, *last, ended);
        return;
    }
    if !is_above && !is_missed || is_noted || ids.is_empty() {
        return;
    }
    let history = of(Rc::make_mut(&mut state.conversation));
    let place = history.waiting.partition_point(|earlier| earlier.began <= began);
    let earlier = |(dialog, survey)| Earlier { conversation: id.clone(), dialog, survey, began, ended };
    let dialogs = ids.into_iter().map(earlier);
    history.waiting.splice(place..place, dialogs);
    let excess = history.waiting.len().saturating_sub(MOST_EARLIER);
    if excess > 0 {
        history.waiting.drain(..excess);
        history.is_cut = true;
    }
    if is_missed && history.has_more() {
        history.fetch = Fetch::Wanted;
    }
}

/// One ended that is on screen, and is not the one that goes on: where its end does not stand there, it was not told
/// meanwhile.
fn ended_elsewhere(state: &mut State, ranks: &[i32], last: i32, (by, at): (EndedBy, Millis)) {
    let of_it = |row: &Row| matches!(row.place, Place::At { dialog, .. } if ranks.contains(&dialog));
    let rows = &state.conversation.rows;
    let has_end = rows.find_last(|row| of_it(row) && row.ended_by().is_some()).is_some();
    if !has_end && (by == EndedBy::Me || rows.find_last(of_it).is_some()) {
        Rc::make_mut(&mut state.conversation).add(Place::end(last), RowContent::Note(Note::Ended(by, at)));
    }
}

/// A conversation is on screen from a rank on: the first that is decides what is above it.
pub(super) fn shown(conversation: &mut Conversation, change: &ConversationChange, began: Option<Millis>) {
    let id = &change.result.conv_id;
    let rank = conversation.begins_at;
    let history = of(conversation);
    history.waiting.retain(|earlier| earlier.conversation != *id);
    let is_first = history.shown.is_empty();
    if let Some(began) = began.filter(|_| history.shown.last().is_none_or(|(_, other)| *other < rank)) {
        history.shown.push((began, rank));
    }
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
            let Some(history) = state.conversation.history.as_ref() else { return };
            // Not always the last one: another may have been missed since it was asked for.
            let asked = history.waiting.iter().rposition(|earlier| earlier.dialog == *dialog);
            let asked = asked.filter(|_| history.fetch == Fetch::Wanted);
            let Some((asked, earlier)) = asked.and_then(|asked| Some((asked, history.waiting.get(asked)?.clone())))
            else {
                return;
            };
            let before = state.conversation.rows.len();
            let is_shown = state.conversation.known_rank(dialog).is_some();
            let conversation = Rc::make_mut(&mut state.conversation);
            let history = of(conversation);
            history.waiting.remove(asked);
            let is_missed = history.is_missed(earlier.began);
            let (rank, is_last) = if is_missed && !is_shown {
                make_room(conversation, &earlier)
            } else {
                let is_last = !history.read.iter().any(|(conversation, _)| *conversation == earlier.conversation);
                history.read.push((earlier.conversation.clone(), earlier.dialog.clone()));
                (i32::try_from(history.read.len()).map_or(i32::MIN, |count| -count), is_last)
            };
            // Whoever took part in one that was missed did so elsewhere: nothing of it is news.
            let news = (conversation.announced.clone(), conversation.unseen.clone(), conversation.first_unread);
            // What came of it by itself meanwhile stands where it does.
            for change in changes.iter().filter(|change| !is_shown && change.dialog_id.as_ref() == Some(dialog)) {
                diagnostics.extend(events::apply(state, change, *now).err());
            }
            let conversation = Rc::make_mut(&mut state.conversation);
            (conversation.announced, conversation.unseen, conversation.first_unread) = news;
            conversation.unread = conversation.unseen.len();
            let added = conversation.rows.len().saturating_sub(before);
            if let Some(at) = earlier.survey.filter(|_| added > 0) {
                conversation.add(Place::before(rank), RowContent::Note(Note::Survey(at)));
            }
            let (by, at) = earlier.ended;
            // As while it was talked about: whoever ended one in which nothing was said knows of that.
            let is_worth_a_line = added > 0 || by == EndedBy::Me && !is_shown;
            if is_last && is_worth_a_line {
                conversation.add(Place::end(rank), RowContent::Note(Note::Ended(by, at)));
            }
            let history = of(conversation);
            let is_next = history.waiting.last().is_some_and(|next| history.is_missed(next.began));
            history.fetch = if is_next && history.has_more() { Fetch::Wanted } else { Fetch::Rests };
            if is_missed {
                history.rows += added;
                return;
            }
            history.top = Some(earlier.began);
            if added == 0 {
                // One in which nothing was said is passed over: the reader wanted to read something.
                if !is_worth_a_line {
                    history.read.pop();
                }
                history.fetch = if history.has_more() { Fetch::Wanted } else { Fetch::Rests };
                return;
            }
            history.rows += added;
            history.added = added;
        }
    }
}

/// Where one that was missed belongs: what was said since is one rank further. Yields whether it is the last dialog of
/// its conversation, too.
fn make_room(conversation: &mut Conversation, earlier: &Earlier) -> (i32, bool) {
    let count = conversation.dialogs.len();
    // Behind what was current, and what was missed since, but before what was just opened.
    let behind = conversation.begins_at.max(conversation.last_dialog + 1);
    let shown = &mut of(conversation).shown;
    let place = shown.partition_point(|(began, _)| *began < earlier.began);
    let next = shown.get(place).copied();
    let rank = next.map_or(behind, |(_, rank)| rank).clamp(0, count as i32);
    let is_last = next.is_none_or(|(began, _)| began != earlier.began);
    if is_last {
        shown.insert(place, (earlier.began, rank));
    }
    for (_, other) in shown.iter_mut().skip(place + 1) {
        *other += 1;
    }
    let is_newest = place + 1 == shown.len() && is_last && conversation.stage != Stage::Open;
    conversation.dialogs.insert(rank as usize, earlier.dialog.clone());
    conversation.rows.make_room(rank);
    conversation.unseen.iter_mut().for_each(|unseen| unseen.moves(rank));
    conversation.last_dialog += i32::from(conversation.last_dialog >= rank);
    // One that is the newest follows what was current, which is over then.
    let begins_at = conversation.begins_at + i32::from(conversation.begins_at >= rank);
    conversation.begins_at = if is_newest { rank + 1 } else { begins_at };
    (rank, is_last)
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

#[cfg(test)]
mod tests {
    use crate::protocol::wire::Wire as _;
    use crate::protocol::{
        ChannelType, ConversationChange, ConversationDetails, Dialog, DialogState, DialogType, EventChange, Millis,
        Sequence,
    };
    use crate::store::history::{Fetch, History, HistoryChange, MOST_EARLIER, MOST_EARLIER_ROWS};
    use crate::store::{Action, Note, RowContent, State, reduce};

    fn told(id: &str, began: i64, stage: DialogState, dialogs: Vec<Dialog>) -> Action {
        let mut change = ConversationChange::blank();
        change.result.conv_id = id.into();
        change.result.conversation_details = Some(ConversationDetails {
            stage: Some(stage),
            start_ts: Some(Millis(began)),
            dialogs: dialogs.into(),
            ..ConversationDetails::blank()
        });
        Action::Conversation(change.into())
    }

    fn over(id: &str, began: i64) -> Action {
        told(id, began, DialogState::Close, Vec::new())
    }

    fn dialog(id: &str, dialog_type: DialogType, channel_type: ChannelType) -> Dialog {
        let types = (Some(dialog_type), Some(channel_type));
        Dialog { dialog_id: id.into(), dialog_type: types.0, channel_type: types.1, ..Dialog::blank() }
    }

    fn history(state: &State) -> History {
        state.conversation.history.as_deref().cloned().unwrap_or_default()
    }

    fn waiting(state: &State) -> Vec<String> {
        history(state).waiting.iter().map(|earlier| earlier.dialog.as_str().to_owned()).collect()
    }

    fn say(state: &mut State, dialog: &'static str) {
        let change = EventChange {
            dialog_id: Some(dialog.into()),
            sequence: Some(Sequence(0)),
            event: Some(crate::protocol::Event::text("x")),
            ..EventChange::blank()
        };
        reduce(state, Action::Events { changes: vec![change], now: Millis(9) });
    }

    /// The next one is read, with so many messages in it.
    fn read(state: &mut State, messages: usize) {
        reduce(state, Action::History(HistoryChange::Wanted));
        let dialog = history(state).wanted().unwrap().dialog.clone();
        let event = |number: usize| EventChange {
            dialog_id: Some(dialog.clone()),
            sequence: Some(Sequence(number as i64)),
            event: Some(crate::protocol::Event::text("x")),
            ..EventChange::blank()
        };
        let changes = (0..messages).map(event).collect();
        reduce(state, Action::History(HistoryChange::Came { dialog, changes, now: Millis(9) }));
    }

    #[test]
    fn they_are_ordered_by_their_beginning_however_they_are_told_and_each_once() {
        let mut state = State::default();
        for (id, began) in [("b", 20), ("a", 10), ("c", 30), ("b", 20), ("a", 10)] {
            reduce(&mut state, over(id, began));
        }
        assert_eq!(waiting(&state), ["a", "b", "c"]);
        read(&mut state, 1);
        reduce(&mut state, over("c", 30));
        reduce(&mut state, over("late", 25));
        assert_eq!(waiting(&state), ["a", "b", "late"]);
        read(&mut state, 1);
        // What began after the uppermost one that is shown would stand in the wrong place.
        reduce(&mut state, over("too late", 28));
        assert_eq!(waiting(&state), ["a", "b"]);
    }

    #[test]
    fn a_survey_follows_its_conversation_and_an_invitation_is_nothing_to_read() {
        let mut state = State::default();
        let dialogs = vec![
            dialog("survey", DialogType::PostSurvey, ChannelType::Messaging),
            dialog("cobrowse", DialogType::Others, ChannelType::CoBrowse),
            dialog("c", DialogType::Main, ChannelType::Messaging),
        ];
        reduce(&mut state, told("c", 10, DialogState::Close, dialogs));
        assert_eq!(waiting(&state), ["c", "survey"], "the last is read first");
        read(&mut state, 1);
        read(&mut state, 2);
        let word = |row: &std::rc::Rc<crate::store::Row>| match row.content {
            RowContent::Note(Note::Survey(at)) => format!("survey {}", at.0),
            RowContent::Note(_) => "end".into(),
            RowContent::Message(_) => "message".into(),
        };
        let words: Vec<_> = state.conversation.rows.iter().map(word).collect();
        assert_eq!(words, ["message", "message", "survey 10", "message", "end"], "one end for both");
    }

    #[test]
    fn of_what_the_consumer_ended_before_anything_was_said_it_stays_known() {
        let mut state = State::default();
        let mut ended = over("a", 10);
        let Action::Conversation(change) = &mut ended else { unreachable!() };
        let change = std::rc::Rc::make_mut(change);
        change.result.conversation_details.as_mut().unwrap().close_reason = Some("CONSUMER".into());
        reduce(&mut state, ended);
        assert!(!state.conversation.takes(Some(&"a".into())));
        read(&mut state, 0);
        assert_eq!((history(&state).fetch, waiting(&state).len()), (Fetch::Rests, 0));
        assert_eq!(state.conversation.rows.len(), 1, "it ended");
        assert!(!state.conversation.takes(Some(&"a".into())), "nothing goes on from there");
        assert!(state.conversation.takes(Some(&"unknown".into())));
    }

    #[test]
    fn what_is_on_screen_is_not_earlier() {
        let mut state = State::default();
        reduce(&mut state, over("a", 10));
        reduce(&mut state, told("now", 20, DialogState::Open, Vec::new()));
        reduce(&mut state, over("now", 20));
        reduce(&mut state, told("next", 40, DialogState::Open, Vec::new()));
        reduce(&mut state, over("now", 20));
        assert_eq!(waiting(&state), ["a"]);
        assert!(state.conversation.is_past(crate::store::Place::At { dialog: 0, sequence: Sequence(0), line: 0 }));
        assert!(!state.conversation.is_past(crate::store::Place::At { dialog: 1, sequence: Sequence(0), line: 0 }));
    }

    #[test]
    fn what_was_missed_gets_its_place_and_moves_what_was_said_since() {
        let mut state = State::default();
        for (id, began) in [("a", 10), ("d", 40)] {
            reduce(&mut state, told(id, began, DialogState::Open, Vec::new()));
            say(&mut state, id);
        }
        std::rc::Rc::make_mut(&mut state.conversation).unseen = vec![crate::store::Place::before(1)];
        let dialogs = vec![
            dialog("survey", DialogType::PostSurvey, ChannelType::Messaging),
            dialog("c", DialogType::Main, ChannelType::Messaging),
        ];
        reduce(&mut state, told("c", 30, DialogState::Close, dialogs));
        reduce(&mut state, over("b", 20));
        reduce(&mut state, over("empty", 25));
        assert_eq!((history(&state).fetch, waiting(&state).len()), (Fetch::Wanted, 4), "nobody has to ask for it");
        while !waiting(&state).is_empty() {
            let messages = usize::from(waiting(&state).last().is_none_or(|dialog| dialog != "empty"));
            read(&mut state, messages);
        }
        let dialogs: Vec<_> = state.conversation.dialogs.iter().map(|dialog| dialog.as_str().to_owned()).collect();
        assert_eq!(dialogs, ["a", "b", "empty", "c", "survey", "d"]);
        let ranks = state.conversation.rows.iter().map(|row| match row.place {
            crate::store::Place::At { dialog, .. } => dialog,
            crate::store::Place::Pending { .. } => unreachable!(),
        });
        // A message in each, and lines: the end of "a" was not told.
        assert_eq!(ranks.collect::<Vec<_>>(), [0, 1, 1, 3, 4, 4, 4, 5]);
        let conversation = &state.conversation;
        assert_eq!((conversation.begins_at, conversation.last_dialog, conversation.unseen.len()), (5, 5, 1));
        assert_eq!(conversation.unseen, [crate::store::Place::before(5)]);
        assert_eq!(history(&state).fetch, Fetch::Rests);
        reduce(&mut state, over("b", 20));
        assert!(waiting(&state).is_empty(), "it is known");
        reduce(&mut state, over("a", 10));
        let ended = state.conversation.rows.at(crate::store::Place::end(0)).and_then(|row| row.ended_by());
        assert!(ended.is_some(), "its end was not told while it was current");
    }

    #[test]
    fn dialogs_and_rows_are_bounded_and_that_is_known() {
        let mut state = State::default();
        for number in 0..=MOST_EARLIER as i64 {
            reduce(&mut state, over(&number.to_string(), 1_000 + number));
        }
        assert_eq!((waiting(&state).len(), waiting(&state)[0].as_str()), (MOST_EARLIER, "1"), "the oldest went");
        assert!(history(&state).has_more() && !history(&state).is_full());
        read(&mut state, MOST_EARLIER_ROWS);
        assert!(!history(&state).has_more() && history(&state).is_full());
        reduce(&mut state, Action::History(HistoryChange::Wanted));
        assert_eq!(history(&state).fetch, Fetch::Rests);
    }

    #[test]
    fn what_nobody_wants_is_not_taken() {
        let mut state = State::default();
        reduce(&mut state, over("a", 10));
        let came = || HistoryChange::Came { dialog: "a".into(), changes: Vec::new(), now: Millis(0) };
        for change in [came(), HistoryChange::Failed] {
            reduce(&mut state, Action::History(change));
            assert_eq!((history(&state).fetch, waiting(&state).len()), (Fetch::Rests, 1));
        }
        reduce(&mut state, Action::History(HistoryChange::Wanted));
        let other = HistoryChange::Came { dialog: "other".into(), changes: Vec::new(), now: Millis(0) };
        reduce(&mut state, Action::History(other));
        assert_eq!((history(&state).fetch, waiting(&state).len()), (Fetch::Wanted, 1));
        reduce(&mut state, Action::History(came()));
        assert_eq!((history(&state).fetch, waiting(&state).len()), (Fetch::Rests, 0), "nothing was said in it");
        assert!(state.conversation.rows.is_empty());
    }
}
