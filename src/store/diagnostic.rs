//! What is said to developers about input that was passed over.

use std::fmt;

/// Why input was passed over. Never shown to consumers, and never telling a token or what somebody wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Diagnostic {
    /// Agents and managers speak among themselves.
    HiddenFromConsumers,
    /// Nothing can be said of it.
    EventWithoutContent,
    /// A newer service may send it.
    UnknownEvent,
    /// It has no place in the transcript.
    ContentWithoutSequence,
    /// Nothing can be said of it.
    ConversationWithoutDetails,
    /// The message is shown with the time at which it came.
    ImpossibleTime,
    /// Notifications carry whole states: an older one tells nothing.
    OlderNotification,
    /// The outbox and the transcript disagree.
    UnknownText,
    /// Two events claim one number of one dialog.
    PlaceIsTaken,
    /// Notifications carry whole states: an older one tells nothing.
    OlderCoBrowseDialogs,
    /// It may be anything.
    CoBrowseWithoutState,
    /// What is remembered is bounded.
    TooManyDialogs,
    /// Only INVITED raises a prompt.
    UnknownCoBrowseState,
    /// It could not be told what it allows.
    UnknownCoBrowseMode,
    /// It could not be answered.
    UnusableServiceId,
    /// A mistake or a trick: nobody waits so long for an answer.
    StandsTooLong,
    /// It is taken for one of the usual length.
    NoExpires,
    /// Seconds are what the service tells.
    ExpiresInMillis,
    /// It was over before it was seen.
    ExpiredUnseen,
    /// Ended is ended.
    AcceptedAfterItsEnd,
    /// There is no such invitation.
    AnswerToNothing,
    /// An answer is given once.
    SecondAnswer,
    /// Nobody waits for it any more.
    LateAnswer,
    /// The consumer has agreed to no such session.
    ReportOfNothing,
}

impl Diagnostic {
    /// Whether it comes about without anybody's mistake: by frames that overtake each other, or by what consumers do.
    #[must_use]
    pub fn is_usual(self) -> bool {
        matches!(
            self,
            Self::HiddenFromConsumers
                | Self::OlderNotification
                | Self::UnknownText
                | Self::OlderCoBrowseDialogs
                | Self::ExpiredUnseen
                | Self::AcceptedAfterItsEnd
                | Self::AnswerToNothing
                | Self::SecondAnswer
                | Self::LateAnswer
        )
    }

    /// One sentence in English.
    #[must_use]
    pub fn sentence(self) -> &'static str {
        match self {
            Self::HiddenFromConsumers => "a message that is not for consumers was hidden",
            Self::EventWithoutContent => "an event without a dialog or content was passed over",
            Self::UnknownEvent => "an event of an unknown type was passed over",
            Self::ContentWithoutSequence => "content without a sequence was passed over",
            Self::ConversationWithoutDetails => "a conversation without details was passed over",
            Self::ImpossibleTime => "a serverTimestamp that cannot be was passed over",
            Self::OlderNotification => "a notification older than the newest of its conversation was dropped",
            Self::UnknownText => "a text that is not on its way was passed over",
            Self::PlaceIsTaken => "a text was given a place that another holds",
            Self::OlderCoBrowseDialogs => "CoBrowse dialogs of an older notification were passed over",
            Self::CoBrowseWithoutState => "a CoBrowse dialog without a sessionState was passed over",
            Self::TooManyDialogs => "a dialog beyond those that are remembered was passed over",
            Self::UnknownCoBrowseState => "a CoBrowse dialog in an unknown sessionState was passed over",
            Self::UnknownCoBrowseMode => "a CoBrowse dialog of no known mode raises no prompt",
            Self::UnusableServiceId => "a CoBrowse dialog without a usable serviceId was passed over",
            Self::StandsTooLong => "a CoBrowse invitation of more than 15 minutes was passed over",
            Self::NoExpires => "a CoBrowse invitation without a usable expires counts as one of two minutes",
            Self::ExpiresInMillis => "the expires of a CoBrowse invitation was taken for milliseconds",
            Self::ExpiredUnseen => "a CoBrowse invitation whose time has passed raises no prompt",
            Self::AcceptedAfterItsEnd => "ACCEPTED after the end of its invitation was passed over",
            Self::AnswerToNothing => "an answer to an unknown invitation was passed over",
            Self::SecondAnswer => "a second answer to an invitation was passed over",
            Self::ReportOfNothing => {
                "a report of a CoBrowse session that the consumer has not accepted was passed over"
            }
            Self::LateAnswer => "an answer after the end of its invitation was passed over",
        }
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.sentence())
    }
}
