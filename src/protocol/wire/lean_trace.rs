//! The trace in the wasm: of all that readers meet it keeps which member was misread first.

/// What a reader met. The widget tells its developer the name of a member that it could not read, and nothing more.
#[derive(Debug, Default)]
pub struct Trace {
    member: &'static str,
    misread: Option<&'static str>,
    /// Whether half a surrogate pair stood somewhere, and was read as U+FFFD.
    pub is_mended: bool,
}

impl Trace {
    /// Goes into a member.
    pub fn enter_member(&mut self, key: &'static str) {
        self.member = key;
    }

    /// Goes into a member whose name came with the value.
    pub fn enter_named(&mut self, _: &str) {}

    /// Goes into an element of an array, which bears the name of the array here.
    pub fn enter_element(&mut self, _: usize) {}

    /// Comes back out.
    pub fn leave(&mut self) {}

    /// Reports the current place as misread.
    pub fn note_misread(&mut self) {
        if self.misread.is_none() {
            self.misread = Some(self.member);
        }
    }

    /// The same as the end of a reader: there is no value.
    pub fn misread(&mut self) -> bool {
        self.note_misread();
        false
    }

    /// The first member that was misread.
    #[must_use]
    pub fn first_misread(&self) -> Option<&str> {
        self.misread
    }
}
