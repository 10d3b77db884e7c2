//! Reads what the runtime keeps opaque, with types, at the place where a reader met it.

use std::collections::HashSet;

use serde_json::Value;

use super::again;
use super::compare::first_difference;
use crate::protocol::agent::AgentStateChange;
use crate::protocol::content::{Element, QuickReplies};
use crate::protocol::event::{HostedFile, SecureForm};
use crate::protocol::metadata::entry::MetadataEntry;
use crate::protocol::profile::{Attribute, Profile};
use crate::protocol::wire::{FindingKind, Opaque, Trace, Wire};

/// The probe of the inspector.
pub(super) fn look(what: Opaque, value: &Value, trace: &mut Trace) {
    match what {
        Opaque::Content => look_into_message(value, trace),
        // A member that is `null` is absent, and so has nothing in it.
        _ if value.is_null() => {}
        Opaque::Card => check::<Element>(value, trace),
        Opaque::QuickReplies => check::<QuickReplies>(value, trace),
        Opaque::Metadata => check::<MetadataEntry>(value, trace),
        Opaque::SetUserProfile | Opaque::Profile => check::<Profile>(value, trace),
        Opaque::GetUserProfile => look_into_profile_request(value, trace),
        Opaque::AgentStateChange => check::<AgentStateChange>(value, trace),
        Opaque::Attribute => check::<Attribute>(value, trace),
    }
}

/// Reads a value as this type and reports to the trace, whose path stands at the value, what was met, and where
/// writing would not give it back.
pub(super) fn check<T: Wire>(value: &Value, trace: &mut Trace) {
    let mut part = Trace::with_probe(look);
    let written = again::<T>(value, &mut part);
    difference(value, written.as_ref(), &mut part);
    trace.adopt(part);
}

/// Reports where what was written differs from what came, unless it is already known that something was misread.
pub(super) fn difference(came: &Value, written: Option<&Value>, trace: &mut Trace) {
    if trace.findings().iter().any(|finding| finding.kind == FindingKind::Misread) {
        return;
    }
    let unknown: HashSet<&str> = trace.findings().iter().map(|finding| finding.path.as_str()).collect();
    let place = match written {
        Some(written) => first_difference(came, written, &unknown),
        None => Some(String::new()),
    };
    if let Some(place) = place {
        trace.note_misread_at(&place);
    }
}

/// The message of a content event must be what its content type says.
fn look_into_message(event: &Value, trace: &mut Trace) {
    let Some(message) = event.get("message").filter(|message| !message.is_null()) else { return };
    trace.enter_member("message");
    match event.get("contentType").and_then(Value::as_str) {
        Some("text/plain") => check::<String>(message, trace),
        // Without a path the runtime cannot tell a file from other objects.
        Some("hosted/file") if message.get("relativePath").is_none() => check::<HostedFile>(message, trace),
        Some(kind) if kind.starts_with("forms/") && message.is_object() => check::<SecureForm>(message, trace),
        _ => {}
    }
    trace.leave();
}

/// A bare id, or an empty object for one's own profile.
fn look_into_profile_request(body: &Value, trace: &mut Trace) {
    match body {
        Value::String(_) => {}
        Value::Object(members) => members.keys().for_each(|key| trace.unknown_member(key)),
        _ => trace.note_misread(),
    }
}
