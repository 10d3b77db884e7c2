//! What is written and not sent: it comes back, to whoever wrote it and in the conversation that it was for.

use alongside::app::{Input, Intent};
use alongside::protocol::Millis;

use crate::world::World;

impl World {
    pub(crate) fn writes(&mut self, text: &str) {
        self.intent(Intent::Draft(text.into()));
    }

    fn draft(&self) -> &str {
        &self.state().draft
    }

    fn kept_drafts(&self) -> usize {
        self.storage.keys().filter(|key| key.contains("|draft|")).count()
    }
}

#[test]
fn a_draft_is_back_after_a_reload_until_it_is_sent() {
    let mut world = World::talking();
    world.writes("half a sen");
    world.writes("half a sentence\nand a\ttab");
    world.reload();
    assert_eq!(world.draft(), "half a sentence\nand a\ttab", "before anything is connected");
    world.until("online", World::is_online);
    world.run_for(Millis::from_secs(1));
    assert_eq!(world.draft(), "half a sentence\nand a\ttab");
    world.send("half a sentence\nand a\ttab");
    assert_eq!(world.kept_drafts(), 0);
    world.reload();
    assert_eq!(world.draft(), "");
}

#[test]
fn a_draft_that_is_emptied_is_forgotten() {
    let mut world = World::talking();
    world.writes("x");
    assert_eq!(world.kept_drafts(), 1);
    world.writes("");
    assert_eq!(world.kept_drafts(), 0);
}

#[test]
fn a_draft_from_before_the_first_conversation_is_for_that() {
    let mut world = World::new();
    world.start(true);
    world.writes("hello");
    world.reload();
    assert_eq!(world.draft(), "hello");
    world.intent(Intent::Open);
    world.until("online", World::is_online);
    world.send("first");
    world.writes("second, not sent");
    world.until("sent", |world| world.log() == ["first"] && world.is_settled());
    world.run_for(Millis::from_secs(2));
    assert_eq!(world.kept_drafts(), 1, "it moves to the conversation");
    let conversation = world.state().conversation.id.clone().unwrap();
    assert!(world.storage.keys().any(|key| key.ends_with(&format!("|draft|{}", conversation.as_str()))));
    world.reload();
    assert_eq!(world.draft(), "second, not sent");
}

#[test]
fn a_draft_is_not_shown_in_another_conversation() {
    let mut world = World::talking();
    world.writes("for the first one");
    // Another tab has the next conversation by the time that this page is loaded.
    let other: Vec<_> = world.storage.keys().filter(|key| key.contains("|draft|")).cloned().collect();
    let value = world.storage.remove(&other[0]).unwrap();
    world.storage.insert(format!("{}x", other[0]), value);
    world.reload();
    assert_eq!(world.draft(), "for the first one", "nothing else is known yet");
    world.until("online", World::is_online);
    world.run_for(Millis::from_secs(1));
    assert_eq!(world.draft(), "");
    assert_eq!(world.kept_drafts(), 1, "it is not lost");
}

#[test]
fn what_is_written_meanwhile_is_never_replaced() {
    let mut world = World::talking();
    world.writes("old");
    world.reload();
    world.writes("new");
    world.until("online", World::is_online);
    world.run_for(Millis::from_secs(1));
    world.reload();
    assert_eq!(world.draft(), "new");
    assert_eq!(world.kept_drafts(), 1);
}

impl World {
    /// Another tab of the browser keeps a value under a name that was kept here before.
    fn is_kept_elsewhere(&mut self, key: &str, value: &str) {
        self.storage.insert(key.to_owned(), value.to_owned());
        self.input(Input::Kept { key: key.to_owned(), value: Some(value.to_owned()) });
    }
}

#[test]
fn sending_costs_another_tab_nothing_that_is_written_there() {
    for here in ["", "written here first"] {
        let mut world = World::talking();
        world.writes("x");
        let key = world.storage.keys().find(|key| key.contains("|draft|")).cloned().unwrap();
        world.writes(here);
        let written = world.now + Millis(1);
        world.is_kept_elsewhere(&key, &format!("{}\twritten there", written.0));
        world.send("from here");
        assert_eq!(world.kept_drafts(), 1, "after {here:?}");
        world.reload();
        assert_eq!(world.draft(), "written there");
        // Now it is what this page began with, and the other tab goes on.
        world.is_kept_elsewhere(&key, &format!("{}\twritten there, and more", written.0 + 1));
        world.send("written there");
        world.reload();
        assert_eq!(world.draft(), "written there, and more");
    }
}

