//! Instants and durations with their unit in the type: the wire mixes milliseconds, seconds and fractional seconds.

use std::ops::{Add, Sub};

use crate::protocol::json::Value;

use super::wire::{Trace, Wire};

/// Milliseconds: an instant since 1970 UTC, or a length of time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Millis(pub i64);

impl Millis {
    /// This many whole seconds.
    #[must_use]
    pub const fn from_secs(seconds: i64) -> Self {
        Self(seconds.saturating_mul(1_000))
    }

    /// Whether it is an instant since 1970 that a browser can tell (ECMAScript, "Time Values and Time Range").
    #[must_use]
    pub fn is_date(&self) -> bool {
        (0..=LAST_DATE).contains(&self.0)
    }
}

const LAST_DATE: i64 = 8_640_000_000_000_000;

impl Add for Millis {
    type Output = Self;

    // Compiled once: the bounds take more code than a call.
    #[inline(never)]
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sub for Millis {
    type Output = Self;

    #[inline(never)]
    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl Wire for Millis {
    fn blank() -> Self {
        Self(0)
    }

    fn fill(&mut self, value: &Value, trace: &mut Trace) -> bool {
        self.0.fill(value, trace)
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn write(&self) -> Value {
        Value::from(self.0)
    }
}

/// Seconds, possibly with a fraction: an instant since 1970 UTC, or a length of time.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Seconds(pub f64);

impl Seconds {
    /// The same in whole milliseconds, rounded; out of range it stops at the ends of the range.
    #[must_use]
    pub fn to_millis(self) -> Millis {
        #[expect(clippy::cast_possible_truncation, reason = "a float cast saturates, which is what is wanted")]
        Millis((self.0 * 1_000.0).round() as i64)
    }
}

impl From<Millis> for Seconds {
    fn from(millis: Millis) -> Self {
        #[expect(clippy::cast_precision_loss, reason = "instants of this age fit into a double to the millisecond")]
        Self(millis.0 as f64 / 1_000.0)
    }
}

impl Wire for Seconds {
    fn blank() -> Self {
        Self(0.0)
    }

    fn fill(&mut self, value: &Value, trace: &mut Trace) -> bool {
        self.0.fill(value, trace)
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn write(&self) -> Value {
        self.0.write()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Millis, Seconds};
    use crate::protocol::wire::{Trace, Wire};

    fn millis(value: &Value) -> Option<i64> {
        Millis::read(value, &mut Trace::default()).map(|millis| millis.0)
    }

    #[test]
    fn milliseconds_are_whole_however_they_are_written() {
        assert_eq!(millis(&json!(1_756_720_000_000_i64)), Some(1_756_720_000_000));
        assert_eq!(millis(&json!(1.75672e12)), Some(1_756_720_000_000));
        assert_eq!(millis(&json!(-1)), Some(-1));
        for value in [json!(0.5), json!(1e300), json!(u64::MAX), json!("1"), json!(null), json!(true)] {
            assert_eq!(millis(&value), None, "{value}");
        }
    }

    #[test]
    fn seconds_keep_their_fraction() {
        let seconds = |value: Value| Seconds::read(&value, &mut Trace::default()).unwrap();
        assert_eq!(seconds(json!(1_502_893_131.855)).to_millis(), Millis(1_502_893_131_855));
        assert_eq!(seconds(json!(1.502_893_131_855E9)).write(), json!(1_502_893_131.855));
        assert_eq!(seconds(json!(1_756_720_120)).write().to_string(), "1756720120.0");
        assert_eq!(Seconds::from(Millis(1_500)), Seconds(1.5));
    }

    #[test]
    fn arithmetic_stops_at_the_ends() {
        assert_eq!(Millis(i64::MAX) + Millis(1), Millis(i64::MAX));
        assert_eq!(Millis(i64::MIN) - Millis(1), Millis(i64::MIN));
        assert_eq!(Millis::from_secs(i64::MAX), Millis(i64::MAX));
        assert_eq!(Seconds(1e300).to_millis(), Millis(i64::MAX));
        assert_eq!(Seconds(f64::NAN).to_millis(), Millis(0));
    }
}
