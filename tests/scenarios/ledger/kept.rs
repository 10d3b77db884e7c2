//! What is kept: whole, bounded, and what shows that it is not whole.

use alongside::app::Input;
use alongside::protocol::Millis;
use alongside::store::cobrowse::Answer;
use serde_json::Value;

use super::{ODD, SECOND, number};
use crate::cobrowse::DIALOG;
use crate::world::World;

#[test]
fn a_file_holds_every_entry_and_shows_what_was_changed_or_taken_out() {
    let session = || {
        let mut world = World::in_session("view");
        world.carrier(|report| report.page = Some(ODD.into()));
        world.agent.close_dialog(DIALOG, None);
        world.over();
        world
    };
    let mut world = session();
    let saved = world.saved();
    assert_eq!(saved["format"], "alongside-consent-ledger-1");
    assert_eq!((&saved["service"], &saved["account"]), (&"https://api.example.com".into(), &"10001".into()));
    assert!(saved["about"].as_str().unwrap().contains("does not show"), "{saved}");
    let kept = world.kept_entries();
    let ids: Vec<_> = kept.iter().map(|(key, _)| key.rsplit('|').next().unwrap()).collect();
    assert_eq!(saved["newest"], *ids.last().unwrap());
    for (place, (entry, (_, text))) in saved["entries"].as_array().unwrap().iter().zip(&kept).enumerate() {
        let mut entry = entry.clone();
        assert_eq!(entry.as_object_mut().unwrap().remove("id").unwrap(), ids[place]);
        assert_eq!(entry, serde_json::from_str::<Value>(text).unwrap());
        assert_eq!(entry["number"], place + 1);
        assert_eq!(entry["previous"], place.checked_sub(1).map_or(Value::Null, |before| ids[before].into()));
    }
    assert_eq!(saved["entries"].as_array().unwrap().len(), kept.len());
    let damage: [fn(&mut World, &str); 4] = [
        |world, key| drop(world.storage.remove(key)),
        |world, key| drop(world.storage.insert(key.into(), world.storage[key].replace("view", "follow"))),
        |world, key| drop(world.storage.insert(key.into(), "{".into())),
        |world, key| drop(world.storage.insert(key.into(), "{}".into())),
    ];
    for damage in damage {
        let mut world = session();
        assert!(world.is_whole());
        let (key, _) = world.kept_entries()[2].clone();
        damage(&mut world, &key);
        world.reload();
        world.run_for(Millis::from_secs(5));
        assert!(!world.is_whole());
        let saved = world.saved();
        let of_it =
            saved["entries"].as_array().unwrap().iter().find(|entry| key.ends_with(entry["id"].as_str().unwrap()));
        let is_unreadable = world.storage.get(&key).is_some_and(|text| text.len() < 3);
        assert_eq!(of_it.is_some_and(|entry| entry["damaged"].is_string()), is_unreadable);
        // It goes on from what there is.
        world.invite(SECOND, "view", 120);
        world.until("invited", World::can_answer);
        let (_, newest) = world.kept_entries().pop().unwrap();
        assert_eq!(serde_json::from_str::<Value>(&newest).unwrap()["step"], "invited");
    }
}

#[test]
fn two_tabs_that_write_at_the_same_moment_lose_nothing() {
    let mut world = World::invited("view");
    // What another tab noted at the same moment has the same number, and names the same.
    let (key, text) = World::invited("follow").kept_entries().pop().unwrap();
    assert!(!world.storage.contains_key(&key) && number(&key) == 1);
    world.storage.insert(key.clone(), text.clone());
    world.input(Input::Kept { key, value: Some(text) });
    world.answer(Answer::Accepted);
    let last = world.entries().pop().unwrap();
    assert_eq!(last["number"], 2);
    assert_eq!(last["previous"].as_str().unwrap().split(' ').count(), 2, "it names both: {last}");
    assert!(world.is_whole());
}

#[test]
fn whatever_is_taken_out_shows_but_what_was_let_go_and_the_newest() {
    let mut short = World::in_session("view");
    short.agent.close_dialog(DIALOG, None);
    short.over();
    for mut world in [short, World::with_more_than_is_kept()] {
        assert!(world.is_whole());
        let (storage, kept) = (world.storage.clone(), world.kept_entries());
        let last = kept.len() - 1;
        for taken in [0..1, 0..2, 1..2, last / 2..last, last - 1..last] {
            world.storage = storage.clone();
            for (key, _) in &kept[taken.clone()] {
                world.storage.remove(key);
            }
            world.reload();
            world.run_for(Millis(10));
            assert!(!world.is_whole(), "{taken:?} of {last}");
        }
    }
}

impl World {
    /// With 300 entries of 100 invitations noted, of which the oldest were let go.
    fn with_more_than_is_kept() -> Self {
        let mut world = Self::talking();
        for round in 0..100 {
            let dialog = format!("c26b9d3b-0000-4000-8000-{round:012}");
            world.invite(&dialog, "view", 120);
            world.until("invited", Self::can_answer);
            world.answer(Answer::Accepted);
            world.agent.close_dialog(&dialog, None);
            world.over();
            world.run_for(Millis::from_secs(10));
        }
        world
    }
}

#[test]
fn it_is_bounded_and_what_is_left_is_whole() {
    let mut world = World::with_more_than_is_kept();
    let entries = world.entries();
    assert_eq!(entries.len(), 256);
    let last = entries.last().unwrap();
    assert_eq!((&last["number"], &last["since"]), (&300.into(), &45.into()));
    assert!(world.is_whole());
    assert!(world.storage.values().map(String::len).sum::<usize>() < 200_000);
}

#[test]
fn long_names_are_bounded_by_what_they_take() {
    let mut world = World::talking();
    for round in 0..150 {
        world.tell(&[(&format!("{round:01000}"), "INVITED", 5)]);
        world.until("invited", World::can_answer);
        world.answer(Answer::Declined);
    }
    let bytes: usize = world.kept_entries().iter().map(|(_, text)| text.len()).sum();
    assert!((250_000..=260_000).contains(&bytes), "{bytes}");
    assert!(world.is_whole());
}

#[test]
fn keys_that_are_none_do_no_harm_and_count_as_damage() {
    for id in
        ["9223372036854775807-x", "", "1", "x", &format!("999999999999999999-{}", "a".repeat(64)), &"é".repeat(70)]
    {
        let mut world = World::talking();
        world.storage.insert(format!("alongside1|https://api.example.com|10001|ledger|{id}"), "{}".into());
        world.reload();
        world.run_for(Millis::from_secs(5));
        world.invite(DIALOG, "view", 120);
        world.until("invited", World::can_answer);
        let entries = world.kept_entries_of(DIALOG);
        assert_eq!((&entries[0]["number"], &entries[0]["previous"]), (&1.into(), &Value::Null), "{id}");
        assert!(!world.is_whole(), "{id}");
        assert_eq!(world.saved()["entries"].as_array().unwrap().len(), 2, "{id}");
    }
}
