//! Conversations: opening, telling, closing.

use serde_json::{Value, json};

use crate::bench::Bench;

fn details(change: &Value) -> &Value {
    &change["result"]["conversationDetails"]
}

#[test]
fn a_subscription_is_answered_and_then_told_all_matches_in_one_notification() {
    let mut bench = Bench::new();
    let token = bench.sign_up();
    let socket = bench.consumer(&token);
    let answer = bench.ask(socket, "cqm.SubscribeExConversations", json!({ "stage": ["OPEN"] }));
    assert_eq!(answer["type"], "cqm.SubscribeExConversationsResponse");
    let frames = bench.take(socket);
    assert_eq!(frames.len(), 1);
    assert_eq!(frames[0]["body"], json!({ "subscriptionId": answer["body"]["subscriptionId"], "changes": [] }));
}

#[test]
fn a_new_conversation_is_answered_first_and_then_told_whole() {
    let mut bench = Bench::new();
    let token = bench.sign_up();
    let socket = bench.consumer(&token);
    bench.ask(socket, "cqm.SubscribeExConversations", json!({}));
    bench.take(socket);
    bench.send(socket, &json!({ "kind": "req", "id": "5", "type": "cm.ConsumerRequestConversation" }));
    let frames = bench.take(socket);
    let id = frames[0]["body"]["conversationId"].clone();
    assert_eq!(frames[0]["reqId"], "5");
    let change = &frames[1]["body"]["changes"][0];
    assert_eq!((&change["type"], &change["result"]["convId"]), (&json!("UPSERT"), &id));
    let told = details(change);
    assert_eq!((&told["state"], &told["stage"]), (&json!("OPEN"), &json!("OPEN")));
    assert_eq!(told["participants"][0]["role"], "CONSUMER");
    assert_eq!(told["firstConversation"], true);
    assert_eq!(told["dialogs"][0]["dialogId"], id);
    assert_eq!(told["dialogs"][0]["dialogType"], "MAIN");
}

#[test]
fn a_second_open_conversation_is_refused_and_a_later_one_is_not() {
    let mut bench = Bench::new();
    let (consumer, conversation) = bench.talking();
    let refused = bench.ask(consumer, "cm.ConsumerRequestConversation", Value::Null);
    assert_eq!(refused["code"], 400);
    assert!(refused["body"].is_string());
    close_stage(&mut bench, consumer, &conversation);
    assert_eq!(bench.ask(consumer, "cm.ConsumerRequestConversation", Value::Null)["code"], 200);
    let change = bench.take_changes(consumer).pop().unwrap();
    assert_eq!(details(&change)["firstConversation"], false);
}

fn close_stage(bench: &mut Bench, socket: alongside::emulator::SocketId, conversation: &str) -> Value {
    let field = json!({ "field": "Stage", "conversationState": "CLOSE" });
    let body = json!({ "conversationId": conversation, "conversationField": field });
    bench.ask(socket, "cm.UpdateConversationField", body)
}

#[test]
fn the_time_of_the_last_change_rises_even_while_the_clock_stands() {
    let mut bench = Bench::new();
    let (consumer, _, conversation) = bench.answered();
    close_stage(&mut bench, consumer, &conversation);
    let mut times: Vec<i64> = Vec::new();
    for entry in bench.service.log() {
        if let alongside::emulator::LogEntry::Conversation { details, .. } = entry {
            times.push(details.meta_data_last_update_ts.unwrap().0);
        }
    }
    assert!(times.len() >= 3);
    assert!(times.windows(2).all(|pair| pair[0] < pair[1]), "{times:?}");
}

#[test]
fn every_way_of_closing_closes() {
    let ways = |id: &str| {
        [
            json!({ "field": "Stage", "conversationState": "CLOSE" }),
            json!([{ "field": "ConversationStateField", "conversationState": "CLOSE" }]),
            json!({ "field": "DialogChange", "type": "UPDATE",
                "dialog": { "dialogId": id, "state": "CLOSE", "closedCause": "Closed by consumer" } }),
        ]
    };
    for (way, side) in (0..3).flat_map(|way| [(way, "CONSUMER"), (way, "AGENT")]) {
        let mut bench = Bench::new();
        let (consumer, agent, conversation) = bench.answered();
        let body = json!({ "conversationId": conversation, "conversationField": ways(&conversation)[way] });
        let socket = if side == "AGENT" { agent } else { consumer };
        let answer = bench.ask(socket, "cm.UpdateConversationField", body);
        assert_eq!((&answer["code"], &answer["body"]), (&json!(200), &json!("OK Conversation resolved successfully")));
        let change = bench.take_changes(consumer).pop().unwrap();
        let told = details(&change);
        assert_eq!(
            (&told["state"], &told["stage"], &told["closeReason"]),
            (&json!("CLOSE"), &json!("CLOSE"), &json!(side))
        );
        assert_eq!(told["dialogs"][0]["closedBy"], side);
        assert!(told["endTs"].is_i64());
        assert_eq!(bench.say(consumer, &conversation, "late")["code"], 400);
        assert_eq!(bench.say(agent, &conversation, "late")["code"], 400);
    }
}

