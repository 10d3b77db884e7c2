//! The panel takes a moment to close, in which it is only to be seen.

use alongside::store::Action;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Element, HtmlElement};

use crate::consent::invite;
use crate::fixture::conversation;
use crate::page::Page;

/// So often the panel is looked at until it has to be gone: for seconds, where it fades in a sixth of one.
const PATIENCE: usize = 300;

/// How a property of an element comes out.
fn computed(element: &Element, property: &str) -> String {
    let window = web_sys::window().unwrap();
    let style = window.get_computed_style(element).unwrap().unwrap();
    style.get_property_value(property).unwrap()
}

fn is_there(element: &HtmlElement) -> bool {
    element.offset_height() > 0
}

#[wasm_bindgen_test]
async fn it_fades_and_cannot_be_used_meanwhile() {
    let page = Page::with(conversation(), true).await;
    page.laid_out().await;
    let panel = page.the(".panel");
    assert_eq!(computed(&panel, "display"), "flex");
    page.act(Action::Panel { open: false }).await;
    assert_eq!(computed(&panel, "display"), "flex", "it is still to be seen");
    assert_eq!(computed(&panel, "pointer-events"), "none");
    assert!(!panel.has_attribute("role"));
    for _ in 0..PATIENCE {
        if computed(&panel, "display") == "contents" {
            break;
        }
        page.laid_out().await;
    }
    assert_eq!(computed(&panel, "display"), "contents");
    assert!(!is_there(&page.field()));
}

#[wasm_bindgen_test]
async fn a_banner_stands_beside_the_launcher_at_once() {
    let page = Page::with(conversation(), true).await;
    invite(&page).await;
    page.laid_out().await;
    page.act(Action::Panel { open: false }).await;
    assert_eq!(computed(&page.the(".panel"), "display"), "contents");
    assert!(is_there(&page.the(".banner")) && !is_there(&page.field()));
    assert_eq!(computed(&page.the(".banner"), "pointer-events"), "auto");
}
