//! The conversation as people see it: who takes part, what was said, and what became of every own text.

use std::rc::Rc;

use super::action::EntryId;
use super::file::File;
use super::history::History;
use super::rating::Rating;
use super::rows::{Place, Rows};
use crate::protocol::card::{Act, Card, Node, Replies};
use crate::protocol::{ConversationId, DialogId, Millis, ParticipantId, Sequence};

/// A row's own name: it stays when the echo of the service takes the place of the pending row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowId(pub u64);

/// One row of the transcript.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Its name.
    pub id: RowId,
    /// Where it stands.
    pub place: Place,
    /// What it holds.
    pub content: RowContent,
}

impl Row {
    /// When it happened, in the service's time.
    #[must_use]
    pub fn at(&self) -> Millis {
        match &self.content {
            RowContent::Message(message) => message.at,
            RowContent::Note(note) => note.at(),
        }
    }

    /// Who ended a conversation, where it says that one ended.
    #[must_use]
    pub fn ended_by(&self) -> Option<EndedBy> {
        match self.content {
            RowContent::Note(Note::Ended(by, _)) => Some(by),
            _ => None,
        }
    }
}

/// What a row holds.
#[derive(Clone, Debug, PartialEq)]
pub enum RowContent {
    /// Something that somebody said.
    Message(Message),
    /// A line between messages.
    Note(Note),
}

/// Something that somebody said.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    /// Who.
    pub author: Author,
    /// The words. For content that this version cannot show: an honest placeholder.
    pub text: Rc<str>,
    /// What stands with them, or in their place.
    pub body: Body,
    /// The answers that it offers.
    pub offer: Option<Offer>,
    /// When: the service's time, or the estimate of it for a text that is not out yet.
    pub at: Millis,
    /// What became of it.
    pub delivery: Delivery,
}

impl Message {
    /// A text of the consumer's.
    #[must_use]
    pub fn own(text: Rc<str>, at: Millis, delivery: Delivery) -> Self {
        Self { author: Author::Me, text, body: Body::Text, offer: None, at, delivery }
    }
}

/// What a message holds beside its words.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Body {
    /// Nothing.
    #[default]
    Text,
    /// A card, whose words are those of the message.
    Card(Rc<Card>),
    /// A file.
    File(Rc<File>),
}

/// Answers that are offered below a message.
#[derive(Clone, Debug, PartialEq)]
pub struct Offer {
    /// The answers.
    pub replies: Rc<Replies>,
    /// Which was chosen here.
    pub chosen: Option<usize>,
}

/// How the answers below a message stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Offered {
    /// Not any more: something else was said since.
    Over,
    /// Any of them can be chosen.
    Open,
    /// This one was chosen.
    Chosen(usize),
}

/// Who said something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Author {
    /// The consumer.
    Me,
    /// An agent or bot.
    Agent(ParticipantId),
    /// The system.
    System,
}

/// What became of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// It came from somebody else.
    Incoming,
    /// It waits for its turn or for the connection.
    Queued(EntryId),
    /// It is on its way.
    Sending(EntryId),
    /// The service has it.
    Sent,
    /// It reached the agent's device.
    Delivered,
    /// The agent has seen it.
    Read,
    /// The service does not take it.
    Failed(EntryId, Failure),
}

/// Why a text failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The service refused it as it is.
    Refused,
    /// It is longer than the service takes.
    TooLong,
    /// The conversation has ended.
    Ended,
    /// Its answer was lost, and nobody can tell whether it arrived: the identity that it was sent under was lost too, or the
    /// service tells nothing more of the conversation.
    Unknown,
    /// The chat takes no files.
    NoFiles,
    /// The file could not be uploaded.
    NotUploaded,
    /// The file is not there any more: it was chosen on another page, or has changed.
    Lost,
    /// It was left behind unsent by an earlier page load or another tab, which may be there still.
    Left,
}

/// A line between messages, at an instant of the service's time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// An agent takes part from now on.
    Joined(ParticipantId, Millis),
    /// An agent takes part no more; another one is awaited.
    Left(ParticipantId, Millis),
    /// The questions after the conversation begin.
    Survey(Millis),
    /// The conversation ended.
    Ended(EndedBy, Millis),
}

impl Note {
    /// When it happened.
    #[must_use]
    pub fn at(&self) -> Millis {
        match self {
            Self::Joined(_, at) | Self::Left(_, at) | Self::Ended(_, at) | Self::Survey(at) => *at,
        }
    }
}

/// Who ended a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EndedBy {
    /// The consumer.
    Me,
    /// The agent.
    Agent,
    /// Nobody: nothing was written for long.
    Silence,
    /// The service.
    Service,
    /// It was not told.
    Unknown,
}

