//! What happens by itself: notifications that were held back, late and idle sockets, tokens that run out, invitations, offers and sessions that expire.

use crate::protocol::Millis;

use super::super::dialog::DialogRecord;
use super::super::socket::{Party, Socket, SocketId};
use super::Service;
use super::handshake::{NOT_SAID, expiry_code};

/// The service goes away from an idle socket.
const IDLE: u16 = 1001;

impl Service {
    pub(super) fn next_timer(&self) -> Option<Millis> {
        let conversations = self.expiring.iter().filter_map(|id| self.conversations.get(id));
        let expiries = conversations.flat_map(|one| &one.dialogs).filter_map(DialogRecord::expiry).min();
        let held = self.held.iter().map(|(due, _)| *due).min();
        [self.sockets.next_due(), expiries, self.next_ring_end(), held, self.relay.next_due()]
            .into_iter()
            .flatten()
            .min()
    }

    pub(super) fn run_timers(&mut self, now: Millis) {
        self.release(now);
        self.expire_dialogs(now);
        self.expire_rings(now);
        self.expire_sessions(now);
        let due: Vec<(SocketId, u16, &str)> = self
            .sockets
            .due(now)
            .into_iter()
            .map(|(id, open)| {
                let (code, reason) = why_due(open, now);
                (id, code, reason)
            })
            .collect();
        for (socket, code, reason) in due {
            self.close(now, socket, code, reason);
        }
    }
}

fn why_due(open: &Socket, now: Millis) -> (u16, &'static str) {
    match open.party() {
        Party::Unknown { deadline, .. } if *deadline <= now => (NOT_SAID, "InitConnection did not come in time"),
        Party::Consumer { is_anonymous, token_expires, .. } if *token_expires <= now => {
            (expiry_code(*is_anonymous), "the token has expired")
        }
        _ => (IDLE, "nothing was heard for too long"),
    }
}
