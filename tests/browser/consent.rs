//! Answers come from people, not from scripts.

use std::rc::Rc;

use alongside::protocol::CoBrowseMode;
use alongside::store::State;
use alongside::store::cobrowse::Phase;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::fixture::{conversation, invitation};
use crate::page::{Page, wait};

/// Shows an invitation beside whatever is there.
pub(crate) async fn invite(page: &Page) {
    let cobrowse = invitation(CoBrowseMode::Shared, Phase::Invited { failed_before: false });
    page.store.publish(Rc::new(State { cobrowse, ..(*page.store.state()).clone() }));
    page.settle().await;
}

#[wasm_bindgen_test]
async fn a_click_made_by_a_script_does_not_answer() {
    let page = Page::with(conversation(), true).await;
    invite(&page).await;
    // Longer than a prompt must stand still, so that the script is the only reason left.
    wait(700).await;
    page.the("[data-is=accept]").click();
    page.the("[data-is=decline]").click();
    page.settle().await;
    assert_eq!(page.deeds(), []);
    assert!(page.find(".choices").is_some(), "the question still stands");
}

#[wasm_bindgen_test]
async fn the_prompt_is_the_same_element_in_the_panel_and_beside_the_launcher() {
    let page = Page::with(conversation(), true).await;
    invite(&page).await;
    let accept = page.the("[data-is=accept]");
    page.act(alongside::store::Action::Panel { open: false }).await;
    assert!(page.the("[data-is=accept]") == accept);
    assert!(accept.client_height() > 0, "to be seen while the panel is closed");
    assert_eq!(page.the(".composer").client_height(), 0);
    page.act(alongside::store::Action::Panel { open: true }).await;
    assert!(page.the("[data-is=accept]") == accept);
}

#[wasm_bindgen_test]
async fn both_answers_have_the_same_size() {
    let page = Page::with(conversation(), false).await;
    invite(&page).await;
    let (decline, accept) = (page.the("[data-is=decline]"), page.the("[data-is=accept]"));
    assert_eq!(decline.offset_width(), accept.offset_width());
    assert_eq!(decline.offset_height(), accept.offset_height());
    assert!(accept.offset_height() >= 44);
    assert!(decline.offset_left() < accept.offset_left());
}
