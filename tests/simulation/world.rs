//! One service, one agent, one browser, the network between them, and one true time.

use alongside::app::{HttpFailure, Input, Intent, Output, WireOutput};
use alongside::emulator::{self, Faults, Output as ServiceOutput, Service, SocketId};
use alongside::protocol::Millis;

use super::agent::Agent;
use super::browser::Browser;
use super::fault::Fault;
use super::network::{Network, Parcel};
use super::request::request;

/// When a run begins, in true time; the service's clock shows it.
pub(crate) const START: Millis = Millis(1_700_000_000_000);

pub(crate) struct World {
    pub(crate) now: Millis,
    pub(crate) service: Service,
    pub(crate) agent: Agent,
    pub(crate) browser: Browser,
    network: Network,
    agent_socket: Option<SocketId>,
    /// When lasting faults end.
    mends: Vec<(Millis, Fault)>,
    /// Texts that the service got from a connection that the tab had given up.
    pub(crate) late: Vec<String>,
    pub(crate) steps: u64,
    pub(crate) trace: Vec<String>,
    pub(crate) violations: Vec<String>,
}

impl World {
    pub(crate) fn new(seed: u64, skew: Millis) -> Self {
        let config = emulator::Config { host: "service.example.com".into(), seed, ..emulator::Config::default() };
        let mut service = Service::new(config);
        let mut agent = Agent::log_in(&mut service, START, "Ada");
        let agent_socket = Some(agent.connect(&mut service, START));
        let mut world = Self {
            now: START,
            service,
            agent,
            browser: Browser::new(seed, START, skew),
            network: Network::default(),
            agent_socket,
            mends: Vec::new(),
            late: Vec::new(),
            steps: 0,
            trace: Vec::new(),
            violations: Vec::new(),
        };
        world.pump();
        world
    }

    pub(crate) fn note(&mut self, line: &str) {
        self.trace.push(format!("{:>8} {line}", (self.now - START).0));
    }

    pub(crate) fn start(&mut self) {
        self.input(Input::Started { open: true, visible: true, online: !self.network.is_down });
    }

    pub(crate) fn intent(&mut self, intent: Intent) {
        self.input(Input::Intent(intent));
    }

    pub(crate) fn input(&mut self, input: Input) {
        let before = self.browser.app.state().connection;
        self.browser.hear(self.now, input);
        let connection = self.browser.app.state().connection;
        if std::mem::discriminant(&before) != std::mem::discriminant(&connection) {
            self.note(&format!("{connection:?}"));
        }
        self.pump();
    }

    /// Whether somebody could do something at the computer.
    pub(crate) fn is_awake(&self) -> bool {
        self.browser.asleep_until.is_none()
    }

    pub(crate) fn suffer(&mut self, fault: Fault, lasts: Millis) {
        self.note(&format!("{fault:?} for {} ms", lasts.0));
        match fault {
            Fault::Cut => self.cut(|_, _| 0),
            Fault::CutWithLateFrames => self.cut(|network, socket| network.hold_back(socket, lasts)),
            Fault::Close(code) => {
                for socket in self.service.consumer_sockets() {
                    self.service.kick(socket, code);
                }
                self.pump();
            }
            Fault::Reload => {
                for socket in std::mem::take(&mut self.browser.links).into_values() {
                    self.network.send(self.now, Parcel::ClosedAtService { socket });
                }
                self.browser.reload(self.now);
                self.start();
            }
            Fault::Sleep => self.browser.asleep_until = Some(self.now + lasts),
            Fault::ClockJump(by) => self.browser.skew = self.browser.skew + by,
            Fault::TooMany(count) => self.service.faults_mut().too_many_requests = count,
            Fault::Offline => {
                self.network.is_down = true;
                self.cut(|_, _| 0);
                self.hear_of_network();
            }
            _ => self.set(fault, true),
        }
        if !matches!(
            fault,
            Fault::Cut | Fault::CutWithLateFrames | Fault::Close(_) | Fault::Reload | Fault::ClockJump(_)
        ) {
            self.mends.push((self.now + lasts, fault));
        }
    }

