//! The session that comes of an accepted invitation: who is let in, what goes to the other side, how it ends.

use alongside::emulator::{Config, SocketId};
use alongside::protocol::Millis;
use serde_json::{Value, json};

use crate::bench::Bench;

/// An accepted invitation, and what it takes to join.
struct Accepted {
    bench: Bench,
    agent: SocketId,
    conversation: String,
    service_id: String,
    bearer: String,
}

impl Accepted {
    fn new(mode: &str) -> Self {
        let mut accepted = Self::invited(mode);
        assert_eq!(accepted.report("accepted"), 204);
        accepted
    }

    fn invited(mode: &str) -> Self {
        // Nobody but the page goes for being silent.
        let mut bench = Bench::with(Config { idle_close: Millis::from_secs(3_600), ..Config::default() });
        let (_, agent, conversation) = bench.answered();
        let (_, session) = bench.post("/api/account/10001/login?v=1.3", &json!({ "username": "Ada", "password": "" }));
        let bearer = session["bearer"].as_str().unwrap().to_owned();
        let dialog = json!({ "dialogId": "d-1", "channelType": "COBROWSE", "state": "OPEN",
            "metaData": { "mode": mode, "serviceId": "a:1#b/2 %", "sessionState": "INVITED" } });
        let mut accepted = Self { bench, agent, conversation, service_id: "a:1#b/2 %".into(), bearer };
        assert_eq!(accepted.update(&json!({ "type": "CREATE", "dialogId": "d-1", "dialog": dialog }))["code"], 200);
        accepted
    }

    fn update(&mut self, change: &Value) -> Value {
        let mut field = change.clone();
        field["field"] = json!("DialogChange");
        let body = json!({ "conversationId": self.conversation, "conversationField": field });
        self.bench.ask(self.agent, ".ams.cm.UpdateConversationField", body)
    }

    fn end(&mut self) {
        let dialog = json!({ "dialogId": "d-1", "channelType": "COBROWSE", "state": "CLOSE",
            "metaData": { "sessionState": "CLOSED" } });
        self.update(&json!({ "type": "UPDATE", "dialogId": "d-1", "dialog": dialog }));
    }

    fn report(&mut self, event: &str) -> u16 {
        let body = json!({ "serviceId": self.service_id, "event": event });
        self.bench.post("/cobrowse/10001/report", &body).0
    }

    fn page(&mut self) -> SocketId {
        self.bench.open("/cobrowse/10001/session/page?service=a%3A1%23b%2F2%20%25")
    }

    fn desk(&mut self) -> SocketId {
        let path = format!("/cobrowse/10001/session/agent/{}?service=a%3A1%23b%2f2%20%25", self.bearer);
        self.bench.open(&path)
    }

    fn send(&mut self, socket: SocketId, text: &str) {
        self.bench.send_text(socket, text);
    }

    fn got(&mut self, socket: SocketId) -> Vec<String> {
        self.bench.take(socket).iter().map(|text| text.as_str().unwrap().to_owned()).collect()
    }

    fn key(&mut self) -> String {
        let changes = self.bench.take_changes(self.agent);
        let dialogs = changes.last().unwrap()["result"]["conversationDetails"]["dialogs"].clone();
        let key = dialogs.as_array().unwrap().iter().find(|dialog| dialog["channelType"] == "COBROWSE").unwrap();
        format!("{} {}", key["metaData"]["sessionState"].as_str().unwrap(), key["closedBy"].as_str().unwrap_or("-"))
    }
}

#[test]
fn an_agent_who_comes_later_gets_the_newest_snapshot_and_what_followed() {
    let mut it = Accepted::new("view");
    let page = it.page();
    assert_eq!(it.got(page), ["mode\nview", "alone"]);
    for text in ["event\nlost", "snapshot\n1", "event\n2", "snapshot\n3", "event\n4", "ping"] {
        it.send(page, text);
    }
    assert_eq!(it.got(page), ["pong"]);
    let desk = it.desk();
    assert_eq!(it.got(desk), ["mode\nview", "snapshot\n3", "event\n4"]);
    assert_eq!(it.got(page), ["agent\nAda"]);
    it.send(page, "event\n5");
    assert_eq!(it.got(desk), ["event\n5"]);
    it.bench.hang_up(desk);
    assert_eq!(it.got(page), ["alone"]);
}

