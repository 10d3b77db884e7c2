//! What the page tells of its visitor reaches the service.

use std::rc::Rc;

use alongside::app::{Input, Told};
use alongside::protocol::Millis;
use serde_json::{Value, json};

use crate::world::World;

fn told(name: &str, mail: &str, phone: &str) -> Rc<Told> {
    Rc::new(Told { name: name.into(), mail: mail.into(), phone: phone.into(), asks_rating: false })
}

/// The profiles that the service was told.
fn profiles(world: &World) -> Vec<Value> {
    let heard = world.heard.iter().filter(|text| text.contains("SetUserProfile"));
    heard.map(|text| serde_json::from_str::<Value>(text).unwrap()["body"].clone()).collect()
}

fn known(tells: Rc<Told>) -> World {
    let mut world = World::new();
    world.page_tells = tells;
    world.start(true);
    world.until("online", World::is_online);
    world.run_for(Millis::from_secs(2));
    world
}

#[test]
fn a_profile_is_told_once_and_again_when_it_changes() {
    let mut world = known(told(" Ada Lovelace ", "ada@example.com", "+44 20 7946 0000"));
    let first = json!({ "firstName": "Ada Lovelace",
        "privateData": { "mobileNum": "+44 20 7946 0000", "mail": "ada@example.com" } });
    assert_eq!(profiles(&world), std::slice::from_ref(&first));
    world.input(Input::Told(told("Ada Lovelace", "ada@example.com", "+44 20 7946 0000")));
    world.run_for(Millis::from_secs(60));
    assert_eq!(profiles(&world).len(), 1, "nothing has changed");
    world.input(Input::Told(told("Ada King", "", "")));
    world.run_for(Millis::from_secs(1));
    assert_eq!(profiles(&world)[1], json!({ "firstName": "Ada King" }));
    world.interrupt(1_006);
    world.until("online again", World::is_online);
    world.run_for(Millis::from_secs(2));
    assert_eq!(profiles(&world).len(), 3, "a lost connection may have lost it");
    world.input(Input::Told(told("", "", "")));
    world.run_for(Millis::from_secs(1));
    assert_eq!(profiles(&world)[3..], [json!({})], "whoever logged out is not known any more");
}

#[test]
fn nothing_is_told_where_there_is_nothing_to_tell_or_it_is_none() {
    assert!(profiles(&known(told("Visitor", " ", ""))).is_empty());
    let world = known(told(&"x".repeat(101), "not mail", "call me"));
    assert!(profiles(&world).is_empty());
    let warned = |name: &str| world.warnings.iter().any(|line| line.contains(name));
    assert!(warned("visitor-name") && warned("visitor-email") && warned("visitor-phone"), "{:?}", world.warnings);
    assert_eq!(profiles(&known(told("Ada", "not mail", ""))), [json!({ "firstName": "Ada" })]);
}
