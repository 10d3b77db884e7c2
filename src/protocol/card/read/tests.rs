use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::{DEEPEST, MOST_NODES, MOST_REPLIES};
use crate::protocol::card::words::MOST_WORDS;
use crate::protocol::card::{Act, Card, Kind, Node, Replies};

fn card(value: &Value) -> Card {
    Card::read(value).unwrap()
}

fn count(card: &Card) -> usize {
    card.root.all().len()
}

fn depth(node: &Node) -> usize {
    1 + node.nodes.iter().map(depth).max().unwrap_or(0)
}

#[test]
fn the_words_of_a_card_stand_for_it() {
    let card = card(&json!({ "type": "vertical", "elements": [
        { "type": "text", "text": " Pear \n tree " },
        { "type": "image", "url": "https://a.example/b.png", "alt": "A pear", "caption": "Ripe" },
        { "type": "keyValuePairList", "elements": [{ "key": "Price", "value": "1 €" }, { "key": "Stock" }, { "value": "x" }] },
        { "type": "orchard", "title": "Not known", "elements": [{ "text": "but read" }] },
        { "type": "button", "title": "Buy", "subtitle": "now", "click": { "actions": [{ "type": "publishText", "text": "b" }] } },
    ] }));
    assert_eq!(card.words, "Pear \n tree\nA pear\nRipe\nPrice: 1 €\nStock\nNot known\nbut read\nBuy\nnow");
    assert!(!card.is_cut);
}

#[test]
fn every_element_is_found_by_its_number() {
    let leaf = |text: &str| json!({ "type": "text", "text": text });
    let card = card(&json!({ "type": "vertical", "elements": [
        leaf("a"), { "type": "carousel", "elements": [leaf("b"), { "type": "image" }, leaf("c")] },
        { "type": "tabs", "elements": [{ "type": "vertical", "tag": "One", "elements": [leaf("d")] }] }, leaf("e"),
    ] }));
    let ids: Vec<_> = card.root.all().iter().map(|node| (node.id, node.words.clone())).collect();
    assert!(ids.is_sorted_by(|one, other| one.0 < other.0), "{ids:?}");
    for (id, words) in ids {
        assert_eq!(card.node(id).map(|node| &node.words), Some(&words));
    }
    assert_eq!(card.node(4_000), None);
}

#[test]
fn a_thousand_elements_are_cut() {
    let texts: Vec<_> = (0..1_000).map(|number| json!({ "type": "text", "text": format!("{number}") })).collect();
    let wide = card(&json!({ "type": "vertical", "elements": texts }));
    assert_eq!((count(&wide), wide.is_cut), (257, true));
    let parts = vec![json!({ "type": "vertical", "elements": texts }); 4];
    let many = card(&json!({ "type": "vertical", "elements": parts }));
    assert_eq!((count(&many), many.is_cut), (MOST_NODES, true));
    assert!(many.words.chars().count() <= MOST_WORDS);
}

#[test]
fn fifty_levels_are_cut_and_their_words_kept() {
    let mut value = json!({ "type": "text", "text": "the core" });
    for level in 0..50 {
        value = json!({ "type": if level % 2 == 0 { "vertical" } else { "horizontal" }, "elements": [value] });
    }
    let deep = card(&value);
    assert!(depth(&deep.root) <= DEEPEST + 1, "{}", depth(&deep.root));
    assert_eq!(deep.words, "the core");
}

#[test]
fn wrong_types_cost_only_themselves() {
    for odd in [json!(7), json!("x"), json!([]), json!(true), json!({}), json!([[1]]), json!({ "type": [] })] {
        for kind in [
            "vertical",
            "horizontal",
            "carousel",
            "carouselSelect",
            "accordionSelect",
            "tabs",
            "list",
            "template",
            "keyValuePairList",
            "text",
            "image",
            "button",
            "map",
            "linkPreview",
            "nothing",
        ] {
            let mut value = json!({ "type": kind });
            for key in [
                "elements",
                "text",
                "title",
                "url",
                "click",
                "style",
                "accessibility",
                "alt",
                "la",
                "lo",
                "resp",
                "selectMode",
                "titles",
                "percentages",
                "ref",
                "metadata",
                "tooltip",
                "rtl",
                "border",
                "tag",
            ] {
                value[key] = odd.clone();
            }
            let read = card(&json!({ "type": "vertical", "elements": [value, { "type": "text", "text": "fine" }] }));
            assert!(read.words.ends_with("fine"), "{kind} {odd}: {}", read.words);
            for key in ["type", "elements"] {
                assert!(Card::read(&json!({ key: odd.clone() })).is_some());
            }
        }
        assert_eq!(Replies::read(&json!({ "replies": odd })), None);
    }
    for none in [json!(7), json!("x"), json!([]), Value::Null] {
        assert_eq!(Card::read(&none), None);
    }
}

