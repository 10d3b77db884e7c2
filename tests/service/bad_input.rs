//! Whatever comes in: a sentence goes out, and nothing is lost.

use alongside::protocol::Millis;
use serde_json::{Value, json};

use crate::bench::Bench;

#[test]
fn what_is_not_a_request_is_refused_with_a_text_and_the_socket_stays() {
    let mut bench = Bench::new();
    let (consumer, id) = bench.talking();
    let mut check = |text: &str, request: Option<&str>| {
        bench.send_text(consumer, text);
        let answer = bench.take_answer(consumer);
        assert_eq!((answer["code"].as_i64(), answer["reqId"].as_str()), (Some(400), request), "{text}");
        assert_eq!(answer["type"], ".ReqBody$StringResp");
        assert!(answer["body"].as_str().unwrap().len() <= 128, "{text}");
    };
    check("", None);
    check("{", None);
    check("[]", None);
    check("null", None);
    check("7", None);
    check(r#"{"id":"a"}"#, Some("a"));
    check(r#"{"kind":"resp","id":"a","reqId":"1","code":200}"#, Some("a"));
    check(r#"{"kind":"notification","id":"a","type":"ms.MessagingEventNotification","body":{}}"#, Some("a"));
    check(r#"{"kind":"req","id":"a","type":"no.SuchThing","body":{}}"#, Some("a"));
    check(r#"{"kind":"req","id":"a","type":"ms.PublishEvent"}"#, Some("a"));
    check(r#"{"kind":"req","id":"a","type":"ms.PublishEvent","body":{}}"#, Some("a"));
    check(r#"{"kind":"req","id":"a","type":"ms.PublishEvent","body":[]}"#, Some("a"));
    check(r#"{"kind":"req","id":"a","type":"ms.SubscribeMessagingEvents","body":"x"}"#, Some("a"));
    check(r#"{"kind":"req","id":"a","type":"userprofile.SetUserProfile","body":"x"}"#, Some("a"));
    check(r#"{"kind":"req","id":"a","type":"ms.GenerateURLForUploadFile","body":{}}"#, Some("a"));
    check(&format!(r#"{{"kind":"req","id":"{}","type":"GetClock"}}"#, "x".repeat(65)), None);
    check(r#"{"kind":"req","id":"","type":"GetClock"}"#, None);
    assert_eq!(bench.say(consumer, &id, "still here")["code"], 200);
}

#[test]
fn a_socket_holds_only_so_many_subscriptions() {
    let mut bench = Bench::new();
    let (consumer, _) = bench.talking();
    let subscribe = |bench: &mut Bench| bench.ask(consumer, "cqm.SubscribeExConversations", json!({}));
    let mut held = Vec::new();
    let refused = loop {
        let answer = subscribe(&mut bench);
        if answer["code"] != 200 || held.len() > 100 {
            break answer;
        }
        held.push(answer["body"]["subscriptionId"].clone());
    };
    assert_eq!((held.len(), &refused["code"]), (31, &json!(400)), "the consumer has one already");
    let end = json!({ "subscriptionId": held[0] });
    assert_eq!(bench.ask(consumer, "cqm.UnsubscribeExConversations", end)["code"], 200);
    assert_eq!(subscribe(&mut bench)["code"], 200);
}

#[test]
fn numeric_ids_are_answered_by_text_and_the_kind_may_be_missing() {
    let mut bench = Bench::new();
    let token = bench.sign_up();
    let consumer = bench.consumer(&token);
    bench.send(consumer, &json!({ "id": 17, "type": "GetClock" }));
    let answer = bench.take_answer(consumer);
    assert_eq!((&answer["reqId"], &answer["code"]), (&json!("17"), &json!(200)));
    bench.send(consumer, &json!({ "type": "GetClock" }));
    assert!(bench.take_answer(consumer).get("reqId").is_none());
}

#[test]
fn an_oversize_frame_closes_the_socket() {
    let mut bench = Bench::new();
    let (consumer, _) = bench.talking();
    bench.send_text(consumer, &" ".repeat(256 * 1024));
    assert_eq!(bench.closed(consumer), None);
    bench.send_text(consumer, &" ".repeat(256 * 1024 + 1));
    assert_eq!(bench.closed(consumer), Some(1009));
}

#[test]
fn texts_have_a_limit() {
    let mut bench = Bench::new();
    let (consumer, id) = bench.talking();
    assert_eq!(bench.say(consumer, &id, &"ä".repeat(8_000))["code"], 200);
    let refused = bench.say(consumer, &id, &"ä".repeat(8_001));
    assert_eq!((&refused["code"], &refused["type"]), (&json!(400), &json!(".ReqBody$StringResp")));
}

#[test]
fn unknown_events_and_dialogs_are_refused() {
    let mut bench = Bench::new();
    let (consumer, id) = bench.talking();
    let mut check = |body: Value, code: i64| {
        assert_eq!(bench.ask(consumer, "ms.PublishEvent", body.clone())["code"], code, "{body}");
    };
    check(json!({ "dialogId": id, "event": { "type": "Strange" } }), 400);
    check(json!({ "dialogId": id, "event": 1 }), 400);
    check(json!({ "dialogId": "nowhere", "event": { "type": "ChatStateEvent", "chatState": "ACTIVE" } }), 404);
    check(
        json!({ "dialogId": id, "conversationId": "nowhere", "event": { "type": "ChatStateEvent", "chatState": "ACTIVE" } }),
        404,
    );
}

#[test]
fn fields_that_cannot_be_changed_are_refused() {
    let mut bench = Bench::new();
    let (consumer, id) = bench.talking();
    let mut check = |field: Value, code: i64| {
        let body = json!({ "conversationId": id, "conversationField": field });
        assert_eq!(bench.ask(consumer, "cm.UpdateConversationField", body.clone())["code"], code, "{body}");
    };
    check(json!([]), 400);
    check(json!({ "field": "Nonsense" }), 400);
    check(json!({ "field": "Stage", "conversationState": "OPEN" }), 400);
    check(json!({ "field": "Skill", "skill": "1" }), 400);
    check(json!({ "field": "DialogChange", "type": "UPDATE", "dialog": { "dialogId": id, "state": "OPEN" } }), 400);
    check(json!({ "field": "DialogChange", "type": "UPDATE", "dialog": { "dialogId": "no", "state": "CLOSE" } }), 404);
    check(json!({ "field": "CSATRate", "csatRate": 5, "status": "FILLED" }), 200);
    check(json!({ "field": "TTRField", "ttrType": "URGENT", "value": 60 }), 200);
}

#[test]
fn agents_and_consumers_keep_to_their_own_requests() {
    let mut bench = Bench::new();
    let (consumer, agent, _) = bench.answered();
    let mut check = |socket, kind: &str, body: Value| {
        assert_eq!(bench.ask(socket, kind, body)["code"], 403, "{kind}");
    };
    check(consumer, "routing.SetAgentState", json!({ "availability": "ONLINE" }));
    check(consumer, "routing.SubscribeRoutingTasks", json!({}));
    check(consumer, "routing.UpdateRingState", json!({ "ringId": "r", "ringState": "ACCEPTED" }));
    check(consumer, "cm.AgentRequestConversation", Value::Null);
    check(agent, ".ams.cm.ConsumerRequestConversation", Value::Null);
}

#[test]
fn bodies_that_are_not_json_are_refused_over_http() {
    let mut bench = Bench::new();
    for path in ["anonymous/authorize", "app/c/authenticate?v=3.0", "authenticate", "login?v=1.3"] {
        let path = format!("/api/account/10001/{path}");
        assert_eq!(bench.http("POST", &path, "{").status, 400, "{path}");
        assert_eq!(bench.http("POST", &path, "[]").status, 400, "{path}");
    }
}

#[test]
fn frames_before_the_introduction_are_bounded() {
    let mut bench = Bench::new();
    let socket = bench.open_consumer();
    for _ in 0..64 {
        bench.send_text(socket, "{");
    }
    assert_eq!(bench.closed(socket), None);
    bench.send_text(socket, "{");
    assert_eq!(bench.closed(socket), Some(4401));
}

/// Every value with one of its parts, or itself, replaced by something else.
fn garbled(value: &Value) -> Vec<Value> {
    let mut all = vec![
        Value::Null,
        json!(-1),
        json!(1e300),
        json!("\u{202e}x"),
        json!([]),
        json!({}),
        json!([value]),
        json!(true),
    ];
    match value {
        Value::Object(members) => {
            for (key, part) in members {
                let with = |part: Value| {
                    let mut copy = members.clone();
                    copy.insert(key.clone(), part);
                    Value::Object(copy)
                };
                all.extend(garbled(part).into_iter().map(with));
                let mut without = members.clone();
                without.remove(key);
                all.push(Value::Object(without));
            }
        }
        Value::Array(parts) => {
            for (place, part) in parts.iter().enumerate() {
                let with = |part: Value| {
                    let mut copy = parts.clone();
                    copy[place] = part;
                    Value::Array(copy)
                };
                all.extend(garbled(part).into_iter().map(with));
            }
        }
        _ => {}
    }
    all
}

/// Sends every garbled form of a request, and asserts that each is answered once and the sockets stay.
fn garble(kind: &str, body: impl Fn(&str) -> Value) {
    let mut bench = Bench::new();
    let (consumer, agent, id) = bench.answered();
    let frame = json!({ "kind": "req", "id": "g", "type": kind, "body": body(&id) });
    for frame in garbled(&frame) {
        for socket in [consumer, agent] {
            bench.take(socket);
            bench.send(socket, &frame);
            let answers = bench.take(socket).iter().filter(|one| one["kind"] == "resp").count();
            assert_eq!((answers, bench.closed(socket)), (1, None), "{frame}");
        }
        bench.pass(Millis(10));
    }
}

#[test]
fn every_frame_gets_one_answer_whatever_is_in_it() {
    let fields = |id: &str, field: Value| json!({ "conversationId": id, "conversationField": [field] });
    garble(
        "cqm.SubscribeExConversations",
        |_| json!({ "stage": ["OPEN"], "minLastUpdatedTime": 0, "agentIds": ["a"] }),
    );
    garble("ms.SubscribeMessagingEvents", |id| json!({ "dialogId": id, "fromSeq": 0 }));
    garble("ms.QueryMessages", |id| json!({ "dialogId": id, "newerThanSequence": 0 }));
    garble("ms.PublishEvent", |id| {
        let event = json!({ "type": "AcceptStatusEvent", "status": "READ", "sequenceList": [0] });
        json!({ "dialogId": id, "conversationId": id, "event": event })
    });
    garble("cm.UpdateConversationField", |id| {
        fields(id, json!({ "field": "ParticipantsChange", "type": "ADD", "role": "READER", "userId": "10001.1" }))
    });
    garble("cm.UpdateConversationField", |id| {
        let metadata = json!({ "mode": "view", "expires": 1.0, "serviceId": "s" });
        let dialog = json!({ "dialogId": "d", "channelType": "COBROWSE", "metaData": metadata });
        fields(id, json!({ "field": "DialogChange", "type": "CREATE", "dialogId": "d", "dialog": dialog }))
    });
    garble(
        "cm.ConsumerRequestConversation",
        |_| json!({ "ttrDefName": "URGENT", "campaignInfo": { "campaignId": 1 } }),
    );
    garble("routing.UpdateRingState", |_| json!({ "ringId": "r", "ringState": "ACCEPTED" }));
    garble("userprofile.SetUserProfile", |_| json!({ "firstName": "V", "authenticatedData": { "lp_sdes": [{}] } }));
    garble("userprofile.GetUserProfile", |_| json!("nobody"));
}
