//! News that comes late: from a tab that missed something, from a service that is slow, after a computer has slept.

use alongside::app::{App, Input, Output};
use alongside::emulator::MetadataPolicy;
use alongside::protocol::Millis;
use alongside::store::{Delivery, Failure, RowContent};

use crate::world::World;

#[test]
fn what_failed_is_not_brought_back_by_a_tab_that_missed_it() {
    let mut world = World::talking();
    // With its name, and without.
    world.service.faults_mut().refused_texts = 2;
    world.send("no");
    world.until("refused", |world| world.messages().pop().is_some_and(|last| has_failed(last.delivery)));
    let (key, _) = world.kept_text();
    // As it was when it was on its way.
    let value = world.storage[&key].replace("\trefused\t", "\t\t");
    assert_ne!(value, world.storage[&key]);
    world.input(Input::Kept { key: key.clone(), value: Some(value) });
    world.run_for(Millis::from_secs(10));
    assert_eq!(world.log(), ["hello"]);
    let failed = world.messages().pop().unwrap();
    assert!(has_failed(failed.delivery), "{:?}", failed.delivery);
    assert!(world.storage[&key].contains("\trefused\t"), "the others are told: {}", &world.storage[&key]);
}

fn has_failed(delivery: Delivery) -> bool {
    matches!(delivery, Delivery::Failed(_, Failure::Refused))
}

#[test]
fn tabs_come_to_know_alike_whether_a_text_has_failed() {
    let mut world = World::talking();
    world.send(&"x".repeat(8_001));
    let (key, _) = world.kept_text();
    let failed = world.storage[&key].clone();
    let conversation = world.agent.conversation_id();
    let as_if = |start: &str| failed.replace("\t0\ttoo long\t", start);
    let waiting = as_if("\t0\t\t");
    let on_its_way = as_if(&format!("{conversation}\t0\t\t"));
    let refused = as_if(&format!("{conversation}\t0\trefused\t"));
    let told = [&failed, &waiting, &on_its_way, &refused];
    for (one, other) in told.into_iter().flat_map(|one| told.map(|other| (one, other))) {
        let mut tabs = [one, other].map(|value| {
            world.storage.insert(key.clone(), value.clone());
            let mut tab = App::new(world.config.clone(), world.storage.clone().into_iter().collect(), world.now);
            tab.handle(world.now, Input::Started { open: false, visible: false, online: false, shared: true });
            tab
        });
        let mut news = vec![(0, key.clone(), Some(other.clone())), (1, key.clone(), Some(one.clone()))];
        for _ in 0..8 {
            for (tab, key, value) in std::mem::take(&mut news) {
                tabs[tab].handle(world.now, Input::Kept { key, value });
            }
            for (place, tab) in tabs.iter_mut().enumerate() {
                while let Some(output) = tab.poll_output() {
                    if let Output::Save { key, value } = output {
                        news.push((1 - place, key, Some(value)));
                    }
                }
            }
        }
        assert!(news.is_empty(), "without end: {:?} and {:?}", &one[..50], &other[..50]);
        let shown = tabs.each_ref().map(|tab| {
            let row = tab.state().conversation.rows.last().expect("the text");
            matches!(&row.content, RowContent::Message(message) if matches!(message.delivery, Delivery::Failed(..)))
        });
        assert_eq!(shown[0], shown[1], "{:?} and {:?}", &one[..50], &other[..50]);
    }
}

/// Another tab has opened a conversation, of which this one hears so much later: its own was refused just now.
fn refused(told_after: Millis) -> World {
    let mut world = World::online();
    world.service.faults_mut().slow_notifications = told_after;
    world.open_elsewhere();
    world.send("hi");
    let is_refused = |world: &World| world.console.iter().any(|line| line.contains("did not open a conversation"));
    world.until("there is one already", is_refused);
    world
}

#[test]
fn a_conversation_does_not_count_as_refused_before_what_came_while_the_computer_slept() {
    let mut world = refused(Millis::from_secs(8));
    // On waking, timers are told before what the connection brought.
    world.now = world.now + Millis::from_secs(60);
    world.input(Input::Timeout);
    world.until("sent", |world| world.is_settled() && world.log() == ["hi"]);
}