/// When an answer is to be expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// An agent promised one by then, in the service's time.
    By(Millis),
    /// Nobody is there until then, in the service's time.
    ClosedUntil(Millis),
    /// Within so many seconds, as a rule.
    Within(i64),
}

/// How many texts may wait to be sent, those that failed among them.
pub const MOST_PENDING: usize = 100;

/// Whether the conversation goes on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stage {
    /// There is none yet.
    #[default]
    None,
    /// It goes on.
    Open,
    /// It has ended. The next text opens another.
    Ended,
}

/// Somebody is typing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Typing {
    /// Who.
    pub who: ParticipantId,
    /// Until when to believe it, local time: the service does not tell when somebody stops by leaving.
    pub until: Millis,
}

/// The conversation on screen.
#[derive(Clone, Debug, Default)]
pub struct Conversation {
    /// Which conversation.
    pub id: Option<ConversationId>,
    /// Whether it goes on.
    pub stage: Stage,
    /// The order of its notifications: older ones are dropped.
    pub revision: Millis,
    /// Where texts go.
    pub input: Option<DialogId>,
    /// Whether that is a survey.
    pub is_survey: bool,
    /// Where the older survey stands.
    pub rating: Rating,
    /// The agent who answers.
    pub agent: Option<ParticipantId>,
    /// Whether they are known to be elsewhere at the moment.
    pub is_away: bool,
    /// When an answer is to be expected, as far as the service told: the first of these that has not passed counts.
    pub expected: [Option<Expected>; 3],
    /// Whether somebody has ever been assigned.
    pub was_assigned: bool,
    /// Those through whom the service itself speaks, as conversations tell: who has no other part in them.
    pub controllers: Vec<ParticipantId>,
    /// Names of participants.
    pub names: Vec<(ParticipantId, Rc<str>)>,
    /// The addresses of their pictures, of those who have one.
    pub pictures: Vec<(ParticipantId, Rc<str>)>,
    /// What was said.
    pub rows: Rows,
    /// The dialogs behind the rows, in the order of becoming known.
    pub dialogs: Vec<DialogId>,
    /// The last of them that the conversation `id` is known to have.
    pub last_dialog: i32,
    /// The first rank of that conversation: what has a lower one was said before it.
    pub begins_at: i32,
    /// What is known of earlier conversations, where there is any.
    pub history: Option<Rc<History>>,
    /// Who is typing.
    pub typing: Option<Typing>,
    /// How many messages came that the consumer has not had before their eyes.
    pub unread: usize,
    /// Where they stand.
    pub unseen: Vec<Place>,
    /// The first of them.
    pub first_unread: Option<RowId>,
    /// The newest messages that came while they were live, in the order of coming; what the polite region announces.
    pub announced: Vec<RowId>,
    /// The newest text that was written in this page load.
    pub written: Option<RowId>,
    /// The next row's name.
    pub next_row: u64,
}

impl Offer {
    /// How the answers stand where this is the next message, if there is one. Whoever says the words of one of them has
    /// chosen it, also by hand, in another tab, or before the page was loaded anew.
    #[must_use]
    pub fn stands(&self, next: Option<&Message>) -> Offered {
        let was_said = next.filter(|next| next.author == Author::Me).and_then(|next| self.says(&next.text));
        match self.chosen.or(was_said) {
            Some(chosen) => Offered::Chosen(chosen),
            None if next.is_none() => Offered::Open,
            None => Offered::Over,
        }
    }

    /// The answer of these words, if one is.
    #[must_use]
    pub fn says(&self, text: &str) -> Option<usize> {
        let says = |act: &Act| matches!(act, Act::Say(said) if said == text);
        let is_it = |reply: &Node| reply.click.as_ref().is_some_and(|click| click.acts.iter().any(says));
        self.replies.0.iter().position(is_it)
    }

    /// How the answers stand that are offered at a place. In a conversation that is over none can be chosen.
    #[must_use]
    pub fn stands_at(&self, conversation: &Conversation, place: Place) -> Offered {
        match self.stands(conversation.message_after(place)) {
            Offered::Open if conversation.is_past(place) => Offered::Over,
            stands => stands,
        }
    }
}

impl Conversation {
    /// The conversation that goes on, if one does.
    #[must_use]
    pub fn open_id(&self) -> Option<&ConversationId> {
        self.id.as_ref().filter(|_| self.stage == Stage::Open)
    }

