//! A page that has only fetched what a first opening needs.

use alongside::app::{Input, Intent};
use alongside::protocol::Millis;
use alongside::store::view::{Status, status};

use crate::world::World;

/// A tab that has not fetched everything, and whose consumer has opened the panel.
fn opened() -> World {
    let mut world = World::new();
    world.defers = true;
    world.load();
    world.start(true);
    world.until("online", World::is_online);
    world
}

/// A conversation that somebody came back to, and the rest of the code does not come.
fn back_without_code() -> World {
    let mut world = World::talking();
    world.agent.say("one");
    world.run_for(Millis::from_secs(1));
    world.defers = true;
    world.code_is_lost = true;
    world.reload();
    world.start(true);
    world
}

fn draft(world: &mut World, text: &str) {
    world.intent(Intent::Draft(text.into()));
}

#[test]
fn a_first_opening_fetches_no_more_until_somebody_writes() {
    let mut world = opened();
    world.run_for(Millis::from_secs(60));
    world.intent(Intent::Close);
    world.intent(Intent::Open);
    draft(&mut world, "");
    assert_eq!(world.code_asked, 0);
    for written in ["h", "he"] {
        draft(&mut world, written);
        assert_eq!(world.code_asked, 1, "by the first key, once");
    }
    world.run_for(Millis::from_secs(1));
    world.send("hello");
    world.until("it is there", |world| world.log() == ["hello"]);
    assert_eq!((world.transcript(), world.code_asked), (vec!["> hello".to_owned()], 1));
}

#[test]
fn what_is_sent_before_the_rest_is_there_is_kept_at_once_and_goes_out_in_its_order() {
    let mut world = opened();
    world.code_is_lost = true;
    for text in ["one", "two"] {
        draft(&mut world, text);
        world.send(text);
        assert!(world.storage.values().any(|value| value.contains(text)), "kept: {text}");
    }
    world.run_for(Millis::from_secs(20));
    assert!(world.log().is_empty() && world.transcript().is_empty());
    assert_eq!(status(world.state()), Status::Incomplete);
    assert!(world.code_asked > 2, "it is tried again: {}", world.code_asked);
    assert_eq!(world.warnings, ["a part of the chat could not be fetched, it is tried again: 404"]);
    world.code_is_lost = false;
    world.until("they are there", |world| world.log() == ["one", "two"]);
    assert_eq!((world.transcript(), status(world.state())), (vec!["> one".into(), "> two".into()], Status::Nothing));
}

#[test]
fn a_page_that_is_left_meanwhile_loses_nothing() {
    let mut world = opened();
    world.code_is_lost = true;
    world.send("hello");
    draft(&mut world, "and then");
    world.run_for(Millis::from_secs(3));
    world.reload();
    world.code_is_lost = false;
    world.until("it is there", |world| world.log() == ["hello"]);
    assert_eq!(&*world.state().draft, "and then");
}

#[test]
fn attempts_come_ever_more_seldom() {
    let mut world = opened();
    world.code_is_lost = true;
    draft(&mut world, "h");
    world.run_for(Millis::from_secs(63));
    let first = world.code_asked;
    assert!((6..=8).contains(&first), "{first} in the first minute");
    world.run_for(Millis::from_secs(300));
    assert!((10..=11).contains(&(world.code_asked - first)), "{} in five more", world.code_asked - first);
}

#[test]
fn who_comes_back_sees_all_that_was_said_and_asked() {
    let mut world = World::talking();
    world.agent.say("may I look?");
    world.invite("d", "view", 120);
    world.until("asked", |world| world.state().cobrowse.standing().is_some());
    world.defers = true;
    world.reload();
    assert_eq!(world.code_asked, 1, "at once, as something is kept");
    world.until("all is back", |world| {
        world.state().cobrowse.standing().is_some() && world.transcript() == ["> hello", "< may I look?"]
    });
}

