//! What a reader met on its way: unknown members and members of the wrong shape, each with its path.

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
}

impl Trace {
    /// How many findings are kept.
    pub const MOST: usize = 1_000;

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

    /// The same as the end of a reader: there is no value.
    pub fn misread<T>(&mut self) -> Option<T> {
        self.note_misread();
        None
    }

    /// Reports a member of the current place as unknown.
    pub fn unknown_member(&mut self, key: &str) {
        let mut path = self.path.clone();
        path.push('/');
        push_escaped(&mut path, key);
        self.push(path, FindingKind::Unknown);
    }

    fn push(&mut self, path: String, kind: FindingKind) {
        if self.findings.len() < Self::MOST {
            self.findings.push(Finding { path, kind });
        } else {
            self.more += 1;
        }
    }
}

fn push_escaped(path: &mut String, key: &str) {
    for character in key.chars() {
        match character {
            '~' => path.push_str("~0"),
            '/' => path.push_str("~1"),
            other => path.push(other),
        }
    }
}
