//! Cards and the answers below messages.

use crate::check;
use crate::fixture::{ago, conversation, say, show, state};
use alongside::store::{Author, State};
use serde_json::{Value, json};

fn with(card: &Value, replies: &Value) -> State {
    let mut talk = conversation();
    show(&mut talk, card, replies);
    state(talk)
}

fn card(card: &Value) -> State {
    with(card, &Value::Null)
}

fn column(elements: &Value) -> State {
    card(&json!({ "type": "vertical", "elements": elements }))
}

fn says(title: &str) -> Value {
    json!({ "type": "button", "title": title, "click": { "actions": [{ "type": "publishText", "text": title }] } })
}

#[test]
fn basic_elements() {
    check!(
        "card_basic",
        column(&json!([
            { "type": "text", "text": "Pears\nfresh", "tooltip": "Fruit", "style": { "bold": true, "italic": true, "size": "large" } },
            { "type": "text", "text": "اجاص", "rtl": true },
            { "type": "image", "url": "https://a.example/b.png", "alt": "A pear", "caption": "Ripe", "tooltip": "Picture" },
            { "type": "image", "url": "http://a.example/b.png", "alt": "No https" },
            { "type": "keyValuePairList", "elements": [{ "key": "Price", "value": "1 €" }, { "key": "Stock" }] },
        ])),
        "class=\"card\""
    );
}

#[test]
fn what_can_be_pressed() {
    check!(
        "card_pressed",
        column(&json!([
            says("Say"),
            { "type": "button", "title": "Site", "subtitle": "a.example", "class": "text", "alt": "Site of the shop",
              "click": { "actions": [{ "type": "link", "uri": "https://a.example" }] } },
            { "type": "button", "title": "Here", "alt": "Described", "click": { "actions": [{ "type": "link", "uri": "https://a.example", "target": "self" }] } },
            { "type": "button", "title": "Call", "click": { "actions": [{ "type": "link", "uri": "tel:+491234" }] } },
            { "type": "button", "title": "Nothing", "click": { "actions": [{ "type": "link", "uri": "javascript:alert(1)" }] } },
            { "type": "map", "la": 52.52, "lo": 13.405, "alt": "Berlin" },
            { "type": "linkPreview", "url": "https://shop.example/pears?x", "title": "Our pears" },
            { "type": "text", "text": "Pressed words", "click": { "metadata": [{ "id": "1" }] } },
            { "type": "image", "url": "https://a.example/b.png", "click": { "actions": [{ "type": "navigate", "la": 1, "lo": 2 }] } },
        ])),
        "class=\"card\""
    );
}

#[test]
fn layouts() {
    check!(
        "card_layouts",
        column(&json!([
            { "type": "horizontal", "percentages": [30, 70], "elements": [{ "type": "text", "text": "a" }, { "type": "text", "text": "b" }] },
            { "type": "horizontal", "border": "borderLess", "elements": (0..5).map(|n| json!({ "type": "text", "text": n.to_string() })).collect::<Vec<_>>() },
            { "type": "vertical", "border": "dropShadow", "scroll": "enable", "alt": "Terms", "elements": [{ "type": "text", "text": "c" }] },
        ])),
        "class=\"card\""
    );
}

#[test]
fn colours_that_can_be_read() {
    check!(
        "card_colours",
        column(&json!([
            { "type": "text", "text": "pair", "style": { "color": "#ffffff", "background-color": "#0363AD" } },
            { "type": "text", "text": "too faint", "style": { "color": "#777", "background-color": "#888" } },
            { "type": "text", "text": "alone", "style": { "color": "#000" } },
            { "type": "text", "text": "no colours", "style": { "color": "red;}", "background-color": "url(https://a.example)" } },
            { "type": "vertical", "elements": [{ "type": "text", "text": "x" }], "style": { "background-color": "rgb(0, 0, 0)" } },
        ])),
        "class=\"card\""
    );
}

#[test]
fn borders_and_lines() {
    let text =
        |text: &str| json!({ "type": "text", "text": text, "style": { "border-color": "#f00", "border-radius": 9 } });
    let button = |title: &str, style: &Value| json!({ "type": "button", "class": "button", "title": title, "style": style, "click": says(title)["click"] });
    check!(
        "card_borders",
        card(&json!({ "type": "vertical", "style": { "border-color": "#f00", "border-radius": 20 }, "elements": [
            { "type": "horizontal", "border": "borderLess", "borderLine": true, "elements": [text("left"), text("right")] },
            { "type": "horizontal", "border": "borderLess", "borderLine": false, "elements": [text("one"), text("two")] },
            button("Seen on both", &json!({ "border-color": "#1d7fd8", "border-radius": 99 })),
            button("Not on light", &json!({ "border-color": "#eee" })),
            { "type": "vertical", "style": { "border-color": "#eee", "border-radius": -1 }, "elements": [text("only frames")] },
        ] })),
        "class=\"card\""
    );
    let bare = json!({ "type": "vertical", "border": "borderLess", "style": { "border-color": "#f00" }, "elements": [text("bare")] });
    assert!(!crate::render(card(&bare)).contains("border-color"), "what has no border gets none");
}

