//! The service itself: its state, the ways in, and the one way out.

mod cobrowse;
mod conversations;
mod fields;
mod files;
mod filling;
mod handshake;
mod messaging;
mod notify;
mod profiles;
mod relay;
mod requests;
mod routing;
mod subscriptions;
mod survey;
mod timers;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::protocol::{ChatState, ConversationId, Millis, ParticipantId};

use super::config::Config;
use super::conversation::Conversation;
use super::faults::Faults;
use super::http::HttpResponse;
use super::ids::Ids;
use super::log::LogEntry;
use super::people::{Agents, Availability, Consumer};
use super::relay::Relay;
use super::socket::{Dialect, Party, Socket, SocketId};
use super::sockets::Sockets;
use super::storage::Storage;
use super::token::Mint;

pub(super) use cobrowse::Report;
pub(super) use requests::Caller;
use routing::Rings;

/// Frames above this many bytes close the socket.
const LARGEST_FRAME: usize = 256 * 1024;

/// What the service wants done with a socket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Output {
    /// Send a frame.
    Transmit {
        /// Through which socket.
        socket: SocketId,
        /// The frame.
        text: String,
    },
    /// Close the socket. It is gone for the service already, and nothing follows for it.
    Close {
        /// Which.
        socket: SocketId,
        /// The close code. 1006 cannot be sent: the connection is to be cut.
        code: u16,
        /// Why, in a few words for developers.
        reason: String,
    },
}

impl Output {
    fn socket(&self) -> SocketId {
        match self {
            Self::Transmit { socket, .. } | Self::Close { socket, .. } => *socket,
        }
    }
}

/// The emulated service of one account.
///
/// # How to call it
///
/// * **In**: `handle_http` answers at once; [`open_socket`](Self::open_socket) gives a socket or the refusal of its
///   upgrade; [`handle_frame`](Self::handle_frame), [`handle_closed`](Self::handle_closed) and
///   [`handle_timeout`](Self::handle_timeout) tell what happened. Time is a parameter and must not run backwards.
/// * **Out**: after any call, [`poll_output`](Self::poll_output) until `None`, then
///   [`poll_timeout`](Self::poll_timeout) for when to call `handle_timeout`.
/// * **To test with**: [`log`](Self::log) is what was accepted, [`kick`](Self::kick),
///   [`restart`](Self::restart) and [`faults_mut`](Self::faults_mut) make things go wrong, [`fill`](Self::fill) makes
///   long conversations.
#[derive(Clone, Debug)]
pub struct Service {
    pub(super) config: Config,
    pub(super) ids: Ids,
    pub(super) mint: Mint,
    consumers: BTreeMap<ParticipantId, Consumer>,
    pub(super) agents: Agents,
    pub(super) conversations: BTreeMap<ConversationId, Conversation>,
    /// Those that hold something that runs out.
    expiring: BTreeSet<ConversationId>,
    pub(super) storage: Storage,
    rings: Rings,
    sockets: Sockets,
    /// The sessions that come of accepted invitations, with sockets of their own.
    relay: Relay,
    next_socket: u64,
    outputs: VecDeque<Output>,
    /// Notifications that a fault holds back, with when they are due.
    held: Vec<(Millis, Output)>,
    log: Vec<LogEntry>,
    pub(super) latest: Millis,
}

impl Service {
    /// A service that knows nobody yet.
    #[must_use]
    pub fn new(config: Config) -> Self {
        Self {
            ids: Ids::new(config.seed),
            mint: Mint::new(config.seed, &config.account),
            consumers: BTreeMap::new(),
            agents: Agents::new(config.seed, config.account.clone()),
            conversations: BTreeMap::new(),
            expiring: BTreeSet::new(),
            storage: Storage::new(config.seed, &config.account),
            rings: Rings::default(),
            sockets: Sockets::new(config.idle_close),
            relay: Relay::default(),
            next_socket: 1,
            outputs: VecDeque::new(),
            held: Vec::new(),
            log: Vec::new(),
            latest: Millis(0),
            config,
        }
    }

    /// Opens a socket for a consumer, an agent or a side of a CoBrowse session, by the path of its upgrade.
    ///
    /// # Errors
    /// The upgrade is refused: the path, the account, the origin or an agent's bearer is not known.
    pub fn open_socket(
        &mut self,
        now: Millis,
        path: &str,
        headers: &[(String, String)],
    ) -> Result<SocketId, HttpResponse> {
        self.latest = now;
        if let Some(side) = self.session_side(path, headers)? {
            let socket = self.new_socket();
            self.join_session(now, socket, &side);
            return Ok(socket);
        }
        let party = self.upgrade(now, path, headers)?;
        let socket = self.new_socket();
        self.sockets.insert(socket, Socket::new(party, now));
        self.greet(now, socket, headers);
        Ok(socket)
    }

