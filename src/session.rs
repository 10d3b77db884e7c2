//! The consumer on the wire, sans-IO: sign-in, connection, keep-alive, back-off, subscriptions, delivery.
//!
//! A [`Session`] reads no clock and opens nothing. Its methods come in four kinds: getters; `handle_*`, which take what
//! happened; commands, which take what is wanted; and [`Session::poll_output`], [`Session::take_events`] and
//! [`Session::poll_timeout`], which after each of the others tell what is to be done, what happened, and when to call
//! [`Session::handle_timeout`]. It never panics on any input and never blocks.

mod backoff;
mod commands;
mod connection;
mod dialogs;
mod frames;
mod holes;
mod io;
mod link;
mod sign_in;
mod typing;
mod uses;

pub use backoff::{Backoff, Random};
pub(crate) use frames::LONGEST_FRAME;
pub use io::{
    Address, AddressId, Answer, Config, Credentials, Event, HttpFailure, HttpId, HttpResult, LinkId, Output, Phase,
    Refusal, ServiceUrl, TextId,
};

use crate::protocol::{DialogId, Millis, ParticipantId, Sequence};
use dialogs::Dialogs;
use link::{Asked, Link};
use sign_in::{SignIn, Step};
use typing::Typing;

/// One consumer, from discovery to the last receipt.
#[derive(Clone, Debug)]
pub struct Session {
    config: Config,
    phase: Phase,
    /// Why the service refused: a sentence for developers.
    refused_because: String,
    /// The request over HTTP on the way to the socket, while one is unanswered.
    asking: Option<(HttpId, Step)>,
    /// The socket that is being opened, or open.
    link: Option<Link>,
    /// When the next attempt is due, or until when the socket must be open and the consumer accepted.
    until: Option<Millis>,
    sign_in: SignIn,
    /// Whether it may become somebody now, and whether it waits for leave to.
    may_sign_in: bool,
    waits_to_sign_in: bool,
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
    /// When the frame that is read came, where it has waited since.
    came: Option<Millis>,
    /// How long the service is left alone at least, as its last answer wants it.
    patience: Millis,
    /// Elements of cards that were used, of which the service was not told.
    uses: Vec<uses::Use>,
    /// When it may be told of them, where it put that off.
    uses_at: Option<Millis>,
    out: Vec<Output>,
    events: Vec<Event>,
}

impl Session {
    /// A session that has not begun.
    #[must_use]
    pub fn new(config: Config, credentials: Credentials) -> Self {
        let sign_in = SignIn::new(credentials);
        Self {
            me: sign_in.subject(),
            backoff: Backoff::new(config.seed),
            config,
            phase: Phase::Idle,
            refused_because: String::new(),
            asking: None,
            link: None,
            until: None,
            sign_in,
            may_sign_in: false,
            waits_to_sign_in: false,
            dialogs: Dialogs::default(),
            typing: Typing::default(),
            attended: false,
            rejections: 0,
            next_http: 1,
            next_link: 1,
            profiles: Vec::new(),
            clock_due: None,
            came: None,
            patience: Millis(0),
            uses: Vec::new(),
            uses_at: None,
            out: Vec::new(),
            events: Vec::new(),
        }
    }

    /// What the session was told of its surroundings.
    #[must_use]
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// Whether the page says who the consumer is.
    #[must_use]
    pub fn is_authenticated(&self) -> bool {
        self.config.authenticate.is_some()
    }

    /// Where the connection stands.
    #[must_use]
    pub fn phase(&self) -> Phase {
        self.phase
    }

    /// Why the service refused, in the phase of that name: a sentence for developers.
    #[must_use]
    pub fn refused_because(&self) -> &str {
        &self.refused_because
    }

    /// Who the consumer is, once a token is there.
    #[must_use]
    pub fn me(&self) -> Option<&ParticipantId> {
        self.me.as_ref()
    }

    /// What lets the consumer come back.
    #[must_use]
    pub fn credentials(&self) -> &Credentials {
        &self.sign_in.credentials
    }

    /// The next thing to do.
    pub fn poll_output(&mut self) -> Option<Output> {
        (!self.out.is_empty()).then(|| self.out.remove(0))
    }

