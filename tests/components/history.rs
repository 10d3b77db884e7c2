//! What stands above the first row: earlier conversations, and the way to them.

use alongside::protocol::{DialogId, Millis, Sequence};
use alongside::store::{
    Author, Conversation, Earlier, EndedBy, Fetch, History, MOST_EARLIER_ROWS, Note, Place, Row, RowContent, Rows,
};
use serde_json::json;

use crate::check;
use crate::fixture::{agent, ago, conversation, say, show, state};

fn earlier(dialog: &'static str) -> Earlier {
    let ended = (EndedBy::Agent, Millis(2));
    Earlier { conversation: dialog.into(), dialog: dialog.into(), survey: None, began: Millis(1), ended }
}

/// A talk with earlier ones above it that were not read.
fn with(history: History) -> Conversation {
    let mut talk = conversation();
    say(&mut talk, Author::Me, "Hello again", ago(60));
    talk.history = Some(history.into());
    talk
}

fn waiting(fetch: Fetch) -> Conversation {
    with(History { waiting: vec![earlier("one")], fetch, ..History::default() })
}

#[test]
fn earlier_messages_are_offered_come_and_fail_in_words() {
    check!("history_offered", state(waiting(Fetch::Rests)), "class=\"before\"");
    check!("history_on_the_way", state(waiting(Fetch::Wanted)), "class=\"before\"");
    check!("history_failed", state(waiting(Fetch::Failed)), "class=\"before\"");
    let nothing_said = Conversation { rows: Rows::default(), ..waiting(Fetch::Rests) };
    check!("history_alone", state(nothing_said), "class=\"before\"");
}

#[test]
fn what_came_is_told_and_so_is_that_there_is_more_than_is_shown() {
    let read = vec![("one".into(), DialogId::from("one"))];
    let all = History { read: read.clone(), rows: 2, added: 2, ..History::default() };
    check!("history_all", state(with(all)), "class=\"before\"");
    let full = History { waiting: vec![earlier("none")], read, rows: MOST_EARLIER_ROWS, ..History::default() };
    check!("history_full", state(with(full)), "class=\"before\"");
}

#[test]
fn an_earlier_conversation_ends_before_the_next_and_offers_nothing_any_more() {
    let button = json!({ "type": "button", "title": "Yes", "click": {
        "actions": [{ "type": "publishText", "text": "yes" }] } });
    let replies = json!({ "type": "quickReplies", "itemsPerRow": 8, "replies": [{ "type": "button", "title": "Later",
        "click": { "actions": [{ "type": "publishText", "text": "later" }] } }] });
    let mut talk = conversation();
    say(&mut talk, agent("bob"), "What was said long ago", ago(200_000));
    show(&mut talk, &button, &replies);
    // They are put into another dialog, the newest of the earlier ones.
    let mut rows = Rows::default();
    for row in talk.rows.iter() {
        let Place::At { sequence, line, .. } = row.place else { unreachable!() };
        rows.put(Row { place: Place::At { dialog: -1, sequence, line }, ..(**row).clone() });
    }
    let id = alongside::store::RowId(talk.next_row);
    talk.next_row += 1;
    let note = RowContent::Note(Note::Ended(EndedBy::Agent, ago(190_000)));
    rows.put(Row { id, place: Place::At { dialog: -1, sequence: Sequence(i64::MAX), line: 0 }, content: note });
    talk.rows = rows;
    let read = vec![("one".into(), DialogId::from("one"))];
    talk.history = Some(History { read, rows: 3, added: 3, ..History::default() }.into());
    check!("history_over", state(talk.clone()), "class=\"rows\"");
    say(&mut talk, Author::Me, "Hello again", ago(60));
    check!("history_above", state(talk), "class=\"rows\"");
}
