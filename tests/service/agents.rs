//! Agents: login, offers, the older shapes, transfer.

use alongside::protocol::Millis;
use serde_json::{Value, json};

use crate::bench::{Bench, ring_of};

fn rings(frames: &[Value]) -> Vec<String> {
    let tasks = frames.iter().filter(|frame| frame["type"] == ".ams.routing.RoutingTaskNotification");
    let states = tasks.map(|frame| &frame["body"]["changes"][0]["result"]["ringsDetails"][0]["ringState"]);
    states.map(|state| state.as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_login_gives_a_bearer_and_who_the_agent_is() {
    let mut bench = Bench::new();
    let (status, session) =
        bench.post("/api/account/10001/login?v=1.3", &json!({ "username": " Ada ", "password": "" }));
    assert_eq!(status, 200);
    let id = session["config"]["userPid"].as_str().unwrap().to_owned();
    let (_, again) = bench.post("/api/account/10001/login?v=1.3", &json!({ "username": "Ada" }));
    assert_eq!(again["config"]["userPid"], id.as_str());
    let (status, fresh) = bench.post("/api/account/10001/refresh?v=1.3", &json!({ "csrf": session["csrf"] }));
    assert_eq!(status, 200);
    let socket = format!("/ws_api/account/10001/messaging/brand/{}?v=2.1", fresh["bearer"].as_str().unwrap());
    assert!(bench.try_open(&socket, &[]).is_ok());
    for body in [json!({}), json!({ "username": "  " }), json!({ "username": "x".repeat(101) })] {
        assert_eq!(bench.post("/api/account/10001/login?v=1.3", &body).0, 400);
    }
    assert_eq!(bench.post("/api/account/10001/refresh?v=1.3", &json!({ "csrf": "x" })).0, 401);
}

#[test]
fn a_desk_that_comes_back_again_and_again_leaves_the_other_one_alone() {
    let mut bench = Bench::new();
    let (consumer, first, id) = bench.answered();
    for _ in 0..100 {
        let second = bench.agent("Ada");
        bench.hang_up(second);
    }
    let second = bench.agent("Ada");
    bench.say(consumer, &id, "hello");
    assert_eq!((bench.take_events(first).len(), bench.take_events(second).len()), (1, 1));
    assert_eq!(bench.say(first, &id, "hi")["code"], 200);
    assert_eq!(bench.say(second, &id, "hi from here")["code"], 200);
}

#[test]
fn everybody_may_read_the_public_profile_by_each_id() {
    let mut bench = Bench::new();
    let (_, session) = bench.post("/api/account/10001/login?v=1.3", &json!({ "username": "Ada" }));
    let number = session["config"]["userId"].as_str().unwrap();
    let pid = session["config"]["userPid"].as_str().unwrap();
    for id in [pid, number, &format!("10001.{number}"), &format!("pid/{pid}")] {
        let path = format!("/api/account/10001/configuration/le-users/users/{id}");
        let response = bench.http_from(Some("http://localhost:8080"), "GET", &path, b"");
        let body: Value = serde_json::from_slice(&response.body).unwrap();
        assert_eq!((response.status, &body["nickname"]), (200, &json!("Ada")), "{id}");
    }
    assert_eq!(bench.http("GET", "/api/account/10001/configuration/le-users/users/nobody", "").status, 404);
}

#[test]
fn a_waiting_conversation_rings_at_agents_who_come_online_and_goes_to_the_first() {
    let mut bench = Bench::new();
    let (consumer, id) = bench.talking();
    let (ada, bob) = (bench.agent("Ada"), bench.agent("Bob"));
    let (ada_ring, bob_ring) = (ring_of(&bench.take(ada)).unwrap(), ring_of(&bench.take(bob)).unwrap());
    let accept = |ring: &str| json!({ "ringId": ring, "ringState": "ACCEPTED" });
    assert_eq!(bench.ask(ada, ".ams.routing.UpdateRingState", accept(&bob_ring))["code"], 400, "not her ring");
    let answer = bench.ask(ada, ".ams.routing.UpdateRingState", accept(&ada_ring));
    assert_eq!(answer["body"], "Ring state updated successfully");
    assert_eq!(rings(&bench.take(bob)), ["CANCELLED"]);
    assert_eq!(bench.ask(bob, ".ams.routing.UpdateRingState", accept(&bob_ring))["code"], 400, "too late");
    let change = bench.take_changes(consumer).pop().unwrap();
    let people = &change["result"]["conversationDetails"]["participants"];
    assert_eq!(people[1]["role"], "ASSIGNED_AGENT");
    assert_eq!(rings(&bench.take(ada)), ["ACCEPTED"]);
    assert_eq!(bench.say(bob, &id, "hello")["code"], 403, "he does not take part");
}

#[test]
fn only_agents_who_are_online_are_rung() {
    let mut bench = Bench::new();
    let agent = bench.agent("Ada");
    bench.ask(agent, ".ams.routing.SetAgentState", json!({ "availability": "AWAY" }));
    bench.talking();
    assert!(rings(&bench.take(agent)).is_empty());
    bench.ask(agent, ".ams.routing.SetAgentState", json!({ "availability": "ONLINE" }));
    assert_eq!(rings(&bench.take(agent)), ["WAITING"]);
    bench.ask(agent, ".ams.routing.SetAgentState", json!({ "availability": "OFFLINE" }));
    assert_eq!(rings(&bench.take(agent)), ["CANCELLED"]);
}

#[test]
fn a_ring_runs_out_and_is_made_anew_and_a_rejected_one_only_later() {
    let mut bench = Bench::new();
    bench.talking();
    let agent = bench.agent("Ada");
    let first = ring_of(&bench.take(agent)).unwrap();
    bench.pass(Millis::from_secs(60));
    let frames = bench.take(agent);
    assert_eq!(rings(&frames), ["EXPIRED", "WAITING"]);
    let second = ring_of(&frames).unwrap();
    assert_ne!(first, second);
    bench.ask(agent, ".ams.routing.UpdateRingState", json!({ "ringId": second, "ringState": "REJECTED" }));
    assert_eq!(rings(&bench.take(agent)), ["REJECTED"]);
    bench.service.handle_ping(bench.now, agent);
    bench.pass(Millis::from_secs(60));
    assert_eq!(rings(&bench.take(agent)), ["WAITING"]);
}

#[test]
fn agents_see_conversations_in_the_older_shape() {
    let mut bench = Bench::new();
    let (consumer, agent, id) = bench.answered();
    bench.say(consumer, &id, "hello");
    bench.take(agent);
    let answer = bench.ask(agent, ".ams.aam.SubscribeExConversations", json!({ "convState": ["OPEN"] }));
    assert_eq!(answer["type"], ".ams.aam.SubscribeExConversations$Response");
    let frames = bench.take(agent);
    assert_eq!(frames[0]["type"], ".ams.aam.ExConversationChangeNotification");
    let result = &frames[0]["body"]["changes"][0]["result"];
    let told = &result["conversationDetails"];
    assert_eq!(told["convId"], id.as_str());
    let older = told["participants"]["ASSIGNED_AGENT"][0].as_str().unwrap();
    assert!(older.starts_with("10001."), "{older}");
    assert_eq!(told["participantsPId"]["CONSUMER"], told["participants"]["CONSUMER"]);
    assert_ne!(told["participantsPId"]["ASSIGNED_AGENT"][0], older);
    assert_eq!(result["lastContentEventNotification"]["event"]["message"], "hello");
    let query = bench.ask(agent, ".ams.ms.QueryMessages", json!({ "dialogId": id, "newerThanSequence": -1 }));
    assert_eq!(query["type"], ".ams.ms.QueryMessages$Response");
    assert_eq!(query["body"][0]["originatorMetadata"]["role"], "CONSUMER");
}

#[test]
fn agents_who_do_not_take_part_see_what_was_said_last() {
    let mut bench = Bench::new();
    let (consumer, agent, id) = bench.answered();
    let bob = bench.agent("Bob");
    bench.take(bob);
    bench.say(consumer, &id, "hello");
    let told = bench.take(bob);
    assert_eq!(told.len(), 1);
    let result = &told[0]["body"]["changes"][0]["result"];
    assert_eq!(result["lastContentEventNotification"]["event"]["message"], "hello");
    let types: Vec<Value> = bench.take(agent).iter().map(|frame| frame["type"].clone()).collect();
    assert_eq!(types, [".ams.ms.OnlineEventDistribution"], "who takes part has the event itself");
}

#[test]
fn an_agent_asks_for_the_own_conversations_only() {
    let mut bench = Bench::new();
    let (_, agent, id) = bench.answered();
    bench.talking();
    bench.take(agent);
    let (_, session) = bench.post("/api/account/10001/login?v=1.3", &json!({ "username": "Ada" }));
    let number = session["config"]["userId"].as_str().unwrap();
    bench.ask(agent, ".ams.aam.SubscribeExConversations", json!({ "agentIds": [format!("10001.{number}")] }));
    let told = bench.take_changes(agent);
    assert_eq!(told.len(), 1);
    assert_eq!(told[0]["result"]["convId"], id.as_str());
}

#[test]
fn a_transfer_rings_again_and_the_next_agent_takes_over() {
    let mut bench = Bench::new();
    let (consumer, ada, id) = bench.answered();
    let bob = bench.agent("Bob");
    bench.ask(ada, ".ams.routing.SetAgentState", json!({ "availability": "AWAY" }));
    let fields = json!([
        { "field": "ParticipantsChange", "type": "REMOVE", "role": "ASSIGNED_AGENT" },
        { "field": "Skill", "type": "UPDATE", "skill": "s2" },
    ]);
    let update = json!({ "conversationId": id, "conversationField": fields });
    assert_eq!(bench.ask(ada, ".ams.cm.UpdateConversationField", update)["code"], 200);
    let told = bench.take_changes(consumer).pop().unwrap();
    let details = &told["result"]["conversationDetails"];
    assert_eq!((details["participants"].as_array().unwrap().len(), &details["skillId"]), (1, &json!("s2")));
    let ring = ring_of(&bench.take(bob)).unwrap();
    bench.ask(bob, ".ams.routing.UpdateRingState", json!({ "ringId": ring, "ringState": "ACCEPTED" }));
    let told = bench.take_changes(consumer).pop().unwrap();
    assert_eq!(told["result"]["conversationDetails"]["participants"][1]["role"], "ASSIGNED_AGENT");
    assert_eq!(bench.say(bob, &id, "hello")["code"], 200);
}

#[test]
fn a_suggested_agent_is_not_there_yet() {
    let mut bench = Bench::new();
    let (consumer, ada, id) = bench.answered();
    let (_, bob) = bench.post("/api/account/10001/login?v=1.3", &json!({ "username": "Bob" }));
    let field = json!({ "field": "ParticipantsChange", "type": "SUGGEST", "role": "ASSIGNED_AGENT",
        "userId": bob["config"]["userPid"] });
    bench.ask(ada, ".ams.cm.UpdateConversationField", json!({ "conversationId": id, "conversationField": field }));
    let told = bench.take_changes(consumer).pop().unwrap();
    let details = &told["result"]["conversationDetails"];
    assert_eq!(details["dialogs"][0]["participantsDetails"][1]["state"], "SUGGESTED");
    assert_eq!(details["participants"][1]["state"], "SUGGESTED");
    // Nobody has it meanwhile: it rings, and is the suggested agent's once that one takes it.
    let bob = bench.agent("Bob");
    let ring = ring_of(&bench.take(bob)).unwrap();
    bench.ask(bob, ".ams.routing.UpdateRingState", json!({ "ringId": ring, "ringState": "ACCEPTED" }));
    let told = bench.take_changes(consumer).pop().unwrap();
    let details = &told["result"]["conversationDetails"];
    assert_eq!(details["participants"].as_array().unwrap().len(), 2);
    assert_eq!(details["participants"][1].get("state"), None);
    assert_eq!(details["dialogs"][0]["participantsDetails"][1]["state"], "ACTIVE");
}

#[test]
fn a_conversation_that_is_handed_to_an_agent_rings_there_alone_until_they_decline() {
    for declines in [true, false] {
        let mut bench = Bench::new();
        let (consumer, ada, id) = bench.answered();
        let (bob, eve) = (bench.agent("Bob"), bench.agent("Eve"));
        for socket in [ada, bob, eve] {
            bench.take(socket);
        }
        let (_, session) = bench.post("/api/account/10001/login?v=1.3", &json!({ "username": "Ada" }));
        let bearer = format!("Bearer {}", session["bearer"].as_str().unwrap());
        let path = "/api/account/10001/configuration/le-users/users";
        assert_eq!(bench.http("GET", path, "").status, 401);
        let list = bench.http_with(&[("Authorization", &bearer)], "GET", path, b"");
        let list: Value = serde_json::from_slice(&list.body).unwrap();
        let pid = |name: &str| {
            let found = list.as_array().unwrap().iter().find(|agent| agent["nickname"] == name);
            found.unwrap()["pid"].clone()
        };
        assert_eq!(list.as_array().unwrap().len(), 3);
        let fields = json!([
            { "field": "ParticipantsChange", "type": "REMOVE", "role": "ASSIGNED_AGENT" },
            { "field": "ParticipantsChange", "type": "SUGGEST", "role": "ASSIGNED_AGENT", "userId": pid("Bob") },
        ]);
        let body = json!({ "conversationId": id, "conversationField": fields });
        assert_eq!(bench.ask(ada, ".ams.cm.UpdateConversationField", body)["code"], 200);
        let frames = bench.take(bob);
        let ring = ring_of(&frames).unwrap();
        assert_eq!(
            (rings(&frames), rings(&bench.take(eve)), rings(&bench.take(ada))),
            (vec!["WAITING".into()], vec![], vec![])
        );
        assert_eq!(bench.say(bob, &id, "hello")["code"], 403, "he has not taken it yet");
        bench.take(consumer);
        let answer = if declines { "REJECTED" } else { "ACCEPTED" };
        bench.ask(bob, ".ams.routing.UpdateRingState", json!({ "ringId": ring, "ringState": answer }));
        let told = bench.take_changes(consumer).pop().unwrap();
        let people = told["result"]["conversationDetails"]["participants"].as_array().unwrap().len();
        assert_eq!(people, if declines { 1 } else { 2 });
        let wanted: Vec<String> = if declines { vec!["WAITING".into()] } else { vec![] };
        assert_eq!((rings(&bench.take(eve)), rings(&bench.take(ada))), (wanted.clone(), wanted));
    }
}

#[test]
fn participants_are_the_agents_business() {
    let mut bench = Bench::new();
    let (consumer, agent, id) = bench.answered();
    let mut change = |socket, field: Value| {
        let body = json!({ "conversationId": id, "conversationField": field });
        bench.ask(socket, "cm.UpdateConversationField", body)["code"].clone()
    };
    let add = json!({ "field": "ParticipantsChange", "type": "ADD", "role": "READER" });
    let remove = json!({ "field": "ParticipantsChange", "type": "REMOVE", "role": "READER" });
    assert_eq!(change(consumer, add.clone()), 403);
    assert_eq!(change(agent, remove.clone()), 400);
    assert_eq!(change(agent, add), 200);
    assert_eq!(change(agent, remove), 200);
    let consumer_role = json!({ "field": "ParticipantsChange", "type": "ADD", "role": "CONSUMER" });
    assert_eq!(change(agent, consumer_role), 400);
    let nobody = json!({ "field": "ParticipantsChange", "type": "ADD", "role": "READER", "userId": "10001.1" });
    assert_eq!(change(agent, nobody), 404);
}

#[test]
fn an_agent_reads_what_the_consumer_told_of_themselves() {
    let mut bench = Bench::new();
    let (consumer, agent, _) = bench.answered();
    let answer = bench.ask(consumer, "userprofile.SetUserProfile", json!({ "firstName": "Vera", "role": "x" }));
    assert_eq!(answer["body"], "OK User Profile set successfully");
    bench.ask(agent, ".ams.aam.SubscribeExConversations", json!({}));
    let told = bench.take_changes(agent).pop().unwrap();
    let who = told["result"]["conversationDetails"]["participantsPId"]["CONSUMER"][0].clone();
    let expected = json!([{ "type": "personal", "personal": { "firstname": "Vera" } }]);
    assert_eq!(bench.ask(agent, ".ams.userprofile.GetUserProfile", who)["body"], expected);
    assert_eq!(bench.ask(consumer, "userprofile.GetUserProfile", json!({}))["body"], expected);
    assert_eq!(bench.ask(agent, ".ams.userprofile.GetUserProfile", json!("nobody"))["code"], 404);
}

#[test]
fn an_agent_opens_a_conversation_with_a_known_consumer() {
    let mut bench = Bench::new();
    let (consumer, agent, id) = bench.answered();
    bench.ask(agent, ".ams.aam.SubscribeExConversations", json!({}));
    let told = bench.take_changes(agent).pop().unwrap();
    let who = told["result"]["conversationDetails"]["participantsPId"]["CONSUMER"][0].clone();
    let mut open = |who: &Value| bench.ask(agent, ".ams.cm.AgentRequestConversation", json!({ "consumerId": who }));
    assert_eq!(open(&who)["code"], 400, "one is open");
    assert_eq!(open(&json!("nobody"))["code"], 404);
    let close = json!({ "field": "ConversationStateField", "conversationState": "CLOSE" });
    bench.ask(agent, ".ams.cm.UpdateConversationField", json!({ "conversationId": id, "conversationField": close }));
    let told = bench.take_changes(consumer).pop().unwrap();
    assert_eq!(told["result"]["conversationDetails"]["closeReason"], "AGENT");
    let answer = bench.ask(agent, ".ams.cm.AgentRequestConversation", json!({ "consumerId": who }));
    assert_eq!(answer["code"], 200);
    assert_eq!(bench.take_changes(consumer).len(), 1);
}
