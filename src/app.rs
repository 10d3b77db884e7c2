//! One consumer in one tab, sans-IO: the driver loop, the outbox kept in storage, and the answer gate of CoBrowse.
//!
//! [`App`] marries the consumer on the wire (`session`) with what people see (`store`). It performs nothing itself:
//! inputs go in by [`App::handle`], what is to be done comes out by [`App::poll_output`], and time is a parameter.

mod announce;
mod cards;
mod deferred;
mod drafts;
mod files;
mod gate;
pub mod guard;
mod history;
mod intents;
mod io;
mod kept;
mod ledger;
mod memory;
mod notices;
mod outbox;
mod profile;
mod rating;
mod records;
mod sending;
mod sharing;
mod wire;

use std::rc::Rc;

pub use cards::{Part, Use};
pub use io::{
    ChosenFile, Config, FetchId, FileNews, FileTask, Input, Intent, LARGEST_FETCHED, LONGEST_PREVIEW, Level, Lock,
    MARKS, NotFetched, NotUploaded, Output, Resolution, Step, Stored, TagIds, storage_prefix,
};

pub use profile::Told;

pub use crate::session::{Answer as PageAnswer, HttpFailure, HttpId, LinkId, Output as WireOutput, Random, ServiceUrl};
pub(crate) use crate::session::{earliest, is_due};

use crate::protocol::{Millis, Origin};
use crate::session::{self, Session};
use crate::store::cobrowse::Key;
use crate::store::{Action, Diagnostic, State, reduce, view};
use deferred::Deferred;
use drafts::Draft;
use files::Files;
use gate::Gate;
use intents::End;
use ledger::Noting;
use memory::Memory;
use notices::Notices;
use outbox::Outbox;
use sending::Sending;
use sharing::Tabs;

/// One consumer in one tab.
///
/// After every [`App::handle`], perform what [`App::poll_output`] yields, in that order, until it yields nothing; show
/// [`App::state`]; and hand in [`Input::Timeout`] at [`App::poll_timeout`].
#[derive(Clone, Debug)]
pub struct App {
    session: Session,
    state: Rc<State>,
    memory: Memory,
    tabs: Tabs,
    draft: Draft,
    /// Whether numbers of cards and accounts are withheld.
    masks: bool,
    /// What is written while a text is withheld.
    beside: String,
    outbox: Outbox,
    sending: Sending,
    files: Files,
    gate: Gate,
    ledger: Noting,
    deferred: Deferred,
    notices: Notices,
    /// What is to be told of the conversation that ended.
    rated: Option<rating::Rated>,
    profile: profile::Profile,
    origin: Box<Origin>,
    random: Random,
    /// Whether the browser knows of a network. Only a hint: attempts are made regardless.
    online: bool,
    /// Whether the connection was ever made in this page load.
    was_online: bool,
    /// Whether the connection is wanted again when the page comes back.
    resumes: bool,
    /// The newest time that was told, made steady, and how much the clock has to be put on for that.
    newest: Millis,
    shift: Millis,
    /// The consumer wants the conversation ended, and the service was not asked on the connection that stands.
    wants_end: Option<End>,
    /// The reader is further up than what comes.
    reads_back: bool,
    /// The service was asked for a dialog of an earlier conversation.
    asked_earlier: bool,
    /// What the loader was last told.
    wake: Option<&'static str>,
    /// What developers were told as a warning, once.
    remarks: Vec<String>,
    out: Vec<Output>,
}

impl App {
    /// A consumer with what was kept of them, which is read by [`storage_prefix`].
    #[must_use]
    pub fn new(config: Config, stored: Stored, now: Millis) -> Self {
        let Config {
            account,
            service,
            connector,
            authenticate,
            visitor_name,
            cobrowse_app,
            hidden,
            sound,
            mask,
            origin,
            client,
            page_id,
            seed,
        } = config;
        let memory = Memory::new(storage_prefix(&service, &account), authenticate.is_some(), stored);
        let session_config = session::Config { account, service, connector, authenticate, client, seed };
        Self {
            session: Session::new(session_config, memory.credentials()),
            state: Rc::new(State { now, page_visible: true, ..State::default() }),
            random: Random::new(seed ^ 0x5eed),
            memory,
            tabs: Tabs::default(),
            draft: Draft::default(),
            masks: mask,
            beside: String::new(),
            outbox: Outbox::default(),
            sending: Sending::default(),
            files: Files::default(),
            gate: Gate::new(visitor_name, cobrowse_app, page_id),
            ledger: Noting::new(hidden),
            deferred: Deferred::default(),
            notices: Notices::new(sound),
            rated: None,
            profile: profile::Profile::default(),
            origin,
            online: true,
            was_online: false,
            resumes: false,
            wants_end: None,
            reads_back: false,
            asked_earlier: false,
            newest: now,
            shift: Millis(0),
            wake: None,
            remarks: Vec::new(),
            out: Vec::new(),
        }
    }

