//! The questions after a conversation.

use alongside::store::{Conversation, Note, Rating};

use crate::check;
use crate::fixture::{ago, conversation, end, note, state};

#[test]
fn a_survey_says_where_it_begins_and_can_be_skipped() {
    let mut talk = conversation();
    note(&mut talk, Note::Survey(ago(30)));
    talk.is_survey = true;
    let html = crate::render(state(talk.clone()));
    assert!(html.contains("A short survey begins; you can skip it"));
    assert!(html.contains("Conversation ended") && !html.contains(" is here"), "the agent has left: {html}");
    check!("survey", state(talk), "class=\"survey\"");
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
