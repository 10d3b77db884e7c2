//! Earlier conversations: read one dialog at a time, when somebody wants to, and left as they are.

use alongside::app::{Intent, Part, Use};
use alongside::protocol::Millis;
use alongside::store::view::{BannerView, banner};
use alongside::store::{Fetch, History, Note, RowContent, Stage};
use serde_json::json;

use crate::world::World;

/// A conversation from its first text to its end.
fn talk(world: &mut World, text: &str) {
    world.send(text);
    world.until("the agent has it", |world| {
        let conversation = &world.state().conversation;
        let id = conversation.open_id().map(|id| id.as_str().to_owned());
        conversation.agent.is_some() && id == Some(world.agent.conversation_id())
    });
    world.agent.say(&format!("an answer to {text}"));
    let answer = format!("an answer to {text}");
    world.until("it is answered", |world| texts(world).contains(&answer));
    world.run_for(Millis::from_secs(1));
}

fn end(world: &mut World) {
    world.agent.close_conversation();
    world.until("it has ended", |world| world.state().conversation.stage == Stage::Ended);
    world.run_for(Millis::from_secs(1));
}

/// Conversations that are over, and a tab that was loaded since.
fn after(conversations: &[&str]) -> World {
    let mut world = World::online();
    for text in conversations {
        talk(&mut world, text);
        end(&mut world);
    }
    world.reload();
    world.intent(Intent::Open);
    world.until("online", World::is_online);
    world.run_for(Millis::from_secs(2));
    world.heard.clear();
    world
}

/// What stands in the transcript: texts, and a line where a conversation ended.
fn texts(world: &World) -> Vec<String> {
    let rows = world.state().conversation.rows.iter();
    let words = rows.filter_map(|row| match &row.content {
        RowContent::Message(message) => Some(message.text.to_string()),
        RowContent::Note(Note::Ended(..)) => Some("--".into()),
        RowContent::Note(_) => None,
    });
    words.collect()
}

fn history(world: &World) -> &History {
    world.state().conversation.history.as_deref().unwrap()
}

/// How often the service was asked for messages.
fn queries(world: &World) -> usize {
    world.heard.iter().filter(|text| text.contains("QueryMessages")).count()
}

fn read(world: &mut World) {
    world.intent(Intent::ReadEarlier);
    world.until("it is read", |world| history(world).fetch != Fetch::Wanted);
}

