//! Who comes and goes, whether they attend, and when an answer is to be expected.

use alongside::app::Intent;
use alongside::protocol::{Millis, ParticipantId};
use alongside::store::view::{self, expected, header};
use alongside::store::{Author, EndedBy, Expected, Note, RowContent, Stage};
use serde_json::{Value, json};

use crate::agent::Agent;
use crate::world::World;

impl World {
    /// The agent leaves, and another one takes the conversation.
    fn bert_takes_over(&mut self) {
        self.agent_changes(&json!({ "field": "ParticipantsChange", "type": "REMOVE", "role": "ASSIGNED_AGENT" }));
        self.agent.ask(".ams.routing.SetAgentState", &json!({ "availability": "AWAY", "channels": ["MESSAGING"] }));
        self.until("she left", |world| world.state().conversation.agent.is_none());
        let now = self.server_now();
        self.agent = Agent::log_in(&mut self.service, now, "Bert");
        self.agent_socket = Some(self.agent.connect(&mut self.service, now));
        self.until("he is there", |world| world.state().conversation.agent.is_some());
    }

    fn lines(&self) -> Vec<&Note> {
        let lines = self.state().conversation.rows.iter().filter_map(|row| match &row.content {
            RowContent::Note(note) => Some(note),
            RowContent::Message(_) => None,
        });
        lines.collect()
    }

    fn agent_changes(&mut self, field: &Value) {
        let conversation = self.agent.conversation_id();
        let body = json!({ "conversationId": conversation, "conversationField": [field] });
        self.agent.ask(".ams.cm.UpdateConversationField", &body);
    }

    fn expects(&self) -> Option<Expected> {
        expected(self.state())
    }
}

#[test]
fn who_joins_and_leaves_is_a_line_where_it_happened() {
    let mut world = World::talking();
    let ada = world.state().conversation.agent.clone().unwrap();
    assert!(matches!(world.lines().as_slice(), [Note::Joined(who, _)] if *who == ada), "{:?}", world.lines());
    world.agent.say("One moment, I hand you over.");
    world.until("said", |world| world.transcript().len() == 2);
    world.agent_changes(&json!({ "field": "ParticipantsChange", "type": "REMOVE", "role": "ASSIGNED_AGENT" }));
    world.until("she left", |world| world.lines().len() > 1);
    assert!(matches!(world.lines()[1], Note::Left(who, _) if *who == ada));
    world.until("and is back", |world| world.state().conversation.agent.is_some());
    assert!(matches!(world.lines()[2..], [Note::Joined(..)]));
    world.agent.say("Here I am again.");
    world.until("said", |world| world.transcript().len() == 3);
    let kinds: Vec<_> =
        world.state().conversation.rows.iter().map(|row| matches!(row.content, RowContent::Note(_))).collect();
    assert_eq!(kinds, [false, true, false, true, true, false], "each line stands where it happened");
    world.reload();
    world.until("back", |world| world.transcript().len() == 3);
    assert!(world.lines().is_empty(), "of what was before the page nobody tells when it was");
}

#[test]
fn who_takes_over_from_another_agent_has_a_line_of_their_own() {
    let mut world = World::talking();
    let ada = world.state().conversation.agent.clone().unwrap();
    world.bert_takes_over();
    let bert = world.state().conversation.agent.clone().unwrap();
    assert_ne!(ada, bert);
    let [Note::Joined(..), Note::Left(gone, _), Note::Joined(come, _)] = world.lines()[..] else {
        panic!("{:?}", world.lines())
    };
    assert_eq!((gone, come), (&ada, &bert));
    world.until("he is known by name", |world| header(world.state()).agent == Some(Some("Bert".into())));
    world.agent.say("I take over.");
    world.until("said", |world| {
        world.messages().last().is_some_and(|message| message.author == Author::Agent(bert.clone()))
    });
}

