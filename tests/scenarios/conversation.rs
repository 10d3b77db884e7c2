//! The conversation itself: first visit, first message, receipts, typing, end and coming back.

use std::rc::Rc;

use alongside::app::{Input, Intent};
use alongside::protocol::Millis;
use alongside::store::{Delivery, RowContent, Stage, view};
use serde_json::Value;

use crate::world::{LATENCY, World};

#[test]
fn a_first_visitor_who_only_looks_becomes_nobody() {
    let mut world = World::new();
    world.start(false);
    world.run_for(Millis::from_secs(60));
    assert!(world.asked.is_empty() && world.storage.is_empty(), "{:?}", world.asked);
}

#[test]
fn opening_the_panel_signs_in_and_opens_no_conversation() {
    let world = World::online();
    let paths: Vec<_> = world.asked.iter().map(|url| url.split_once(".com").unwrap().1).collect();
    let account = "/api/account/10001";
    assert_eq!(
        paths,
        [
            format!("{account}/service/baseURI.json?version=1.0"),
            format!("{account}/anonymous/authorize"),
            format!("{account}/app/4711/authenticate?v=3.0"),
        ]
    );
    let heard: Vec<Value> = world.heard.iter().map(|text| serde_json::from_str(text).unwrap()).collect();
    let types: Vec<_> = heard.iter().map(|frame| frame["type"].as_str().unwrap()).collect();
    assert_eq!(types, ["InitConnection", "GetClock", "cqm.SubscribeExConversations"]);
    let features = &heard[0]["headers"][0]["features"];
    assert_eq!(*features, serde_json::json!(["CO_BROWSE", "MULTI_DIALOG"]));
    assert!(world.service.log().is_empty());
    let offset = world.state().clock_offset.unwrap();
    assert!((offset - World::SKEW).0.abs() <= LATENCY.0, "the service's clock is known: {offset:?}");
}

#[test]
fn the_first_text_opens_a_conversation_and_arrives_in_it() {
    let mut world = World::talking();
    assert_eq!(world.log(), ["hello"]);
    let types: Vec<String> = world
        .heard
        .iter()
        .map(|text| {
            let frame: Value = serde_json::from_str(text).unwrap();
            frame["type"].as_str().unwrap().to_owned()
        })
        .collect();
    let position = |name: &str| types.iter().position(|known| known == name).unwrap();
    assert!(position("cm.ConsumerRequestConversation") < position("ms.SubscribeMessagingEvents"));
    assert!(position("ms.SubscribeMessagingEvents") < position("ms.PublishEvent"));
    assert_eq!(types.iter().filter(|name| *name == "cm.ConsumerRequestConversation").count(), 1);
    world.agent.say("hi there");
    world.pump();
    world.until("the answer", |world| world.transcript() == ["> hello", "< hi there"]);
    world.until("the name", |world| view::header(world.state()).agent == Some(Some("Ada".into())));
}

#[test]
fn several_texts_at_once_open_one_conversation_and_keep_their_order() {
    let mut world = World::online();
    for text in ["one", "two", "three"] {
        world.send(text);
    }
    world.until("all are sent", |world| world.log().len() == 3 && world.is_settled());
    assert_eq!(world.log(), ["one", "two", "three"]);
    assert_eq!(world.transcript(), ["> one", "> two", "> three"]);
}

#[test]
fn a_text_becomes_sent_delivered_and_read_and_nothing_before_its_time() {
    let mut world = World::talking();
    world.agent.acknowledges = false;
    world.send("again");
    assert!(matches!(world.messages()[1].delivery, Delivery::Sending(_)));
    world.until("sent", |world| world.messages()[1].delivery == Delivery::Sent);
    world.until("the agent has it", |world| world.agent.heard.iter().any(|(_, text)| text == "again"));
    let sequence = world.agent.heard.last().map_or(0, |(sequence, _)| *sequence);
    assert_eq!(world.messages()[1].delivery, Delivery::Sent);
    let dialog = world.agent.conversation_id();
    for (status, delivery) in [("ACCEPT", Delivery::Delivered), ("READ", Delivery::Read)] {
        let event = serde_json::json!({ "type": "AcceptStatusEvent", "status": status, "sequenceList": [sequence] });
        world.agent.ask(".ams.ms.PublishEvent", &serde_json::json!({ "dialogId": dialog, "event": event }));
        world.pump();
        world.until(status, |world| world.messages()[1].delivery == delivery);
    }
}

