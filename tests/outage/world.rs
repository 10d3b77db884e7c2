//! Many consumers of one service, the way between them, and one true time.

use std::collections::BTreeMap;

use alongside::app::{HttpFailure, HttpId, Input, Intent, LinkId, Random, WireOutput};
use alongside::emulator::{self, HttpRequest, Output as ServiceOutput, Service, SocketId};
use alongside::protocol::Millis;
use alongside::session::Backoff;
use alongside::store::Connection;

use super::consumer::{Consumer, Turn};
use super::request::request;
use super::theory::{Seconds, Window};

const START: Millis = Millis(1_700_000_000_000);
/// How long anything takes, one way.
const LATENCY: Millis = Millis(20);
/// After how long a browser gives a request over HTTP up that nobody answers.
const HTTP_TIMEOUT: Millis = Millis::from_secs(10);
/// How long consumers come, one after the other, before anything goes wrong.
const ARRIVALS: Millis = Millis::from_secs(30);

/// The way to the service.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Way {
    Open,
    /// Whoever goes it is told so.
    Broken,
    /// What is sent is lost, and nobody is told.
    Silent,
}

/// Who is let in.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Door {
    Everybody,
    /// So many new sockets a second; the others are opened and closed with this code.
    Some(u32, u16),
    /// So many new sockets a second; the others are not opened, and those who ask over HTTP then get this status.
    SomeByHttp(u32, u16),
    /// Whoever says who they are is closed with this code.
    Nobody(u16),
}

#[derive(Clone)]
enum Parcel {
    HttpAsk { who: usize, id: HttpId, request: HttpRequest },
    HttpAnswer { who: usize, id: HttpId, result: Result<(u16, String), HttpFailure> },
    Opening { who: usize, link: LinkId, path: String },
    Opened { who: usize, link: LinkId },
    ToService { socket: SocketId, text: String },
    ToTab { who: usize, link: LinkId, text: String },
    Closed { who: usize, link: LinkId, code: u16 },
    Gone { socket: SocketId },
    Ring { who: usize, number: u64 },
    Begin { who: usize },
}

/// What is measured, from the beginning of the outage on.
#[derive(Clone, Default)]
pub(crate) struct Tally {
    pub(crate) attempts: Seconds,
    pub(crate) expected: Seconds,
    /// What comes to the service.
    pub(crate) http: Seconds,
    pub(crate) sockets: Seconds,
    pub(crate) frames: Seconds,
    /// Attempts that were made earlier or later than the back-off allows.
    pub(crate) untimely: Vec<String>,
}

#[derive(Clone)]
pub(crate) struct World {
    pub(crate) now: Millis,
    /// When the outage begins.
    pub(crate) zero: Millis,
    pub(crate) service: Service,
    pub(crate) consumers: Vec<Consumer>,
    /// The connections, by the end at the service and by that at the consumer.
    links: BTreeMap<SocketId, (usize, LinkId)>,
    ends: BTreeMap<(usize, LinkId), SocketId>,
    queue: BTreeMap<(Millis, u64), Parcel>,
    sent: u64,
    pub(crate) way: Way,
    pub(crate) door: Door,
    /// How many came through the door in which second.
    let_in: (i64, u32),
    pub(crate) tally: Tally,
}

impl World {
    /// Consumers who are all online, each in a conversation of their own, none of whom had any trouble.
    pub(crate) fn talking(consumers: usize, token_life: Millis) -> Self {
        let config = emulator::Config {
            host: "service.example.com".into(),
            keeps_log: false,
            token_life,
            ..emulator::Config::default()
        };
        let mut seeds = Random::new(7);
        let mut world = Self {
            now: START,
            zero: START + ARRIVALS + Millis::from_secs(1),
            service: Service::new(config),
            consumers: (0..consumers).map(|_| Consumer::new(seeds.next_u64(), START)).collect(),
            links: BTreeMap::new(),
            ends: BTreeMap::new(),
            queue: BTreeMap::new(),
            sent: 0,
            way: Way::Open,
            door: Door::Everybody,
            let_in: (0, 0),
            tally: Tally::default(),
        };
        for who in 0..consumers {
            let after = ARRIVALS.0 * i64::try_from(who).unwrap() / i64::try_from(consumers).unwrap();
            world.send_at(START + Millis(after), Parcel::Begin { who });
        }
        world.run_until(world.zero);
        for consumer in &world.consumers {
            let state = consumer.app.state();
            assert!(matches!(state.connection, Connection::Online { .. }), "{:?}", state.connection);
            assert!(state.conversation.input.is_some(), "in a conversation");
        }
        world
    }

