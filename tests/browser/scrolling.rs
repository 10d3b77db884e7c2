//! The transcript follows its end for a reader who is there, and moves nobody else.

use alongside::app::Intent;
use alongside::protocol::{Millis, Sequence};
use alongside::store::{Action, Author, Body, Conversation, EntryId, Place, Row, RowId, Typing};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Element, HtmlElement};

use crate::fixture::{NOW, agent, ago, conversation, say};
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
    assert!(from_end(&page.the(".log")) > 300, "the first row of those that are there is in view");
}

/// What was told of the reader's going up and coming back, in its order.
fn reads_back(page: &Page) -> Vec<bool> {
    let told = |intent: Intent| if let Intent::ReadBack(is_up) = intent { Some(is_up) } else { None };
    page.deeds().into_iter().filter_map(told).collect()
}

#[wasm_bindgen_test]
async fn that_a_reader_goes_up_is_told_and_that_they_are_back() {
    let page = Page::with(long_talk(60), true).await;
    page.laid_out().await;
    let log = page.the(".log");
    assert!(reads_back(&page).is_empty());
    for _ in 0..2 {
        scroll(&page, 100).await;
    }
    assert_eq!(reads_back(&page), [true]);
    scroll(&page, log.scroll_height()).await;
    assert_eq!(reads_back(&page), [true, false]);
    scroll(&page, 100).await;
    page.the(".jump button").click();
    page.laid_out().await;
    assert_eq!(reads_back(&page), [true, false, true, false]);
    // Where all of it can be seen nobody has to scroll.
    scroll(&page, 0).await;
    page.the(".panel").set_attribute("style", "height: 20000px; max-height: none").unwrap();
    page.laid_out().await;
    assert_eq!(reads_back(&page), [true, false, true, false, true, false]);
    page.the(".panel").remove_attribute("style").unwrap();
    page.laid_out().await;
    page.intents.borrow_mut().clear();
    // Who writes is taken to the end.
    scroll(&page, 100).await;
    page.act(queued(7, "mine", true)).await;
    page.laid_out().await;
    assert_eq!(reads_back(&page), [true, false]);
}