#[test]
fn receipts_are_accept_on_arrival_and_read_when_seen() {
    let mut world = World::talking();
    world.intent(Intent::Close);
    world.agent.say("are you there?");
    world.pump();
    world.until("accepted", |world| world.receipts().len() == 1);
    let (status, numbers) = world.receipts()[0].clone();
    assert_eq!(status, "ACCEPT");
    assert_eq!(view::launcher(world.state()).unread, 1);
    world.run_for(Millis::from_secs(20));
    assert_eq!(world.receipts().len(), 1, "a closed panel reads nothing");
    world.intent(Intent::Open);
    world.until("read", |world| world.receipts().len() == 2);
    assert_eq!(world.receipts()[1], ("READ".to_owned(), numbers));
    assert_eq!(view::launcher(world.state()).unread, 0);
}

#[test]
fn what_comes_while_the_reader_is_further_up_is_read_when_they_are_back() {
    let mut world = World::talking();
    world.intent(Intent::ReadBack(true));
    world.agent.say("further down");
    world.run_for(Millis::from_secs(20));
    let told = |world: &World| world.receipts().into_iter().map(|(status, _)| status).collect::<Vec<_>>();
    assert_eq!(told(&world), ["ACCEPT"]);
    world.intent(Intent::ReadBack(false));
    world.run_for(Millis::from_secs(1));
    assert_eq!(told(&world), ["ACCEPT", "READ"]);
}

#[test]
fn receipts_of_the_consumers_own_that_come_back_leave_the_screen_as_it_is() {
    let mut world = World::talking();
    world.agent.say("hi");
    world.until("read", |world| world.receipts().len() == 2);
    let before = Rc::clone(&world.state().conversation);
    world.run_for(Millis::from_secs(2));
    assert!(Rc::ptr_eq(&before, &world.state().conversation));
}

#[test]
fn a_hidden_page_reads_nothing() {
    let mut world = World::talking();
    world.input(Input::Visible(false));
    world.agent.say("hello?");
    world.pump();
    world.run_for(Millis::from_secs(5));
    assert_eq!(world.receipts().iter().map(|(status, _)| status.as_str()).collect::<Vec<_>>(), ["ACCEPT"]);
    world.input(Input::Visible(true));
    world.until("read", |world| world.receipts().len() == 2);
}

#[test]
fn odd_texts_arrive_letter_by_letter_both_ways() {
    let mut world = World::talking();
    let long = "x".repeat(8_000);
    let texts = [
        "[our page](https://shop.example/a_b) <b>&amp;</b>",
        "🎉👍🏽",
        "\u{202e}gnp.elif\u{202c} \u{2066}אב\u{2069}",
        "two\nlines\ttab",
        &long,
    ];
    for text in texts {
        world.agent.say(text);
        let told = format!("< {text}");
        world.until("it is shown", |world| world.transcript().last() == Some(&told));
        world.send(text);
        world.until("it is heard", |world| world.log().last().is_some_and(|heard| heard == text) && world.is_settled());
        assert_eq!(world.transcript().last(), Some(&format!("> {text}")));
    }
}

#[test]
fn typing_is_told_both_ways_and_ends() {
    let mut world = World::talking();
    world.agent.types("COMPOSING");
    world.pump();
    world.until("typing", |world| view::typing(world.state()).is_some());
    world.run_for(Millis::from_secs(7));
    assert_eq!(view::typing(world.state()), None, "a sign that is not repeated ends");
    world.agent.types("COMPOSING");
    world.pump();
    world.until("typing again", |world| view::typing(world.state()).is_some());
    world.agent.say("done");
    world.pump();
    world.until("ended by the message", |world| view::typing(world.state()).is_none());

    world.agent.chat_states.clear();
    for length in 1..=20 {
        world.intent(Intent::Draft("x".repeat(length)));
        world.run_for(Millis(200));
    }
    world.until("told", |world| !world.agent.chat_states.is_empty());
    assert_eq!(world.agent.chat_states, ["COMPOSING"], "repeated seldom");
    world.until("taken back", |world| world.agent.chat_states.len() == 2);
    assert_eq!(world.agent.chat_states[1], "PAUSE");
    world.intent(Intent::Draft("xy".into()));
    world.send("xy");
    world.until("cleared by sending", |world| world.agent.chat_states.len() == 4);
    assert_eq!(world.agent.chat_states[2..], ["COMPOSING", "ACTIVE"]);
}

