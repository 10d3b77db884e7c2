//! The widget as the browser loads it.
#![cfg_attr(target_arch = "wasm32", no_main)]

/// Two-level segregated fit: constant time for any request, and 2 kB less to download than the allocator that Rust
/// brings along. `tests/effects/memory.rs` has it work for a while.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

/// What a program does before and after its `main` is for programs that end: in the wasm the page calls, and there is no
/// `main`.
#[cfg(target_arch = "wasm32")]
#[wasm_bindgen::prelude::wasm_bindgen(start)]
pub fn start() {
    alongside::embed::start();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {}
