//! CoBrowse invitations: one small machine each.
//!
//! What the metadata subscription tells is read as [`Sighting`]s, and these, together with the consumer's answers
//! and the passing of time, move the invitations. Whether something is published on the page's tag is not decided here
//! but in the answer gate (`app`); here stands what was.

mod key;
mod machine;
mod report;
mod sighting;
#[cfg(test)]
mod tests;

use std::rc::Rc;

pub use key::{Key, KeyParts};
pub use report::{Carried, CarrierState, Control, Report};
pub use sighting::Sighting;

use crate::protocol::{CoBrowseMode, ConversationChange, ConversationId, Millis, ParticipantId};

/// All invitations that are remembered, oldest first. Bounded: ended ones go first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CoBrowse {
    /// The invitations.
    pub invitations: Vec<Rc<Invitation>>,
    /// Answers given in any tab, and in earlier page loads, by key.
    pub remembered: Vec<(Key, Answer)>,
    /// The order of notifications: the newest that was seen of each conversation.
    pub newest: Vec<(ConversationId, Millis)>,
}

/// One invitation and what became of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Invitation {
    /// Which.
    pub key: Key,
    /// Who asks, as the dialog names them: what the page's tag is told.
    pub agent: Option<ParticipantId>,
    /// What the agent will see and may do.
    pub mode: CoBrowseMode,
    /// Until when it stands, in the service's time.
    pub expires: Millis,
    /// Where it stands.
    pub phase: Phase,
    /// How far the page was told by events on the element.
    pub told: Told,
    /// Whether the page does itself what the tag would do.
    pub is_pages: bool,
    /// Whether the service has closed the dialog of what the page carries.
    pub is_closed_there: bool,
    /// Whether the page's tag was told of it in this page load.
    pub offered: bool,
    /// Whether the consumer's answer was published, or is another tab's to publish.
    pub answer_published: bool,
    /// When its phase began, in the service's time; long ago for what was found like that.
    pub since: Millis,
    /// What whoever carries the session reports of it.
    pub carried: Rc<Carried>,
}

/// How far a page was told of an invitation by events on the element.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Told {
    /// Not at all, in this page load.
    #[default]
    Nothing,
    /// That it stands.
    Invitation,
    /// What the consumer answered.
    Answer,
}

impl Invitation {
    /// Whether the page carries what was accepted, and not its tag. Then it alone knows what becomes of it.
    #[must_use]
    pub fn is_carried_by_page(&self) -> bool {
        self.is_pages && self.told == Told::Answer
    }
}

/// Where an invitation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// It waits for the consumer.
    Invited {
        /// The page's tag could not take an earlier answer.
        failed_before: bool,
    },
    /// The consumer accepted; the service has not confirmed it yet.
    Accepting,
    /// The consumer declined.
    Declined,
    /// A session runs.
    Active {
        /// The agent is known to be connected.
        joined: bool,
        /// The service has told of it since the connection was last made.
        confirmed: bool,
        /// It was accepted in another tab or before this page was loaded.
        elsewhere: bool,
    },
    /// The consumer ends it; the service has not confirmed that yet.
    Ending {
        /// The service was asked on the connection that stands.
        asked: bool,
        /// A session had begun.
        began: bool,
    },
    /// Nobody answered in time.
    Expired,
    /// It is over.
    Closed(Ending),
}

impl Phase {
    /// Whether somebody has to see it.
    #[must_use]
    pub fn is_live(self) -> bool {
        matches!(self, Self::Invited { .. } | Self::Accepting) || self.is_session()
    }

    /// Whether the agent can see the page, as far as is known.
    #[must_use]
    pub fn is_session(self) -> bool {
        matches!(self, Self::Active { .. } | Self::Ending { .. })
    }

    /// Whether nothing more is expected of it.
    #[must_use]
    pub fn is_over(self) -> bool {
        matches!(self, Self::Closed(_))
    }
}