/// Who goes on typing says so again; who does not has not said that they stopped.
#[test]
fn nobody_is_typing_any_more_when_the_connection_is_lost() {
    let mut world = World::talking();
    world.intent(Intent::Draft("half a sen".into()));
    world.until("the agent knows", |world| world.agent.chat_states == ["COMPOSING"]);
    world.agent.types("COMPOSING");
    world.pump();
    world.until("the consumer knows", |world| view::typing(world.state()).is_some());
    let heard = world.heard.len();
    world.cut_network();
    world.until("lost", |world| !world.is_online());
    assert_eq!(view::typing(world.state()), None, "at once, not when the sign would have ended by itself");
    world.network_up = true;
    world.until("back", World::is_online);
    world.run_for(Millis::from_secs(60));
    assert_eq!(view::typing(world.state()), None);
    let told = world.heard[heard..].iter().filter(|text| text.contains("ChatStateEvent")).count();
    assert_eq!(told, 0, "nothing is told of keys that nobody has pressed since");

    // Each sign is told anew by whoever types on.
    world.agent.types("COMPOSING");
    world.pump();
    world.until("the consumer knows again", |world| view::typing(world.state()).is_some());
    world.agent.chat_states.clear();
    world.intent(Intent::Draft("half a sent".into()));
    world.until("the agent knows again", |world| world.agent.chat_states == ["COMPOSING"]);
}

#[test]
fn a_reload_resumes_the_open_conversation_as_the_same_person() {
    let mut world = World::talking();
    world.agent.say("hi");
    world.pump();
    world.until("both", |world| world.transcript().len() == 2);
    let me = world.state().me.clone();
    world.until("read", |world| world.receipts().len() == 2);
    world.asked.clear();
    world.reload();
    world.until("the transcript is back", |world| world.transcript() == ["> hello", "< hi"]);
    assert_eq!(world.state().me, me);
    assert_eq!(world.state().conversation.stage, Stage::Open);
    assert_eq!(view::launcher(world.state()).unread, 0, "what was read stays read");
    world.run_for(Millis::from_secs(5));
    assert_eq!(world.receipts().len(), 2, "no receipt is given twice");
    assert!(world.asked.iter().all(|url| !url.contains("authorize")), "the token is still good: {:?}", world.asked);
    world.send("and again");
    world.until("sent", |world| world.log() == ["hello", "hi", "and again"]);
}

#[test]
fn messages_that_came_while_away_are_unread() {
    let mut world = World::talking();
    world.input(Input::PageHidden);
    world.run_for(Millis(100));
    world.agent.say("still there?");
    world.pump();
    world.run_for(Millis(100));
    world.reload();
    world.until("unread", |world| view::launcher(world.state()).unread == 1);
    assert!(!world.state().conversation.announced.is_empty());
}

#[test]
fn the_end_is_told_and_the_next_text_opens_another_conversation() {
    let mut world = World::talking();
    world.agent.close_conversation();
    world.pump();
    world.until("ended", |world| world.state().conversation.stage == Stage::Ended);
    world.until("nothing to wake for", |world| !world.storage.keys().any(|key| key.ends_with("|wake")));
    world.send("one more thing");
    world.until("sent", |world| world.is_settled() && world.log() == ["hello", "one more thing"]);
    assert_eq!(world.state().conversation.stage, Stage::Open);
    assert_eq!(world.transcript(), ["> hello", "> one more thing"]);
}

#[test]
fn a_conversation_that_ended_and_was_forgotten_while_the_connection_was_lost_has_ended() {
    let mut world = World::talking();
    world.lose_network();
    world.service.faults_mut().forgets_closed = true;
    world.agent.close_conversation();
    world.pump();
    world.run_for(Millis::from_secs(30));
    assert_eq!(world.state().conversation.stage, Stage::Open);
    world.network_up = true;
    world.until("ended", |world| world.state().conversation.stage == Stage::Ended);
    world.send("one more thing");
    world.until("sent", |world| world.is_settled() && world.log() == ["hello", "one more thing"]);
    assert_eq!(world.state().conversation.stage, Stage::Open);
}

#[test]
fn the_end_stands_behind_the_last_words_also_when_those_come_later() {
    let mut world = World::talking();
    world.lose_network();
    world.agent.say("bye");
    world.agent.close_conversation();
    world.pump();
    world.run_for(Millis::from_secs(10));
    world.network_up = true;
    world.until("caught up", |world| world.transcript() == ["> hello", "< bye"]);
    world.until("ended", |world| world.state().conversation.stage == Stage::Ended);
    let last = world.state().conversation.rows.last().map(|row| row.content.clone());
    assert!(matches!(last, Some(RowContent::Note(_))), "{last:?}");
}

#[test]
fn what_was_missed_is_announced_however_long_ago_it_was_said() {
    let mut world = World::talking();
    let before = world.state().conversation.announced.len();
    world.lose_network();
    world.agent.say("one");
    world.run_for(Millis::from_secs(60));
    world.agent.say("two");
    world.pump();
    world.run_for(Millis::from_secs(60));
    world.network_up = true;
    world.until("caught up", |world| world.transcript().len() == 3);
    assert_eq!(world.state().conversation.announced.len() - before, 2);
}

