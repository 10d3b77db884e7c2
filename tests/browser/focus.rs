//! Focus moves by the consumer's own act, and by nothing else.

use std::rc::Rc;

use alongside::app::Intent;
use alongside::protocol::CoBrowseMode;
use alongside::store::cobrowse::{CoBrowse, Ending, Phase};
use alongside::store::{Action, Author, Delivery, EntryId, Failure, Place, State};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlElement;

use crate::consent::invite;
use crate::fixture::{NOW, agent, ago, conversation, invitation, say_as, say_live};
use crate::page::{Page, document, focused};

#[wasm_bindgen_test]
async fn nothing_takes_focus_by_itself() {
    let field: HtmlElement = document().create_element("input").unwrap().unchecked_into();
    document().body().unwrap().append_child(&field).unwrap();
    field.focus().unwrap();
    let page = Page::with(conversation(), false).await;
    page.act(Action::Panel { open: true }).await;
    page.talk(|talk| {
        say_live(talk, agent("ada"), "Hello", ago(0));
    })
    .await;
    invite(&page).await;
    page.act(Action::Panel { open: false }).await;
    assert!(focused() == Some(field.clone().into()), "{:?}", focused());
    field.remove();
}

#[wasm_bindgen_test]
async fn pressing_the_launcher_leads_to_the_composer_and_escape_back() {
    let page = Page::with(conversation(), false).await;
    page.the(".launcher").click();
    page.settle().await;
    assert!(focused() == Some(page.field().into()), "{:?}", focused());
    assert!(page.press(&page.field(), "Escape", |_| {}).await, "said to be used");
    assert_eq!(page.deeds(), [Intent::Open, Intent::Close]);
    assert!(focused() == Some(page.the(".launcher").into()), "{:?}", focused());
}

#[wasm_bindgen_test]
async fn escape_in_a_composition_or_a_closed_panel_is_not_used() {
    let page = Page::with(conversation(), true).await;
    assert!(!page.press(&page.field(), "Escape", |key| key.set_is_composing(true)).await);
    page.act(Action::Panel { open: false }).await;
    invite(&page).await;
    assert!(!page.press(&page.the("[data-is=accept]"), "Escape", |_| {}).await);
    assert_eq!(page.deeds(), []);
}

#[wasm_bindgen_test]
async fn closing_from_outside_leaves_focus_outside() {
    let page = Page::with(conversation(), true).await;
    if let Some(element) = focused().and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        element.blur().unwrap();
    }
    page.act(Action::Panel { open: false }).await;
    assert!(focused() != Some(page.the(".launcher").into()));
}

async fn show(page: &Page, cobrowse: Rc<CoBrowse>) {
    page.store.publish(Rc::new(State { cobrowse, ..(*page.store.state()).clone() }));
    page.settle().await;
}

#[wasm_bindgen_test]
async fn focus_stays_with_the_banner_while_it_is_there_and_then_beside_it() {
    for open in [true, false] {
        let page = Page::with(conversation(), open).await;
        invite(&page).await;
        page.the("[data-is=accept]").focus().unwrap();
        show(&page, invitation(CoBrowseMode::Shared, Phase::Closed(Ending::Cancelled))).await;
        assert!(focused() == Some(page.the(".banner").into()), "open {open}: the buttons went, {:?}", focused());
        show(&page, Rc::default()).await;
        let place = if open { ".log" } else { ".launcher" };
        assert!(focused() == Some(page.the(place).into()), "open {open}: the banner went, {:?}", focused());
    }
}

#[wasm_bindgen_test]
async fn focus_stays_in_the_panel_when_the_row_goes_that_held_it() {
    let mut talk = conversation();
    let failed = Delivery::Failed(EntryId(1), Failure::Refused);
    let row = say_as(&mut talk, Author::Me, "x", ago(0), failed);
    let page = Page::with(talk, true).await;
    page.the(".failed button").focus().unwrap();
    page.talk(|talk| drop(talk.rows.remove(Place::Pending { at: NOW, entry: 1 }))).await;
    assert!(page.find(&format!("#row-{}", row.0)).is_none());
    assert!(focused() == Some(page.the(".log").into()), "{:?}", focused());
    assert!(page.press(&page.the(".log"), "Escape", |_| {}).await, "the way out still works");
}

#[wasm_bindgen_test]
async fn closing_leads_to_the_launcher_also_past_a_banner_that_stands() {
    let page = Page::with(conversation(), true).await;
    invite(&page).await;
    page.field().focus().unwrap();
    page.press(&page.field(), "Escape", |_| {}).await;
    assert!(page.find(".banner").is_some());
    assert!(focused() == Some(page.the(".launcher").into()), "{:?}", focused());
}

#[wasm_bindgen_test]
async fn a_row_that_goes_leaves_focus_in_the_transcript_and_not_with_a_prompt() {
    let mut talk = conversation();
    say_as(&mut talk, Author::Me, "x", ago(0), Delivery::Failed(EntryId(1), Failure::Refused));
    let page = Page::with(talk, true).await;
    invite(&page).await;
    page.the(".failed button").focus().unwrap();
    page.talk(|talk| drop(talk.rows.remove(Place::Pending { at: NOW, entry: 1 }))).await;
    assert!(focused() == Some(page.the(".log").into()), "{:?}", focused());
}
