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

    fn read(value: Value, trace: &mut Trace) -> Option<Self> {
        match value {
            Value::Null => Some(Self::Null),
            value => T::read(value, trace).map(Self::Value),
        }
    }

    fn write(&self) -> Value {
        self.value().map_or(Value::Null, Wire::write)
    }
}