#[test]
fn lines_between_boxes_to_tick() {
    let tick = |text: &str, more: Value| {
        let mut tick = json!({ "type": "checkbox", "text": text, "click": { "actions": [{ "type": "checked", "publishText": text }] } });
        tick.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        tick
    };
    let html = crate::render(card(&json!({ "type": "list", "elements": [{ "type": "sectionList", "elements": [
        { "type": "section", "sectionID": "1", "elements": [{ "type": "checklist", "elements": [
            tick("pear", json!({ "borderColor": "#0363AD" })), tick("lime", json!({ "borderLine": false })), tick("fig", json!({})),
        ] }] },
    ] }] })));
    assert_eq!(html.matches("card-ruled").count(), 2);
    assert_eq!(html.matches("border-color:#0363ad;").count(), 1);
}

#[test]
fn cards_to_leaf_through() {
    let slide = |text: &str| json!({ "type": "vertical", "elements": [{ "type": "text", "text": text }] });
    check!(
        "card_carousel",
        card(&json!({ "type": "carousel", "elements": [slide("one"), slide("two")] })),
        "class=\"card\""
    );
}

#[test]
fn cards_to_choose_from() {
    let plan = |text: &str| json!({ "type": "vertical", "metadata": [{ "id": text }], "elements": [{ "type": "text", "text": text }] });
    check!(
        "card_carousel_select",
        card(&json!({ "type": "carouselSelect", "selectMode": { "name": "plan", "type": "single" },
        "elements": [plan("small"), plan("large")] })),
        "class=\"card\""
    );
    check!(
        "card_accordion_select",
        card(&json!({ "type": "accordionSelect", "selectMode": { "name": "plan" },
        "titles": [{ "name": "Small", "additional": "1 €" }, { "name": "Large" }], "elements": [plan("small"), plan("large")] })),
        "class=\"card\""
    );
}

#[test]
fn tabs() {
    let tab = |tag: &str, text: &str| json!({ "type": "vertical", "tag": tag, "elements": [{ "type": "text", "text": text }] });
    check!(
        "card_tabs",
        card(&json!({ "type": "tabs", "elements": [tab("Day", "sun"), tab("", "moon")] })),
        "class=\"card\""
    );
}

#[test]
fn lists_to_tick() {
    let tick = |text: &str| json!({ "type": "checkbox", "text": text, "click": { "actions": [{ "type": "checked", "publishText": text }] } });
    check!(
        "card_list",
        card(&json!({ "type": "list", "elements": [
        { "type": "text", "text": "Fruit" },
        { "type": "sectionList", "elements": [{ "type": "section", "sectionID": "1", "elements": [
            { "type": "text", "text": "Green" }, { "type": "checklist", "elements": [tick("pear"), tick("lime")] } ] }] },
        { "type": "buttonList", "elements": [
            { "type": "submitButton", "title": "Send", "click": { "actions": [{ "type": "submitAsText", "submit": true }] } },
            { "type": "submitButton", "title": "Off", "disabled": true, "click": { "actions": [{ "type": "submitAsText", "submit": true }] } },
        ] },
    ] })),
        "class=\"card\""
    );
}

#[test]
fn groups_and_boxes_have_the_names_that_the_card_gives_them() {
    let named = |name: &str| json!({ "web": { "aria-label": name } });
    let tick = |text: &str, name: &str| json!({ "type": "checkbox", "text": text, "accessibility": named(name), "click": { "actions": [] } });
    let boxes = |name: &str| json!({ "type": "checklist", "alt": name, "elements": [tick("pear", "A ripe pear"), tick("lime", "Sour")] });
    let section = |elements: Value, name: &str| json!({ "type": "section", "sectionID": "1", "elements": elements, "accessibility": named(name) });
    check!(
        "card_names",
        column(&json!([
            { "type": "list", "alt": "Fruit of the week", "elements": [{ "type": "sectionList", "alt": "Its own", "elements": [
                section(json!([boxes("All of them")]), ""),
                section(json!([{ "type": "text", "text": "Green" }, boxes("")]), "Green fruit"),
                section(json!([{ "type": "text", "text": "Red" }, boxes("")]), "Ripe in autumn"),
            ] }] },
            { "type": "list", "elements": [{ "type": "sectionList", "alt": "By its sections", "elements": [section(json!([boxes("")]), "")] }] },
            { "type": "keyValuePairList", "alt": "Prices", "elements": [{ "key": "Price", "value": "1 €" }] },
        ])),
        "class=\"card\""
    );
}

