//! The world of a scenario: one service, one agent, one tab, the network between them, and one clock.

pub(crate) mod files;
mod service;
mod trouble;

use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;

use alongside::app::{
    App, Config, FileNews, FileTask, HttpFailure, HttpId, Input, Intent, Level, LinkId, Lock, Output, PageAnswer, Step,
    TagIds, Told, WireOutput,
};
use alongside::emulator::{self, HttpRequest, Service, SocketId};
use alongside::protocol::Millis;
use alongside::store::State;

use crate::agent::Agent;
use crate::config::config;
use crate::request::request;

/// How long anything takes on the network, one way.
pub(crate) const LATENCY: Millis = Millis(20);
/// The local clock at the start: the service's is [`World::SKEW`] ahead of it.
const START: Millis = Millis(1_700_000_000_000);

/// What the page's tag is like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tag {
    Absent,
    Ready,
    Throwing,
}

/// An event that the page's tag was told.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Published {
    pub(crate) app: String,
    pub(crate) event: &'static str,
    pub(crate) data: BTreeMap<&'static str, String>,
}

enum Parcel {
    ToService { socket: SocketId, text: String },
    Opening { link: LinkId, path: String },
    Opened { link: LinkId },
    ToTab { link: LinkId, text: String },
    ClosedAtTab { link: LinkId, code: u16 },
    ClosedAtService { socket: SocketId },
    HttpAsk { id: HttpId, request: HttpRequest },
    HttpAnswer { id: HttpId, result: Result<(u16, String), HttpFailure> },
    ToAgent { text: String },
    FromAgent { text: String },
    Locked(Lock),
    Deferred,
    FileTask(FileTask),
    FileNews(FileNews),
}

pub(crate) struct World {
    pub(crate) now: Millis,
    pub(crate) service: Service,
    pub(crate) app: App,
    pub(crate) agent: Agent,
    pub(crate) storage: BTreeMap<String, String>,
    /// The keys of what was kept, which the other tabs were told of.
    pub(crate) told: Vec<String>,
    pub(crate) published: Vec<Published>,
    /// The notices beyond the widget.
    pub(crate) notices: Vec<Output>,
    /// What the page has of files.
    pub(crate) page_files: files::PageFiles,
    /// Files that the consumer was given.
    pub(crate) files: Vec<String>,
    /// What cards handed over to the page.
    pub(crate) handed: Vec<String>,
    /// Of which steps the page was told by events on the element.
    pub(crate) announced: Vec<Step>,
    /// Which of them it takes over, where it may.
    pub(crate) page_takes: Vec<&'static str>,
    /// What its element tells of the visitor.
    pub(crate) page_tells: Rc<Told>,
    /// Whether there is an element for a call.
    pub(crate) call_screen: bool,
    pub(crate) console: Vec<String>,
    /// Those lines of it that are shown without being asked for.
    pub(crate) warnings: Vec<String>,
    pub(crate) tag: Tag,
    pub(crate) tag_ids: TagIds,
    /// Whether the network lets anything through.
    pub(crate) network_up: bool,
    /// Frames to the service are swallowed, the socket stands: a half-open connection.
    pub(crate) swallow_frames: bool,
    /// Whether tabs can agree; there is one here, so every lock is granted.
    pub(crate) shared: bool,
    /// How long it takes until a lock is granted.
    pub(crate) lock_after: Millis,
    /// The browser keeps nothing.
    pub(crate) storage_is_full: bool,
    /// Whether not all of the code is there, how often it was asked for, and whether it comes.
    pub(crate) defers: bool,
    pub(crate) code_asked: usize,
    pub(crate) code_is_lost: bool,
    /// Requests with this word in them do not arrive.
    pub(crate) loses: &'static str,
    /// They, and what else was lost on the way.
    pub(crate) lost: Vec<String>,
    /// Frames of the tab that reached the service, in order.
    pub(crate) heard: Vec<String>,
    /// What the page says when it is asked for a credential, each once and the last again and
    /// again; nothing where it does not call back.
    pub(crate) page: VecDeque<PageAnswer>,
    /// By which of its functions it was asked.
    pub(crate) functions: Vec<String>,
    /// The names of the locks that were asked for.
    pub(crate) locks: Vec<String>,
    /// Addresses that were asked over HTTP.
    pub(crate) asked: Vec<String>,
    /// What was sent with that.
    pub(crate) bodies: Vec<String>,
    pub(crate) config: Config,
    /// How far the service's clock is ahead of the tab's by now.
    skew: Millis,
    pub(crate) links: BTreeMap<LinkId, SocketId>,
    pub(crate) agent_socket: Option<SocketId>,
    queue: VecDeque<(Millis, u64, Parcel)>,
    next: u64,
}

