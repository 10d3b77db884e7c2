//! Bad input: a sentence, a way out, nothing lost, and never a crash.

use alongside::app::{Input, Intent, LinkId};
use alongside::protocol::Millis;
use alongside::store::view::{Status, status};
use alongside::store::{Connection, Refusal};

use crate::world::World;

#[test]
fn a_wrong_account_is_said_once_and_not_tried_again() {
    let mut world = World::with(|config| config.account = "999".into(), |_| {});
    world.start(true);
    world.until("refused", |world| world.state().connection == Connection::Refused(Refusal::Account));
    world.run_for(Millis::from_secs(300));
    assert_eq!(world.asked.len(), 1);
    assert_eq!(world.console.len(), 1, "one line: {:?}", world.console);
    assert!(world.console[0].contains("`account`") && world.console[0].contains("401"), "{:?}", world.console);
    world.intent(Intent::Reconnect);
    world.until("tried again by wish", |world| world.asked.len() == 2);
}

#[test]
fn a_refused_connector_keeps_what_was_written() {
    let mut world =
        World::with(|config| config.connector = Some("wrong".into()), |config| config.connectors = vec!["4711".into()]);
    world.start(true);
    world.send("please keep this");
    world.until("refused", |world| world.state().connection == Connection::Refused(Refusal::SignIn));
    assert_eq!(status(world.state()), Status::Refused(Refusal::SignIn));
    assert_eq!(world.transcript(), ["> please keep this"]);
    world.reload();
    assert_eq!(world.transcript(), ["> please keep this"]);
}

#[test]
fn a_silent_service_is_spoken_of_and_tried_again() {
    // Its own deadline would end the connection with a close code: that is another matter.
    let mut world = World::with(|_| {}, |config| config.init_deadline = Millis::from_secs(3_600));
    world.service.faults_mut().silent = true;
    world.start(true);
    world.send("anybody?");
    world.run_for(Millis::from_secs(60));
    assert_eq!(status(world.state()), Status::Slow);
    world.service.faults_mut().silent = false;
    world.until("sent", |world| world.log() == ["anybody?"]);
}

#[test]
fn frames_of_every_kind_of_nonsense_cost_nothing_but_themselves() {
    let mut world = World::talking();
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let nonsense = [
        "",
        "not json",
        "null",
        "[]",
        "42",
        "{}",
        "{\"kind\":\"notification\"}",
        "{\"kind\":\"resp\"}",
        "{\"kind\":\"notification\",\"type\":\"x.Unknown\",\"body\":{}}",
        "{\"kind\":\"notification\",\"type\":\"ms.MessagingEventNotification\",\"body\":{\"changes\":[{}]}}",
        "{\"kind\":\"notification\",\"type\":\"ms.MessagingEventNotification\",\"body\":{\"changes\":{\"sequence\":-5,\"dialogId\":7,\"event\":null}}}",
        "{\"kind\":\"notification\",\"type\":\"cqm.ExConversationChangeNotification\",\"body\":{\"changes\":[{\"type\":\"UPSERT\",\"result\":{\"convId\":\"c\"}}]}}",
        "{\"kind\":\"resp\",\"reqId\":\"999\",\"code\":200}",
        "{\"a\":\"\\ud800\"}",
        &deep,
    ];
    for text in nonsense {
        for link in 0..4 {
            world.input(Input::Frame { link: LinkId(link), text: text.to_owned() });
        }
    }
    assert!(world.is_online());
    let lines = world.console.iter().filter(|line| line.contains("passed over")).count();
    assert!(lines >= nonsense.len() / 2, "developers are told: {:?}", world.console);
    world.send("still here");
    world.until("sent", |world| world.log() == ["hello", "still here"]);
}

#[test]
fn an_oversize_frame_is_passed_over() {
    let mut world = World::talking();
    let text = format!("{{\"kind\":\"notification\",\"pad\":\"{}\"}}", "x".repeat(5 * 1024 * 1024));
    for link in 0..4 {
        world.input(Input::Frame { link: LinkId(link), text: text.clone() });
    }
    assert!(world.is_online() && world.console.iter().any(|line| line.contains("bytes")));
}

#[test]
fn storage_that_was_tampered_with_does_no_harm() {
    let prefix = "alongside1|https://api.example.com|10001|";
    let mut world = World::new();
    for (name, value) in [
        ("credentials", "external\t\t\t\njwt\t..\n\\"),
        ("|text|5|name", "x\ty\n\t\t\t\t\t\t\n1\t2\t3\t4\tnotanumber\t\ttext"),
        ("|text|notanumber|name", "\t0\t\tx"),
        ("|floor", "d\tnotanumber"),
        ("|answers", "accepted\tnonsense\nmaybe\tx"),
        ("wake", "perhaps"),
    ] {
        world.storage.insert(format!("{prefix}{name}"), value.into());
    }
    world.reload();
    world.until("online", World::is_online);
    world.send("fine");
    world.until("sent", |world| world.log() == ["fine"]);
}
