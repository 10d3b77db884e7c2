//! How JSON becomes typed values and back: the [`Wire`] trait, its readers for plain values, and the macros that
//! declare the types of the wire.
//!
//! Readers are tolerant: an unknown member is reported and passed over, a known member of the wrong shape is reported
//! and left out, and only a missing identifier costs the object that needs it. What was met is told to a [`Trace`].
//! No meaning lives here; meaning is in the types of the neighbouring files.
//!
//! A value is read into its place: nothing is moved, and a member that is left out costs nothing. Reading so takes a
//! third of the code that returning values takes, and the wasm pays for every byte of it.

mod declare;
#[cfg(not(target_arch = "wasm32"))]
mod loose;
mod many;
mod nullable;
#[cfg(not(target_arch = "wasm32"))]
mod trace;
#[cfg(target_arch = "wasm32")]
#[path = "wire/lean_trace.rs"]
mod trace;

pub use super::json::parse_json;
pub(crate) use declare::{IdText, kept};
pub use declare::{Kept, Word};
#[cfg(not(target_arch = "wasm32"))]
pub(crate) use declare::{closed, open, wire_kinds};
pub(crate) use declare::{wire_enum, wire_id, wire_struct};
#[cfg(not(target_arch = "wasm32"))]
pub use loose::Loose;
pub use many::Many;
pub use nullable::Nullable;
pub use trace::Trace;
#[cfg(not(target_arch = "wasm32"))]
pub(crate) use trace::push_escaped;
#[cfg(not(target_arch = "wasm32"))]
pub use trace::{Finding, FindingKind, Opaque, Probe};

use crate::protocol::json::{Map, Value, whole};

/// A value that travels in a frame.
pub trait Wire: Sized {
    /// Whether `null` is a value of this type; elsewhere a member that is `null` counts as absent.
    const HAS_NULL: bool = false;

    /// Whether a blank one stands for a member that is not there. Identifiers and texts must be there, unless they are
    /// in an `Option`.
    const MAY_BE_ABSENT: bool = false;

    /// A place to read into.
    fn blank() -> Self;

    /// Reads a value into this place; `false` where it cannot, which the trace is told. What is in the place then has
    /// no meaning. Every type has this or [`Wire::read`] of its own, whichever is natural for it.
    fn fill(&mut self, value: &Value, trace: &mut Trace) -> bool {
        let read = Self::read(value, trace);
        let is_read = read.is_some();
        if let Some(read) = read {
            *self = read;
        }
        is_read
    }

    /// Whether this is what stands for a member that is not there, and is left out in writing.
    #[cfg(not(target_arch = "wasm32"))]
    fn is_absent(&self) -> bool {
        false
    }

    /// Writes the value in the form in which it was read.
    #[cfg(not(target_arch = "wasm32"))]
    fn write(&self) -> Value;

    /// Reads a value, or tells the trace why it cannot and returns nothing.
    fn read(value: &Value, trace: &mut Trace) -> Option<Self> {
        let mut place = Self::blank();
        if place.fill(value, trace) { Some(place) } else { None }
    }

    /// Reads into the place of an optional value, which is still empty.
    fn fill_option(place: &mut Option<Self>, value: &Value, trace: &mut Trace) {
        // The place is empty: nothing of it wants to be dropped, and so nothing for that is compiled.
        std::mem::forget(place.replace(Self::blank()));
        if !place.as_mut().is_some_and(|place| place.fill(value, trace)) {
            *place = None;
        }
    }
}

/// A member of an object: it decides for itself what its absence means.
pub trait Field: Sized {
    /// A place to read into: what an absent member leaves behind.
    fn empty() -> Self;

    /// Reads the member into this place.
    fn take(&mut self, members: &mut Members<'_>, key: &'static str);

    /// Puts the member into the object, or leaves it out.
    #[cfg(not(target_arch = "wasm32"))]
    fn put(&self, key: &str, object: &mut Map);
}

/// An object being read, member by member.
#[derive(Debug)]
pub struct Members<'a> {
    map: &'a Map,
    trace: &'a mut Trace,
    /// Whether a member is missing without which there is no object.
    is_broken: bool,
    /// What was asked for; what was not is unknown. The widget passes over it without a word.
    #[cfg(not(target_arch = "wasm32"))]
    asked: Vec<String>,
}

impl<'a> Members<'a> {
    /// Starts reading an object; anything else is a misread.
    pub fn open(value: &'a Value, trace: &'a mut Trace) -> Option<Self> {
        match value {
            Value::Object(map) => Some(Self {
                map,
                trace,
                is_broken: false,
                #[cfg(not(target_arch = "wasm32"))]
                asked: Vec::new(),
            }),
            _ => {
                trace.note_misread();
                None
            }
        }
    }

    /// Reads a member into its place.
    pub fn field<T: Field>(&mut self, key: &'static str, place: &mut T) {
        place.take(self, key);
    }

