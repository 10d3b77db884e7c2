//! Texts whose answer is lost: nothing is lost, and nothing is sent twice by us.

use alongside::app::{Input, Intent};
use alongside::emulator::MetadataPolicy;
use alongside::protocol::Millis;
use alongside::store::{Delivery, Failure};

use crate::world::World;

#[test]
fn a_text_whose_answer_was_lost_is_found_and_not_sent_again() {
    for policy in [MetadataPolicy::Keep, MetadataPolicy::Drop] {
        let mut world = World::talking();
        world.service.faults_mut().metadata = policy;
        world.send_and_lose_the_answer("only once");
        assert!(matches!(world.messages()[1].delivery, Delivery::Queued(_)), "{:?}", world.messages()[1]);
        world.network_up = true;
        world.until("settled", World::is_settled);
        world.run_for(Millis::from_secs(5));
        assert_eq!(world.log(), ["hello", "only once"], "{policy:?}");
        assert_eq!(world.transcript(), ["> hello", "> only once"], "{policy:?}");
    }
}

#[test]
fn a_text_that_never_arrived_is_sent_again_after_the_drop() {
    let mut world = World::talking();
    world.swallow_frames = true;
    world.send("swallowed");
    world.until("given up", |world| !world.is_online());
    world.swallow_frames = false;
    world.until("settled", World::is_settled);
    assert_eq!(world.log(), ["hello", "swallowed"]);
}

#[test]
fn where_queries_are_refused_a_guess_is_made_from_what_came() {
    let mut world = World::talking();
    world.service.faults_mut().refuse_query_messages = true;
    world.service.faults_mut().metadata = MetadataPolicy::Drop;
    world.send_and_lose_the_answer("only once");
    world.network_up = true;
    world.until("settled", World::is_settled);
    assert_eq!(world.log(), ["hello", "only once"]);
    assert_eq!(world.transcript(), ["> hello", "> only once"]);
}

#[test]
fn nothing_is_concluded_from_a_silence_in_which_nothing_at_all_comes() {
    let mut world = World::talking();
    world.service.faults_mut().refuse_query_messages = true;
    world.swallow_frames = true;
    world.send("swallowed");
    world.until("given up", |world| !world.is_online());
    world.swallow_frames = false;
    let refused = |world: &World| world.heard.iter().any(|text| text.contains("QueryMessages"));
    world.until("it is asked", refused);
    world.loses = "GetClock";
    world.run_for(Millis::from_secs(9));
    assert_eq!(world.log(), ["hello"], "the line may be dead");
    world.loses = "";
    world.until("sent", |world| world.log() == ["hello", "swallowed"] && world.is_settled());
}

#[test]
fn a_text_of_which_it_is_not_kept_that_it_is_under_way_is_not_sent_again_by_the_next_page() {
    let mut world = World::talking();
    world.service.faults_mut().metadata = MetadataPolicy::Drop;
    world.lose_network();
    world.send("only once");
    world.storage_is_full = true;
    world.network_up = true;
    world.until("it has arrived", |world| world.log().len() == 2);
    world.reload();
    world.storage_is_full = false;
    world.until("online", World::is_online);
    world.run_for(Millis::from_secs(5));
    assert_eq!(world.log(), ["hello", "only once"]);
    assert_eq!(world.transcript(), ["> hello", "> only once"]);
}

#[test]
fn a_text_written_before_a_reload_is_sent_after_it() {
    let mut world = World::talking();
    world.lose_network();
    world.send("first");
    world.send("second");
    world.reload();
    assert_eq!(world.transcript(), ["> first", "> second"], "shown at once");
    world.network_up = true;
    world.until("sent", |world| world.log() == ["hello", "first", "second"]);
    world.until("in order", |world| world.transcript() == ["> hello", "> first", "> second"]);
}

#[test]
fn a_service_that_refuses_metadata_gets_texts_without_it() {
    let mut world = World::online();
    world.service.faults_mut().metadata = MetadataPolicy::Refuse;
    world.send("plain");
    world.send("plainer");
    world.until("sent", |world| world.log() == ["plain", "plainer"]);
    let texts = world.heard.iter().filter(|text| text.contains("text/plain")).count();
    assert_eq!(texts, 3, "asked once with, then without for the rest of the connection");
}

