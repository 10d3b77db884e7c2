//! What happens in a conversation on demand: a history that people would have to write at for weeks, and what the service
//! does by itself.

use crate::protocol::{ConversationId, Event, Millis, ParticipantId, ParticipantState, Role};

use super::super::conversation::Conversation;
use super::super::dialog::StoredEvent;
use super::Service;

/// Who answers where nobody does yet.
const AGENT: &str = "Ada";

/// Who says what the service says itself.
const SYSTEM: &str = "system";

/// What is said, over and over, after a number.
const WORDS: [&str; 5] = [
    "yes",
    "a text of about the length that most texts in a chat have",
    "is it still on its way?",
    "one that is longer than most, because somebody explains what happened first, what happened then, and what they \
     would like to happen next; it takes several lines in any window",
    "thank you",
];

impl Service {
    /// Has so many texts be said now in the newest open conversation, by its consumer and its agent: whoever is connected
    /// is told of each. Gives the last one; nothing where no conversation is open, or nothing is to be said.
    pub fn fill(&mut self, now: Millis, count: u32) -> Option<String> {
        self.latest = now;
        let newest = self.newest_open()?;
        let (id, consumer, dialog) = (newest.id.clone(), newest.consumer.clone(), newest.id.main_dialog());
        let agent = newest.assigned().cloned().unwrap_or_else(|| self.assign(now, &id));
        let known = self.conversations.get(&id).and_then(|one| one.dialog(&dialog)).map_or(0, |one| one.events().len());
        let mut last = None;
        for (number, words) in WORDS.iter().cycle().enumerate().skip(known).take(usize::try_from(count).unwrap_or(0)) {
            // A few of each in turn.
            let (originator, role) =
                if number % 7 < 3 { (&consumer, Role::Consumer) } else { (&agent, Role::AssignedAgent) };
            let text = [&number.to_string(), ": ", words].concat();
            let event = StoredEvent {
                sequence: None,
                at: now,
                originator: originator.clone(),
                role,
                event: Event::text(&text),
                metadata: Vec::new(),
                is_private: false,
            };
            self.accept_event(now, &id, &dialog, event, Vec::new());
            last = Some(text);
        }
        last
    }

    /// Has the service itself say something in the newest open conversation, in which it takes part from then on; tells
    /// whether one is open.
    pub fn say_as_system(&mut self, now: Millis, text: &str) -> bool {
        self.latest = now;
        let Some(id) = self.newest_open().map(|newest| newest.id.clone()) else { return false };
        let system = ParticipantId::from(SYSTEM);
        if let Some(conversation) = self.conversations.get_mut(&id).filter(|one| !one.has_member(&system)) {
            conversation.add(system.clone(), Role::Controller, ParticipantState::Active);
            self.conversation_changed(now, &id);
        }
        let event = StoredEvent {
            sequence: None,
            at: now,
            originator: system,
            role: Role::Controller,
            event: Event::text(text),
            metadata: Vec::new(),
            is_private: false,
        };
        let dialog = id.main_dialog();
        self.accept_event(now, &id, &dialog, event, Vec::new());
        true
    }

    /// Ends the newest open conversation for a reason that is no person's: `TIMEOUT`, `SYSTEM`. Tells whether one is open.
    pub fn end_newest(&mut self, now: Millis, reason: &'static str) -> bool {
        self.latest = now;
        let Some(id) = self.newest_open().map(|newest| newest.id.clone()) else { return false };
        if let Some(conversation) = self.conversations.get_mut(&id) {
            conversation.close(now, reason, None);
        }
        self.conversation_changed(now, &id);
        true
    }

    fn newest_open(&self) -> Option<&Conversation> {
        let open = self.conversations.values().filter(|conversation| conversation.is_open());
        open.max_by_key(|conversation| conversation.started)
    }

    fn assign(&mut self, now: Millis, id: &ConversationId) -> ParticipantId {
        let (bearer, csrf) = (self.ids.uuid(), self.ids.uuid());
        let agent = self.agents.log_in(AGENT, &bearer, &csrf).id;
        if let Some(conversation) = self.conversations.get_mut(id) {
            conversation.add(agent.clone(), Role::AssignedAgent, ParticipantState::Active);
        }
        self.conversation_changed(now, id);
        agent
    }
}