    fn set(&mut self, fault: Fault, on: bool) {
        let faults = self.service.faults_mut();
        match fault {
            Fault::HalfOpenUp => self.network.loses_up = on,
            Fault::HalfOpenDown => self.network.loses_down = on,
            Fault::Slow(delay) => self.network.delay = if on { delay } else { Millis(0) },
            Fault::Unavailable => faults.unavailable = on,
            Fault::LostAnswers => faults.lost_answers = on,
            Fault::Duplicates => faults.duplicate_notifications = on,
            Fault::Reversed => faults.reverse_notifications = on,
            Fault::NotificationsFirst => faults.notifications_first = on,
            Fault::SlowNotifications => faults.slow_notifications = Millis(if on { 2_000 } else { 0 }),
            Fault::SingleElements => faults.single_elements = on,
            Fault::OldShapes => faults.old_shapes = on,
            Fault::Metadata(policy) => faults.metadata = if on { policy } else { Faults::default().metadata },
            Fault::RefusedQueries => faults.refuse_query_messages = on,
            Fault::TooMany(_) => faults.too_many_requests = 0,
            _ => {}
        }
    }

    fn mend(&mut self, fault: Fault) {
        self.note(&format!("{fault:?} is over"));
        match fault {
            Fault::Sleep => {
                self.browser.asleep_until = None;
            }
            Fault::Offline => {
                self.network.is_down = false;
                self.hear_of_network();
            }
            _ => self.set(fault, false),
        }
    }

    /// From now on nothing is wrong any more.
    pub(crate) fn mend_all(&mut self) {
        for (_, fault) in std::mem::take(&mut self.mends) {
            self.mend(fault);
        }
    }

    fn hear_of_network(&mut self) {
        if self.is_awake() {
            let online = !self.network.is_down;
            self.input(Input::Online(online));
        }
    }

    /// The tab's connections break. `hold` says what becomes of frames on their way up; the others are lost.
    fn cut(&mut self, hold: impl Fn(&mut Network, SocketId) -> usize) {
        for (link, socket) in std::mem::take(&mut self.browser.links) {
            let held = hold(&mut self.network, socket);
            self.network.lose(|parcel| match parcel {
                Parcel::ToService { socket: other, .. } => held == 0 && *other == socket,
                Parcel::ToTab { link: other, .. } => *other == link,
                _ => false,
            });
            let load = self.browser.load;
            self.network.send(self.now, Parcel::ClosedAtTab { load, link, code: 1006 });
            // A service that still gets frames has not noticed yet; it closes what is idle by itself.
            if held == 0 {
                self.network.send(self.now, Parcel::ClosedAtService { socket });
            }
        }
    }

    /// Lets time go by, and everything happen that happens meanwhile.
    pub(crate) fn run_until(&mut self, end: Millis) {
        while let Some(next) = self.next_at().filter(|at| *at <= end) {
            self.now = self.now.max(next);
            self.step();
        }
        self.now = self.now.max(end);
    }

    fn next_at(&self) -> Option<Millis> {
        let mends = self.mends.iter().map(|(at, _)| *at).min();
        [self.network.next_at(), self.service.poll_timeout(), self.browser.timeout(), mends].into_iter().flatten().min()
    }

    fn step(&mut self) {
        self.steps += 1;
        let now = self.now;
        while let Some(place) = self.mends.iter().position(|(at, _)| *at <= now) {
            let (_, fault) = self.mends.remove(place);
            self.mend(fault);
        }
        while let Some(parcel) = self.network.arrive(now) {
            self.deliver(parcel);
            self.pump();
        }
        if self.service.poll_timeout().is_some_and(|at| at <= now) {
            self.service.handle_timeout(now);
            self.pump();
        }
        if self.browser.timeout().is_some_and(|at| at <= now) {
            self.input(Input::Timeout);
            if self.browser.timeout().is_some_and(|at| at <= now) {
                self.violations.push("the tab wants a time that has passed".into());
                // Else this run would never end.
                self.now = self.now + Millis(1);
            }
        }
    }

    fn pump(&mut self) {
        loop {
            let mut idle = true;
            while let Some(output) = self.browser.app.poll_output() {
                idle = false;
                self.perform(output);
            }
            while let Some(output) = self.service.poll_output() {
                idle = false;
                self.service_output(output);
            }
            while let Some(text) = self.agent.poll() {
                idle = false;
                self.network.send(self.now, Parcel::FromAgent { text });
            }
            if idle {
                return;
            }
        }
    }

