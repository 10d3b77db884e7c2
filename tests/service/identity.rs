//! Discovery, tokens and who is let in.

use alongside::emulator::Config;
use alongside::protocol::{Millis, TokenClaims};
use serde_json::{Value, json};

use crate::bench::{Bench, init};

#[test]
fn discovery_gives_all_services_or_one() {
    let mut bench = Bench::new();
    let all = bench.http("GET", "/api/account/10001/service/baseURI.json?version=1.0", "");
    let body: Value = serde_json::from_slice(&all.body).unwrap();
    assert_eq!(all.status, 200);
    let hosts: Vec<&str> =
        body["baseURIs"].as_array().unwrap().iter().map(|one| one["service"].as_str().unwrap()).collect();
    assert!(["asyncMessagingEnt", "idp", "agentVep"].iter().all(|name| hosts.contains(name)));
    let one = bench.http("GET", "/api/account/10001/service/idp/baseURI.json?version=1.0", "");
    let body: Value = serde_json::from_slice(&one.body).unwrap();
    assert_eq!(body, json!({ "service": "idp", "account": "10001", "baseURI": "127.0.0.1:8081" }));
}

#[test]
fn discovery_refuses_what_it_does_not_know() {
    let mut bench = Bench::new();
    let mut check = |path: &str, status: u16| assert_eq!(bench.http("GET", path, "").status, status, "{path}");
    check("/api/account/999/service/baseURI.json?version=1.0", 401);
    check("/api/account/10001/service/baseURI.json", 400);
    check("/api/account/10001/service/Idp/baseURI.json?version=1.0", 404);
    check("/api/account/10001/nothing", 404);
    check("/", 404);
}

#[test]
fn pages_get_cors_headers_only_where_they_are_welcome() {
    let mut bench = Bench::with(Config { allowed_origins: vec!["https://shop.example".into()], ..Config::default() });
    let path = "/api/account/10001/service/baseURI.json?version=1.0";
    let mut check = |origin: &str, welcome: bool| {
        for method in ["GET", "OPTIONS"] {
            let response = bench.http_from(Some(origin), method, path, b"");
            let told = response.headers.iter().find(|(name, _)| name == "access-control-allow-origin");
            assert_eq!(told.map(|(_, value)| value.as_str()), welcome.then_some(origin), "{method} {origin}");
        }
    };
    check("http://127.0.0.1:8080", true);
    check("https://shop.example", true);
    check("https://elsewhere.example", false);
    let socket = "/ws_api/account/10001/messaging/consumer?v=3";
    assert_eq!(bench.try_open(socket, &[("Origin", "https://elsewhere.example")]), Err(403));
    assert!(bench.try_open(socket, &[("Origin", "https://shop.example")]).is_ok());
}

#[test]
fn each_sign_up_is_somebody_new() {
    let mut bench = Bench::new();
    let (first, second) = (bench.sign_up(), bench.sign_up());
    let subject = |token: &str| TokenClaims::parse(token).unwrap().0;
    assert_ne!(subject(&first), subject(&second));
}

#[test]
fn an_anonymous_identity_stays_the_same_when_renewed() {
    let mut bench = Bench::new();
    let (_, first) = bench.post("/api/account/10001/anonymous/authorize", &Value::Null);
    let exchange = "/api/account/10001/app/c-1/authenticate?v=3.0";
    let (_, inner) = bench.post(exchange, &json!({ "id_token": first["token"] }));
    bench.pass(Millis::from_secs(11 * 60));
    let (late, _) = bench.post(exchange, &json!({ "id_token": first["token"] }));
    assert_eq!(late, 401, "the identity's token has run out");
    let (_, renewed) = bench.post("/api/account/10001/anonymous/authorize", &json!({ "id_token": first["token"] }));
    let (_, again) = bench.post(exchange, &json!({ "id_token": renewed["token"] }));
    let subject = |body: &Value| TokenClaims::parse(body["token"].as_str().unwrap()).unwrap().0;
    assert_eq!(subject(&inner), subject(&again));
}

#[test]
fn an_identity_cannot_be_renewed_for_ever() {
    let mut bench = Bench::new();
    let (_, first) = bench.post("/api/account/10001/anonymous/authorize", &Value::Null);
    bench.pass(Millis::from_secs(730 * 3_600));
    let (status, _) = bench.post("/api/account/10001/anonymous/authorize", &json!({ "id_token": first["token"] }));
    assert_eq!(status, 401);
}

#[test]
fn an_unknown_connector_is_refused() {
    let mut bench = Bench::with(Config { connectors: vec!["c-1".into()], ..Config::default() });
    let (_, identity) = bench.post("/api/account/10001/anonymous/authorize", &Value::Null);
    let body = json!({ "id_token": identity["token"] });
    assert_eq!(bench.post("/api/account/10001/app/c-2/authenticate?v=3.0", &body).0, 401);
    assert_eq!(bench.post("/api/account/10001/app/c-1/authenticate?v=3.0", &body).0, 200);
}

