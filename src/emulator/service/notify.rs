//! What leaves without being asked for: changes of conversations and events of dialogs, to everybody they concern.

use crate::protocol::wire::Wire;
use crate::protocol::{
    ConversationChange, ConversationId, DialogId, EventChange, ExConversationChangeNotification,
    MessagingEventNotification, Millis, Notification, NotificationBody, SubscriptionId,
};

use super::super::conversation::Conversation;
use super::super::dialog::StoredEvent;
use super::super::faults::Faults;
use super::super::log::LogEntry;
use super::super::socket::{Dialect, SocketId};
use super::super::view::{Viewer, delete, event_change};
use super::{Caller, Output, Service};

impl Service {
    /// Notes that a conversation changed: it is touched, logged, told to all subscriptions, and routed.
    pub(super) fn conversation_changed(&mut self, now: Millis, id: &ConversationId) {
        let Some(conversation) = self.conversations.get_mut(id) else { return };
        conversation.touch(now);
        if conversation.dialogs.iter().any(|dialog| dialog.expiry().is_some()) {
            self.expiring.insert(id.clone());
        } else {
            self.expiring.remove(id);
        }
        self.log_conversation(now, id);
        self.tell_conversation(id, |_, _| true);
        self.end_sessions(now, id);
        self.route(now, id);
    }

    fn log_conversation(&mut self, now: Millis, id: &ConversationId) {
        let Some(conversation) = self.conversations.get(id).filter(|_| self.config.keeps_log) else { return };
        let faults = Faults::default();
        let viewer = Viewer { faults: &faults, ..self.viewer(Dialect::Consumer) };
        let details = Box::new(viewer.details(conversation));
        self.log.push(LogEntry::Conversation { at: now, conversation: id.clone(), details });
    }

    fn tell_conversation(&mut self, id: &ConversationId, is_meant: impl Fn(&Caller, &Conversation) -> bool) {
        let Some(conversation) = self.conversations.get(id) else { return };
        let mut told = Vec::new();
        for socket in self.sockets.concerned(&conversation.consumer) {
            let Some(open) = self.sockets.get_mut(socket) else { continue };
            let Some(person) = open.person().cloned() else { continue };
            let caller = Caller { socket, person, dialect: open.dialect() };
            if !caller.may_see(conversation) || !is_meant(&caller, conversation) {
                continue;
            }
            for subscription in &mut open.subscriptions {
                let is_wanted = subscription.filter.wants(conversation);
                let was_told = subscription.told.contains(id);
                if is_wanted {
                    subscription.told.insert(id.clone());
                } else if was_told {
                    subscription.told.remove(id);
                } else {
                    continue;
                }
                told.push((socket, caller.dialect, subscription.id.clone(), is_wanted));
            }
        }
        for (socket, dialect, subscription, is_wanted) in told {
            let Some(conversation) = self.conversations.get(id) else { return };
            let change = if is_wanted { self.viewer(dialect).upsert(conversation) } else { delete(id) };
            self.notify_conversations(socket, dialect, &subscription, vec![change]);
        }
    }

    pub(super) fn notify_conversations(
        &mut self,
        socket: SocketId,
        dialect: Dialect,
        subscription: &SubscriptionId,
        changes: Vec<ConversationChange>,
    ) {
        let name = match dialect {
            Dialect::Agent => ".ams.aam.ExConversationChangeNotification",
            Dialect::Consumer if self.config.faults.aam_names => "aam.ExConversationChangeNotification",
            Dialect::Consumer => "cqm.ExConversationChangeNotification",
        };
        let changes = self.viewer(dialect).list(changes);
        let body = ExConversationChangeNotification { subscription_id: Some(subscription.clone()), changes };
        self.notify(socket, dialect, &Notification::new(name, NotificationBody::Conversations(body)));
    }

    /// Logs an event and tells it to those who want it: consumers by subscription, agents by taking part.
    pub(super) fn distribute(
        &mut self,
        now: Millis,
        id: &ConversationId,
        dialog: &DialogId,
        stored: &StoredEvent,
        sent_metadata: Vec<crate::protocol::Metadata>,
    ) {
        if self.config.keeps_log {
            self.log.push(LogEntry::Event {
                at: now,
                conversation: id.clone(),
                dialog: dialog.clone(),
                sequence: stored.sequence,
                originator: stored.originator.clone(),
                event: Box::new(stored.event.clone()),
                metadata: sent_metadata,
            });
        }
        let Some(conversation) = self.conversations.get(id) else { return };
        let mut wanted = Vec::new();
        for socket in self.sockets.concerned(&conversation.consumer) {
            let Some(open) = self.sockets.get(socket) else { continue };
            let is_wanted = match open.dialect() {
                Dialect::Consumer => !stored.is_private && open.dialogs.contains(dialog),
                Dialect::Agent => open.person().is_some_and(|agent| conversation.has_member(agent)),
            };
            let is_own = open.dialect() == Dialect::Agent || open.is_of(&conversation.consumer);
            if is_wanted && is_own {
                wanted.push((socket, open.dialect()));
            }
        }
        for (socket, dialect) in wanted {
            let lost = &mut self.config.faults.lost_events;
            if dialect == Dialect::Consumer && *lost > 0 {
                *lost -= 1;
                continue;
            }
            let change = event_change(stored, dialog, Some(id), self.viewer(dialect).event_shape());
            self.notify_events(socket, dialect, vec![change]);
        }
        if stored.is_content() {
            self.tell_onlookers(id);
        }
    }

    /// Agents who do not take part get no events: they see in the conversation what was said last.
    fn tell_onlookers(&mut self, id: &ConversationId) {
        self.tell_conversation(id, |caller, conversation| {
            caller.is_agent() && !conversation.has_member(&caller.person)
        });
    }

    pub(super) fn notify_events(&mut self, socket: SocketId, dialect: Dialect, changes: Vec<EventChange>) {
        match dialect {
            Dialect::Consumer => {
                let changes = self.viewer(dialect).list(changes);
                let body = MessagingEventNotification { dialog_id: None, conversation_id: None, changes };
                let body = NotificationBody::Messaging(body);
                self.notify(socket, dialect, &Notification::new("ms.MessagingEventNotification", body));
            }
            Dialect::Agent => {
                for change in changes {
                    let body = NotificationBody::Event(Box::new(change));
                    self.notify(socket, dialect, &Notification::new(".ams.ms.OnlineEventDistribution", body));
                }
            }
        }
    }

    pub(super) fn notify(&mut self, socket: SocketId, dialect: Dialect, notification: &Notification) {
        let output = Output::Transmit { socket, text: notification.write().to_string() };
        let is_consumer = dialect == Dialect::Consumer;
        let copies = if is_consumer && self.config.faults.duplicate_notifications { 2 } else { 1 };
        let late = self.config.faults.slow_notifications;
        for output in std::iter::repeat_n(output, copies) {
            if is_consumer && late > Millis(0) {
                self.held.push((self.latest + late, output));
            } else {
                self.outputs.push_back(output);
            }
        }
    }

    /// Sends the notifications that were held back until now, those that are due first before the others.
    pub(super) fn release(&mut self, now: Millis) {
        let (mut due, held): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.held).into_iter().partition(|(due, _)| *due <= now);
        self.held = held;
        due.sort_by_key(|(due, _)| *due);
        self.outputs.extend(due.into_iter().map(|(_, output)| output));
    }
}
