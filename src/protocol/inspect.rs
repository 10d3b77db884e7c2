//! How much of a piece of traffic this version understands: for captures of real connections.
//!
//! A value is read with the types of this room and written again. It is understood when nothing in it had the wrong
//! shape, its type is known, and writing gave the value back less the members that the protocol does not name. What
//! the widget keeps opaque (cards, metadata, profiles) is read here with types of its own. Nothing of this room's
//! runtime depends on this file.

mod compare;
mod deep;
mod part;

use serde_json::Value;

use super::wire::{FindingKind, Trace, Wire};
pub use part::Part;

/// What became of one value.
#[derive(Clone, Debug, PartialEq)]
pub struct Inspection {
    /// The type that the value names, else the one named beside it.
    pub type_name: Option<String>,
    /// Whether all of it was read and could be written back, less the unknown members.
    pub understood: bool,
    /// Members that the protocol does not name, as JSON Pointers.
    pub unknown: Vec<String>,
    /// Places that could not be read, or would not be written as they came, as JSON Pointers.
    pub misread: Vec<String>,
}

/// Inspects one line of a capture: a bare frame, or an object that holds the value in `value` and tells in `part` and
/// `type` what it is.
#[must_use]
pub fn inspect_line(line: &Value) -> Inspection {
    let text = |key| line.get(key).and_then(Value::as_str);
    match line.get("value") {
        Some(value) if is_wrapped(line) => {
            let part = line.get("part").map_or(Some(Part::Frame), |part| part.as_str().and_then(Part::named));
            match part {
                Some(part) => inspect(part, text("type"), value),
                None => unreadable(type_of(value).or_else(|| text("type").map(str::to_owned)), "/part"),
            }
        }
        _ => inspect(Part::Frame, None, line),
    }
}

/// Whether an object with a member `value` is a wrapping and not itself a frame.
fn is_wrapped(line: &Value) -> bool {
    line.get("part").is_some()
        || !["kind", "reqId", "code", "body", "headers"].iter().any(|key| line.get(key).is_some())
}

/// Inspects one value of which it is known what it is. The name of the type is asked where the value does not bear it:
/// for bodies it names the request or notification.
#[must_use]
pub fn inspect(part: Part, type_name: Option<&str>, value: &Value) -> Inspection {
    let mut trace = Trace::with_probe(deep::look);
    let family = type_name.map(|name| super::TypeName::from(name).family());
    let written = part.read(family.as_deref(), value, &mut trace);
    deep::difference(value, written.as_ref(), &mut trace);
    let paths = |kind: FindingKind| {
        let mut paths: Vec<_> = trace.findings().iter().filter(|finding| finding.kind == kind).collect();
        paths.dedup();
        paths.into_iter().map(|finding| finding.path.clone()).collect::<Vec<_>>()
    };
    let misread = paths(FindingKind::Misread);
    Inspection {
        type_name: type_of(value).or_else(|| type_name.map(str::to_owned)),
        understood: misread.is_empty(),
        unknown: paths(FindingKind::Unknown),
        misread,
    }
}

fn unreadable(type_name: Option<String>, path: &str) -> Inspection {
    Inspection { type_name, understood: false, unknown: Vec::new(), misread: vec![path.to_owned()] }
}

fn type_of(value: &Value) -> Option<String> {
    value.get("type").and_then(Value::as_str).map(str::to_owned)
}

/// Reads a value as this type and writes it again.
fn again<T: Wire>(value: &Value, trace: &mut Trace) -> Option<Value> {
    T::read(value, trace).map(|read| read.write())
}