#[test]
fn the_brands_own_token_names_the_same_consumer_each_time() {
    let mut bench = Bench::new();
    let mut ask = |code: &str| bench.post("/api/account/10001/authenticate", &json!({ "authCode": code }));
    let subject = |body: &Value| TokenClaims::parse(body["jwt"].as_str().unwrap()).unwrap().0;
    let (first, again, other) = (ask("code-1"), ask("code-1"), ask("code-2"));
    assert_eq!(subject(&first.1), subject(&again.1));
    assert_ne!(subject(&first.1), subject(&other.1));
    assert_eq!(subject(&first.1).as_str().len(), 64);
    assert_eq!(ask("").0, 400);
    // The token that was given opens a socket, and the same person finds their conversation by the next one.
    let socket = bench.consumer(first.1["jwt"].as_str().unwrap());
    bench.ask(socket, "cm.ConsumerRequestConversation", Value::Null);
    let socket = bench.consumer(again.1["jwt"].as_str().unwrap());
    bench.ask(socket, "cqm.SubscribeExConversations", json!({}));
    let told = bench.take_changes(socket);
    let participant = &told[0]["result"]["conversationDetails"]["participants"][0]["id"];
    assert_eq!(participant, subject(&first.1).as_str());
}

#[test]
fn sockets_open_only_at_known_addresses() {
    let mut bench = Bench::new();
    let mut check = |path: &str, status: u16| assert_eq!(bench.try_open(path, &[]), Err(status), "{path}");
    check("/ws_api/account/999/messaging/consumer?v=3", 401);
    check("/ws_api/account/10001/messaging/brand/nobody?v=2.1", 401);
    check("/ws_api/account/10001/messaging/elsewhere", 404);
    check("/", 404);
}

#[test]
fn a_wrong_token_closes_the_socket() {
    let mut bench = Bench::new();
    for token in ["", "a.b.c", "wrong"] {
        let socket = bench.open_consumer();
        bench.send(socket, &init(token));
        assert_eq!(bench.closed(socket), Some(4401), "{token}");
    }
    let (_, identity) = bench.post("/api/account/10001/anonymous/authorize", &Value::Null);
    let socket = bench.open_consumer();
    bench.send(socket, &init(identity["token"].as_str().unwrap()));
    assert_eq!(bench.closed(socket), Some(4401), "an identity has to be exchanged first");
}

#[test]
fn an_expired_token_closes_by_the_code_that_says_how_to_renew_it() {
    let mut bench = Bench::new();
    let (_, identity) = bench.post("/api/account/10001/anonymous/authorize", &Value::Null);
    let (_, anonymous) =
        bench.post("/api/account/10001/app/c/authenticate?v=3.0", &json!({ "id_token": identity["token"] }));
    let (_, known) = bench.post("/api/account/10001/authenticate", &json!({ "authCode": "x" }));
    bench.pass(Millis::from_secs(3_600));
    let mut check = |token: &Value, code: u16| {
        let socket = bench.open_consumer();
        bench.send(socket, &init(token.as_str().unwrap()));
        assert_eq!(bench.closed(socket), Some(code));
    };
    check(&anonymous["token"], 4407);
    check(&known["jwt"], 4401);
}

#[test]
fn requests_before_the_first_answer_are_answered_in_their_order() {
    let mut bench = Bench::new();
    let token = bench.sign_up();
    let socket = bench.open_consumer();
    bench.send(socket, &json!({ "kind": "req", "id": "7", "type": "GetClock" }));
    bench.send(socket, &json!({ "kind": "req", "id": "8", "type": "cqm.SubscribeExConversations", "body": {} }));
    assert!(bench.take(socket).is_empty());
    bench.send(socket, &init(&token));
    let ids: Vec<Value> = bench.take(socket).iter().map(|frame| frame["reqId"].clone()).collect();
    assert_eq!(ids, [json!("1"), json!("7"), json!("8"), Value::Null]);
}

#[test]
fn clients_outside_of_browsers_say_who_they_are_in_the_headers() {
    let mut bench = Bench::new();
    let token = bench.sign_up();
    let path = "/ws_api/account/10001/messaging/consumer?v=3";
    let socket = bench.try_open(path, &[("authorization", &format!("jwt {token}"))]).unwrap();
    assert_eq!(bench.ask(socket, "GetClock", Value::Null)["code"], 200);
    // Without properties in the header the client has none, and an agent cannot invite it.
    let properties = r#"{"type":".ClientProperties","deviceFamily":"DESKTOP","features":["CO_BROWSE"]}"#;
    for (header, code) in [("x-nothing", 400), ("Client-Properties", 200)] {
        let token = bench.sign_up();
        let headers = [("Authorization", format!("jwt {token}")), (header, properties.to_owned())];
        let headers = headers.each_ref().map(|(name, value)| (*name, value.as_str()));
        let socket = bench.try_open(path, &headers).unwrap();
        let id = bench.ask(socket, "cm.ConsumerRequestConversation", Value::Null)["body"]["conversationId"].clone();
        let agent = bench.agent("Ada");
        let take = json!({ "field": "ParticipantsChange", "type": "ADD", "role": "ASSIGNED_AGENT" });
        let dialog = json!({ "dialogId": "d", "channelType": "COBROWSE", "metaData": { "mode": "view" } });
        let invite = json!({ "field": "DialogChange", "type": "CREATE", "dialogId": "d", "dialog": dialog });
        let update = json!({ "conversationId": id, "conversationField": [take, invite] });
        assert_eq!(bench.ask(agent, ".ams.cm.UpdateConversationField", update)["code"], code, "{header}");
    }
    let refused = bench.try_open(path, &[("authorization", "jwt wrong")]).unwrap();
    assert_eq!(bench.closed(refused), Some(4401));
}
