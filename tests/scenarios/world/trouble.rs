//! What goes wrong between the tab and the service.

use alongside::app::{App, Input};
use alongside::protocol::Millis;
use alongside::store::Place;
use serde_json::json;

use super::{LATENCY, Parcel, START, World};

impl World {
    /// A fresh app: all that it knows is what was kept.
    pub(crate) fn load(&mut self) {
        let stored = self.storage.clone().into_iter().collect();
        self.config.seed += 1;
        let app = App::new(self.config.clone(), stored, self.now);
        self.app = if self.defers { app.deferring() } else { app };
    }

    /// The page comes back from the back/forward cache.
    pub(crate) fn show_again(&mut self) {
        let stored = self.storage.clone().into_iter().collect();
        self.input(Input::PageShown { stored });
        self.input(Input::Visible(true));
    }

    /// The identity that is kept cannot be renewed any more.
    pub(crate) fn spoil_identity(&mut self) {
        for (key, value) in &mut self.storage {
            if key.ends_with("|credentials") {
                *value = value.replace("external\t", "external\tnot-a-token-");
            }
        }
    }

    /// This tab hears of that, too, and the service asks who it is: it becomes somebody else.
    pub(crate) fn becomes_somebody_else(&mut self) {
        self.spoil_identity();
        let spoilt = self.storage.iter().find(|(key, _)| key.ends_with("|credentials"));
        let (key, value) = spoilt.map(|(key, value)| (key.clone(), Some(value.clone()))).expect("tokens are kept");
        self.input(Input::Kept { key, value });
        self.refuse_token();
    }

    /// The service closes the tab's socket.
    pub(crate) fn kick(&mut self, code: u16) {
        for socket in self.service.consumer_sockets() {
            self.service.kick(socket, code);
        }
        self.pump();
    }

    /// The service does not take the token any more.
    pub(crate) fn refuse_token(&mut self) {
        let introductions = |world: &Self| world.heard.iter().filter(|text| text.contains("InitConnection")).count();
        let before = introductions(self);
        self.kick(4401);
        self.until("it is shown once more", |world| introductions(world) > before);
        self.kick(4401);
    }

    /// The line stands still while a socket is opened, until the service closes that. Yields whether one was.
    pub(crate) fn close_what_is_opening(&mut self, code: u16) -> bool {
        let opening = self.queue.iter().find_map(|(_, _, parcel)| match parcel {
            Parcel::Opened { link } => Some(*link),
            _ => None,
        });
        if let Some(link) = opening {
            self.queue.retain(|(_, _, parcel)| !matches!(parcel, Parcel::Opened { .. }));
            self.later(Millis(0), Parcel::ClosedAtTab { link, code });
        }
        opening.is_some()
    }

    /// The service closes the tab's socket, and the tab comes back.
    pub(crate) fn interrupt(&mut self, code: u16) {
        self.kick(code);
        self.until("lost", |world| !world.is_online());
        self.until("back", Self::is_online);
    }

    /// Another tab of the consumer opens a conversation.
    pub(crate) fn open_elsewhere(&mut self) {
        self.ask_elsewhere(r#"{"kind":"req","id":"x","type":"cm.ConsumerRequestConversation","body":{}}"#);
    }

    /// Another tab of the consumer shows the newest message, and tells so.
    pub(crate) fn read_elsewhere(&mut self) {
        let conversation = &self.state().conversation;
        let places = conversation.rows.iter().filter_map(|row| match row.place {
            Place::At { sequence, line: 0, .. } if row.ended_by().is_none() => Some(sequence.0),
            _ => None,
        });
        let event = json!({ "type": "AcceptStatusEvent", "status": "READ", "sequenceList": [places.max()] });
        let body = json!({ "dialogId": conversation.input.as_ref().map(alongside::protocol::DialogId::as_str), "event": event });
        let request = json!({ "kind": "req", "id": "x", "type": "ms.PublishEvent", "body": body });
        self.ask_elsewhere(&request.to_string());
    }

    fn ask_elsewhere(&mut self, request: &str) {
        let socket = *self.links.values().next().expect("a connection");
        let now = self.server_now();
        self.service.handle_frame(now, socket, request);
        self.pump();
    }

    /// Somebody puts the tab's clock forward. Nothing else takes notice.
    pub(crate) fn jump(&mut self, by: Millis) {
        self.now = self.now + by;
        self.skew = self.skew - by;
        for (at, ..) in &mut self.queue {
            *at = *at + by;
        }
        self.input(Input::Timeout);
    }

    /// The network is gone: sockets break, requests fail.
    pub(crate) fn cut_network(&mut self) {
        self.network_up = false;
        for (link, socket) in std::mem::take(&mut self.links) {
            self.later(Millis(0), Parcel::ClosedAtTab { link, code: 1006 });
            self.later(Millis(0), Parcel::ClosedAtService { socket });
        }
    }

    /// The network is gone, and the tab knows.
    pub(crate) fn lose_network(&mut self) {
        self.cut_network();
        self.until("lost", |world| !world.is_online());
    }

    /// A text reaches the service; the network is gone before the answer comes back.
    pub(crate) fn send_and_lose_the_answer(&mut self, text: &str) {
        let before = self.log().len();
        self.send(text);
        self.run_for(LATENCY);
        self.until("the service has it", |world| world.log().len() > before);
        self.cut_network();
        self.run_for(Millis::from_secs(1));
    }

    /// What is on its way to the service does not arrive.
    pub(crate) fn drop_frames(&mut self) {
        self.queue.retain(|(_, _, parcel)| !matches!(parcel, Parcel::ToService { .. }));
    }

    /// The tab gets this frame on the connection that stands.
    pub(crate) fn answer_with(&mut self, text: &str) {
        let link = *self.links.keys().next_back().expect("a connection");
        self.input(Input::Frame { link, text: text.to_owned() });
    }

    /// What a page asked for later comes, or does not.
    pub(super) fn code_comes(&mut self) {
        let result = if self.code_is_lost { Err("404".into()) } else { Ok(()) };
        self.input(Input::Deferred(result));
    }

    pub(crate) fn is_online(&self) -> bool {
        matches!(self.state().connection, alongside::store::Connection::Online { .. })
    }

    /// What is told where something does not come about.
    pub(super) fn picture(&self) -> String {
        format!(
            "at {:?}\n{:?}\n{:?}\nconsole: {:#?}\nlast heard: {:#?}",
            self.now - START,
            self.state().connection,
            self.transcript(),
            self.console.iter().rev().take(10).collect::<Vec<_>>(),
            self.heard.iter().rev().take(5).collect::<Vec<_>>()
        )
    }

    pub(super) fn later(&mut self, wait: Millis, delivery: Parcel) {
        let at = self.now + wait;
        // What was sent first arrives first: equal times keep their order.
        let place = self.queue.partition_point(|(other, number, _)| (*other, *number) <= (at, self.next));
        self.queue.insert(place, (at, self.next, delivery));
        self.next += 1;
    }
}
