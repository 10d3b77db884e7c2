//! All open sockets: by whom they are held, and when they are due, found without looking through all of them.

use std::collections::{BTreeMap, BTreeSet};

use crate::protocol::{Millis, ParticipantId};

use super::socket::{Dialect, Party, Socket, SocketId};

/// The open sockets, in the order in which they were opened.
///
/// Invariant: `held`, `agents` and `dues` say what the sockets themselves say.
#[derive(Clone, Debug)]
pub(super) struct Sockets {
    idle_close: Millis,
    open: BTreeMap<SocketId, Socket>,
    held: BTreeMap<ParticipantId, BTreeSet<SocketId>>,
    agents: BTreeSet<SocketId>,
    dues: BTreeSet<(Millis, SocketId)>,
}

impl Sockets {
    pub(super) fn new(idle_close: Millis) -> Self {
        Self {
            idle_close,
            open: BTreeMap::new(),
            held: BTreeMap::new(),
            agents: BTreeSet::new(),
            dues: BTreeSet::new(),
        }
    }

    pub(super) fn get(&self, id: SocketId) -> Option<&Socket> {
        self.open.get(&id)
    }

    pub(super) fn get_mut(&mut self, id: SocketId) -> Option<&mut Socket> {
        self.open.get_mut(&id)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (SocketId, &Socket)> {
        self.open.iter().map(|(id, socket)| (*id, socket))
    }

    pub(super) fn insert(&mut self, id: SocketId, socket: Socket) {
        self.dues.insert((socket.due(self.idle_close), id));
        if socket.dialect() == Dialect::Agent {
            self.agents.insert(id);
        }
        if let Some(person) = socket.person() {
            self.held.entry(person.clone()).or_default().insert(id);
        }
        self.open.insert(id, socket);
    }

    pub(super) fn remove(&mut self, id: SocketId) -> Option<Socket> {
        let socket = self.open.remove(&id)?;
        self.dues.remove(&(socket.due(self.idle_close), id));
        self.agents.remove(&id);
        if let Some(person) = socket.person()
            && let Some(held) = self.held.get_mut(person)
        {
            held.remove(&id);
            if held.is_empty() {
                self.held.remove(person);
            }
        }
        Some(socket)
    }

    /// Something was heard of a socket. Yields whether it is open.
    pub(super) fn heard(&mut self, id: SocketId, now: Millis) -> bool {
        let Some(socket) = self.open.get_mut(&id) else { return false };
        let before = socket.due(self.idle_close);
        socket.heard(now);
        let after = socket.due(self.idle_close);
        if before != after {
            self.dues.remove(&(before, id));
            self.dues.insert((after, id));
        }
        true
    }

    /// It is known now who is at the other end of a socket.
    pub(super) fn identify(&mut self, id: SocketId, party: Party) {
        if let Some(mut socket) = self.remove(id) {
            socket.identify(party);
            self.insert(id, socket);
        }
    }

    pub(super) fn is_connected(&self, person: &ParticipantId) -> bool {
        self.held.contains_key(person)
    }

    /// The sockets of one person.
    pub(super) fn of(&self, person: &ParticipantId) -> impl Iterator<Item = (SocketId, &Socket)> {
        self.held.get(person).into_iter().flatten().filter_map(|id| Some((*id, self.open.get(id)?)))
    }

    /// The sockets of agents.
    pub(super) fn of_agents(&self) -> impl Iterator<Item = (SocketId, &Socket)> {
        self.agents.iter().filter_map(|id| Some((*id, self.open.get(id)?)))
    }

    /// The sockets at which somebody may see what a consumer's conversations hold: the consumer's own and the agents',
    /// oldest first.
    pub(super) fn concerned(&self, consumer: &ParticipantId) -> Vec<SocketId> {
        let own = self.held.get(consumer).into_iter().flatten();
        let all: BTreeSet<SocketId> = own.chain(&self.agents).copied().collect();
        all.into_iter().collect()
    }

    /// When the next socket is due, if nothing is heard of it.
    pub(super) fn next_due(&self) -> Option<Millis> {
        self.dues.first().map(|(at, _)| *at)
    }

    /// The sockets that are due, oldest first.
    pub(super) fn due(&self, now: Millis) -> Vec<(SocketId, &Socket)> {
        let due = self.dues.iter().take_while(|(at, _)| *at <= now);
        let ids: BTreeSet<SocketId> = due.map(|(_, id)| *id).collect();
        ids.into_iter().filter_map(|id| Some((id, self.open.get(&id)?))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const IDLE: Millis = Millis(90);

    fn consumer(name: &str) -> Party {
        Party::Consumer { id: ParticipantId::from(name), is_anonymous: true, token_expires: Millis(1_000) }
    }

    #[test]
    fn what_is_looked_up_is_what_the_sockets_say() {
        let mut sockets = Sockets::new(IDLE);
        let unknown = || Party::Unknown { deadline: Millis(5), waiting: Vec::new() };
        let agent = || Party::Agent { id: ParticipantId::from("agent") };
        for (number, party) in [unknown(), agent(), consumer("one"), unknown()].into_iter().enumerate() {
            sockets.insert(SocketId(number as u64), Socket::new(party, Millis(0)));
        }
        let one = ParticipantId::from("one");
        let ids = |sockets: Vec<(SocketId, &Socket)>| sockets.into_iter().map(|(id, _)| id.0).collect::<Vec<_>>();
        assert_eq!((sockets.next_due(), ids(sockets.due(Millis(5)))), (Some(Millis(5)), vec![0, 3]));
        sockets.identify(SocketId(0), consumer("one"));
        assert_eq!(sockets.concerned(&one), [SocketId(0), SocketId(1), SocketId(2)]);
        assert_eq!(ids(sockets.of(&one).collect()), [0, 2]);
        assert_eq!(ids(sockets.of_agents().collect()), [1]);
        sockets.remove(SocketId(3));
        assert!(sockets.heard(SocketId(1), Millis(50)) && !sockets.heard(SocketId(3), Millis(50)));
        assert_eq!((sockets.next_due(), ids(sockets.due(Millis(90)))), (Some(IDLE), vec![0, 2]));
        sockets.heard(SocketId(0), Millis(2_000));
        assert_eq!(ids(sockets.due(Millis(1_000))), [0, 1, 2], "a token runs out whatever is heard");
        for id in [0, 2] {
            assert!(sockets.is_connected(&one));
            sockets.remove(SocketId(id));
        }
        assert!(!sockets.is_connected(&one));
        sockets.remove(SocketId(1));
        assert_eq!((sockets.next_due(), sockets.iter().count()), (None, 0));
    }
}