    /// Whether no further text may be written before those that wait are sent or discarded. They stand last.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.rows.iter().rev().take_while(|row| row.place.is_pending()).take(MOST_PENDING).count() == MOST_PENDING
    }

    /// Where the text of an entry stands, while the service does not have it. Those stand last.
    #[must_use]
    pub fn waiting(&self, entry: EntryId) -> Option<Place> {
        let mut waiting = self.rows.iter().rev().map(|row| row.place).take_while(|place| place.is_pending());
        waiting.find(|place| matches!(place, Place::Pending { entry: number, .. } if *number == entry.0))
    }

    /// Where an own text of these words stands in a dialog, among these numbers; or a file that lies at this path.
    #[must_use]
    pub fn own_text(
        &self,
        dialog: &DialogId,
        among: &dyn Fn(Sequence) -> bool,
        text: &str,
        path: Option<&str>,
    ) -> Option<Sequence> {
        let rank = self.known_rank(dialog)?;
        let is_it = |row: &Row| match (row.place, &row.content) {
            (Place::At { dialog, sequence, .. }, RowContent::Message(message)) => {
                let is_there = dialog == rank && among(sequence);
                let is_same = match (&message.body, path) {
                    (Body::File(file), Some(path)) => *file.path == *path,
                    (Body::File(_), None) | (_, Some(_)) => false,
                    _ => *message.text == *text,
                };
                is_there && message.author == Author::Me && is_same
            }
            _ => false,
        };
        match self.rows.find_last(is_it)?.place {
            Place::At { sequence, .. } => Some(sequence),
            Place::Pending { .. } => None,
        }
    }

    /// Whether what stands at a place belongs to the questions after a conversation, which a bot asks.
    #[must_use]
    #[inline(never)]
    pub fn is_in_survey(&self, place: Place) -> bool {
        let Place::At { dialog, .. } = place else { return false };
        let begin = self.rows.at(Place::before(dialog));
        begin.is_some_and(|row| matches!(row.content, RowContent::Note(Note::Survey(_))))
    }

    /// Whether what was written for a dialog, or for none, can go to where texts go now: into a survey only what was
    /// written in it, and nothing of that elsewhere; on into another conversation nothing of one that the consumer has ended.
    #[must_use]
    pub fn takes(&self, meant_for: Option<&DialogId>) -> bool {
        if self.is_survey || self.input.as_ref() == meant_for {
            return self.input.as_ref() == meant_for;
        }
        let Some(meant_for) = meant_for else { return true };
        // What ended in this page load, or was read, has a row that says by whom; what waits to be read stands before that.
        let ended_since = |rank| {
            let is_end = |row: &Row| {
                let Place::At { dialog, .. } = row.place else { return false };
                dialog >= rank && row.ended_by() == Some(EndedBy::Me)
            };
            self.rows.find_last(is_end).is_some()
        };
        if let Some(rank) = self.known_rank(meant_for) {
            return !self.is_in_survey(Place::before(rank)) && !ended_since(rank);
        }
        let waiting = self.history.as_deref().map(|history| history.waiting.as_slice()).unwrap_or_default();
        let Some(first) = waiting.iter().position(|earlier| earlier.dialog == *meant_for) else { return true };
        let is_over = waiting[first..].iter().any(|earlier| earlier.ended.0 == EndedBy::Me);
        waiting[first].survey.is_none() && !is_over && !ended_since(i32::MIN)
    }

    /// The message whose answer of these words was chosen, if one was.
    #[must_use]
    pub fn chosen_by(&self, text: &str) -> Option<RowId> {
        let is_it = |row: &Row| {
            let RowContent::Message(Message { offer: Some(offer), .. }) = &row.content else { return false };
            let was_sent = || self.message_after(row.place).is_some_and(|next| *next.text == *text);
            offer.chosen.is_some() && offer.chosen == offer.says(text) && !was_sent()
        };
        self.rows.find_last(is_it).map(|row| row.id)
    }

    /// Where somebody's picture is, if they have one.
    #[must_use]
    pub fn picture(&self, who: &ParticipantId) -> Option<&Rc<str>> {
        self.pictures.iter().find(|(other, _)| other == who).map(|(_, picture)| picture)
    }

    /// The message that follows a place, if one does. What could not be sent was not said.
    #[must_use]
    pub fn message_after(&self, place: Place) -> Option<&Message> {
        let mut next = None;
        for row in self.rows.iter().rev().take_while(|row| row.place > place) {
            if let RowContent::Message(message) = &row.content
                && !matches!(message.delivery, Delivery::Failed(..))
            {
                next = Some(message);
            }
        }
        next
    }

    /// What somebody is called, where it is known.
    #[must_use]
    pub fn name(&self, who: &ParticipantId) -> Option<&Rc<str>> {
        self.names.iter().find(|(other, _)| other == who).map(|(_, name)| name)
    }
}
