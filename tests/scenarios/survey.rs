//! The questions after a conversation: those of a bot, and the older rating.

use std::rc::Rc;

use alongside::app::{Input, Intent, Output};
use alongside::protocol::Millis;
use alongside::store::view::{Status, header, status};
use alongside::store::{Failure, Given, Message, Note, Offered, Rating, RowContent, Stage};
use serde_json::{Value, json};

use crate::world::World;

/// A conversation after which a bot asks.
fn surveyed() -> World {
    let mut world = World::with(|_| {}, |service| service.survey = true);
    world.start(true);
    world.until("online", World::is_online);
    world.send("hello");
    world.until("she is there", |world| world.agent.has_joined() && world.state().conversation.agent.is_some());
    world.intent(Intent::EndConversation);
    world.until("the bot asks", |world| world.state().conversation.is_survey && world.transcript().len() == 3);
    world
}

/// A conversation that the agent has closed, on a page that wants ratings.
fn rated() -> World {
    let mut world = World::new();
    world.page_tells = std::rc::Rc::new(alongside::app::Told { asks_rating: true, ..Default::default() });
    world.start(true);
    world.until("online", World::is_online);
    world.send("hello");
    world.until("she is there", |world| world.agent.has_joined() && world.state().conversation.agent.is_some());
    assert_eq!(rating(&world), Rating::NotAsked);
    world.agent.close_conversation();
    world.until("it has ended", |world| world.state().conversation.stage == Stage::Ended);
    world
}

fn rating(world: &World) -> Rating {
    world.state().conversation.rating
}

fn asked(world: &World, word: &str) -> Vec<Value> {
    let told = world.heard.iter().filter(|text| text.contains(word));
    told.map(|text| serde_json::from_str::<Value>(text).unwrap()["body"].clone()).collect()
}

fn says_survey(world: &World) -> usize {
    let rows = &world.state().conversation.rows;
    rows.iter().filter(|row| matches!(row.content, RowContent::Note(Note::Survey(_)))).count()
}

