//! CoBrowse: inviting, what the page's part reports, cancelling, expiry.

use alongside::emulator::{Config, Faults, SocketId};
use alongside::protocol::Millis;
use serde_json::{Value, json};

use crate::bench::{Bench, START, init};

fn create(id: &str, mode: &str) -> Value {
    json!({ "field": "DialogChange", "type": "CREATE", "dialogId": id, "dialog": {
        "dialogId": id, "dialogType": "OTHER", "channelType": "COBROWSE", "state": "OPEN",
        "metaData": { "mode": mode, "sessionState": "INVITED", "notificationKey": "invited" } } })
}

fn close(id: &str) -> Value {
    json!({ "field": "DialogChange", "type": "UPDATE", "dialogId": id, "dialog": { "dialogId": id, "state": "CLOSE",
        "channelType": "COBROWSE", "metaData": { "sessionState": "CLOSED" } } })
}

fn update(bench: &mut Bench, socket: SocketId, conversation: &str, field: &Value) -> Value {
    let body = json!({ "conversationId": conversation, "conversationField": field });
    bench.ask(socket, ".ams.cm.UpdateConversationField", body)
}

fn report(bench: &mut Bench, service_id: &Value, event: &str) -> u16 {
    bench.post("/cobrowse/10001/report", &json!({ "serviceId": service_id, "event": event })).0
}

/// The CoBrowse dialogs in the newest told state.
fn dialogs(bench: &mut Bench, socket: SocketId) -> Vec<Value> {
    let change = bench.take_changes(socket).pop().expect("a change");
    let all = change["result"]["conversationDetails"]["dialogs"].as_array().unwrap().clone();
    all.into_iter().filter(|dialog| dialog["channelType"] == "COBROWSE").collect()
}

fn only(bench: &mut Bench, socket: SocketId) -> Value {
    let mut found = dialogs(bench, socket);
    assert_eq!(found.len(), 1);
    found.remove(0)
}

#[test]
fn an_invitation_is_told_as_the_tutorial_shows_it() {
    let mut bench = Bench::new();
    let (consumer, agent, id) = bench.answered();
    bench.pass(Millis(500));
    let answer = update(&mut bench, agent, &id, &json!([create("d-1", "view")]));
    assert_eq!(answer["body"], "OK Add dialog success");
    let dialog = only(&mut bench, consumer);
    let (who, helper) = (dialog["participants"][0].as_str().unwrap(), dialog["participants"][1].as_str().unwrap());
    assert!(helper.starts_with("10001."));
    assert_eq!(
        dialog,
        json!({ "dialogId": "d-1", "participants": [who, helper], "dialogType": "OTHER", "channelType": "COBROWSE",
            "metaData": { "serviceId": format!("{who}#{id}"), "mode": "view", "expires": 1_700_000_120.5,
                "sessionState": "INVITED", "dialogId": "d-1", "notificationKey": "invited" },
            "state": "OPEN", "creationTs": START + 500, "metaDataLastUpdateTs": START + 500 })
    );
}

#[test]
fn every_mode_passes_and_so_does_the_agents_own_expiry() {
    for mode in ["shared", "view", "follow", "VOICE_CALL", "VIDEO_CALL", "SOMETHING_NEW"] {
        let mut bench = Bench::new();
        let (consumer, agent, id) = bench.answered();
        let mut field = create("d-1", mode);
        field["dialog"]["metaData"]["expires"] = json!(1_700_000_015.5);
        assert_eq!(update(&mut bench, agent, &id, &field)["code"], 200);
        let dialog = only(&mut bench, consumer);
        assert_eq!(
            (&dialog["metaData"]["mode"], &dialog["metaData"]["expires"]),
            (&json!(mode), &json!(1_700_000_015.5))
        );
        bench.pass(Millis(15_499));
        assert!(bench.take_changes(consumer).is_empty());
        bench.pass(Millis(1));
        assert_eq!(only(&mut bench, consumer)["metaData"]["sessionState"], "CLOSED");
    }
}

