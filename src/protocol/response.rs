//! Responses. They are told apart by the request that they answer, never by the name of their type: that name varies
//! between servers and is sometimes missing, so their bodies are read by shape. Only a profile, whose shape says
//! nothing, is known by the name.

use crate::protocol::json::{Value, parse_json, whole};

use super::event::EventChange;
use super::ids::{ConversationId, LooseId, Sequence, SubscriptionId};
use super::time::Millis;
use super::type_name::TypeName;
#[cfg(not(target_arch = "wasm32"))]
use super::wire::Opaque;
use super::wire::{Field, Many, Members, Trace, Wire, wire_struct};

wire_struct! {
    /// The signature of a temporary address.
    pub struct QueryParams {
        /// The signature. A secret: never logged.
        temp_url_sig: Option<String> = "temp_url_sig",
        /// Until when: seconds, mostly as a text.
        temp_url_expires: Option<LooseId> = "temp_url_expires",
    }
}

wire_struct! {
    /// The members that answers carry; which of them depends on the request.
    pub struct ObjectBody {
        /// Subscriptions.
        subscription_id: Option<SubscriptionId> = "subscriptionId",
        /// A new conversation.
        conversation_id: Option<ConversationId> = "conversationId",
        /// A published event. Meaningless (0) for chat states.
        sequence: Option<Sequence> = "sequence",
        /// The service's time.
        current_time: Option<Millis> = "currentTime",
        /// Files: where.
        relative_path: Option<String> = "relativePath",
        /// Files: the signature.
        query_params: Option<QueryParams> = "queryParams",
    } natively {
        /// Errors: a name. Not for the eyes of consumers.
        title: Option<String> = "title",
        /// Errors: details. Not for the eyes of consumers.
        details: Option<String> = "details",
        /// Errors: the first three digits are the status.
        error_code: Option<i64> = "errorCode",
        /// The server-to-server form of a text.
        msg: Option<String> = "msg",
    }
}

impl ObjectBody {
    /// The temporary address of a file, below its host: path and signature. `None` where it holds what would not stay there.
    #[must_use]
    pub fn file_address(&self) -> Option<String> {
        let path = self.relative_path.as_deref()?;
        let signature = self.query_params.as_ref()?;
        let expires = signature.temp_url_expires.as_ref()?.text();
        let is_part = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'?' | b'#' | b'\\' | b'"' | b'<' | b'>');
        if !path.bytes().all(is_part) {
            return None;
        }
        // Pages show it with a slash and without one.
        let slash = if path.starts_with('/') { "" } else { "/" };
        let mut address = [slash, path, "?temp_url_sig="].concat();
        push_encoded(signature.temp_url_sig.as_deref()?, &mut address);
        address.push_str("&temp_url_expires=");
        push_encoded(&expires, &mut address);
        Some(address)
    }
}

/// Adds a value of a query.
fn push_encoded(value: &str, to: &mut String) {
    const DIGITS: [char; 16] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'];
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
            to.push(char::from(byte));
        } else {
            to.push('%');
            to.extend([byte >> 4, byte & 15].map(|digit| DIGITS.get(usize::from(digit)).copied().unwrap_or_default()));
        }
    }
}

/// The body of a response.
#[derive(Clone, Debug, PartialEq)]
pub enum ResponseBody {
    /// No body.
    None,
    /// A text; not to be taken apart.
    #[cfg(not(target_arch = "wasm32"))]
    Text(String),
    /// An object.
    Object(Box<ObjectBody>),
    /// Events, in answer to a query.
    Changes(Many<EventChange>),
    /// A list of something else, such as engagement attributes; opaque here.
    #[cfg(not(target_arch = "wasm32"))]
    List(Vec<Value>),
    /// A profile; opaque here.
    #[cfg(not(target_arch = "wasm32"))]
    Profile(Value),
}

impl ResponseBody {
    /// Reads a body by its shape. One of no known shape is reported and counts as none.
    pub fn read(body: Option<&Value>, trace: &mut Trace) -> Self {
        let Some(body) = body.filter(|body| !body.is_null()) else { return Self::None };
        #[cfg(not(target_arch = "wasm32"))]
        if let Some(opaque) = Self::read_opaque(body, trace) {
            return opaque;
        }
        if tells_events(body) {
            return read_events(body, trace);
        }
        if body.as_str().is_some() {
            return Self::None;
        }
        ObjectBody::read(body, trace).map_or(Self::None, |object| Self::Object(Box::new(object)))
    }

    /// What a client does not look into: texts, and lists of something else than events.
    #[cfg(not(target_arch = "wasm32"))]
    fn read_opaque(body: &Value, trace: &mut Trace) -> Option<Self> {
        match body {
            Value::String(text) => Some(Self::Text(text.clone())),
            Value::Array(list) if !list.iter().all(|value| value.get("event").is_some()) => {
                for (index, value) in list.iter().enumerate() {
                    trace.enter_element(index);
                    trace.probe(Opaque::Attribute, value);
                    trace.leave();
                }
                Some(Self::List(list.clone()))
            }
            _ => None,
        }
    }

    /// The events of an answer to a query.
    #[must_use]
    pub fn into_changes(self) -> Option<Vec<EventChange>> {
        match self {
            Self::Changes(changes) => Some(changes.into_vec()),
            _ => None,
        }
    }