#[test]
fn it_is_said_where_the_survey_begins_and_an_answer_ends_it() {
    let mut world = surveyed();
    assert_eq!(status(world.state()), Status::Nothing, "what was to be ended has ended");
    assert!(header(world.state()).is_survey, "nobody is said to be here");
    let rows = world.state().conversation.rows.iter();
    let kinds: Vec<_> = rows.map(|row| matches!(row.content, RowContent::Note(Note::Survey(_)))).collect();
    assert_eq!(kinds.iter().rposition(|is| *is), Some(kinds.len() - 3), "before what the bot says: {kinds:?}");
    world.send("4");
    world.until("it is over", |world| world.state().conversation.stage == Stage::Ended);
    assert!(!world.state().conversation.is_survey);
    let told = world.heard.iter().rfind(|text| text.contains(r#""message":"4""#)).unwrap();
    assert!(told.contains(r#""type":"Answer""#), "what is typed answers as a press does: {told}");
    assert_eq!(says_survey(&world), 1);
}

#[test]
fn a_survey_that_is_skipped_is_closed_and_nothing_else() {
    let mut world = surveyed();
    let survey = world.state().conversation.input.clone().unwrap();
    world.intent(Intent::EndConversation);
    world.intent(Intent::EndConversation);
    assert_eq!(status(world.state()), Status::Ending);
    world.until("it is over", |world| world.state().conversation.stage == Stage::Ended);
    let closed = asked(&world, "UpdateConversationField");
    let dialogs: Vec<_> =
        closed.iter().map(|body| body["conversationField"][0]["dialog"]["dialogId"].clone()).collect();
    assert_eq!(dialogs.len(), 2, "a second press asks nothing more: {dialogs:?}");
    assert_eq!(dialogs[1], survey.as_str());
    assert_eq!(rating(&world), Rating::NotAsked);
}

#[test]
fn a_survey_is_there_again_after_a_reload() {
    let mut world = surveyed();
    world.reload();
    world.until("it is there", |world| world.state().conversation.is_survey && says_survey(world) == 1);
    world.intent(Intent::EndConversation);
    world.until("it is over", |world| world.state().conversation.stage == Stage::Ended);
}

#[test]
fn what_was_written_to_the_agent_is_no_answer_in_the_survey() {
    let mut world = World::talking();
    world.lose_network();
    world.send("Are you still there?");
    world.agent.begin_survey();
    world.run_for(Millis::from_secs(5));
    // Nothing of a survey has been seen yet.
    world.send("Hello?");
    world.network_up = true;
    world.until("it is said that this is over", |world| world.too_late().len() == 2);
    world.until("the bot asks", |world| {
        world.transcript().contains(&"< How would you rate your experience, from 1 to 5?".to_owned())
    });
    let conversation = Rc::clone(&world.state().conversation);
    let question = conversation.rows.find_last(|row| conversation.is_in_survey(row.place)).unwrap();
    let RowContent::Message(Message { offer: Some(offer), .. }) = &question.content else { panic!("no answers") };
    assert_eq!(offer.stands_at(&conversation, question.place), Offered::Open, "what failed is not said");
    world.intent(Intent::Retry(world.too_late()[0]));
    world.run_for(Millis::from_secs(10));
    assert_eq!(world.too_late().len(), 2, "it is for the agent still");
    assert!(world.state().conversation.is_survey, "the bot still asks");
    world.send("4");
    world.until("it is over", |world| world.state().conversation.stage == Stage::Ended);
    assert!(world.log().iter().all(|text| !text.contains('?') || text.contains("rate")), "{:?}", world.log());
    world.intent(Intent::Retry(world.too_late()[0]));
    world.until("another agent gets it", |world| world.too_late().len() == 1 && world.is_settled());
    assert_eq!(world.state().conversation.stage, Stage::Open);
}

#[test]
fn an_answer_that_comes_too_late_for_its_survey_opens_no_conversation() {
    let mut world = surveyed();
    world.lose_network();
    world.send("4");
    world.agent.close_conversation();
    world.run_for(Millis::from_secs(2));
    world.network_up = true;
    world.until("it is said that this is over", |world| matches!(world.failed(), Some((_, Failure::Ended))));
    world.run_for(Millis::from_secs(30));
    assert_eq!((world.state().conversation.stage, world.asked_for("ConsumerRequestConversation")), (Stage::Ended, 1));
}

#[test]
fn an_answer_that_is_sent_again_before_it_is_known_that_its_survey_is_over_opens_no_conversation() {
    let mut world = surveyed();
    world.service.faults_mut().refused_texts = 2;
    world.send("4");
    world.until("it is refused", |world| matches!(world.failed(), Some((_, Failure::Refused))));
    world.agent.close_conversation();
    world.until("it is over", |world| world.state().conversation.stage == Stage::Ended);
    world.reload();
    world.intent(Intent::Retry(world.failed().unwrap().0));
    world.until("it is said that this is over", |world| matches!(world.failed(), Some((_, Failure::Ended))));
    world.run_for(Millis::from_secs(30));
    assert_eq!(world.asked_for("ConsumerRequestConversation"), 1);
    // Now they know.
    world.intent(Intent::Retry(world.failed().unwrap().0));
    world.until("an agent gets it", |world| world.log().last().is_some_and(|text| text == "4") && world.is_settled());
    assert_eq!(world.asked_for("ConsumerRequestConversation"), 2);
}

#[test]
fn what_is_written_before_the_survey_is_there_goes_to_an_agent_when_that_is_skipped() {
    let mut world = surveyed();
    world.loses = "PublishEvent";
    world.send("4");
    world.reload();
    world.send("please call me back");
    world.until("the bot asks", |world| world.state().conversation.is_survey);
    world.intent(Intent::EndConversation);
    world.until("it is over", |world| world.state().conversation.stage == Stage::Ended);
    world.loses = "";
    world.until("an agent gets it", |world| world.log().last().is_some_and(|text| text == "please call me back"));
    assert!(!world.log().contains(&"4".to_owned()), "{:?}", world.log());
}

#[test]
fn what_is_written_before_the_survey_is_there_after_a_reload_is_sent_into_it_when_it_is_meant_so() {
    let mut world = surveyed();
    world.reload();
    world.send("4");
    world.until("nobody knows for whom that was", |world| matches!(world.failed(), Some((_, Failure::Ended))));
    world.intent(Intent::Retry(world.failed().unwrap().0));
    world.until("it is over", |world| world.state().conversation.stage == Stage::Ended);
    assert!(world.log().contains(&"4".to_owned()));
}

#[test]
fn a_survey_that_is_over_is_told_apart_in_earlier_conversations_too() {
    let mut world = surveyed();
    world.send("4");
    world.until("it is over", |world| world.state().conversation.stage == Stage::Ended);
    world.reload();
    world.intent(Intent::Open);
    world.until("online", World::is_online);
    world.run_for(Millis::from_secs(2));
    for _ in 0..2 {
        world.intent(Intent::ReadEarlier);
        world.run_for(Millis::from_secs(2));
    }
    let conversation = &world.state().conversation;
    let asked: Vec<_> = conversation.rows.iter().map(|row| conversation.is_in_survey(row.place)).collect();
    assert_eq!(says_survey(&world), 1);
    assert_eq!(asked, [vec![false], vec![true; 6]].concat(), "{:?}", world.transcript());
}

#[test]
fn what_a_click_in_a_survey_answers_goes_along_with_it() {
    let mut world = surveyed();
    let row = world.state().conversation.rows.last().unwrap().id;
    let part = alongside::app::Part::Reply(3);
    world.intent(Intent::Use(alongside::app::Use { row, part, chosen: Vec::new(), says: None }));
    world.until("it is over", |world| world.state().conversation.stage == Stage::Ended);
    let answers = world.heard.iter().filter(|text| text.contains(r#""type":"Answer""#)).count();
    assert_eq!(answers, 2, "beside the click and beside the words");
}

#[test]
fn a_rating_is_told_once_as_the_service_wants_it() {
    let mut world = rated();
    assert_eq!(rating(&world), Rating::Asked);
    world.intent(Intent::Rate(Some(Given { rate: 9, resolved: None })));
    assert_eq!(rating(&world), Rating::Asked, "there is no such rating");
    world.intent(Intent::Rate(Some(Given { rate: 4, resolved: Some(true) })));
    assert_eq!(rating(&world), Rating::Sending);
    world.until("the service has it", |world| rating(world) == Rating::Given);
    world.intent(Intent::Rate(Some(Given { rate: 1, resolved: None })));
    world.run_for(Millis::from_secs(60));
    let field = json!([{ "field": "CSATRate", "csatRate": 4, "csatResolutionConfirmation": true, "status": "FILLED" }]);
    let told = asked(&world, "CSATRate");
    assert_eq!(told.iter().map(|body| &body["conversationField"]).collect::<Vec<_>>(), [&field]);
    world.reload();
    world.run_for(Millis::from_secs(5));
    assert_eq!(rating(&world), Rating::NotAsked, "nobody is asked again");
}

#[test]
fn a_rating_that_is_skipped_or_half_is_told_so() {
    for (given, field) in [
        (None, json!({ "field": "CSATRate", "status": "SKIPPED" })),
        (
            Some(Given { rate: 2, resolved: None }),
            json!({ "field": "CSATRate", "csatRate": 2, "status": "PARTIALLY_FILLED" }),
        ),
    ] {
        let mut world = rated();
        world.intent(Intent::Rate(given));
        world.run_for(Millis::from_secs(5));
        assert_eq!(asked(&world, "CSATRate")[0]["conversationField"], json!([field]));
        assert_eq!(rating(&world), if given.is_some() { Rating::Given } else { Rating::NotAsked });
    }
}

#[test]
fn a_rating_that_is_refused_can_be_sent_again_and_a_lost_one_goes_on_by_itself() {
    let mut world = rated();
    world.loses = "CSATRate";
    let given = Intent::Rate(Some(Given { rate: 5, resolved: Some(false) }));
    world.intent(given.clone());
    let request: Value = serde_json::from_str(&world.lost.pop().unwrap()).unwrap();
    world.answer_with(&json!({ "kind": "resp", "reqId": request["id"], "code": 500, "body": "no" }).to_string());
    world.until("it is said", |world| rating(world) == Rating::Failed);
    world.intent(given);
    assert_eq!(rating(&world), Rating::Sending);
    world.loses = "";
    world.interrupt(1_006);
    world.until("the service has it", |world| rating(world) == Rating::Given);
}

#[test]
fn a_rating_that_the_service_has_not_taken_goes_on_after_a_reload() {
    let mut world = rated();
    world.loses = "CSATRate";
    world.intent(Intent::Rate(Some(Given { rate: 5, resolved: Some(true) })));
    assert_eq!(rating(&world), Rating::Sending);
    world.loses = "";
    world.reload();
    let field = json!([{ "field": "CSATRate", "csatRate": 5, "csatResolutionConfirmation": true, "status": "FILLED" }]);
    world.until("it is told", |world| {
        asked(world, "CSATRate").iter().any(|request| request["conversationField"] == field)
    });
    world.run_for(Millis::from_secs(5));
    let times = asked(&world, "CSATRate").len();
    world.reload();
    world.run_for(Millis::from_secs(60));
    assert_eq!(asked(&world, "CSATRate").len(), times, "what is taken is told no more");
}

#[test]
fn a_rating_of_an_earlier_page_is_told_by_the_tab_that_sends() {
    let mut world = rated();
    world.loses = "CSATRate";
    world.intent(Intent::Rate(Some(Given { rate: 5, resolved: Some(true) })));
    world.loses = "";
    let before = asked(&world, "CSATRate").len();
    world.lock_after = Millis::from_secs(20);
    world.reload();
    world.run_for(Millis::from_secs(15));
    assert_eq!(asked(&world, "CSATRate").len(), before, "another tab sends");
    assert_ne!(rating(&world), Rating::Asked, "nobody is asked a second time");
    world.until("it is told", |world| asked(world, "CSATRate").len() > before);
}

#[test]
fn nobody_is_asked_where_the_page_does_not_want_it_a_bot_asked_or_nobody_was_there() {
    let mut world = World::talking();
    world.agent.close_conversation();
    world.until("it has ended", |world| world.state().conversation.stage == Stage::Ended);
    assert_eq!(rating(&world), Rating::NotAsked);

    let mut world = rated();
    world.send("one more thing");
    world.until("another begins", |world| world.state().conversation.stage == Stage::Open);
    assert_eq!(rating(&world), Rating::NotAsked, "the next conversation has none yet");
}

#[test]
fn an_answer_of_another_tab_is_an_answer() {
    let mut world = rated();
    let id = world.state().conversation.id.clone().unwrap();
    let details =
        json!({ "stage": "CLOSE", "state": "CLOSE", "csat": { "csatRate": 3, "status": "PARTIALLY_FILLED" } });
    let change = json!({ "type": "UPSERT", "result": { "convId": id.as_str(), "conversationDetails": details } });
    world.answer_with(
        &json!({ "kind": "notification", "type": "cqm.ExConversationChangeNotification",
        "body": { "changes": [change] } })
        .to_string(),
    );
    world.run_for(Millis(100));
    assert_eq!(rating(&world), Rating::Given);
}

#[test]
fn a_notification_of_what_is_asked_in_a_survey_bears_no_persons_name() {
    let mut world = surveyed();
    world.intent(Intent::Notify(true));
    world.input(Input::MayNotify(true));
    world.input(Input::Visible(false));
    // The bot is known by the name of the agent who was there.
    let survey = world.state().conversation.input.clone().unwrap();
    let event = |dialog: &str, sequence: i64, says: &str| {
        json!({ "kind": "notification", "type": "ms.MessagingEventNotification", "body": { "changes": [{
            "dialogId": dialog, "sequence": sequence, "originatorId": world.agent.id, "serverTimestamp": world.server_now().0,
            "event": { "type": "ContentEvent", "contentType": "text/plain", "message": says },
        }] } })
        .to_string()
    };
    let (asks, said) = (event(survey.as_str(), 90, "One to five?"), event(&world.agent.conversation_id(), 90, "Bye"));
    let names = |world: &World| {
        let of = |notice: &Output| match notice {
            Output::Notify { who, .. } => Some(who.as_deref().map(str::to_owned)),
            _ => None,
        };
        world.notices.iter().filter_map(of).collect::<Vec<_>>()
    };
    world.answer_with(&asks);
    world.run_for(Millis::from_secs(3));
    assert_eq!(names(&world), [None]);
    world.answer_with(&said);
    world.run_for(Millis::from_secs(3));
    assert_eq!(names(&world), [None, Some("Ada".to_owned())]);
}
