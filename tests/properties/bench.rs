//! One app on a bench: what happens to it, step by step, and what must hold after every step, whatever happens.
//!
//! The properties, the corpora and the fuzz target `consumer` share this file. A step that does not fit, such as an
//! answer where nothing was asked, is left out.

use std::collections::BTreeMap;

use alongside::app::{
    App, Config, HttpFailure, HttpId, Input, Intent, Level, LinkId, Output, ServiceUrl, TagIds, WireOutput,
};
use alongside::protocol::{AccountId, ClientProperties, Millis};
use alongside::store::cobrowse::{Answer, Key};
use alongside::store::{Connection, Delivery, EntryId, MOST_PENDING, Row, RowContent, State};

use crate::invariants;

/// The local clock at the start.
pub(crate) const START: i64 = 1_700_000_000_000;
/// The last time that a browser can tell, and, before 1970, the first (ECMAScript, "Time Values and Time Range").
const LAST_TIME: i64 = 8_640_000_000_000_000;
/// Before every name that is kept.
pub(crate) const PREFIX: &str = "alongside1|https://api.example.com|10001|";

/// How many times an app may want to be called at once before it counts as one that never stops.
const PATIENCE: usize = 8;
/// How much one step may lead to.
const MOST_OUTPUTS: usize = 1_000;
/// How many bytes of a line developers get.
const LONGEST_LINE: usize = 500;

/// Something that happens.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    /// Time goes on, or back.
    Wait(i64),
    /// The service does what the app waits for on its way to a conversation.
    Connect,
    /// An answer over HTTP to the newest request.
    Http(u16, String),
    /// There is none.
    NoHttp,
    Opened,
    /// An answer to the newest request but so many, with this body, or one that fits many requests.
    Reply {
        back: usize,
        code: u16,
        body: String,
    },
    Frame(String),
    Closed(u16),
    Write(String),
    Draft(String),
    Retry(u64),
    Discard(u64),
    Reconnect,
    Panel(bool),
    Invited(Answer),
    Online(bool),
    Visible(bool),
    /// The page goes away, or comes back.
    Page(bool),
    Tag(bool),
    /// Whether the page's tag takes events, or throws.
    TagTakes(bool),
    /// Whether the browser keeps anything.
    Keeps(bool),
    /// What is kept under a name becomes this, as by somebody else.
    Kept(String, String),
    /// The page is loaded again, and finds what was kept.
    Reload,
    /// The same on a page that names a connector.
    Connector,
}

/// An app, what is kept for it, and what it asks for.
pub(crate) struct Bench {
    pub(crate) app: App,
    pub(crate) now: i64,
    /// What developers were told as a warning, of this page load.
    pub(crate) warnings: Vec<String>,
    kept: BTreeMap<String, String>,
    keeps: bool,
    shared: bool,
    tag_takes: bool,
    connector: Option<&'static str>,
    http: Option<HttpId>,
    link: Option<LinkId>,
    is_open: bool,
    /// The frames that were sent, since they were last forgotten.
    pub(crate) requests: Vec<String>,
}

impl Bench {
    /// A page whose panel is open, with nothing kept.
    pub(crate) fn new() -> Self {
        let mut bench = Self {
            app: app(&BTreeMap::new(), None, START),
            now: START,
            warnings: Vec::new(),
            kept: BTreeMap::new(),
            keeps: true,
            shared: false,
            tag_takes: true,
            connector: None,
            http: None,
            link: None,
            is_open: false,
            requests: Vec::new(),
        };
        bench.tell(Input::Started { open: true, visible: true, online: true, shared: bench.shared });
        bench
    }

    pub(crate) fn state(&self) -> &State {
        self.app.state()
    }

    /// Forgets what was asked and said so far.
    pub(crate) fn forget(&mut self) {
        (self.requests, self.warnings) = (Vec::new(), Vec::new());
    }

    pub(crate) fn is_online(&self) -> bool {
        matches!(self.state().connection, Connection::Online { .. })
    }

