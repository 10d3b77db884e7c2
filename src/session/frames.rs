//! What comes on the socket.

use super::io::{Event, LinkId, Phase};
use super::link::{Asked, Link};
use super::{Session, is_put_off, patience};
use crate::protocol::wire::Trace;
use crate::protocol::{
    ChangeType, ChannelType, ConversationChange, ConversationId, DialogId, DialogState, EventChange, FrameError,
    Incoming, Millis, Notification, NotificationBody, Outgoing, Response, Role, Sequence, SubscriptionId, decimal,
    decimal_count,
};

/// How often the service's clock is asked: it keeps the connection alive. The first time it is around this.
const KEEP_ALIVE: Millis = Millis::from_secs(30);
/// How long the first notification of conversations is waited for.
const SNAPSHOT_WITHIN: Millis = Millis::from_secs(15);
/// How long what the service put off waits before it is asked for again, besides what the back-off makes of it.
const PUT_OFF: Millis = Millis::from_secs(2);
/// The longest frame that is read.
pub(crate) const LONGEST_FRAME: usize = 4 * 1024 * 1024;

impl Session {
    /// Until told otherwise, the frames that are handed in came at this time and have waited since.
    pub(crate) fn frames_came(&mut self, at: Option<Millis>) {
        self.came = at;
    }

    /// A frame came. One that cannot be read costs nothing but itself.
    pub fn handle_frame(&mut self, now: Millis, id: LinkId, text: &str) {
        if self.link.as_ref().is_none_or(|link| link.id != id) {
            return;
        }
        if text.len() > LONGEST_FRAME {
            self.diagnose(&["a frame of ", &decimal_count(text.len()), " bytes was passed over"].concat());
            return;
        }
        let mut trace = Trace::default();
        match Incoming::parse(text, &mut trace) {
            Ok(Incoming::Response(response)) => self.response(now, *response),
            Ok(Incoming::Notification(notification)) => self.notification(now, *notification),
            Ok(Incoming::NoConversations(subscription)) => self.told_conversations(now, subscription, Vec::new()),
            Err(FrameError::NotJson(place)) => self.diagnose(&["a frame was passed over: not JSON, ", &place].concat()),
            Err(FrameError::NotAFrame) => {
                self.diagnose("a frame was passed over: neither an answer nor a notification");
            }
        }
        if trace.is_mended {
            self.diagnose("half a character in a frame was replaced");
        }
        if let Some(place) = trace.first_misread() {
            self.diagnose(&["a frame was read without its ", place].concat());
        }
    }

    fn response(&mut self, now: Millis, response: Response) {
        let status = response.status();
        let ok = (200..300).contains(&status);
        let Some(asked) = self.link.as_mut().and_then(|link| link.answered(response.req_id.as_ref(), status)) else {
            self.diagnose("an answer to nothing that was asked was passed over");
            return;
        };
        self.patience = patience(status);
        let put_off = is_put_off(status).then(|| now + PUT_OFF + self.backoff.wait());
        let object = response.object();
        match asked {
            Asked::Init if ok => self.initialised(now),
            Asked::Init if matches!(status, 401 | 403) => {
                self.drop_link(now);
                self.token_rejected(now);
            }
            Asked::Init => self.give_link_up(now, "the service did not accept the connection"),
            Asked::Clock { sent, alive, confirms } => {
                // The answer was written somewhere between asking and its coming: the middle is the best guess.
                let middle = Millis(sent.0.midpoint(self.came.unwrap_or(now).0));
                let server = object.and_then(|object| object.current_time);
                self.tell(Event::Clock { offset: server.map(|server| server - middle), confirms });
                // Only a connection that lasts has ended an outage: else one that breaks at once, again and again,
                // would be made anew without a pause.
                if alive {
                    self.backoff.reset();
                    self.rejections = 0;
                }
            }
            Asked::Conversations if ok => {
                let subscription = object.and_then(|object| object.subscription_id.clone());
                self.subscribed(now, subscription);
            }
            Asked::Conversations => self.give_link_up(now, "the service refused the subscription of conversations"),
            asked => self.answered(now, asked, response, put_off),
        }
    }