impl World {
    /// How far the service's clock is ahead of the tab's at the start.
    pub(crate) const SKEW: Millis = Millis(7 * 60_000);

    pub(crate) fn new() -> Self {
        Self::with(|_| {}, |_| {})
    }

    pub(crate) fn with(configure: impl FnOnce(&mut Config), service: impl FnOnce(&mut emulator::Config)) -> Self {
        let mut config = config(1);
        configure(&mut config);
        let mut emulated = emulator::Config { host: "service.example.com".into(), ..emulator::Config::default() };
        service(&mut emulated);
        let mut service = Service::new(emulated);
        let agent = Agent::log_in(&mut service, START + Self::SKEW, "Ada");
        let mut world = Self {
            now: START,
            service,
            app: App::new(config.clone(), Vec::new(), START),
            agent,
            storage: BTreeMap::new(),
            told: Vec::new(),
            published: Vec::new(),
            notices: Vec::new(),
            page_files: files::PageFiles::default(),
            files: Vec::new(),
            handed: Vec::new(),
            announced: Vec::new(),
            page_takes: Vec::new(),
            page_tells: Rc::default(),
            call_screen: false,
            console: Vec::new(),
            warnings: Vec::new(),
            tag: Tag::Ready,
            tag_ids: TagIds::default(),
            network_up: true,
            swallow_frames: false,
            shared: true,
            lock_after: Millis(1),
            storage_is_full: false,
            defers: false,
            code_asked: 0,
            code_is_lost: false,
            loses: "",
            lost: Vec::new(),
            heard: Vec::new(),
            page: VecDeque::new(),
            functions: Vec::new(),
            locks: Vec::new(),
            asked: Vec::new(),
            bodies: Vec::new(),
            config,
            skew: Self::SKEW,
            links: BTreeMap::new(),
            agent_socket: None,
            queue: VecDeque::new(),
            next: 0,
        };
        world.agent_socket = Some(world.agent.connect(&mut world.service, START + Self::SKEW));
        world.pump();
        world
    }

    /// A tab whose consumer has opened the panel and whose connection stands.
    pub(crate) fn online() -> Self {
        let mut world = Self::new();
        world.start(true);
        world.until("online", Self::is_online);
        world
    }

    /// The same without a connector: a token can only be replaced, by another person's.
    pub(crate) fn without_connector() -> Self {
        let mut world = Self::with(|config| config.connector = None, |_| {});
        world.start(true);
        world.until("online", Self::is_online);
        world
    }

    /// A tab in a conversation that the agent has taken.
    pub(crate) fn talking() -> Self {
        let mut world = Self::online();
        world.send("hello");
        world.until("the agent has the conversation", |world| {
            world.agent.has_joined() && world.app.state().conversation.agent.is_some() && world.is_settled()
        });
        world
    }

    pub(crate) fn server_now(&self) -> Millis {
        self.now + self.skew
    }

    pub(crate) fn state(&self) -> &State {
        self.app.state()
    }

    pub(crate) fn start(&mut self, open: bool) {
        self.input(Input::Started { open, visible: true, online: true, shared: self.shared });
    }

    /// The page is left and loaded again: all that stays is what was kept in storage.
    pub(crate) fn reload(&mut self) {
        self.input(Input::PageHidden);
        self.leave_files();
        self.links.clear();
        self.queue.retain(|(_, _, delivery)| {
            matches!(
                delivery,
                Parcel::ToService { .. }
                    | Parcel::ClosedAtService { .. }
                    | Parcel::ToAgent { .. }
                    | Parcel::FromAgent { .. }
            )
        });
        self.load();
        self.published.clear();
        self.announced.clear();
        self.call_screen = false;
        self.start(false);
    }

    pub(crate) fn intent(&mut self, intent: Intent) {
        self.input(Input::Intent(intent));
    }

    pub(crate) fn send(&mut self, text: &str) {
        self.intent(Intent::Send(text.into()));
    }

