//! Instants and durations with their unit in the type: the wire mixes milliseconds, seconds and fractional seconds.

use std::ops::{Add, Sub};

use serde_json::Value;

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
}

impl Add for Millis {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sub for Millis {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl Wire for Millis {
    fn read(value: Value, trace: &mut Trace) -> Option<Self> {
        i64::read(value, trace).map(Self)
    }

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
    fn read(value: Value, trace: &mut Trace) -> Option<Self> {
        f64::read(value, trace).map(Self)
    }

    fn write(&self) -> Value {
        self.0.write()
    }
}