#[test]
fn questions_for_days_and_times() {
    check!(
        "card_pick",
        column(&json!([
            { "type": "button", "title": "A day", "click": { "actions": [{ "type": "datePicker", "class": "single", "title": "Which day?", "minDate": 1_767_225_600, "maxDate": 1_767_830_400 }] } },
            { "type": "button", "title": "Days", "click": { "actions": [{ "type": "datePicker", "class": "range" }] } },
            { "type": "button", "title": "A time", "click": { "actions": [{ "type": "scheduleSlotList", "title": "When?", "slots": [
                { "type": "scheduleSlot", "id": "1", "start": 1_767_261_600, "end": 1_767_265_200, "title": "Early", "description": "with Ada", "imageUrl": "https://a.example/ada.png" },
                { "type": "scheduleSlot", "id": "2", "start": 1_767_348_000 },
            ] }] } },
        ])),
        "class=\"card\""
    );
}

#[test]
fn answers_below_a_message() {
    let replies = json!({ "type": "quickReplies", "itemsPerRow": 8, "replies": [
        says("Yes"), says("No, thank you very much indeed"),
        { "type": "button", "title": "Read on", "click": { "actions": [{ "type": "link", "uri": "https://a.example" }] } },
    ] });
    let text = json!({ "type": "text", "text": "Well?" });
    check!("replies_open", with(&text, &replies), "class=\"replies\"");
    let mut few = replies.clone();
    few["itemsPerRow"] = json!(2);
    check!("replies_in_rows", with(&text, &few), "class=\"replies\"");
    let mut talk = conversation();
    show(&mut talk, &text, &replies);
    say(&mut talk, Author::Me, "Yes", ago(1));
    check!("replies_chosen", state(talk), "class=\"replies\"");
    let mut talk = conversation();
    show(&mut talk, &text, &replies);
    say(&mut talk, Author::Me, "Something else", ago(1));
    assert!(!crate::render(state(talk)).contains("class=\"replies\""));
}

#[test]
fn what_is_not_understood_is_there_by_its_words() {
    check!(
        "card_unknown",
        column(&json!([
            { "type": "orchard", "title": "Trees", "elements": [{ "type": "tree", "text": "Pear" }] },
            { "type": "template", "templateType": "quickReply", "title": "Which?", "resp": ["One", "Two"] },
        ])),
        "class=\"card\""
    );
}

#[test]
fn the_older_form_of_answers_stands_below_as_the_others_do() {
    let template = json!({ "type": "template", "templateType": "quickReply", "title": "Which?", "resp": ["One", "Two"],
        "click": { "metadata": [{ "id": "1" }] } });
    let mut talk = conversation();
    show(&mut talk, &template, &Value::Null);
    say(&mut talk, Author::Me, "Two", ago(1));
    check!("replies_template", state(talk), "data-is=\"theirs opens closes\"");
}

#[test]
fn hostile_cards_stay_text() {
    let evil = "<img src=x onerror=alert(1)>\"'><script>alert(2)</script>";
    let html = crate::render(column(&json!([
        { "type": "text", "text": evil, "tooltip": evil, "style": { "color": evil, "size": evil } },
        { "type": "button", "title": evil, "subtitle": evil, "alt": evil, "click": { "actions": [{ "type": "link", "uri": "javascript:alert(3)" }] } },
        { "type": "image", "url": "https://a.example/\"onerror=alert(4)", "alt": evil, "caption": evil },
        { "type": "linkPreview", "url": "data:text/html,x", "title": evil },
        { "type": "keyValuePairList", "elements": [{ "key": evil, "value": evil }] },
        { "type": "tabs", "elements": [{ "type": "vertical", "tag": evil, "elements": [{ "type": "text", "text": evil }] }] },
        { "type": evil, "text": evil },
    ])));
    assert!(!html.contains("<script") && !html.contains("<img src=x") && !html.contains("javascript:"), "{html}");
    assert!(!html.contains("\"onerror="), "{html}");
    let wide = json!({ "type": "vertical", "elements": vec![says("x"); 1_000] });
    let html = crate::render(card(&wide));
    assert_eq!(html.matches("data-node=").count(), 256);
    assert!(html.contains("This message is longer than can be shown here."));
    let mut deep = says("the core");
    for _ in 0..50 {
        deep = json!({ "type": "vertical", "elements": [deep] });
    }
    assert!(crate::render(card(&deep)).contains("the core"));
}