#[test]
fn nor_where_it_slept_for_a_moment() {
    for (awake, asleep) in [(1, 8), (3, 5), (4, 2), (5, 3)] {
        let mut world = refused(Millis::from_secs(5));
        world.run_for(Millis::from_secs(awake));
        world.now = world.now + Millis::from_secs(asleep);
        world.input(Input::Timeout);
        world.until("sent", |world| world.is_settled() && world.log() == ["hi"]);
    }
}

#[test]
fn nor_where_somebody_puts_the_clock_forward() {
    let mut world = refused(Millis(2_500));
    // By its clock, hours have passed; the network and the service have a moment.
    world.jump(Millis::from_secs(3 * 3_600));
    world.until("sent", |world| world.is_settled() && world.log() == ["hi"]);
}

#[test]
fn a_conversation_that_is_refused_counts_so_also_where_timers_come_once_a_minute() {
    let mut world = refused(Millis::from_secs(600));
    for _ in 0..3 {
        // The network brings what it brings, and only timers wait.
        world.run_for(Millis(200));
        world.now = world.now + Millis::from_secs(60);
        world.input(Input::Timeout);
    }
    world.run_for(Millis(200));
    assert!(world.messages().pop().is_some_and(|last| has_failed(last.delivery)), "{:?}", world.messages());
}

#[test]
fn the_next_text_asks_at_once_where_the_first_one_got_no_conversation() {
    let mut world = refused(Millis::from_secs(600));
    world.send("two");
    world.run_for(Millis::from_secs(13));
    let failed = world.messages().iter().filter(|message| has_failed(message.delivery)).count();
    assert_eq!(failed, 2, "{:?}", world.messages());
}

#[test]
fn one_text_of_the_service_stands_for_one_of_several_with_the_same_words() {
    let mut world = World::talking();
    world.service.faults_mut().metadata = MetadataPolicy::Drop;
    world.send("ok");
    // Another tab had sent the same words just then, and its connection was gone before they arrived.
    let (key, value) = world.kept_text();
    world.storage.insert(format!("{key}-of-another-tab"), value);
    world.reload();
    world.until("all is sent", |world| world.is_online() && world.storage.keys().all(|key| !key.contains("|text|")));
    world.run_for(Millis::from_secs(10));
    assert_eq!(world.log(), ["hello", "ok", "ok"]);
}

#[test]
fn a_tab_that_missed_where_a_text_went_next_does_not_take_it_back() {
    let mut world = World::talking();
    // So that only a question in the right place can find it.
    world.service.faults_mut().metadata = MetadataPolicy::Drop;
    world.swallow_frames = true;
    world.send("on the move");
    let (key, missed) = world.kept_text();
    world.agent.close_conversation();
    world.pump();
    world.run_for(Millis(100));
    world.kick(1006);
    world.swallow_frames = false;
    let place = |value: &str| value.split('\t').next().unwrap().to_owned();
    world.until("it goes to another conversation", |world| place(&world.storage[&key]) != place(&missed));
    // It arrives, and nothing that says so comes back.
    world.run_for(Millis(25));
    world.cut_network();
    world.until("lost", |world| !world.is_online());
    let known = world.storage[&key].clone();
    world.input(Input::Kept { key: key.clone(), value: Some(missed) });
    assert_eq!(world.storage[&key], known, "the others are told again");
    assert_eq!(world.told.last(), Some(&key));
    world.network_up = true;
    world.until("it is sent", |world| world.is_online() && world.is_settled());
    world.run_for(Millis::from_secs(10));
    assert_eq!(world.log(), ["hello", "on the move"]);
}

#[test]
fn what_was_written_before_stands_before_though_it_is_heard_of_later() {
    let mut world = World::talking();
    world.lose_network();
    world.send("second");
    let (key, _) = world.kept_text();
    let (start, end) = key.split_once("|text|").unwrap();
    let (at, external) = end.split_once('|').unwrap();
    let earlier = at.parse::<i64>().unwrap() - 5_000;
    let value = world.storage[&key].replace("second", "first");
    // Another tab tells of what was written in it a while ago.
    let key = format!("{start}|text|{earlier}|{}", external.chars().rev().collect::<String>());
    world.storage.insert(key.clone(), value.clone());
    world.input(Input::Kept { key, value: Some(value) });
    assert_eq!(world.transcript(), ["> hello", "> first", "> second"]);
    world.network_up = true;
    world.input(Input::Online(true));
    world.until("sent", |world| world.log() == ["hello", "first", "second"]);
    world.until("in order", |world| world.transcript() == ["> hello", "> first", "> second"]);
}
