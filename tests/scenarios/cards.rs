//! Cards and answers below messages: what is shown of them, and what the service and the page hear when they are used.

use alongside::app::{Input, Intent, Part, Use};
use alongside::emulator::MetadataPolicy;
use alongside::protocol::Millis;
use alongside::protocol::card::Kind;
use alongside::store::{Body, Delivery, Message, Offered, RowContent, RowId};
use serde_json::{Value, json};

use crate::world::World;

/// A button that says its words, with an entry of their name.
fn button(words: &str) -> Value {
    json!({ "type": "button", "title": words, "click": {
        "metadata": [{ "type": "ExternalId", "id": words }],
        "actions": [{ "type": "publishText", "text": format!("I take {words}") }],
    } })
}

fn replies(titles: &[&str]) -> Value {
    json!({ "type": "quickReplies", "replies": titles.iter().map(|title| button(title)).collect::<Vec<_>>() })
}

impl World {
    fn shows(&mut self, card: &Value, replies: &Value) {
        let before = self.messages().len();
        self.agent.show(card, replies);
        self.pump();
        self.until("the card is there", |world| world.messages().len() > before);
    }

    /// The newest message of the agent, and its row.
    fn card(&self) -> (RowId, Message) {
        let rows = self.state().conversation.rows.iter().rev();
        let incoming = rows.filter_map(|row| match &row.content {
            RowContent::Message(message) if message.delivery == Delivery::Incoming => Some((row.id, message.clone())),
            _ => None,
        });
        incoming.into_iter().next().unwrap()
    }

    /// The number of the element with these words in the newest card.
    fn element(&self, words: &str) -> u16 {
        let Body::Card(card) = self.card().1.body else { panic!("no card") };
        card.root.all().iter().find(|node| node.words == words).unwrap().id
    }

    fn uses(&mut self, words: &str, chosen: &[&str], says: Option<&str>) {
        let chosen = chosen.iter().map(|words| self.element(words)).collect();
        let part = Part::Node(self.element(words));
        self.intent(Intent::Use(Use { row: self.card().0, part, chosen, says: says.map(str::to_owned) }));
    }

    fn replies(&mut self, reply: usize) {
        self.intent(Intent::Use(Use { row: self.card().0, part: Part::Reply(reply), chosen: vec![], says: None }));
    }

    fn offer(&self) -> Option<Offered> {
        let rows = self.state().conversation.rows.iter().rev();
        let mut offers = rows.filter_map(|row| match &row.content {
            RowContent::Message(message) => Some((row.place, message.offer.as_ref()?)),
            RowContent::Note(_) => None,
        });
        offers.next().map(|(place, offer)| offer.stands(self.state().conversation.message_after(place)))
    }

    /// What the service heard of clicks: the kind of event, what it says, and the identifiers of its entries.
    fn clicks(&self) -> Vec<String> {
        let frames = self.heard.iter().map(|frame| serde_json::from_str::<Value>(frame).unwrap());
        let clicks = frames.filter_map(|frame| {
            let event = &frame["body"]["event"];
            let said = match event["type"].as_str()? {
                "ContentEvent" => event["message"].as_str()?.to_owned(),
                "AcceptStatusEvent" if event["status"] == "ACTION" => format!("used {}", event["sequenceList"]),
                _ => return None,
            };
            let entries = frame["metadata"].as_array().cloned().unwrap_or_default();
            let ids = entries.iter().filter_map(|entry| entry["id"].as_str()).filter(|id| id.len() != 32);
            Some(format!("{said} {:?}", ids.collect::<Vec<_>>()))
        });
        clicks.skip(1).collect()
    }
}

#[test]
fn a_card_is_shown_and_its_words_stand_for_it() {
    let mut world = World::talking();
    world.shows(
        &json!({ "type": "vertical", "elements": [{ "type": "text", "text": "Pears" }, button("a pear")] }),
        &Value::Null,
    );
    let (_, message) = world.card();
    assert_eq!(&*message.text, "Pears\na pear");
    let Body::Card(card) = message.body else { panic!("no card") };
    assert!(matches!(card.root.kind, Kind::Vertical(..)));
    for odd in [json!({ "type": "vertical", "elements": [] }), json!(7), json!([])] {
        world.shows(&odd, &Value::Null);
        let (_, message) = world.card();
        assert_eq!((&*message.text, message.body), ("This message cannot be shown here.", Body::Text));
    }
}