#[wasm_bindgen_test]
async fn a_reader_elsewhere_is_not_moved_and_can_go_back() {
    let page = Page::with(long_talk(60), true).await;
    page.laid_out().await;
    let log = page.the(".log");
    log.set_scroll_top(100);
    page.laid_out().await;
    let (at, before) = (log.scroll_top(), looked_at(&page));
    page.talk(|talk| {
        say(talk, agent("ada"), "news", ago(0));
        say(talk, agent("ada"), "more news", ago(0));
    })
    .await;
    page.laid_out().await;
    assert_eq!(log.scroll_top(), at);
    is_looked_at(&page, &before);
    let button = r#"<button type="button" class="pill"><span>2 new messages</span></button>"#;
    assert_eq!(page.drawn(".jump"), format!(r#"<div class="jump">{button}</div>"#));
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
    page.act(queued(7, "mine", true)).await;
    page.laid_out().await;
    assert_eq!(from_end(&log), 0);
}

/// A text that waits: written here, or in another tab.
fn queued(entry: u64, text: &str, is_mine: bool) -> Action {
    let at = NOW + Millis(entry.cast_signed());
    Action::Queued { entry: EntryId(entry), text: text.into(), body: Body::Text, at, is_mine }
}

#[wasm_bindgen_test]
async fn what_was_written_in_another_tab_moves_nobody() {
    let page = Page::with(long_talk(60), true).await;
    scroll(&page, 300).await;
    let before = looked_at(&page);
    page.act(queued(7, "from another tab", false)).await;
    page.laid_out().await;
    is_looked_at(&page, &before);
    page.act(queued(8, "mine", true)).await;
    // And what else comes then takes nobody away again.
    page.act(queued(9, "from another tab", false)).await;
    page.laid_out().await;
    assert_eq!(from_end(&page.the(".log")), 0);
}

#[wasm_bindgen_test]
async fn what_goes_out_while_it_is_looked_at_moves_nobody() {
    let mut talk = long_talk(3);
    talk.dialogs.push("d".into());
    let page = Page::with(talk, true).await;
    for entry in 0..40 {
        page.act(queued(entry, &format!("waits {entry}"), false)).await;
    }
    page.laid_out().await;
    let edge = page.the(".log").get_bounding_client_rect().top();
    let row = |words: &str| {
        let stops = page.the(".rows").query_selector_all(".stop").unwrap();
        let mut stops = (0..stops.length()).map(|index| stops.get(index).unwrap().unchecked_into::<Element>());
        stops.find(|stop| stop.query_selector(".bubble").unwrap().unwrap().text_content().as_deref() == Some(words))
    };
    let look_at = async |entry: u64| {
        // What is far off is mounted on the way to it. Three rows stand before those that wait.
        let place = usize::try_from(entry).unwrap() + 4;
        for _ in 0..60 {
            let (first, last, _) = mounted(&page);
            if (first..=last).contains(&place) {
                break;
            }
            let by = if place < first { -150 } else { 150 };
            scroll(&page, page.the(".log").scroll_top() + by).await;
        }
        let top = row(&format!("waits {entry}")).unwrap().get_bounding_client_rect().top();
        scroll(&page, page.the(".log").scroll_top() + (top - edge) as i32 + 10).await;
        let seen = looked_at(&page);
        assert_eq!(seen.0, format!("waits {entry}"));
        seen
    };
    let goes_out = async |entry: u64| {
        let sequence = Sequence(100 + entry.cast_signed());
        page.act(Action::Published { entry: EntryId(entry), dialog: "d".into(), sequence }).await;
        page.laid_out().await;
    };
    look_at(12).await;
    look_at(2).await;
    for entry in 0..5 {
        let seen = look_at(entry).await;
        goes_out(entry).await;
        is_looked_at(&page, &seen);
    }
    look_at(18).await;
    let seen = look_at(28).await;
    // Among them the first one that is mounted.
    for entry in 5..25 {
        goes_out(entry).await;
        is_looked_at(&page, &seen);
    }
}

/// The rows that are mounted: the number of the first, of the last, and how many there are.
fn mounted(page: &Page) -> (usize, usize, usize) {
    let rows = page.the(".rows");
    let stops = rows.query_selector_all(".stop").unwrap();
    let number = |index: u32| {
        let stop: Element = stops.get(index).unwrap().unchecked_into();
        stop.get_attribute("aria-posinset").unwrap().parse().unwrap()
    };
    (number(0), number(stops.length() - 1), stops.length() as usize)
}

/// The topmost row that can be seen, by its words, and how far below the edge it begins.
fn looked_at(page: &Page) -> (String, f64) {
    let edge = page.the(".log").get_bounding_client_rect().top();
    let stops = page.the(".rows").query_selector_all(".stop").unwrap();
    let stops = (0..stops.length()).map(|index| stops.get(index).unwrap().unchecked_into::<Element>());
    let seen = stops.map(|stop| (stop.clone(), stop.get_bounding_client_rect()));
    let (stop, rect) = { seen }.find(|(_, rect)| rect.bottom() > edge + 0.5).unwrap();
    let words = stop.query_selector(".bubble").unwrap().unwrap().text_content().unwrap();
    (words, rect.top() - edge)
}

/// Scrolls as a script does, at rest: else what is under way goes by where the reader was.
async fn scroll(page: &Page, top: i32) {
    page.laid_out().await;
    page.the(".log").set_scroll_top(top);
    page.laid_out().await;
}

/// The row of these words begins there.
fn is_looked_at(page: &Page, (words, top): &(String, f64)) {
    let edge = page.the(".log").get_bounding_client_rect().top();
    let bubbles = page.the(".rows").query_selector_all(".stop .bubble").unwrap();
    let bubbles = (0..bubbles.length()).map(|index| bubbles.get(index).unwrap().unchecked_into::<Element>());
    let found = { bubbles }.find(|bubble| bubble.text_content().as_ref() == Some(words));
    let found = found.and_then(|bubble| bubble.closest(".stop").unwrap());
    let now = found.map(|stop| stop.get_bounding_client_rect().top() - edge);
    assert!(now.is_some_and(|now| (now - top).abs() < 1.5), "{words}: {top} became {now:?} of {:?}", mounted(page));
}

/// What is in view is made of rows.
fn is_covered(page: &Page) {
    let view = page.the(".log").get_bounding_client_rect();
    let rows = page.the(".rows").get_bounding_client_rect();
    let (first, last, _) = mounted(page);
    let total: usize = page.the(".stop").get_attribute("aria-setsize").unwrap().parse().unwrap();
    assert!(rows.top() <= view.top() || first == 1, "rows from {} on in view from {} on", rows.top(), view.top());
    assert!(rows.bottom() >= view.bottom() - 40.0 || last == total, "{} of {}", rows.bottom(), view.bottom());
}

/// Of very different heights.
fn uneven_talk(rows: i64) -> Conversation {
    let mut talk = conversation();
    for number in 0..rows {
        let lines = if number % 7 == 0 { 14 } else { number % 3 };
        let author = if number % 5 < 2 { Author::Me } else { agent("ada") };
        say(
            &mut talk,
            author,
            &[&number.to_string(), "\nline".repeat(lines.unsigned_abs() as usize).as_str()].concat(),
            ago(60 * (rows - number)),
        );
    }
    talk
}

#[wasm_bindgen_test]
async fn only_rows_near_the_view_are_mounted() {
    let page = Page::with(long_talk(5_000), true).await;
    page.laid_out().await;
    let log = page.the(".log");
    assert_eq!(from_end(&log), 0);
    let (_, last, count) = mounted(&page);
    assert_eq!(last, 5_000);
    assert!((10..80).contains(&count), "{count} rows");
    assert!(log.scroll_height() > 100_000, "the others have their space");
    for share in [2, 10, 1_000_000, 3, 1] {
        scroll(&page, log.scroll_height() / share).await;
        is_covered(&page);
        assert!((10..80).contains(&mounted(&page).2), "{:?}", mounted(&page));
    }
    scroll(&page, 0).await;
    assert_eq!(mounted(&page).0, 1);
    assert!(page.the(".rows").get_bounding_client_rect().top() >= log.get_bounding_client_rect().top());
    scroll(&page, log.scroll_height()).await;
    assert_eq!((mounted(&page).1, from_end(&log)), (5_000, 0));
}

#[wasm_bindgen_test]
async fn rows_come_and_go_around_a_reader_who_is_not_moved() {
    let page = Page::with(uneven_talk(200), true).await;
    page.laid_out().await;
    let log = page.the(".log");
    // Up through all of it, in steps of a wheel, and down again.
    for step in [-220, 190] {
        for turn in 0.. {
            let at = log.scroll_top();
            log.set_scroll_top(at + step);
            // Where it stands now, before any row comes or goes.
            let moved = looked_at(&page);
            page.laid_out().await;
            is_covered(&page);
            is_looked_at(&page, &moved);
            if log.scroll_top() == at || turn > 2_000 || (step > 0 && from_end(&log) == 0) {
                break;
            }
        }
        assert_eq!(if step < 0 { mounted(&page).0 } else { mounted(&page).1 }, if step < 0 { 1 } else { 200 });
    }
}

#[wasm_bindgen_test]
async fn what_comes_in_above_moves_nobody() {
    let page = Page::with(uneven_talk(300), true).await;
    page.laid_out().await;
    let log = page.the(".log");
    log.set_scroll_top(log.scroll_height() / 2);
    page.laid_out().await;
    let before = looked_at(&page);
    // An older dialog is told late: a hundred rows stand before all others.
    page.talk(|talk| {
        for number in 0..100 {
            let row = Row {
                id: RowId(10_000 + number),
                place: Place::At { dialog: 0, sequence: Sequence(-1_000 + number.cast_signed()), line: 0 },
                content: talk.rows.last().unwrap().content.clone(),
            };
            talk.rows.put(row);
        }
    })
    .await;
    page.laid_out().await;
    assert_eq!(page.the(".stop").get_attribute("aria-setsize").as_deref(), Some("400"));
    is_looked_at(&page, &before);
    is_covered(&page);
}

#[wasm_bindgen_test]
async fn what_has_grown_below_is_not_the_readers_doing() {
    let page = Page::with(long_talk(60), true).await;
    page.laid_out().await;
    let log = page.the(".log");
    // In the midst of drawing, when the browser tells of the scrolling before.
    let grown: HtmlElement = crate::page::document().create_element("div").unwrap().unchecked_into();
    grown.style().set_property("height", "500px").unwrap();
    page.the(".content").append_child(&grown).unwrap();
    log.dispatch_event(&web_sys::Event::new("scroll").unwrap()).unwrap();
    page.settle().await;
    grown.remove();
    page.talk(|talk| {
        say(talk, agent("ada"), "one more", ago(0));
    })
    .await;
    page.laid_out().await;
    assert_eq!(from_end(&log), 0);
    assert!(page.find(".jump button").is_none());
    // Who goes up leaves the end all the same.
    scroll(&page, log.scroll_top() - 300).await;
    assert!(from_end(&log) >= 250, "{}", from_end(&log));
}