#[test]
fn whoever_wrote_is_known_by_name_also_where_they_take_part_no_more() {
    let mut world = World::talking();
    world.agent.say("I am Ada.");
    world.until("said", |world| world.transcript().len() == 2);
    let ada = world.state().conversation.agent.clone().unwrap();
    world.bert_takes_over();
    world.reload();
    world.until("it is read again", |world| world.transcript().len() == 2);
    world.until("she is known", |world| view::name_of(&world.state().conversation, &ada).as_deref() == Some("Ada"));
    world.until("so is he", |world| header(world.state()).agent == Some(Some("Bert".into())));
}

#[test]
fn a_manager_who_writes_is_known_by_name() {
    let mut world = World::talking();
    let now = world.server_now();
    let manager = Agent::log_in(&mut world.service, now, "Mia").id;
    let dialog = world.state().conversation.input.clone().unwrap();
    let event = json!({
        "sequence": 50, "dialogId": dialog.as_str(), "originatorId": manager, "serverTimestamp": world.server_now().0,
        "originatorMetadata": { "id": manager, "role": "MANAGER" },
        "event": { "type": "ContentEvent", "message": "May I help?", "contentType": "text/plain" },
    });
    let body = json!({ "changes": [event] });
    world.answer_with(
        &json!({ "kind": "notification", "type": "ms.MessagingEventNotification", "body": body }).to_string(),
    );
    let mia = ParticipantId::from(manager.as_str());
    world.until("known", |world| view::name_of(&world.state().conversation, &mia).as_deref() == Some("Mia"));
    assert_eq!(world.messages().last().unwrap().author, Author::Agent(mia));
}

#[test]
fn whoever_is_handed_over_waits_until_somebody_has_taken_the_conversation() {
    let leaves = || json!({ "field": "ParticipantsChange", "type": "REMOVE", "role": "ASSIGNED_AGENT" });
    for to_skill in [true, false] {
        let mut world = World::talking();
        let ada = world.state().conversation.agent.clone().unwrap();
        world.agent.ask(".ams.routing.SetAgentState", &json!({ "availability": "AWAY", "channels": ["MESSAGING"] }));
        let now = world.server_now();
        let bert = Agent::log_in(&mut world.service, now, "Bert");
        let to = if to_skill {
            json!({ "field": "Skill", "type": "UPDATE", "skill": "4711" })
        } else {
            json!({ "field": "ParticipantsChange", "type": "SUGGEST", "role": "ASSIGNED_AGENT", "userId": bert.id })
        };
        let body = json!({ "conversationId": world.agent.conversation_id(), "conversationField": [leaves(), to] });
        world.agent.ask(".ams.cm.UpdateConversationField", &body);
        world.until("she left", |world| world.state().conversation.agent.is_none());
        world.run_for(Millis::from_secs(5));
        let shown = header(world.state());
        assert_eq!((shown.agent, shown.between_agents), (None, true), "whoever is only suggested is not there");
        assert!(matches!(world.lines()[1..], [Note::Left(who, _)] if *who == ada), "{:?}", world.lines());
        world.send("Is anybody there?");
        let now = world.server_now();
        world.agent = bert;
        world.agent_socket = Some(world.agent.connect(&mut world.service, now));
        world.until("he is there", |world| header(world.state()).agent == Some(Some("Bert".into())));
        assert!(matches!(world.lines()[2..], [Note::Joined(who, _)] if who.as_str() == world.agent.id));
        world.agent.say("I take over.");
        world.until("answered", |world| world.transcript().last().is_some_and(|text| text == "< I take over."));
    }
}

#[test]
fn who_ended_the_conversation_is_told() {
    let ends = |world: &mut World| {
        world.until("ended", |world| world.state().conversation.stage == Stage::Ended);
        match world.lines().last() {
            Some(Note::Ended(by, _)) => *by,
            other => panic!("{other:?}"),
        }
    };
    let mut world = World::talking();
    world.agent.close_conversation();
    assert_eq!(ends(&mut world), EndedBy::Agent);
    let mut world = World::talking();
    world.intent(Intent::EndConversation);
    assert_eq!(ends(&mut world), EndedBy::Me);
    for (reason, by) in [("TIMEOUT", EndedBy::Silence), ("SYSTEM", EndedBy::Service), ("", EndedBy::Unknown)] {
        let mut world = World::talking();
        let now = world.server_now();
        assert!(world.service.end_newest(now, reason));
        assert_eq!(ends(&mut world), by);
        assert!(!world.service.end_newest(now, reason), "it has ended");
    }
}

