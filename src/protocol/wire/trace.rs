//! What a reader met on its way: unknown members and members of the wrong shape, each with its path.
//!
//! A trace can also carry a probe. Readers keep some values as opaque JSON, because a client has no use for what is in
//! them; they show each such value to the probe, which the inspector uses to look deeper. Without a probe nothing
//! happens, and none of the deeper readers is linked.

use crate::protocol::json::Value;

/// What an opaque value is, as the reader that met it knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opaque {
    /// A card of a rich content event.
    Card,
    /// The offered answers beside a message.
    QuickReplies,
    /// A content event whose message depends on its content type.
    Content,
    /// One metadata entry.
    Metadata,
    /// The body of a request that sets a profile.
    SetUserProfile,
    /// The body of a request for a profile.
    GetUserProfile,
    /// One entry of an agent state notification.
    AgentStateChange,
    /// One entry of a list that answers a request: an engagement attribute.
    Attribute,
    /// An answer that none of the known shapes fits: a profile.
    Profile,
}

/// Looks into an opaque value. It reports to the trace, whose path stands at the value.
pub type Probe = fn(Opaque, &Value, &mut Trace);

/// Why a place was reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FindingKind {
    /// A member that the protocol does not name. It was passed over.
    Unknown,
    /// A value that is not of the shape that was promised. It was left out.
    Misread,
}

/// One reported place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Where: a JSON Pointer (RFC 6901) from the value that was read.
    pub path: String,
    /// Why.
    pub kind: FindingKind,
}

/// The path of the reader and what it found. Bounded: past [`Trace::MOST`] findings only their count grows.
#[derive(Debug, Default)]
pub struct Trace {
    path: String,
    lengths: Vec<usize>,
    findings: Vec<Finding>,
    more: usize,
    probe: Option<Probe>,
    /// Whether half a surrogate pair stood somewhere, and was read as U+FFFD.
    pub is_mended: bool,
}

impl Trace {
    /// How many findings are kept; a trace with a probe keeps all.
    pub const MOST: usize = 1_000;

    /// A trace that looks into opaque values.
    #[must_use]
    pub fn with_probe(probe: Probe) -> Self {
        Self { probe: Some(probe), ..Self::default() }
    }

    /// Shows an opaque value, at whose place the path stands, to the probe.
    pub fn probe(&mut self, what: Opaque, value: &Value) {
        if let Some(probe) = self.probe {
            probe(what, value, self);
        }
    }

    /// Shows an opaque member of an object, at whose place the path stands, to the probe.
    pub fn probe_member(&mut self, what: Opaque, object: &Value, key: &str) {
        if let (Some(_), Some(value)) = (self.probe, object.get(key)) {
            self.enter_member(key);
            self.probe(what, value);
            self.leave();
        }
    }

    /// Takes over what was found in a part of the value, at whose place the path stands.
    pub fn adopt(&mut self, part: Self) {
        for finding in part.findings {
            let path = format!("{}{}", self.path, finding.path);
            self.push(path, finding.kind);
        }
    }

    /// What was found, in the order of reading.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// How many findings were counted past the kept ones.
    #[must_use]
    pub fn more(&self) -> usize {
        self.more
    }

    /// Goes into a member.
    pub fn enter_member(&mut self, key: &str) {
        self.lengths.push(self.path.len());
        self.path.push('/');
        push_escaped(&mut self.path, key);
    }

    /// Goes into a member whose name came with the value.
    pub fn enter_named(&mut self, key: &str) {
        self.enter_member(key);
    }

    /// Goes into an element of an array.
    pub fn enter_element(&mut self, index: usize) {
        self.lengths.push(self.path.len());
        self.path.push('/');
        self.path.push_str(&index.to_string());
    }

    /// Comes back out.
    pub fn leave(&mut self) {
        if let Some(length) = self.lengths.pop() {
            self.path.truncate(length);
        }
    }