    /// The newest state.
    #[must_use]
    pub fn state(&self) -> &Rc<State> {
        &self.state
    }

    /// Takes what happened. Never panics, never blocks.
    pub fn handle(&mut self, now: Millis, input: Input) {
        let now = self.steady(now);
        if matches!(input, Input::Ended) {
            return self.announce_end();
        }
        if view::next_change(&self.state).is_some() || matches!(input, Input::Timeout | Input::Intent(_)) {
            self.apply(Action::Tick(now));
        }
        if let Some(input) = self.admit(now, input) {
            self.take(now, input);
        }
        self.settle(now);
    }

    /// Takes what can be taken.
    fn take(&mut self, now: Millis, input: Input) {
        match input {
            Input::Started { open, visible, online, shared } => {
                self.online = online;
                self.tabs.shared = shared;
                self.apply(Action::PageVisible(visible));
                self.started(now, open);
            }
            Input::Intent(intent) => self.intent(now, intent),
            Input::Http { id, result } => self.session.handle_http(now, id, result),
            Input::Authenticated { id, answer } => self.authenticated(now, id, answer),
            Input::SocketOpened(link) => self.session.handle_socket_opened(now, link),
            Input::Frame { link, text } => self.session.handle_frame(now, link, &text),
            Input::SocketClosed { link, code } => self.session.handle_socket_closed(now, link, code),
            Input::Online(online) => self.network(now, online),
            Input::Focused(focused) => self.focus(now, focused),
            Input::Visible(visible) => self.apply(Action::PageVisible(visible)),
            Input::PageHidden => {
                self.apply(Action::PageVisible(false));
                if self.is_whole() {
                    self.leave_unsaid();
                }
                self.resumes = self.session.phase() != session::Phase::Idle;
                self.session.disconnect(now);
            }
            Input::Ended => {}
            Input::PageShown { stored } => {
                self.read_again(now, stored);
                if self.resumes {
                    self.session.connect(now);
                }
            }
            Input::Kept { key, value } => {
                if let Some(name) = self.memory.name_of(&key) {
                    self.kept_elsewhere(now, name, value.as_deref().unwrap_or_default());
                }
            }
            Input::Locked(lock) => self.locked(now, lock),
            Input::Tag { ready, ids } => {
                self.gate.ids = ids;
                if self.state.tag_ready != ready {
                    self.apply(Action::TagReady(ready));
                }
            }
            Input::StorageFailed { key, is_older_kept } => self.unkept(&key, is_older_kept),
            Input::Deferred(result) => self.deferred_came(now, result),
            Input::Timeout => self.session.handle_timeout(now),
            input if self.is_whole() => self.take_in_conversation(now, input),
            _ => {}
        }
    }

    /// What comes of nothing but a conversation.
    #[inline(never)]
    fn take_in_conversation(&mut self, now: Millis, input: Input) {
        match input {
            Input::TagKnows(ids) => self.gate.ids = ids,
            Input::Reported(report) => self.session_reported(now, report),
            Input::Told(told) => self.page_told(&told),
            Input::MayNotify(may) => self.may_notify(may),
            Input::CallResumed => self.gate.call_resumed = true,
            Input::CallFailed(message) => self.call_failed(now, message),
            Input::Announced(is_taken) => self.announced(now, is_taken),
            Input::Published(result) => self.published(now, result),
            Input::Chosen(choice) => self.read_choice(choice),
            Input::File(news) => self.file_news(now, news),
            // Taken already.
            _ => {}
        }
    }

    /// The next thing to do.
    pub fn poll_output(&mut self) -> Option<Output> {
        // What is kept is kept before anything goes to the service.
        if self.out.is_empty() { self.session.poll_output().map(Output::Wire) } else { Some(self.out.remove(0)) }
    }

    /// The local time at which [`Input::Timeout`] is wanted.
    #[must_use]
    pub fn poll_timeout(&self) -> Option<Millis> {
        let offset = self.state.clock_offset.unwrap_or_default();
        let next = earliest(&[
            self.session.poll_timeout(),
            self.state.cobrowse.next_deadline().map(|at| at - offset),
            view::next_change(&self.state),
            self.gate.held_until,
            self.gate.tag_missing_at,
            self.sending.deadline(self.outbox.deadline()),
            self.tabs.deadline(),
            self.files.deadline(),
            self.deferred.deadline(),
            self.notices.deadline(),
        ]);
        next.map(|at| at - self.shift)
    }

