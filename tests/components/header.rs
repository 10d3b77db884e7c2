//! Header and status line.

use crate::fixture::{NOW, conversation, say, state};
use crate::{check, element};
use alongside::protocol::Millis;
use alongside::store::{
    Action, Author, Body, Connection, Conversation, EntryId, Expected, Refusal, Stage, State, reduce,
};

#[test]
fn the_header_says_who_answers() {
    check!("header_nobody_yet", state(Conversation::default()), "<header");
    check!("header_agent", state(conversation()), "<header");
    let unknown = Conversation { names: Vec::new(), ..conversation() };
    check!("header_agent_without_a_name", state(unknown), "<header");
    let waiting = Conversation { agent: None, was_assigned: false, ..conversation() };
    check!("header_waiting", state(waiting.clone()), "<header");
    let expected = [None, Some(Expected::ClosedUntil(NOW + Millis(1))), None];
    let closed = Conversation { expected, ..waiting.clone() };
    check!("header_closed", state(closed.clone()), "<header");
    let opened = element(State { now: NOW + Millis(1), ..state(closed) }, "class=\"presence\"");
    assert!(opened.contains("Waiting for an agent"), "{opened}");
    let between = Conversation { agent: None, ..conversation() };
    check!("header_waiting_for_another", state(between), "<header");
    let ended = Conversation { stage: Stage::Ended, agent: None, ..conversation() };
    check!("header_ended", state(ended), "<header");
    let refused = State { connection: Connection::Refused(Refusal::SignIn), ..state(conversation()) };
    let nobody = element(refused, "class=\"presence\"");
    assert_eq!(nobody, "<p class=\"presence\" data-is=\"none\">\n</p>", "not even a mark says that somebody is here");
}

#[test]
fn the_connection_is_spoken_of_in_words() {
    let with = |connection| State { connection, ..state(conversation()) };
    let before = |seconds| NOW - Millis::from_secs(seconds);
    check!("status_nothing", with(Connection::Idle), "class=\"status\"");
    check!("status_connecting", with(Connection::Connecting { since: before(2) }), "class=\"status\"");
    check!("status_slow", with(Connection::Waiting { since: before(20) }), "data-is=\"warning\"");
    check!("status_offline", with(Connection::Offline { since: before(1) }), "data-is=\"warning\"");
    check!("status_back", with(Connection::Online { since: before(1), back: true }), "data-is=\"good\"");
    check!("status_account", with(Connection::Refused(Refusal::Account)), "data-is=\"danger\"");
    let mut unkept = State { keeps_nothing: true, ..state(conversation()) };
    reduce(
        &mut unkept,
        Action::Queued { entry: EntryId(1), text: "waits".into(), body: Body::Text, at: NOW, is_mine: true },
    );
    check!("status_unkept", unkept, "data-is=\"warning\"");
    let ending =
        |seconds| State { ending: Some(before(seconds)), ..with(Connection::Online { since: Millis(0), back: false }) };
    check!("status_ending", ending(1), "class=\"status\"");
    check!("status_not_ended", ending(11), "data-is=\"warning\"");
    check!("status_sign_in", with(Connection::Refused(Refusal::SignIn)), "data-is=\"danger\"");
}

#[test]
fn an_agent_who_is_elsewhere_is_away() {
    let mut talk = conversation();
    talk.is_away = true;
    check!("header_away", state(talk), "class=\"header\"");
}

#[test]
fn an_agent_is_shown_by_a_picture() {
    let mut talk = conversation();
    let agent = talk.agent.clone().unwrap();
    talk.pictures.push((agent.clone(), "https://pictures.example/ada.png".into()));
    say(&mut talk, Author::Agent(agent.clone()), "one", NOW);
    say(&mut talk, Author::Agent(agent), "two", NOW);
    check!("header_picture", state(talk.clone()), "class=\"avatar\"");
    check!("bubble_picture", state(talk), "class=\"rows\"");
}

#[test]
fn the_menu_says_what_becomes_of_notifications() {
    let menu = |notifies| State { notifies, ..state(conversation()) };
    check!("menu", menu(None), "id=\"menu\"");
    check!("menu_notifying", menu(Some(true)), "id=\"menu\"");
    check!("menu_not_allowed", menu(Some(false)), "id=\"menu\"");
}
