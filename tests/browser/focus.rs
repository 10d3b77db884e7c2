//! Focus moves by the consumer's own act, and by nothing else.

use alongside::app::Intent;
use alongside::store::Action;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlElement;

use crate::consent::invite;
use crate::fixture::{agent, ago, conversation, say};
use crate::page::{Page, document, focused};

#[wasm_bindgen_test]
async fn nothing_takes_focus_by_itself() {
    let field: HtmlElement = document().create_element("input").unwrap().unchecked_into();
    document().body().unwrap().append_child(&field).unwrap();
    field.focus().unwrap();
    let page = Page::with(conversation(), false).await;
    page.act(Action::Panel { open: true }).await;
    page.talk(|talk| talk.announced = Some(say(talk, agent("ada"), "Hello", ago(0)))).await;
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