/// How an invitation or session ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// The agent took it back.
    Cancelled,
    /// It has ended, for a reason that the service does not tell.
    Ended {
        /// Whether a session had run.
        after_session: bool,
    },
    /// Another invitation took its place.
    Replaced,
    /// It was accepted, and nothing came of it.
    Failed,
    /// The page could not carry it, and said so.
    Broken,
    /// The consumer declined, and the service has closed it.
    Declined,
    /// Its time had passed, and the service has closed it.
    Expired,
    /// The consumer declined, and the page's tag did not come in time to be told.
    Unsaid,
}

impl Ending {
    /// Whether the service told of it. What was only concluded here can turn out to be a session that runs.
    #[must_use]
    pub fn is_told(self) -> bool {
        !matches!(self, Self::Replaced | Self::Failed | Self::Unsaid)
    }
}

/// What the consumer said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Yes.
    Accepted,
    /// No.
    Declined,
    /// Yes first, and then that it is to end.
    Ended,
}

/// What can happen to invitations. Instants are in the service's time.
#[derive(Clone, Debug)]
pub enum Action {
    /// The metadata subscription told the state of a conversation.
    Seen {
        /// What it told.
        change: Rc<ConversationChange>,
        /// When.
        now: Millis,
    },
    /// Time went on.
    Tick(Millis),
    /// The page was told so far, by an event on the element.
    Told {
        /// Of which invitation.
        key: Key,
        /// How far.
        told: Told,
        /// Whether the page does the rest itself.
        is_taken: bool,
    },
    /// The page's tag was told of the invitation.
    Offered(Key),
    /// The consumer answered, in this tab.
    Answered {
        /// Which invitation.
        key: Key,
        /// What.
        answer: Answer,
        /// When.
        now: Millis,
    },
    /// The answer was published on the page's tag.
    AnswerPublished(Key),
    /// Whoever carries a session reports of it.
    Reported {
        /// What.
        report: Report,
        /// When.
        now: Millis,
    },
    /// The consumer gives the agent control of the page, or takes it back.
    Controlled {
        /// In which session.
        key: Key,
        /// Whether it is given.
        granted: bool,
        /// When.
        now: Millis,
    },
    /// The page's tag could not take the answer.
    PublishFailed {
        /// Which invitation.
        key: Key,
        /// When.
        now: Millis,
    },
    /// The consumer ends the session, or takes back what was accepted.
    End {
        /// Which.
        key: Key,
        /// When.
        now: Millis,
    },
    /// The service was asked to end it.
    EndAsked(Key),
    /// Answers given in earlier page loads and other tabs: all that are kept by now.
    Remembered {
        /// By key.
        answers: Vec<(Key, Answer)>,
        /// When.
        now: Millis,
    },
    /// The connection was lost: sessions are unconfirmed until the service tells of them again.
    Unconfirmed,
}

impl CoBrowse {
    /// The invitation with this key.
    #[must_use]
    pub fn find(&self, key: &Key) -> Option<&Rc<Invitation>> {
        self.invitations.iter().find(|invitation| invitation.key == *key)
    }

    /// The invitation that waits for the consumer: the newest, if there are several.
    #[must_use]
    pub fn standing(&self) -> Option<&Rc<Invitation>> {
        self.invitations.iter().rev().find(|invitation| matches!(invitation.phase, Phase::Invited { .. }))
    }

    /// The sessions that run: usually one, or none.
    pub fn running(&self) -> impl Iterator<Item = &Rc<Invitation>> {
        self.invitations.iter().filter(|invitation| invitation.phase.is_session())
    }

    /// The call that was accepted, or runs.
    #[must_use]
    pub fn call(&self) -> Option<&Rc<Invitation>> {
        let goes_on = |phase: Phase| phase == Phase::Accepting || phase.is_session();
        self.invitations.iter().rev().find(|invitation| invitation.mode.is_call() && goes_on(invitation.phase))
    }

    /// When time alone will next change something, in the service's time.
    #[must_use]
    pub fn next_deadline(&self) -> Option<Millis> {
        self.invitations.iter().filter_map(|invitation| machine::deadline(invitation)).min()
    }
}

pub use machine::{STILL_CONNECTING_AFTER, reduce};
