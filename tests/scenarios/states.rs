//! What is said where there is nothing to read yet, and while nobody is there to answer.

use alongside::app::Input;
use alongside::protocol::Millis;
use alongside::store::Expected;
use alongside::store::view::{Empty, empty, expected, header};
use serde_json::json;

use crate::world::World;

#[test]
fn nothing_is_promised_without_a_network_and_again_once_it_is_back() {
    let mut world = World::online();
    assert_eq!(empty(world.state()), Empty::Welcome);
    world.cut_network();
    world.input(Input::Online(false));
    world.until("offline", |world| empty(world.state()) == Empty::Offline);
    world.network_up = true;
    world.input(Input::Online(true));
    world.until("back", |world| empty(world.state()) == Empty::Welcome);
}

#[test]
fn nothing_is_promised_where_the_account_is_refused() {
    let mut world = World::with(|config| config.account = "999".into(), |_| {});
    world.start(true);
    world.until("refused", |world| empty(world.state()) == Empty::Refused);
}

#[test]
fn after_hours_it_is_closed_until_it_opens() {
    let mut world = World::online();
    world.service.faults_mut().closed = true;
    world.agent.ask(".ams.routing.SetAgentState", &json!({ "availability": "AWAY", "channels": ["MESSAGING"] }));
    world.send("hello");
    world.until("closed", |world| header(world.state()).is_closed);
    let told = |world: &World| matches!(expected(world.state()), Some(Expected::ClosedUntil(_)));
    assert!(told(&world));
    world.run_for(Millis::from_secs(3_700));
    assert!(!header(world.state()).is_closed, "the time alone opens it");
    assert!(!told(&world), "what is past is not told");
}