    /// Reports the current place as misread.
    pub fn note_misread(&mut self) {
        let path = self.path.clone();
        self.push(path, FindingKind::Misread);
    }

    /// Reports a place below the current one, given as a JSON Pointer, as misread.
    pub fn note_misread_at(&mut self, below: &str) {
        let path = format!("{}{below}", self.path);
        self.push(path, FindingKind::Misread);
    }

    /// The same as the end of a reader: there is no value.
    pub fn misread(&mut self) -> bool {
        self.note_misread();
        false
    }

    /// The first place that was misread.
    #[must_use]
    pub fn first_misread(&self) -> Option<&str> {
        let misread = self.findings.iter().find(|finding| finding.kind == FindingKind::Misread);
        misread.map(|finding| finding.path.as_str())
    }

    /// Reports a member of the current place as unknown.
    pub fn unknown_member(&mut self, key: &str) {
        let mut path = self.path.clone();
        path.push('/');
        push_escaped(&mut path, key);
        self.push(path, FindingKind::Unknown);
    }

    fn push(&mut self, path: String, kind: FindingKind) {
        if self.probe.is_some() || self.findings.len() < Self::MOST {
            self.findings.push(Finding { path, kind });
        } else {
            self.more += 1;
        }
    }
}

/// Adds a name to a JSON Pointer.
pub(crate) fn push_escaped(path: &mut String, key: &str) {
    for character in key.chars() {
        match character {
            '~' => path.push_str("~0"),
            '/' => path.push_str("~1"),
            other => path.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Finding, FindingKind, Opaque, Trace};

    fn paths(trace: &Trace) -> Vec<&str> {
        trace.findings().iter().map(|finding| finding.path.as_str()).collect()
    }

    #[test]
    fn a_path_is_a_json_pointer() {
        let mut trace = Trace::default();
        trace.enter_member("a/b");
        trace.enter_element(12);
        trace.unknown_member("c~d");
        trace.enter_member("");
        trace.note_misread();
        trace.leave();
        trace.leave();
        trace.unknown_member("é\"");
        trace.leave();
        trace.note_misread();
        trace.note_misread_at("/x");
        assert_eq!(paths(&trace), ["/a~1b/12/c~0d", "/a~1b/12/", "/a~1b/é\"", "", "/x"]);
    }

    #[test]
    fn leaving_more_often_than_entering_does_no_harm() {
        let mut trace = Trace::default();
        trace.leave();
        trace.unknown_member("a");
        assert_eq!(paths(&trace), ["/a"]);
    }

    #[test]
    fn only_the_first_findings_are_kept_and_the_others_counted() {
        let mut trace = Trace::default();
        (0..Trace::MOST + 3).for_each(|_| trace.note_misread());
        assert_eq!((trace.findings().len(), trace.more()), (Trace::MOST, 3));
    }

    #[test]
    fn a_probe_sees_opaque_values_and_nothing_happens_without_one() {
        let object = json!({ "content": { "type": "text" } });
        let mut trace = Trace::default();
        trace.probe_member(Opaque::Card, &object, "content");
        assert_eq!(trace.findings(), []);

        let mut trace = Trace::with_probe(|what, value, trace| {
            assert_eq!((what, value), (Opaque::Card, &json!({ "type": "text" })));
            trace.unknown_member("seen");
        });
        trace.enter_member("event");
        trace.probe_member(Opaque::Card, &object, "content");
        trace.probe_member(Opaque::Card, &object, "message");
        assert_eq!(paths(&trace), ["/event/content/seen"]);
    }

    #[test]
    fn what_was_found_in_a_part_is_taken_over_with_the_place_of_the_part() {
        let mut part = Trace::default();
        part.unknown_member("b");
        let mut trace = Trace::default();
        trace.enter_member("a");
        trace.adopt(part);
        assert_eq!(trace.findings(), [Finding { path: "/a/b".into(), kind: FindingKind::Unknown }]);
    }
}
