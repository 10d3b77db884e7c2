//! Arrays as the service writes them: possibly absent, possibly a single bare element.

use std::ops::Deref;

#[cfg(not(target_arch = "wasm32"))]
use crate::protocol::json::Map;
use crate::protocol::json::Value;

use super::{Field, Members, Trace, Wire};

/// In which form the list was written. Only what writes it again needs to know.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Form {
    #[default]
    Absent,
    Bare,
    Array,
}

/// A list of values. Where an array is promised the service may send its only element by itself; the form is kept.
///
/// Invariant: `Absent` is empty, `Bare` holds one element. Elements that could not be read are not in the list.
#[derive(Clone, Debug, PartialEq)]
pub struct Many<T> {
    items: Vec<T>,
    #[cfg(not(target_arch = "wasm32"))]
    form: Form,
}

impl<T> Many<T> {
    fn of(items: Vec<T>, _form: Form) -> Self {
        Self {
            items,
            #[cfg(not(target_arch = "wasm32"))]
            form: _form,
        }
    }

    /// One element written by itself, without an array around it.
    #[must_use]
    pub fn bare(item: T) -> Self {
        Self::of(vec![item], Form::Bare)
    }

    /// The elements.
    #[must_use]
    pub fn into_vec(self) -> Vec<T> {
        self.items
    }
}

#[cfg(not(target_arch = "wasm32"))]
impl<T> Many<T> {
    /// Whether the member was there at all.
    #[must_use]
    pub fn is_present(&self) -> bool {
        self.form != Form::Absent
    }

    /// Goes to the place of an element, which for a bare one is the place of the list.
    pub fn enter(&self, index: usize, trace: &mut Trace) {
        if self.form == Form::Array {
            trace.enter_element(index);
        }
    }

    /// Comes back from there.
    pub fn leave(&self, trace: &mut Trace) {
        if self.form == Form::Array {
            trace.leave();
        }
    }
}

impl<T> Default for Many<T> {
    fn default() -> Self {
        Self::of(Vec::new(), Form::Absent)
    }
}

impl<T> From<Vec<T>> for Many<T> {
    fn from(items: Vec<T>) -> Self {
        Self::of(items, Form::Array)
    }
}

impl<T> Deref for Many<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.items
    }
}

impl<T> IntoIterator for Many<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.into_iter()
    }
}

impl<'a, T> IntoIterator for &'a Many<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.iter()
    }
}

impl<T: Wire> Many<T> {
    /// Reads an array, or the only element by itself.
    pub fn read_list(value: &Value, trace: &mut Trace) -> Self {
        let mut list = Self::default();
        list.fill_list(value, trace);
        list
    }

    fn fill_list(&mut self, value: &Value, trace: &mut Trace) {
        let Some(values) = value.as_array() else {
            let is_read = self.push_read(value, trace);
            self.came_as(if is_read { Form::Bare } else { Form::Absent });
            return;
        };
        for (index, value) in values.iter().enumerate() {
            trace.enter_element(index);
            self.push_read(value, trace);
            trace.leave();
        }
        self.came_as(Form::Array);
    }

    fn push_read(&mut self, value: &Value, trace: &mut Trace) -> bool {
        self.items.push(T::blank());
        let is_read = self.items.last_mut().is_some_and(|place| place.fill(value, trace));
        if !is_read {
            self.items.pop();
        }
        is_read
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn came_as(&mut self, form: Form) {
        self.form = form;
    }

    #[cfg(target_arch = "wasm32")]
    fn came_as(&mut self, _: Form) {}

    /// Writes the list in the form in which it was read; an absent one is an empty array here.
    #[cfg(not(target_arch = "wasm32"))]
    #[must_use]
    pub fn write_list(&self) -> Value {
        match (self.form, self.items.as_slice()) {
            (Form::Bare, [only]) => only.write(),
            _ => Value::Array(self.items.iter().map(Wire::write).collect()),
        }
    }
}

impl<T: Wire> Field for Many<T> {
    fn empty() -> Self {
        Self::default()
    }

    fn take(&mut self, members: &mut Members<'_>, key: &'static str) {
        if let Some(value) = members.begin(key, T::HAS_NULL) {
            self.fill_list(value, members.trace);
            members.trace.leave();
        }
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn put(&self, key: &str, object: &mut Map) {
        if self.is_present() {
            object.insert(key.into(), self.write_list());
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::Many;
    use crate::protocol::SetAgentState;
    use crate::protocol::wire::{Members, Trace, Wire};

    fn check(came: &Value, items: &[&str], misread: &[&str]) -> SetAgentState {
        let mut trace = Trace::default();
        let read = SetAgentState::read(came, &mut trace).unwrap();
        assert_eq!(&*read.channels, items, "{came}");
        let paths: Vec<_> = trace.findings().iter().map(|finding| finding.path.as_str()).collect();
        assert_eq!(paths, misread, "{came}");
        read
    }

    #[test]
    fn each_form_is_read_and_written_back() {
        for (came, items) in [
            (json!({}), &[][..]),
            (json!({ "channels": [] }), &[]),
            (json!({ "channels": "pear" }), &["pear"]),
            (json!({ "channels": ["pear"] }), &["pear"]),
            (json!({ "channels": ["pear", "plum"] }), &["pear", "plum"]),
        ] {
            assert_eq!(check(&came, items, &[]).write(), came);
        }
    }

    #[test]
    fn null_is_an_absent_list() {
        assert_eq!(check(&json!({ "channels": null }), &[], &[]).write(), json!({}));
    }

    #[test]
    fn an_odd_element_is_reported_and_costs_only_itself() {
        check(&json!({ "channels": ["pear", 3, "plum", null] }), &["pear", "plum"], &["/channels/1", "/channels/3"]);
        check(&json!({ "channels": { "kind": "pear" } }), &[], &["/channels"]);
    }

    #[test]
    fn lists_made_here_are_arrays() {
        assert_eq!(Many::from(vec!["pear".to_owned()]).write_list(), json!(["pear"]));
        assert_eq!(Many::bare("pear".to_owned()).write_list(), json!("pear"));
        assert!(!Many::<String>::default().is_present());
    }

    #[test]
    fn a_missing_required_member_costs_the_object() {
        let mut trace = Trace::default();
        let object = json!({ "a": 1 });
        let mut members = Members::open(&object, &mut trace).unwrap();
        members.field("b", &mut String::new());
        assert!(!members.close());
        assert_eq!(trace.findings()[0].path, "/b");
    }
}