#[test]
fn a_click_is_told_and_says_its_text_with_the_same_entries() {
    let mut world = World::talking();
    world.shows(&button("a pear"), &Value::Null);
    world.uses("a pear", &[], None);
    world.until("said", |world| world.log().len() == 2 && world.is_settled());
    let number = world.clicks()[0].split(['[', ']']).nth(1).unwrap().to_owned();
    assert_eq!(world.clicks(), [format!("used [{number}] [\"a pear\"]"), "I take a pear [\"a pear\"]".into()]);
    assert_eq!(world.transcript(), ["> hello", "< a pear", "> I take a pear"]);
    assert_eq!(world.agent.heard.last().unwrap().1, "I take a pear");
}

#[test]
fn what_is_used_without_a_connection_is_told_and_said_once_when_there_is_one() {
    for policy in [MetadataPolicy::Keep, MetadataPolicy::Drop] {
        let mut world = World::talking();
        world.service.faults_mut().metadata = policy;
        world.shows(&button("a pear"), &Value::Null);
        world.lose_network();
        world.uses("a pear", &[], None);
        world.run_for(Millis::from_secs(30));
        assert_eq!(world.log(), ["hello"]);
        world.network_up = true;
        world.until("said", |world| world.log().len() == 2 && world.is_settled());
        world.run_for(Millis::from_secs(30));
        assert_eq!(world.log(), ["hello", "I take a pear"], "{policy:?}");
        assert_eq!(world.clicks().iter().filter(|click| click.starts_with("used")).count(), 1);
    }
}

#[test]
fn a_text_of_a_click_is_kept_with_its_entries() {
    let mut world = World::talking();
    world.shows(&button("a pear"), &Value::Null);
    world.lose_network();
    world.uses("a pear", &[], None);
    world.reload();
    world.network_up = true;
    world.input(Input::Online(true));
    world.until("said", |world| world.log().len() == 2 && world.is_settled());
    assert_eq!(world.clicks().last().unwrap(), "I take a pear [\"a pear\"]");
}

#[test]
fn the_same_button_pressed_twice_says_its_text_twice() {
    let mut world = World::talking();
    world.shows(&button("a pear"), &Value::Null);
    for count in [2, 3] {
        world.uses("a pear", &[], None);
        world.until("said", |world| world.log().len() == count && world.is_settled());
    }
    assert_eq!(world.transcript()[2..], ["> I take a pear", "> I take a pear"]);
}

#[test]
fn a_service_that_takes_no_entries_still_gets_the_text() {
    let mut world = World::talking();
    world.service.faults_mut().metadata = MetadataPolicy::Refuse;
    world.shows(&button("a pear"), &Value::Null);
    world.uses("a pear", &[], None);
    world.until("said", |world| world.log().len() == 2 && world.is_settled());
    assert_eq!(world.transcript(), ["> hello", "< a pear", "> I take a pear"]);
    assert_eq!(world.clicks().last().unwrap(), "I take a pear []");
}

#[test]
fn what_is_ticked_is_said_together() {
    let mut world = World::talking();
    let tick = |text: &str| {
        json!({ "type": "checkbox", "text": text, "click": {
        "metadata": [{ "type": "ExternalId", "id": text }], "actions": [{ "type": "checked", "publishText": format!("{text}s") }],
    } })
    };
    let sections = json!([{ "type": "section", "sectionID": "1", "elements": [
        { "type": "checklist", "elements": [tick("pear"), tick("plum"), tick("fig")] },
    ] }]);
    let submit = json!({ "type": "submitButton", "title": "Send", "click": {
        "metadata": [{ "type": "ExternalId", "id": "list" }], "actions": [{ "type": "submitAsText", "submit": true }],
    } });
    world.shows(
        &json!({ "type": "list", "elements": [
        { "type": "text", "text": "Fruit" }, { "type": "sectionList", "elements": sections },
        { "type": "buttonList", "elements": [submit] },
    ] }),
        &Value::Null,
    );
    world.uses("Send", &[], None);
    world.uses("Send", &["Fruit"], None);
    world.run_for(Millis::from_secs(1));
    assert_eq!(world.log(), ["hello"], "nothing is ticked");
    world.uses("Send", &["pear", "fig"], None);
    world.until("said", |world| world.log().len() == 2 && world.is_settled());
    assert_eq!(world.clicks().last().unwrap(), "pears, figs [\"list\", \"pear\", \"fig\"]");
}

