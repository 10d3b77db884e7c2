//! A service on the bench: virtual time, and clients that keep what they were sent as plain JSON.

use std::collections::BTreeMap;

use alongside::emulator::{Config, HttpRequest, HttpResponse, Output, Service, SocketId};
use alongside::protocol::Millis;
use serde_json::{Value, json};

pub(crate) const START: i64 = 1_700_000_000_000;

/// What reached a client.
#[derive(Debug, Default)]
pub(crate) struct Inbox {
    pub(crate) frames: Vec<Value>,
    pub(crate) closed: Option<u16>,
}

pub(crate) struct Bench {
    pub(crate) service: Service,
    pub(crate) now: Millis,
    inboxes: BTreeMap<SocketId, Inbox>,
    next_id: u64,
}

impl Bench {
    pub(crate) fn new() -> Self {
        Self::with(Config::default())
    }

    pub(crate) fn with(config: Config) -> Self {
        let config = Config { host: "127.0.0.1:8081".into(), ..config };
        Self { service: Service::new(config), now: Millis(START), inboxes: BTreeMap::new(), next_id: 0 }
    }

    /// Lets time pass, doing what falls due on the way.
    pub(crate) fn pass(&mut self, length: Millis) {
        let end = self.now + length;
        while let Some(due) = self.service.poll_timeout().filter(|due| *due <= end) {
            self.now = due.max(self.now);
            self.service.handle_timeout(self.now);
            self.drain();
        }
        self.now = end;
    }

    pub(crate) fn http(&mut self, method: &str, path: &str, body: &str) -> HttpResponse {
        self.http_from(None, method, path, body.as_bytes())
    }

    pub(crate) fn http_from(&mut self, origin: Option<&str>, method: &str, path: &str, body: &[u8]) -> HttpResponse {
        let headers: Vec<_> = origin.map(|origin| ("Origin", origin)).into_iter().collect();
        self.http_with(&headers, method, path, body)
    }

    pub(crate) fn http_with(
        &mut self,
        headers: &[(&str, &str)],
        method: &str,
        path: &str,
        body: &[u8],
    ) -> HttpResponse {
        let headers = headers.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        let request = HttpRequest { method: method.into(), path: path.into(), headers, body: body.into() };
        let response = self.service.handle_http(self.now, &request);
        self.drain();
        response
    }

    pub(crate) fn post(&mut self, path: &str, body: &Value) -> (u16, Value) {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let response = self.http("POST", path, &body);
        (response.status, serde_json::from_slice(&response.body).unwrap_or(Value::Null))
    }

    pub(crate) fn sign_up(&mut self) -> String {
        let (status, body) = self.post("/api/account/10001/signup", &Value::Null);
        assert_eq!(status, 200);
        body["jwt"].as_str().unwrap().to_owned()
    }

    pub(crate) fn open(&mut self, path: &str) -> SocketId {
        self.try_open(path, &[]).unwrap()
    }

    pub(crate) fn try_open(&mut self, path: &str, headers: &[(&str, &str)]) -> Result<SocketId, u16> {
        let headers: Vec<_> = headers.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        let opened = self.service.open_socket(self.now, path, &headers).map_err(|refused| refused.status);
        self.drain();
        opened
    }

    /// A consumer's socket on which nothing was said.
    pub(crate) fn open_consumer(&mut self) -> SocketId {
        self.open("/ws_api/account/10001/messaging/consumer?v=3")
    }

    /// A consumer who has introduced themselves.
    pub(crate) fn consumer(&mut self, token: &str) -> SocketId {
        let socket = self.open_consumer();
        self.send(socket, &init(token));
        assert_eq!(self.take_answer(socket)["code"], 200);
        socket
    }

    /// An agent who is online and asks for everything.
    pub(crate) fn agent(&mut self, name: &str) -> SocketId {
        let (_, session) = self.post("/api/account/10001/login?v=1.3", &json!({ "username": name, "password": "x" }));
        let bearer = session["bearer"].as_str().unwrap();
        let socket = self.open(&format!("/ws_api/account/10001/messaging/brand/{bearer}?v=2.1"));
        self.ask(socket, ".ams.routing.SubscribeRoutingTasks", json!({ "channelType": "MESSAGING" }));
        self.ask(socket, ".ams.aam.SubscribeExConversations", json!({ "stage": ["OPEN", "CLOSE"] }));
        self.ask(socket, ".ams.routing.SetAgentState", json!({ "availability": "ONLINE" }));
        socket
    }

    pub(crate) fn send(&mut self, socket: SocketId, frame: &Value) {
        self.send_text(socket, &frame.to_string());
    }

    pub(crate) fn send_text(&mut self, socket: SocketId, text: &str) {
        self.service.handle_frame(self.now, socket, text);
        self.drain();
    }

    /// Asks and gives the answer; everything else stays in the inbox.
    pub(crate) fn ask(&mut self, socket: SocketId, kind: &str, body: Value) -> Value {
        self.next_id += 1;
        let id = format!("r{}", self.next_id);
        let mut frame = json!({ "kind": "req", "id": id, "type": kind });
        if !body.is_null() {
            frame["body"] = body;
        }
        self.send(socket, &frame);
        let inbox = self.inboxes.entry(socket).or_default();
        let place = inbox.frames.iter().position(|frame| frame["reqId"] == id.as_str());
        place.map_or(Value::Null, |place| inbox.frames.remove(place))
    }