#[test]
fn a_text_that_the_service_never_takes_holds_nothing_up() {
    let mut world = World::talking();
    // It is refused with its metadata, and without.
    world.service.faults_mut().refused_texts = 2;
    world.send("never taken");
    world.send("taken");
    world.until("sent", |world| world.log() == ["hello", "taken"] && world.is_settled());
    let refused = |world: &World| {
        let messages = world.messages();
        let message = messages.iter().find(|message| *message.text == *"never taken").expect("it stands there");
        let Delivery::Failed(entry, Failure::Refused) = message.delivery else { panic!("{:?}", message.delivery) };
        entry
    };
    refused(&world);
    let tries = |world: &World| world.heard.iter().filter(|text| text.contains("never taken")).count();
    assert_eq!(tries(&world), 2);
    let next = world.heard.iter().find(|text| text.contains("\"taken\"")).expect("it was sent");
    assert!(next.contains("ExternalId"), "it was not the metadata: {next}");
    // Neither another connection nor another page tries it again by itself, nor does it hold up anything there.
    world.interrupt(1012);
    world.reload();
    world.until("back", World::is_online);
    world.send("also taken");
    world.until("sent", |world| world.log() == ["hello", "taken", "also taken"] && world.is_settled());
    world.run_for(Millis::from_secs(60));
    assert_eq!(tries(&world), 2);
    let entry = refused(&world);
    // By now the service takes it.
    world.intent(Intent::Retry(entry));
    world.until("sent", |world| world.log().len() == 4 && world.is_settled());
    assert_eq!(world.transcript(), ["> hello", "> taken", "> also taken", "> never taken"]);
}

#[test]
fn a_service_that_asks_for_patience_gets_it() {
    let mut world = World::talking();
    world.service.faults_mut().too_many_requests = 3;
    let is_sent = |text: &String| text.contains("PublishEvent") && text.contains("later");
    world.send("later");
    world.run_for(Millis::from_secs(1));
    assert_eq!(world.heard.iter().filter(|text| is_sent(text)).count(), 1, "not again within a second");
    world.until("sent", |world| world.log() == ["hello", "later"]);
}

#[test]
fn a_text_that_is_too_long_is_refused_with_a_reason_and_holds_nothing_up() {
    let mut world = World::talking();
    let long = "x".repeat(8_001);
    world.send(&long);
    world.send("short");
    world.until("sent", |world| world.log() == ["hello", "short"]);
    let failed = world.messages().into_iter().find(|message| message.text.len() > 8_000).unwrap();
    assert!(matches!(failed.delivery, Delivery::Failed(_, Failure::TooLong)), "{:?}", failed.delivery);
    world.reload();
    world.until("still there after a reload", |world| world.messages().iter().any(|message| *message.text == *long));
    let again = world.messages().into_iter().find(|message| *message.text == *long).unwrap();
    let Delivery::Failed(entry, Failure::TooLong) = again.delivery else { panic!("{:?}", again.delivery) };
    world.intent(Intent::Discard(entry));
    assert!(world.messages().iter().all(|message| *message.text != *long));
}

#[test]
fn a_failed_text_that_is_retried_stands_last() {
    let mut world = World::talking();
    let long = "x".repeat(8_001);
    world.send(&long);
    world.send("short");
    world.until("sent", |world| world.log() == ["hello", "short"]);
    let failed = world.messages().into_iter().find(|message| message.text.len() > 8_000).unwrap();
    let Delivery::Failed(entry, _) = failed.delivery else { panic!("{:?}", failed.delivery) };
    world.intent(Intent::Retry(entry));
    assert_eq!(world.messages().last().map(|message| message.text.len()), Some(8_001));
    assert_eq!(world.messages().len(), 3);
}

fn become_somebody_else(world: &mut World) {
    let me = world.state().me.clone();
    world.intent(Intent::Open);
    world.until("online", World::is_online);
    world.kick(4401);
    world.until("somebody else", |world| world.is_online() && world.state().me != me);
}

#[test]
fn what_was_left_by_one_person_is_not_shown_to_another_and_not_lost() {
    let mut world = World::talking();
    world.send(&"x".repeat(8_001));
    world.spoil_identity();
    world.reload();
    assert_eq!(world.messages().len(), 1, "theirs still");
    become_somebody_else(&mut world);
    assert!(world.messages().is_empty());
    assert!(world.storage.values().any(|value| value.contains("xxx")));
}

