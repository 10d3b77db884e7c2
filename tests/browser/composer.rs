//! Writing and sending.

use std::rc::Rc;

use alongside::app::{Intent, Resolution};
use alongside::store::{Action, Author, Delivery, EntryId, MOST_PENDING, Place, Withheld};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::fixture::{NOW, ago, conversation, say_as};
use crate::page::{Page, focused};

#[wasm_bindgen_test]
async fn enter_sends_what_is_written_and_empties_the_field() {
    let page = Page::with(conversation(), true).await;
    page.write("  Hello\nthere ").await;
    assert!(page.press(&page.field(), "Enter", |_| {}).await, "no line break besides");
    assert_eq!(page.deeds(), [Intent::Send("Hello\nthere".into())]);
    assert_eq!(page.field().value(), "");
    assert_eq!(page.intents.borrow().first(), Some(&Intent::Draft("  Hello\nthere ".into())), "typing is told");
}

#[wasm_bindgen_test]
async fn shift_enter_and_a_composition_do_not_send() {
    let page = Page::with(conversation(), true).await;
    page.write("Hello").await;
    assert!(!page.press(&page.field(), "Enter", |key| key.set_shift_key(true)).await);
    assert!(!page.press(&page.field(), "Enter", |key| key.set_is_composing(true)).await);
    assert!(!page.press(&page.field(), "Enter", |key| key.set_key_code(229)).await);
    assert_eq!(page.deeds(), []);
    assert_eq!(page.field().value(), "Hello");
}

#[wasm_bindgen_test]
async fn the_button_sends_and_leaves_focus_where_writing_goes_on() {
    let page = Page::with(conversation(), true).await;
    let button = page.the(".send");
    assert!(button.matches(":disabled").unwrap(), "nothing to send");
    page.write("Hello").await;
    assert!(button.matches(":enabled").unwrap());
    button.click();
    page.settle().await;
    assert_eq!(page.deeds(), [Intent::Send("Hello".into())]);
    assert!(focused() == Some(page.field().into()));
    assert!(button.matches(":disabled").unwrap());
}

#[wasm_bindgen_test]
async fn blanks_are_nothing_to_send() {
    let page = Page::with(conversation(), true).await;
    page.write(" \n ").await;
    page.press(&page.field(), "Enter", |_| {}).await;
    assert_eq!(page.deeds(), []);
}

#[wasm_bindgen_test]
async fn too_long_a_text_stays_with_a_sentence() {
    let page = Page::with(conversation(), true).await;
    let count = || page.the(".count").text_content().unwrap();
    page.write(&"é".repeat(7_199)).await;
    assert_eq!(count(), "");
    page.write(&"é".repeat(7_200)).await;
    assert_eq!(count(), "Characters left: 800");
    page.write(&"é".repeat(8_001)).await;
    assert_eq!(count(), "Characters too many: 1");
    assert!(page.the(".too-long").text_content().unwrap().contains("8,000"));
    page.press(&page.field(), "Enter", |_| {}).await;
    assert_eq!(page.deeds(), []);
    assert_eq!(page.field().value().chars().count(), 8_001);
    page.write(&"é".repeat(8_000)).await;
    page.press(&page.field(), "Enter", |_| {}).await;
    assert_eq!(page.deeds().len(), 1);
}

#[wasm_bindgen_test]
async fn the_field_grows_to_five_lines() {
    let page = Page::with(conversation(), true).await;
    let height = || page.the(".field").offset_height();
    assert_eq!(height(), 44);
    page.write("one\ntwo").await;
    assert!(height() > 60, "{}", height());
    page.write(&"line\n".repeat(20)).await;
    assert_eq!(height(), 132);
}

#[wasm_bindgen_test]
async fn a_text_stays_in_the_field_while_too_many_wait() {
    let mut talk = conversation();
    for number in 0..MOST_PENDING as u64 {
        say_as(&mut talk, Author::Me, "x", ago(0), Delivery::Queued(EntryId(number)));
    }
    let page = Page::with(talk, true).await;
    page.write("one more").await;
    page.press(&page.field(), "Enter", |_| {}).await;
    assert_eq!(page.field().value(), "one more");
    assert_eq!(page.deeds(), []);
    assert!(page.the(".too-long").text_content().unwrap().starts_with("Too many messages"));
    page.talk(|talk| drop(talk.rows.remove(Place::Pending { at: NOW, entry: 0 }))).await;
    page.press(&page.field(), "Enter", |_| {}).await;
    assert_eq!(page.deeds(), [Intent::Send("one more".into())]);
    assert_eq!(page.the(".too-long").text_content().unwrap(), "");
}

async fn withheld(page: &Page, text: &str) {
    let withheld = Withheld { text: text.into(), masked: "•••• 1111".into() };
    page.act(Action::Withheld(Some(Rc::new(withheld)))).await;
}

async fn press_way(page: &Page, word: &str) {
    let ways = page.the(".ways").query_selector_all("button").unwrap();
    let ways = (0..ways.length()).map(|index| ways.get(index).unwrap().unchecked_into::<web_sys::HtmlElement>());
    { ways }.find(|way| way.text_content().as_deref() == Some(word)).unwrap().click();
    page.settle().await;
}

#[wasm_bindgen_test]
async fn a_withheld_text_is_told_and_decided_about() {
    let page = Page::with(conversation(), true).await;
    assert!(page.find(".withheld").is_none());
    for (word, resolution) in [("Send masked", Resolution::Masked), ("Send as it is", Resolution::AsItIs)] {
        withheld(&page, "4111 1111").await;
        assert_eq!(page.the(".masked").text_content().as_deref(), Some("•••• 1111"));
        assert_eq!(page.the(".withheld [role=alert]").text_content().map(|text| text.is_empty()), Some(false));
        for way in [0, 1, 2] {
            let ways = page.the(".ways").query_selector_all("button").unwrap();
            let way: web_sys::HtmlElement = ways.get(way).unwrap().unchecked_into();
            assert_eq!(way.tab_index(), 0);
        }
        press_way(&page, word).await;
        assert_eq!(page.deeds().last(), Some(&Intent::Resolve(resolution)));
        assert_eq!(focused().unwrap(), **page.field());
    }
    assert_eq!(page.field().value(), "");
}

#[wasm_bindgen_test]
async fn a_withheld_text_can_be_edited_with_what_was_written_since() {
    let page = Page::with(conversation(), true).await;
    withheld(&page, "4111 1111").await;
    page.write("and more").await;
    press_way(&page, "Edit").await;
    assert_eq!(page.field().value(), "4111 1111\nand more");
    let intents = page.intents.borrow();
    let [.., resolved, drafted] = intents.as_slice() else { panic!("{intents:?}") };
    assert_eq!(*resolved, Intent::Resolve(Resolution::Edit));
    assert_eq!(*drafted, Intent::Draft("4111 1111\nand more".into()));
    assert_eq!(focused().unwrap(), **page.field());
}
