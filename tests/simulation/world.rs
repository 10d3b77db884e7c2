//! One service, one agent, some browsers with some tabs each, the network between them, and one true time.

mod deliver;
mod drafts;
mod kept;
mod people;
mod picture;
mod trouble;

use std::collections::{BTreeMap, BTreeSet};

use alongside::app::{App, HttpFailure, Input, Intent, Lock, Output, WireOutput};
use alongside::emulator::{self, Faults, HttpRequest, MetadataPolicy, Output as ServiceOutput, Service, SocketId};
use alongside::protocol::Millis;
use alongside::store::Connection;

pub(crate) use self::drafts::{Drafted, Newest};
use super::browser::{Browser, Page};
use super::desk::Desk;
use super::fault::Fault;
use super::ledger::Ledger;
use super::network::{LATENCY, Network, Parcel};
use super::request::request;

/// When a run begins, in true time; the service's clock shows it.
pub(crate) const START: Millis = Millis(1_700_000_000_000);

/// An event that a page's tag was told.
#[derive(Clone, Debug)]
pub(crate) struct Published {
    pub(crate) page: Page,
    pub(crate) event: &'static str,
    pub(crate) service: String,
    /// Whether the page had been told by then that the invitation, or its conversation, is over.
    pub(crate) was_over: bool,
    /// What the service's clock showed then, as far as the page could know.
    pub(crate) service_time: Option<Millis>,
    /// Whether the page's tag could take it.
    pub(crate) tag_was_ready: bool,
}

/// A text that somebody wrote.
#[derive(Clone, Debug)]
pub(crate) struct Sent {
    pub(crate) text: String,
    /// The order within a page counts.
    pub(crate) page: Page,
    /// The browser kept nothing then, or the page could not tell the others: should it go, the text goes with it.
    pub(crate) is_at_risk: bool,
    /// So it was at some time: the next page could not know of the text, nor the text's page what became of it.
    pub(crate) was_at_risk: bool,
    /// It was at risk when its page went to the browser's history, or for good while no page was there that was loaded
    /// earlier: the others need not know of it.
    pub(crate) went: bool,
}

/// A text that somebody sent again by hand.
pub(crate) struct Retried {
    pub(crate) text: String,
    pub(crate) page: Page,
    pub(crate) at: Millis,
}

pub(crate) struct World {
    pub(crate) now: Millis,
    pub(crate) service: Service,
    pub(crate) desk: Desk,
    pub(crate) browsers: Vec<Browser>,
    network: Network,
    agent_socket: Option<SocketId>,
    /// When lasting faults end.
    mends: Vec<(Millis, Fault, (usize, usize))>,
    refuses_tokens: bool,
    is_down: bool,
    pub(crate) sent: Vec<Sent>,
    /// Texts that somebody sent again by hand.
    pub(crate) retried: Vec<Retried>,
    pub(crate) published: Vec<Published>,
    pub(crate) drafted: Vec<Drafted>,
    /// Who the consumer of each page was, and which conversation went on there, over time.
    pub(crate) stood: BTreeMap<Page, Vec<(String, String)>>,
    pub(crate) ledger: Ledger,
    tells_frames: bool,
    /// Whether the service gave back the name of every text so far.
    pub(crate) names_all: bool,
    /// What the service does while nothing is wrong.
    usual: Faults,
    /// How often the agent closed a conversation, or a consumer asked for its end.
    pub(crate) closed: usize,
    /// The browsers in which a consumer did.
    pub(crate) ended: BTreeSet<usize>,
    /// Until when what the agent said last before that may be on its way.
    pub(crate) closes_until: Millis,
    /// In the end: everybody has scrolled up to the beginning.
    pub(crate) has_read: bool,
    pub(crate) steps: u64,
    pub(crate) trace: Vec<String>,
    pub(crate) violations: Vec<String>,
}