#[test]
fn what_whoever_sits_there_has_just_written_goes_along_when_they_are_somebody_else() {
    let mut world = World::talking();
    world.spoil_identity();
    world.reload();
    world.intent(Intent::Open);
    world.until("online", World::is_online);
    world.send(&"x".repeat(8_001));
    become_somebody_else(&mut world);
    let deliveries: Vec<_> = world.messages().into_iter().map(|message| message.delivery).collect();
    assert!(matches!(deliveries[..], [Delivery::Failed(_, Failure::TooLong)]), "{deliveries:?}");
    world.send("hi");
    world.until("sent", |world| world.log() == ["hello", "hi"]);
}

#[test]
fn a_text_whose_answer_is_lost_with_a_refused_token_is_looked_for() {
    let mut world = World::talking();
    world.swallow_frames = true;
    world.send("swallowed");
    world.kick(4401);
    world.swallow_frames = false;
    world.until("settled", |world| world.is_settled() && world.log().len() == 2);
    assert_eq!(world.log(), ["hello", "swallowed"]);
    assert_eq!(world.transcript(), ["> hello", "> swallowed"]);
}

#[test]
fn the_same_words_twice_are_two_texts() {
    let mut world = World::talking();
    world.service.faults_mut().metadata = MetadataPolicy::Drop;
    world.send("ok");
    world.send("ok");
    // The first is answered, and the second on its way when the network breaks: it does not arrive.
    world.until("the first is taken", |world| world.log().len() == 2);
    world.until("the second is on its way", |world| {
        matches!(world.messages()[1..], [ref first, ref second] if first.delivery == Delivery::Sent
            && matches!(second.delivery, Delivery::Sending(_)))
    });
    world.cut_network();
    world.drop_frames();
    world.run_for(Millis::from_secs(1));
    assert_eq!(world.log(), ["hello", "ok"]);
    world.network_up = true;
    world.until("settled", World::is_settled);
    world.run_for(Millis::from_secs(5));
    assert_eq!(world.log(), ["hello", "ok", "ok"]);
    assert_eq!(world.transcript(), ["> hello", "> ok", "> ok"]);
}

#[test]
fn a_conversation_that_the_service_puts_off_is_asked_for_again() {
    let mut world = World::online();
    world.run_for(Millis::from_secs(1));
    world.service.faults_mut().too_many_requests = 2;
    world.send("hi");
    world.run_for(Millis::from_secs(10));
    assert!(world.messages().iter().all(|message| !matches!(message.delivery, Delivery::Failed(..))));
    world.until("sent", |world| world.log() == ["hi"] && world.is_settled());
    let asked = world.heard.iter().filter(|text| text.contains("ConsumerRequestConversation")).count();
    assert_eq!(asked, 3);
}

#[test]
fn a_text_that_a_service_in_trouble_has_all_the_same_is_not_sent_again() {
    let mut world = World::talking();
    world.service.faults_mut().metadata = MetadataPolicy::Drop;
    world.service.faults_mut().lost_answers = true;
    world.send("only once");
    world.until("the service has it", |world| world.log().len() == 2);
    world.service.faults_mut().lost_answers = false;
    let request: serde_json::Value = serde_json::from_str(world.heard.last().unwrap()).unwrap();
    let answer = serde_json::json!({ "kind": "resp", "reqId": request["id"], "code": 503, "body": "busy" });
    world.answer_with(&answer.to_string());
    world.until("settled", World::is_settled);
    world.run_for(Millis::from_secs(5));
    assert_eq!(world.log(), ["hello", "only once"]);
}

#[test]
fn what_was_on_its_way_under_a_lost_identity_is_left_to_the_consumer() {
    let mut world = World::without_connector();
    world.send("hello");
    world.until("settled", World::is_settled);
    world.service.faults_mut().metadata = MetadataPolicy::Drop;
    world.service.faults_mut().lost_answers = true;
    world.send("on its way");
    world.send("waiting");
    world.until("the service has it", |world| world.log().len() == 2);
    world.service.faults_mut().lost_answers = false;
    let me = world.state().me.clone();
    // Without a connector there is nothing to renew: somebody else is signed up.
    world.refuse_token();
    world.until("somebody else", |world| world.is_online() && world.state().me != me);
    world.until("sent", |world| world.log() == ["hello", "on its way", "waiting"]);
    let failed: Vec<_> =
        world.messages().into_iter().filter(|message| matches!(message.delivery, Delivery::Failed(..))).collect();
    assert!(matches!(failed[..], [ref only] if *only.text == *"on its way"
        && matches!(only.delivery, Delivery::Failed(_, Failure::Unknown))));
}