    /// The answer to something that is asked in a conversation, or to begin one.
    #[inline(never)]
    fn answered(&mut self, now: Millis, asked: Asked, response: Response, put_off: Option<Millis>) {
        let status = response.status();
        let ok = (200..300).contains(&status);
        let object = response.object();
        match asked {
            Asked::Open => match object.and_then(|object| object.conversation_id.clone()) {
                Some(conversation) if ok => {
                    self.subscribe_dialog(now, &conversation.main_dialog(), &conversation);
                    self.tell(Event::Opened(conversation));
                }
                _ => self.tell(Event::OpenRefused { status }),
            },
            Asked::Events(dialog) if !ok => {
                // One that was asked for besides leaves the first as it is.
                if let Some(dialog) = self.dialogs.get_mut(&dialog).filter(|dialog| !dialog.gap_subscribed) {
                    dialog.subscribed = false;
                    dialog.subscribe_at = put_off;
                }
                self.diagnose("the service refused the events of a dialog");
            }
            Asked::Query(dialog) => {
                let result = response.body.into_changes().filter(|_| ok).ok_or(status);
                if let Ok(changes) = &result {
                    self.take_events_of_dialogs(now, changes);
                } else if put_off.is_none() {
                    // The only other way to its events. Where its conversation goes on it is subscribed already.
                    self.ask_events(now, &dialog);
                }
                self.tell(Event::Queried(result));
            }
            Asked::Earlier(dialog) => {
                // Neither receipts nor holes: nothing of it is followed.
                let result = response.body.into_changes().filter(|_| ok).ok_or(status);
                for change in result.iter().flatten() {
                    self.ask_who_said(change);
                }
                self.tell(Event::Earlier { dialog, result });
            }
            Asked::Gap(id) => {
                let is_refused = !ok && put_off.is_none();
                let changes = response.body.into_changes().filter(|_| ok).unwrap_or_default();
                self.messages(now, changes);
                if let Some(dialog) = self.dialogs.get_mut(&id) {
                    if let Some(at) = put_off {
                        return dialog.ask_for_gap_again(at);
                    }
                    if is_refused && dialog.may_subscribe_for_gap(now) {
                        return self.ask_events(now, &id);
                    }
                    let from = dialog.next().0;
                    let missing = dialog.give_up_gap(now);
                    if missing > 0 {
                        let (missing, from) = (decimal(missing), decimal(from));
                        let line = [&missing, " missing for good from ", &from, " on, in dialog ", id.as_str()];
                        self.tell(Event::Missing(line.concat()));
                    }
                }
            }
            Asked::Text(text, dialog) if ok => {
                let sequence = object.and_then(|object| object.sequence);
                if let (Some(sequence), Some(dialog)) = (sequence, self.dialogs.get_mut(&dialog)) {
                    dialog.own(sequence);
                }
                self.tell(Event::Published { text, sequence });
            }
            Asked::Text(text, _) => self.tell(Event::Refused { text, status }),
            Asked::Address(id) => {
                let address = object.filter(|_| ok).and_then(|object| self.file_address(object));
                self.tell(Event::Address { id, result: address.ok_or(status) });
            }
            Asked::Receipt { dialog, status, numbers } if !ok => {
                if let (Some(at), Some(dialog)) = (put_off, self.dialogs.get_mut(&dialog)) {
                    dialog.owe_again(&status, &numbers, at);
                }
                self.diagnose("the service refused a receipt");
            }
            Asked::Use(used) if !ok => self.use_refused(used, put_off),
            Asked::Close(dialog) if !ok => {
                self.diagnose("the service refused to end a dialog");
                self.tell(Event::CloseRefused(dialog));
            }
            Asked::Rating(conversation) => {
                if !ok {
                    self.diagnose("the service refused a rating");
                }
                self.tell(Event::Rated(conversation, ok));
            }
            Asked::Profile if !ok => self.diagnose("the service refused the profile of the consumer"),
            // The others are read before.
            _ => {}
        }
    }

    fn initialised(&mut self, now: Millis) {
        self.until = None;
        self.ask_clock(now, false);
        self.ask(now, Asked::Conversations, Outgoing::subscribe_conversations());
    }

    pub(super) fn ask_clock(&mut self, now: Millis, confirms: bool) {
        let alive = self.phase == Phase::Online && !confirms;
        // Those who came together after an outage do not ask together ever after.
        let pause = if alive { KEEP_ALIVE } else { self.backoff.random.around(KEEP_ALIVE) };
        self.clock_due = Some(now + pause);
        self.ask(now, Asked::Clock { sent: now, alive, confirms }, Outgoing::clock());
    }

    fn subscribed(&mut self, now: Millis, subscription: Option<SubscriptionId>) {
        // Of a service that names no subscription every notification counts.
        let subscription = subscription.unwrap_or_else(|| "".into());
        let Some(link) = &mut self.link else { return };
        let early = link.subscribed(subscription);
        self.enter(Phase::Online, Some(now + SNAPSHOT_WITHIN));
        for changes in early {
            self.conversations(now, changes);
        }
        // Dialogs that were known before the connection was lost: what was missed comes by subscribing again.
        for place in 0..self.dialogs.0.len() {
            if let Some((id, dialog)) = self.dialogs.0.get(place)
                && dialog.conversation.is_some()
            {
                self.ask_events(now, &id.clone());
            }
        }
    }

