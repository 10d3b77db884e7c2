//! What happens to an app, in an order that nobody would think of.

use alongside::app::{App, Config, HttpFailure, HttpId, Input, Intent, LinkId, ServiceUrl, TagIds, WireOutput};
use alongside::protocol::{AccountId, ClientProperties, Millis};
use alongside::store::EntryId;
use alongside::store::cobrowse::Answer;
use proptest::prelude::*;

use super::frames;

pub(crate) const START: i64 = 1_700_000_000_000;

pub(crate) fn app() -> App {
    let config = Config {
        account: AccountId::from("10001"),
        service: ServiceUrl::parse("https://api.example.com").unwrap(),
        connector: None,
        visitor_name: "Visitor".into(),
        cobrowse_app: "lpUnifiedWindow".into(),
        client: ClientProperties::header().into(),
        page_id: "page".into(),
        seed: 7,
    };
    App::new(config, Vec::new(), Millis(START))
}

/// What the app wants to be answered.
#[derive(Default)]
pub(crate) struct Asked {
    http: Option<HttpId>,
    link: Option<LinkId>,
    is_open: bool,
    requests: Vec<String>,
    pub(crate) key: Option<alongside::store::cobrowse::Key>,
}

impl Asked {
    pub(crate) fn note(&mut self, outputs: Vec<WireOutput>) {
        for output in outputs {
            match output {
                WireOutput::Http { id, .. } => self.http = Some(id),
                WireOutput::Connect { link, .. } => (self.link, self.is_open) = (Some(link), false),
                WireOutput::Transmit { text, .. } => self.requests.push(text),
                WireOutput::Disconnect { .. } => self.link = None,
            }
        }
    }

    /// What the app waits for on its way to a conversation: the answer over HTTP, the open socket, the answers to its
    /// introduction and its subscription.
    pub(crate) fn next_on_the_way(&mut self) -> Option<Input> {
        if let Some(link) = self.link {
            if !std::mem::replace(&mut self.is_open, true) {
                return Some(Input::SocketOpened(link));
            }
            let is_wanted =
                |text: &String| text.contains("InitConnection") || text.contains("SubscribeExConversations");
            let place = self.requests.iter().position(is_wanted)?;
            let text = granted(&self.requests.remove(place), 200);
            return Some(Input::Frame { link, text });
        }
        Some(Input::Http { id: self.http.take()?, result: Ok((200, SIGN_IN.into())) })
    }
}

/// A token whose subject is "me", and where everything is.
const SIGN_IN: &str = r#"{"jwt":"a.eyJzdWIiOiJtZSJ9.c","baseURIs":[
    {"service":"asyncMessagingEnt","account":"10001","baseURI":"s.example.com"},
    {"service":"idp","account":"10001","baseURI":"s.example.com"}]}"#;

/// An answer that fits many requests. It names no subscription, so that all notifications are of it.
fn granted(request: &str, code: u16) -> String {
    let request: serde_json::Value = serde_json::from_str(request).unwrap();
    let body = serde_json::json!({ "conversationId": "c", "currentTime": START, "sequence": 3 });
    serde_json::json!({ "kind": "resp", "reqId": request["id"], "code": code, "body": body }).to_string()
}

/// Something that is about to happen.
#[derive(Clone, Debug)]
pub(crate) struct Planned {
    pub(crate) wait: i64,
    kind: Kind,
}

#[derive(Clone, Debug)]
enum Kind {
    /// The service does what the app waits for.
    Connects,
    Answer(u16, String),
    NoAnswer,
    Opened,
    /// An answer to the newest request but so many.
    Granted(usize, u16),
    Frame(String),
    Closed(u16),
    Write(String),
    Retry(u64),
    Reconnect,
    Online(bool),
    Visible(bool),
    Hidden,
    Shown,
    Tag(bool),
    Open(bool),
}

impl Planned {
    /// What the app is told of it; nothing where it does not fit, or where the service does what the app waits for.
    pub(crate) fn input(self, asked: &Asked) -> Option<Input> {
        Some(match self.kind {
            Kind::Connects => return None,
            Kind::Answer(status, body) => Input::Http { id: asked.http?, result: Ok((status, body)) },
            Kind::NoAnswer => Input::Http { id: asked.http?, result: Err(HttpFailure::TimedOut) },
            Kind::Opened => Input::SocketOpened(asked.link?),
            Kind::Granted(back, code) => {
                let text = granted(asked.requests.iter().rev().nth(back)?, code);
                Input::Frame { link: asked.link?, text }
            }
            Kind::Frame(text) => Input::Frame { link: asked.link?, text },
            Kind::Closed(code) => Input::SocketClosed { link: asked.link?, code },
            Kind::Write(text) => Input::Intent(Intent::Send(text)),
            Kind::Retry(entry) => Input::Intent(Intent::Retry(EntryId(entry))),
            Kind::Reconnect => Input::Intent(Intent::Reconnect),
            Kind::Online(online) => Input::Online(online),
            Kind::Visible(visible) => Input::Visible(visible),
            Kind::Hidden => Input::PageHidden,
            Kind::Shown => Input::PageShown { stored: Vec::new() },
            Kind::Tag(ready) => Input::Tag { ready, ids: TagIds::default() },
            Kind::Open(true) => Input::Intent(Intent::Open),
            Kind::Open(false) => match &asked.key {
                Some(key) => Input::Intent(Intent::Answer { key: key.clone(), answer: Answer::Accepted }),
                None => Input::Intent(Intent::Close),
            },
        })
    }
}

pub(crate) fn happening() -> impl Strategy<Value = Planned> {
    let wait = prop_oneof![
        20 => 0_i64..3_000,
        4 => 0_i64..120_000,
        1 => -600_000_i64..600_000,
        1 => prop::sample::select(&[i64::MAX / 4, i64::MIN / 4, 1 << 53, -(1 << 53)][..]),
    ];
    let kind = prop_oneof![
        8 => Just(Kind::Connects),
        1 => (prop::sample::select(&[200_u16, 201, 204, 400, 401, 403, 429, 500, 503][..]), frames::text())
            .prop_map(|(status, body)| Kind::Answer(status, body)),
        1 => Just(Kind::NoAnswer),
        4 => Just(Kind::Opened),
        8 => (0_usize..3, prop::sample::select(&[200_u16, 200, 200, 201, 400, 401, 404, 429, 500][..]))
            .prop_map(|(back, code)| Kind::Granted(back, code)),
        16 => frames::text().prop_map(Kind::Frame),
        2 => prop::sample::select(&[1000_u16, 1006, 1008, 1011, 4401, 4407, 4999][..]).prop_map(Kind::Closed),
        4 => ".{0,60}".prop_map(Kind::Write),
        1 => (0_u64..5).prop_map(Kind::Retry),
        1 => Just(Kind::Reconnect),
        1 => any::<bool>().prop_map(Kind::Online),
        1 => any::<bool>().prop_map(Kind::Visible),
        1 => Just(Kind::Hidden),
        1 => Just(Kind::Shown),
        1 => any::<bool>().prop_map(Kind::Tag),
        1 => any::<bool>().prop_map(Kind::Open),
    ];
    (wait, kind).prop_map(|(wait, kind)| Planned { wait, kind })
}
