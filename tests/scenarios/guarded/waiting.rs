//! Texts that are to be looked at before the code for that is there: none is lost, and none overtakes another.

use alongside::protocol::Millis;

use super::CARD;
use crate::world::World;

const PHONE: &str = "call 030 1234567890";

impl World {
    /// A first opening, in which the rest of the code cannot be fetched.
    fn without_guard() -> Self {
        let mut world = Self::new();
        world.defers = true;
        world.load();
        world.code_is_lost = true;
        world.start(true);
        world.until("online", Self::is_online);
        world
    }

    /// What the page begins with that comes next.
    fn draft_of_next_page(&mut self) -> String {
        self.run_for(Millis::from_secs(3));
        self.reload();
        self.code_is_lost = false;
        self.run_for(Millis::from_secs(60));
        self.state().draft.to_string()
    }
}

#[test]
fn what_is_written_behind_it_does_not_take_its_place() {
    let mut world = World::without_guard();
    world.tries(CARD);
    world.writes("and another");
    assert_eq!(world.draft_of_next_page(), [CARD, "\nand another"].concat());
}

#[test]
fn what_is_written_behind_it_is_kept_when_it_is_withheld() {
    let mut world = World::without_guard();
    world.tries(CARD);
    world.writes("and another");
    world.code_is_lost = false;
    world.until("it is withheld", |world| world.masked().is_some());
    world.reload();
    assert_eq!(&*world.state().draft, [CARD, "\nand another"].concat());
}

#[test]
fn several_of_them_are_all_kept() {
    let mut world = World::without_guard();
    world.tries(PHONE);
    world.tries(CARD);
    world.tries("hello");
    assert_eq!(world.draft_of_next_page(), [PHONE, CARD, "hello"].join("\n"));
}

#[test]
fn none_overtakes_another() {
    let mut world = World::without_guard();
    world.tries(PHONE);
    world.tries("thanks");
    world.writes("and");
    world.code_is_lost = false;
    world.until("both are there", |world| world.log().len() > 1);
    assert_eq!(world.log(), [PHONE, "thanks"]);
    world.reload();
    assert_eq!(&*world.state().draft, "and");
}
