//! The devices of `effects` and the parsing of `embed`, in a real browser.
#![cfg(target_arch = "wasm32")]
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod announce;
mod attributes;
mod authentication;
mod calls;
mod client;
mod files;
mod formats;
mod http;
mod keys;
mod lp_tag;
mod memory;
mod mount;
mod patterns;
mod runner;
mod script;
mod socket;
mod storage;
mod tabs;

/// The widget's own, so that all these tests run on it.
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
