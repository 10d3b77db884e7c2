//! Components in a real browser: what they do with events, focus, scrolling and time.
#![cfg(target_arch = "wasm32")]
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod closing;
mod composer;
mod consent;
mod copying;
mod drawing;
mod focus;
mod history;
mod page;
mod scrolling;
mod selector;

mod speaking;
mod walking;

#[expect(dead_code, reason = "shared with the snapshots, which use all of it")]
#[path = "../components/fixture.rs"]
mod fixture;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