#[test]
fn an_open_invitation_blocks_the_next_until_it_is_closed() {
    let mut bench = Bench::new();
    let (consumer, agent, id) = bench.answered();
    update(&mut bench, agent, &id, &create("d-1", "view"));
    let refused = update(&mut bench, agent, &id, &create("d-2", "view"));
    assert_eq!(refused["code"], 400);
    update(&mut bench, agent, &id, &close("d-1"));
    assert_eq!(update(&mut bench, agent, &id, &create("d-1", "view"))["code"], 200);
    let told = dialogs(&mut bench, consumer);
    assert_eq!(told.len(), 2);
    assert_ne!(told[0]["dialogId"], told[1]["dialogId"], "an id is given once");
}

#[test]
fn accepting_joins_and_ends() {
    let mut bench = Bench::new();
    let (consumer, agent, id) = bench.answered();
    update(&mut bench, agent, &id, &create("d-1", "view"));
    let service_id = only(&mut bench, consumer)["metaData"]["serviceId"].clone();
    let state = |dialog: &Value| {
        (
            dialog["state"].clone(),
            dialog["metaData"]["sessionState"].clone(),
            dialog["metaData"]["notificationKey"].clone(),
        )
    };
    assert_eq!(report(&mut bench, &service_id, "accepted"), 204);
    assert_eq!(state(&only(&mut bench, consumer)), (json!("OPEN"), json!("ACCEPTED"), json!("accepted")));
    assert_eq!(report(&mut bench, &service_id, "joined"), 204);
    assert_eq!(state(&only(&mut bench, consumer)), (json!("OPEN"), json!("ACCEPTED"), json!("joined")));
    bench.service.handle_ping(bench.now, consumer);
    bench.pass(Millis::from_secs(80));
    bench.service.handle_ping(bench.now, consumer);
    bench.pass(Millis::from_secs(80));
    assert!(bench.take_changes(consumer).is_empty(), "a session does not expire");
    assert_eq!(report(&mut bench, &service_id, "ended"), 204);
    assert_eq!(state(&only(&mut bench, consumer)), (json!("CLOSE"), json!("CLOSED"), Value::Null));
    assert_eq!(report(&mut bench, &service_id, "ended"), 409);
}

#[test]
fn declining_closes() {
    let mut bench = Bench::new();
    let (consumer, agent, id) = bench.answered();
    update(&mut bench, agent, &id, &create("d-1", "view"));
    let service_id = only(&mut bench, consumer)["metaData"]["serviceId"].clone();
    assert_eq!(report(&mut bench, &service_id, "declined"), 204);
    assert_eq!(only(&mut bench, consumer)["closedBy"], "CONSUMER");
    assert_eq!(report(&mut bench, &service_id, "accepted"), 409);
}

#[test]
fn reports_out_of_turn_and_about_nothing_are_refused() {
    let mut bench = Bench::new();
    let (consumer, agent, id) = bench.answered();
    update(&mut bench, agent, &id, &create("d-1", "view"));
    let service_id = only(&mut bench, consumer)["metaData"]["serviceId"].clone();
    assert_eq!(report(&mut bench, &service_id, "joined"), 409);
    assert_eq!(report(&mut bench, &service_id, "ended"), 409);
    assert_eq!(report(&mut bench, &service_id, "danced"), 400);
    assert_eq!(report(&mut bench, &json!("nobody#nothing"), "accepted"), 404);
    assert_eq!(bench.http("POST", "/cobrowse/10001/report", "{").status, 400);
    assert_eq!(bench.http("POST", "/cobrowse/10001/report", "").status, 400);
    assert_eq!(bench.http("POST", "/cobrowse/999/report", "").status, 401);
    assert!(bench.take_changes(consumer).is_empty());
}

