//! Randomness.

use web_sys::window;

/// A number that nobody can guess; where the browser has no source of such numbers, one that merely differs.
#[must_use]
pub fn seed() -> u64 {
    let mut bytes = [0; 8];
    let crypto = window().and_then(|window| window.crypto().ok());
    match crypto.map(|crypto| crypto.get_random_values_with_u8_array(&mut bytes)) {
        Some(Ok(_)) => u64::from_le_bytes(bytes),
        _ => js_sys::Math::random().to_bits() ^ js_sys::Date::now().to_bits(),
    }
}
