//! The wall clock.

use crate::protocol::Millis;

/// The local time now.
#[must_use]
pub fn now() -> Millis {
    #[expect(clippy::cast_possible_truncation, reason = "Date.now is a whole number far below 2^53")]
    Millis(js_sys::Date::now() as i64)
}