impl World {
    pub(crate) fn new(seed: u64, browsers: &[(Millis, bool)], token_life: Millis, usual: Faults) -> Self {
        let host = "service.example.com".into();
        let config = emulator::Config { host, seed, token_life, ..emulator::Config::default() };
        let mut service = Service::new(config);
        *service.faults_mut() = usual.clone();
        let mut desk = Desk::log_in(&mut service, START);
        let agent_socket = Some(desk.connect(&mut service, START));
        let browser = |(place, (skew, shared)): (usize, &(Millis, bool))| Browser::new(place, seed, *skew, *shared);
        let mut world = Self {
            now: START,
            service,
            desk,
            browsers: browsers.iter().enumerate().map(browser).collect(),
            network: Network::default(),
            agent_socket,
            mends: Vec::new(),
            refuses_tokens: false,
            is_down: false,
            sent: Vec::new(),
            retried: Vec::new(),
            published: Vec::new(),
            drafted: Vec::new(),
            stood: BTreeMap::new(),
            ledger: Ledger::default(),
            tells_frames: std::env::var_os("FRAMES").is_some(),
            names_all: usual.metadata == MetadataPolicy::Keep,
            usual,
            closed: 0,
            ended: BTreeSet::new(),
            closes_until: START,
            has_read: false,
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

    /// What passes between tabs and the service is in the trace where that is asked for (`FRAMES=1`).
    pub(super) fn note_frame(&mut self, whose: &str, text: &str) {
        if self.tells_frames {
            self.note(&format!("{whose} {text}"));
        }
    }

    /// A tab is opened by somebody who wants the chat, or who does not look at it.
    pub(crate) fn open_tab(&mut self, browser: usize, open: bool) -> usize {
        let now = self.now;
        let tab = self.browsers[browser].open_tab(now);
        self.note(&format!("tab {browser}.{tab} is opened"));
        self.start(browser, tab, open);
        tab
    }

    /// A page begins with what is kept: where that does not say who the consumer is, it makes them somebody else.
    fn begins(&mut self, browser: usize) {
        let known = &mut self.browsers[browser];
        known.strangers += usize::from(known.sign_ups > known.lost_sign_ups && !known.knows_who());
    }

    fn start(&mut self, browser: usize, tab: usize, open: bool) {
        self.begins(browser);
        let known = &self.browsers[browser];
        let (online, shared, visible) = (!known.is_offline, known.shared, known.tabs[tab].is_visible);
        self.input(browser, tab, Input::Started { open, visible, online, shared });
        self.begins_with_its_draft(browser, tab);
        if self.browsers[browser].tabs[tab].is_visible {
            self.set_tag(browser, tab, true);
        }
    }

    pub(crate) fn intent(&mut self, browser: usize, tab: usize, intent: Intent) {
        self.browsers[browser].tabs[tab].has_written |= matches!(intent, Intent::Draft(_) | Intent::Send(_));
        self.input(browser, tab, Input::Intent(intent));
    }

    pub(crate) fn input(&mut self, browser: usize, tab: usize, input: Input) {
        let connection = |world: &Self| world.browsers[browser].tabs[tab].app.state().connection;
        let before: Connection = connection(self);
        self.browsers[browser].hear(self.now, tab, input);
        self.remember_standing(browser, tab);
        let after = connection(self);
        if std::mem::discriminant(&before) != std::mem::discriminant(&after) {
            self.note(&format!("{browser}.{tab} {after:?}"));
        }
        self.pump();
    }

    /// The page's tag is there now, or not.
    pub(crate) fn set_tag(&mut self, browser: usize, tab: usize, ready: bool) {
        let known = &mut self.browsers[browser].tabs[tab];
        known.tag_is_ready = ready;
        if known.is_gone || known.is_cached {
            return;
        }
        self.input(browser, tab, Input::Tag { ready, ids: alongside::app::TagIds::default() });
    }

    pub(crate) fn is_awake(&self, browser: usize) -> bool {
        self.browsers[browser].asleep_until.is_none()
    }

    pub(crate) fn app(&self, browser: usize, tab: usize) -> &App {
        &self.browsers[browser].tabs[tab].app
    }

    /// All tabs in which somebody could do something.
    pub(crate) fn living(&self) -> Vec<(usize, usize)> {
        let of = |(place, browser)| Browser::alive(browser).map(move |tab| (place, tab));
        self.browsers.iter().enumerate().flat_map(of).collect()
    }

    /// Lets time go by, and everything happen that happens meanwhile.
    pub(crate) fn run_until(&mut self, end: Millis) {
        while self.run_on(end) {}
        self.now = self.now.max(end);
    }

    /// The next thing that happens before the end, if anything does.
    pub(crate) fn run_on(&mut self, end: Millis) -> bool {
        let Some(next) = self.next_at().filter(|at| *at <= end && self.steps < MOST_STEPS) else { return false };
        self.now = self.now.max(next);
        self.step();
        true
    }

    fn next_at(&self) -> Option<Millis> {
        let mut next =
            [self.network.next_at(), self.service.poll_timeout(), self.desk.next_at()].into_iter().flatten().min();
        let timers = self.browsers.iter().flat_map(|browser| browser.alive().filter_map(|tab| browser.timeout(tab)));
        for at in timers.chain(self.mends.iter().map(|(at, ..)| *at)) {
            next = Some(next.map_or(at, |next: Millis| next.min(at)));
        }
        next
    }

    fn step(&mut self) {
        self.steps += 1;
        if self.steps == MOST_STEPS {
            self.violations.push("something goes on without end".into());
        }
        let now = self.now;
        while let Some(place) = self.mends.iter().position(|(at, ..)| *at <= now) {
            let (_, fault, at) = self.mends.remove(place);
            self.mend(fault, at);
        }
        while let Some(parcel) = self.network.arrive(now) {
            self.deliver(parcel);
            self.pump();
        }
        if self.desk.next_at().is_some_and(|at| at <= now) {
            self.desk.read_on(now);
            self.pump();
        }
        if self.service.poll_timeout().is_some_and(|at| at <= now) {
            self.service.handle_timeout(now);
            self.pump();
        }
        for (browser, tab) in self.living() {
            let is_due = |world: &Self| world.browsers[browser].timeout(tab).is_some_and(|at| at <= now);
            if is_due(self) {
                self.input(browser, tab, Input::Timeout);
                if is_due(self) {
                    self.violations.push("a tab wants a time that has passed".into());
                    // Else this run would never end.
                    self.now = self.now + Millis(1);
                }
            }
        }
    }

    pub(crate) fn pump(&mut self) {
        loop {
            let mut idle = true;
            for browser in 0..self.browsers.len() {
                for tab in 0..self.browsers[browser].tabs.len() {
                    while let Some(output) = self.browsers[browser].tabs[tab].app.poll_output() {
                        idle = false;
                        self.perform(browser, tab, output);
                    }
                }
            }
            while let Some(output) = self.service.poll_output() {
                idle = false;
                self.service_output(output);
            }
            for text in std::mem::take(&mut self.desk.out) {
                idle = false;
                self.network.send(self.now + LATENCY, Parcel::FromAgent { text });
            }
            if idle {
                return;
            }
        }
    }

    /// When something that a tab sends, or is sent, arrives.
    fn arrives(&self, page: Page) -> Millis {
        self.now + LATENCY + self.browsers[page.browser].tabs[page.tab].line.delay
    }

    fn perform(&mut self, browser: usize, tab: usize, output: Output) {
        let page = self.browsers[browser].tabs[tab].page;
        let is_gone = self.browsers[browser].tabs[tab].is_gone;
        match output {
            Output::Save { key, value } => self.keep(page, key, Some(&value)),
            Output::Remove { key } => self.keep(page, key, None),
            Output::Lock(lock, _) if !is_gone => {
                let granted = self.browsers[browser].request(lock, page);
                self.grant(lock, granted);
            }
            Output::Unlock(lock) => {
                let granted = self.browsers[browser].release(lock, page);
                self.grant(lock, granted);
            }
            Output::Wire(WireOutput::Disconnect { link }) => {
                let tab = &mut self.browsers[browser].tabs[tab];
                tab.watch.connects(None);
                tab.connecting = tab.connecting.filter(|known| *known != link);
                if let Some(socket) = tab.links.remove(&link) {
                    self.network.send(self.arrives(page), Parcel::ClosedAtService { socket });
                }
            }
            _ if is_gone => {}
            Output::Wire(WireOutput::Http { id, method, url, body }) => {
                let tab = &mut self.browsers[browser].tabs[tab];
                tab.asking += 1;
                let gives_up = self.now + HTTP_PATIENCE;
                if tab.line.loses_up {
                    let result = Err(HttpFailure::TimedOut);
                    self.network.send(gives_up, Parcel::HttpAnswer { page, id, result, signs_up: false });
                } else {
                    let request = request(method, &url, body);
                    self.network.send(self.arrives(page), Parcel::HttpAsk { page, id, request, gives_up });
                }
            }
            Output::Wire(WireOutput::Connect { link, url }) => {
                self.browsers[browser].tabs[tab].connecting = Some(link);
                self.browsers[browser].tabs[tab].watch.connects(Some(link));
                let path = url.strip_prefix("wss://service.example.com").unwrap().to_owned();
                self.network.send(self.arrives(page), Parcel::Opening { page, link, path });
            }
            Output::Wire(WireOutput::Transmit { link, text }) => {
                let local = self.now + self.browsers[browser].skew;
                let tab = &mut self.browsers[browser].tabs[tab];
                tab.watch.asks(local, &text);
                let socket = tab.links.get(&link).copied();
                self.ledger.sends(self.now, socket, &text);
                if let Some(socket) = socket.filter(|socket| self.network.carries_up(&tab.line, *socket)) {
                    self.network.send(self.arrives(page), Parcel::ToService { socket, text });
                }
            }
            Output::Announce(step) if step.may_be_taken => {
                self.browsers[browser].hear(self.now, tab, Input::Announced(false));
            }
            Output::Announce(_)
            | Output::CallScreen(_)
            | Output::Download { .. }
            | Output::File(_)
            | Output::Tell(_) => {}
            Output::LookAtTag => {
                self.browsers[browser].hear(self.now, tab, Input::TagKnows(alongside::app::TagIds::default()));
            }
            Output::LookAtElement => {}
            Output::Badge(_) | Output::Sound | Output::AskToNotify | Output::Notify { .. } => {}
            Output::Publish { event, data, .. } => self.publish(browser, tab, event, &data),
            Output::Console { line, .. } => self.note(&format!("{browser}.{tab} console: {line}")),
            Output::Lock(..) => {}
            Output::FetchDeferred => {
                let is_here = !self.browsers[browser].tabs[tab].line.loses_down;
                self.network.send(self.arrives(page), Parcel::Deferred { page, is_here });
            }
            Output::Wire(WireOutput::Authenticate { .. }) | Output::BeginAnew => unreachable!("nobody is logged in"),
        }
    }

    fn grant(&mut self, lock: Lock, page: Option<Page>) {
        if let Some(page) = page {
            self.network.send(self.now + GRANTED_AFTER, Parcel::Locked { page, lock });
        }
    }

    fn publish(&mut self, browser: usize, tab: usize, event: &'static str, data: &[(&'static str, String)]) {
        let service = data.iter().find(|(name, _)| *name == "serviceId").map(|(_, value)| value.clone()).unwrap();
        self.note(&format!("{browser}.{tab} publishes {event} {service}"));
        let local = self.now + self.browsers[browser].skew;
        let known = &mut self.browsers[browser].tabs[tab];
        if known.tag_throws {
            return self.browsers[browser].hear(self.now, tab, Input::Published(Err("Error: thrown".into())));
        }
        let (page, tag_was_ready) = (known.page, known.tag_is_ready);
        let service_time = known.watch.service_time(local);
        let invited = self.desk.invitations.iter().find(|invited| invited.service == service);
        let was_over = invited.is_none_or(|invited| known.watch.has_ended(&invited.service, &invited.conversation));
        self.published.push(Published { page, event, service: service.clone(), was_over, service_time, tag_was_ready });
        self.browsers[browser].hear(self.now, tab, Input::Published(Ok(())));
        let reported = match event {
            "cobrowseAccepted" => "accepted",
            "cobrowseDeclined" => "declined",
            _ => return,
        };
        let body = serde_json::json!({ "serviceId": service, "event": reported }).to_string().into();
        let path = "/cobrowse/10001/report".into();
        let request = HttpRequest { method: "POST".into(), path, headers: Vec::new(), body };
        self.network.send(self.arrives(page), Parcel::Report { request });
    }