    /// The oldest answer.
    pub(crate) fn take_answer(&mut self, socket: SocketId) -> Value {
        let inbox = self.inboxes.entry(socket).or_default();
        let place = inbox.frames.iter().position(|frame| frame["kind"] == "resp").expect("an answer");
        inbox.frames.remove(place)
    }

    /// Everything that came since the last look.
    pub(crate) fn take(&mut self, socket: SocketId) -> Vec<Value> {
        std::mem::take(&mut self.inboxes.entry(socket).or_default().frames)
    }

    /// The conversations that were told since the last look.
    pub(crate) fn take_changes(&mut self, socket: SocketId) -> Vec<Value> {
        let told = self.take(socket).into_iter().filter(|frame| {
            frame["type"].as_str().is_some_and(|name| name.ends_with("ExConversationChangeNotification"))
        });
        told.flat_map(|frame| frame["body"]["changes"].as_array().cloned().unwrap_or_default()).collect()
    }

    /// The events that were told since the last look.
    pub(crate) fn take_events(&mut self, socket: SocketId) -> Vec<Value> {
        let frames = self.take(socket).into_iter();
        frames
            .flat_map(|frame| match frame["type"].as_str() {
                Some("ms.MessagingEventNotification") => frame["body"]["changes"].as_array().cloned().unwrap(),
                Some(".ams.ms.OnlineEventDistribution") => vec![frame["body"].clone()],
                _ => Vec::new(),
            })
            .collect()
    }

    pub(crate) fn closed(&self, socket: SocketId) -> Option<u16> {
        self.inboxes.get(&socket).and_then(|inbox| inbox.closed)
    }

    pub(crate) fn hang_up(&mut self, socket: SocketId) {
        self.service.handle_closed(self.now, socket);
        self.drain();
    }

    pub(crate) fn drain(&mut self) {
        while let Some(output) = self.service.poll_output() {
            match output {
                Output::Transmit { socket, text } => {
                    // What a CoBrowse session carries is no JSON.
                    let frame = serde_json::from_str(&text).unwrap_or(Value::String(text));
                    self.inboxes.entry(socket).or_default().frames.push(frame);
                }
                Output::Close { socket, code, .. } => self.inboxes.entry(socket).or_default().closed = Some(code),
            }
        }
    }

    /// A consumer who subscribed to everything and opened a conversation, and its id.
    pub(crate) fn talking(&mut self) -> (SocketId, String) {
        let token = self.sign_up();
        let consumer = self.consumer(&token);
        self.ask(consumer, "cqm.SubscribeExConversations", json!({ "stage": ["OPEN", "CLOSE"] }));
        let answer = self.ask(consumer, "cm.ConsumerRequestConversation", Value::Null);
        let conversation = answer["body"]["conversationId"].as_str().unwrap().to_owned();
        self.ask(consumer, "ms.SubscribeMessagingEvents", json!({ "dialogId": conversation, "fromSeq": 0 }));
        self.take(consumer);
        (consumer, conversation)
    }

    /// The same with an agent who took it.
    pub(crate) fn answered(&mut self) -> (SocketId, SocketId, String) {
        let (consumer, conversation) = self.talking();
        let agent = self.agent("Ada");
        let ring = ring_of(&self.take(agent)).unwrap();
        let answer =
            self.ask(agent, ".ams.routing.UpdateRingState", json!({ "ringId": ring, "ringState": "ACCEPTED" }));
        assert_eq!(answer["code"], 200);
        self.take(agent);
        self.take(consumer);
        (consumer, agent, conversation)
    }

    pub(crate) fn say(&mut self, socket: SocketId, dialog: &str, text: &str) -> Value {
        let event = json!({ "type": "ContentEvent", "contentType": "text/plain", "message": text });
        self.ask(socket, "ms.PublishEvent", json!({ "dialogId": dialog, "event": event }))
    }
}

pub(crate) fn init(token: &str) -> Value {
    json!({ "kind": "req", "id": "1", "type": "InitConnection", "headers": [
        { "type": ".ams.headers.ClientProperties", "deviceFamily": "DESKTOP", "features": ["CO_BROWSE", "MULTI_DIALOG"] },
        { "type": ".ams.headers.ConsumerAuthentication", "jwt": token },
    ] })
}

/// The ring that waits, in what an agent was sent.
pub(crate) fn ring_of(frames: &[Value]) -> Option<String> {
    let rings = frames.iter().filter(|frame| frame["type"] == ".ams.routing.RoutingTaskNotification");
    let details = rings.map(|frame| &frame["body"]["changes"][0]["result"]["ringsDetails"][0]);
    let waiting: Vec<&Value> = details.filter(|ring| ring["ringState"] == "WAITING").collect();
    waiting.last()?["ringId"].as_str().map(str::to_owned)
}
