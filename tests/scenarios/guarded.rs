//! Texts in which something stands that should rather not be sent: they are withheld until the consumer has decided.

mod corpus;
mod waiting;

use alongside::app::{Intent, Resolution};

use crate::world::World;

const CARD: &str = "it is 4111 1111 1111 1111";
const MASKED: &str = "it is •••• •••• •••• 1111";

impl World {
    /// Writes, and presses Enter.
    fn tries(&mut self, text: &str) {
        self.writes(text);
        self.intent(Intent::Send(text.into()));
    }

    fn masked(&self) -> Option<&str> {
        self.state().withheld.as_ref().map(|withheld| &*withheld.masked)
    }

    fn resolve(&mut self, resolution: Resolution) {
        self.intent(Intent::Resolve(resolution));
    }
}

#[test]
fn a_page_that_wants_no_masking_sends_every_text_as_it_is() {
    let mut world = World::with(|config| config.mask = false, |_| {});
    world.start(true);
    world.until("online", World::is_online);
    world.tries(CARD);
    assert_eq!(world.masked(), None);
    world.until("sent", |world| world.log() == [CARD]);
}

#[test]
fn a_card_number_is_withheld_and_goes_out_masked() {
    let mut world = World::talking();
    world.tries(CARD);
    assert_eq!(world.masked(), Some(MASKED));
    world.run_for(alongside::protocol::Millis::from_secs(60));
    assert!(!world.log().iter().any(|text| text.contains("4111") || text.contains("1111")), "nothing of it leaves");
    world.resolve(Resolution::Masked);
    world.until("it is there", |world| world.log().last().is_some_and(|text| text == MASKED));
    assert_eq!(world.masked(), None);
    assert!(world.storage.values().all(|value| !value.contains("4111 1111")), "and nothing of it is kept");
}

#[test]
fn a_number_that_is_none_of_a_card_can_be_sent_as_it_is() {
    let mut world = World::talking();
    world.tries(CARD);
    world.resolve(Resolution::AsItIs);
    world.until("it is there", |world| world.log().last().is_some_and(|text| text == CARD));
    world.reload();
    assert_eq!(&*world.state().draft, "");
}

#[test]
fn what_is_edited_is_a_draft_again() {
    let mut world = World::talking();
    let before = world.log().len();
    world.tries(CARD);
    world.resolve(Resolution::Edit);
    assert_eq!(world.masked(), None);
    world.intent(Intent::Draft("it ends with 1111".into()));
    world.tries("it ends with 1111");
    world.until("it is there", |world| world.log().len() > before);
    assert_eq!(world.log().last().map(String::as_str), Some("it ends with 1111"));
}

#[test]
fn a_withheld_text_is_there_after_a_reload_with_what_was_written_since() {
    let mut world = World::talking();
    world.tries(CARD);
    world.intent(Intent::Draft("and another".into()));
    world.reload();
    assert_eq!(&*world.state().draft, format!("{CARD}\nand another"));
    assert_eq!(world.masked(), None);
}

#[test]
fn what_was_written_since_is_kept_when_the_withheld_text_goes() {
    let mut world = World::talking();
    world.tries(CARD);
    world.intent(Intent::Draft("and another".into()));
    world.resolve(Resolution::Masked);
    world.reload();
    assert_eq!(&*world.state().draft, "and another");
}

#[test]
fn a_second_one_joins_the_first_and_harmless_texts_pass_them() {
    let mut world = World::talking();
    world.tries(CARD);
    world.tries("hello");
    world.until("it is there", |world| world.log().last().is_some_and(|text| text == "hello"));
    world.tries("DE89 3704 0044 0532 0130 00");
    assert_eq!(world.masked(), Some(&*format!("{MASKED}\nDE•• •••• •••• •••• ••30 00")));
    world.reload();
    assert_eq!(&*world.state().draft, format!("{CARD}\nDE89 3704 0044 0532 0130 00"));
}

#[test]
fn a_harmless_text_does_not_take_the_kept_one_away() {
    let mut world = World::talking();
    world.tries(CARD);
    world.tries("hello");
    world.reload();
    assert_eq!(&*world.state().draft, CARD);
}

#[test]
fn what_the_page_found_is_withheld_too() {
    let mut world = World::talking();
    world.intent(Intent::Suspect("my code is \u{fdd0}K-77\u{fdd1}".into()));
    assert_eq!(world.masked(), Some("my code is •-••"));
    world.resolve(Resolution::AsItIs);
    world.until("it is there", |world| world.log().last().is_some_and(|text| text == "my code is K-77"));
}

#[test]
fn before_the_rest_of_the_code_is_there_nothing_of_it_leaves_either() {
    let mut world = World::new();
    world.defers = true;
    world.load();
    world.start(true);
    world.until("online", World::is_online);
    world.tries(CARD);
    world.until("it is withheld", |world| world.masked() == Some(MASKED));
    assert!(world.log().is_empty());
    world.resolve(Resolution::Masked);
    world.until("it is there", |world| world.log() == [MASKED]);
}

#[test]
fn where_too_many_wait_it_stays_withheld() {
    let mut world = World::talking();
    world.tries(CARD);
    world.lose_network();
    for number in 0..110 {
        world.send(&format!("text {number}"));
    }
    world.resolve(Resolution::AsItIs);
    assert_eq!(world.masked(), Some(MASKED));
    assert!(world.storage.values().any(|value| value.contains(CARD)));
}

#[test]
fn a_number_is_found_in_the_digits_of_any_keyboard() {
    for text in ["٤١١١ ١١١١ ١١١١ ١١١١", "４１１１１１１１１１１１１１１１"] {
        let mut world = World::talking();
        world.tries(text);
        assert!(world.masked().is_some(), "{text}");
    }
}