    /// Takes a frame.
    pub fn handle_frame(&mut self, now: Millis, socket: SocketId, text: &str) {
        self.latest = now;
        if self.relay.has(socket) {
            return self.session_frame(now, socket, text);
        }
        if !self.sockets.heard(socket, now) {
            return;
        }
        let is_unknown = self.sockets.get(socket).is_some_and(|open| matches!(open.party(), Party::Unknown { .. }));
        if text.len() > LARGEST_FRAME {
            self.close(now, socket, 1009, "the frame is larger than 256 KiB");
        } else if is_unknown {
            self.handshake(now, socket, text);
        } else {
            self.request(now, socket, text);
        }
    }

    /// Notes that something was heard of a socket that is no frame, such as a ping.
    pub fn handle_ping(&mut self, now: Millis, socket: SocketId) {
        self.latest = now;
        self.sockets.heard(socket, now);
    }

    /// Takes note that a socket is closed.
    pub fn handle_closed(&mut self, now: Millis, socket: SocketId) {
        self.latest = now;
        if self.relay.has(socket) {
            return self.leave_session(now, socket);
        }
        let Some(closed) = self.sockets.remove(socket) else { return };
        self.held.retain(|(_, output)| output.socket() != socket);
        let Some(person) = closed.person().filter(|person| !self.is_connected(person)).cloned() else { return };
        match closed.party() {
            Party::Consumer { .. } => self.tell_presence(now, &person, ChatState::Background),
            Party::Agent { .. } => self.set_availability(now, &person, Availability::Offline),
            Party::Unknown { .. } => {}
        }
    }

    /// Does what is due.
    pub fn handle_timeout(&mut self, now: Millis) {
        self.latest = now;
        self.run_timers(now);
    }

    /// When something is due next.
    #[must_use]
    pub fn poll_timeout(&self) -> Option<Millis> {
        self.next_timer()
    }

    /// What is to be done next.
    pub fn poll_output(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }

    /// What was accepted so far, oldest first. Empty where the settings say that no log is kept.
    #[must_use]
    pub fn log(&self) -> &[LogEntry] {
        &self.log
    }

    /// Closes a socket with a code, as the service may at any time.
    pub fn kick(&mut self, socket: SocketId, code: u16) {
        self.close(self.latest, socket, code, "closed on demand");
    }

    /// Closes every socket with a code, agents' too, and keeps everything else: what a service does that is started anew
    /// and keeps its state elsewhere.
    pub fn restart(&mut self, code: u16) {
        let open: Vec<SocketId> = self.sockets.iter().map(|(id, _)| id).chain(self.relay.sockets()).collect();
        for socket in open {
            self.close(self.latest, socket, code, "the service is started anew");
        }
    }

    /// The open sockets of consumers, those that have not said who they are among them, oldest first.
    #[must_use]
    pub fn consumer_sockets(&self) -> Vec<SocketId> {
        let all = self.sockets.iter();
        all.filter(|(_, socket)| socket.dialect() == Dialect::Consumer).map(|(id, _)| id).collect()
    }

    /// What goes wrong from now on.
    pub fn faults_mut(&mut self) -> &mut Faults {
        &mut self.config.faults
    }

    /// A consumer's own conversations.
    fn conversations_of(&self, consumer: &ParticipantId) -> impl Iterator<Item = &Conversation> {
        let ids = self.consumers.get(consumer).into_iter().flat_map(|known| &known.conversations);
        ids.filter_map(|id| self.conversations.get(id))
    }

    /// The conversations that somebody may see, in the order of their ids.
    fn visible_to(&self, caller: &Caller) -> Vec<&Conversation> {
        if caller.is_agent() {
            self.conversations.values().collect()
        } else {
            self.conversations_of(&caller.person).collect()
        }
    }

    fn is_connected(&self, person: &ParticipantId) -> bool {
        self.sockets.is_connected(person)
    }

    fn new_socket(&mut self) -> SocketId {
        let socket = SocketId(self.next_socket);
        self.next_socket += 1;
        socket
    }

    fn close(&mut self, now: Millis, socket: SocketId, code: u16, reason: &str) {
        if self.sockets.get(socket).is_some() || self.relay.has(socket) {
            self.outputs.push_back(Output::Close { socket, code, reason: reason.into() });
            self.handle_closed(now, socket);
        }
    }
}
