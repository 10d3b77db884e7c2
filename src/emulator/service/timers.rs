//! What happens by itself: notifications that were held back, late and idle sockets, tokens that run out, invitations and offers that expire.

use crate::protocol::Millis;

use super::super::dialog::DialogRecord;
use super::super::socket::{Party, Socket, SocketId};
use super::Service;
use super::handshake::{NOT_SAID, expiry_code};

/// The service goes away from an idle socket.
const IDLE: u16 = 1001;

impl Service {
    pub(super) fn next_timer(&self) -> Option<Millis> {
        let idle = self.config.idle_close;
        let sockets = self.sockets.values().map(|open| open.due(idle)).min();
        let dialogs = self.conversations.values().flat_map(|one| &one.dialogs);
        let expiries = dialogs.filter_map(DialogRecord::expiry).min();
        let held = self.held.iter().map(|(due, _)| *due).min();
        [sockets, expiries, self.next_ring_end(), held].into_iter().flatten().min()
    }

    pub(super) fn run_timers(&mut self, now: Millis) {
        self.release(now);
        self.expire_dialogs(now);
        self.expire_rings(now);
        let idle = self.config.idle_close;
        let due: Vec<(SocketId, u16, &str)> = self
            .sockets
            .iter()
            .filter(|(_, open)| open.due(idle) <= now)
            .map(|(id, open)| {
                let (code, reason) = why_due(open, now);
                (*id, code, reason)
            })
            .collect();
        for (socket, code, reason) in due {
            self.close(now, socket, code, reason);
        }
    }
}

fn why_due(open: &Socket, now: Millis) -> (u16, &'static str) {
    match open.party {
        Party::Unknown { deadline, .. } if deadline <= now => (NOT_SAID, "InitConnection did not come in time"),
        Party::Consumer { is_anonymous, token_expires, .. } if token_expires <= now => {
            (expiry_code(is_anonymous), "the token has expired")
        }
        _ => (IDLE, "nothing was heard for too long"),
    }
}