    fn service_output(&mut self, output: ServiceOutput) {
        let (socket, text, code) = match output {
            ServiceOutput::Transmit { socket, text } => (socket, Some(text), 0),
            ServiceOutput::Close { socket, code, .. } => (socket, None, code),
        };
        if Some(socket) == self.agent_socket {
            if let Some(text) = text {
                self.network.send(self.now + LATENCY, Parcel::ToAgent { text });
            }
            return;
        }
        if let Some(text) = &text {
            let browsers = &self.browsers;
            let is_open = |socket| browsers.iter().any(|browser| browser.has(socket));
            if let Some(browser) = self.ledger.answers(self.now, socket, text, is_open) {
                self.violations.push(format!("browser {browser} asks for a conversation while there is one"));
            }
        }
        let tabs = self.browsers.iter_mut().flat_map(|browser| &mut browser.tabs);
        let mut found = tabs.filter_map(|tab| {
            let link = *tab.links.iter().find(|(_, end)| **end == socket)?.0;
            Some((tab, link))
        });
        let Some((tab, link)) = found.next() else { return };
        let (page, is_carried) = (tab.page, self.network.carries_down(&tab.line, socket));
        if text.is_none() {
            tab.links.remove(&link);
        }
        if is_carried {
            let parcel = match text {
                Some(text) => Parcel::ToTab { page, link, text },
                None => Parcel::ClosedAtTab { page, link, code },
            };
            self.network.send(self.arrives(page), parcel);
        }
    }
}

/// After how many steps nothing happens any more: a seed has some thousands.
const MOST_STEPS: u64 = 200_000;

/// How many tabs a browser has before another one is opened, if that can wait.
pub(crate) const MOST_TABS: usize = 4;

/// How long a request over HTTP waits for its answer.
const HTTP_PATIENCE: Millis = Millis::from_secs(10);

/// How long it takes until another tab hears of what was kept, and until a lock that is free is granted.
const TOLD_AFTER: Millis = Millis(8);
const GRANTED_AFTER: Millis = Millis(3);
