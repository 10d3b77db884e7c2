//! Events of dialogs: numbers, echoes, history.

use alongside::emulator::Config;
use serde_json::{Value, json};

use crate::bench::{Bench, START};

fn receipt(status: &str, sequences: &[i64]) -> Value {
    json!({ "type": "AcceptStatusEvent", "status": status, "sequenceList": sequences })
}

#[test]
fn content_and_receipts_are_numbered_and_chat_states_are_not() {
    let mut bench = Bench::new();
    let (consumer, agent, id) = bench.answered();
    let mut publish = |socket, event: Value| {
        bench.ask(socket, "ms.PublishEvent", json!({ "dialogId": id, "event": event }))["body"]["sequence"].clone()
    };
    let text = || json!({ "type": "ContentEvent", "contentType": "text/plain", "message": "x" });
    let state = || json!({ "type": "ChatStateEvent", "chatState": "COMPOSING" });
    assert_eq!(publish(consumer, text()), 0);
    assert_eq!(publish(agent, receipt("ACCEPT", &[0])), 1);
    assert_eq!(publish(agent, state()), 0, "a chat state is answered with a 0 that means nothing");
    assert_eq!(publish(agent, receipt("READ", &[0])), 2);
    assert_eq!(publish(agent, text()), 3);
    let told: Vec<Value> = bench.take_events(consumer).iter().map(|event| event["sequence"].clone()).collect();
    assert_eq!(told, [json!(0), json!(1), Value::Null, json!(2), json!(3)]);
}

#[test]
fn the_author_gets_an_echo_in_the_newer_shape() {
    let mut bench = Bench::new();
    let (consumer, id) = bench.talking();
    let answer = bench.say(consumer, &id, "hello");
    assert_eq!((&answer["type"], &answer["body"]), (&json!("ms.PublishEventResponse"), &json!({ "sequence": 0 })));
    let echo = bench.take_events(consumer).pop().unwrap();
    let me = echo["originatorId"].clone();
    assert_eq!(
        echo,
        json!({ "sequence": 0, "serverTimestamp": START, "originatorId": me,
            "originatorMetadata": { "id": me, "role": "CONSUMER" },
            "event": { "type": "ContentEvent", "contentType": "text/plain", "message": "hello" },
            "dialogId": id, "conversationId": id })
    );
}

#[test]
fn agents_get_events_in_the_older_shape_without_a_subscription() {
    let mut bench = Bench::new();
    let (consumer, agent, id) = bench.answered();
    bench.say(consumer, &id, "hello");
    let frames = bench.take(agent);
    assert_eq!(frames.len(), 1);
    assert_eq!(frames[0]["type"], ".ams.ms.OnlineEventDistribution");
    assert_eq!(frames[0]["body"]["event"]["message"], "hello");
    bench.say(agent, &id, "hi");
    let echo = bench.take_events(agent).pop().unwrap();
    assert!(echo["originatorId"].as_str().unwrap().starts_with("10001."));
    assert_eq!(echo["originatorPId"], echo["originatorMetadata"]["id"]);
    assert_eq!(echo["originatorMetadata"]["role"], "ASSIGNED_AGENT");
}

#[test]
fn history_is_told_from_the_asked_number_on_and_then_live() {
    let mut bench = Bench::with(Config { history_chunk: 2, ..Config::default() });
    let token = bench.sign_up();
    let writer = bench.consumer(&token);
    let answer = bench.ask(writer, "cm.ConsumerRequestConversation", Value::Null);
    let id = answer["body"]["conversationId"].as_str().unwrap().to_owned();
    for text in ["a", "b", "c", "d"] {
        bench.say(writer, &id, text);
    }
    let reader = bench.consumer(&token);
    let answer = bench.ask(reader, "ms.SubscribeMessagingEvents", json!({ "dialogId": id, "fromSeq": 1 }));
    assert_eq!((&answer["type"], &answer["body"]), (&json!("GenericSubscribeResponse"), &json!({})));
    let frames = bench.take(reader);
    assert_eq!(frames.len(), 2, "three events in notifications of two");
    assert_eq!(frames[0]["body"]["changes"][0]["sequence"], 1);
    assert!(frames[0]["body"]["changes"][0].get("conversationId").is_none(), "history leaves it out");
    bench.say(writer, &id, "e");
    assert_eq!(bench.take_events(reader)[0]["conversationId"], id.as_str());
    assert!(bench.take_events(writer).is_empty(), "the writer did not subscribe");
}

