//! The older survey: what the consumer said goes to the service once, on whichever connection has an answer for it.

use super::App;
use crate::protocol::{ConversationId, Millis};
use crate::session::LinkId;
use crate::store::{Action, Given, Rating};

/// What is to be told.
#[derive(Clone, Debug)]
pub(super) struct Rated {
    conversation: ConversationId,
    /// Nothing: the consumer would rather not say.
    given: Option<Given>,
    /// The connection on which it was told. A lost one may have lost it.
    told_on: Option<LinkId>,
}

impl App {
    /// The consumer answers, or would rather not.
    pub(super) fn rate(&mut self, given: Option<Given>) {
        let conversation = &self.state.conversation;
        let is_asked = matches!(conversation.rating, Rating::Asked | Rating::Failed);
        let Some(id) = conversation.id.clone().filter(|_| is_asked) else { return };
        if given.is_some_and(|given| !(1..=MOST).contains(&given.rate)) {
            return;
        }
        self.rated = Some(Rated { conversation: id, given, told_on: None });
        self.apply(Action::Rating(if given.is_some() { Rating::Sending } else { Rating::NotAsked }));
    }

    /// After every input: tells it, once on each connection until there is an answer.
    pub(super) fn tell_rating(&mut self, now: Millis) {
        let connection = self.session.connection();
        if connection.is_none() || !self.is_caught_up() {
            return;
        }
        let Some(rated) = self.rated.as_mut().filter(|rated| rated.told_on != connection) else { return };
        rated.told_on = connection;
        let (rate, resolved) = (rated.given.map(|given| given.rate), rated.given.and_then(|given| given.resolved));
        self.session.rate(now, &rated.conversation, rate, resolved);
    }

    /// The service took it, or did not.
    pub(super) fn rating_told(&mut self, conversation: &ConversationId, is_taken: bool) {
        let Some(rated) = self.rated.take_if(|rated| rated.conversation == *conversation) else { return };
        let is_shown = self.state.conversation.id.as_ref() == Some(conversation);
        // Nobody is bothered with a refusal of what they would rather not say.
        if is_shown && rated.given.is_some() {
            self.apply(Action::Rating(if is_taken { Rating::Given } else { Rating::Failed }));
        }
    }
}

/// The best rating.
const MOST: u8 = 5;
