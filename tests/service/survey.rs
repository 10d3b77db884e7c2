//! The survey after a conversation.

use alongside::emulator::{Config, SocketId};
use alongside::protocol::Millis;
use serde_json::{Value, json};

use crate::bench::Bench;

fn close_main(bench: &mut Bench, socket: SocketId, id: &str) {
    let field = json!({ "field": "DialogChange", "type": "UPDATE",
        "dialog": { "dialogId": id, "state": "CLOSE", "closedCause": "Closed by consumer" } });
    let answer =
        bench.ask(socket, "cm.UpdateConversationField", json!({ "conversationId": id, "conversationField": field }));
    assert_eq!(answer["code"], 200);
}

fn state(bench: &mut Bench, socket: SocketId) -> Value {
    bench.take_changes(socket).pop().expect("a change")["result"]["conversationDetails"].clone()
}

/// A conversation whose main dialog was closed, and the id of its survey.
fn surveyed() -> (Bench, SocketId, String, String) {
    let mut bench = Bench::with(Config { survey: true, ..Config::default() });
    let (consumer, _, id) = bench.answered();
    close_main(&mut bench, consumer, &id);
    let told = state(&mut bench, consumer);
    assert_eq!(
        (&told["state"], &told["stage"], &told["closeReason"]),
        (&json!("CLOSE"), &json!("OPEN"), &json!("CONSUMER"))
    );
    assert_eq!(
        (&told["dialogs"][0]["state"], &told["dialogs"][1]["dialogType"]),
        (&json!("CLOSE"), &json!("POST_SURVEY"))
    );
    assert_eq!(told["dialogs"][1]["participantsDetails"].as_array().unwrap().len(), 2);
    assert!(told["dialogs"][1]["metaData"]["appInstallId"].is_string());
    assert!(told.get("endTs").is_none());
    let survey = told["dialogs"][1]["dialogId"].as_str().unwrap().to_owned();
    (bench, consumer, id, survey)
}

#[test]
fn a_bot_asks_thanks_and_closes() {
    let (mut bench, consumer, id, survey) = surveyed();
    bench.ask(consumer, "ms.SubscribeMessagingEvents", json!({ "dialogId": survey, "conversationId": id }));
    let asked = bench.take_events(consumer);
    assert_eq!((asked.len(), &asked[0]["sequence"]), (2, &json!(0)));
    let metadata = asked[1]["event"]["quickReplies"]["replies"][3]["click"]["metadata"].clone();
    let action = json!({ "type": "AcceptStatusEvent", "status": "ACTION", "sequenceList": [1] });
    bench.send(
        consumer,
        &json!({ "kind": "req", "id": "a", "type": "ms.PublishEvent", "metadata": metadata,
        "body": { "dialogId": survey, "event": action } }),
    );
    assert_eq!(bench.take_answer(consumer)["body"]["sequence"], 2);
    assert_eq!(bench.say(consumer, &survey, "4")["body"]["sequence"], 3);
    let frames = bench.take(consumer);
    let last = frames.last().unwrap()["body"]["changes"][0]["result"]["conversationDetails"].clone();
    assert_eq!((&last["stage"], &last["closeReason"]), (&json!("CLOSE"), &json!("CONSUMER")));
    assert_eq!(last["dialogs"][1]["closedCause"], "Completed");
    assert_eq!(bench.say(consumer, &survey, "late")["code"], 400);
    assert_eq!(bench.ask(consumer, "cm.ConsumerRequestConversation", Value::Null)["code"], 200);
}

#[test]
fn a_survey_can_be_skipped_and_runs_out() {
    let (mut bench, consumer, id, _) = surveyed();
    assert_eq!(bench.ask(consumer, "cm.ConsumerRequestConversation", Value::Null)["code"], 400, "it still goes on");
    let skip = json!({ "field": "Stage", "conversationState": "CLOSE" });
    bench.ask(consumer, "cm.UpdateConversationField", json!({ "conversationId": id, "conversationField": skip }));
    assert_eq!(state(&mut bench, consumer)["stage"], "CLOSE");

    let (mut bench, consumer, ..) = surveyed();
    for _ in 0..10 {
        bench.service.handle_ping(bench.now, consumer);
        bench.pass(Millis::from_secs(60));
    }
    assert_eq!(state(&mut bench, consumer)["stage"], "CLOSE");
}

