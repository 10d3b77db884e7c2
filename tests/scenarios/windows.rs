//! Windows side by side: which of them may answer an invitation.

use alongside::app::{Input, Intent};
use alongside::protocol::Millis;
use alongside::store::cobrowse::Answer;

use crate::world::World;

#[test]
fn of_windows_side_by_side_the_one_that_was_turned_to_last_may_answer() {
    let mut world = World::invited("view");
    world.run_for(Millis(200));
    let me = world.agent.consumer.clone().unwrap();
    let (prefix, name) = (world.storage.keys().next().unwrap().clone(), format!("{me}|focused"));
    let key = prefix.split_inclusive('|').take(3).collect::<String>() + &name;
    let other_is_turned_to = |world: &mut World, word: &str| {
        world.lock_after = Millis::from_secs(3_600);
        world.input(Input::Kept { key: key.clone(), value: Some(word.into()) });
    };
    world.input(Input::Focused(true));
    other_is_turned_to(&mut world, "one");
    assert!(world.can_answer(), "the consumer is here");
    world.input(Input::Focused(false));
    assert!(world.can_answer(), "nobody else wants to");
    other_is_turned_to(&mut world, "two");
    assert!(!world.can_answer(), "it gives way");
    world.answer(Answer::Accepted);
    assert_eq!(world.published_events(), ["cobrowseOffered"]);
    let told = |world: &World| world.told.iter().filter(|told| **told == key).count();
    world.input(Input::Focused(true));
    assert_eq!(
        (told(&world), world.storage.contains_key(&key)),
        (1, false),
        "it tells that it wants to, and keeps nothing"
    );
}

#[test]
fn a_window_that_is_opened_beside_another_says_so_once_it_waits() {
    let mut world = World::new();
    world.lock_after = Millis::from_secs(3_600);
    world.input(Input::Focused(true));
    world.start(true);
    let told = |world: &World| world.told.iter().filter(|key| key.ends_with("|focused")).count();
    world.run_for(Millis(99));
    assert_eq!(told(&world), 0, "a lock that is free is granted by then");
    world.run_for(Millis(1));
    assert_eq!(told(&world), 1);
    let mut alone = World::new();
    alone.input(Input::Focused(true));
    alone.start(true);
    alone.until("online", World::is_online);
    alone.run_for(Millis::from_secs(1));
    assert_eq!(told(&alone), 0, "nobody is in the way");
}

#[test]
fn for_which_conversation_a_text_was_sent_is_known_in_the_window_where_it_was_written() {
    let mut world = World::online();
    // Another window sends.
    world.lock_after = Millis::from_secs(3_600);
    world.reload();
    world.intent(Intent::Open);
    world.until("online", World::is_online);
    world.send("hello");
    let (key, value) = world.kept_text();
    assert!(value.starts_with("\t\t\t"), "it is for no conversation yet: {value}");
    world.open_elsewhere();
    world.until("the agent has the conversation", |world| world.agent.has_joined());
    let dialog = world.agent.conversation_id();
    world.input(Input::Kept { key, value: Some(value.replacen("\t\t\t", &format!("{dialog}\t0\trefused\t"), 1)) });
    world.agent.begin_survey();
    world.until("the bot asks", |world| world.state().conversation.is_survey);
    world.intent(Intent::Retry(world.failed().expect("it was refused").0));
    assert!(world.kept_text().1.starts_with(&format!("{dialog}\t\t")), "it is no answer: {}", world.kept_text().1);
}
