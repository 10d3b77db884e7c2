//! The transcript is walked through by keyboard, and rows say where they stand in the whole of it.

use alongside::store::{Author, Conversation, Delivery, EntryId, Failure};
use serde_json::{Value, json};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::Element;

use crate::fixture::{agent, ago, conversation, say, say_as, show};
use crate::page::{Page, focused};

fn talk_of(rows: i64) -> Conversation {
    let mut talk = conversation();
    for number in 1..=rows {
        say(&mut talk, agent("ada"), &format!("text {number}"), ago(rows - number));
    }
    talk
}

/// Presses a key where focus is; tells whether the widget used it.
async fn press(page: &Page, key: &str) -> bool {
    let on = wasm_bindgen::JsCast::unchecked_into(focused().unwrap());
    page.press(&on, key, |_| {}).await
}

/// Place and number of all of the row that has focus.
fn place() -> Option<(String, String)> {
    let row: Element = focused()?;
    Some((row.get_attribute("aria-posinset")?, row.get_attribute("aria-setsize")?))
}

fn at(place: u32, of: u32) -> Option<(String, String)> {
    Some((place.to_string(), of.to_string()))
}

#[wasm_bindgen_test]
async fn arrows_lead_from_row_to_row() {
    let page = Page::with(talk_of(5), true).await;
    page.the(".log").focus().unwrap();
    for (key, expected) in [
        ("ArrowUp", 5),
        ("ArrowUp", 4),
        ("ArrowDown", 5),
        ("ArrowDown", 5),
        ("Home", 1),
        ("ArrowUp", 1),
        ("ArrowDown", 2),
        ("End", 5),
    ] {
        assert!(press(&page, key).await, "{key}");
        assert_eq!(place(), at(expected, 5), "{key}");
    }
    assert_eq!(focused().unwrap().get_attribute("role").as_deref(), Some("article"));
    assert!(!press(&page, "a").await, "other keys are not used");
}

#[wasm_bindgen_test]
async fn a_row_is_named_by_what_is_in_it() {
    let page = Page::with(talk_of(2), true).await;
    page.the(".log").focus().unwrap();
    press(&page, "End").await;
    let row = focused().unwrap();
    assert_eq!(row.get_attribute("aria-labelledby").as_deref(), Some(row.id().as_str()));
    assert!(row.text_content().unwrap().contains("text 2"));
}

#[wasm_bindgen_test]
async fn escape_leads_to_the_composer_and_then_closes_the_panel() {
    let page = Page::with(talk_of(3), true).await;
    page.the(".log").focus().unwrap();
    press(&page, "ArrowUp").await;
    assert!(press(&page, "Escape").await);
    assert_eq!(focused().unwrap(), **page.field());
    assert!(page.store.state().panel_open);
    assert!(press(&page, "Escape").await);
    assert!(!page.store.state().panel_open);
}

#[wasm_bindgen_test]
async fn enter_leads_into_a_row_and_presses_nothing() {
    let mut talk = talk_of(1);
    say_as(&mut talk, Author::Me, "lost", ago(0), Delivery::Failed(EntryId(7), Failure::Refused));
    let page = Page::with(talk, true).await;
    page.the(".log").focus().unwrap();
    press(&page, "ArrowUp").await;
    assert!(press(&page, "Enter").await);
    assert_eq!(focused().unwrap().text_content().as_deref(), Some("Retry"));
    assert!(!press(&page, "Enter").await, "on a button it is the button's");
    assert_eq!(page.deeds(), []);
    press(&page, "ArrowUp").await;
    assert_eq!(place(), at(1, 2), "out of the row and on");
    assert!(press(&page, "Enter").await);
    assert_eq!(focused().unwrap().get_attribute("aria-label").as_deref(), Some("Copy message"), "it stands at any row");
    assert_eq!(page.deeds(), []);
}

#[wasm_bindgen_test]
async fn what_scrolls_in_a_card_is_scrolled_by_the_keys_that_lead_from_row_to_row() {
    let mut talk = talk_of(2);
    let card = json!({ "type": "vertical", "scroll": "enable", "elements": [{ "type": "text", "text": "Terms" }] });
    show(&mut talk, &card, &Value::Null);
    let page = Page::with(talk, true).await;
    let column = page.the("[data-scrolls]");
    column.focus().unwrap();
    for key in ["ArrowDown", "ArrowUp", "Home", "End"] {
        assert!(!press(&page, key).await, "{key} is the browser's");
        assert!(focused().is_some_and(|focus| focus.is_same_node(Some(&column))), "{key}");
    }
    assert!(press(&page, "Escape").await, "and Escape leads out");
}

#[wasm_bindgen_test]
async fn rows_that_are_not_mounted_come_when_it_leads_to_them() {
    let page = Page::with(talk_of(450), true).await;
    page.laid_out().await;
    page.the(".log").focus().unwrap();
    press(&page, "ArrowUp").await;
    assert_eq!(place(), at(450, 450));
    // Row by row, without waiting for anything to be laid out, further than is mounted.
    for expected in (350..450).rev() {
        assert!(press(&page, "ArrowUp").await);
        assert_eq!(place(), at(expected, 450));
    }
    page.laid_out().await;
    assert_eq!(place(), at(350, 450));
    assert!(is_in_view(&page));
    press(&page, "Home").await;
    page.laid_out().await;
    assert_eq!(place(), at(1, 450));
    assert!(is_in_view(&page));
    press(&page, "ArrowDown").await;
    assert_eq!(place(), at(2, 450));
    page.talk(|talk| {
        say(talk, agent("ada"), "one more", ago(0));
    })
    .await;
    assert_eq!(place(), at(2, 451));
    press(&page, "End").await;
    page.laid_out().await;
    assert_eq!(place(), at(451, 451));
    assert!(is_in_view(&page));
}

#[wasm_bindgen_test]
async fn focus_stays_in_the_transcript_when_its_row_goes() {
    let page = Page::with(talk_of(450), true).await;
    page.laid_out().await;
    let log = page.the(".log");
    log.focus().unwrap();
    press(&page, "End").await;
    log.set_scroll_top(log.scroll_height() / 2);
    page.laid_out().await;
    assert_eq!(focused().unwrap(), *log);
    press(&page, "ArrowUp").await;
    page.laid_out().await;
    assert!(is_in_view(&page), "it goes on from what can be seen");
    assert!(place().unwrap().0.parse::<u32>().unwrap() < 300);
}

fn is_in_view(page: &Page) -> bool {
    let (row, log) = (focused().unwrap().get_bounding_client_rect(), page.the(".log").get_bounding_client_rect());
    row.top() >= log.top() - 1.0 && row.bottom() <= log.bottom() + 1.0
}

#[wasm_bindgen_test]
async fn outside_of_the_transcript_these_keys_are_not_used() {
    let page = Page::with(talk_of(3), true).await;
    page.field().focus().unwrap();
    for key in ["ArrowUp", "ArrowDown", "Home", "End"] {
        assert!(!press(&page, key).await, "{key}");
    }
}
