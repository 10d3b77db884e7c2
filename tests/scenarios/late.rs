//! News that comes late: from a tab that missed something, from a service that is slow, after a computer has slept.

use alongside::app::Input;
use alongside::protocol::Millis;
use alongside::store::{Delivery, Failure};

use crate::world::World;

#[test]
fn what_failed_is_not_brought_back_by_a_tab_that_missed_it() {
    let mut world = World::talking();
    world.send(&"x".repeat(8_001));
    let key = world.storage.keys().find(|key| key.contains("|text|")).cloned().unwrap();
    // As it was when it was on its way.
    let value = format!("{}\t0\t\t{}", world.agent.conversation_id(), "x".repeat(8_001));
    world.input(Input::Kept { key: key.clone(), value: Some(value) });
    world.run_for(Millis::from_secs(10));
    assert_eq!(world.log(), ["hello"]);
    let failed = world.messages().pop().unwrap();
    assert!(matches!(failed.delivery, Delivery::Failed(_, Failure::TooLong)), "{:?}", failed.delivery);
    assert!(world.storage[&key].contains("\ttoo long\t"), "the others are told: {}", &world.storage[&key][..60]);
}

#[test]
fn a_conversation_does_not_count_as_refused_before_what_came_while_the_computer_slept() {
    let mut world = World::online();
    world.service.faults_mut().slow_notifications = Millis::from_secs(8);
    world.open_elsewhere();
    world.send("hi");
    let is_refused = |world: &World| world.console.iter().any(|line| line.contains("did not open a conversation"));
    world.until("there is one already", is_refused);
    // On waking, timers are told before what the connection brought.
    world.now = world.now + Millis::from_secs(60);
    world.input(Input::Timeout);
    world.until("sent", |world| world.is_settled() && world.log() == ["hi"]);
}
