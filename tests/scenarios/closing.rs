//! The consumer ends the conversation.

use alongside::app::Intent;
use alongside::protocol::Millis;
use alongside::store::Stage;
use alongside::store::view::{Status, status};
use serde_json::{Value, json};

use crate::world::World;

/// How often the service was asked to end something.
fn closes_asked(world: &World) -> usize {
    world.heard.iter().filter(|text| text.contains("UpdateConversationField")).count()
}

#[test]
fn the_service_ends_what_the_consumer_ends_and_the_next_text_begins_another() {
    let mut world = World::talking();
    world.intent(Intent::EndConversation);
    assert_eq!(status(world.state()), Status::Ending);
    assert_eq!(world.state().conversation.stage, Stage::Open, "until the service says so");
    world.until("it has ended", |world| world.state().conversation.stage == Stage::Ended);
    assert_eq!(status(world.state()), Status::Nothing);
    let asked: Vec<_> = world.heard.iter().filter(|text| text.contains("UpdateConversationField")).collect();
    assert!(asked.len() == 1 && asked[0].contains(r#""closedCause":"Closed by consumer""#), "{asked:?}");
    world.intent(Intent::EndConversation);
    world.run_for(Millis::from_secs(1));
    assert_eq!((status(world.state()), closes_asked(&world)), (Status::Nothing, 1), "there is none any more");
    world.send("one more thing");
    world.until("another begins", |world| world.state().conversation.stage == Stage::Open);
    assert_eq!(status(world.state()), Status::Nothing);
}

#[test]
fn an_end_that_the_service_refuses_is_said_to_have_failed_and_can_be_asked_for_again() {
    let mut world = World::talking();
    world.loses = "UpdateConversationField";
    world.intent(Intent::EndConversation);
    let request: Value = serde_json::from_str(&world.lost.pop().unwrap()).unwrap();
    let refusal = json!({ "kind": "resp", "reqId": request["id"], "code": 500, "type": "StringResp", "body": "no" });
    assert_eq!(status(world.state()), Status::Ending);
    world.answer_with(&refusal.to_string());
    world.run_for(Millis(100));
    assert_eq!(status(world.state()), Status::NotEnded);
    world.loses = "";
    world.intent(Intent::EndConversation);
    assert_eq!(status(world.state()), Status::Ending);
    world.until("it has ended", |world| world.state().conversation.stage == Stage::Ended);
}

#[test]
fn an_end_of_which_nothing_is_heard_is_said_to_have_failed() {
    let mut world = World::talking();
    world.loses = "UpdateConversationField";
    world.intent(Intent::EndConversation);
    world.run_for(Millis(9_999));
    assert_eq!(status(world.state()), Status::Ending);
    // The connection counts as dead by then, and another one is made.
    world.until("it is said", |world| status(world.state()) == Status::NotEnded);
    assert_eq!(world.state().conversation.stage, Stage::Open);
    world.run_for(Millis::from_secs(20));
    assert_eq!(status(world.state()), Status::Nothing);
}

#[test]
fn what_the_consumer_wants_ended_is_asked_for_on_the_next_connection() {
    let mut world = World::talking();
    world.interrupt(1_006);
    world.intent(Intent::EndConversation);
    world.until("it has ended", |world| world.state().conversation.stage == Stage::Ended);
    assert_eq!(closes_asked(&world), 1);
    let mut world = World::talking();
    world.loses = "UpdateConversationField";
    world.intent(Intent::EndConversation);
    world.loses = "";
    world.interrupt(1_006);
    world.until("it has ended", |world| world.state().conversation.stage == Stage::Ended);
    let mut world = World::talking();
    world.loses = "UpdateConversationField";
    world.intent(Intent::EndConversation);
    world.run_for(Millis::from_secs(30));
    world.loses = "";
    world.interrupt(1_006);
    world.until("online again", World::is_online);
    world.run_for(Millis::from_secs(5));
    assert_eq!(world.state().conversation.stage, Stage::Open, "who was told that it failed decides anew");
}