#[test]
fn a_conversation_that_leaves_the_filter_is_deleted_from_it_and_not_told_again() {
    let mut bench = Bench::new();
    let token = bench.sign_up();
    let socket = bench.consumer(&token);
    bench.ask(socket, "cqm.SubscribeExConversations", json!({ "stage": ["OPEN"] }));
    let answer = bench.ask(socket, "cm.ConsumerRequestConversation", Value::Null);
    let conversation = answer["body"]["conversationId"].as_str().unwrap().to_owned();
    bench.take(socket);
    close_stage(&mut bench, socket, &conversation);
    let changes = bench.take_changes(socket);
    assert_eq!(changes, [json!({ "type": "DELETE", "result": { "convId": conversation } })]);
    let again = bench.ask(socket, "cqm.SubscribeExConversations", json!({ "convState": ["OPEN"] }));
    assert_eq!(again["code"], 200);
    assert!(bench.take_changes(socket).is_empty());
    bench.ask(socket, "cqm.SubscribeExConversations", json!({ "convState": ["CLOSE"] }));
    assert_eq!(bench.take_changes(socket).len(), 1);
}

#[test]
fn an_ended_subscription_is_silent() {
    let mut bench = Bench::new();
    let token = bench.sign_up();
    let socket = bench.consumer(&token);
    let answer = bench.ask(socket, "cqm.SubscribeExConversations", json!({}));
    let body = json!({ "subscriptionId": answer["body"]["subscriptionId"] });
    assert_eq!(bench.ask(socket, "cqm.UnsubscribeExConversations", body.clone())["code"], 200);
    assert_eq!(bench.ask(socket, "cqm.UnsubscribeExConversations", body)["code"], 404);
    bench.take(socket);
    bench.ask(socket, "cm.ConsumerRequestConversation", Value::Null);
    assert!(bench.take(socket).is_empty());
}

#[test]
fn a_returning_consumer_finds_the_conversation_and_strangers_do_not() {
    let mut bench = Bench::new();
    let token = bench.sign_up();
    let first = bench.consumer(&token);
    let answer = bench.ask(first, "cm.ConsumerRequestConversation", Value::Null);
    let conversation = answer["body"]["conversationId"].as_str().unwrap().to_owned();
    bench.hang_up(first);
    let second = bench.consumer(&token);
    bench.ask(second, "cqm.SubscribeExConversations", json!({}));
    assert_eq!(bench.take_changes(second)[0]["result"]["convId"], conversation.as_str());
    let stranger_token = bench.sign_up();
    let stranger = bench.consumer(&stranger_token);
    bench.ask(stranger, "cqm.SubscribeExConversations", json!({}));
    assert!(bench.take_changes(stranger).is_empty());
    for kind in ["ms.SubscribeMessagingEvents", "ms.QueryMessages"] {
        assert_eq!(bench.ask(stranger, kind, json!({ "dialogId": conversation }))["code"], 404, "{kind}");
    }
    assert_eq!(bench.say(stranger, &conversation, "hello")["code"], 404);
    assert_eq!(close_stage(&mut bench, stranger, &conversation)["code"], 404);
}

#[test]
fn what_the_consumer_tells_of_the_visit_comes_back() {
    let mut bench = Bench::new();
    let token = bench.sign_up();
    let socket = bench.consumer(&token);
    bench.ask(socket, "cqm.SubscribeExConversations", json!({}));
    bench.take(socket);
    let context = json!({ "type": "SharkContext", "visitorId": "V1", "sessionId": "S1", "lang": "de-DE" });
    let campaign = json!({ "campaignId": 11, "engagementId": "22" });
    let body =
        json!({ "ttrDefName": "URGENT", "skillId": "7", "campaignInfo": campaign, "conversationContext": context });
    bench.ask(socket, "cm.ConsumerRequestConversation", body);
    let change = bench.take_changes(socket).pop().unwrap();
    let told = details(&change);
    assert_eq!((&told["conversationContext"], &told["campaignInfo"]), (&context, &campaign));
    assert_eq!((&told["ttr"]["ttrType"], &told["skillId"]), (&json!("URGENT"), &json!("7")));
}

#[test]
fn one_refused_change_of_several_changes_nothing() {
    let mut bench = Bench::new();
    let (consumer, conversation) = bench.talking();
    let fields = json!([{ "field": "Stage", "conversationState": "CLOSE" }, { "field": "Nonsense" }]);
    let answer = bench.ask(
        consumer,
        "cm.UpdateConversationField",
        json!({ "conversationId": conversation, "conversationField": fields }),
    );
    assert_eq!(answer["code"], 400);
    assert_eq!(bench.say(consumer, &conversation, "still open")["code"], 200);
}
