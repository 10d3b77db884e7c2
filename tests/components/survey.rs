//! The questions after a conversation.

use alongside::store::{Conversation, Note, Place, Rating, Row, RowContent, RowId};

use crate::check;
use crate::fixture::{agent, ago, conversation, end, note, say, state};

#[test]
fn a_survey_says_where_it_begins_and_can_be_skipped() {
    let mut talk = conversation();
    note(&mut talk, Note::Survey(ago(30)));
    talk.is_survey = true;
    let html = crate::render(state(talk.clone()));
    assert!(html.contains("A short survey follows"));
    assert!(html.contains("Conversation ended") && !html.contains(" is here"), "the agent has left: {html}");
    check!("survey", state(talk), "class=\"survey\"");
}

#[test]
fn nobody_takes_the_bot_that_asks_for_a_person() {
    let mut talk = conversation();
    say(&mut talk, agent("bot"), "How would you rate it, from 1 to 5?", ago(10));
    assert!(crate::render(state(talk.clone())).contains("An agent"));
    talk.rows.put(Row { id: RowId(1_000), place: Place::before(0), content: RowContent::Note(Note::Survey(ago(30))) });
    check!("survey_question", state(talk), "class=\"rows\"");
}

#[test]
fn a_rating_is_asked_for_sent_refused_and_thanked_for() {
    let mut talk = conversation();
    end(&mut talk, ago(5));
    let at = |rating| state(Conversation { rating, ..talk.clone() });
    check!("rating", at(Rating::Asked), "class=\"rating\"");
    check!("rating-sending", at(Rating::Sending), "class=\"rating\"");
    check!("rating-failed", at(Rating::Failed), "class=\"trouble\" role=\"alert\"");
    check!("rated", at(Rating::Given), "class=\"rated\"");
    assert!(!crate::render(at(Rating::NotAsked)).contains("rating"));
}
