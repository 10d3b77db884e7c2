//! Metadata entries beside a message: opaque objects that say in `type` what they are. A client echoes them.

#[cfg(not(target_arch = "wasm32"))]
pub mod entry;

use crate::protocol::json::Value;
#[cfg(not(target_arch = "wasm32"))]
use crate::protocol::json::text_object;

#[cfg(not(target_arch = "wasm32"))]
use super::wire::Opaque;
use super::wire::{Kept, Many, Trace, Wire, kept};

/// One entry. Of what it receives, a client only looks for the name that it gave itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Metadata {
    external_id: Option<String>,
    whole: Kept,
}

impl Metadata {
    /// An identifier of the sender's own for a message.
    #[cfg(not(target_arch = "wasm32"))]
    #[must_use]
    pub fn external_id(id: &str) -> Self {
        Self { external_id: Some(id.into()), whole: text_object(&[("type", EXTERNAL_ID), ("id", id)]) }
    }

    /// The identifier, where this entry is one.
    #[must_use]
    pub fn as_external_id(&self) -> Option<&str> {
        self.external_id.as_deref()
    }
}

const EXTERNAL_ID: &str = "ExternalId";

impl Wire for Metadata {
    fn blank() -> Self {
        Self { external_id: None, whole: Kept::default() }
    }

    fn fill(&mut self, value: &Value, trace: &mut Trace) -> bool {
        if value.as_object().is_none() {
            return trace.misread();
        }
        #[cfg(not(target_arch = "wasm32"))]
        trace.probe(Opaque::Metadata, value);
        let text = |key| value.get(key).and_then(Value::as_str);
        self.external_id = text("id").filter(|_| text("type") == Some(EXTERNAL_ID)).map(str::to_owned);
        self.whole = kept(value);
        true
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn write(&self) -> Value {
        self.whole.clone()
    }
}

/// Metadata entries as a value, so that `null` can stand in their place.
#[derive(Clone, Debug, PartialEq)]
pub struct MetadataList(pub Many<Metadata>);

impl Wire for MetadataList {
    fn blank() -> Self {
        Self(Many::default())
    }

    fn read(value: &Value, trace: &mut Trace) -> Option<Self> {
        Some(Self(Many::read_list(value, trace)))
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn write(&self) -> Value {
        self.0.write_list()
    }
}
