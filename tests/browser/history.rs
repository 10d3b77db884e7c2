//! Earlier conversations come above a reader who is not moved, and a way leads to what nobody has seen.

use alongside::app::Intent;
use alongside::protocol::Sequence;
use alongside::store::{Conversation, Earlier, EndedBy, Fetch, History, Note, Place, Row, RowContent, RowId};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Element, HtmlElement};

use crate::fixture::{NOW, agent, ago, conversation, say};
use crate::page::Page;

fn talk(rows: i64) -> Conversation {
    let mut talk = conversation();
    for number in 0..rows {
        say(&mut talk, agent("ada"), &number.to_string(), ago(rows - number));
    }
    talk
}

/// The same, with two earlier dialogs that were not read.
fn with_earlier(rows: i64) -> Conversation {
    let earlier = |dialog: &'static str| Earlier {
        conversation: dialog.into(),
        dialog: dialog.into(),
        survey: None,
        began: ago(90_000),
        ended: (EndedBy::Agent, ago(80_000)),
    };
    let history = History { waiting: vec![earlier("one"), earlier("two")], ..History::default() };
    Conversation { history: Some(history.into()), ..talk(rows) }
}

/// So many rows of an earlier conversation came.
fn comes(talk: &mut Conversation, rows: i64) {
    let history = std::rc::Rc::make_mut(talk.history.as_mut().unwrap());
    let read = history.waiting.pop().unwrap();
    history.read.push((read.conversation, read.dialog));
    history.fetch = Fetch::Rests;
    let rank = -i32::try_from(history.read.len()).unwrap();
    for number in 0..rows {
        let place = Place::At { dialog: rank, sequence: Sequence(number), line: 0 };
        let content = talk.rows.last().unwrap().content.clone();
        talk.rows.put(Row { id: RowId(talk.next_row), place, content });
        talk.next_row += 1;
    }
    let place = Place::At { dialog: rank, sequence: Sequence(i64::MAX), line: 0 };
    let content = RowContent::Note(Note::Ended(EndedBy::Agent, ago(1)));
    talk.rows.put(Row { id: RowId(talk.next_row), place, content });
    talk.next_row += 1;
}

/// Where the row of these words begins.
fn top_of(page: &Page, words: &str) -> Option<f64> {
    let bubbles = page.the(".rows").query_selector_all(".stop .bubble").unwrap();
    let mut bubbles = (0..bubbles.length()).map(|index| bubbles.get(index).unwrap().unchecked_into::<Element>());
    let found = bubbles.find(|bubble| bubble.text_content().as_deref() == Some(words))?;
    Some(found.get_bounding_client_rect().top())
}

fn is_in_view(page: &Page, words: &str) -> bool {
    let view = page.the(".log").get_bounding_client_rect();
    top_of(page, words).is_some_and(|top| top >= view.top() && top < view.bottom())
}

fn wanted(page: &Page) -> usize {
    page.deeds().iter().filter(|intent| **intent == Intent::ReadEarlier).count()
}

fn from_end(log: &HtmlElement) -> i32 {
    log.scroll_height() - log.scroll_top() - log.client_height()
}

async fn scroll(page: &Page, top: i32) {
    page.laid_out().await;
    page.the(".log").set_scroll_top(top);
    page.laid_out().await;
}

async fn press_the_way(page: &Page) {
    page.the(".jump button").click();
    page.laid_out().await;
    page.laid_out().await;
}

