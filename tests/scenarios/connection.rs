//! What becomes of the connection: drops, silence, tokens, and coming back.

use alongside::app::{Input, Intent};
use alongside::protocol::Millis;
use alongside::store::Connection;
use alongside::store::view::{Status, status};

use crate::world::World;

#[test]
fn messages_missed_while_the_connection_was_lost_are_caught_up() {
    let mut world = World::talking();
    world.lose_network();
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
    // The first time is by chance.
    world.run_for(Millis::from_secs(45));
    let before = count(&world);
    world.run_for(Millis::from_secs(300));
    assert_eq!(count(&world) - before, 10);
    assert!(world.is_online(), "an idle connection is kept alive");
}

#[test]
fn a_refused_token_is_renewed_for_the_same_person() {
    for code in [4401, 4407] {
        let mut world = World::talking();
        let me = world.state().me.clone();
        world.asked.clear();
        world.interrupt(code);
        assert_eq!(world.state().me, me, "{code}");
        assert!(world.asked.iter().any(|url| url.ends_with("anonymous/authorize")), "{code}: {:?}", world.asked);
        assert_eq!(world.transcript(), ["> hello"]);
    }
}

#[test]
fn a_service_in_trouble_is_left_alone_for_five_seconds_and_ever_longer() {
    let mut world = World::new();
    world.service.faults_mut().unavailable = true;
    world.start(true);
    let mut asked = Vec::new();
    while asked.len() < 5 {
        world.run_for(Millis(100));
        asked.resize(world.asked.len(), world.now);
    }
    let pauses: Vec<_> = asked.windows(2).map(|pair| pair[1] - pair[0]).collect();
    assert!(pauses.iter().all(|pause| *pause >= Millis(5_000)), "{pauses:?}");
    world.service.faults_mut().unavailable = false;
    world.until("online", World::is_online);
}

#[test]
fn a_service_that_wants_fewer_connections_is_left_alone_for_a_second() {
    let mut world = World::new();
    // The clock and the conversations.
    world.service.faults_mut().too_many_requests = 2;
    world.start(true);
    let introductions = |world: &World| world.heard.iter().filter(|text| text.contains("InitConnection")).count();
    world.until("it is refused", |world| introductions(world) == 1);
    world.run_for(Millis::from_secs(1));
    assert_eq!(introductions(&world), 1);
    world.until("online", World::is_online);
    assert_eq!(introductions(&world), 2);
}

#[test]
fn a_service_that_was_not_told_the_token_does_not_refuse_it() {
    for code in [4401, 4407] {
        let mut world = World::without_connector();
        let me = world.state().me.clone();
        world.asked.clear();
        world.kick(1012);
        while !world.close_what_is_opening(code) {
            world.run_for(Millis(1));
        }
        world.until("lost", |world| !world.is_online());
        world.until("back", World::is_online);
        assert_eq!((&world.state().me, world.asked.len()), (&me, 0), "{code}: {:?}", world.asked);
    }
}

#[test]
fn a_token_that_can_only_be_replaced_is_shown_once_more_first() {
    let mut world = World::without_connector();
    let me = world.state().me.clone();
    world.asked.clear();
    world.interrupt(4401);
    assert_eq!((&world.state().me, world.asked.len()), (&me, 0), "{:?}", world.asked);
    world.refuse_token();
    world.until("somebody else", |world| world.is_online() && world.state().me != me);
}

