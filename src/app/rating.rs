//! The older survey: what the consumer said goes to the service once, on whichever connection has an answer for it. It is
//! kept until then, so that a reload does not lose it.

use super::{App, records};
use crate::protocol::{ConversationId, Millis, decimal, read_decimal};
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
    /// It was said in an earlier page load. Of all tabs that find it the one that sends tells it.
    is_kept: bool,
}

/// Under which it is kept: conversation, rating (empty where they would rather not say), and whether the matter is
/// settled (empty where they do not say).
const RATING: &str = "rating";
const SETTLED: [&str; 2] = ["no", "yes"];

impl App {
    /// The consumer answers, or would rather not.
    pub(super) fn rate(&mut self, given: Option<Given>) {
        let conversation = &self.state.conversation;
        let is_asked = matches!(conversation.rating, Rating::Asked | Rating::Failed);
        let Some(id) = conversation.id.clone().filter(|_| is_asked) else { return };
        if given.is_some_and(|given| !(1..=MOST).contains(&given.rate)) {
            return;
        }
        let rate = given.map(|given| decimal(given.rate.into())).unwrap_or_default();
        let settled = given.and_then(|given| given.resolved).map_or("", |resolved| SETTLED[usize::from(resolved)]);
        let mut kept = String::new();
        records::add(&mut kept, &[id.as_str(), &rate, settled]);
        self.keep(&self.own_name(RATING), &kept);
        self.rated = Some(Rated { conversation: id, given, told_on: None, is_kept: false });
        self.apply(Action::Rating(if given.is_some() { Rating::Sending } else { Rating::NotAsked }));
    }

    /// What the consumer said in an earlier page load, and the service has not answered.
    pub(super) fn rating_kept(&mut self) {
        if let Some(kept) = self.kept_rating() {
            self.rated.get_or_insert(kept);
        }
    }

    fn kept_rating(&self) -> Option<Rated> {
        let kept = records::read(self.memory.get(&self.own_name(RATING))).pop();
        let [id, rate, settled] = kept.as_deref()? else { return None };
        let rate = read_decimal(rate).and_then(|rate| u8::try_from(rate).ok()).filter(|rate| (1..=MOST).contains(rate));
        let resolved = SETTLED.iter().position(|known| known == settled).map(|place| place == 1);
        let given = rate.map(|rate| Given { rate, resolved });
        Some(Rated { conversation: id.as_str().into(), given, told_on: None, is_kept: true })
    }

    fn is_still_kept(&self, conversation: &ConversationId) -> bool {
        self.kept_rating().is_some_and(|kept| kept.conversation == *conversation)
    }

    /// After every input: tells it, once on each connection until there is an answer.
    pub(super) fn tell_rating(&mut self, now: Millis) {
        let connection = self.session.connection();
        if connection.is_none() || !self.is_caught_up() {
            return;
        }
        let Some(rated) = self.rated.clone().filter(|rated| rated.told_on != connection) else { return };
        let rate = rated.given.map(|given| given.rate);
        // Where the form stands there again it was answered already.
        let is_asked = self.state.conversation.rating == Rating::Asked;
        if is_asked && self.state.conversation.id.as_ref() == Some(&rated.conversation) {
            self.apply(Action::Rating(if rate.is_some() { Rating::Sending } else { Rating::NotAsked }));
        }
        if rated.is_kept && !self.is_still_kept(&rated.conversation) {
            // Another tab has the answer.
            self.rated = None;
        } else if !rated.is_kept || self.is_sender() {
            let resolved = rated.given.and_then(|given| given.resolved);
            self.session.rate(now, &rated.conversation, rate, resolved);
            self.rated = Some(Rated { told_on: connection, ..rated });
        }
    }

    /// The service took it, or did not.
    pub(super) fn rating_told(&mut self, conversation: &ConversationId, is_taken: bool) {
        let Some(rated) = self.rated.take_if(|rated| rated.conversation == *conversation) else { return };
        if self.is_still_kept(conversation) {
            self.keep(&self.own_name(RATING), "");
        }
        let is_shown = self.state.conversation.id.as_ref() == Some(conversation);
        // Nobody is bothered with a refusal of what they would rather not say.
        if is_shown && rated.given.is_some() {
            self.apply(Action::Rating(if is_taken { Rating::Given } else { Rating::Failed }));
        }
    }
}

/// The best rating.
const MOST: u8 = 5;
