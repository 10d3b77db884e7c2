//! The consumer on the wire, sans-IO: sign-in, connection, keep-alive, back-off, subscriptions, delivery.
//!
//! A [`Session`] reads no clock and opens nothing. Its methods come in four kinds: getters; `handle_*`, which take what
//! happened; commands, which take what is wanted; and [`Session::poll_output`] and [`Session::poll_timeout`], which
//! after each of the others tell what is to be done and when to call [`Session::handle_timeout`]. It never panics on any
//! input and never blocks.

mod backoff;
mod commands;
mod connection;
mod dialogs;
mod frames;
mod io;
mod link;
mod sign_in;
mod typing;

use std::collections::VecDeque;

pub use backoff::{Backoff, Random};
pub use io::{
    Config, Credentials, Event, HttpFailure, HttpId, HttpResult, LinkId, Output, Phase, Refusal, ServiceUrl, TextId,
};

use crate::protocol::{DialogId, Millis, ParticipantId, Sequence};
use dialogs::Dialogs;
use link::Link;
use sign_in::{SignIn, Step};
use typing::Typing;

/// One consumer, from discovery to the last receipt.
#[derive(Clone, Debug)]
pub struct Session {
    config: Config,
    stage: Stage,
    sign_in: SignIn,
    dialogs: Dialogs,
    typing: Typing,
    backoff: Backoff,
    /// Whether the consumer has the conversation before their eyes.
    attended: bool,
    me: Option<ParticipantId>,
    /// Tokens refused in a row; too many of them and the service does not want this consumer.
    rejections: u32,
    next_http: u64,
    next_link: u64,
    /// Profiles that were asked for: the request, and of whom.
    profiles: Vec<(Option<HttpId>, ParticipantId)>,
    clock_due: Option<Millis>,
    out: VecDeque<Output>,
}

/// How far the connection has come.
#[derive(Clone, Debug)]
enum Stage {
    Idle,
    /// A request over HTTP is on its way.
    Asking {
        id: HttpId,
        step: Step,
    },
    /// A socket is being opened, or open.
    Linked {
        link: Box<Link>,
        since: Millis,
    },
    Waiting {
        until: Millis,
    },
    Refused(Refusal),
}

impl Session {
    /// A session that has not begun.
    #[must_use]
    pub fn new(config: Config, credentials: Credentials) -> Self {
        let backoff = Backoff::new(config.seed);
        let sign_in = SignIn::new(credentials);
        Self {
            me: sign_in.subject(),
            config,
            stage: Stage::Idle,
            sign_in,
            dialogs: Dialogs::default(),
            typing: Typing::default(),
            backoff,
            attended: false,
            rejections: 0,
            next_http: 1,
            next_link: 1,
            profiles: Vec::new(),
            clock_due: None,
            out: VecDeque::new(),
        }
    }

    /// Where the connection stands.
    #[must_use]
    pub fn phase(&self) -> Phase {
        match &self.stage {
            Stage::Idle => Phase::Idle,
            Stage::Linked { link, .. } if link.subscription.is_some() => Phase::Online,
            Stage::Asking { .. } | Stage::Linked { .. } => Phase::Connecting,
            Stage::Waiting { .. } => Phase::Waiting,
            Stage::Refused(refusal) => Phase::Refused(*refusal),
        }
    }

    /// Who the consumer is, once a token is there.
    #[must_use]
    pub fn me(&self) -> Option<&ParticipantId> {
        self.me.as_ref()
    }

    /// The next thing to do.
    pub fn poll_output(&mut self) -> Option<Output> {
        self.out.pop_front()
    }

    /// When [`Session::handle_timeout`] wants to be called.
    #[must_use]
    pub fn poll_timeout(&self) -> Option<Millis> {
        match &self.stage {
            Stage::Waiting { until } => Some(*until),
            Stage::Linked { link, since } => {
                let connecting = (!link.initialised).then_some(*since + connection::CONNECT_WITHIN);
                let is_online = link.subscription.is_some();
                let dialogs = self.dialogs.all().filter_map(dialogs::Dialog::deadline).min();
                let online = [self.clock_due, self.typing.deadline(), dialogs].into_iter().filter(|_| is_online);
                [connecting, link.deadline()].into_iter().chain(online).flatten().min()
            }
            Stage::Idle | Stage::Asking { .. } | Stage::Refused(_) => None,
        }
    }

    /// Whether [`Session::poll_output`] has something.
    #[must_use]
    pub fn has_output(&self) -> bool {
        !self.out.is_empty()
    }

    /// The first number of a dialog that has not come: a text sent now gets this one or a later one.
    #[must_use]
    pub fn next_sequence(&self, dialog: &DialogId) -> Sequence {
        self.dialogs.get(dialog).map_or(Sequence(0), dialogs::Dialog::next)
    }

    fn tell(&mut self, event: Event) {
        self.out.push_back(Output::Event(event));
    }

    fn diagnose(&mut self, sentence: impl Into<String>) {
        self.tell(Event::Diagnostic(sentence.into()));
    }
}
