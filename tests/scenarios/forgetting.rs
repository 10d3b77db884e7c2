//! Everything that was kept is forgotten while a page cannot hear of it: it finds out by what is kept then.

use alongside::app::{App, Intent, Stored};

use crate::world::World;

impl World {
    pub(crate) fn stored(&self) -> Stored {
        self.storage.clone().into_iter().collect()
    }
}

fn names(keys: &[String]) -> Vec<&str> {
    keys.iter().filter_map(|key| key.rsplit('|').next()).collect()
}

/// A consumer's page that will hear no more, with a text that was not sent; and everything forgotten.
fn forgotten() -> (World, App, Stored) {
    let mut world = World::talking();
    world.network_up = false;
    world.send("not sent");
    let (page, kept) = (world.app.clone(), world.stored());
    assert!(!page.is_forgotten(&kept, &kept));
    world.storage.clear();
    world.network_up = true;
    (world, page, kept)
}

#[test]
fn nothing_of_what_was_kept_is_there() {
    let (world, page, kept) = forgotten();
    assert!(page.is_forgotten(&kept, &world.stored()));
    assert_eq!(page.leftovers(&world.stored()), Vec::<String>::new());
    assert!(!page.is_forgotten(&Vec::new(), &Vec::new()), "nothing was kept");
}

#[test]
fn another_consumer_has_begun_since() {
    let (mut world, page, kept) = forgotten();
    world.reload();
    world.intent(Intent::Open);
    world.until("online", World::is_online);
    world.send("a stranger");
    world
        .until("the service has it", |world| world.log().iter().any(|text| text == "a stranger") && world.is_settled());
    assert!(page.is_forgotten(&kept, &world.stored()));
    // What the former page kept after all goes, and nothing of the stranger's, though both want the loader to wake.
    let text = kept.iter().find(|(key, _)| key.contains("|text|")).expect("the text is kept");
    world.storage.insert(text.0.clone(), text.1.clone());
    assert!(kept.iter().any(|(key, value)| key.ends_with("|wake") && world.storage.get(key) == Some(value)));
    assert_eq!(page.leftovers(&world.stored()), std::slice::from_ref(&text.0));
}

#[test]
fn what_was_kept_just_before_it_was_heard_of_goes_wholly() {
    let (_, page, kept) = forgotten();
    let left = page.leftovers(&kept);
    assert_eq!(left.len(), kept.len(), "{:?} of {kept:?}", names(&left));
}

#[test]
fn tokens_that_another_tab_renewed_or_replaced_are_no_sign_of_it() {
    let mut world = World::talking();
    let page = world.app.clone();
    let before = world.stored();
    world.interrupt(4407);
    assert_ne!(world.stored(), before, "they are others");
    assert!(!page.is_forgotten(&before, &world.stored()));
    world.spoil_identity();
    let me = world.state().me.clone();
    world.reload();
    world.intent(Intent::Open);
    world.until("online", World::is_online);
    world.kick(4407);
    world.until("somebody else", |world| world.is_online() && world.state().me != me);
    assert!(!page.is_forgotten(&before, &world.stored()));
}

#[test]
fn what_the_browser_did_not_keep_was_not_forgotten() {
    let mut world = World::new();
    world.storage_is_full = true;
    world.start(true);
    world.until("online", World::is_online);
    world.network_up = false;
    world.send("not sent");
    let (page, before) = (world.app.clone(), world.stored());
    // Another tab finds no tokens, and becomes somebody.
    world.network_up = true;
    world.storage_is_full = false;
    world.reload();
    world.intent(Intent::Open);
    world.until("online", World::is_online);
    assert!(world.storage.keys().any(|key| key.ends_with("|credentials")));
    assert!(!page.is_forgotten(&before, &world.stored()));
}
