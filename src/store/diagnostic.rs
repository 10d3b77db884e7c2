//! Sentences for developers about input that was passed over.

use std::fmt;

/// What was passed over, and why. Never shown to consumers, and never holding a token or what somebody wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic(pub String);

impl Diagnostic {
    /// A diagnostic of this sentence.
    #[must_use]
    pub fn new(sentence: impl Into<String>) -> Self {
        Self(sentence.into())
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}