    /// What happened since it was last asked, in order.
    pub fn take_events(&mut self) -> Vec<Event> {
        std::mem::take(&mut self.events)
    }

    /// Whether [`Session::take_events`] has something.
    #[must_use]
    pub fn has_events(&self) -> bool {
        !self.events.is_empty()
    }

    /// When [`Session::handle_timeout`] wants to be called.
    #[must_use]
    pub fn poll_timeout(&self) -> Option<Millis> {
        let mut next = earliest(&[self.until, self.link.as_ref().and_then(Link::deadline)]);
        if self.phase == Phase::Online {
            next = earliest(&[next, self.clock_due, self.typing.deadline()]);
            next = earliest(&[next, self.uses_at]);
            for (_, dialog) in &self.dialogs.0 {
                next = earliest(&[next, dialog.deadline()]);
            }
        }
        next
    }

    /// Whether the events of a dialog are told, on this connection or an earlier one.
    #[must_use]
    pub fn follows(&self, dialog: &DialogId) -> bool {
        self.dialogs.get(dialog).is_some_and(|dialog| !dialog.is_aside)
    }

    /// Whether a query waits for its answer.
    #[must_use]
    pub fn is_querying(&self) -> bool {
        self.link.as_ref().is_some_and(|link| link.waits_for(|asked| matches!(asked, Asked::Query(_))))
    }

    /// Whether the service tells the events of a dialog, on this connection.
    #[must_use]
    pub fn is_told(&self, dialog: &DialogId) -> bool {
        self.dialogs.get(dialog).is_some_and(|dialog| dialog.subscribed)
    }

    /// Whether an answer to [`Session::confirm`] is on its way.
    #[must_use]
    pub fn is_confirming(&self) -> bool {
        let confirms = |asked: &Asked| matches!(asked, Asked::Clock { confirms: true, .. });
        self.link.as_ref().is_some_and(|link| link.waits_for(confirms))
    }

    /// Whether events of a dialog may still come that it had before this connection: they are asked for, or will be.
    #[must_use]
    pub fn awaits_events(&self, dialog: &DialogId) -> bool {
        let is_put_off = self.dialogs.get(dialog).is_some_and(|dialog| dialog.subscribe_at.is_some());
        is_put_off || self.link.as_ref().is_some_and(|link| link.waits_for(|asked| matches!(asked, Asked::Events(_))))
    }

    /// The first number of a dialog that a text sent now can get.
    #[must_use]
    pub fn next_sequence(&self, dialog: &DialogId) -> Sequence {
        self.dialogs.get(dialog).map_or(Sequence(0), dialogs::Dialog::next_own)
    }

    /// How many things are held: requests without an answer, numbers that came early, receipts that are owed.
    #[must_use]
    pub fn load(&self) -> usize {
        let dialogs: usize = self.dialogs.0.iter().map(|(_, dialog)| 1 + dialog.load()).sum();
        dialogs
            + self.link.as_ref().map_or(0, Link::load)
            + self.profiles.len()
            + self.uses.len()
            + self.out.len()
            + self.events.len()
    }

    fn tell(&mut self, event: Event) {
        self.events.push(event);
    }

    fn diagnose(&mut self, sentence: &str) {
        self.tell(Event::Diagnostic(sentence.to_owned()));
    }
}

/// The earliest of some instants.
pub(crate) fn earliest(instants: &[Option<Millis>]) -> Option<Millis> {
    instants.iter().flatten().copied().min()
}

/// Whether a request that was answered like this may be made again later: the service asks for patience, or is in
/// trouble.
pub(crate) fn is_put_off(status: i64) -> bool {
    matches!(status, 429 | 500..=599)
}

/// How long whoever answered like this is left alone at least, before the connection is tried again.
fn patience(status: i64) -> Millis {
    match status {
        429 => Millis::from_secs(1),
        500..=599 => Millis::from_secs(5),
        _ => Millis(0),
    }
}

/// Whether an instant has come.
pub(crate) fn is_due(now: Millis, at: Option<Millis>) -> bool {
    at.is_some_and(|at| now >= at)
}
