//! Each switch does its one small thing.

use alongside::emulator::{Faults, MetadataPolicy};
use alongside::protocol::Millis;
use serde_json::{Value, json};

use crate::bench::Bench;

fn publish(id: &str, metadata: &Value) -> Value {
    json!({ "kind": "req", "id": "p", "type": "ms.PublishEvent", "metadata": metadata, "body": { "dialogId": id,
        "event": { "type": "ContentEvent", "contentType": "text/plain", "message": "x" } } })
}

#[test]
fn notifications_come_twice() {
    let mut bench = Bench::new();
    let (consumer, id) = bench.talking();
    bench.service.faults_mut().duplicate_notifications = true;
    bench.say(consumer, &id, "x");
    let events = bench.take_events(consumer);
    assert_eq!(events.len(), 2);
    assert_eq!(events[0], events[1]);
}

#[test]
fn a_list_of_one_is_its_element() {
    let mut bench = Bench::new();
    bench.service.faults_mut().single_elements = true;
    let token = bench.sign_up();
    let consumer = bench.consumer(&token);
    bench.ask(consumer, "cqm.SubscribeExConversations", json!({}));
    assert_eq!(bench.take(consumer)[0]["body"]["changes"], json!([]), "none stays none");
    let id = bench.ask(consumer, "cm.ConsumerRequestConversation", Value::Null)["body"]["conversationId"].clone();
    let change = bench.take(consumer)[0]["body"]["changes"].clone();
    assert_eq!(change["result"]["convId"], id);
    assert_eq!(change["result"]["conversationDetails"]["participants"]["role"], "CONSUMER");
    assert_eq!(change["result"]["conversationDetails"]["dialogs"]["dialogType"], "MAIN");
    bench.ask(consumer, "ms.SubscribeMessagingEvents", json!({ "dialogId": id }));
    bench.say(consumer, id.as_str().unwrap(), "x");
    assert_eq!(bench.take(consumer)[0]["body"]["changes"]["sequence"], 0);
}

#[test]
fn conversations_look_as_on_old_servers() {
    let mut bench = Bench::new();
    *bench.service.faults_mut() = Faults { old_shapes: true, aam_names: true, ..Faults::default() };
    let token = bench.sign_up();
    let consumer = bench.consumer(&token);
    bench.ask(consumer, "cqm.SubscribeExConversations", json!({}));
    bench.take(consumer);
    bench.ask(consumer, "cm.ConsumerRequestConversation", Value::Null);
    let frame = bench.take(consumer).remove(0);
    assert_eq!(frame["type"], "aam.ExConversationChangeNotification");
    let result = &frame["body"]["changes"][0]["result"];
    let told = &result["conversationDetails"];
    assert!(result["lastUpdateTime"].is_i64());
    assert!(told["participantsPId"]["CONSUMER"].is_array());
    for missing in ["participants", "stage", "dialogs"] {
        assert!(told.get(missing).is_none(), "{missing}");
    }
    let id = told["participantsPId"]["CONSUMER"][0].clone();
    let conversation = result["convId"].as_str().unwrap().to_owned();
    bench.ask(consumer, "ms.SubscribeMessagingEvents", json!({ "dialogId": conversation }));
    bench.say(consumer, &conversation, "x");
    let event = bench.take_events(consumer).remove(0);
    assert_eq!(event["originatorId"], id);
    assert!(event.get("originatorMetadata").is_none() && event.get("originatorPId").is_none(), "{event}");
}

#[test]
fn answers_lack_their_body() {
    let mut bench = Bench::new();
    let (consumer, id) = bench.talking();
    bench.service.faults_mut().missing_answer_body = true;
    let answer = bench.ask(consumer, "ms.SubscribeMessagingEvents", json!({ "dialogId": id }));
    assert_eq!(answer["code"], 200);
    assert!(answer.get("body").is_none());
}

#[test]
fn a_notification_overtakes_the_answer() {
    let mut bench = Bench::new();
    let (consumer, id) = bench.talking();
    let kinds = |frames: Vec<Value>| frames.iter().map(|frame| frame["kind"].clone()).collect::<Vec<_>>();
    bench.send(consumer, &publish(&id, &json!([])));
    assert_eq!(kinds(bench.take(consumer)), ["resp", "notification"]);
    bench.service.faults_mut().notifications_first = true;
    bench.send(consumer, &publish(&id, &json!([])));
    assert_eq!(kinds(bench.take(consumer)), ["notification", "resp"]);
}