    /// How many things are held besides the transcript and the consent ledger, which has a bound of its own: texts on their way out, names of those that have arrived, requests
    /// without an answer, numbers that came early, receipts that are owed. It stays bounded, whatever happens.
    #[must_use]
    pub fn load(&self) -> usize {
        let unkept = self.tabs.unkept.iter().filter(|name| !self.is_of_ledger(name));
        self.outbox.load()
            + self.session.load()
            + self.gate.load()
            + self.deferred.load()
            + self.files.load()
            + self.remarks.len()
            + unkept.count()
    }

    /// Whether anything waits for the page's tag: while it does, [`Input::Tag`] is wanted whenever the tag changes.
    #[must_use]
    pub fn wants_tag(&self) -> bool {
        gate::wants_tag(&self.state)
    }

    /// The invitation that stands, if one does.
    #[must_use]
    pub fn standing_invitation(&self) -> Option<&Key> {
        self.state.cobrowse.standing().map(|invitation| &invitation.key)
    }

    /// After every input: what the session tells is applied, and what follows from the new state is done.
    fn settle(&mut self, now: Millis) {
        // Events lead to commands and commands to events; both ends are finite, the bound is for safety's sake.
        for _ in 0..MOST_ROUNDS {
            for event in self.session.take_events() {
                self.session_event(now, event);
            }
            self.attend(now);
            self.settle_locks(now);
            if self.is_whole() {
                self.settle_conversation(now);
            }
            if !self.session.has_events() {
                break;
            }
        }
        self.settle_draft();
        self.remember_wake();
        self.retry_deferred(now);
    }

    /// What follows for invitations and texts.
    #[inline(never)]
    fn settle_conversation(&mut self, now: Millis) {
        self.run_gate(now);
        self.announce_steps();
        self.note_steps(now);
        self.ask_for_end(now);
        self.tell_rating(now);
        self.tell_profile(now);
        self.run_outbox(now);
        self.settle_notices(now);
        self.run_uploads(now);
        self.read_history(now);
    }

    /// The one way in which the state changes.
    fn apply(&mut self, action: Action) {
        let passed_over = reduce(Rc::make_mut(&mut self.state), action);
        if !passed_over.is_empty() {
            self.tell_passed_over(&passed_over);
        }
    }

    /// Tells developers what was passed over: of each kind one line, however many of it came at once.
    #[inline(never)]
    fn tell_passed_over(&mut self, diagnostics: &[Diagnostic]) {
        let mut told = 0_u32;
        for &diagnostic in diagnostics {
            let kind = 1 << diagnostic as u32;
            if told & kind != 0 {
                continue;
            }
            told |= kind;
            if diagnostic.is_usual() {
                self.console(Level::Debug, diagnostic.sentence());
            } else {
                self.remark(diagnostic.sentence());
            }
        }
    }

    /// Reading is told to the service while what comes is before the consumer's eyes, and counted while they are there.
    fn attend(&mut self, now: Millis) {
        let attended = self.state.is_attended();
        self.reads_back &= !self.state.conversation.rows.is_empty();
        self.session.set_attended(now, attended && !self.reads_back);
        if attended && self.state.conversation.unread > 0 {
            self.apply(Action::Seen);
        }
    }

    fn network(&mut self, now: Millis, online: bool) {
        self.online = online;
        if online {
            self.session.hurry(now);
        }
        // A connection that stands is not back.
        let phase = self.session.phase();
        if phase != session::Phase::Online {
            self.show_phase(now, phase);
        }
    }

    /// A time that never goes back, though clocks are put back: else everything that waits would wait so much longer. One
    /// that goes forward is believed, for computers sleep.
    fn steady(&mut self, now: Millis) -> Millis {
        if now + self.shift < self.newest {
            self.shift = self.newest - now;
        }
        self.newest = now + self.shift;
        self.newest
    }

    /// Says something to developers: once so that they see it, again only to those who look for it.
    fn remark(&mut self, line: &str) {
        let is_new = !self.remarks.iter().any(|remark| remark == line);
        if is_new && self.remarks.len() < MOST_REMARKS {
            self.remarks.push(line.to_owned());
            self.console(Level::Warn, line);
        } else {
            self.console(Level::Debug, line);
        }
    }

    fn console(&mut self, level: Level, line: &str) {
        let line = line.get(..line.floor_char_boundary(LONGEST_LINE)).unwrap_or_default().to_owned();
        self.out.push(Output::Console { level, line });
    }
}

const MOST_ROUNDS: usize = 16;

/// How many bytes of a line developers get: words of the service's and the page's stand in some.
const LONGEST_LINE: usize = 500;

/// How many different warnings a page's developers get; what a service says can be a part of them.
const MOST_REMARKS: usize = 32;