#[test]
fn a_button_of_a_choice_sends_the_entries_of_the_chosen_cards() {
    let mut world = World::talking();
    let plan = |name: &str| json!({ "type": "vertical", "metadata": [{ "id": name }], "elements": [{ "type": "text", "text": name }] });
    let mut order = button("Order");
    order["ref"] = json!({ "name": "plan", "type": "accordionSelect" });
    world.shows(
        &json!({ "type": "vertical", "elements": [
        { "type": "accordionSelect", "selectMode": { "name": "plan" }, "titles": [{ "name": "One" }, { "name": "Two" }],
          "elements": [plan("small"), plan("large")] },
        order,
    ] }),
        &Value::Null,
    );
    world.uses("Order", &[], None);
    world.run_for(Millis::from_secs(1));
    assert_eq!(world.log(), ["hello"], "nothing is chosen");
    world.uses("Order", &["One", "Two"], None);
    world.until("said", |world| world.log().len() == 2 && world.is_settled());
    assert_eq!(world.clicks().last().unwrap(), "I take Order [\"small\", \"large\"]");
}

#[test]
fn days_are_said_as_they_were_picked() {
    let mut world = World::talking();
    world.shows(
        &json!({ "type": "button", "title": "When?", "click": {
        "metadata": [{ "id": "date" }], "actions": [{ "type": "datePicker", "class": "single" }],
    } }),
        &Value::Null,
    );
    world.uses("When?", &[], Some("2026-12-01"));
    world.until("said", |world| world.log().len() == 2 && world.is_settled());
    assert_eq!(world.clicks().last().unwrap(), "2026-12-01 [\"date\"]");
}

#[test]
fn the_page_is_told_what_is_for_it() {
    let mut world = World::talking();
    world.shows(
        &json!({ "type": "button", "title": "Buy", "click": { "actions": [
        { "type": "addToCart", "items": [{ "productId": "pear-1", "quantity": 2 }] },
        { "type": "custom", "data": [{ "key": "colour", "value": "green" }] },
        { "type": "link", "uri": "https://a.example" },
        { "type": "explode" },
    ] } }),
        &Value::Null,
    );
    world.uses("Buy", &[], None);
    assert_eq!(
        world.handed,
        [
            r#"{"action":"addToCart","items":[{"productId":"pear-1","quantity":2}],"metadata":[]}"#,
            r#"{"action":"custom","data":[{"key":"colour","value":"green"}],"metadata":[]}"#,
        ]
    );
    world.run_for(Millis::from_secs(1));
    assert_eq!(world.clicks(), [] as [String; 0]);
}

#[test]
fn a_chosen_answer_stays_and_the_others_are_off() {
    let mut world = World::talking();
    world.shows(&json!({ "type": "text", "text": "Which?" }), &replies(&["pears", "plums"]));
    assert_eq!(world.offer(), Some(Offered::Open));
    world.replies(1);
    assert_eq!(world.offer(), Some(Offered::Chosen(1)));
    world.replies(0);
    world.replies(1);
    world.until("said", |world| world.log().len() == 2 && world.is_settled());
    world.run_for(Millis::from_secs(2));
    assert_eq!(world.log(), ["hello", "I take plums"]);
    assert_eq!(world.clicks().last().unwrap(), "I take plums [\"plums\"]");
    world.reload();
    world.until("it is back", |world| world.messages().len() == 3);
    assert_eq!(world.offer(), Some(Offered::Chosen(1)), "by the words that were said");
}