#[test]
fn a_question_that_the_service_puts_off_is_no_reason_to_guess() {
    let mut world = World::talking();
    world.service.faults_mut().metadata = MetadataPolicy::Drop;
    world.send_and_lose_the_answer("only once");
    world.network_up = true;
    let asked = |world: &World, what: &str| world.heard.iter().filter(|text| text.contains(what)).count();
    let subscribed = asked(&world, "SubscribeExConversations");
    world.until("subscribed", |world| asked(world, "SubscribeExConversations") > subscribed);
    // Long enough for a guess from nothing, because the echo does not come either.
    world.service.faults_mut().too_many_requests = 8;
    world.until("settled", World::is_settled);
    world.run_for(Millis::from_secs(5));
    assert_eq!(world.log(), ["hello", "only once"]);
}

#[test]
fn a_refused_conversation_that_comes_nevertheless_leaves_no_time_that_has_passed() {
    let mut world = World::online();
    world.service.faults_mut().too_many_requests = 3;
    world.send("hi");
    // The world itself fails where the tab wants a time that has passed.
    world.until("sent", |world| world.log() == ["hi"] && world.is_settled());
    world.run_for(Millis::from_secs(120));
}

/// The conversation of a text whose answer was lost is over when the page is loaded again, and queries are refused.
fn lost_with_its_conversation(policy: MetadataPolicy, is_swallowed: bool) -> World {
    let mut world = World::talking();
    world.service.faults_mut().refuse_query_messages = true;
    world.service.faults_mut().metadata = policy;
    if is_swallowed {
        world.swallow_frames = true;
        world.send("only once");
        world.run_for(Millis::from_secs(1));
        world.swallow_frames = false;
        world.cut_network();
    } else {
        world.send_and_lose_the_answer("only once");
    }
    world.agent.say("we close");
    world.agent.close_conversation();
    world.pump();
    world.run_for(Millis::from_secs(1));
    world.reload();
    world
}

#[test]
fn a_text_is_looked_for_in_a_conversation_that_is_over_where_queries_are_refused() {
    for policy in [MetadataPolicy::Keep, MetadataPolicy::Drop] {
        let mut world = lost_with_its_conversation(policy, false);
        world.network_up = true;
        world.until("settled", World::is_settled);
        world.run_for(Millis::from_secs(30));
        assert_eq!(world.log(), ["hello", "only once", "we close"], "{policy:?}");
        assert!(world.transcript().is_empty(), "the old conversation is not brought back: {:?}", world.transcript());
        assert_eq!(world.state().conversation.unread, 0);
        assert!(world.receipts().is_empty(), "{:?}", world.receipts());
        world.interrupt(1012);
        world.send("new");
        world.until("settled", World::is_settled);
        assert_eq!(world.transcript(), ["> new"], "{policy:?}");
        let looked = world.heard.iter().filter(|text| text.contains("SubscribeMessagingEvents")).count();
        assert_eq!(looked, 3, "the first conversation, once more, and the second");
    }
}

#[test]
fn a_text_that_is_not_found_in_a_conversation_that_is_over_goes_to_the_next() {
    let mut world = lost_with_its_conversation(MetadataPolicy::Drop, true);
    // Patience is asked for in between.
    world.network_up = true;
    let asked = |world: &World| world.heard.iter().any(|text| text.contains("QueryMessages"));
    world.until("asked", asked);
    world.service.faults_mut().too_many_requests = 1;
    world.until("settled", World::is_settled);
    world.run_for(Millis::from_secs(5));
    assert_eq!(world.log(), ["hello", "we close", "only once"]);
    assert_eq!(world.transcript(), ["> only once"]);
}

#[test]
fn a_text_of_which_the_service_tells_nothing_any_more_is_left_to_the_consumer() {
    let mut world = lost_with_its_conversation(MetadataPolicy::Drop, false);
    let dialog = world.agent.conversation_id();
    // As where the service keeps what is over for a while only.
    let stored = world.storage.iter().find(|(name, value)| name.contains("|text|") && value.starts_with(&dialog));
    let (name, value) = stored.map(|(name, value)| (name.clone(), value.replace(&dialog, "forgotten"))).unwrap();
    world.storage.insert(name, value);
    world.reload();
    world.network_up = true;
    world.until("settled", World::is_settled);
    world.run_for(Millis::from_secs(30));
    assert_eq!(world.log(), ["hello", "only once", "we close"]);
    let deliveries: Vec<_> = world.messages().into_iter().map(|message| message.delivery).collect();
    assert!(matches!(deliveries[..], [Delivery::Failed(_, Failure::Unknown)]), "{deliveries:?}");
}