    /// The raw value of a member.
    pub fn raw(&mut self, key: &str) -> Option<&'a Value> {
        #[cfg(not(target_arch = "wasm32"))]
        self.asked.push(key.to_owned());
        self.map.get(key)
    }

    /// Goes into a member. Apart from the types that follow, so that it is compiled once.
    #[inline(never)]
    fn begin(&mut self, key: &'static str, has_null: bool) -> Option<&'a Value> {
        let value = self.raw(key).filter(|value| has_null || !value.is_null())?;
        self.trace.enter_member(key);
        Some(value)
    }

    /// Reports a member that must be there and is not; without it there is no object.
    fn missing(&mut self, key: &'static str) {
        self.trace.enter_member(key);
        self.trace.note_misread();
        self.trace.leave();
        self.is_broken = true;
    }

    /// Reads something at a place below this one.
    pub fn at<T>(&mut self, key: &'static str, read: impl FnOnce(&mut Trace) -> T) -> T {
        self.trace.enter_member(key);
        let result = read(self.trace);
        self.trace.leave();
        result
    }

    /// Ends the reading: whatever was not asked for is unknown. Yields whether there is an object.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn close(self) -> bool {
        for key in self.map.keys().filter(|key| !self.asked.contains(key)) {
            self.trace.unknown_member(key);
        }
        !self.is_broken
    }

    /// Ends the reading. Yields whether there is an object.
    #[cfg(target_arch = "wasm32")]
    pub fn close(self) -> bool {
        !self.is_broken
    }
}

/// A member that must be present, unless its type has a value for absence.
impl<T: Wire> Field for T {
    fn empty() -> Self {
        T::blank()
    }

    fn take(&mut self, members: &mut Members<'_>, key: &'static str) {
        match members.begin(key, T::HAS_NULL) {
            Some(value) => {
                if !self.fill(value, members.trace) {
                    if T::MAY_BE_ABSENT {
                        *self = T::blank();
                    } else {
                        members.is_broken = true;
                    }
                }
                members.trace.leave();
            }
            None if T::MAY_BE_ABSENT => {}
            None => members.missing(key),
        }
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn put(&self, key: &str, object: &mut Map) {
        if !self.is_absent() {
            object.insert(key.into(), self.write());
        }
    }
}

/// A member that may be absent; `null` counts as absent where the protocol does not give it a meaning.
impl<T: Wire> Field for Option<T> {
    fn empty() -> Self {
        None
    }

    fn take(&mut self, members: &mut Members<'_>, key: &'static str) {
        if let Some(value) = members.begin(key, T::HAS_NULL) {
            T::fill_option(self, value, members.trace);
            members.trace.leave();
        }
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn put(&self, key: &str, object: &mut Map) {
        if let Some(value) = self {
            object.insert(key.into(), value.write());
        }
    }
}

impl Wire for String {
    fn blank() -> Self {
        Self::new()
    }

    fn fill(&mut self, value: &Value, trace: &mut Trace) -> bool {
        match value.as_str() {
            Some(text) => {
                self.push_str(text);
                true
            }
            None => trace.misread(),
        }
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn write(&self) -> Value {
        Value::String(self.clone())
    }
}

/// How long an identifier may be, in bytes: many are remembered. The longest that the service makes joins two others.
const LONGEST_ID: usize = 1_024;

/// The text of an identifier.
pub(crate) fn id_text(value: &Value, trace: &mut Trace) -> Option<IdText> {
    let text = value.as_str().filter(|text| text.len() <= LONGEST_ID).map(IdText::from);
    if text.is_none() {
        trace.note_misread();
    }
    text
}

/// Where a word stands among others; their number, where it does not.
pub(crate) fn place_of(word: &str, words: &[&str]) -> usize {
    words.iter().position(|known| *known == word).unwrap_or(words.len())
}

/// Puts what was read into its place, where something was.
pub(crate) fn put<T>(place: &mut T, read: Option<T>, trace: &mut Trace) -> bool {
    match read {
        Some(value) => {
            *place = value;
            true
        }
        None => trace.misread(),
    }
}

impl Wire for bool {
    fn blank() -> Self {
        false
    }

    fn fill(&mut self, value: &Value, trace: &mut Trace) -> bool {
        put(self, value.as_bool(), trace)
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn write(&self) -> Value {
        Value::Bool(*self)
    }
}

impl Wire for i64 {
    fn blank() -> Self {
        0
    }

    fn fill(&mut self, value: &Value, trace: &mut Trace) -> bool {
        put(self, whole(value), trace)
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn write(&self) -> Value {
        Value::from(*self)
    }
}

impl Wire for f64 {
    fn blank() -> Self {
        0.0
    }

    fn fill(&mut self, value: &Value, trace: &mut Trace) -> bool {
        put(self, value.as_f64().filter(|number| number.is_finite()), trace)
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn write(&self) -> Value {
        Value::from(*self)
    }
}

impl<T: Wire> Wire for Box<T> {
    const HAS_NULL: bool = T::HAS_NULL;

    fn blank() -> Self {
        Self::new(T::blank())
    }

    fn fill(&mut self, value: &Value, trace: &mut Trace) -> bool {
        self.as_mut().fill(value, trace)
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn write(&self) -> Value {
        self.as_ref().write()
    }
}

/// Opaque JSON: kept as it is, never looked into here.
impl Wire for Value {
    const HAS_NULL: bool = true;

    fn blank() -> Self {
        Self::Null
    }

    fn fill(&mut self, value: &Value, _: &mut Trace) -> bool {
        self.clone_from(value);
        true
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn write(&self) -> Value {
        self.clone()
    }
}