#[test]
fn cancelling_says_so_and_ending_a_session_does_not() {
    let mut bench = Bench::new();
    let (consumer, agent, id) = bench.answered();
    update(&mut bench, agent, &id, &create("d-1", "view"));
    let service_id = only(&mut bench, consumer)["metaData"]["serviceId"].clone();
    assert_eq!(update(&mut bench, agent, &id, &close("d-1"))["code"], 200);
    let dialog = only(&mut bench, consumer);
    assert_eq!(
        (&dialog["metaData"]["notificationKey"], &dialog["closedBy"]),
        (&json!("cancel_invitation"), &json!("AGENT"))
    );
    update(&mut bench, agent, &id, &create("d-2", "view"));
    report(&mut bench, &service_id, "accepted");
    update(&mut bench, agent, &id, &close("d-2"));
    let told = dialogs(&mut bench, consumer).pop().unwrap();
    assert_eq!(
        (&told["metaData"]["sessionState"], &told["metaData"]["notificationKey"]),
        (&json!("CLOSED"), &Value::Null)
    );
    assert_eq!(update(&mut bench, agent, &id, &close("d-2"))["code"], 400);
}

#[test]
fn an_agent_may_report_a_step_of_the_session() {
    let mut bench = Bench::new();
    let (consumer, agent, id) = bench.answered();
    update(&mut bench, agent, &id, &create("d-1", "view"));
    let field = json!({ "field": "DialogChange", "type": "UPDATE", "dialogId": "d-1", "dialog": { "dialogId": "d-1",
        "state": "OPEN", "metaData": { "sessionState": "ACCEPTED", "notificationKey": "joined" } } });
    assert_eq!(update(&mut bench, agent, &id, &field)["code"], 200);
    assert_eq!(only(&mut bench, consumer)["metaData"]["notificationKey"], "joined");
}

#[test]
fn an_invitation_expires_after_two_minutes_by_itself() {
    let mut bench = Bench::new();
    let (consumer, agent, id) = bench.answered();
    update(&mut bench, agent, &id, &create("d-1", "view"));
    bench.take(consumer);
    bench.pass(Millis::from_secs(60));
    bench.service.handle_ping(bench.now, consumer);
    bench.pass(Millis(59_999));
    assert!(bench.take_changes(consumer).is_empty());
    bench.pass(Millis(1));
    let dialog = only(&mut bench, consumer);
    assert_eq!((&dialog["metaData"]["sessionState"], &dialog["closedBy"]), (&json!("CLOSED"), &json!("SYSTEM")));
}

#[test]
fn the_end_of_the_conversation_ends_the_invitation() {
    let mut bench = Bench::new();
    let (consumer, agent, id) = bench.answered();
    update(&mut bench, agent, &id, &create("d-1", "view"));
    update(&mut bench, agent, &id, &json!({ "field": "Stage", "conversationState": "CLOSE" }));
    assert_eq!(only(&mut bench, consumer)["metaData"]["sessionState"], "CLOSED");
}

#[test]
fn consumers_do_not_invite_and_agents_only_where_they_take_part() {
    let mut bench = Bench::new();
    let (consumer, agent, id) = bench.answered();
    let bob = bench.agent("Bob");
    assert_eq!(update(&mut bench, consumer, &id, &create("d-1", "view"))["code"], 403);
    assert_eq!(update(&mut bench, bob, &id, &create("d-1", "view"))["code"], 403);
    update(&mut bench, agent, &id, &create("d-1", "view"));
    let accepted = json!({ "field": "DialogChange", "type": "UPDATE", "dialog": { "dialogId": "d-1",
        "metaData": { "sessionState": "ACCEPTED" } } });
    assert_eq!(update(&mut bench, consumer, &id, &accepted)["code"], 403, "consumers report nothing");
    let event = json!({ "type": "ContentEvent", "contentType": "text/plain", "message": "x" });
    let answer =
        bench.ask(consumer, "ms.PublishEvent", json!({ "dialogId": "d-1", "conversationId": id, "event": event }));
    assert_eq!(answer["code"], 400);
}