#[test]
fn what_comes_of_one_text_that_is_looked_for_is_not_the_answer_about_the_next() {
    let mut world = World::with(|_| {}, |service| service.history_chunk = 1);
    world.start(true);
    world.until("online", World::is_online);
    world.send("hello");
    world.until("the agent has the conversation", |world| world.agent.has_joined() && world.is_settled());
    world.service.faults_mut().metadata = MetadataPolicy::Drop;
    world.send_and_lose_the_answer("one");
    let left = world.kept_text();
    world.network_up = true;
    world.until("settled", World::is_settled);
    world.agent.say("between");
    world.pump();
    world.run_for(Millis::from_secs(2));
    world.send_and_lose_the_answer("two");
    world.agent.close_conversation();
    world.pump();
    world.run_for(Millis::from_secs(1));
    // As where the browser did not keep that it was settled.
    world.storage.insert(left.0, left.1);
    world.service.faults_mut().refuse_query_messages = true;
    world.reload();
    assert_eq!(world.transcript(), ["> one", "> two"]);
    world.network_up = true;
    world.until("settled", World::is_settled);
    world.run_for(Millis::from_secs(30));
    assert_eq!(world.log(), ["hello", "one", "between", "two"]);
    let opened = world.heard.iter().filter(|text| text.contains("ConsumerRequestConversation")).count();
    assert_eq!(opened, 1, "there was nothing to open another for");
}

#[test]
fn what_is_written_after_the_clock_was_put_back_stands_behind_what_was_written_before() {
    let mut world = World::talking();
    world.lose_network();
    world.send("first");
    let (key, _) = world.kept_text();
    let (start, end) = key.split_once("|text|").unwrap();
    let (at, external) = end.split_once('|').unwrap();
    // It was written by a clock that was ten minutes ahead.
    let ahead = at.parse::<i64>().unwrap() + 600_000;
    let value = world.storage.remove(&key).unwrap();
    world.storage.insert(format!("{start}|text|{ahead}|{external}"), value);
    // Who wrote it is not known until there is another token.
    let is_it = |(key, _): &(&String, &mut String)| key.ends_with("|credentials");
    let (_, credentials) = world.storage.iter_mut().find(is_it).unwrap();
    *credentials = credentials.lines().filter(|line| !line.starts_with("jwt")).collect::<Vec<_>>().join("\n");
    world.reload();
    world.send("second");
    world.network_up = true;
    world.input(Input::Online(true));
    world.until("sent", |world| world.log() == ["hello", "first", "second"]);
}

#[test]
fn a_guess_takes_no_text_for_another_of_the_same_words_that_is_known_by_its_name() {
    let mut world = World::talking();
    world.send("same");
    world.until("sent", |world| world.log() == ["hello", "same"] && world.is_settled());
    world.service.faults_mut().refuse_query_messages = true;
    // Another tab had one under way, and did not know what stands in the conversation.
    let me = world.state().me.clone().expect("somebody");
    let key = format!("alongside1|https://api.example.com|10001|{}|text|{}|other", me.as_str(), world.now.0);
    let value = Some(format!("{}\t0\t\tsame", world.agent.conversation_id()));
    world.input(Input::Kept { key, value });
    world.until("sent as well", |world| world.log() == ["hello", "same", "same"] && world.is_settled());
}

#[test]
fn what_is_written_without_a_connection_is_theirs_whom_another_tab_has_become_meanwhile() {
    let credentials = |world: &World| world.storage.iter().find(|(key, _)| key.ends_with("|credentials")).map(owned);
    fn owned((key, value): (&String, &String)) -> (String, String) {
        (key.clone(), value.clone())
    }
    let mut stranger = World::with(|config| config.seed = 99, |service| service.seed = 99);
    stranger.start(true);
    stranger.until("online", World::is_online);
    let (key, value) = credentials(&stranger).expect("they are kept");
    let mut world = World::talking();
    world.lose_network();
    world.send("not sent");
    let before = world.state().me.clone();
    world.input(Input::Kept { key, value: Some(value) });
    assert_eq!(world.state().me, stranger.state().me);
    assert_ne!(world.state().me, before);
    let me = stranger.state().me.clone().expect("somebody");
    assert!(world.storage.keys().any(|key| key.contains(&format!("|{}|text|", me.as_str()))), "{:?}", world.storage);
}