#[test]
fn the_older_form_of_answers_is_chosen_from_once() {
    let mut world = World::talking();
    let template = json!({ "type": "template", "templateType": "quickReply", "title": "Which?", "resp": ["pears", "plums"],
        "click": { "metadata": [{ "id": "which" }], "actions": [{ "type": "publishText", "text": "none" }] } });
    world.shows(&json!({ "type": "vertical", "elements": [template] }), &Value::Null);
    assert_eq!((world.offer(), world.transcript().last().unwrap().as_str()), (Some(Offered::Open), "< Which?"));
    world.uses("Which?", &[], None);
    world.replies(1);
    assert_eq!(world.offer(), Some(Offered::Chosen(1)));
    world.replies(0);
    world.until("said", |world| world.log().len() == 2 && world.is_settled());
    world.run_for(Millis::from_secs(2));
    assert_eq!(world.log(), ["hello", "plums"], "the question is not pressed, and the other answer is off");
    assert_eq!(world.clicks().last().unwrap(), "plums [\"which\"]");
    world.reload();
    world.until("it is back", |world| world.messages().len() == 3);
    assert_eq!(world.offer(), Some(Offered::Chosen(1)));

    world.shows(&template, &replies(&["figs"]));
    world.replies(1);
    world.until("said", |world| world.log().len() == 3 && world.is_settled());
    assert_eq!(world.log().last().unwrap(), "pears", "they stand behind those beside the card");
}

#[test]
fn what_does_not_say_what_it_is_can_be_used() {
    let mut world = World::talking();
    let mut basic = button("a pear");
    basic.as_object_mut().unwrap().remove("type");
    world.shows(&basic, &Value::Null);
    world.uses("a pear", &[], None);
    world.until("said", |world| world.log().len() == 2 && world.is_settled());
    assert_eq!(world.clicks().last().unwrap(), "I take a pear [\"a pear\"]");
}

#[test]
fn the_service_hears_of_a_place_that_is_looked_at() {
    let mut world = World::talking();
    let click = json!({ "actions": [], "metadata": [{ "id": "place" }] });
    world.shows(&json!({ "type": "map", "la": 52.52, "lo": 13.405, "click": click }), &Value::Null);
    let Body::Card(card) = world.card().1.body else { panic!("no card") };
    assert!(card.root.click.as_ref().unwrap().address().is_some(), "and the browser opens it");
    world.intent(Intent::Use(Use { row: world.card().0, part: Part::Node(0), chosen: vec![], says: None }));
    world.run_for(Millis::from_secs(2));
    assert!(world.clicks().last().unwrap().ends_with(" [\"place\"]"));
}

#[test]
fn an_answer_that_was_taken_back_can_be_chosen_again() {
    let mut world = World::talking();
    world.shows(&json!({ "type": "text", "text": "Which?" }), &replies(&["pears", "plums"]));
    world.service.faults_mut().refused_texts = 2;
    world.replies(1);
    world.until("it is refused", |world| world.failed().is_some());
    assert_eq!(world.offer(), Some(Offered::Chosen(1)), "it can be sent again");
    world.intent(Intent::Discard(world.failed().unwrap().0));
    assert_eq!(world.offer(), Some(Offered::Open));
    world.replies(0);
    world.until("said", |world| world.log().len() == 2 && world.is_settled());
    assert_eq!((world.log().last().unwrap().as_str(), world.offer()), ("I take pears", Some(Offered::Chosen(0))));
}

#[test]
fn an_answer_that_was_discarded_in_another_window_can_be_chosen_again() {
    let mut world = World::talking();
    world.shows(&json!({ "type": "text", "text": "Which?" }), &replies(&["pears", "plums"]));
    world.lose_network();
    world.replies(1);
    assert_eq!(world.offer(), Some(Offered::Chosen(1)));
    let (key, _) = world.kept_text();
    world.storage.remove(&key);
    world.input(Input::Kept { key, value: None });
    assert_eq!((world.messages().len(), world.offer()), (2, Some(Offered::Open)));
}

#[test]
fn an_answer_that_may_have_been_sent_while_the_page_was_out_of_use_is_not_offered_again() {
    let mut world = World::talking();
    world.shows(&json!({ "type": "text", "text": "Which?" }), &replies(&["pears", "plums"]));
    world.loses = "PublishEvent";
    world.replies(1);
    world.input(Input::PageHidden);
    // Another page has sent it, and forgotten it.
    world.storage.retain(|key, _| !key.contains("|text|"));
    world.show_again();
    assert_eq!((world.messages().len(), world.offer()), (2, Some(Offered::Chosen(1))));
}

