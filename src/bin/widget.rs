//! The widget as the browser loads it.

/// Two-level segregated fit: constant time for any request, and 2 kB less to download than the allocator that Rust
/// brings along. `tests/effects/memory.rs` has it work for a while.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

fn main() {
    alongside::embed::start();
}
