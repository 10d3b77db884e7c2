//! What becomes of the connection: drops, silence, tokens, and coming back.

use alongside::app::{Input, Intent};
use alongside::protocol::Millis;
use alongside::store::Connection;
use alongside::store::view::{Status, status};

use crate::world::World;

#[test]
fn messages_missed_while_the_connection_was_lost_are_caught_up() {
    let mut world = World::talking();
    world.cut_network();
    world.until("lost", |world| !world.is_online());
    world.agent.say("one");
    world.agent.say("two");
    world.pump();
    world.run_for(Millis::from_secs(30));
    assert_eq!(world.transcript(), ["> hello"]);
    world.network_up = true;
    world.until("caught up", |world| world.transcript() == ["> hello", "< one", "< two"]);
    assert_eq!(status(world.state()), Status::Back);
    world.run_for(Millis::from_secs(4));
    assert_eq!(status(world.state()), Status::Nothing);
    let from: Vec<_> = world.heard.iter().filter(|text| text.contains("SubscribeMessagingEvents")).collect();
    assert!(
        from.last().is_some_and(|text| !text.contains("\"fromSeq\":0")),
        "only what was missed is asked for: {from:?}"
    );
}

#[test]
fn a_half_open_connection_is_found_by_the_unanswered_clock() {
    let mut world = World::talking();
    world.swallow_frames = true;
    world.until("given up", |world| !world.is_online());
    world.swallow_frames = false;
    world.until("back", World::is_online);
}

#[test]
fn the_clock_is_asked_every_half_minute() {
    let mut world = World::online();
    let count = |world: &World| world.heard.iter().filter(|text| text.contains("GetClock")).count();
    let before = count(&world);
    world.run_for(Millis::from_secs(300));
    assert_eq!(count(&world) - before, 10);
    assert!(world.is_online(), "an idle connection is kept alive");
}

#[test]
fn a_refused_token_is_renewed_for_the_same_person() {
    for code in [4401, 4407] {
        let mut world = World::talking();
        let me = world.state().conversation.me.clone();
        world.asked.clear();
        world.kick(code);
        world.until("lost", |world| !world.is_online());
        world.until("back", World::is_online);
        assert_eq!(world.state().conversation.me, me, "{code}");
        assert!(world.asked.iter().any(|url| url.ends_with("anonymous/authorize")), "{code}: {:?}", world.asked);
        assert_eq!(world.transcript(), ["> hello"]);
    }
}

#[test]
fn other_ends_keep_the_token() {
    for code in [1000, 1001, 1006, 1012, 4400, 4999] {
        let mut world = World::talking();
        world.asked.clear();
        world.kick(code);
        world.until("lost", |world| !world.is_online());
        world.until("back", World::is_online);
        assert!(world.asked.is_empty(), "{code}: {:?}", world.asked);
    }
}

#[test]
fn attempts_become_rare_while_the_service_is_away() {
    let mut world = World::online();
    world.cut_network();
    world.run_for(Millis::from_secs(600));
    let attempts = world.asked.len();
    assert!(attempts < 60, "{attempts} requests in ten minutes");
    assert_eq!(status(world.state()), Status::Slow);
    world.network_up = true;
    world.input(Input::Online(true));
    world.run_for(Millis::from_secs(1));
    assert!(world.is_online(), "the browser's word of a network is taken at once");
}

#[test]
fn without_a_network_it_is_said_and_what_is_written_waits() {
    let mut world = World::talking();
    world.cut_network();
    world.input(Input::Online(false));
    world.until("lost", |world| matches!(world.state().connection, Connection::Offline { .. }));
    world.send("written offline");
    world.run_for(Millis::from_secs(60));
    assert_eq!(world.transcript(), ["> hello", "> written offline"]);
    world.network_up = true;
    world.input(Input::Online(true));
    world.until("sent", |world| world.log() == ["hello", "written offline"]);
}

#[test]
fn a_page_in_the_back_forward_cache_holds_no_socket_and_resumes() {
    let mut world = World::talking();
    world.input(Input::PageHidden);
    world.run_for(Millis::from_secs(1));
    assert!(world.service.consumer_sockets().is_empty());
    world.run_for(Millis::from_secs(100));
    world.input(Input::PageShown);
    world.until("back", World::is_online);
    assert!(!world.service.consumer_sockets().is_empty());
}

#[test]
fn a_page_that_was_never_connected_does_not_connect_by_coming_back() {
    let mut world = World::new();
    world.start(false);
    world.input(Input::PageHidden);
    world.input(Input::PageShown);
    world.run_for(Millis::from_secs(10));
    assert!(world.asked.is_empty());
}

#[test]
fn without_a_connector_the_sign_up_is_used_and_said_to_be_for_demonstrations() {
    let mut world = World::with(|config| config.connector = None, |_| {});
    world.start(true);
    world.until("online", World::is_online);
    assert!(world.asked.iter().any(|url| url.ends_with("/signup")));
    let warnings = |world: &World| world.console.iter().filter(|line| line.contains("demonstrations")).count();
    assert_eq!(warnings(&world), 1);
    let me = world.state().conversation.me.clone();
    world.send("hi");
    world.until("sent", World::is_settled);
    world.reload();
    world.until("online", World::is_online);
    assert_eq!(world.state().conversation.me, me, "the same person comes back");
    assert_eq!(warnings(&world), 1);
}

#[test]
fn an_identity_that_cannot_be_renewed_becomes_a_new_one_and_sees_nothing_of_the_old() {
    let mut world = World::talking();
    world.storage.retain(|key, _| !key.ends_with("|credentials"));
    let key = "alongside|https://api.example.com|10001|credentials".to_owned();
    world.storage.insert(key, "external\tnot-a-token\njwt\tnot.a.token".into());
    world.reload();
    world.intent(Intent::Open);
    world.until("online", World::is_online);
    world.run_for(Millis::from_secs(2));
    assert!(world.transcript().is_empty());
}