    fn send_at(&mut self, at: Millis, parcel: Parcel) {
        self.queue.insert((at, self.sent), parcel);
        self.sent += 1;
    }

    fn send(&mut self, parcel: Parcel) {
        self.send_at(self.now + LATENCY, parcel);
    }

    /// How long the outage has lasted.
    pub(crate) fn since(&self) -> Millis {
        self.now - self.zero
    }

    /// All connections end at one moment, at both ends.
    pub(crate) fn tear(&mut self, code: u16) {
        self.ends.clear();
        for (socket, (who, link)) in std::mem::take(&mut self.links) {
            self.service.handle_closed(self.now, socket);
            self.send_at(self.now, Parcel::Closed { who, link, code });
        }
        self.serve();
    }

    /// The service closes all sockets of consumers.
    pub(crate) fn close(&mut self, code: u16) {
        for socket in self.service.consumer_sockets() {
            self.service.kick(socket, code);
        }
        self.serve();
    }

    /// All browsers say at one moment whether there is a network.
    pub(crate) fn tell_of_network(&mut self, online: bool) {
        if online {
            // An attempt that was due anyway is not put off by it.
            let soon = Window { from: Millis(0), to: Backoff::FIRST };
            let second = self.since().0 / 1_000;
            self.tally.expected.forget_from(second);
            for consumer in &mut self.consumers {
                if consumer.hurry(soon.after(self.now)) {
                    self.tally.expected.expect(soon.after(self.now - self.zero));
                }
            }
        }
        for who in 0..self.consumers.len() {
            self.input(who, Input::Online(online));
        }
    }

    /// How many are online.
    pub(crate) fn online(&self) -> usize {
        self.consumers.iter().filter(|consumer| consumer.online_since.is_some()).count()
    }

    /// Lets time go by, and everything happen that happens meanwhile.
    pub(crate) fn run_until(&mut self, end: Millis) {
        loop {
            let next = self.queue.first_key_value().map(|((at, _), _)| *at);
            let timer = self.service.poll_timeout();
            let Some(at) = next.into_iter().chain(timer).min().filter(|at| *at <= end) else { break };
            self.now = self.now.max(at);
            if timer.is_some_and(|timer| timer <= self.now) {
                self.service.handle_timeout(self.now);
                self.serve();
            } else if let Some((_, parcel)) = self.queue.pop_first() {
                self.deliver(parcel);
            }
        }
        self.now = end;
    }

    fn input(&mut self, who: usize, input: Input) {
        let now = self.now;
        let since = self.since();
        let consumer = &mut self.consumers[who];
        let (outputs, turn) = consumer.take(now, input);
        let rings_at = consumer.app.poll_timeout();
        if consumer.rings_at != rings_at {
            consumer.rings_at = rings_at;
            consumer.rings += 1;
            let number = consumer.rings;
            if let Some(at) = rings_at {
                self.send_at(at.max(now), Parcel::Ring { who, number });
            }
        }
        match turn {
            Turn::Nothing => {}
            Turn::Failed(window) if since >= Millis(0) => {
                let window = Window { from: window.from - self.zero, to: window.to - self.zero };
                self.tally.expected.expect(window);
            }
            Turn::Failed(_) => {}
            Turn::Attempt(true) => self.tally.attempts.count(since),
            Turn::Renewal(true) => {}
            Turn::Attempt(false) | Turn::Renewal(false) => {
                self.tally.attempts.count(since);
                self.tally.untimely.push(format!("consumer {who} at {} ms", since.0));
            }
        }
        for output in outputs {
            self.perform(who, output);
        }
    }

    fn perform(&mut self, who: usize, output: WireOutput) {
        match output {
            WireOutput::Authenticate { .. } => unreachable!("nobody is logged in"),
            WireOutput::Http { id, method, url, body } => {
                let request = request(method, &url, body);
                self.send(Parcel::HttpAsk { who, id, request });
            }
            WireOutput::Connect { link, url } => {
                let path = url.strip_prefix("wss://service.example.com").unwrap().to_owned();
                self.send(Parcel::Opening { who, link, path });
            }
            WireOutput::Transmit { link, text } => {
                if let Some(socket) = self.ends.get(&(who, link)).copied().filter(|_| self.way == Way::Open) {
                    self.send(Parcel::ToService { socket, text });
                }
            }
            WireOutput::Disconnect { link } => {
                if let Some(socket) = self.ends.get(&(who, link)).copied().filter(|_| self.way == Way::Open) {
                    self.send(Parcel::Gone { socket });
                }
            }
        }
    }