#[test]
fn what_a_page_began_with_stays_in_the_composer_though_another_tab_writes_its_own() {
    let mut world = World::talking();
    let id = world.state().conversation.id.clone().unwrap();
    world.reload();
    world.writes("for the next one");
    let key = world.storage.keys().find(|key| key.ends_with("|draft|")).cloned().unwrap();
    world.reload();
    world.until("online", World::is_online);
    world.run_for(Millis::from_secs(1));
    world.is_kept_elsewhere(&key, &format!("{}\tfor the next one", world.now.0));
    assert_eq!(world.draft(), "for the next one");
    world.is_kept_elsewhere(&format!("{key}{}", id.as_str()), &format!("{}\tw", world.now.0 + 1));
    assert_eq!(world.draft(), "for the next one");
    world.send("for the next one");
    world.reload();
    assert_eq!(world.draft(), "w", "the other's is left alone");
}

#[test]
fn what_is_sent_is_not_kept_where_another_tab_could_not_keep_its_own_over_it() {
    let mut world = World::talking();
    world.writes("written here");
    let key = world.storage.keys().find(|key| key.contains("|draft|")).cloned().unwrap();
    let value = format!("{}\twritten there", (world.now + Millis(1)).0);
    world.input(Input::Kept { key: key.clone(), value: Some(value) });
    assert!(world.storage[&key].ends_with("written here"));
    world.send("written here");
    world.reload();
    assert_eq!(world.draft(), "written there");
}

#[test]
fn a_draft_that_finds_its_conversation_is_not_kept_over_a_newer_one() {
    let mut world = World::talking();
    let id = world.state().conversation.id.clone().unwrap();
    world.reload();
    world.writes("older");
    let key = world.storage.keys().find(|key| key.ends_with("|draft|")).cloned().unwrap();
    let written = world.now + Millis(1);
    world.is_kept_elsewhere(&format!("{key}{}", id.as_str()), &format!("{}\tnewer", written.0));
    world.until("online", World::is_online);
    world.run_for(Millis::from_secs(1));
    assert_eq!(world.kept_drafts(), 1);
    world.reload();
    assert_eq!(world.draft(), "newer");
}

#[test]
fn nobody_gets_the_draft_of_another() {
    let mut world = World::talking();
    world.writes("a secret");
    world.spoil_identity();
    world.reload();
    let me = world.state().me.clone();
    assert_eq!(world.draft(), "a secret", "theirs still");
    world.intent(Intent::Open);
    world.until("online", World::is_online);
    world.kick(4401);
    world.until("somebody else", |world| world.is_online() && world.state().me != me);
    assert_eq!(world.draft(), "");
    world.reload();
    assert_eq!(world.draft(), "");
}

#[test]
fn what_nobody_sends_is_forgotten_after_thirty_days() {
    let mut world = World::talking();
    world.cut_network();
    world.run_for(Millis::from_secs(1));
    world.writes("draft");
    world.send("text");
    world.writes("draft");
    let kept =
        |world: &World| world.storage.keys().filter(|key| key.contains("|draft|") || key.contains("|text|")).count();
    world.input(Input::PageHidden);
    world.now = world.now + Millis::from_secs(29 * 24 * 60 * 60);
    world.reload();
    assert_eq!(kept(&world), 2);
    world.input(Input::PageHidden);
    world.now = world.now + Millis::from_secs(2 * 24 * 60 * 60);
    world.reload();
    assert_eq!(kept(&world), 0);
    assert_eq!((world.draft(), world.messages().len()), ("", 0));
}

#[test]
fn what_the_browser_does_not_keep_is_tried_again_once_for_each_name() {
    let mut world = World::talking();
    let before = world.app.load();
    world.storage_is_full = true;
    for length in 1..200 {
        world.writes(&"x".repeat(length));
        world.run_for(Millis::from_secs(1));
    }
    assert!(world.state().keeps_nothing);
    assert!(world.app.load() < before + 20, "{} things are held, {before} before", world.app.load());
    world.storage_is_full = false;
    world.run_for(Millis::from_secs(10));
    assert!(!world.state().keeps_nothing);
    world.reload();
    assert_eq!(world.draft().len(), 199);
}
