//! Members for which the service writes `null` on purpose.

use crate::protocol::json::Value;

use super::{Trace, Wire};

/// A present member: a value, or `null`. An absent one is the `None` of an `Option` around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Nullable<T> {
    /// `null`: the service says that there is nothing.
    Null,
    /// The value.
    Value(T),
}

impl<T> Nullable<T> {
    /// The value, if there is one.
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Null => None,
            Self::Value(value) => Some(value),
        }
    }
}

impl<T: Wire> Wire for Nullable<T> {
    const HAS_NULL: bool = true;

    fn blank() -> Self {
        Self::Null
    }

    fn fill(&mut self, value: &Value, trace: &mut Trace) -> bool {
        if !value.is_null() {
            let Some(read) = T::read(value, trace) else { return false };
            *self = Self::Value(read);
        }
        true
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn write(&self) -> Value {
        self.value().map_or(Value::Null, Wire::write)
    }
}
