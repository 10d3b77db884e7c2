//! The button that copies a message, and the keys that do: what is on screen meanwhile.

use alongside::store::Conversation;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::fixture::{agent, ago, conversation, say};
use crate::page::{NOT_TO_BE_COPIED, Page, focused};

/// The row that was written last has focus.
async fn at_the_last_row(words: &str) -> Page {
    let mut talk: Conversation = conversation();
    say(&mut talk, agent("ada"), words, ago(0));
    let page = Page::with(talk, true).await;
    page.the(".log").focus().unwrap();
    let log = page.the(".log");
    page.press(&log, "End", |_| {}).await;
    page
}

#[wasm_bindgen_test]
async fn a_press_copies_and_says_what_came_of_it() {
    for (words, outcome) in [("Hello", "Copied"), (NOT_TO_BE_COPIED, "Could not be copied.")] {
        let page = at_the_last_row(words).await;
        let button = r#"<button type="button" aria-label="Copy message"></button>"#;
        assert_eq!(page.drawn(".copy"), format!(r#"<div class="copy" data-is="">{button}</div>"#));
        page.the(".copy button").click();
        page.settle().await;
        let said = format!(r#"<span aria-hidden="true">{outcome}</span>"#);
        assert_eq!(page.drawn(".copy"), format!(r#"<div class="copy" data-is="">{button}{said}</div>"#));
        assert_eq!(page.the(".panel > .heard").text_content().unwrap(), outcome);
    }
}

#[wasm_bindgen_test]
async fn the_keys_that_copy_everywhere_copy_the_row_that_has_focus_whatever_letters_are_on_them() {
    // Small, capital, of another alphabet, elsewhere on the keyboard; and what is no such key.
    for (key, code, shift, copies) in [
        ("c", "KeyC", false, true),
        ("C", "KeyC", false, true),
        ("с", "KeyC", false, true),
        ("c", "KeyI", false, true),
        ("x", "KeyX", false, false),
        ("j", "KeyC", false, false),
        ("C", "KeyC", true, false),
    ] {
        let page = at_the_last_row("Hello").await;
        let row = focused().unwrap().unchecked_into();
        page.press(&row, key, |init| {
            init.set_code(code);
            init.set_shift_key(shift);
            init.set_ctrl_key(true);
        })
        .await;
        assert_eq!(
            page.the(".panel > .heard").text_content().unwrap(),
            if copies { "Copied" } else { "" },
            "{key} {code}"
        );
    }
}
