//! The survey after a conversation: a bot greets, asks one question, thanks, and closes. It is off unless the settings ask
//! for it, and it only follows a conversation that an agent had.

use crate::protocol::{AcceptStatus, ConversationId, DialogId, Event, Metadata, Millis, ParticipantId, Role, Sequence};

use super::super::dialog::{DialogRecord, Purpose, StoredEvent};
use super::super::ids::uuid_of;
use super::super::rest::parse;
use super::Service;
use super::fields::Rules;

/// The entry beside the question.
const QUESTION: &str = r#"{"type":"Question","id":"q-1","provider":"AC"}"#;

/// A survey that begins now.
pub(super) fn new_survey(rules: &Rules<'_>, id: &str) -> DialogRecord {
    let bot = ParticipantId::from(uuid_of(rules.config.seed, &["survey bot"]));
    let expires = rules.now + rules.config.survey_life;
    DialogRecord::new(DialogId::from(id), Purpose::Survey { bot, expires }, rules.now)
}

impl Service {
    /// The bot asks, once for each survey.
    pub(super) fn ask_survey(&mut self, now: Millis, id: &ConversationId) {
        let is_new = |dialog: &&DialogRecord| dialog.survey_bot().is_some() && dialog.events().is_empty();
        let survey = self.conversations.get(id).and_then(|one| one.dialogs.iter().find(is_new));
        let Some((dialog, bot)) = survey.and_then(|one| Some((one.id.clone(), one.survey_bot()?.clone()))) else {
            return;
        };
        let question = parse::<Metadata>(QUESTION);
        self.bot_says(now, id, &dialog, &bot, Event::text("Hello! One question about this conversation."), Vec::new());
        self.bot_says(now, id, &dialog, &bot, rating(), question.into_iter().collect());
    }

    /// Whatever the consumer writes is the answer.
    pub(super) fn hear_survey_answer(&mut self, now: Millis, id: &ConversationId, dialog: &DialogId, answer: Sequence) {
        let survey = self.conversations.get(id).and_then(|one| one.dialog(dialog));
        let Some(bot) = survey.and_then(DialogRecord::survey_bot).cloned() else { return };
        self.bot_says(now, id, dialog, &bot, Event::receipt(AcceptStatus::Read, vec![answer]), Vec::new());
        self.bot_says(now, id, dialog, &bot, Event::text("Thank you for your time."), Vec::new());
        if let Some(conversation) = self.conversations.get_mut(id) {
            conversation.close(now, "AGENT", Some("Completed"));
        }
        self.conversation_changed(now, id);
    }

    fn bot_says(
        &mut self,
        now: Millis,
        id: &ConversationId,
        dialog: &DialogId,
        bot: &ParticipantId,
        event: Event,
        metadata: Vec<Metadata>,
    ) {
        let originator = bot.clone();
        let event = StoredEvent {
            sequence: None,
            at: now,
            originator,
            role: Role::Agent,
            event,
            metadata: metadata.clone(),
            is_private: false,
        };
        self.accept_event(now, id, dialog, event, metadata);
    }
}

/// The question, with an answer to choose for each number of stars.
fn rating() -> Event {
    parse(include_str!("survey/question.json")).unwrap_or_else(|| Event::text("How was it, from 1 to 5?"))
}