#[test]
fn texts_are_cut_to_the_lengths_of_the_schema() {
    let long = "é".repeat(10_000);
    let card = card(&json!({ "type": "vertical", "elements": [
        { "type": "text", "text": long }, { "type": "button", "title": long, "tooltip": long, "alt": long },
        { "type": "image", "caption": long, "url": format!("https://a.example/{long}") },
    ] }));
    let lengths: Vec<_> = card
        .root
        .nodes
        .iter()
        .map(|node| [&node.words, &node.more, &node.tooltip, &node.label].map(|text| text.chars().count()))
        .collect();
    assert_eq!(lengths, [[5_000, 0, 0, 0], [128, 0, 256, 2_000], [0, 128, 0, 0]]);
    assert_eq!(card.root.nodes[2].kind, Kind::Image(None));
}

#[test]
fn a_list_has_its_boxes_side_by_side_with_its_buttons() {
    let tick = |text: &str| {
        json!({ "type": "checkbox", "text": text, "click": {
        "metadata": [{ "type": "ExternalId", "id": text }],
        "actions": [{ "type": "checked", "publishText": format!("{text}s") }],
    } })
    };
    let list = card(&json!({ "type": "list", "elements": [
        { "type": "text", "text": "Fruit" },
        { "type": "sectionList", "elements": [
            { "type": "section", "sectionID": "1", "elements": [{ "type": "text", "text": "Red" }, { "type": "checklist", "elements": [tick("apple"), tick("cherry")] }] },
        ] },
        { "type": "buttonList", "elements": [{ "type": "submitButton", "title": "Send", "disabled": true, "click": { "actions": [{ "type": "submitAsText", "submit": true }] } }] },
    ] }));
    let [words, section, submit] = list.root.nodes.as_slice() else { panic!("{list:?}") };
    assert_eq!((words.words.as_str(), &submit.kind), ("Fruit", &Kind::Submit(true)));
    let ticks: Vec<_> = section.nodes.iter().map(|node| (node.words.as_str(), &node.kind)).collect();
    assert_eq!(ticks[1], ("apple", &Kind::Tick("apples".into())));
    assert_eq!(
        section.nodes[1].click.as_ref().unwrap().metadata.as_deref(),
        Some(r#"[{"type":"ExternalId","id":"apple"}]"#)
    );
}

#[test]
fn choices_have_cards_with_entries_and_heads() {
    let text = |text: &str| json!({ "type": "vertical", "metadata": [{ "id": text }], "elements": [{ "type": "text", "text": text }] });
    let card = card(&json!({ "type": "accordionSelect", "selectMode": { "name": "plan", "type": "single" },
        "titles": [{ "name": "A", "additional": "1 €" }, { "name": "skipped" }, { "name": "C" }],
        "elements": [text("a"), { "type": "vertical", "elements": [] }, text("c")] }));
    assert_eq!(card.root.kind, Kind::Choice { name: "plan".into(), is_multiple: false, unfolds: true });
    let heads: Vec<_> = card.root.nodes.iter().map(|card| (card.words.as_str(), card.metadata.as_deref())).collect();
    assert_eq!(heads, [("A", Some(r#"[{"id":"a"}]"#)), ("C", Some(r#"[{"id":"c"}]"#))]);
}

#[test]
fn answers_are_read_within_bounds() {
    let reply = |title: &str| json!({ "type": "button", "title": title, "click": { "actions": [{ "type": "publishText", "text": title }] } });
    let many: Vec<_> = (0..50).map(|number| reply(&number.to_string())).collect();
    assert_eq!(Replies::read(&json!({ "type": "quickReplies", "replies": many })).unwrap().0.len(), MOST_REPLIES);
    let odd = json!({ "replies": [reply(&"x".repeat(40)), { "title": "does nothing" }, 7, { "click": reply("y")["click"] }] });
    let replies = Replies::read(&odd).unwrap();
    assert_eq!(replies.0.len(), 1);
    for (count, expected) in [(json!(3), 3), (json!(-3), 0), (json!("3"), 0), (json!(null), 0)] {
        let replies = Replies::read(&json!({ "itemsPerRow": count, "replies": [reply("a")] })).unwrap();
        assert_eq!(replies.1, expected);
    }
    assert_eq!(replies.0[0].words, format!("{}…", "x".repeat(24)));
    assert_eq!(replies.0[0].tooltip, "x".repeat(40));
    assert_eq!(replies.0[0].click.as_ref().unwrap().acts, [Act::Say("x".repeat(40))]);
}

#[test]
fn the_older_form_of_answers_is_read_as_answers() {
    let template = |resp: &Value| {
        card(&json!({ "type": "template", "templateType": "quickReply", "title": "Which?", "resp": resp, "click": {
            "metadata": [{ "id": "1" }], "actions": [{ "type": "publishText", "text": "none of them" }],
        } }))
    };
    let long = "x".repeat(200);
    let card = template(&json!(["One", 2, "", long, "y".repeat(5_001)]));
    assert_eq!((card.words.as_str(), &card.root.click, card.is_cut), ("Which?", &None, false));
    let clicks: Vec<_> = card.replies.iter().map(|reply| reply.click.as_ref().unwrap()).collect();
    assert_eq!(
        clicks.iter().map(|click| &click.acts[..]).collect::<Vec<_>>(),
        [[Act::Say("One".into())], [Act::Say(long)]]
    );
    assert!(clicks.iter().all(|click| click.metadata.as_deref() == Some(r#"[{"id":"1"}]"#)));
    assert_eq!(card.replies[1].words, format!("{}…", "x".repeat(127)));
    let many = template(&vec!["a"; 33].into());
    assert_eq!((many.replies.len(), many.is_cut), (32, true));
    assert!(!template(&vec!["a"; 32].into()).is_cut);
}

#[test]
fn basic_elements_are_told_by_their_members_where_they_do_not_say_what_they_are() {
    let click = json!({ "actions": [{ "type": "publishText", "text": "x" }] });
    let kind = |value: Value| card(&value).root.kind;
    let button = card(&json!({ "title": "Buy", "click": click })).root;
    assert_eq!((button.words.as_str(), button.click.is_some()), ("Buy", true));
    assert!(matches!(button.kind, Kind::Button { .. }));
    assert_eq!(kind(json!({ "la": 1, "lo": 2 })), Kind::Map);
    assert!(matches!(kind(json!({ "url": "https://a.example/b.png", "caption": "Ripe" })), Kind::Image(Some(_))));
    assert_eq!(kind(json!({ "url": "https://a.example", "title": "Pears" })), Kind::Preview);
    let text = card(&json!({ "text": "Pears", "style": { "bold": true } })).root;
    assert!(text.kind == Kind::Text && text.letters.is_bold);
    assert_eq!(card(&json!({ "title": "Which?", "templateType": "quickReply", "resp": ["One"] })).replies.len(), 1);
    // A picture or a link: nothing is fetched for it unasked.
    let either = card(&json!({ "url": "https://a.example/b.png", "alt": "A pear" })).root;
    assert_eq!((either.kind, either.words.as_str(), either.more.as_str()), (Kind::Preview, "A pear", "a.example"));
    for other in [
        json!({ "type": "orchard", "title": "Buy", "click": click }),
        json!({ "type": null, "title": "Buy", "click": click }),
        json!({ "title": "Trees", "elements": [{ "text": "Pear" }], "click": click }),
        json!({ "title": "Trees", "text": "Pear", "click": click }),
        json!({ "url": "https://a.example", "title": "Trees", "caption": "Pear" }),
    ] {
        let node = card(&other).root;
        assert_eq!((node.kind, node.click), (Kind::Text, None), "{other}");
    }
}

#[test]
fn a_place_and_a_link_are_opened_where_their_click_does_nothing_itself() {
    let open = |value: &Value| {
        let click = card(value).root.click.unwrap();
        (click.address().map(|(address, _)| address.to_owned()), click.metadata.is_some())
    };
    let click = json!({ "actions": [], "metadata": [{ "id": "1" }] });
    let (address, is_told) = open(&json!({ "type": "map", "la": 1, "lo": 2, "click": click }));
    assert!(address.unwrap().starts_with("https://www.google.com/maps/") && is_told);
    let link = json!({ "type": "linkPreview", "url": "https://a.example", "click": click });
    assert_eq!(open(&link), (Some("https://a.example".into()), true));
    let own = json!({ "actions": [{ "type": "link", "uri": "https://b.example" }] });
    let link = json!({ "type": "linkPreview", "url": "https://a.example", "click": own });
    assert_eq!(open(&link), (Some("https://b.example".into()), false));
    let nowhere = card(&json!({ "type": "map", "la": 91, "lo": 2, "alt": "Nowhere", "click": click })).root;
    assert_eq!((nowhere.kind, nowhere.words.as_str(), nowhere.click), (Kind::Text, "Nowhere", None));
}

#[test]
fn a_card_says_that_it_is_longer_whatever_of_it_was_left_out() {
    let pairs = |count| json!({ "type": "keyValuePairList", "elements": vec![json!({ "key": "a" }); count] });
    let slots = |count| {
        let slots = vec![json!({ "type": "scheduleSlot", "id": "1", "start": 10 }); count];
        json!({ "type": "button", "title": "When?", "click": { "actions": [{ "type": "scheduleSlotList", "slots": slots }] } })
    };
    for (value, is_cut) in [(pairs(50), false), (pairs(51), true), (slots(256), false), (slots(257), true)] {
        assert_eq!(card(&value).is_cut, is_cut);
    }
}

#[test]
fn a_box_says_what_was_written_or_nothing() {
    let list = |text: &str, says: &str| {
        let click = json!({ "metadata": [{ "id": "1" }], "actions": [{ "type": "checked", "publishText": says }] });
        card(&json!({ "type": "list", "elements": [{ "type": "sectionList", "elements": [{ "type": "section", "elements": [
            { "type": "checklist", "elements": [{ "type": "checkbox", "text": text, "click": click }] },
        ] }] }] })).root.nodes.remove(0).nodes.remove(0)
    };
    let long = "x".repeat(300);
    assert_eq!(list("pear", &long).kind, Kind::Tick(long.clone()));
    assert_eq!(list(&long, " ").kind, Kind::Tick(long.clone()));
    let longer = "x".repeat(5_001);
    for node in [list("pear", &longer), list(&longer, "")] {
        assert_eq!((node.kind, node.click), (Kind::Text, None), "words, that cannot be ticked");
    }
}

/// The vendor's samples, where they are at hand.
#[test]
fn the_vendors_samples_are_drawn_whole() {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/protocol/SAMPLES.jsonl");
    let file = std::env::var_os("ALONGSIDE_SAMPLES").map_or(beside, PathBuf::from);
    let Ok(samples) = std::fs::read_to_string(&file) else {
        println!("skipped: no samples beside the project");
        return;
    };
    let mut seen = 0;
    for line in samples.lines() {
        let sample: Value = serde_json::from_str(line).unwrap();
        let (part, value) = (sample["part"].as_str().unwrap(), &sample["value"]);
        if part == "quick-replies" {
            let replies = Replies::read(value).unwrap();
            assert_eq!(replies.0.len(), value["replies"].as_array().unwrap().len(), "{}", sample["id"]);
            seen += 1;
        }
        if part == "rich-content" {
            let card = Card::read(value).unwrap();
            assert!(!card.is_cut && !card.root.kind_is_fallback(value), "{}: {card:?}", sample["id"]);
            seen += 1;
        }
    }
    assert!(seen >= 18, "{seen}");
}

impl Node {
    /// Whether something that has words in the sample is not there.
    fn kind_is_fallback(&self, value: &Value) -> bool {
        let mut wanted = Vec::new();
        wanted_words(value, &mut wanted);
        let mut said = Vec::new();
        for node in self.all() {
            said.extend([node.words.clone(), node.more.clone()]);
        }
        wanted.iter().any(|words| !said.contains(words))
    }
}

fn wanted_words(value: &Value, into: &mut Vec<String>) {
    for key in ["text", "title", "caption"] {
        into.extend(value[key].as_str().map(|text| text.trim().to_owned()).filter(|text| !text.is_empty()));
    }
    for element in value["elements"].as_array().into_iter().flatten() {
        wanted_words(element, into);
    }
}
