//! The transcript follows its end for a reader who is there, and moves nobody else.

use alongside::protocol::Millis;
use alongside::store::{Action, Author, Conversation, Delivery, EntryId, Typing};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlElement;

use crate::fixture::{NOW, agent, ago, conversation, say, say_as};
use crate::page::Page;

fn long_talk(rows: i64) -> Conversation {
    let mut talk = conversation();
    for number in 0..rows {
        say(&mut talk, agent("ada"), &number.to_string(), ago(rows - number));
    }
    talk
}

fn from_end(log: &HtmlElement) -> i32 {
    log.scroll_height() - log.scroll_top() - log.client_height()
}

#[wasm_bindgen_test]
async fn it_opens_at_its_end_and_stays_there() {
    let page = Page::with(long_talk(60), false).await;
    page.act(Action::Panel { open: true }).await;
    page.laid_out().await;
    let log = page.the(".log");
    assert!(log.scroll_height() > log.client_height());
    assert_eq!(from_end(&log), 0);
    page.talk(|talk| {
        say(talk, agent("ada"), "one more\nof two lines", ago(0));
    })
    .await;
    page.laid_out().await;
    assert_eq!(from_end(&log), 0);
    page.talk(|talk| talk.typing = Some(Typing { who: "ada".into(), until: NOW + Millis(6_000) })).await;
    page.laid_out().await;
    assert_eq!(from_end(&log), 0, "with the typing sign");
    assert!(page.find(".jump button").is_none());
}

#[wasm_bindgen_test]
async fn nothing_but_the_transcript_scrolls() {
    let page = Page::with(long_talk(60), true).await;
    page.laid_out().await;
    let panel = page.the(".panel");
    assert_eq!(panel.scroll_height(), panel.client_height());
    // As a screen reader's cursor or a search does.
    page.the(".stop .heard").scroll_into_view();
    assert_eq!(panel.scroll_top(), 0, "header and composer stay where they are");
    assert!(page.the(".log").scroll_top() < 200, "the first rows are in view");
}

#[wasm_bindgen_test]
async fn a_reader_elsewhere_is_not_moved_and_can_go_back() {
    let page = Page::with(long_talk(60), true).await;
    page.laid_out().await;
    let log = page.the(".log");
    log.set_scroll_top(100);
    page.laid_out().await;
    page.talk(|talk| {
        say(talk, agent("ada"), "news", ago(0));
        say(talk, agent("ada"), "more news", ago(0));
    })
    .await;
    page.laid_out().await;
    assert_eq!(log.scroll_top(), 100);
    assert_eq!(page.the(".jump").text_content().unwrap(), "2 new messages");
    page.the(".jump button").click();
    page.laid_out().await;
    assert_eq!(from_end(&log), 0);
    assert!(page.find(".jump button").is_none());
}

#[wasm_bindgen_test]
async fn who_writes_sees_what_they_wrote() {
    let page = Page::with(long_talk(60), true).await;
    page.laid_out().await;
    let log = page.the(".log");
    log.set_scroll_top(0);
    page.laid_out().await;
    page.talk(|talk| {
        say_as(talk, Author::Me, "mine", ago(0), Delivery::Queued(EntryId(7)));
    })
    .await;
    page.laid_out().await;
    assert_eq!(from_end(&log), 0);
}

#[wasm_bindgen_test]
async fn earlier_rows_are_mounted_above_what_is_read() {
    let page = Page::with(long_talk(500), true).await;
    page.laid_out().await;
    let log = page.the(".log");
    log.set_scroll_top(0);
    page.laid_out().await;
    let height = log.scroll_height();
    page.the(".before button").click();
    page.laid_out().await;
    assert!(log.scroll_height() > height);
    assert_eq!(log.scroll_top(), log.scroll_height() - height);
}
