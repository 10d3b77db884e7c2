//! Metadata entries beside a message: opaque objects that say in `type` what they are. A client echoes them.

#[cfg(not(target_arch = "wasm32"))]
pub mod entry;

use crate::protocol::json::{Value, text_object};

use super::wire::{Many, Opaque, Trace, Wire};

/// One entry. Of what it receives, a client only echoes what a click carried.
#[derive(Clone, Debug, PartialEq)]
pub struct Metadata(Value);

impl Metadata {
    /// An identifier of the sender's own for a message.
    #[must_use]
    pub fn external_id(id: &str) -> Self {
        Self(text_object(&[("type", "ExternalId"), ("id", id)]))
    }

    /// The identifier, where this entry is one.
    #[must_use]
    pub fn as_external_id(&self) -> Option<&str> {
        let text = |key| self.0.get(key).and_then(Value::as_str);
        text("id").filter(|_| text("type") == Some("ExternalId"))
    }
}

impl Wire for Metadata {
    fn read(value: Value, trace: &mut Trace) -> Option<Self> {
        if !value.is_object() {
            return trace.misread();
        }
        trace.probe(Opaque::Metadata, &value);
        Some(Self(value))
    }

    fn write(&self) -> Value {
        self.0.clone()
    }
}

/// Metadata entries as a value, so that `null` can stand in their place.
#[derive(Clone, Debug, PartialEq)]
pub struct MetadataList(pub Many<Metadata>);

impl Wire for MetadataList {
    fn read(value: Value, trace: &mut Trace) -> Option<Self> {
        Some(Self(Many::read_list(value, trace)))
    }

    fn write(&self) -> Value {
        self.0.write_list()
    }
}
