//! The network between tabs and the service: what is on its way, and when it arrives.

use std::collections::{BTreeMap, BTreeSet};

use alongside::app::{HttpFailure, HttpId, LinkId, Lock};
use alongside::emulator::{HttpRequest, SocketId};
use alongside::protocol::Millis;

use super::browser::Page;

/// How long anything takes, one way, while nothing is wrong.
pub(crate) const LATENCY: Millis = Millis(20);

/// What the connections of a tab go through.
#[derive(Clone, Debug, Default)]
pub(crate) struct Line {
    /// How much longer than usual everything takes.
    pub(crate) delay: Millis,
    /// What goes to the service gets lost, and so does what goes to the tab.
    pub(crate) loses_up: bool,
    pub(crate) loses_down: bool,
}

/// Something on its way.
pub(crate) enum Parcel {
    HttpAsk {
        page: Page,
        id: HttpId,
        request: HttpRequest,
        /// When the browser waits no longer.
        gives_up: Millis,
    },
    HttpAnswer {
        page: Page,
        id: HttpId,
        result: Result<(u16, String), HttpFailure>,
        /// It tells of somebody new.
        signs_up: bool,
    },
    Opening {
        page: Page,
        link: LinkId,
        path: String,
    },
    Opened {
        page: Page,
        link: LinkId,
    },
    ToService {
        socket: SocketId,
        text: String,
    },
    ToTab {
        page: Page,
        link: LinkId,
        text: String,
    },
    ClosedAtTab {
        page: Page,
        link: LinkId,
        code: u16,
    },
    ClosedAtService {
        socket: SocketId,
    },
    ToAgent {
        text: String,
    },
    FromAgent {
        text: String,
    },
    /// The code that a page fetches later, or that it cannot be fetched.
    Deferred {
        page: Page,
        is_here: bool,
    },
    /// The page's tag tells the service of an answer.
    Report {
        request: HttpRequest,
    },
    /// What a tab kept, for another one.
    Kept {
        page: Page,
        key: String,
        value: Option<String>,
    },
    Locked {
        page: Page,
        lock: Lock,
    },
}

/// Parcels in the order of their arrival; of equal times in the order of sending.
#[derive(Default)]
pub(crate) struct Network {
    queue: BTreeMap<(Millis, u64), Parcel>,
    next: u64,
    /// Connections that lost something. Nothing more comes through them in that direction: a stream has no holes.
    deaf_up: BTreeSet<SocketId>,
    deaf_down: BTreeSet<SocketId>,
}

impl Network {
    pub(crate) fn send(&mut self, at: Millis, parcel: Parcel) {
        self.queue.insert((at, self.next), parcel);
        self.next += 1;
    }

    /// Whether something for the service gets through.
    pub(crate) fn carries_up(&mut self, line: &Line, socket: SocketId) -> bool {
        if line.loses_up {
            self.deaf_up.insert(socket);
        }
        !self.deaf_up.contains(&socket)
    }

    /// Whether something for the tab gets through.
    pub(crate) fn carries_down(&mut self, line: &Line, socket: SocketId) -> bool {
        if line.loses_down {
            self.deaf_down.insert(socket);
        }
        !self.deaf_down.contains(&socket)
    }

    pub(crate) fn next_at(&self) -> Option<Millis> {
        self.queue.keys().next().map(|(at, _)| *at)
    }

    /// What has arrived by now, one after the other.
    pub(crate) fn arrive(&mut self, now: Millis) -> Option<Parcel> {
        let entry = self.queue.first_entry().filter(|entry| entry.key().0 <= now)?;
        Some(entry.remove())
    }

    /// Takes out what does not arrive any more.
    pub(crate) fn lose(&mut self, mut is_lost: impl FnMut(&Parcel) -> bool) {
        self.queue.retain(|_, parcel| !is_lost(parcel));
    }

    /// Has frames to a socket arrive this much later; tells how many.
    pub(crate) fn hold_back(&mut self, socket: SocketId, by: Millis) -> usize {
        let mut held = Vec::new();
        self.queue.retain(|(at, number), parcel| match parcel {
            Parcel::ToService { socket: other, text } if *other == socket => {
                held.push(((*at + by, *number), std::mem::take(text)));
                false
            }
            _ => true,
        });
        let count = held.len();
        for (key, text) in held {
            self.queue.insert(key, Parcel::ToService { socket, text });
        }
        count
    }
}
