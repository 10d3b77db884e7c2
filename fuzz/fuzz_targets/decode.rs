//! Any bytes as a frame, for the widget and for the emulated service.
#![no_main]

#[path = "../../tests/properties/decode.rs"]
mod decode;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| decode::read(bytes));