#[test]
fn an_agent_who_closes_the_dialog_lets_the_bot_ask_and_one_who_closes_all_does_not() {
    let mut bench = Bench::with(Config { survey: true, ..Config::default() });
    let (consumer, agent, id) = bench.answered();
    close_main(&mut bench, agent, &id);
    let told = state(&mut bench, consumer);
    assert_eq!((&told["stage"], &told["closeReason"]), (&json!("OPEN"), &json!("AGENT")));
    assert_eq!(told["dialogs"][1]["dialogType"], "POST_SURVEY");

    let mut bench = Bench::with(Config { survey: true, ..Config::default() });
    let (consumer, agent, id) = bench.answered();
    let all = json!({ "field": "ConversationStateField", "conversationState": "CLOSE" });
    bench.ask(agent, ".ams.cm.UpdateConversationField", json!({ "conversationId": id, "conversationField": [all] }));
    let told = state(&mut bench, consumer);
    assert_eq!((&told["stage"], told["dialogs"].as_array().unwrap().len()), (&json!("CLOSE"), 1));
}

#[test]
fn nobody_is_asked_about_a_conversation_that_no_agent_had() {
    let mut bench = Bench::with(Config { survey: true, ..Config::default() });
    let (consumer, id) = bench.talking();
    close_main(&mut bench, consumer, &id);
    assert_eq!(state(&mut bench, consumer)["stage"], "CLOSE");
}

#[test]
fn the_main_dialog_stays_closed_and_rings_nowhere_while_the_survey_runs() {
    let (mut bench, consumer, id, survey) = surveyed();
    assert_eq!(bench.say(consumer, &id, "late")["code"], 400);
    let agent = bench.agent("Bob");
    assert_eq!(crate::bench::ring_of(&bench.take(agent)), None);
    assert_eq!(bench.say(agent, &survey, "hello")["code"], 403);
}

#[test]
fn an_agent_has_the_bot_ask_where_the_settings_do_not() {
    let mut bench = Bench::new();
    let (consumer, agent, id) = bench.answered();
    let dialog = json!({ "dialogId": id, "dialogType": "POST_SURVEY", "channelType": "MESSAGING", "state": "OPEN" });
    let field = json!({ "field": "DialogChange", "type": "CREATE", "dialogId": id, "dialog": dialog });
    let body = json!({ "conversationId": id, "conversationField": [field] });
    assert_eq!(bench.ask(consumer, "cm.UpdateConversationField", body.clone())["code"], 403);
    assert_eq!(bench.ask(agent, ".ams.cm.UpdateConversationField", body.clone())["code"], 200);
    let told = state(&mut bench, consumer);
    assert_eq!((&told["state"], &told["stage"]), (&json!("CLOSE"), &json!("OPEN")));
    assert_eq!(told["dialogs"][1]["dialogType"], "POST_SURVEY");
    assert_eq!(bench.ask(agent, ".ams.cm.UpdateConversationField", body)["code"], 400, "once");
}

#[test]
fn a_rating_is_a_number_from_1_to_5_with_a_status() {
    let mut bench = Bench::new();
    let (consumer, _, id) = bench.answered();
    close_main(&mut bench, consumer, &id);
    let mut rate = |rate: i64, status: &str| {
        let field = json!({ "field": "CSATRate", "csatRate": rate, "status": status });
        let body = json!({ "conversationId": id, "conversationField": field });
        bench.ask(consumer, "cm.UpdateConversationField", body)["code"].clone()
    };
    assert_eq!([rate(0, "FILLED"), rate(6, "FILLED"), rate(4, "GOOD"), rate(4, "FILLED")], [400, 400, 400, 200]);
    assert_eq!(state(&mut bench, consumer)["csat"]["csatRate"], 4);
}