#[test]
fn the_agent_counts_as_joined_once_both_are_there() {
    let mut it = Accepted::new("view");
    let joined = |it: &mut Accepted| {
        let changes = it.bench.take_changes(it.agent);
        changes.iter().filter(|change| change.to_string().contains(r#""notificationKey":"joined""#)).count()
    };
    let desk = it.desk();
    assert_eq!(it.got(desk), ["mode\nview", "away"]);
    assert_eq!(joined(&mut it), 0);
    it.page();
    assert_eq!(joined(&mut it), 1);
    it.page();
    assert_eq!(joined(&mut it), 0, "once");
}

#[test]
fn a_pause_is_forgotten_with_what_was_before_it() {
    let mut it = Accepted::new("view");
    let page = it.page();
    it.send(page, "snapshot\n1");
    it.send(page, "paused");
    let desk = it.desk();
    assert_eq!(it.got(desk), ["mode\nview"]);
    assert_eq!(it.got(page), ["mode\nview", "alone", "wants", "agent\nAda"]);
}

#[test]
fn what_is_kept_is_bounded() {
    let mut it = Accepted::new("view");
    let page = it.page();
    let large = "x".repeat(3 * 1024 * 1024);
    it.send(page, &format!("snapshot\n{large}"));
    for _ in 0..2 {
        it.send(page, &format!("event\n{large}"));
    }
    let desk = it.desk();
    assert_eq!(it.got(desk), ["mode\nview"], "it is asked for anew");
    assert!(it.got(page).contains(&"wants".to_owned()));
    it.send(page, &format!("snapshot\n{large}{large}"));
    assert_eq!(it.bench.closed(page), Some(1009));
    it.send(desk, &format!("point\n{}", "x".repeat(16 * 1024)));
    assert_eq!(it.bench.closed(desk), Some(1009));
}

#[test]
fn an_agent_may_do_what_the_mode_says() {
    let all = ["wants", "point", "scroll", "ask", "release", "click", "key", "snapshot", "paused", "mode", "agent", ""];
    for (mode, allowed) in [("follow", 2), ("view", 3), ("shared", 7)] {
        let mut it = Accepted::new(mode);
        let (page, desk) = (it.page(), it.desk());
        it.got(page);
        for word in all {
            it.send(desk, &format!("{word}\n{{}}"));
        }
        let expected: Vec<_> = all[..allowed].iter().map(|word| format!("{word}\n{{}}")).collect();
        assert_eq!(it.got(page), expected, "{mode}");
    }
}

#[test]
fn nobody_else_is_let_in() {
    let mut it = Accepted::invited("view");
    let page = it.page();
    assert_eq!(it.bench.closed(page), Some(4410), "before the Yes");
    it.report("accepted");
    let (_, other) = it.bench.post("/api/account/10001/login?v=1.3", &json!({ "username": "Bob", "password": "" }));
    it.bearer = other["bearer"].as_str().unwrap().into();
    let desk = it.desk();
    assert_eq!(it.bench.closed(desk), Some(4410), "an agent of another conversation");
    let strange = it.bench.open("/cobrowse/10001/session/page?service=x");
    assert_eq!(it.bench.closed(strange), Some(4410));
    let refused =
        |it: &mut Accepted, path: &str, headers: &[(&str, &str)]| it.bench.try_open(path, headers).unwrap_err();
    assert_eq!(refused(&mut it, "/cobrowse/10001/session/agent/wrong?service=x", &[]), 401);
    assert_eq!(refused(&mut it, "/cobrowse/2/session/page?service=x", &[]), 401);
    assert_eq!(refused(&mut it, "/cobrowse/10001/session/pages", &[]), 404);
    let elsewhere = [("Origin", "https://elsewhere.example")];
    assert_eq!(refused(&mut it, "/cobrowse/10001/session/page?service=x", &elsewhere), 403);
}

#[test]
fn a_page_that_comes_again_takes_the_place_and_the_end_closes_all() {
    let mut it = Accepted::new("shared");
    let (first, desk) = (it.page(), it.desk());
    it.send(first, "snapshot\n1");
    let second = it.page();
    assert_eq!(it.bench.closed(first), Some(4409));
    assert!(!it.got(desk).contains(&"away".to_owned()), "nobody was away");
    it.end();
    assert_eq!((it.bench.closed(second), it.bench.closed(desk)), (Some(4410), Some(4410)));
    let late = it.page();
    assert_eq!(it.bench.closed(late), Some(4410));
}

#[test]
fn a_page_that_is_away_for_two_minutes_ends_it_and_one_that_is_silent_is_away() {
    let mut it = Accepted::new("view");
    let (page, desk) = (it.page(), it.desk());
    it.bench.pass(Millis(19_999));
    it.send(page, "ping");
    it.bench.pass(Millis(19_999));
    assert_eq!(it.bench.closed(page), None);
    it.bench.pass(Millis(1));
    assert_eq!(it.bench.closed(page), Some(1001));
    assert_eq!(it.got(desk).last().unwrap(), "away");
    it.bench.pass(Millis(119_999));
    let page = it.page();
    it.bench.hang_up(page);
    it.bench.pass(Millis(119_999));
    assert_eq!(it.bench.closed(desk), None);
    it.bench.pass(Millis(1));
    assert_eq!(it.bench.closed(desk), Some(4410));
    assert_eq!(it.key(), "CLOSED SYSTEM");
}

#[test]
fn in_a_call_nobody_waits_for_a_page() {
    let mut it = Accepted::new("VOICE_CALL");
    let page = it.page();
    assert_eq!((it.bench.closed(page), it.got(page)), (Some(4405), vec![]));
    it.bench.pass(Millis(300_000));
    assert_eq!(it.key(), "ACCEPTED -");
}