#[test]
fn a_query_is_answered_completely() {
    let mut bench = Bench::new();
    let (consumer, id) = bench.talking();
    for text in ["a", "b", "c"] {
        bench.say(consumer, &id, text);
    }
    let mut ask = |body: Value| {
        let answer = bench.ask(consumer, "ms.QueryMessages", body);
        let list = answer["body"].as_array().unwrap().clone();
        list.iter().map(|change| change["sequence"].as_i64().unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(ask(json!({ "dialogId": id })), [0, 1, 2]);
    assert_eq!(ask(json!({ "dialogId": id, "fromSeq": 1 })), [1, 2]);
    assert_eq!(ask(json!({ "dialogId": id, "newerThanSequence": 1 })), [2]);
    assert_eq!(ask(json!({ "dialogId": id, "fromSeq": 9 })), Vec::<i64>::new());
}

#[test]
fn a_private_note_takes_a_number_that_the_consumer_never_sees() {
    let mut bench = Bench::new();
    let (consumer, agent, id) = bench.answered();
    let event = json!({ "type": "ContentEvent", "contentType": "text/plain", "message": "note" });
    let body = json!({ "dialogId": id, "event": event, "messageAudience": "AGENTS_AND_MANAGERS" });
    bench.ask(agent, ".ams.ms.PublishEvent", body);
    bench.say(agent, &id, "hello");
    let told: Vec<Value> = bench.take_events(consumer).iter().map(|event| event["sequence"].clone()).collect();
    assert_eq!(told, [1]);
    assert_eq!(bench.take_events(agent).len(), 2);
    let answer = bench.ask(consumer, "ms.QueryMessages", json!({ "dialogId": id }));
    assert_eq!(answer["body"].as_array().unwrap().len(), 1);
}

#[test]
fn metadata_beside_an_event_comes_back() {
    let mut bench = Bench::new();
    let (consumer, id) = bench.talking();
    let metadata = json!([{ "type": "ExternalId", "id": "m-1" }]);
    bench.send(
        consumer,
        &json!({ "kind": "req", "id": "9", "type": "ms.PublishEvent", "metadata": metadata, "body": { "dialogId": id,
            "event": { "type": "ContentEvent", "contentType": "text/plain", "message": "x" } } }),
    );
    assert_eq!(bench.take_events(consumer)[0]["metadata"], metadata);
    let answer = bench.ask(consumer, "ms.QueryMessages", json!({ "dialogId": id }));
    assert_eq!(answer["body"][0]["metadata"], metadata);
}

#[test]
fn agents_learn_that_a_consumer_goes_and_comes_back() {
    let mut bench = Bench::new();
    let token = bench.sign_up();
    let consumer = bench.consumer(&token);
    bench.ask(consumer, "cm.ConsumerRequestConversation", Value::Null);
    let agent = bench.agent("Ada");
    let ring = crate::bench::ring_of(&bench.take(agent)).unwrap();
    bench.ask(agent, ".ams.routing.UpdateRingState", json!({ "ringId": ring, "ringState": "ACCEPTED" }));
    bench.take(agent);
    bench.hang_up(consumer);
    assert_eq!(bench.take_events(agent)[0]["event"]["chatState"], "BACKGROUND");
    bench.consumer(&token);
    assert_eq!(bench.take_events(agent)[0]["event"]["chatState"], "ACTIVE");
}

#[test]
fn the_log_holds_every_accepted_event_once() {
    let mut bench = Bench::new();
    let (consumer, id) = bench.talking();
    bench.say(consumer, &id, "a");
    bench.say(consumer, &id, "b");
    bench.say(consumer, &id, &"x".repeat(8_001));
    let events: Vec<&str> = bench
        .service
        .log()
        .iter()
        .filter_map(|entry| match entry {
            alongside::emulator::LogEntry::Event { event, .. } => event.as_text(),
            alongside::emulator::LogEntry::Conversation { .. } => None,
        })
        .collect();
    assert_eq!(events, ["a", "b"]);
    assert!(bench.service.log().iter().all(|entry| serde_json::from_str::<Value>(&entry.to_json()).is_ok()));
}

#[test]
fn a_service_that_keeps_no_log_works_without() {
    let mut bench = Bench::with(Config { keeps_log: false, ..Config::default() });
    let (consumer, id) = bench.talking();
    assert_eq!(bench.say(consumer, &id, "hello")["code"], 200);
    assert_eq!(bench.take_events(consumer).len(), 1);
    assert!(bench.service.log().is_empty());
}

#[test]
fn a_conversation_is_filled_on_demand() {
    let mut bench = Bench::new();
    assert_eq!(bench.service.fill(bench.now, 3), None, "there is none");
    let (consumer, conversation) = bench.talking();
    bench.say(consumer, &conversation, "Hello");
    bench.take(consumer);
    assert_eq!(bench.service.fill(bench.now, 0), None);
    assert_eq!(bench.service.fill(bench.now, 2).as_deref(), Some("2: is it still on its way?"));
    assert!(bench.service.fill(bench.now, 500).unwrap().starts_with("502: "));
    bench.drain();
    let told = bench.take_events(consumer);
    let texts: Vec<_> = told.iter().map(|event| event["event"]["message"].as_str().unwrap()).collect();
    assert_eq!(texts.len(), 502);
    for (number, text) in texts.iter().enumerate() {
        assert!(text.starts_with(&format!("{}: ", number + 1)), "{text}");
    }
    let people: std::collections::BTreeSet<_> = told.iter().map(|event| event["originatorId"].to_string()).collect();
    assert_eq!(people.len(), 2, "consumer and agent");
    // Whoever comes later is told the same.
    bench.ask(consumer, "ms.SubscribeMessagingEvents", json!({ "dialogId": conversation, "fromSeq": 0 }));
    assert_eq!(bench.take_events(consumer).len(), 503);
}