    /// Lets something happen, and all that is due; what must hold is held against the state.
    pub(crate) fn step(&mut self, step: Step) {
        match step {
            Step::Wait(time) => self.now = self.now.saturating_add(time).clamp(-LAST_TIME, LAST_TIME),
            Step::Connect => self.connect(),
            Step::Reload => self.reload(),
            Step::Connector => {
                self.connector = Some("4711");
                self.reload();
            }
            Step::TagTakes(takes) => self.tag_takes = takes,
            Step::Keeps(keeps) => self.keeps = keeps,
            Step::Kept(name, value) => {
                let (key, value) = ([PREFIX, &name].concat(), Some(value).filter(|value| !value.is_empty()));
                match value.clone() {
                    Some(value) => drop(self.kept.insert(key.clone(), value)),
                    None => drop(self.kept.remove(&key)),
                }
                self.tell(Input::Kept { key, value });
            }
            step => {
                if let Some(input) = self.input(step) {
                    self.tell(input);
                }
            }
        }
        self.settle();
        let rows = self.state().conversation.rows.iter();
        let waiting = rows.filter(|row| row.place.is_pending()).count();
        assert!(waiting <= MOST_PENDING, "{waiting} texts wait");
        let sending = self.state().conversation.rows.iter().filter(|row| is_on_its_way(row)).count();
        // A text that was given a place that another holds stays where it is: nobody knows where it stands.
        let is_misplaced = self.warnings.iter().any(|line| line.contains("a place that another holds"));
        assert!(sending <= 1 || is_misplaced, "{sending} texts are on their way");
        if let Err(broken) = invariants::of_state(self.state()) {
            panic!("{broken}");
        }
    }

    /// Gives the app what it waits for on its way to a conversation.
    pub(crate) fn connect(&mut self) {
        for _ in 0..8 {
            let Some(input) = self.next_on_the_way() else { return };
            self.tell(input);
        }
    }

    fn input(&self, step: Step) -> Option<Input> {
        Some(match step {
            Step::Http(status, body) => Input::Http { id: self.http?, result: Ok((status, body)) },
            Step::NoHttp => Input::Http { id: self.http?, result: Err(HttpFailure::TimedOut) },
            Step::Opened => Input::SocketOpened(self.link?),
            Step::Reply { back, code, body } => {
                let request = self.requests.iter().rev().nth(back)?;
                let text = if body.is_empty() { granted(request, code) } else { reply(request, code, &body) };
                Input::Frame { link: self.link?, text }
            }
            Step::Frame(text) => Input::Frame { link: self.link?, text },
            Step::Closed(code) => Input::SocketClosed { link: self.link?, code },
            Step::Write(text) => Input::Intent(Intent::Send(text)),
            Step::Draft(text) => Input::Intent(Intent::Draft(text)),
            Step::Retry(entry) => Input::Intent(Intent::Retry(EntryId(entry))),
            Step::Discard(entry) => Input::Intent(Intent::Discard(EntryId(entry))),
            Step::Reconnect => Input::Intent(Intent::Reconnect),
            Step::Panel(true) => Input::Intent(Intent::Open),
            Step::Panel(false) => Input::Intent(Intent::Close),
            Step::Invited(answer) => {
                let key: &Key = self.app.standing_invitation()?;
                Input::Intent(Intent::Answer { key: key.clone(), answer })
            }
            Step::Online(online) => Input::Online(online),
            Step::Visible(visible) => Input::Visible(visible),
            Step::Page(true) => Input::PageShown { stored: self.kept.clone().into_iter().collect() },
            Step::Page(false) => Input::PageHidden,
            Step::Tag(ready) => Input::Tag { ready, ids: TagIds::default() },
            Step::Wait(_)
            | Step::Connect
            | Step::Reload
            | Step::Connector
            | Step::TagTakes(_)
            | Step::Keeps(_)
            | Step::Kept(..) => return None,
        })
    }

    fn tell(&mut self, input: Input) {
        self.app.handle(Millis(self.now), input);
        for count in 0.. {
            let Some(output) = self.app.poll_output() else { break };
            assert!(count < MOST_OUTPUTS, "one step leads to too much: {output:?}");
            self.perform(output);
        }
    }

