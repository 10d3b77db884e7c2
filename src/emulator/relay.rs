//! What lies between the two sides of a CoBrowse session: what the page sent last, for an agent who comes later.
//!
//! A frame is a word, and behind the first line break whatever belongs to it. Only the word is looked at here. The page
//! sends `snapshot` (all of it), `event` (a change since), `paused`, `control` and `refused`; the agent sends `wants` (a
//! snapshot), `point`, `scroll`, `ask`, `release`, `click` and `key`. `ping` is answered with `pong`. The service itself
//! says `mode`, `agent` (who has come) and `alone` to the page, and `away` to the agent.

use std::collections::BTreeMap;

use crate::protocol::{CoBrowseMode, ConversationId, DialogId, Millis, ServiceId};

use super::socket::SocketId;

/// So long may the page stay away, as while it loads another address; then the session ends.
pub(super) const AWAY_AT_MOST: Millis = Millis::from_secs(120);
/// A page that is not heard of for so long is away. It says something every five seconds.
const SILENT_AT_MOST: Millis = Millis::from_secs(20);
/// What is kept of a page at most; past it, it is forgotten, and the page is asked anew when somebody needs it.
const MOST_KEPT: usize = 8 * 1024 * 1024;

/// The side of a session that a socket is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Page,
    Agent,
}

/// One session.
#[derive(Clone, Debug)]
pub(super) struct Session {
    pub(super) conversation: ConversationId,
    pub(super) dialog: DialogId,
    pub(super) mode: CoBrowseMode,
    pub(super) page: Option<SocketId>,
    pub(super) agent: Option<SocketId>,
    /// When the page was heard last.
    heard: Millis,
    /// The newest snapshot and what followed it; empty where that is not known.
    kept: Vec<String>,
    size: usize,
}

impl Session {
    pub(super) fn new(now: Millis, conversation: ConversationId, dialog: DialogId, mode: CoBrowseMode) -> Self {
        Self { conversation, dialog, mode, page: None, agent: None, heard: now, kept: Vec::new(), size: 0 }
    }

    /// What an agent who comes now has to know.
    pub(super) fn kept(&self) -> &[String] {
        &self.kept
    }

    /// Puts a socket on its side; gives the one that was there.
    pub(super) fn seat(&mut self, now: Millis, side: Side, socket: SocketId) -> Option<SocketId> {
        match side {
            Side::Page => {
                self.heard = now;
                self.forget();
                self.page.replace(socket)
            }
            Side::Agent => self.agent.replace(socket),
        }
    }

    /// Notes what the page sends; tells whether the agent is to get it.
    pub(super) fn note(&mut self, now: Millis, word: &str, text: &str) -> bool {
        self.heard = now;
        match word {
            "snapshot" => {
                self.forget();
                self.keep(text);
            }
            "event" if !self.kept.is_empty() => self.keep(text),
            "paused" => self.forget(),
            "event" | "control" | "refused" => {}
            _ => return false,
        }
        true
    }

    /// Whether an agent may do this in this mode.
    pub(super) fn allows(&self, word: &str) -> bool {
        match word {
            "wants" | "point" => true,
            "scroll" => matches!(self.mode, CoBrowseMode::View | CoBrowseMode::Shared),
            "ask" | "release" | "click" | "key" => self.mode == CoBrowseMode::Shared,
            _ => false,
        }
    }

    fn keep(&mut self, text: &str) {
        self.size += text.len();
        if self.size > MOST_KEPT {
            self.forget();
        } else {
            self.kept.push(text.into());
        }
    }

    fn forget(&mut self) {
        self.kept.clear();
        self.size = 0;
    }

    fn due(&self) -> Millis {
        self.heard + if self.page.is_some() { SILENT_AT_MOST } else { AWAY_AT_MOST }
    }
}

/// The sessions that run.
#[derive(Clone, Debug, Default)]
pub(super) struct Relay {
    sessions: BTreeMap<ServiceId, Session>,
    seats: BTreeMap<SocketId, (ServiceId, Side)>,
}

impl Relay {
    pub(super) fn has(&self, socket: SocketId) -> bool {
        self.seats.contains_key(&socket)
    }

    pub(super) fn sockets(&self) -> impl Iterator<Item = SocketId> + '_ {
        self.seats.keys().copied()
    }

    pub(super) fn enter(&mut self, socket: SocketId, id: &ServiceId, side: Side, new: Session) -> &mut Session {
        self.seats.insert(socket, (id.clone(), side));
        self.sessions.entry(id.clone()).or_insert(new)
    }

    /// The session of a socket, and on which side it is.
    pub(super) fn of(&mut self, socket: SocketId) -> Option<(&mut Session, Side)> {
        let (id, side) = self.seats.get(&socket)?;
        Some((self.sessions.get_mut(id)?, *side))
    }

    /// A socket is gone; gives its session and side where it still had its seat.
    pub(super) fn leave(&mut self, now: Millis, socket: SocketId) -> Option<(&mut Session, Side)> {
        let (id, side) = self.seats.remove(&socket)?;
        let session = self.sessions.get_mut(&id)?;
        let seat = match side {
            Side::Page => &mut session.page,
            Side::Agent => &mut session.agent,
        };
        seat.take_if(|seated| *seated == socket)?;
        if side == Side::Page {
            session.heard = now;
        }
        Some((session, side))
    }

    /// Takes out the sessions of a conversation that do not stand any more, with their sockets.
    pub(super) fn end(&mut self, conversation: &ConversationId, stands: impl Fn(&Session) -> bool) -> Vec<SocketId> {
        let is_over = |session: &Session| session.conversation == *conversation && !stands(session);
        let over: Vec<_> =
            self.sessions.iter().filter(|(_, session)| is_over(session)).map(|(id, _)| id.clone()).collect();
        for id in &over {
            self.sessions.remove(id);
        }
        self.seats.iter().filter(|(_, (id, _))| over.contains(id)).map(|(socket, _)| *socket).collect()
    }

    pub(super) fn next_due(&self) -> Option<Millis> {
        self.sessions.values().map(Session::due).min()
    }

    /// The sessions whose page is silent or away for too long.
    pub(super) fn due(&self, now: Millis) -> Vec<Session> {
        self.sessions.values().filter(|session| session.due() <= now).cloned().collect()
    }
}