#[test]
fn what_the_service_tells_meanwhile_comes_in_its_order() {
    let mut world = back_without_code();
    world.until("online on the wire", |world| world.heard.iter().filter(|text| text.contains("GetClock")).count() > 1);
    world.run_for(Millis::from_secs(2));
    world.agent.say("two");
    world.invite("d", "view", 120);
    world.agent.close_dialog("d", Some("cancel_invitation"));
    world.agent.say("three");
    world.run_for(Millis::from_secs(5));
    assert!(world.transcript().is_empty());
    world.code_is_lost = false;
    world.until("all is there", |world| world.transcript().len() == 4);
    assert_eq!(world.transcript(), ["> hello", "< one", "< two", "< three"]);
    assert!(world.state().cobrowse.standing().is_none(), "what was taken back asks nobody");
    assert!(world.published.is_empty(), "{:?}", world.published);
}

#[test]
fn the_service_has_the_time_that_it_told_however_long_that_waited() {
    let mut world = back_without_code();
    let asked = |world: &World| world.heard.iter().filter(|text| text.contains("GetClock")).count();
    world.until("it is read", |world| world.state().clock_offset.is_some());
    let before = asked(&world);
    world.until("it is asked again, behind what waits", |world| asked(world) > before);
    world.run_for(Millis::from_secs(6));
    world.code_is_lost = false;
    world.until("all is there", |world| world.transcript().len() == 2);
    let off = world.state().clock_offset.unwrap() - World::SKEW;
    assert!(off.0.abs() < 1_000, "{off:?}");
}

#[test]
fn what_the_page_reports_and_what_is_read_waits_for_the_rest() {
    let mut world = opened();
    world.intent(Intent::ReadLedger(true));
    assert!(world.state().ledger.is_none());
    world.input(Input::CallFailed("no camera".into()));
    world.until("it is read", |world| world.state().ledger.is_some());
    assert_eq!(world.code_asked, 1);
}

#[test]
fn more_bytes_than_may_wait_begin_anew_and_nothing_is_lost() {
    let mut world = back_without_code();
    world.until("it waits", |world| world.code_asked > 0);
    world.agent.say("two");
    world.run_for(Millis::from_secs(1));
    let large = format!(r#"{{"kind":"notification","type":"large","body":{{}}}}{}"#, " ".repeat(3 << 20));
    let says_so = |world: &World| world.console.iter().filter(|line| line.contains("begins anew")).count();
    world.answer_with(&large);
    world.answer_with(&large);
    assert_eq!(says_so(&world), 0, "so much may wait");
    world.answer_with(&large);
    assert_eq!(says_so(&world), 1);
    world.code_is_lost = false;
    world.until("all is there", |world| world.transcript().len() == 3);
    assert_eq!(world.transcript(), ["> hello", "< one", "< two"]);
    assert_eq!(says_so(&world), 1);
}

#[test]
fn what_was_sent_by_another_tab_meanwhile_is_not_told_as_waiting_when_the_rest_is_there() {
    let mut world = back_without_code();
    world.run_for(Millis::from_secs(1));
    world.send("on its way");
    let (key, value) = world.kept_text();
    let told = |world: &World| world.told.iter().filter(|told| **told == key).count();
    let question = format!("{}sender", key.split("text|").next().unwrap());
    world.input(Input::Kept { key: question, value: Some("1".into()) });
    // The other tab, which sends for all, has asked what there is to be sent, and has heard of this one before.
    let dialog = world.agent.conversation_id();
    assert!(value.ends_with("\ton its way"), "{value}");
    world.input(Input::Kept { key: key.clone(), value: Some(format!("{dialog}\t9\tsent\t")) });
    world.storage.remove(&key);
    world.input(Input::Kept { key: key.clone(), value: None });
    let before = told(&world);
    world.code_is_lost = false;
    world.until("it is there", |world| !world.state().incomplete);
    world.run_for(Millis::from_secs(1));
    assert_eq!((told(&world), world.storage.contains_key(&key)), (before, false));
}
