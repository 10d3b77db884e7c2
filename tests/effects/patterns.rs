//! What the page calls private, found by the browser.

use alongside::app::Intent;
use alongside::embed::patterns::Pattern;
use wasm_bindgen_test::wasm_bindgen_test;

fn found(mask: Option<&str>, text: &str) -> Vec<String> {
    match Pattern::of(mask).look(Intent::Send(text.into())) {
        Intent::Suspect { text: told, found } => {
            assert_eq!(told, text);
            found.into_iter().map(|range| text[range].to_owned()).collect()
        }
        Intent::Send(told) if told == text => Vec::new(),
        other => panic!("{other:?}"),
    }
}

#[wasm_bindgen_test]
fn every_place_is_told_whatever_stands_before_it() {
    assert_eq!(found(Some(r"K-\d{3}"), "K-123, ä 😀 K-456 and K-78"), ["K-123", "K-456"]);
    assert_eq!(found(Some(" K-1 | nothing "), "a K-1 b"), ["K-1 "]);
}

#[wasm_bindgen_test]
fn without_a_pattern_and_by_a_wrong_one_nothing_is_found() {
    for mask in [None, Some(""), Some("off"), Some(" off "), Some("("), Some("x*")] {
        assert!(found(mask, "off ( ").is_empty(), "{mask:?}");
    }
}

#[wasm_bindgen_test]
fn there_is_a_bound_to_what_is_looked_at() {
    assert!(found(Some("end"), &format!("{}end", "ä".repeat(1_000))).is_empty());
    assert_eq!(found(Some("a"), &"a".repeat(500)).len(), 64);
    assert_eq!(Pattern::of(Some("x")).look(Intent::Draft("x".into())), Intent::Draft("x".into()));
}