#[test]
fn notifications_come_in_reverse_order() {
    let mut bench = Bench::with(alongside::emulator::Config { history_chunk: 1, ..Default::default() });
    let (consumer, id) = bench.talking();
    bench.say(consumer, &id, "a");
    bench.say(consumer, &id, "b");
    bench.take(consumer);
    bench.service.faults_mut().reverse_notifications = true;
    bench.ask(consumer, "ms.SubscribeMessagingEvents", json!({ "dialogId": id }));
    let order: Vec<Value> = bench.take_events(consumer).iter().map(|event| event["sequence"].clone()).collect();
    assert_eq!(order, [1, 0]);
}

#[test]
fn notifications_are_slow_and_answers_are_not() {
    let mut bench = Bench::new();
    let (consumer, agent, id) = bench.answered();
    bench.service.faults_mut().slow_notifications = Millis(2_000);
    assert_eq!(bench.say(consumer, &id, "slow")["code"], 200);
    assert_eq!(bench.take_events(agent).len(), 1, "agents are told at once");
    bench.pass(Millis(1_999));
    assert!(bench.take(consumer).is_empty());
    bench.pass(Millis(1));
    assert_eq!(bench.take_events(consumer).len(), 1);
}

#[test]
fn a_later_state_overtakes_an_earlier_one() {
    let mut bench = Bench::new();
    let (consumer, agent, id) = bench.answered();
    let mut set_skill = |late: i64, skill: &str| {
        bench.service.faults_mut().slow_notifications = Millis(late);
        let field = json!({ "field": "Skill", "type": "UPDATE", "skill": skill });
        bench.ask(
            agent,
            ".ams.cm.UpdateConversationField",
            json!({ "conversationId": id, "conversationField": field }),
        );
    };
    set_skill(500, "first");
    set_skill(0, "second");
    bench.pass(Millis(500));
    let told = bench.take_changes(consumer);
    let details: Vec<&Value> = told.iter().map(|change| &change["result"]["conversationDetails"]).collect();
    let skills: Vec<&Value> = details.iter().map(|details| &details["skillId"]).collect();
    assert_eq!(skills, ["second", "first"]);
    let updated = |place: usize| details[place]["metaDataLastUpdateTs"].as_i64().unwrap();
    assert!(updated(0) > updated(1), "a client can tell which is the newer");
}

#[test]
fn what_is_held_back_goes_with_its_socket() {
    let mut bench = Bench::new();
    let (consumer, id) = bench.talking();
    bench.service.faults_mut().slow_notifications = Millis(500);
    bench.say(consumer, &id, "x");
    bench.hang_up(consumer);
    bench.pass(Millis(500));
    assert!(bench.take(consumer).is_empty());
}

#[test]
fn metadata_is_kept_dropped_or_refused() {
    let mut bench = Bench::new();
    let (consumer, id) = bench.talking();
    let metadata = json!([{ "type": "ExternalId", "id": "m" }]);
    let mut check = |policy: MetadataPolicy, code: i64, comes_back: Option<&Value>| {
        bench.service.faults_mut().metadata = policy;
        bench.send(consumer, &publish(&id, &metadata));
        assert_eq!(bench.take_answer(consumer)["code"], code);
        let events = bench.take_events(consumer);
        assert_eq!(events.first().and_then(|event| event.get("metadata")), comes_back);
    };
    check(MetadataPolicy::Keep, 200, Some(&metadata));
    check(MetadataPolicy::Drop, 200, None);
    check(MetadataPolicy::Refuse, 400, None);
    bench.send(consumer, &publish(&id, &json!([])));
    assert_eq!(bench.take_answer(consumer)["code"], 200, "without metadata it is taken");
}

#[test]
fn so_many_texts_of_consumers_are_not_taken() {
    let mut bench = Bench::new();
    let (consumer, agent, id) = bench.answered();
    bench.service.faults_mut().refused_texts = 2;
    let typing = json!({ "dialogId": id, "event": { "type": "ChatStateEvent", "chatState": "COMPOSING" } });
    assert_eq!(bench.ask(consumer, "ms.PublishEvent", typing)["code"], 200, "what is no text is taken");
    let event = json!({ "type": "ContentEvent", "contentType": "text/plain", "message": "x" });
    let theirs = json!({ "dialogId": id, "event": event });
    assert_eq!(bench.ask(agent, ".ams.ms.PublishEvent", theirs)["code"], 200, "agents' texts are taken");
    bench.take(consumer);
    let codes: Vec<Value> = (0..3).map(|_| bench.say(consumer, &id, "x")["code"].clone()).collect();
    assert_eq!(codes, [400, 400, 200]);
    assert_eq!(bench.take_events(consumer).len(), 1);
}

