//! A consumer's request, written and never read: the widget's side of [`super::Request`], without the requests of agents.

use crate::protocol::json::{Map, Value};

use crate::protocol::client_properties::Header;
use crate::protocol::metadata::Metadata;
use crate::protocol::wire::Wire;

/// A request that has all but its id.
#[derive(Clone, Debug)]
pub struct Outgoing {
    object: Map,
}

impl Outgoing {
    /// A request without a body.
    #[must_use]
    pub fn bare(type_name: &str) -> Self {
        let mut object = Map::new();
        object.insert("kind".into(), "req".into());
        object.insert("type".into(), type_name.into());
        Self { object }
    }

    /// A request with a body.
    #[must_use]
    pub fn of(type_name: &str, body: &impl Wire) -> Self {
        Self::bare(type_name).with("body", body.write())
    }

    /// The same with the headers of `InitConnection`.
    #[must_use]
    pub fn with_headers(self, headers: &[Header]) -> Self {
        self.with("headers", headers.iter().map(Wire::write).collect())
    }

    /// The same with an entry beside the body.
    #[must_use]
    pub fn with_metadata(self, entry: &Metadata) -> Self {
        self.with("metadata", Value::Array(vec![entry.write()]))
    }

    /// The text of the frame, under this id.
    #[must_use]
    pub fn text(self, id: u64) -> String {
        Value::Object(self.with("id", id.to_string().into()).object).to_string()
    }

    fn with(mut self, key: &str, value: Value) -> Self {
        self.object.insert(key.into(), value);
        self
    }
}
