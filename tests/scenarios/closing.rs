//! The consumer ends the conversation.

use alongside::app::Intent;
use alongside::protocol::Millis;
use alongside::store::view::{Status, status};
use alongside::store::{EndedBy, Failure, Stage};
use serde_json::{Value, json};

use crate::world::{LATENCY, World};

/// How often the service was asked to end something.
fn closes_asked(world: &World) -> usize {
    world.asked_for("UpdateConversationField")
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

/// A conversation without a network in which the consumer writes once more and then ends it.
fn ended_behind(says: &str) -> World {
    let mut world = World::talking();
    world.lose_network();
    world.send(says);
    world.intent(Intent::EndConversation);
    world
}

fn conversations_asked(world: &World) -> usize {
    world.asked_for("ConsumerRequestConversation")
}

fn failure(world: &World) -> Option<Failure> {
    world.failed().map(|(_, failure)| failure)
}

/// What was written last is never answered, and then the consumer ends the conversation.
fn ending_behind_silence() -> World {
    let mut world = World::talking();
    world.loses = "PublishEvent";
    world.send("thanks, bye");
    world.intent(Intent::EndConversation);
    world
}

#[test]
fn what_was_said_before_the_end_goes_before_it_and_opens_no_other_conversation() {
    let mut world = ended_behind("thanks, bye");
    world.network_up = true;
    world.until("it is ending", |world| world.state().ending.is_some());
    world.until("it has ended", |world| world.state().conversation.stage == Stage::Ended);
    world.run_for(Millis::from_secs(60));
    assert_eq!(world.log(), ["hello", "thanks, bye"]);
    let place = |what: &str| world.heard.iter().rposition(|text| text.contains(what)).unwrap();
    assert!(place("thanks, bye") < place("UpdateConversationField"));
    assert_eq!((conversations_asked(&world), closes_asked(&world)), (1, 1));
    assert_eq!((world.state().conversation.stage, failure(&world)), (Stage::Ended, None));
}

#[test]
fn what_the_service_does_not_take_holds_up_no_end() {
    let mut world = World::talking();
    world.service.faults_mut().refused_texts = 2;
    world.send("thanks, bye");
    world.intent(Intent::EndConversation);
    world.until("it has ended", |world| world.state().conversation.stage == Stage::Ended);
    assert_eq!(failure(&world), Some(Failure::Refused));
}

#[test]
fn what_is_never_answered_holds_up_the_end_for_ten_seconds_and_does_not_go_on_elsewhere() {
    let mut world = ending_behind_silence();
    assert_eq!(status(world.state()), Status::Ending, "it is said at once");
    world.run_for(Millis::from_secs(5));
    world.intent(Intent::EndConversation);
    assert_eq!((status(world.state()), closes_asked(&world)), (Status::Ending, 0));
    world.run_for(Millis::from_secs(10));
    world.until("it has ended", |world| world.state().conversation.stage == Stage::Ended);
    assert_eq!(closes_asked(&world), 1);
    world.loses = "";
    world.until("it is said that it was too late", |world| failure(world) == Some(Failure::Ended));
    world.run_for(Millis::from_secs(60));
    assert_eq!((conversations_asked(&world), world.log()), (1, vec!["hello".to_owned()]));
    // Whoever means it begins anew.
    world.intent(Intent::Retry(world.failed().unwrap().0));
    world.until("another agent gets it", |world| world.log().len() == 2 && world.is_settled());
    assert_eq!(conversations_asked(&world), 2);
}

#[test]
fn what_was_for_a_conversation_that_the_consumer_ended_opens_none_after_a_reload_either() {
    let mut world = ending_behind_silence();
    world.until("it has ended", |world| world.state().conversation.stage == Stage::Ended);
    world.reload();
    world.loses = "";
    world.until("it is said that it was too late", |world| failure(world) == Some(Failure::Ended));
    world.run_for(Millis::from_secs(60));
    assert_eq!((conversations_asked(&world), world.log()), (1, vec!["hello".to_owned()]));
    world.reload();
    world.intent(Intent::Retry(world.failed().unwrap().0));
    world.until("they knew what they did", |world| world.log().len() == 2 && world.is_settled());
}

#[test]
fn the_time_without_a_connection_is_not_taken_off_what_was_said_before() {
    let mut world = ending_behind_silence();
    world.run_for(Millis::from_secs(3));
    world.lose_network();
    world.loses = "";
    world.run_for(Millis::from_secs(30));
    world.network_up = true;
    world.until("it has ended", |world| world.state().conversation.stage == Stage::Ended);
    world.run_for(Millis::from_secs(5));
    assert_eq!((world.log(), conversations_asked(&world)), (vec!["hello".to_owned(), "thanks, bye".to_owned()], 1));
}

#[test]
fn an_end_is_the_end_of_the_conversation_that_it_was_about() {
    let mut world = ended_behind("one more thing");
    world.agent.close_conversation();
    world.run_for(Millis::from_secs(2));
    world.network_up = true;
    world.until("another begins", |world| world.log().len() == 2 && world.is_settled());
    world.run_for(Millis::from_secs(60));
    assert_eq!((world.state().conversation.stage, closes_asked(&world)), (Stage::Open, 0));
    let mut world = ended_behind("one more thing");
    world.agent.begin_survey();
    world.run_for(Millis::from_secs(2));
    world.network_up = true;
    world.until("the bot asks", |world| world.state().conversation.is_survey && world.is_settled());
    world.run_for(Millis::from_secs(60));
    assert_eq!((world.state().conversation.stage, closes_asked(&world)), (Stage::Open, 0), "nobody skips the survey");
}

#[test]
fn what_is_gone_when_the_connection_is_back_has_ended_as_the_consumer_wanted() {
    let mut world = World::talking();
    world.service.faults_mut().forgets_closed = true;
    world.intent(Intent::EndConversation);
    world.run_for(LATENCY);
    world.until("the service has ended it", |world| closes_asked(world) == 1);
    world.lose_network();
    world.send("one more thing");
    world.network_up = true;
    world.until("it is said that it was too late", |world| failure(world) == Some(Failure::Ended));
    world.run_for(Millis::from_secs(60));
    assert_eq!((world.state().conversation.stage, conversations_asked(&world)), (Stage::Ended, 1));
}

#[test]
fn what_failed_begins_another_conversation_when_it_is_sent_again_without_a_connection() {
    let mut world = World::talking();
    world.service.faults_mut().refused_texts = 2;
    world.send("one more thing");
    world.until("it is refused", |world| failure(world) == Some(Failure::Refused));
    world.intent(Intent::EndConversation);
    world.until("it has ended", |world| world.state().conversation.stage == Stage::Ended);
    world.lose_network();
    world.intent(Intent::Retry(world.failed().unwrap().0));
    world.network_up = true;
    world.until("another agent gets it", |world| world.log().len() == 2 && world.is_settled());
}

#[test]
fn what_goes_on_into_the_next_conversation_is_for_that_one_and_goes_before_its_end() {
    let onward = |is_reloaded: bool| {
        let mut world = World::talking();
        world.lose_network();
        world.send("one more thing");
        world.send("and another");
        world.agent.close_conversation();
        world.run_for(Millis::from_secs(2));
        if is_reloaded {
            world.reload();
        }
        world.loses = "PublishEvent";
        world.network_up = true;
        world.until("another begins", |world| conversations_asked(world) == 2 && !world.lost.is_empty());
        world.intent(Intent::EndConversation);
        world.run_for(Millis::from_secs(5));
        assert_eq!((status(world.state()), closes_asked(&world)), (Status::Ending, 0), "it is waited for");
        world
    };
    for is_reloaded in [false, true] {
        let mut world = onward(is_reloaded);
        world.loses = "";
        world.interrupt(1_006);
        let has_ended = |world: &World| world.state().conversation.stage == Stage::Ended;
        world.until("it has ended", |world| closes_asked(world) == 1 && has_ended(world));
        assert_eq!(world.log(), ["hello", "one more thing", "and another"]);
        let mut world = onward(is_reloaded);
        world.until("it has ended", has_ended);
        if !is_reloaded {
            world.reload();
        }
        world.loses = "";
        world.until("it is said that it was too late", |world| world.too_late().len() == 2);
        world.run_for(Millis::from_secs(60));
        assert_eq!((conversations_asked(&world), world.log()), (2, vec!["hello".to_owned()]));
    }
}

#[test]
fn a_conversation_that_ends_before_anything_was_said_says_by_whom_and_takes_what_waited_nowhere() {
    let mut world = World::online();
    // No agent comes.
    world.agent_socket = None;
    world.loses = "PublishEvent";
    world.send("first");
    world.send("second");
    world.until("it is there", |world| world.state().conversation.open_id().is_some());
    world.intent(Intent::EndConversation);
    world.until("it has ended", |world| world.state().conversation.stage == Stage::Ended);
    let first = world.state().conversation.rows.iter().next().unwrap();
    assert_eq!(first.ended_by(), Some(EndedBy::Me), "{first:?}");
    world.loses = "";
    world.until("nothing waits", World::is_settled);
    world.run_for(Millis::from_secs(60));
    assert_eq!((world.too_late().len(), conversations_asked(&world), world.log()), (2, 1, Vec::new()));
}

#[test]
fn a_conversation_that_was_ended_elsewhere_before_it_was_told_here_takes_what_was_for_it_nowhere() {
    let mut world = World::online();
    world.service.faults_mut().slow_notifications = Millis::from_secs(5);
    world.loses = "PublishEvent";
    world.send("thanks, bye");
    world.until("it is opened", |world| !world.kept_text().1.starts_with('\t'));
    world.lose_network();
    world.loses = "";
    world.service.faults_mut().slow_notifications = Millis(0);
    let now = world.server_now();
    assert!(world.service.end_newest(now, "CONSUMER"), "there is one");
    world.network_up = true;
    world.until("it is known", |world| failure(world).is_some());
    world.run_for(Millis::from_secs(60));
    assert_eq!((failure(&world), conversations_asked(&world)), (Some(Failure::Ended), 1));
    assert_eq!(world.log(), [""; 0]);
}
