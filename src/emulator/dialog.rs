//! One dialog: the events in it with their numbers, or an invitation to CoBrowse.

use crate::protocol::{
    CoBrowseMode, DialogId, DialogState, Event, Metadata, Millis, NotificationKey, ParticipantId, Role, Sequence,
    ServiceId, SessionState,
};

/// An accepted event.
#[derive(Clone, Debug)]
pub(super) struct StoredEvent {
    /// Chat states have none.
    pub(super) sequence: Option<Sequence>,
    pub(super) at: Millis,
    pub(super) originator: ParticipantId,
    pub(super) role: Role,
    pub(super) event: Event,
    pub(super) metadata: Vec<Metadata>,
    /// A note that consumers never receive. It takes a number all the same.
    pub(super) is_private: bool,
}

impl StoredEvent {
    /// Whether it says something: a text, a file, a card.
    pub(super) fn is_content(&self) -> bool {
        matches!(self.event, Event::Content(_) | Event::RichContent(_))
    }
}

/// An invitation to CoBrowse, and the session that comes of it.
#[derive(Clone, Debug)]
pub(super) struct Invitation {
    pub(super) service_id: ServiceId,
    pub(super) mode: CoBrowseMode,
    pub(super) expires: Millis,
    pub(super) session: SessionState,
    pub(super) key: Option<NotificationKey>,
    pub(super) call_link: Option<String>,
    pub(super) agent: ParticipantId,
}

/// What a dialog is for.
#[derive(Clone, Debug)]
pub(super) enum Purpose {
    /// The conversation itself.
    Main,
    /// An invitation.
    CoBrowse(Box<Invitation>),
    /// Questions after the conversation, asked by a bot until they are answered or run out.
    Survey { bot: ParticipantId, expires: Millis },
}

/// A dialog.
///
/// Invariant: `next` is the number after that of the newest stored event, and no number is given twice.
#[derive(Clone, Debug)]
pub(super) struct DialogRecord {
    pub(super) id: DialogId,
    pub(super) purpose: Purpose,
    pub(super) state: DialogState,
    pub(super) created: Millis,
    pub(super) updated: Millis,
    pub(super) ended: Option<Millis>,
    pub(super) closed_by: Option<&'static str>,
    pub(super) closed_cause: Option<String>,
    events: Vec<StoredEvent>,
    next: Sequence,
}

impl DialogRecord {
    pub(super) fn new(id: DialogId, purpose: Purpose, now: Millis) -> Self {
        Self {
            id,
            purpose,
            state: DialogState::Open,
            created: now,
            updated: now,
            ended: None,
            closed_by: None,
            closed_cause: None,
            events: Vec::new(),
            next: Sequence(0),
        }
    }

    pub(super) fn is_open(&self) -> bool {
        self.state == DialogState::Open
    }

    /// Whether messages travel in it.
    pub(super) fn is_messaging(&self) -> bool {
        !matches!(self.purpose, Purpose::CoBrowse(_))
    }

    /// The bot that asks, in a survey.
    pub(super) fn survey_bot(&self) -> Option<&ParticipantId> {
        match &self.purpose {
            Purpose::Survey { bot, .. } => Some(bot),
            Purpose::Main | Purpose::CoBrowse(_) => None,
        }
    }

    pub(super) fn invitation(&self) -> Option<&Invitation> {
        match &self.purpose {
            Purpose::CoBrowse(invitation) => Some(invitation),
            Purpose::Main | Purpose::Survey { .. } => None,
        }
    }

    pub(super) fn invitation_mut(&mut self) -> Option<&mut Invitation> {
        match &mut self.purpose {
            Purpose::CoBrowse(invitation) => Some(invitation),
            Purpose::Main | Purpose::Survey { .. } => None,
        }
    }

    /// When the invitation or survey ends by itself.
    pub(super) fn expiry(&self) -> Option<Millis> {
        match &self.purpose {
            _ if !self.is_open() => None,
            Purpose::CoBrowse(invitation) if invitation.session == SessionState::Invited => Some(invitation.expires),
            Purpose::Survey { expires, .. } => Some(*expires),
            Purpose::Main | Purpose::CoBrowse(_) => None,
        }
    }

    /// Numbers an event and keeps it; chat states are neither numbered nor kept.
    pub(super) fn accept(&mut self, mut event: StoredEvent) -> StoredEvent {
        if !matches!(event.event, Event::ChatState(_)) {
            event.sequence = Some(self.next);
            self.next = self.next.next();
            self.events.push(event.clone());
        }
        event
    }

    pub(super) fn events(&self) -> &[StoredEvent] {
        &self.events
    }

    /// The kept events from this number on, itself included.
    pub(super) fn from(&self, first: Sequence) -> impl Iterator<Item = &StoredEvent> {
        self.events.iter().filter(move |event| event.sequence >= Some(first))
    }

    /// Ends the dialog, once.
    pub(super) fn close(&mut self, now: Millis, closed_by: &'static str, cause: Option<String>) {
        if !self.is_open() {
            return;
        }
        self.state = DialogState::Close;
        self.updated = now;
        self.ended = Some(now);
        self.closed_by = Some(closed_by);
        self.closed_cause = cause;
        if let Purpose::CoBrowse(invitation) = &mut self.purpose {
            invitation.session = SessionState::Closed;
            invitation.key = None;
        }
    }
}
