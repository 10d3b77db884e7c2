//! The emulated service on one port.
fn main() {}