#[test]
fn queries_are_refused() {
    let mut bench = Bench::new();
    let (consumer, agent, id) = bench.answered();
    bench.service.faults_mut().refuse_query_messages = true;
    assert_eq!(bench.ask(consumer, "ms.QueryMessages", json!({ "dialogId": id }))["code"], 400);
    assert_eq!(bench.ask(agent, ".ams.ms.QueryMessages", json!({ "dialogId": id }))["code"], 200);
}

#[test]
fn subscriptions_of_events_are_refused() {
    let mut bench = Bench::new();
    let (consumer, agent, id) = bench.answered();
    bench.service.faults_mut().refuse_event_subscriptions = true;
    let body = json!({ "dialogId": id, "conversationId": id, "fromSeq": 0 });
    assert_eq!(bench.ask(consumer, "ms.SubscribeMessagingEvents", body.clone())["code"], 400);
    assert_eq!(bench.ask(agent, ".ams.ms.SubscribeMessagingEvents", body)["code"], 200);
}

#[test]
fn an_unavailable_service_refuses_consumers_and_serves_agents() {
    let mut bench = Bench::new();
    bench.service.faults_mut().unavailable = true;
    assert_eq!(bench.http("GET", "/api/account/10001/service/baseURI.json?version=1.0", "").status, 503);
    assert_eq!(bench.http("POST", "/api/account/10001/signup", "").status, 503);
    assert_eq!(bench.try_open("/ws_api/account/10001/messaging/consumer?v=3", &[]), Err(503));
    bench.agent("Ada");
}

#[test]
fn discovery_of_one_service_is_a_list() {
    let mut bench = Bench::new();
    bench.service.faults_mut().list_discovery = true;
    let answer = bench.http("GET", "/api/account/10001/service/idp/baseURI.json?version=1.0", "");
    let body: Value = serde_json::from_slice(&answer.body).unwrap();
    assert_eq!(body, json!({ "baseURIs": [{ "service": "idp", "account": "10001", "baseURI": "127.0.0.1:8081" }] }));
}

#[test]
fn so_many_requests_are_too_many() {
    let mut bench = Bench::new();
    let (consumer, id) = bench.talking();
    bench.service.faults_mut().too_many_requests = 2;
    let codes: Vec<Value> = (0..3).map(|_| bench.say(consumer, &id, "x")["code"].clone()).collect();
    assert_eq!(codes, [429, 429, 200]);
}

#[test]
fn a_silent_service_answers_nothing_and_does_nothing() {
    let mut bench = Bench::new();
    let (consumer, id) = bench.talking();
    bench.service.faults_mut().silent = true;
    assert_eq!(bench.say(consumer, &id, "x"), Value::Null);
    bench.service.faults_mut().silent = false;
    let answer = bench.ask(consumer, "ms.QueryMessages", json!({ "dialogId": id }));
    assert_eq!(answer["body"], json!([]));
}

#[test]
fn an_answer_is_lost_and_its_request_is_not() {
    let mut bench = Bench::new();
    let (consumer, id) = bench.talking();
    bench.service.faults_mut().lost_answers = true;
    assert_eq!(bench.say(consumer, &id, "x"), Value::Null);
    assert_eq!(bench.take_events(consumer).len(), 1);
}

#[test]
fn so_many_new_events_are_not_told_and_can_be_asked_for() {
    let mut bench = Bench::new();
    let (consumer, id) = bench.talking();
    bench.service.faults_mut().lost_events = 1;
    bench.say(consumer, &id, "x");
    bench.say(consumer, &id, "y");
    let told = bench.take_events(consumer);
    assert_eq!(told.len(), 1);
    assert_eq!(told[0]["event"]["message"], "y");
    let answer = bench.ask(consumer, "ms.QueryMessages", json!({ "dialogId": id }));
    assert_eq!(answer["body"].as_array().map(Vec::len), Some(2));
}