    pub(crate) fn input(&mut self, input: Input) {
        self.app.handle(self.now, input);
        self.pump();
    }

    /// Performs what everybody wants done, until nobody wants anything at this moment.
    pub(crate) fn pump(&mut self) {
        loop {
            let mut idle = true;
            while let Some(output) = self.app.poll_output() {
                idle = false;
                self.perform(output);
            }
            while let Some(output) = self.service.poll_output() {
                idle = false;
                self.service_output(output);
            }
            while let Some(text) = self.agent.poll() {
                idle = false;
                self.later(LATENCY, Parcel::FromAgent { text });
            }
            let ready = self.tag != Tag::Absent;
            if self.app.wants_tag() && self.app.state().tag_ready != ready {
                idle = false;
                self.app.handle(self.now, Input::Tag { ready, ids: self.tag_ids.clone() });
            }
            if idle {
                return;
            }
        }
    }

    /// Goes on until the condition holds. The bound is virtual: a scenario that takes longer is wrong.
    pub(crate) fn until(&mut self, what: &str, condition: impl Fn(&Self) -> bool) {
        let end = self.now + Millis::from_secs(600);
        while !condition(self) {
            assert!(self.now < end && self.step(end), "never: {what}\n{}", self.picture());
        }
    }

    /// Lets this much time go by.
    pub(crate) fn run_for(&mut self, time: Millis) {
        let end = self.now + time;
        while self.step(end) {}
        self.now = end;
        self.timeouts();
    }

    /// Goes to the next thing that happens, not beyond the end; yields whether there was one.
    fn step(&mut self, end: Millis) -> bool {
        let service = self.service.poll_timeout().map(|at| at - self.skew);
        let due = [self.queue.front().map(|(at, _, _)| *at), self.app.poll_timeout(), service];
        let Some(next) = due.into_iter().flatten().min().filter(|at| *at <= end) else { return false };
        self.now = self.now.max(next);
        while self.queue.front().is_some_and(|(at, _, _)| *at <= self.now) {
            if let Some((_, _, delivery)) = self.queue.pop_front() {
                self.deliver(delivery);
                self.pump();
            }
        }
        self.timeouts();
        true
    }

    fn timeouts(&mut self) {
        if self.app.poll_timeout().is_some_and(|at| at <= self.now) {
            self.input(Input::Timeout);
            let again = self.app.poll_timeout();
            assert!(
                again.is_none_or(|at| at > self.now),
                "the tab wants a time that has passed: {again:?}\n{}",
                self.picture()
            );
        }
        if self.service.poll_timeout().is_some_and(|at| at <= self.server_now()) {
            let now = self.server_now();
            self.service.handle_timeout(now);
            self.pump();
        }
    }

