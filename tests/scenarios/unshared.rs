//! A browser in which tabs cannot agree: no locks, or no channel. Each tab sends what was written in it, and what a tab
//! has left is offered.

use alongside::app::{Input, Intent};
use alongside::protocol::Millis;
use alongside::store::{Delivery, EntryId, Failure};

use crate::world::World;

/// A tab in a conversation that the agent has taken.
fn talking() -> World {
    let mut world = World::new();
    world.shared = false;
    world.start(true);
    world.until("online", World::is_online);
    world.send("hello");
    world.until("the agent has the conversation", |world| world.agent.has_joined() && world.is_settled());
    world
}

/// A text was written while there was no network, and the page was loaded again. Yields it as it is offered.
fn left() -> (World, EntryId) {
    let mut world = talking();
    world.lose_network();
    world.send("left behind");
    world.reload();
    world.network_up = true;
    world.until("caught up", |world| world.is_online() && world.transcript().len() == 2);
    world.run_for(Millis::from_secs(60));
    assert_eq!(world.log(), ["hello"], "it is offered, not sent");
    let entry = world.offered("left behind");
    (world, entry)
}

impl World {
    /// The text that a tab has left.
    fn offered(&self, text: &str) -> EntryId {
        let message = self.messages().into_iter().find(|message| *message.text == *text);
        match message.map(|message| message.delivery) {
            Some(Delivery::Failed(entry, Failure::Left)) => entry,
            other => panic!("{text:?} is {other:?}"),
        }
    }
}

#[test]
fn what_an_earlier_page_left_is_offered_and_what_is_written_now_is_sent() {
    let (mut world, _) = left();
    world.send("written now");
    world.until("sent", |world| world.log() == ["hello", "written now"] && world.is_settled());
    world.offered("left behind");
    // Nor does a lost connection send it.
    world.interrupt(1012);
    world.run_for(Millis::from_secs(60));
    assert_eq!(world.log(), ["hello", "written now"]);
    world.offered("left behind");
    assert!(world.locks.is_empty(), "there are none to be asked for: {:?}", world.locks);
}

#[test]
fn what_was_left_is_sent_by_who_asks_for_it() {
    let (mut world, entry) = left();
    world.intent(Intent::Retry(entry));
    world.until("sent", |world| world.log() == ["hello", "left behind"] && world.is_settled());
    world.reload();
    world.until("online", |world| world.is_online() && world.transcript().len() == 2);
    world.run_for(Millis::from_secs(60));
    assert_eq!(world.log(), ["hello", "left behind"], "once");
    assert_eq!(world.transcript(), ["> hello", "> left behind"]);
    assert!(world.is_settled());
}

#[test]
fn what_was_left_is_gone_when_it_is_discarded() {
    let (mut world, entry) = left();
    assert!(world.storage.values().any(|value| value.contains("left behind")));
    world.intent(Intent::Discard(entry));
    assert!(!world.storage.values().any(|value| value.contains("left behind")), "{:?}", world.storage);
    world.reload();
    world.until("online", |world| world.is_online() && !world.transcript().is_empty());
    world.run_for(Millis::from_secs(60));
    assert_eq!(world.log(), ["hello"]);
    assert_eq!(world.transcript(), ["> hello"]);
}

/// The text was under way when its page went: it is looked for, and offered where the service does not have it.
#[test]
fn what_was_under_way_in_an_earlier_page_is_looked_for_and_offered() {
    for arrived in [true, false] {
        let mut world = talking();
        if arrived {
            world.send_and_lose_the_answer("under way");
        } else {
            world.swallow_frames = true;
            world.send("under way");
            world.run_for(Millis::from_secs(1));
            world.swallow_frames = false;
            world.cut_network();
        }
        world.reload();
        world.network_up = true;
        world.until("settled", |world| world.is_online() && world.is_settled() && world.transcript().len() == 2);
        world.run_for(Millis::from_secs(60));
        if arrived {
            assert_eq!(world.log(), ["hello", "under way"]);
            assert_eq!(world.messages()[1].delivery, Delivery::Read);
        } else {
            assert_eq!(world.log(), ["hello"]);
            world.offered("under way");
        }
    }
}

#[test]
fn a_text_that_another_tab_has_in_hand_under_its_owners_name_stays_kept() {
    let mut world = World::new();
    world.shared = false;
    world.cut_network();
    world.start(true);
    // Known here from before there was anybody.
    let prefix = "alongside1|https://api.example.com|10001|";
    let written = world.now.0;
    let text = |owner: &str| format!("{prefix}{owner}|text|{written}|x");
    world.storage.insert(text(""), "\t0\t\ttold".into());
    world.reload();
    world.network_up = true;
    world.until("somebody", |world| world.state().me.is_some());
    let me = world.state().me.clone().expect("somebody");
    let value = "d\t0\t\ttold".to_owned();
    world.storage.insert(text(me.as_str()), value.clone());
    world.input(Input::Kept { key: text(me.as_str()), value: Some(value) });
    assert!(world.storage.contains_key(&text(me.as_str())), "{:?}", world.storage.keys());
}