#[test]
fn answers_are_offered_below_the_newest_message_and_until_something_else_is_said() {
    let mut world = World::talking();
    let ask = json!({ "type": "ContentEvent", "contentType": "text/plain", "message": "Which?", "quickReplies": replies(&["a"]) });
    world.agent.publish(&ask);
    world.until("asked", |world| world.messages().len() == 2);
    assert_eq!((world.offer(), world.transcript().last().unwrap().as_str()), (Some(Offered::Open), "< Which?"));
    world.send("none of them");
    assert_eq!(world.offer(), Some(Offered::Over));
    world.replies(0);
    world.until("said", |world| world.log().len() == 3 && world.is_settled());

    world.agent.publish(&ask);
    world.until("asked", |world| world.messages().len() == 4);
    assert_eq!(world.offer(), Some(Offered::Open));
    world.agent.say("Never mind.");
    world.until("another message", |world| world.messages().len() == 5);
    assert_eq!(world.offer(), Some(Offered::Over));
    world.replies(0);
    world.run_for(Millis::from_secs(2));
    assert_eq!(world.log(), ["hello", "Which?", "none of them", "Which?", "Never mind."]);
}

#[test]
fn what_is_not_there_does_nothing() {
    let mut world = World::talking();
    world.shows(&button("a pear"), &replies(&["a"]));
    let row = world.card().0;
    let unused = |row, part| Intent::Use(Use { row, part, chosen: vec![7, 999], says: Some("x".into()) });
    for part in [Part::Node(7), Part::Node(u16::MAX), Part::Reply(1), Part::Reply(usize::MAX)] {
        world.intent(unused(row, part));
    }
    world.intent(unused(RowId(999), Part::Node(0)));
    world.intent(unused(RowId(0), Part::Node(0)));
    world.run_for(Millis::from_secs(2));
    assert_eq!((world.log(), world.clicks()), (vec!["hello".to_owned()], vec![]));
}

#[test]
fn hostile_cards_cost_nothing_but_themselves() {
    let mut world = World::talking();
    let text = json!({ "type": "text", "text": "<img src=x onerror=alert(1)>" });
    let wide = json!({ "type": "vertical", "elements": vec![text.clone(); 1_000] });
    let mut deep = text.clone();
    for _ in 0..50 {
        deep = json!({ "type": "vertical", "elements": [deep] });
    }
    let link = json!({ "type": "button", "title": "Press", "click": { "actions": [{ "type": "link", "uri": "javascript:alert(1)" }] } });
    for card in [&wide, &deep, &link] {
        world.shows(card, &json!({ "replies": vec![button("x"); 1_000] }));
        let Body::Card(card) = world.card().1.body else { panic!("no card") };
        assert!(card.root.all().iter().all(|node| node.click.is_none()), "{card:?}");
    }
    world.send("still here");
    world.until("said", World::is_settled);
}

#[test]
fn what_is_known_by_its_name_alone_is_told_by_that() {
    let mut world = World::talking();
    let mut shown = |content_type: &str, message: Value| {
        let before = world.transcript().len();
        world.agent.publish(&json!({ "type": "ContentEvent", "contentType": content_type, "message": message }));
        world.until("it is there", |world| world.transcript().len() > before);
        world.messages().last().unwrap().text.to_string()
    };
    let form = json!({ "formId": "1", "invitationId": "2", "title": "Your account" });
    let said = "The agent sent a secure form, which this chat cannot show.";
    assert_eq!(shown("forms/secure-invitation", form.clone()), said);
    assert_eq!(shown("Forms/Secure-Invitation", json!("{\"formId\":1}")), said, "also where it is a text");
    let answer = "A secure form was sent back, which this chat cannot show.";
    assert_eq!(shown("forms/secure-submission", form.clone()), answer);
    for (name, message) in [
        ("application/json", json!("{\"a\":1}")),
        ("forms/other", form),
        (" Forms/Other", json!("1234 5678")),
        ("hosted/file", json!("path")),
        ("orchard/pear", json!({ "a": 1 })),
        ("orchard/pear", json!(" {\"a\":1}")),
    ] {
        assert_eq!(shown(name, message), "This message cannot be shown here.");
    }
    assert_eq!(shown("orchard/pear", json!("They are ripe.")), "They are ripe.", "words of a type that is not known");
    assert_eq!(shown("orchard", json!("<b>ripe</b>")), "<b>ripe</b>");
    assert_eq!(shown("text/plain; charset=utf-8", json!("words")), "words");
}
