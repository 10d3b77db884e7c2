//! What happens by itself.

use alongside::protocol::Millis;
use serde_json::{Value, json};

use crate::bench::{Bench, init};

#[test]
fn a_socket_without_introduction_is_closed_after_five_seconds() {
    let mut bench = Bench::new();
    let socket = bench.open_consumer();
    bench.pass(Millis(4_999));
    assert_eq!(bench.closed(socket), None);
    bench.pass(Millis(1));
    assert_eq!(bench.closed(socket), Some(4401));
}

#[test]
fn an_idle_socket_is_closed_and_any_frame_keeps_it() {
    let mut bench = Bench::new();
    let token = bench.sign_up();
    let socket = bench.consumer(&token);
    bench.pass(Millis::from_secs(89));
    bench.ask(socket, "GetClock", Value::Null);
    bench.pass(Millis::from_secs(89));
    assert_eq!(bench.closed(socket), None);
    bench.pass(Millis::from_secs(1));
    assert_eq!(bench.closed(socket), Some(1001));
    assert_eq!(bench.service.poll_timeout(), None, "nothing is left to wait for");
}

#[test]
fn a_token_that_runs_out_closes_the_socket_it_opened() {
    let mut bench = Bench::new();
    let (_, identity) = bench.post("/api/account/10001/anonymous/authorize", &Value::Null);
    let (_, token) =
        bench.post("/api/account/10001/app/c/authenticate?v=3.0", &json!({ "id_token": identity["token"] }));
    let socket = bench.consumer(token["token"].as_str().unwrap());
    for _ in 0..60 {
        assert_eq!(bench.closed(socket), None);
        bench.service.handle_ping(bench.now, socket);
        bench.pass(Millis::from_secs(60));
    }
    assert_eq!(bench.closed(socket), Some(4407));
}

#[test]
fn the_clock_is_the_one_that_time_is_measured_by() {
    let mut bench = Bench::new();
    let token = bench.sign_up();
    let socket = bench.consumer(&token);
    bench.pass(Millis(1_234));
    let answer = bench.ask(socket, "GetClock", Value::Null);
    assert_eq!(answer["type"], "GetClockResponse");
    assert_eq!(answer["body"], json!({ "currentTime": bench.now.0 }));
}

#[test]
fn sockets_are_closed_on_demand() {
    let mut bench = Bench::new();
    let (consumer, id) = bench.talking();
    let agent = bench.agent("Ada");
    assert_eq!(bench.service.consumer_sockets(), [consumer]);
    bench.service.kick(consumer, 4401);
    bench.drain();
    assert_eq!(bench.closed(consumer), Some(4401));
    assert_eq!(bench.closed(agent), None);
    assert_eq!(bench.say(consumer, &id, "late"), Value::Null);
    bench.hang_up(consumer);
    bench.service.kick(consumer, 1006);
    assert!(bench.service.poll_output().is_none(), "what is closed stays closed");
}

#[test]
fn a_restart_costs_the_connections_and_nothing_else() {
    let mut bench = Bench::new();
    let token = bench.sign_up();
    let (consumer, unknown, agent) = (bench.consumer(&token), bench.open_consumer(), bench.agent("Ada"));
    let opened = bench.ask(consumer, "cm.ConsumerRequestConversation", Value::Null);
    let id = opened["body"]["conversationId"].as_str().unwrap();
    assert_eq!(bench.say(consumer, id, "before")["body"]["sequence"], 0);
    let log = bench.service.log().to_vec();
    bench.service.restart(1012);
    bench.drain();
    assert_eq!([consumer, unknown, agent].map(|socket| bench.closed(socket)), [Some(1012); 3]);
    assert!(bench.service.consumer_sockets().is_empty());
    assert_eq!(bench.service.log()[..log.len()], log);
    // The token of before, the conversation of before, and the next number in it.
    let consumer = bench.consumer(&token);
    bench.ask(consumer, "ms.SubscribeMessagingEvents", json!({ "dialogId": id, "fromSeq": 0 }));
    assert_eq!(bench.take_events(consumer)[0]["event"]["message"], "before");
    assert_eq!(bench.say(consumer, id, "after")["body"]["sequence"], 1);
}

#[test]
fn the_same_calls_give_the_same_frames() {
    let run = || {
        let mut bench = Bench::new();
        let (consumer, agent, id) = bench.answered();
        bench.say(consumer, &id, "a");
        bench.say(agent, &id, "b");
        bench.pass(Millis::from_secs(30));
        (id, bench.take(consumer), bench.take(agent))
    };
    assert_eq!(run(), run());
}

#[test]
fn a_token_of_an_earlier_run_is_still_good() {
    let token = Bench::new().sign_up();
    let mut later = Bench::new();
    later.pass(Millis::from_secs(86_400));
    let socket = later.open_consumer();
    later.send(socket, &init(&token));
    assert_eq!(later.take_answer(socket)["code"], 200);
}