    fn perform(&mut self, output: Output) {
        match output {
            Output::Wire(WireOutput::Http { id, .. }) => self.http = Some(id),
            Output::Wire(WireOutput::Connect { link, .. }) => (self.link, self.is_open) = (Some(link), false),
            Output::Wire(WireOutput::Transmit { link, text }) => {
                assert_eq!(Some(link), self.link, "nothing is sent where nothing is connected");
                self.requests.push(text);
            }
            Output::Wire(WireOutput::Disconnect { .. }) => self.link = None,
            Output::Announce(step) if step.may_be_taken => {
                // Now and then the page takes an invitation over.
                self.app.handle(Millis(self.now), Input::Announced(self.now % 7 == 0));
            }
            Output::Announce(_)
            | Output::CallScreen(_)
            | Output::Download { .. }
            | Output::File(_)
            | Output::Tell(_) => {}
            Output::Publish { .. } => {
                let result = if self.tag_takes { Ok(()) } else { Err("it threw".to_owned()) };
                self.app.handle(Millis(self.now), Input::Published(result));
            }
            Output::Save { key, .. } if !self.keeps => {
                let is_older_kept = self.kept.contains_key(&key);
                self.app.handle(Millis(self.now), Input::StorageFailed { key, is_older_kept });
            }
            Output::Wire(WireOutput::Authenticate { .. }) | Output::BeginAnew => unreachable!("nobody is logged in"),
            Output::LookAtTag => self.app.handle(Millis(self.now), Input::TagKnows(TagIds::default())),
            Output::LookAtElement => {}
            Output::Badge(_) | Output::Sound | Output::AskToNotify | Output::Notify { .. } => {}
            Output::FetchDeferred => unreachable!("all of the code is there"),
            Output::Lock(lock, _) => self.app.handle(Millis(self.now), Input::Locked(lock)),
            Output::Unlock(_) => {}
            Output::Save { key, value } => {
                assert!(key.starts_with(PREFIX), "{key} is somebody else's");
                assert!(value.len() < 4_000_000, "what is kept is bounded");
                self.kept.insert(key, value);
            }
            Output::Remove { key } => drop(self.kept.remove(&key)),
            Output::Console { level, line } => {
                assert!(line.len() <= LONGEST_LINE, "a line of {} bytes", line.len());
                if level != Level::Debug {
                    self.warnings.push(line);
                }
            }
        }
    }

    fn reload(&mut self) {
        self.app = app(&self.kept, self.connector, self.now);
        (self.http, self.link) = (None, None);
        self.forget();
        // Every other page is one in which tabs hear of each other.
        self.shared = !self.shared;
        self.tell(Input::Started { open: true, visible: true, online: true, shared: self.shared });
    }

    /// Lets everything happen that is due.
    fn settle(&mut self) {
        for attempt in 0.. {
            if self.app.poll_timeout().is_none_or(|at| at.0 > self.now) {
                return;
            }
            assert!(attempt < PATIENCE, "it wants a time that has passed");
            self.tell(Input::Timeout);
        }
    }

    /// The answer over HTTP, the open socket, the answers to the introduction and to the subscription.
    fn next_on_the_way(&mut self) -> Option<Input> {
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

fn app(kept: &BTreeMap<String, String>, connector: Option<&str>, now: i64) -> App {
    let config = Config {
        account: AccountId::from("10001"),
        service: ServiceUrl::parse("https://api.example.com").unwrap(),
        connector: connector.map(str::to_owned),
        authenticate: None,
        visitor_name: "Visitor".into(),
        cobrowse_app: "lpUnifiedWindow".into(),
        hidden: String::new(),
        sound: false,
        mask: true,
        origin: Box::default(),
        client: ClientProperties::header().into(),
        page_id: "page".into(),
        seed: 7,
    };
    App::new(config, kept.clone().into_iter().collect(), Millis(now))
}

fn is_on_its_way(row: &Row) -> bool {
    matches!(&row.content, RowContent::Message(message) if matches!(message.delivery, Delivery::Sending(_)))
}

/// A token whose subject is "me", and where everything is.
pub(crate) const SIGN_IN: &str = r#"{"jwt":"a.eyJzdWIiOiJtZSJ9.c","baseURIs":[
    {"service":"asyncMessagingEnt","account":"10001","baseURI":"s.example.com"},
    {"service":"idp","account":"10001","baseURI":"s.example.com"},
    {"service":"accountConfigReadOnly","account":"10001","baseURI":"s.example.com"}]}"#;

/// An answer that fits many requests. It names no subscription, so that all notifications are of it.
fn granted(request: &str, code: u16) -> String {
    reply(request, code, &format!(r#"{{"conversationId":"c","currentTime":{START},"sequence":3}}"#))
}

fn reply(request: &str, code: u16, body: &str) -> String {
    let request: serde_json::Value = serde_json::from_str(request).unwrap();
    format!(r#"{{"kind":"resp","reqId":{},"code":{code},"body":{body}}}"#, request["id"])
}