    fn perform(&mut self, output: Output) {
        match output {
            Output::Wire(WireOutput::Http { id, method, url, body }) => {
                self.asked.push(url.clone());
                self.bodies.extend(body.clone());
                self.later(LATENCY, Parcel::HttpAsk { id, request: request(method, &url, body) });
            }
            Output::Wire(WireOutput::Connect { link, url }) => {
                let path = url.strip_prefix("wss://service.example.com").expect("the discovered host").to_owned();
                self.later(LATENCY, Parcel::Opening { link, path });
            }
            Output::Wire(WireOutput::Transmit { link, text }) => {
                let is_lost = self.swallow_frames || (!self.loses.is_empty() && text.contains(self.loses));
                if is_lost {
                    self.lost.push(text);
                } else if let Some(socket) = self.links.get(&link).copied() {
                    self.later(LATENCY, Parcel::ToService { socket, text });
                }
            }
            Output::Wire(WireOutput::Disconnect { link }) => {
                if let Some(socket) = self.links.remove(&link) {
                    self.later(LATENCY, Parcel::ClosedAtService { socket });
                }
            }
            Output::Save { key, .. } if self.storage_is_full => {
                let is_older_kept = self.storage.contains_key(&key);
                self.app.handle(self.now, Input::StorageFailed { key, is_older_kept });
            }
            Output::Save { key, value } => {
                self.told.push(key.clone());
                self.storage.insert(key, value);
            }
            Output::Remove { key } => drop(self.storage.remove(&key)),
            Output::Lock(lock, name) => {
                self.locks.push(name);
                self.later(self.lock_after, Parcel::Locked(lock));
            }
            Output::Wire(WireOutput::Authenticate { id, function }) => {
                self.functions.push(function);
                let is_last = self.page.len() == 1;
                let answer = if is_last { self.page.front().cloned() } else { self.page.pop_front() };
                if let Some(answer) = answer {
                    self.app.handle(self.now, Input::Authenticated { id, answer });
                }
            }
            Output::FetchDeferred => {
                self.code_asked += 1;
                self.later(LATENCY, Parcel::Deferred);
            }
            Output::BeginAnew => {
                self.links.clear();
                self.load();
                let shared = self.shared;
                self.app.handle(self.now, Input::Started { open: false, visible: true, online: true, shared });
            }
            Output::Unlock(lock) => {
                self.queue.retain(|(_, _, parcel)| !matches!(parcel, Parcel::Locked(asked) if *asked == lock));
            }
            Output::Download { text, .. } => self.files.push(text),
            Output::LookAtTag => self.app.handle(self.now, Input::TagKnows(self.tag_ids.clone())),
            Output::LookAtElement => self.app.handle(self.now, Input::Told(Rc::clone(&self.page_tells))),
            Output::Badge(_) | Output::Sound | Output::AskToNotify | Output::Notify { .. } => self.notices.push(output),
            Output::Tell(detail) => self.handed.push(detail),
            Output::File(task) => self.file_task(task),
            Output::CallScreen(is_shown) => self.call_screen = is_shown,
            Output::Announce(step) => {
                let (may_be_taken, is_taken) = (step.may_be_taken, self.page_takes.contains(&step.name));
                self.announced.push(step);
                if may_be_taken {
                    self.app.handle(self.now, Input::Announced(is_taken));
                }
            }
            Output::Publish { app, event, data } => {
                let result = match self.tag {
                    Tag::Ready => {
                        assert!(
                            self.call_screen
                                || !data.iter().any(|(name, _)| *name == "mode")
                                || event != "cobrowseAccepted"
                        );
                        self.published.push(Published { app, event, data: data.into_iter().collect() });
                        Ok(())
                    }
                    Tag::Throwing => Err("win is undefined".into()),
                    Tag::Absent => panic!("published on a tag that is not there"),
                };
                self.app.handle(self.now, Input::Published(result));
            }
            Output::Console { level, line } => {
                if level != Level::Debug {
                    self.warnings.push(line.clone());
                }
                self.console.push(line);
            }
        }
    }

    fn deliver(&mut self, delivery: Parcel) {
        let server_now = self.server_now();
        match delivery {
            Parcel::HttpAsk { id, request } => {
                let result = if self.network_up {
                    let response = self.service.handle_http(server_now, &request);
                    Ok((response.status, response.body_text().into_owned()))
                } else {
                    Err(HttpFailure::Unreachable)
                };
                self.later(LATENCY, Parcel::HttpAnswer { id, result });
            }
            Parcel::HttpAnswer { id, result } => self.input(Input::Http { id, result }),
            Parcel::Opening { link, path } => {
                let opened = self.network_up.then(|| self.service.open_socket(server_now, &path, &[]));
                match opened {
                    Some(Ok(socket)) => {
                        self.links.insert(link, socket);
                        self.later(LATENCY, Parcel::Opened { link });
                    }
                    _ => self.later(LATENCY, Parcel::ClosedAtTab { link, code: 1006 }),
                }
            }
            Parcel::Opened { link } => self.input(Input::SocketOpened(link)),
            Parcel::ToService { socket, text } => {
                self.heard.push(text.clone());
                self.service.handle_frame(server_now, socket, &text);
            }
            Parcel::ToTab { link, text } => self.input(Input::Frame { link, text }),
            Parcel::ClosedAtTab { link, code } => self.input(Input::SocketClosed { link, code }),
            Parcel::ClosedAtService { socket } => self.service.handle_closed(server_now, socket),
            Parcel::Locked(lock) => self.input(Input::Locked(lock)),
            Parcel::Deferred => self.code_comes(),
            Parcel::FileTask(task) => self.file_reaches(task),
            Parcel::FileNews(news) => self.input(Input::File(news)),
            Parcel::ToAgent { text } => self.agent.handle(&text),
            Parcel::FromAgent { text } => {
                if let Some(socket) = self.agent_socket {
                    self.service.handle_frame(server_now, socket, &text);
                }
            }
        }
    }
}
