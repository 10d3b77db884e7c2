//! Randomness.

use web_sys::window;

/// A number that nobody can guess; where the browser has no source of such numbers, one that merely differs.
#[must_use]
pub fn seed() -> u64 {
    let mut bytes = js_sys::Date::now().to_le_bytes();
    if let Some(Ok(crypto)) = window().map(|window| window.crypto()) {
        let _ = crypto.get_random_values_with_u8_array(&mut bytes);
    }
    u64::from_le_bytes(bytes)
}