    fn perform(&mut self, output: Output) {
        let load = self.browser.load;
        match output {
            Output::Wire(WireOutput::Http { id, method, url, body }) => {
                let request = request(method, &url, body);
                self.network.send(self.now, Parcel::HttpAsk { load, id, request });
            }
            Output::Wire(WireOutput::Connect { link, url }) => {
                let path = url.strip_prefix("wss://service.example.com").unwrap().to_owned();
                self.network.send(self.now, Parcel::Opening { load, link, path });
            }
            Output::Wire(WireOutput::Transmit { link, text }) => {
                let socket = self.browser.links.get(&link).copied();
                if let Some(socket) = socket.filter(|socket| self.network.carries_up(*socket)) {
                    self.network.send(self.now, Parcel::ToService { socket, text });
                }
            }
            Output::Wire(WireOutput::Disconnect { link }) => {
                if let Some(socket) = self.browser.links.remove(&link) {
                    self.network.send(self.now, Parcel::ClosedAtService { socket });
                }
            }
            Output::Save { key, value } => drop(self.browser.storage.insert(key, value)),
            Output::Remove { key } => drop(self.browser.storage.remove(&key)),
            Output::Publish { .. } => self.violations.push("something was published on a tag that nobody has".into()),
            Output::Console { line, .. } => self.note(&format!("console: {line}")),
        }
    }

    fn service_output(&mut self, output: ServiceOutput) {
        let load = self.browser.load;
        let of =
            |browser: &Browser, socket| browser.links.iter().find(|(_, end)| **end == socket).map(|(link, _)| *link);
        match output {
            ServiceOutput::Transmit { socket, text } if Some(socket) == self.agent_socket => {
                self.network.send(self.now, Parcel::ToAgent { text });
            }
            ServiceOutput::Transmit { socket, text } => {
                let link = of(&self.browser, socket);
                if let Some(link) = link.filter(|_| self.network.carries_down(socket)) {
                    self.network.send(self.now, Parcel::ToTab { load, link, text });
                }
            }
            ServiceOutput::Close { socket, code, .. } => {
                if let Some(link) = of(&self.browser, socket) {
                    self.browser.links.remove(&link);
                    if self.network.carries_down(socket) {
                        self.network.send(self.now, Parcel::ClosedAtTab { load, link, code });
                    }
                }
            }
        }
    }

    fn deliver(&mut self, parcel: Parcel) {
        let now = self.now;
        // What comes to a computer that sleeps waits in its buffers.
        let to_tab = matches!(
            parcel,
            Parcel::HttpAnswer { .. } | Parcel::Opened { .. } | Parcel::ToTab { .. } | Parcel::ClosedAtTab { .. }
        );
        if let Some(awake) = self.browser.asleep_until.filter(|_| to_tab) {
            return self.network.send(awake, parcel);
        }
        let is_heard = |load: u64| load == self.browser.load;
        match parcel {
            Parcel::HttpAsk { load, id, request } => {
                let result = if self.network.is_down {
                    Err(HttpFailure::Unreachable)
                } else {
                    let response = self.service.handle_http(now, &request);
                    Ok((response.status, response.body_text().into_owned()))
                };
                self.network.send(now, Parcel::HttpAnswer { load, id, result });
            }
            Parcel::Opening { load, link, path } if is_heard(load) => {
                let opened = (!self.network.is_down).then(|| self.service.open_socket(now, &path, &[]));
                if let Some(Ok(socket)) = opened {
                    self.browser.links.insert(link, socket);
                    self.network.send(now, Parcel::Opened { load, link });
                } else {
                    self.network.send(now, Parcel::ClosedAtTab { load, link, code: 1006 });
                }
            }
            Parcel::HttpAnswer { load, id, result } if is_heard(load) => self.input(Input::Http { id, result }),
            Parcel::Opened { load, link } if is_heard(load) => self.input(Input::SocketOpened(link)),
            Parcel::ToTab { load, link, text } if is_heard(load) => self.input(Input::Frame { link, text }),
            Parcel::ClosedAtTab { load, link, code } if is_heard(load) => {
                self.input(Input::SocketClosed { link, code });
            }
            Parcel::ToService { socket, text } => {
                if !self.browser.links.values().any(|known| *known == socket) {
                    self.late.extend(words_of(&text));
                }
                self.service.handle_frame(now, socket, &text);
            }
            Parcel::ClosedAtService { socket } => self.service.handle_closed(now, socket),
            Parcel::ToAgent { text } => self.agent.handle(&text),
            Parcel::FromAgent { text } => {
                if let Some(socket) = self.agent_socket {
                    self.service.handle_frame(now, socket, &text);
                }
            }
            _ => {}
        }
    }
}

/// The text that a frame publishes, if it publishes one.
fn words_of(frame: &str) -> Option<String> {
    let frame: serde_json::Value = serde_json::from_str(frame).ok()?;
    Some(frame["body"]["event"]["message"].as_str()?.to_owned())
}
