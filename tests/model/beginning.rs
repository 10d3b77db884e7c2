//! The beginning of every exploration: a consumer who has written something, known to the emulated service. What the
//! service answers a page that is loaded again is learned here; from then on it is repeated, so that nothing of the service
//! has to be a part of a state.

use std::collections::{BTreeMap, HashMap};

use alongside::app::{App, Input, Intent, LinkId, Output, WireOutput};
use alongside::emulator::{self, Output as ServiceOutput, Service, SocketId};
use alongside::protocol::Millis;
use alongside::store::Connection;
use serde_json::Value;

use super::config::config;
use super::request::request;

/// The local clock when the pages of the model are loaded.
pub(crate) const START: Millis = Millis(1_700_000_000_000);
/// How far the service's clock is ahead of it: minutes.
pub(crate) const SKEW: Millis = Millis(7 * 60_000);

/// What the service says to a page of the consumer that it knows.
pub(crate) struct Beginning {
    /// What the browser keeps.
    pub(crate) stored: BTreeMap<String, String>,
    /// What is answered over HTTP, by address, and to a request, by its type.
    pub(crate) http: HashMap<String, (u16, String)>,
    pub(crate) answers: HashMap<String, Value>,
    /// The conversation, as its notifications tell it.
    pub(crate) conversation: Value,
    pub(crate) consumer: String,
}

/// One page and the emulated service, between which nothing takes time.
struct Pair {
    app: App,
    now: Millis,
    service: Service,
    socket: Option<(LinkId, SocketId)>,
    asked: HashMap<String, String>,
    learned: Beginning,
}

impl Beginning {
    pub(crate) fn new() -> Self {
        let settings = emulator::Config { host: "service.example.com".into(), ..emulator::Config::default() };
        let now = START - Millis::from_secs(60);
        let learned = Self {
            stored: BTreeMap::new(),
            http: HashMap::new(),
            answers: HashMap::new(),
            conversation: Value::Null,
            consumer: String::new(),
        };
        let mut pair = Pair {
            app: App::new(config(1), Vec::new(), now),
            now,
            service: Service::new(settings),
            socket: None,
            asked: HashMap::new(),
            learned,
        };
        pair.input(Input::Started { open: true, visible: true, online: true, shared: true });
        pair.until(|pair| matches!(pair.app.state().connection, Connection::Online { .. }));
        pair.input(Input::Intent(Intent::Send("hello".into())));
        pair.until(|pair| !pair.learned.conversation.is_null() && !pair.keeps("|text|"));
        pair.input(Input::PageHidden);
        pair.app = App::new(config(1), pair.learned.stored.clone().into_iter().collect(), pair.now);
        pair.input(Input::Started { open: false, visible: true, online: true, shared: true });
        pair.until(|pair| {
            let state = pair.app.state();
            state.conversation.open_id().is_some() && state.clock_offset.is_some()
        });
        let mut learned = pair.learned;
        learned.consumer = learned.conversation["conversationDetails"]["participants"][0]["id"]
            .as_str()
            .expect("a consumer takes part")
            .to_owned();
        learned
    }
}

impl Pair {
    fn until(&mut self, condition: impl Fn(&Self) -> bool) {
        for _ in 0..1_000 {
            if condition(self) {
                return;
            }
            self.now = self.now.max(self.app.poll_timeout().expect("something is waited for"));
            self.input(Input::Timeout);
        }
        panic!("never: {:?}", self.app.state());
    }

    fn keeps(&self, name: &str) -> bool {
        self.learned.stored.keys().any(|key| key.contains(name))
    }

    fn input(&mut self, input: Input) {
        self.app.handle(self.now, input);
        loop {
            if let Some(output) = self.app.poll_output() {
                self.perform(output);
            } else if let Some(output) = self.service.poll_output() {
                self.told(output);
            } else {
                return;
            }
        }
    }

    fn perform(&mut self, output: Output) {
        let server_now = self.now + SKEW;
        match output {
            Output::Wire(WireOutput::Http { id, method, url, body }) => {
                let response = self.service.handle_http(server_now, &request(method, &url, body));
                let answer = (response.status, response.body_text().into_owned());
                self.learned.http.insert(url, answer.clone());
                self.app.handle(self.now, Input::Http { id, result: Ok(answer) });
            }
            Output::Wire(WireOutput::Connect { link, url }) => {
                let path = url.strip_prefix("wss://service.example.com").expect("the discovered host");
                let socket = self.service.open_socket(server_now, path, &[]).expect("a socket");
                self.socket = Some((link, socket));
                self.app.handle(self.now, Input::SocketOpened(link));
            }
            Output::Wire(WireOutput::Transmit { text, .. }) => {
                let request: Value = serde_json::from_str(&text).unwrap();
                let of = |name: &str| request[name].as_str().unwrap().to_owned();
                self.asked.insert(of("id"), of("type"));
                if let Some((_, socket)) = self.socket {
                    self.service.handle_frame(server_now, socket, &text);
                }
            }
            Output::Wire(WireOutput::Disconnect { .. }) => {
                if let Some((_, socket)) = self.socket.take() {
                    self.service.handle_closed(server_now, socket);
                }
            }
            Output::Save { key, value } => drop(self.learned.stored.insert(key, value)),
            Output::Remove { key } => drop(self.learned.stored.remove(&key)),
            Output::Lock(lock, _) => self.app.handle(self.now, Input::Locked(lock)),
            _ => {}
        }
    }

    fn told(&mut self, output: ServiceOutput) {
        let ServiceOutput::Transmit { text, .. } = output else { return };
        let Some((link, _)) = self.socket else { return };
        let frame: Value = serde_json::from_str(&text).unwrap();
        if let Some(name) = frame["reqId"].as_str().and_then(|id| self.asked.get(id)) {
            self.learned.answers.insert(name.clone(), frame.clone());
        }
        if frame["type"] == "cqm.ExConversationChangeNotification" {
            self.learned.conversation = frame["body"]["changes"][0]["result"].clone();
        }
        self.app.handle(self.now, Input::Frame { link, text });
    }
}