#[test]
fn a_consumer_ends_a_session_unless_the_service_refuses_that() {
    let mut bench =
        Bench::with(Config { faults: Faults { refuse_cobrowse_end: true, ..Faults::default() }, ..Config::default() });
    let (consumer, agent, id) = bench.answered();
    update(&mut bench, agent, &id, &create("d-1", "view"));
    let end = json!({ "field": "DialogChange", "type": "UPDATE", "dialog": { "dialogId": "d-1", "state": "CLOSE",
        "closedCause": "Closed by consumer" } });
    assert_eq!(update(&mut bench, consumer, &id, &end)["code"], 403);
    bench.service.faults_mut().refuse_cobrowse_end = false;
    assert_eq!(update(&mut bench, consumer, &id, &end)["code"], 200);
    let dialog = only(&mut bench, agent);
    assert_eq!((&dialog["metaData"]["sessionState"], &dialog["closedBy"]), (&json!("CLOSED"), &json!("CONSUMER")));
    assert_ne!(dialog["metaData"]["notificationKey"], "cancel_invitation", "only agents take invitations back");
    assert_eq!(update(&mut bench, consumer, &id, &end)["code"], 400, "it is closed");
}

#[test]
fn a_client_that_does_not_name_the_feature_is_not_invited() {
    let mut bench = Bench::new();
    let token = bench.sign_up();
    let consumer = bench.open_consumer();
    let mut frame = init(&token);
    frame["headers"][0]["features"] = json!(["MULTI_DIALOG"]);
    bench.send(consumer, &frame);
    let answer = bench.ask(consumer, "cm.ConsumerRequestConversation", Value::Null);
    let id = answer["body"]["conversationId"].as_str().unwrap().to_owned();
    let agent = bench.agent("Ada");
    let ring = crate::bench::ring_of(&bench.take(agent)).unwrap();
    bench.ask(agent, ".ams.routing.UpdateRingState", json!({ "ringId": ring, "ringState": "ACCEPTED" }));
    let refused = update(&mut bench, agent, &id, &create("d-1", "view"));
    assert_eq!(refused["code"], 400);
    assert!(refused["body"].as_str().unwrap().contains("CoBrowse"));
}

#[test]
fn older_servers_use_one_id_for_all_invitations_and_another_separator() {
    let faults = Faults { old_cobrowse_ids: true, ..Faults::default() };
    let mut bench = Bench::with(Config { faults, ..Config::default() });
    let (consumer, agent, id) = bench.answered();
    for _ in 0..2 {
        update(&mut bench, agent, &id, &create("d-1", "view"));
        let dialog = only(&mut bench, consumer);
        assert_eq!(dialog["dialogId"], "COAPP");
        assert!(dialog["participants"][1].as_str().unwrap().starts_with("10001:"));
        assert_eq!(update(&mut bench, agent, &id, &close("COAPP"))["code"], 200);
        bench.take(consumer);
    }
}

#[test]
fn an_ended_invitation_can_be_told_in_the_short_form_or_not_at_all() {
    let mut bench = Bench::new();
    let (consumer, agent, id) = bench.answered();
    bench.service.faults_mut().bare_closed = true;
    update(&mut bench, agent, &id, &create("d-1", "view"));
    update(&mut bench, agent, &id, &close("d-1"));
    assert_eq!(
        only(&mut bench, consumer),
        json!({ "dialogId": "d-1", "dialogType": "OTHER", "channelType": "COBROWSE", "metaData": { "sessionState": "CLOSED" } })
    );
    bench.service.faults_mut().vanishing_dialogs = true;
    update(&mut bench, agent, &id, &create("d-2", "view"));
    assert_eq!(only(&mut bench, consumer)["dialogId"], "d-2");
    update(&mut bench, agent, &id, &close("d-2"));
    assert!(dialogs(&mut bench, consumer).is_empty());
}