#[test]
fn history_is_not_announced_after_an_early_drop() {
    let mut world = World::talking();
    for text in ["one", "two", "three"] {
        world.agent.say(text);
    }
    world.pump();
    world.until("all", |world| world.transcript().len() == 4);
    world.run_for(Millis::from_secs(60));
    world.reload();
    world.until("online", World::is_online);
    assert!(world.transcript().is_empty(), "nothing is replayed yet");
    world.kick(1012);
    world.until("lost", |world| !world.is_online());
    world.until("replayed", |world| world.transcript().len() == 4);
    assert!(world.state().conversation.announced.is_empty(), "{:?}", world.state().conversation.announced);
}

#[test]
fn rows_of_another_person_have_names_of_their_own() {
    let mut world = World::without_connector();
    for text in ["one", "two", "three"] {
        world.send(text);
    }
    world.until("sent", World::is_settled);
    let newest = world.state().conversation.rows.last().map(|row| row.id);
    world.refuse_token();
    world.until("somebody else", |world| world.is_online() && world.transcript().is_empty());
    world.send("four");
    assert!(world.state().conversation.rows.last().map(|row| row.id) > newest);
}

/// What was told when the conversation was opened.
fn opened(world: &World) -> serde_json::Value {
    let request = world.heard.iter().find(|text| text.contains("ConsumerRequestConversation")).unwrap();
    serde_json::from_str::<serde_json::Value>(request).unwrap()["body"].clone()
}

/// A conversation in a page of which its tag knows this.
fn known_to_the_tag(known: &[(&'static str, &str)], configure: impl FnOnce(&mut alongside::app::Config)) -> World {
    let mut world = World::with(configure, |_| {});
    let known = known.iter().map(|(name, value)| (*name, (*value).to_owned()));
    world.tag_ids = std::rc::Rc::new(known.collect());
    world.start(true);
    world.until("online", World::is_online);
    world.send("hello");
    world.until("it is there", |world| world.log() == ["hello"]);
    world
}

#[test]
fn a_conversation_tells_where_it_comes_from_by_the_page_and_its_tag() {
    let world = World::talking();
    assert_eq!(opened(&world), serde_json::json!({ "channelType": "MESSAGING" }), "nothing is known");
    let known = [("ssid", "S1"), ("svid", "V1"), ("cid", "3"), ("eid", "22"), ("campaign", "11")];
    let world = known_to_the_tag(&known, |config| {
        config.origin.skill = Some("7".into());
        config.origin.urgency = Some("URGENT".into());
        config.origin.language = Some("de-DE".into());
    });
    let expected = serde_json::json!({
        "channelType": "MESSAGING", "ttrDefName": "URGENT", "skillId": "7",
        "campaignInfo": { "campaignId": "11", "engagementId": "22" },
        "conversationContext": {
            "type": "SharkContext", "visitorId": "V1", "sessionId": "S1", "interactionContextId": "3", "lang": "de-DE",
        },
    });
    assert_eq!(opened(&world), expected);
}

#[test]
fn who_visits_is_told_by_the_page_before_its_tag() {
    let known = [("ssid", "S1"), ("svid", "V1"), ("cid", "3"), ("eid", "22"), ("campaign", "12")];
    let world = known_to_the_tag(&known, |config| {
        config.origin.visitor = Some("mine".into());
        config.origin.campaign = Some("11".into());
    });
    let expected = serde_json::json!({
        "channelType": "MESSAGING",
        "campaignInfo": { "campaignId": "12", "engagementId": "22" },
        "conversationContext": { "type": "SharkContext", "visitorId": "mine" },
    });
    assert_eq!(opened(&world), expected, "what belongs together is from one place");
}

#[test]
fn what_the_tag_tells_twice_opens_one_conversation() {
    let mut world = World::online();
    world.send("hello");
    for _ in 0..2 {
        let ids = world.tag_ids.clone();
        world.input(Input::TagKnows(ids));
    }
    world.until("it is there", |world| world.log() == ["hello"]);
    let ids = world.tag_ids.clone();
    world.input(Input::TagKnows(ids));
    world.run_for(Millis::from_secs(5));
    assert_eq!(world.heard.iter().filter(|text| text.contains("ConsumerRequestConversation")).count(), 1);
    assert_eq!((world.log(), world.transcript()), (vec!["hello".to_owned()], vec!["> hello".to_owned()]));
}
