//! What comes on the socket.

use super::io::{Event, LinkId, Output, Phase};
use super::link::{Asked, Link};
use super::{Session, Stage};
use crate::protocol::wire::Trace;
use crate::protocol::{
    ChangeType, ChannelType, ConversationChange, ConversationId, DialogId, DialogState, EventChange, Incoming, Millis,
    Notification, NotificationBody, Outgoing, Response, Role,
};

/// How often the service's clock is asked: it keeps the connection alive.
const KEEP_ALIVE: Millis = Millis::from_secs(30);
/// The longest frame that is read.
const LONGEST_FRAME: usize = 4 * 1024 * 1024;

impl Session {
    /// A frame came. One that cannot be read costs nothing but itself.
    pub fn handle_frame(&mut self, now: Millis, id: LinkId, text: &str) {
        if !matches!(&self.stage, Stage::Linked { link, .. } if link.id == id) {
            return;
        }
        if text.len() > LONGEST_FRAME {
            self.diagnose(format!("a frame of {} bytes was passed over", text.len()));
            return;
        }
        let mut trace = Trace::default();
        match Incoming::parse(text, &mut trace) {
            Ok(Incoming::Response(response)) => self.response(now, *response),
            Ok(Incoming::Notification(notification)) => self.notification(now, *notification),
            Err(error) => self.diagnose(format!("a frame was passed over: {error}")),
        }
        if let Some(place) = trace.first_misread() {
            self.diagnose(format!("a frame was read without its {place}"));
        }
    }

    fn link(&mut self) -> Option<&mut Link> {
        match &mut self.stage {
            Stage::Linked { link, .. } => Some(link),
            _ => None,
        }
    }

    fn response(&mut self, now: Millis, response: Response) {
        let Some(asked) = self.link().and_then(|link| link.answered(response.req_id.as_ref())) else {
            self.diagnose("an answer to nothing that was asked was passed over");
            return;
        };
        let status = response.status();
        let ok = (200..300).contains(&status);
        let object = response.object();
        match asked {
            Asked::Init if ok => self.initialised(now),
            Asked::Init if matches!(status, 401 | 403) => {
                self.give_link_up(now, "the service refused the connection");
                self.token_rejected(now, u16::try_from(status).unwrap_or_default());
            }
            Asked::Init => self.give_link_up(now, "the service did not accept the connection"),
            Asked::Clock { sent } => {
                if let Some(server) = object.and_then(|object| object.current_time) {
                    // The answer was written somewhere between asking and now: the middle is the best guess.
                    let middle = Millis(sent.0.midpoint(now.0));
                    self.tell(Event::Clock { offset: server - middle });
                }
            }
            Asked::Conversations if ok => {
                let subscription = object.and_then(|object| object.subscription_id.clone());
                self.subscribed(now, subscription);
            }
            Asked::Conversations => self.give_link_up(now, "the service refused the subscription of conversations"),
            Asked::Open => match object.and_then(|object| object.conversation_id.clone()) {
                Some(conversation) if ok => {
                    self.subscribe_dialog(now, &conversation.main_dialog(), &conversation);
                    self.tell(Event::Opened(conversation));
                }
                _ => self.tell(Event::OpenRefused { status }),
            },
            Asked::Events { dialog } if !ok => {
                if let Some(dialog) = self.dialogs.get_mut(&dialog) {
                    dialog.subscribed = false;
                }
                self.diagnose(format!("the service refused the events of a dialog ({status})"));
            }
            Asked::Query { dialog } => {
                let changes = changes_of(response);
                if let Ok(changes) = &changes {
                    self.take_events(now, changes);
                }
                self.tell(Event::Queried { dialog, result: changes });
            }
            Asked::Gap { dialog } => {
                let changes = changes_of(response).unwrap_or_default();
                self.take_events(now, &changes);
                if let Some(dialog) = self.dialogs.get_mut(&dialog) {
                    dialog.give_up_gap();
                }
                if !changes.is_empty() {
                    self.tell(Event::Messages(changes));
                }
            }
            Asked::Text { text, dialog } if ok => {
                let sequence = object.and_then(|object| object.sequence);
                self.tell(Event::Published { text, dialog, sequence });
            }
            Asked::Text { text, .. } => self.tell(Event::Refused { text, status }),
            Asked::Receipt { .. } if !ok => self.diagnose(format!("the service refused a receipt ({status})")),
            Asked::Events { .. } | Asked::Receipt { .. } | Asked::ChatState => {}
        }
    }

    fn initialised(&mut self, now: Millis) {
        self.ask_clock(now);
        let Some(link) = self.link() else { return };
        link.initialised = true;
        let id = link.id;
        let text = link.request(now, Asked::Conversations, Outgoing::subscribe_conversations());
        self.out.push_back(Output::Transmit { link: id, text });
    }

    pub(super) fn ask_clock(&mut self, now: Millis) {
        let Some(link) = self.link() else { return };
        let id = link.id;
        let text = link.request(now, Asked::Clock { sent: now }, Outgoing::clock());
        self.clock_due = Some(now + KEEP_ALIVE);
        self.out.push_back(Output::Transmit { link: id, text });
    }