#[test]
fn earlier_conversations_are_read_one_at_a_time_from_the_newest_on() {
    let mut world = after(&["one", "two", "three"]);
    assert_eq!((texts(&world), queries(&world)), (Vec::new(), 0), "nothing is asked for before somebody wants it");
    world.intent(Intent::ReadEarlier);
    assert_eq!(history(&world).fetch, Fetch::Wanted);
    // Whoever goes on scrolling wants it no more often.
    world.intent(Intent::ReadEarlier);
    world.until("it is read", |world| history(world).fetch == Fetch::Rests);
    world.run_for(Millis::from_secs(5));
    assert_eq!((texts(&world), queries(&world)), (vec!["three".into(), "an answer to three".into(), "--".into()], 1));
    let asked = world.heard.iter().find(|text| text.contains("QueryMessages")).unwrap();
    assert!(asked.contains(r#""fromSeq":0"#), "{asked}");
    read(&mut world);
    read(&mut world);
    let all = ["one", "an answer to one", "--", "two", "an answer to two", "--", "three", "an answer to three", "--"];
    assert_eq!(texts(&world), all);
    assert!(!history(&world).has_more());
    world.intent(Intent::ReadEarlier);
    world.run_for(Millis::from_secs(2));
    assert_eq!(queries(&world), 3);
}

#[test]
fn they_stand_above_what_is_said_now_and_nothing_is_told_of_them() {
    let mut world = after(&["one"]);
    talk(&mut world, "now");
    world.heard.clear();
    let (announced, unread) = (world.state().conversation.announced.clone(), world.state().conversation.unread);
    world.agent.types("COMPOSING");
    world.until("she types", |world| world.state().conversation.typing.is_some());
    read(&mut world);
    assert!(world.state().conversation.typing.is_some(), "what she said long ago does not end that");
    assert_eq!(texts(&world), ["one", "an answer to one", "--", "now", "an answer to now"]);
    assert_eq!((world.state().conversation.announced.clone(), world.state().conversation.unread), (announced, unread));
    let told: Vec<_> = world.heard.iter().filter(|text| text.contains("PublishEvent")).collect();
    assert!(told.is_empty(), "{told:?}");
    world.interrupt(1_006);
    world.run_for(Millis::from_secs(60));
    assert!(world.is_online());
    let subscribed: Vec<_> = world.heard.iter().filter(|text| text.contains("SubscribeMessagingEvents")).collect();
    assert_eq!(subscribed.len(), 1, "the conversation that goes on alone is followed: {subscribed:?}");
    // What goes on stands last, and in the same tab it stays so when it is over.
    end(&mut world);
    talk(&mut world, "later");
    let all = ["one", "an answer to one", "--", "now", "an answer to now", "--", "later", "an answer to later"];
    assert_eq!(texts(&world), all);
    world.reload();
    world.intent(Intent::Open);
    world.until("it is there", |world| texts(world).len() == 2);
    read(&mut world);
    read(&mut world);
    assert_eq!(texts(&world), all, "a page that is loaded anew shows the same");
}

#[test]
fn a_failure_is_shown_and_nothing_but_a_retry_asks_again() {
    let mut world = after(&["one"]);
    world.service.faults_mut().refuse_query_messages = true;
    read(&mut world);
    world.run_for(Millis::from_secs(60));
    assert_eq!((history(&world).fetch, queries(&world)), (Fetch::Failed, 1));
    world.service.faults_mut().refuse_query_messages = false;
    read(&mut world);
    assert_eq!((history(&world).fetch, queries(&world), texts(&world).len()), (Fetch::Rests, 2, 3));
}

#[test]
fn what_is_lost_with_its_connection_has_failed_and_what_was_not_asked_for_yet_waits_for_one() {
    let mut world = after(&["one"]);
    world.loses = "QueryMessages";
    world.intent(Intent::ReadEarlier);
    world.loses = "";
    world.interrupt(1_006);
    world.until("it is said", |world| history(world).fetch == Fetch::Failed);
    world.until("back", World::is_online);
    world.run_for(Millis::from_secs(5));
    assert_eq!((history(&world).fetch, queries(&world)), (Fetch::Failed, 0));
    world.lose_network();
    world.run_for(Millis::from_secs(1));
    world.intent(Intent::ReadEarlier);
    world.run_for(Millis::from_secs(20));
    assert_eq!(history(&world).fetch, Fetch::Wanted);
    world.network_up = true;
    world.until("it is read", |world| texts(world).len() == 3);
}

#[test]
fn a_dialog_in_which_nothing_was_said_is_passed_over() {
    let mut world = after(&["one"]);
    world.open_elsewhere();
    world.until("it is there", |world| {
        world.agent.conversation.is_some() && world.state().conversation.stage == Stage::Open
    });
    world.run_for(Millis::from_secs(1));
    end(&mut world);
    world.reload();
    world.intent(Intent::Open);
    world.until("online", World::is_online);
    world.run_for(Millis::from_secs(1));
    world.heard.clear();
    assert_eq!(history(&world).waiting.len(), 2);
    world.intent(Intent::ReadEarlier);
    world.until("it is read", |world| history(world).fetch == Fetch::Rests);
    assert_eq!((texts(&world), queries(&world)), (vec!["one".into(), "an answer to one".into(), "--".into()], 2));
}

#[test]
fn another_person_sees_nothing_of_them() {
    let mut world = after(&["one", "two"]);
    read(&mut world);
    assert_eq!(texts(&world).len(), 3);
    world.becomes_somebody_else();
    world.intent(Intent::ReadEarlier);
    world.run_for(Millis::from_secs(5));
    assert_eq!(texts(&world), Vec::<String>::new());
    assert!(world.state().conversation.history.is_none());
}

#[test]
fn nothing_is_said_or_told_in_a_conversation_that_is_over() {
    let mut world = World::online();
    talk(&mut world, "one");
    let button = json!({ "type": "button", "title": "Yes please", "click": {
        "metadata": [{ "type": "ExternalId", "id": "b" }], "actions": [{ "type": "publishText", "text": "yes" }] } });
    let replies = json!({ "type": "quickReplies", "itemsPerRow": 8, "replies": [{ "type": "button", "title": "Later",
        "click": { "actions": [{ "type": "publishText", "text": "later" }] } }] });
    world.agent.show(&json!({ "type": "vertical", "elements": [button] }), &replies);
    world.until("it is there", |world| texts(world).len() == 3);
    let until = (world.server_now() + Millis::from_secs(600)).0;
    #[expect(clippy::cast_precision_loss, reason = "a time in seconds")]
    world.agent.invite("cobrowse", "view", until as f64 / 1_000.0);
    world.until("the invitation is there", |world| banner(world.state()).is_some());
    end(&mut world);
    world.reload();
    world.intent(Intent::Open);
    world.until("online", World::is_online);
    world.run_for(Millis::from_secs(2));
    world.published.clear();
    read(&mut world);
    world.heard.clear();
    let row = world.state().conversation.rows.iter().rev().nth(1).unwrap().id;
    for part in [Part::Node(0), Part::Node(1), Part::Reply(0)] {
        world.intent(Intent::Use(Use { row, part, chosen: Vec::new(), says: None }));
    }
    world.run_for(Millis::from_secs(5));
    assert_eq!(world.heard.iter().filter(|text| text.contains("PublishEvent")).count(), 0);
    assert_eq!(texts(&world).len(), 4, "two texts, the card and the end");
    assert_eq!(banner(world.state()).map(|shown: BannerView| shown.stage), None, "and nobody is asked");
    assert!(world.published.is_empty());
}

/// What happens elsewhere while this tab has no connection: what goes on ends, and others begin and end, but for the
/// last, which may go on.
fn misses(world: &mut World, conversations: &[&str], goes_on: bool) {
    let socket = *world.links.values().next().expect("a connection");
    let mut now = world.server_now();
    for says in conversations {
        world.service.end_newest(now, "CONSUMER");
        now = now + Millis(1_000);
        let request = r#"{"kind":"req","id":"x","type":"cm.ConsumerRequestConversation","body":{}}"#;
        world.service.handle_frame(now, socket, request);
        world.service.say_as_system(now, says);
    }
    if !goes_on {
        world.service.end_newest(now, "CONSUMER");
    }
    world.lose_network();
    world.run_for(Millis::from_secs(10));
    world.network_up = true;
    world.until("online again", World::is_online);
    world.run_for(Millis::from_secs(10));
}

#[test]
fn what_began_and_ended_elsewhere_meanwhile_comes_by_itself_and_stands_where_it_belongs() {
    for goes_on in [true, false] {
        let mut world = after(&["long ago"]);
        talk(&mut world, "before");
        let conversations = ["missed", "missed, too", "now"];
        misses(&mut world, &conversations[..2 + usize::from(goes_on)], goes_on);
        let mut all = vec!["before", "an answer to before", "--", "missed", "--", "missed, too", "--"];
        all.extend(goes_on.then_some("now"));
        assert_eq!(texts(&world), all);
        talk(&mut world, "later");
        all.extend(["later", "an answer to later"]);
        assert_eq!(texts(&world), all);
        let asked = queries(&world);
        // They are known from then on, and what was over before somebody looked waits for them.
        world.interrupt(1_006);
        world.run_for(Millis::from_secs(10));
        assert_eq!(texts(&world), all);
        assert_eq!(queries(&world), asked);
        read(&mut world);
        all.splice(..0, ["long ago", "an answer to long ago", "--"]);
        assert_eq!(texts(&world), all);
        assert!(!history(&world).has_more());
    }
}

#[test]
fn above_a_conversation_that_this_tab_began_stands_nothing_that_began_later() {
    let mut world = World::online();
    talk(&mut world, "before");
    misses(&mut world, &["missed"], false);
    assert_eq!(texts(&world), ["before", "an answer to before", "--", "missed", "--"]);
    assert!(!history(&world).has_more());
}