    /// Does what the service wants done.
    fn serve(&mut self) {
        while let Some(output) = self.service.poll_output() {
            match output {
                ServiceOutput::Transmit { socket, text } => {
                    if let Some((who, link)) = self.links.get(&socket).copied().filter(|_| self.way == Way::Open) {
                        self.send(Parcel::ToTab { who, link, text });
                    }
                }
                ServiceOutput::Close { socket, code, .. } => {
                    if let Some((who, link)) = self.forget(socket).filter(|_| self.way == Way::Open) {
                        self.send(Parcel::Closed { who, link, code });
                    }
                }
            }
        }
    }

    fn forget(&mut self, socket: SocketId) -> Option<(usize, LinkId)> {
        let end = self.links.remove(&socket)?;
        self.ends.remove(&end);
        Some(end)
    }

    /// Whether one more may come in this second.
    fn lets_in(&mut self, most: u32) -> bool {
        let second = self.now.0.div_euclid(1_000);
        if self.let_in.0 != second {
            self.let_in = (second, 0);
        }
        self.let_in.1 += 1;
        self.let_in.1 <= most
    }

    /// Whether the door is full in this second.
    fn is_full(&self, most: u32) -> bool {
        self.let_in.0 == self.now.0.div_euclid(1_000) && self.let_in.1 >= most
    }

    fn deliver(&mut self, parcel: Parcel) {
        let now = self.now;
        match parcel {
            Parcel::Begin { who } => {
                self.input(who, Input::Started { open: true, visible: true, online: true, shared: false });
                self.input(who, Input::Intent(Intent::Send("hello".into())));
            }
            Parcel::Ring { who, number } => {
                if self.consumers[who].rings == number {
                    self.consumers[who].rings_at = None;
                    self.input(who, Input::Timeout);
                }
            }
            Parcel::HttpAsk { who, id, request } => {
                let since = self.since();
                self.tally.http.count(since);
                let result = match (self.way, self.door) {
                    (Way::Silent, _) => {
                        let result = Err(HttpFailure::TimedOut);
                        let at = now - LATENCY + HTTP_TIMEOUT;
                        return self.send_at(at, Parcel::HttpAnswer { who, id, result });
                    }
                    (Way::Broken, _) => Err(HttpFailure::Unreachable),
                    (_, Door::SomeByHttp(most, status)) if self.is_full(most) => Ok((status, String::new())),
                    _ => {
                        let response = self.service.handle_http(now, &request);
                        Ok((response.status, response.body_text().into_owned()))
                    }
                };
                self.send(Parcel::HttpAnswer { who, id, result });
            }
            Parcel::HttpAnswer { who, id, result } => self.input(who, Input::Http { id, result }),
            Parcel::Opening { who, link, path } => self.open(who, link, &path),
            Parcel::Opened { who, link } => self.input(who, Input::SocketOpened(link)),
            Parcel::ToService { socket, text } => {
                let since = self.since();
                self.tally.frames.count(since);
                if let Door::Nobody(code) = self.door {
                    self.service.kick(socket, code);
                } else {
                    self.service.handle_frame(now, socket, &text);
                }
                self.serve();
            }
            Parcel::ToTab { who, link, text } => self.input(who, Input::Frame { link, text }),
            Parcel::Closed { who, link, code } => self.input(who, Input::SocketClosed { link, code }),
            Parcel::Gone { socket } => {
                self.forget(socket);
                self.service.handle_closed(now, socket);
                self.serve();
            }
        }
    }

    fn open(&mut self, who: usize, link: LinkId, path: &str) {
        let since = self.since();
        self.tally.sockets.count(since);
        if self.way == Way::Silent {
            return;
        }
        let door = self.door;
        let refused = match door {
            _ if self.way == Way::Broken => Some(1006),
            Door::Some(most, code) if !self.lets_in(most) => Some(code),
            // A browser does not tell with which status an upgrade was refused.
            Door::SomeByHttp(most, _) if !self.lets_in(most) => Some(1006),
            _ => None,
        };
        if let Some(code) = refused {
            if code != 1006 {
                self.send(Parcel::Opened { who, link });
            }
            return self.send(Parcel::Closed { who, link, code });
        }
        match self.service.open_socket(self.now, path, &[]) {
            Ok(socket) => {
                self.links.insert(socket, (who, link));
                self.ends.insert((who, link), socket);
                self.send(Parcel::Opened { who, link });
            }
            Err(_) => self.send(Parcel::Closed { who, link, code: 1006 }),
        }
        self.serve();
    }
}
