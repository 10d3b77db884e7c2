//! The devices of `effects` and the parsing of `embed`, in a real browser.
#![cfg(target_arch = "wasm32")]

mod attributes;
mod client;
mod http;
mod keys;
mod lp_tag;
mod runner;
mod script;
mod socket;
mod storage;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
