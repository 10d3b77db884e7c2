//! Older servers, whose conversations and events tell less, or tell it elsewhere.

use alongside::app::Intent;
use alongside::protocol::{Millis, ParticipantId};
use alongside::store::{Author, Fetch, Stage};

use crate::world::World;

impl World {
    /// A tab before a service whose conversations and events have the older shape.
    fn with_old_shapes() -> Self {
        let mut world = Self::new();
        world.service.faults_mut().old_shapes = true;
        world.start(true);
        world.until("online", Self::is_online);
        world
    }

    /// Whose each text is.
    fn authors(&self) -> Vec<(String, Author)> {
        self.messages().into_iter().map(|message| (message.text.to_string(), message.author)).collect()
    }
}

#[test]
fn older_shapes_of_the_service_are_understood() {
    let mut world = World::new();
    {
        let faults = world.service.faults_mut();
        faults.old_shapes = true;
        faults.aam_names = true;
        faults.single_elements = true;
        faults.missing_answer_body = true;
        faults.duplicate_notifications = true;
        faults.notifications_first = true;
    }
    world.start(true);
    world.send("hello");
    world.until("joined", |world| world.agent.has_joined() && world.state().conversation.agent.is_some());
    world.agent.say("hi");
    world.pump();
    world.until("answered", |world| world.transcript() == ["> hello", "< hi"]);
    world.run_for(Millis::from_secs(5));
    assert_eq!(world.transcript(), ["> hello", "< hi"]);
}

#[test]
fn whose_words_they_are_is_told_by_who_takes_part_where_events_bear_no_role() {
    let mut world = World::with_old_shapes();
    world.send("hello");
    world.until("she is there", |world| world.agent.has_joined() && world.state().conversation.agent.is_some());
    world.agent.say("hi");
    world.until("answered", |world| world.messages().len() == 2);
    let now = world.server_now();
    assert!(world.service.say_as_system(now, "You are being recorded."));
    let ada = ParticipantId::from(world.agent.id.clone());
    let all = [
        ("hello".to_owned(), Author::Me),
        ("hi".to_owned(), Author::Agent(ada.clone())),
        ("You are being recorded.".to_owned(), Author::System),
    ];
    world.until("all of it is there", |world| world.messages().len() == 3);
    assert_eq!(world.authors(), all);
    world.reload();
    world.until("it is there again", |world| world.messages().len() == 3);
    assert_eq!(world.authors(), all, "a page that is loaded anew reads it from the conversation");
    world.agent.close_conversation();
    world.until("it has ended", |world| world.state().conversation.stage == Stage::Ended);
    world.reload();
    world.intent(Intent::Open);
    world.until("online", World::is_online);
    world.run_for(Millis::from_secs(2));
    world.intent(Intent::ReadEarlier);
    let fetched =
        |world: &World| world.state().conversation.history.as_ref().is_some_and(|one| one.fetch == Fetch::Rests);
    world.until("the earlier one is read", |world| fetched(world) && world.messages().len() == 3);
    assert_eq!(world.authors(), all, "also once it is over");
    world.until("she has her name", |world| world.state().conversation.name(&ada).is_some_and(|name| &**name == "Ada"));
}