    #[inline(never)]
    fn notification(&mut self, now: Millis, notification: Notification) {
        match notification.body {
            NotificationBody::Conversations(body) => {
                self.told_conversations(now, body.subscription_id, body.changes.into_vec());
            }
            NotificationBody::Messaging(body) => self.messages(now, body.changes.into_vec()),
            NotificationBody::Event(change) => self.messages(now, vec![*change]),
            _ => {
                let name = notification.type_name.as_str();
                self.diagnose(&["a notification was passed over, of type ", name].concat());
            }
        }
    }

    fn told_conversations(
        &mut self,
        now: Millis,
        subscription: Option<SubscriptionId>,
        changes: Vec<ConversationChange>,
    ) {
        let admitted = self.link.as_mut().and_then(|link| link.admit(subscription, changes));
        if let Some(changes) = admitted {
            self.conversations(now, changes);
        }
    }

    fn conversations(&mut self, now: Millis, changes: Vec<ConversationChange>) {
        for change in &changes {
            self.follow(now, change);
        }
        if self.is_busy() {
            self.diagnose("more dialogs were told at once than are followed");
        }
        self.tell(Event::Conversations(changes));
        self.caught_up();
    }

    /// The service has told which conversations there are, on this connection.
    pub(super) fn caught_up(&mut self) {
        self.until = None;
        let first = self.link.as_mut().is_some_and(|link| !std::mem::replace(&mut link.caught_up, true));
        if first {
            self.tell(Event::CaughtUp);
        }
    }

    /// Subscribes the open dialogs that carry messages, of a conversation that goes on, and asks who its agents are.
    #[inline(never)]
    fn follow(&mut self, now: Millis, change: &ConversationChange) {
        let Some(details) = change.result.conversation_details.as_ref().filter(|details| !details.is_over()) else {
            return;
        };
        for (who, role) in details.everybody() {
            if matches!(role, Some(Role::AssignedAgent | Role::Agent)) {
                self.ask_profile(who);
            }
        }
        if change.change_type == Some(ChangeType::Delete) {
            return;
        }
        let conversation = &change.result.conv_id;
        if details.dialogs.is_empty() {
            self.subscribe_dialog(now, &conversation.main_dialog(), conversation);
        }
        for dialog in &details.dialogs {
            let is_open = dialog.state != Some(DialogState::Close);
            if is_open && matches!(dialog.channel_type, None | Some(ChannelType::Messaging)) {
                self.subscribe_dialog(now, &dialog.dialog_id, conversation);
            }
        }
    }

    /// Asks who somebody is whose words came, where they can be an agent's. Old servers tell of no event whose part it is.
    fn ask_who_said(&mut self, change: &EventChange) {
        let may_be_agent = matches!(change.role(), None | Some(Role::AssignedAgent | Role::Agent));
        if let Some(who) = change.originator().filter(|who| may_be_agent && self.me.as_ref() != Some(*who)) {
            self.ask_profile(who);
        }
    }

    fn is_busy(&self) -> bool {
        self.link.as_ref().is_some_and(Link::is_busy)
    }

    fn messages(&mut self, now: Millis, changes: Vec<EventChange>) {
        let is_aside = self.take_events_of_dialogs(now, &changes);
        if is_aside {
            self.tell(Event::Queried(Ok(changes)));
        } else if !changes.is_empty() {
            self.tell(Event::Messages(changes));
        }
    }

    /// Yields whether some are of dialogs that are not followed.
    fn take_events_of_dialogs(&mut self, now: Millis, changes: &[EventChange]) -> bool {
        let mut is_aside = false;
        for change in changes {
            let Some(id) = &change.dialog_id else { continue };
            let dialog = self.dialogs.known(id);
            // What is asked about a dialog of an earlier conversation does not bring that back.
            if dialog.is_aside {
                is_aside = true;
                continue;
            }
            if dialog.conversation.is_none() {
                dialog.conversation.clone_from(&change.conversation_id);
            }
            dialog.take(change, self.me.as_ref(), now);
        }
        is_aside
    }

    /// Subscribes a dialog on this connection, from the first number that has not come.
    pub(super) fn subscribe_dialog(&mut self, now: Millis, id: &DialogId, conversation: &ConversationId) {
        if self.is_busy() {
            return;
        }
        let dialog = self.dialogs.known(id);
        if dialog.is_aside {
            dialog.begin(Sequence(0), false);
        }
        dialog.conversation.get_or_insert_with(|| conversation.clone());
        self.ask_events(now, id);
    }

    /// Asks for the events of a dialog, once on this connection.
    pub(super) fn ask_events(&mut self, now: Millis, id: &DialogId) {
        let dialog = self.dialogs.known(id);
        if std::mem::replace(&mut dialog.subscribed, true) {
            return;
        }
        dialog.subscribe_at = None;
        let request = Outgoing::subscribe_events(id, dialog.conversation.as_ref(), dialog.next());
        self.ask(now, Asked::Events(id.clone()), request);
    }
}
