//! Notices beyond the widget, while nobody looks at it.

use alongside::app::{Input, Intent, Output};
use alongside::protocol::Millis;
use alongside::store::RowContent;

use crate::world::World;

impl World {
    fn hidden(configure: impl FnOnce(&mut alongside::app::Config)) -> Self {
        let mut world = Self::with(configure, |_| {});
        world.start(true);
        world.until("online", Self::is_online);
        world.send("hello");
        world.until("the agent is there", |world| world.agent.has_joined() && world.is_settled());
        world.input(Input::Visible(false));
        world.notices.clear();
        world
    }

    fn hears(&mut self, text: &str) {
        self.comes(text);
        // Nobody reads it elsewhere.
        self.run_for(Millis::from_secs(3));
    }

    fn comes(&mut self, text: &str) {
        let before = self.transcript().len();
        self.agent.say(text);
        self.until("said", |world| world.transcript().len() > before);
    }

    fn sounds(&self) -> usize {
        self.notices.iter().filter(|notice| **notice == Output::Sound).count()
    }
}

/// Whether the browser was to notify of a text.
fn notifies(notice: &Output, name: &str, said: &str) -> bool {
    let Output::Notify { who: Some(who), row } = notice else { return false };
    **who == *name && matches!(&row.content, RowContent::Message(message) if *message.text == *said)
}

#[test]
fn how_many_messages_wait_is_told_while_the_page_is_hidden() {
    let mut world = World::hidden(|_| {});
    world.hears("one");
    world.hears("two");
    assert_eq!(world.notices, [Output::Badge(1), Output::Badge(2)]);
    world.input(Input::Visible(true));
    assert_eq!(world.notices.last(), Some(&Output::Badge(0)));
    world.hears("three");
    assert_eq!(world.notices.len(), 3, "whoever looks needs none");
}

#[test]
fn a_sound_tells_of_a_message_where_the_page_wants_it_and_nobody_looks() {
    let mut world = World::hidden(|config| config.sound = true);
    world.hears("one");
    assert_eq!(world.sounds(), 1);
    world.input(Input::Visible(true));
    world.hears("two");
    world.send("mine");
    world.run_for(Millis::from_secs(1));
    assert_eq!(world.sounds(), 1);
    world.intent(Intent::Close);
    world.hears("three");
    assert_eq!(world.sounds(), 2, "a closed panel is not looked at");
}

#[test]
fn the_browser_notifies_where_the_consumer_wants_it_and_the_browser_lets_it() {
    let mut world = World::hidden(|_| {});
    world.intent(Intent::Notify(true));
    assert_eq!(world.notices, [Output::AskToNotify]);
    world.hears("not yet");
    world.input(Input::MayNotify(false));
    assert_eq!(world.state().notifies, Some(false));
    world.hears("refused");
    world.input(Input::MayNotify(true));
    world.hears("now");
    let notified =
        |world: &World| world.notices.iter().filter(|notice| matches!(notice, Output::Notify { .. })).count();
    assert_eq!(notified(&world), 1);
    assert!(world.notices.iter().any(|notice| notifies(notice, "Ada", "now")), "{:?}", world.notices);
    world.input(Input::Visible(true));
    world.hears("seen");
    assert_eq!(notified(&world), 1);

    world.reload();
    world.until("back", |world| world.transcript().len() == 5);
    assert_eq!(world.state().notifies, Some(true), "it is remembered");
    world.input(Input::Visible(false));
    world.hears("after a reload");
    assert_eq!(notified(&world), 2, "of history nobody is notified");
    world.intent(Intent::Notify(false));
    world.hears("no more");
    assert_eq!((notified(&world), world.state().notifies), (2, None));
    world.reload();
    world.until("back", |world| world.transcript().len() == 7);
    assert_eq!(world.state().notifies, None);
}

#[test]
fn one_tab_gives_notice_for_all() {
    let mut world = World::hidden(|config| config.sound = true);
    world.lock_after = Millis::from_secs(3_600);
    world.reload();
    world.until("back", |world| world.transcript().len() == 1);
    world.input(Input::Visible(false));
    world.hears("one");
    assert!(!world.notices.contains(&Output::Sound), "another tab holds the outbox");
}

#[test]
fn what_is_read_elsewhere_in_the_next_moment_is_not_told_here() {
    let mut world = World::hidden(|config| config.sound = true);
    world.input(Input::MayNotify(true));
    world.notices.clear();
    world.comes("read in another window");
    world.run_for(Millis::from_secs(1));
    world.read_elsewhere();
    world.run_for(Millis::from_secs(3));
    assert_eq!(world.notices, [Output::Badge(1), Output::Badge(0)]);
    // Nor is anything told of what is there no more, and nobody waits for that.
    world.comes("before somebody else comes");
    world.becomes_somebody_else();
    world.run_for(Millis::from_secs(10));
    assert!(world.app.poll_timeout().is_none_or(|at| at > world.now), "nothing is due for ever");
    assert_eq!(world.sounds(), 0);
    world = World::hidden(|config| config.sound = true);
    world.input(Input::MayNotify(true));
    world.hears("read by nobody");
    assert_eq!(world.sounds(), 1);
    assert!(world.notices.iter().any(|notice| notifies(notice, "Ada", "read by nobody")), "{:?}", world.notices);
    // What two answers tell within a moment is one notice, of the newer one.
    world.comes("one");
    world.hears("two");
    assert_eq!(world.sounds(), 2);
    assert!(world.notices.iter().any(|notice| notifies(notice, "Ada", "two")), "{:?}", world.notices);
}
