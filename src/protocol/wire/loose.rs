//! Values whose type differs between servers, pages and revisions. They are kept as they came.

use crate::protocol::json::Value;

use super::{Trace, Wire, put};

/// A text, a number or a truth value.
#[derive(Clone, Debug, PartialEq)]
pub struct Loose(Value);

impl Loose {
    /// The text, or the number or truth value as a text.
    #[must_use]
    pub fn text(&self) -> String {
        self.0.as_str().map_or_else(|| self.0.to_string(), str::to_owned)
    }
}

impl Wire for Loose {
    fn blank() -> Self {
        Self(Value::Null)
    }

    fn fill(&mut self, value: &Value, trace: &mut Trace) -> bool {
        let is_loose = matches!(value, Value::String(_) | Value::Number(_) | Value::Bool(_));
        put(self, is_loose.then(|| Self(value.clone())), trace)
    }

    fn write(&self) -> Value {
        self.0.clone()
    }
}
