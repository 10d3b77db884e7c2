//! The network between a tab and the service: what is on its way, and when it arrives.

use std::collections::{BTreeMap, BTreeSet};

use alongside::app::{HttpFailure, HttpId, LinkId};
use alongside::emulator::{HttpRequest, SocketId};
use alongside::protocol::Millis;

/// How long anything takes, one way, while nothing is wrong.
pub(crate) const LATENCY: Millis = Millis(20);

/// Something on its way. What belongs to a page load of the tab names its number.
pub(crate) enum Parcel {
    HttpAsk { load: u64, id: HttpId, request: HttpRequest },
    HttpAnswer { load: u64, id: HttpId, result: Result<(u16, String), HttpFailure> },
    Opening { load: u64, link: LinkId, path: String },
    Opened { load: u64, link: LinkId },
    ToService { socket: SocketId, text: String },
    ToTab { load: u64, link: LinkId, text: String },
    ClosedAtTab { load: u64, link: LinkId, code: u16 },
    ClosedAtService { socket: SocketId },
    ToAgent { text: String },
    FromAgent { text: String },
}

/// Parcels in the order of their arrival; of equal times in the order of sending.
#[derive(Default)]
pub(crate) struct Network {
    queue: BTreeMap<(Millis, u64), Parcel>,
    next: u64,
    /// How much longer than usual everything takes.
    pub(crate) delay: Millis,
    /// What goes to the service gets lost, and so does what goes to the tab.
    pub(crate) loses_up: bool,
    pub(crate) loses_down: bool,
    /// Connections that lost something. Nothing more comes through them in that direction: a stream has no holes.
    deaf_up: BTreeSet<SocketId>,
    deaf_down: BTreeSet<SocketId>,
    /// There is none.
    pub(crate) is_down: bool,
}

impl Network {
    pub(crate) fn send(&mut self, now: Millis, parcel: Parcel) {
        let of_agent = matches!(parcel, Parcel::ToAgent { .. } | Parcel::FromAgent { .. });
        let at = now + LATENCY + if of_agent { Millis(0) } else { self.delay };
        self.queue.insert((at, self.next), parcel);
        self.next += 1;
    }

    /// Whether something for the service gets through.
    pub(crate) fn carries_up(&mut self, socket: SocketId) -> bool {
        if self.loses_up {
            self.deaf_up.insert(socket);
        }
        !self.deaf_up.contains(&socket)
    }

    /// Whether something for the tab gets through.
    pub(crate) fn carries_down(&mut self, socket: SocketId) -> bool {
        if self.loses_down {
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
    pub(crate) fn lose(&mut self, is_lost: impl Fn(&Parcel) -> bool) {
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
