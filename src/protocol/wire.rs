//! How JSON becomes typed values and back: the [`Wire`] trait, its readers for plain values, and the macros that
//! declare the types of the wire.
//!
//! Readers are tolerant: an unknown member is reported and passed over, a known member of the wrong shape is reported
//! and left out, and only a missing identifier costs the object that needs it. What was met is told to a [`Trace`].
//! No meaning lives here; meaning is in the types of the neighbouring files.

mod declare;
mod loose;
mod many;
mod nullable;
mod trace;

pub use super::json::parse_json;
#[cfg(not(target_arch = "wasm32"))]
pub(crate) use declare::{closed, open, wire_kinds};
pub(crate) use declare::{wire_enum, wire_id, wire_struct};
pub use loose::Loose;
pub use many::Many;
pub use nullable::Nullable;
pub(crate) use trace::push_escaped;
pub use trace::{Finding, FindingKind, Opaque, Probe, Trace};

use crate::protocol::json::{Map, Value};

/// A value that travels in a frame.
pub trait Wire: Sized {
    /// Whether `null` is a value of this type; elsewhere a member that is `null` counts as absent.
    const HAS_NULL: bool = false;

    /// Reads the value, or tells the trace why it cannot and returns nothing.
    fn read(value: Value, trace: &mut Trace) -> Option<Self>;

    /// What stands for a member that is not there. Identifiers and texts have no such value, and so must be there
    /// unless they are in an `Option`.
    fn absent() -> Option<Self> {
        None
    }

    /// Whether this is what stands for a member that is not there, and is left out in writing.
    fn is_absent(&self) -> bool {
        false
    }

    /// Writes the value in the form in which it was read.
    fn write(&self) -> Value;
}

/// A member of an object: it decides for itself what its absence means.
pub trait Field: Sized {
    /// Takes the member out of the object; `None` costs the whole object.
    fn take(members: &mut Members<'_>, key: &'static str) -> Option<Self>;

    /// Puts the member into the object, or leaves it out.
    fn put(&self, key: &str, object: &mut Map);
}

/// An object being read: members are taken out one by one, what is left over is unknown.
#[derive(Debug)]
pub struct Members<'a> {
    map: Map,
    trace: &'a mut Trace,
}

impl<'a> Members<'a> {
    /// Starts reading an object; anything else is a misread.
    pub fn open(value: Value, trace: &'a mut Trace) -> Option<Self> {
        match value {
            Value::Object(map) => Some(Self { map, trace }),
            _ => trace.misread(),
        }
    }

    /// The text of a member, left in its place: for objects that say in a member what they are.
    pub fn peek(&self, key: &str) -> &str {
        self.map.get(key).and_then(Value::as_str).unwrap_or_default()
    }

    /// Whether a member is present.
    pub fn has(&self, key: &str) -> bool {
        self.map.contains_key(key)
    }

    /// Takes a member; its type says what absence means.
    pub fn field<T: Field>(&mut self, key: &'static str) -> Option<T> {
        T::take(self, key)
    }

    /// Takes the raw value of a member.
    pub fn raw(&mut self, key: &str) -> Option<Value> {
        self.map.remove(key)
    }

    /// Takes a member and goes into it. Apart from the types that follow, so that it is compiled once.
    #[inline(never)]
    fn begin(&mut self, key: &str, has_null: bool) -> Option<Value> {
        let value = self.map.remove(key).filter(|value| has_null || !value.is_null())?;
        self.trace.enter_member(key);
        Some(value)
    }

    /// Reads a taken value, with the member's name on the path.
    pub fn read_at<T>(
        &mut self,
        key: &str,
        value: Value,
        read: impl FnOnce(Value, &mut Trace) -> Option<T>,
    ) -> Option<T> {
        self.trace.enter_member(key);
        let result = read(value, self.trace);
        self.trace.leave();
        result
    }

    /// Reports a member that must be there and is not.
    pub fn missing(&mut self, key: &str) {
        self.trace.enter_member(key);
        self.trace.note_misread();
        self.trace.leave();
    }

    /// Ends the reading: whatever was not taken is unknown.
    pub fn close(self) {
        for key in self.map.keys() {
            self.trace.unknown_member(key);
        }
    }
}

/// A member that must be present, unless its type has a value for absence.
impl<T: Wire> Field for T {
    fn take(members: &mut Members<'_>, key: &'static str) -> Option<Self> {
        let Some(value) = members.begin(key, T::HAS_NULL) else {
            let absent = T::absent();
            if absent.is_none() {
                members.missing(key);
            }
            return absent;
        };
        let read = T::read(value, members.trace);
        members.trace.leave();
        read
    }

    fn put(&self, key: &str, object: &mut Map) {
        if !self.is_absent() {
            object.insert(key.into(), self.write());
        }
    }
}

/// A member that may be absent; `null` counts as absent where the protocol does not give it a meaning.
impl<T: Wire> Field for Option<T> {
    fn take(members: &mut Members<'_>, key: &'static str) -> Option<Self> {
        let Some(value) = members.begin(key, T::HAS_NULL) else { return Some(None) };
        let read = T::read(value, members.trace);
        members.trace.leave();
        Some(read)
    }

    fn put(&self, key: &str, object: &mut Map) {
        if let Some(value) = self {
            object.insert(key.into(), value.write());
        }
    }
}

impl Wire for String {
    fn read(value: Value, trace: &mut Trace) -> Option<Self> {
        match value {
            Value::String(text) => Some(text),
            _ => trace.misread(),
        }
    }

    fn write(&self) -> Value {
        Value::String(self.clone())
    }
}

impl Wire for bool {
    fn read(value: Value, trace: &mut Trace) -> Option<Self> {
        value.as_bool().or_else(|| trace.misread())
    }

    fn write(&self) -> Value {
        Value::Bool(*self)
    }
}

impl Wire for i64 {
    fn read(value: Value, trace: &mut Trace) -> Option<Self> {
        value.as_i64().or_else(|| whole(&value)).or_else(|| trace.misread())
    }

    fn write(&self) -> Value {
        Value::from(*self)
    }
}

impl Wire for f64 {
    fn read(value: Value, trace: &mut Trace) -> Option<Self> {
        value.as_f64().filter(|number| number.is_finite()).or_else(|| trace.misread())
    }

    fn write(&self) -> Value {
        Value::from(*self)
    }
}

impl<T: Wire> Wire for Box<T> {
    const HAS_NULL: bool = T::HAS_NULL;

    fn read(value: Value, trace: &mut Trace) -> Option<Self> {
        T::read(value, trace).map(Self::new)
    }

    fn write(&self) -> Value {
        self.as_ref().write()
    }
}

/// Opaque JSON: kept as it is, never looked into here.
impl Wire for Value {
    const HAS_NULL: bool = true;

    fn read(value: Value, _: &mut Trace) -> Option<Self> {
        Some(value)
    }

    fn write(&self) -> Value {
        self.clone()
    }
}

/// A whole number that was written with a fraction part, such as `3.0` or `1e3`.
fn whole(value: &Value) -> Option<i64> {
    // Past it the integer next to it could be meant as well.
    const LARGEST_EXACT: f64 = 9_007_199_254_740_991.0;
    let number = value.as_f64()?;
    #[expect(clippy::cast_possible_truncation, reason = "whole and inside the exact range of a double")]
    (number.fract() == 0.0 && number.abs() <= LARGEST_EXACT).then_some(number as i64)
}