    fn subscribed(&mut self, now: Millis, subscription: Option<crate::protocol::SubscriptionId>) {
        // A service that names no subscription is taken at its word: its notifications name none either.
        let subscription = subscription.unwrap_or_else(|| "".into());
        let Some(link) = self.link() else { return };
        let early = link.subscribed(Some(subscription));
        self.backoff.reset();
        self.rejections = 0;
        self.tell(Event::Phase(Phase::Online));
        for changes in early {
            self.conversations(now, changes);
        }
        self.resubscribe_known(now);
    }

    /// Dialogs that were known before the connection was lost: what was missed in them comes by subscribing again.
    fn resubscribe_known(&mut self, now: Millis) {
        let known: Vec<(DialogId, ConversationId)> = self
            .dialogs
            .0
            .iter()
            .filter(|(_, dialog)| !dialog.subscribed)
            .filter_map(|(id, dialog)| Some((id.clone(), dialog.conversation.clone()?)))
            .collect();
        for (dialog, conversation) in known {
            self.subscribe_dialog(now, &dialog, &conversation);
        }
    }

    fn notification(&mut self, now: Millis, notification: Notification) {
        match notification.body {
            NotificationBody::Conversations(body) => {
                let changes = body.changes.into_vec();
                let admitted = self.link().and_then(|link| link.admit(body.subscription_id, changes));
                if let Some(changes) = admitted {
                    self.conversations(now, changes);
                }
            }
            NotificationBody::Messaging(body) => {
                let changes = body.changes.into_vec();
                self.take_events(now, &changes);
                if !changes.is_empty() {
                    self.tell(Event::Messages(changes));
                }
            }
            NotificationBody::Event(change) => {
                self.take_events(now, std::slice::from_ref(&change));
                self.tell(Event::Messages(vec![*change]));
            }
            _ => {
                self.diagnose(format!(
                    "a notification of type {:.60} was passed over",
                    notification.type_name.as_str()
                ));
            }
        }
    }

    fn conversations(&mut self, now: Millis, changes: Vec<ConversationChange>) {
        let mut wanted: Vec<(DialogId, ConversationId)> = Vec::new();
        let mut agents = Vec::new();
        for change in &changes {
            wanted.extend(dialogs_to_read(change));
            agents.extend(agents_of(change));
        }
        self.tell(Event::Conversations(changes));
        for (dialog, conversation) in wanted {
            self.subscribe_dialog(now, &dialog, &conversation);
        }
        for agent in agents {
            self.ask_profile(agent);
        }
        let first = self.link().is_some_and(|link| !std::mem::replace(&mut link.caught_up, true));
        if first {
            self.tell(Event::CaughtUp);
        }
    }

    fn take_events(&mut self, now: Millis, changes: &[EventChange]) {
        for change in changes {
            let Some(id) = &change.dialog_id else { continue };
            let dialog = self.dialogs.known(id);
            if dialog.conversation.is_none() {
                dialog.conversation.clone_from(&change.conversation_id);
            }
            dialog.take(change, self.me.as_ref(), now);
        }
    }

    /// Subscribes a dialog on this connection, from the first number that has not come.
    pub(super) fn subscribe_dialog(&mut self, now: Millis, id: &DialogId, conversation: &ConversationId) {
        let Stage::Linked { link, .. } = &mut self.stage else { return };
        let dialog = self.dialogs.known(id);
        dialog.conversation.get_or_insert_with(|| conversation.clone());
        if std::mem::replace(&mut dialog.subscribed, true) {
            return;
        }
        let request = Outgoing::subscribe_events(id, conversation, dialog.next());
        let text = link.request(now, Asked::Events { dialog: id.clone() }, request);
        self.out.push_back(Output::Transmit { link: link.id, text });
    }
}

fn changes_of(response: Response) -> Result<Vec<EventChange>, i64> {
    let status = response.status();
    match response.body.into_changes() {
        Some(changes) if (200..300).contains(&status) => Ok(changes),
        _ => Err(status),
    }
}

/// The open dialogs that carry messages, of a conversation that goes on.
fn dialogs_to_read(change: &ConversationChange) -> Vec<(DialogId, ConversationId)> {
    let conversation = &change.result.conv_id;
    let Some(details) = &change.result.conversation_details else { return Vec::new() };
    if change.change_type == Some(ChangeType::Delete) || details.is_over() {
        return Vec::new();
    }
    if details.dialogs.is_empty() {
        return vec![(conversation.main_dialog(), conversation.clone())];
    }
    let messaging = details.dialogs.iter().filter(|dialog| {
        let channel = dialog.channel_type.as_ref();
        channel.is_none_or(|channel| *channel == ChannelType::Messaging) && dialog.state != Some(DialogState::Close)
    });
    messaging.map(|dialog| (dialog.dialog_id.clone(), conversation.clone())).collect()
}

/// Whose names will be wanted.
fn agents_of(change: &ConversationChange) -> Vec<crate::protocol::ParticipantId> {
    let Some(details) = &change.result.conversation_details else { return Vec::new() };
    if details.is_over() {
        return Vec::new();
    }
    let agents = details.everybody().filter(|(_, role)| matches!(role, Some(Role::AssignedAgent | Role::Agent)));
    agents.map(|(who, _)| who.clone()).collect()
}
