//! Any bytes as a script of what happens to a whole consumer; `tests/properties/script.rs` tells how it is written.
#![no_main]

#[expect(dead_code, reason = "the tests ask more of it")]
#[path = "../../tests/properties/bench.rs"]
mod bench;
#[path = "../../tests/properties/invariants.rs"]
mod invariants;
#[path = "../../tests/properties/script.rs"]
mod script;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| script::play(bytes));