    /// Writes the body; `None` where there is none.
    #[cfg(not(target_arch = "wasm32"))]
    #[must_use]
    pub fn write(&self) -> Option<Value> {
        match self {
            Self::None => None,
            Self::Text(text) => Some(Value::from(text.as_str())),
            Self::Object(body) => Some(body.write()),
            Self::Changes(changes) => Some(changes.write_list()),
            Self::List(list) => Some(Value::Array(list.clone())),
            Self::Profile(profile) => Some(profile.clone()),
        }
    }
}

/// Whether a body tells events: a list of them, or a single one.
pub(super) fn tells_events(body: &Value) -> bool {
    body.as_array().is_some() || body.get("event").is_some()
}

#[inline(never)]
fn read_events(body: &Value, trace: &mut Trace) -> ResponseBody {
    ResponseBody::Changes(Many::read_list(body, trace))
}

/// A response frame.
#[derive(Clone, Debug, PartialEq)]
pub struct Response {
    /// `resp`; some samples leave it out.
    #[cfg(not(target_arch = "wasm32"))]
    pub kind: Option<String>,
    /// The id of the request. May be missing in errors.
    pub req_id: Option<LooseId>,
    /// As in HTTP. The server-to-server form writes `"OK"`.
    pub code: Option<LooseId>,
    /// The type as written, where it is.
    #[cfg(not(target_arch = "wasm32"))]
    pub type_name: Option<TypeName>,
    /// The body.
    pub body: ResponseBody,
}

impl Response {
    /// The code as in HTTP; 0 where there is none.
    #[must_use]
    pub fn status(&self) -> i64 {
        match &self.code {
            Some(LooseId::Number(code)) => *code,
            Some(LooseId::Text(text)) if text == "OK" => 200,
            Some(LooseId::Text(text)) => parse_json(text).ok().as_ref().and_then(whole).unwrap_or_default(),
            None => 0,
        }
    }

    /// The members of the body, where it is an object.
    #[must_use]
    pub fn object(&self) -> Option<&ObjectBody> {
        match &self.body {
            ResponseBody::Object(object) => Some(object),
            _ => None,
        }
    }
}

/// The family of answers that hold a profile.
#[cfg(not(target_arch = "wasm32"))]
const PROFILE: &str = "userprofile.GetUserProfileResponse";

impl Wire for Response {
    fn blank() -> Self {
        Self {
            #[cfg(not(target_arch = "wasm32"))]
            kind: None,
            req_id: None,
            code: None,
            #[cfg(not(target_arch = "wasm32"))]
            type_name: None,
            body: ResponseBody::None,
        }
    }

    fn fill(&mut self, value: &Value, trace: &mut Trace) -> bool {
        let Some(mut members) = Members::open(value, trace) else { return false };
        members.field("reqId", &mut self.req_id);
        members.field("code", &mut self.code);
        #[cfg(not(target_arch = "wasm32"))]
        {
            members.field("kind", &mut self.kind);
            members.field("type", &mut self.type_name);
        }
        let body = members.raw("body");
        #[cfg(not(target_arch = "wasm32"))]
        if let Some(profile) = body.filter(|body| body.is_object())
            && self.type_name.as_ref().is_some_and(|name| name.family() == PROFILE)
        {
            members.at("body", |trace| trace.probe(Opaque::Profile, profile));
            self.body = ResponseBody::Profile(profile.clone());
            return members.close();
        }
        self.body = members.at("body", |trace| ResponseBody::read(body, trace));
        members.close()
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn write(&self) -> Value {
        let mut object = crate::protocol::json::Map::new();
        self.kind.put("kind", &mut object);
        self.req_id.put("reqId", &mut object);
        self.code.put("code", &mut object);
        self.type_name.put("type", &mut object);
        if let Some(body) = self.body.write() {
            object.insert("body".into(), body);
        }
        Value::Object(object)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::ObjectBody;
    use crate::protocol::wire::{Trace, Wire};

    #[test]
    fn an_address_of_a_file_stays_below_its_host() {
        let check = |path: &str, sig: &str, expected: Option<&str>| {
            let body =
                json!({ "relativePath": path, "queryParams": { "temp_url_sig": sig, "temp_url_expires": "12" } });
            let body = ObjectBody::read(&body, &mut Trace::default()).unwrap();
            assert_eq!(body.file_address().as_deref(), expected, "{path} {sig}");
        };
        check("/v1/a b", "s", None);
        check("/v1/a.PNG", "a1", Some("/v1/a.PNG?temp_url_sig=a1&temp_url_expires=12"));
        check("a.PNG", "s", Some("/a.PNG?temp_url_sig=s&temp_url_expires=12"));
        check("/v1/a.PNG", "&x=/é", Some("/v1/a.PNG?temp_url_sig=%26x%3D%2F%C3%A9&temp_url_expires=12"));
        // All of them are paths of the same host, however they look.
        check("//evil.example/a", "s", Some("//evil.example/a?temp_url_sig=s&temp_url_expires=12"));
        check("@evil.example/a", "s", Some("/@evil.example/a?temp_url_sig=s&temp_url_expires=12"));
        check("http://evil.example/a", "s", Some("/http://evil.example/a?temp_url_sig=s&temp_url_expires=12"));
        for path in ["/v1/a?x", "/v1/#x", "\\\\evil.example", "/v1/\n", "/v1/\u{202e}"] {
            check(path, "s", None);
        }
    }

    #[test]
    fn an_address_without_a_signature_is_none() {
        for body in [json!({}), json!({ "relativePath": "/a" }), json!({ "relativePath": "/a", "queryParams": {} })] {
            assert_eq!(ObjectBody::read(&body, &mut Trace::default()).unwrap().file_address(), None);
        }
    }
}