#[wasm_bindgen_test]
async fn who_goes_up_to_the_top_wants_more_and_is_not_moved_when_it_comes() {
    let page = Page::with(with_earlier(60), true).await;
    page.laid_out().await;
    let log = page.the(".log");
    scroll(&page, log.scroll_top() - 400).await;
    scroll(&page, 900).await;
    assert_eq!(wanted(&page), 0, "not near the top");
    scroll(&page, 90).await;
    assert_eq!(wanted(&page), 1);
    page.talk(|talk| std::rc::Rc::make_mut(talk.history.as_mut().unwrap()).fetch = Fetch::Wanted).await;
    scroll(&page, 80).await;
    assert_eq!(wanted(&page), 1, "it is on its way");
    let before = top_of(&page, "3").unwrap();
    page.talk(|talk| comes(talk, 120)).await;
    page.laid_out().await;
    let after = top_of(&page, "3").unwrap();
    assert!((after - before).abs() < 1.5, "{before} became {after}");
    assert_eq!(page.the(".stop").get_attribute("aria-setsize").as_deref(), Some("181"));
    assert_eq!(wanted(&page), 1, "what comes is not the reader's doing");
    scroll(&page, log.scroll_top() + 300).await;
    assert_eq!(wanted(&page), 1);
    scroll(&page, 0).await;
    assert_eq!(wanted(&page), 2, "and the next when they are at the top of that");
    assert_eq!(page.find(".jump button").map(|way| way.text_content().unwrap()).as_deref(), Some("Latest messages"));
}

#[wasm_bindgen_test]
async fn what_could_not_be_fetched_is_tried_again_by_its_button_alone() {
    let page = Page::with(with_earlier(60), true).await;
    page.talk(|talk| std::rc::Rc::make_mut(talk.history.as_mut().unwrap()).fetch = Fetch::Failed).await;
    scroll(&page, 100).await;
    scroll(&page, 0).await;
    assert_eq!(wanted(&page), 0);
    let again = page.the(".before button");
    assert_eq!(again.text_content().as_deref(), Some("Try again"));
    again.click();
    page.settle().await;
    assert_eq!(wanted(&page), 1);
}

#[wasm_bindgen_test]
async fn a_way_leads_to_the_first_unread_and_then_to_the_end() {
    let mut long = talk(100);
    let first = long.rows.iter().nth(40).unwrap().id;
    long.first_unread = Some(first);
    let page = Page::with(long, false).await;
    page.act(alongside::store::Action::Panel { open: true }).await;
    page.laid_out().await;
    let log = page.the(".log");
    assert_eq!(from_end(&log), 0);
    assert_eq!(page.the(".jump").text_content().unwrap(), "60 new messages", "they begin further up");
    press_the_way(&page).await;
    assert!(is_in_view(&page, "40"), "{:?} of {}", top_of(&page, "40"), log.scroll_top());
    assert!(page.find(".separator[data-is=unread]").is_some());
    assert_eq!(page.the(".jump").text_content().unwrap(), "Latest messages");
    press_the_way(&page).await;
    assert_eq!(from_end(&log), 0);
    assert!(page.find(".jump button").is_none());
}

#[wasm_bindgen_test]
async fn what_is_unread_and_in_view_needs_no_way() {
    let mut short = talk(100);
    short.first_unread = short.rows.iter().nth(98).map(|row| row.id);
    let page = Page::with(short, false).await;
    page.act(alongside::store::Action::Panel { open: true }).await;
    page.laid_out().await;
    assert!(page.find(".jump button").is_none());
    // It was seen: whoever goes up is led to the end.
    scroll(&page, 100).await;
    assert_eq!(page.the(".jump").text_content().unwrap(), "Latest messages");
}

#[wasm_bindgen_test]
async fn who_went_up_is_led_to_the_first_that_came_since() {
    let page = Page::with(talk(60), true).await;
    scroll(&page, 300).await;
    page.talk(|talk| {
        for number in 100..140 {
            say(talk, agent("ada"), &number.to_string(), NOW);
        }
    })
    .await;
    page.laid_out().await;
    assert_eq!(page.the(".jump").text_content().unwrap(), "40 new messages");
    press_the_way(&page).await;
    assert!(is_in_view(&page, "100") && !is_in_view(&page, "139"));
    assert_eq!(page.the(".jump").text_content().unwrap(), "Latest messages");
    press_the_way(&page).await;
    assert!(is_in_view(&page, "139") && from_end(&page.the(".log")) == 0);
}
