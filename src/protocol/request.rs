//! Requests: what a consumer or an agent asks of the service. The bodies live in the files beside.

mod agent;
mod body;
mod conversation;
mod field;
mod messaging;

pub use agent::{SetAgentState, SubscribeRoutingTasks, UpdateRingState};
pub use body::RequestBody;
pub use conversation::{
    CampaignInfo, ConsumerRequestConversation, ConversationContext, SubscribeExConversations, Unsubscribe,
};
pub use field::{ConversationField, DialogChange, FieldChange, UpdateConversationField};
pub use messaging::{
    GenerateURLForDownloadFile, GenerateURLForUploadFile, PublishEvent, QueryMessages, SubscribeMessagingEvents,
};

use crate::protocol::json::Value;

use super::client_properties::Header;
use super::ids::LooseId;
use super::metadata::{Metadata, MetadataList};
use super::type_name::TypeName;
use super::wire::{Field, Many, Members, Nullable, Trace, Wire};

/// A request frame.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    /// `req`; some samples leave it out.
    pub kind: Option<String>,
    /// Unique on its socket; some samples leave it out.
    pub id: Option<LooseId>,
    /// The type as written.
    pub type_name: TypeName,
    /// The headers of `InitConnection`.
    pub headers: Many<Header>,
    /// What is asked for.
    pub body: RequestBody,
    /// Entries beside the body.
    pub metadata: Option<Nullable<MetadataList>>,
    /// Agents; its encoding is not documented.
    pub encoded_metadata: Option<String>,
    form: BodyForm,
}

/// In which form the body was written, where that does not follow from the body itself.
#[derive(Clone, Debug, Default, PartialEq)]
enum BodyForm {
    /// As the body says.
    #[default]
    Usual,
    /// Left out, though the request could have one.
    Absent,
    /// There, though the request needs none; some clients send `{}` always.
    Spare(Value),
}

impl Request {
    /// A consumer's request.
    #[must_use]
    pub fn new(id: LooseId, body: RequestBody) -> Self {
        Self {
            kind: Some("req".into()),
            id: Some(id),
            type_name: TypeName::from(body.type_name()),
            headers: Many::default(),
            body,
            metadata: None,
            encoded_metadata: None,
            form: BodyForm::Usual,
        }
    }

    /// The same with headers.
    #[must_use]
    pub fn with_headers(mut self, headers: Vec<Header>) -> Self {
        self.headers = headers.into();
        self
    }

    /// The same with entries beside the body.
    #[must_use]
    pub fn with_metadata(mut self, metadata: Vec<Metadata>) -> Self {
        self.metadata = Some(Nullable::Value(MetadataList(metadata.into())));
        self
    }

    /// The same under the name by which agents ask.
    #[must_use]
    pub fn from_agent(mut self) -> Self {
        let name = self.type_name.as_str();
        let name = match name.contains('.') {
            true => format!(".ams.{}", name.replacen("cqm.", "aam.", 1)),
            false => format!(".{name}"),
        };
        self.type_name = TypeName::from(name.as_str());
        self
    }

    /// The entries beside the body.
    #[must_use]
    pub fn metadata(&self) -> &[Metadata] {
        self.metadata.as_ref().and_then(Nullable::value).map_or(&[], |list| &list.0)
    }
}

impl Wire for Request {
    fn blank() -> Self {
        Self::new(LooseId::Number(0), RequestBody::Unknown(None))
    }

    fn read(value: &Value, trace: &mut Trace) -> Option<Self> {
        let mut read = Self { kind: None, id: None, type_name: TypeName::blank(), ..Self::blank() };
        let mut members = Members::open(value, trace)?;
        members.field("kind", &mut read.kind);
        members.field("id", &mut read.id);
        members.field("type", &mut read.type_name);
        members.field("headers", &mut read.headers);
        members.field("metadata", &mut read.metadata);
        members.field("encodedMetadata", &mut read.encoded_metadata);
        let body = members.raw("body").filter(|body| !body.is_null());
        let family = read.type_name.family();
        read.form = match body {
            None if !RequestBody::needs_none(&family) => BodyForm::Absent,
            Some(body) if RequestBody::needs_none(&family) => BodyForm::Spare(body.clone()),
            _ => BodyForm::Usual,
        };
        let place = if body.is_some() && RequestBody::is_known(&family) { "body" } else { "type" };
        let body = members.at(place, |trace| RequestBody::read(&family, body, trace));
        // Without a readable body there is still somebody who waits for an answer to this id.
        read.body = body.unwrap_or(RequestBody::Unknown(None));
        members.close().then_some(read)
    }

    fn write(&self) -> Value {
        let mut object = crate::protocol::json::Map::new();
        self.kind.put("kind", &mut object);
        self.id.put("id", &mut object);
        self.type_name.put("type", &mut object);
        self.headers.put("headers", &mut object);
        let body = match &self.form {
            BodyForm::Usual => self.body.write(),
            BodyForm::Absent => None,
            BodyForm::Spare(body) => Some(body.clone()),
        };
        if let Some(body) = body {
            object.insert("body".into(), body);
        }
        self.metadata.put("metadata", &mut object);
        self.encoded_metadata.put("encodedMetadata", &mut object);
        Value::Object(object)
    }
}