#[test]
fn other_ends_keep_the_token() {
    for code in [1000, 1001, 1006, 1012, 4400, 4999] {
        let mut world = World::talking();
        world.asked.clear();
        world.interrupt(code);
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
    world.run_for(Millis::from_secs(3));
    assert!(world.is_online(), "the browser's word of a network is taken soon");
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
fn a_connection_that_stands_is_not_said_to_be_back() {
    let mut world = World::talking();
    world.run_for(Millis::from_secs(5));
    // The browser is often wrong, and what it says of the network changes nothing where the connection stands.
    for online in [false, true] {
        world.input(Input::Online(online));
        assert_eq!(status(world.state()), Status::Nothing, "online: {online}");
        assert!(world.is_online());
    }
}

#[test]
fn a_page_in_the_back_forward_cache_holds_no_socket_and_resumes() {
    let mut world = World::talking();
    world.input(Input::PageHidden);
    world.run_for(Millis::from_secs(1));
    assert!(world.service.consumer_sockets().is_empty());
    world.run_for(Millis::from_secs(100));
    world.show_again();
    world.until("back", World::is_online);
    assert!(!world.service.consumer_sockets().is_empty());
}

#[test]
fn a_page_that_was_never_connected_does_not_connect_by_coming_back() {
    let mut world = World::new();
    world.start(false);
    world.input(Input::PageHidden);
    world.show_again();
    world.run_for(Millis::from_secs(10));
    assert!(world.asked.is_empty());
}

#[test]
fn without_a_connector_the_sign_up_is_used_and_said_to_be_for_demonstrations() {
    let mut world = World::without_connector();
    assert!(world.asked.iter().any(|url| url.ends_with("/signup")));
    let warnings = |world: &World| world.console.iter().filter(|line| line.contains("demonstrations")).count();
    assert_eq!(warnings(&world), 1);
    let me = world.state().me.clone();
    world.send("hi");
    world.until("sent", World::is_settled);
    world.reload();
    world.until("online", World::is_online);
    assert_eq!(world.state().me, me, "the same person comes back");
    assert_eq!(warnings(&world), 1);
}

#[test]
fn an_identity_that_cannot_be_renewed_becomes_a_new_one_and_sees_nothing_of_the_old() {
    let mut world = World::talking();
    world.storage.retain(|key, _| !key.ends_with("|credentials"));
    let key = "alongside1|https://api.example.com|10001|credentials".to_owned();
    world.storage.insert(key, "external\tnot-a-token\njwt\tnot.a.token".into());
    world.reload();
    world.intent(Intent::Open);
    world.until("online", World::is_online);
    world.run_for(Millis::from_secs(2));
    assert!(world.transcript().is_empty());
}

#[test]
fn a_service_in_trouble_with_its_sign_in_is_tried_again_without_end() {
    for (code, connector) in [(1011, true), (1008, true), (1011, false), (1008, false)] {
        let mut world = World::with(|config| config.connector = config.connector.take().filter(|_| connector), |_| {});
        world.start(true);
        world.until("online", World::is_online);
        let me = world.state().me.clone();
        for _ in 0..5 {
            world.interrupt(code);
        }
        assert_eq!(world.state().me, me, "{code}");
        let renewed = world.asked.iter().filter(|url| url.ends_with("anonymous/authorize")).count();
        assert_eq!(renewed, if connector { 6 } else { 0 }, "{code}");
    }
}

#[test]
fn a_connection_that_breaks_at_once_each_time_is_made_ever_more_rarely() {
    let mut world = World::online();
    let mut connections = 0;
    let end = world.now + Millis::from_secs(600);
    while world.now < end {
        world.until("online", World::is_online);
        connections += 1;
        world.kick(1012);
        world.until("lost", |world| !world.is_online());
    }
    assert!(connections < 40, "{connections} in ten minutes");
    // One that lasts ends the outage: the next attempt comes soon.
    world.until("online", World::is_online);
    world.run_for(Millis::from_secs(61));
    world.kick(1012);
    world.until("lost", |world| !world.is_online());
    let lost = world.now;
    world.until("online", World::is_online);
    assert!(world.now - lost < Millis::from_secs(3), "{:?}", world.now - lost);
}

#[test]
fn a_token_that_is_refused_after_each_sign_in_is_not_renewed_for_ever() {
    let mut world = World::online();
    for _ in 0..2 {
        world.interrupt(4401);
    }
    world.kick(4401);
    world.until("refused", |world| matches!(world.state().connection, Connection::Refused(_)));
}

#[test]
fn events_that_the_service_put_off_are_asked_for_again() {
    let mut world = World::talking();
    world.agent.say("hi");
    world.pump();
    world.until("both", |world| world.transcript().len() == 2);
    world.heard.clear();
    world.reload();
    let asked = |world: &World, what: &str| world.heard.iter().filter(|text| text.contains(what)).count();
    world.until("subscribed", |world| asked(world, "SubscribeExConversations") == 1);
    world.service.faults_mut().too_many_requests = 1;
    world.until("put off", |world| asked(world, "SubscribeMessagingEvents") == 1);
    assert!(world.transcript().is_empty());
    world.until("there", |world| world.transcript() == ["> hello", "< hi"]);
    assert_eq!(asked(&world, "SubscribeMessagingEvents"), 2);
}

#[test]
fn a_lost_connection_is_a_warning_once() {
    let mut world = World::talking();
    for _ in 0..3 {
        world.interrupt(1012);
    }
    let lines: Vec<_> = world.warnings.iter().filter(|line| line.contains("1012")).collect();
    assert_eq!(lines.len(), 1, "{:?}", world.warnings);
}

#[test]
fn a_missing_message_that_the_service_puts_off_is_asked_for_again() {
    let mut world = World::talking();
    let dialog = world.state().conversation.input.clone().unwrap();
    let ahead = serde_json::json!({ "kind": "notification", "type": "ms.MessagingEventNotification", "body": { "changes": [{
        "sequence": 9, "dialogId": dialog.as_str(), "originatorId": "agent",
        "event": { "type": "ContentEvent", "message": "far ahead", "contentType": "text/plain" } }] } });
    world.answer_with(&ahead.to_string());
    // Its receipts are told first.
    world.run_for(Millis(900));
    world.service.faults_mut().too_many_requests = 1;
    let asked = |world: &World| world.heard.iter().filter(|text| text.contains("QueryMessages")).count();
    world.until("asked", |world| asked(world) == 1);
    world.until("asked again", |world| asked(world) == 2);
    world.run_for(Millis::from_secs(30));
    assert_eq!(asked(&world), 2, "and then it is given up");
}

#[test]
fn a_service_that_goes_on_asking_for_patience_is_asked_ever_more_rarely() {
    let mut world = World::talking();
    world.service.faults_mut().too_many_requests = u32::MAX;
    world.agent.say("hi");
    world.pump();
    world.heard.clear();
    world.run_for(Millis::from_secs(300));
    let receipts = world.heard.iter().filter(|text| text.contains("AcceptStatusEvent")).count();
    assert!((10..100).contains(&receipts), "{receipts} in five minutes");
    world.service.faults_mut().too_many_requests = 0;
    world.run_for(Millis::from_secs(70));
    assert!(world.service.log().len() > 3, "what was owed is told");
}

#[test]
fn who_waited_to_sign_in_is_whom_the_tab_before_them_became() {
    for told_after in [Millis(0), Millis(50)] {
        let mut world = World::online();
        let me = world.state().me.clone();
        let (key, value) = world.storage.iter().find(|(key, _)| key.ends_with("|credentials")).unwrap();
        let (key, value) = (key.clone(), value.clone());
        // The other tab signs up while this one waits, and is gone before it could tell of that.
        world.storage.clear();
        world.lock_after = Millis(80);
        world.reload();
        world.asked.clear();
        world.intent(Intent::Open);
        world.run_for(Millis(150) + told_after);
        assert!(world.asked.iter().all(|url| !url.contains("authorize")), "{:?}", world.asked);
        world.input(Input::Kept { key, value: Some(value) });
        world.until("online", World::is_online);
        assert_eq!(world.state().me, me);
    }
    // Where nobody tells of anybody, somebody signs up all the same.
    let mut world = World::new();
    world.lock_after = Millis(80);
    world.start(true);
    world.until("online", World::is_online);
}