#[test]
fn what_the_service_says_itself_is_told_apart_from_what_people_say() {
    let mut world = World::talking();
    let now = world.server_now();
    assert!(world.service.say_as_system(now, "You are second in the queue."));
    world.until("said", |world| world.transcript().len() == 2);
    let state = world.state();
    let last = state.conversation.rows.last().unwrap();
    let RowContent::Message(message) = &last.content else { panic!("{last:?}") };
    assert_eq!(message.author, Author::System);
}

#[test]
fn an_agent_who_is_elsewhere_is_away_until_they_are_back() {
    let mut world = World::talking();
    let is_away = |world: &World| header(world.state()).is_away;
    for (told, away) in
        [("INACTIVE", true), ("COMPOSING", false), ("GONE", true), ("ACTIVE", false), ("BACKGROUND", true)]
    {
        world.agent.types(told);
        world.until(told, |world| is_away(world) == away);
    }
    world.agent.say("back");
    world.until("who writes is there", |world| !is_away(world));
    world.agent.types("INACTIVE");
    world.until("away", is_away);
    world.lose_network();
    world.until("nobody knows", |world| !is_away(world));
}

#[test]
fn an_answer_is_expected_while_the_consumer_waits_for_one() {
    let mut world = World::talking();
    world.agent_changes(&json!({ "field": "TTRField", "ttrType": "NORMAL", "value": 600 }));
    world.until("told", |world| world.expects() == Some(Expected::Within(600)));
    world.agent.say("Hello");
    world.until("answered", |world| world.expects().is_none());
    world.send("And now?");
    assert_eq!(world.expects(), Some(Expected::Within(600)), "from the moment it is written");
    let soon = world.server_now() + Millis::from_secs(60);
    world.agent_changes(&json!({ "field": "DelayField", "type": "NIGHT", "value": soon.0 }));
    world.until("closed", |world| world.expects() == Some(Expected::ClosedUntil(soon)));
    world.agent_changes(&json!({ "field": "ManualETTR", "value": soon.0 - 1_000 }));
    world.until("an agent's word counts", |world| world.expects() == Some(Expected::By(soon - Millis(1_000))));
    world.run_for(Millis::from_secs(70));
    assert_eq!(world.expects(), Some(Expected::Within(600)), "a promise that was not kept is not told any more");
    world.agent_changes(&json!({ "field": "TTRField", "ttrType": "NORMAL", "value": 600 }));
    world.until("what is past is not told", |world| world.expects() == Some(Expected::Within(600)));
    for nonsense in [json!(0), json!(-5), json!(31 * 86_400), json!("soon"), Value::Null] {
        world.agent_changes(&json!({ "field": "TTRField", "ttrType": "NORMAL", "value": nonsense }));
        world.run_for(Millis::from_secs(1));
        let shown = world.expects();
        assert!(shown.is_none() || shown == Some(Expected::Within(600)), "{nonsense}: {shown:?}");
    }
}

#[test]
fn an_agent_who_has_a_picture_is_shown_with_it_and_no_address_but_a_safe_one_is_followed() {
    let picture = |address: &str| {
        let mut world = World::online();
        world.agent.ask(".ams.userprofile.SetUserProfile", &json!({ "avatarUrl": address }));
        world.run_for(Millis::from_secs(1));
        world.send("hello");
        world.until("named", |world| header(world.state()).agent.flatten().is_some());
        header(world.state()).picture.map(|picture| picture.to_string())
    };
    for safe in ["https://pictures.example/ada.png", "data:image/png;base64,AAAA", "data:image/jpeg;base64,AAAA"] {
        assert_eq!(picture(safe).as_deref(), Some(safe));
    }
    let long = format!("https://a.example/{}", "x".repeat(70_000));
    for other in
        ["", "http://a.example/a.png", "javascript:alert(1)", "data:image/svg+xml,<svg/>", "data:text/html,x", &long]
    {
        assert_eq!(picture(other), None, "{other}");
    }
}
