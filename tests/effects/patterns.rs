//! What the page calls private, found by the browser.

use alongside::app::{Intent, MARKS};
use alongside::embed::patterns::Pattern;
use wasm_bindgen_test::wasm_bindgen_test;

/// The text with brackets around what is found.
fn found(mask: Option<&str>, text: &str) -> String {
    match Pattern::of(mask).look(Intent::Send(text.into())) {
        Intent::Suspect(marked) => marked.replace(MARKS[0], "[").replace(MARKS[1], "]"),
        Intent::Send(told) => told,
        other => panic!("{other:?}"),
    }
}

#[wasm_bindgen_test]
fn every_place_is_told_whatever_stands_before_it() {
    assert_eq!(found(Some(r"K-\d{3}"), "K-123, ä 😀 K-456 and K-78"), "[K-123], ä 😀 [K-456] and K-78");
    assert_eq!(found(Some(" K-1 | nothing "), "a K-1 b"), "a [K-1 ]b");
}

#[wasm_bindgen_test]
fn without_a_pattern_and_by_a_wrong_one_nothing_is_found() {
    for mask in [None, Some(""), Some("off"), Some(" off "), Some("(")] {
        assert_eq!(found(mask, "off ( "), "off ( ", "{mask:?}");
    }
}

#[wasm_bindgen_test]
fn all_of_a_text_that_is_sent_is_looked_at() {
    let before = "ä".repeat(7_990);
    assert_eq!(found(Some("end"), &format!("{before}end")), format!("{before}[end]"));
    assert_eq!(Pattern::of(Some("x")).look(Intent::Draft("x".into())), Intent::Draft("x".into()));
}
