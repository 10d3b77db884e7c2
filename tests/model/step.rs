//! What can happen, and in which words it is told.

use std::fmt;

use super::service::INVITATIONS;
use super::world::TABS;

/// What happens to no tab: what the service does, and time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Event {
    Invite,
    Accept(usize),
    /// CLOSED in full, CLOSED abbreviated, or gone from the list: which of them is open until a tab is told.
    Close(usize),
    EndConversation,
    /// Time goes on to where what was made now ends.
    Expire,
}

/// What is done in a tab.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Act {
    Click {
        invitation: usize,
        accepts: bool,
    },
    /// The newest notification in which an invitation stood comes once more.
    Again,
    Reload,
    Tag,
}

/// One of the steps that are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Event(Event),
    Act(usize, Act),
}

impl Step {
    pub(crate) fn all() -> Vec<Self> {
        let mut events = vec![Event::Invite, Event::EndConversation, Event::Expire];
        let mut acts = vec![Act::Again, Act::Reload, Act::Tag];
        for of in 0..INVITATIONS {
            events.extend([Event::Accept(of), Event::Close(of)]);
            acts.extend([true, false].map(|accepts| Act::Click { invitation: of, accepts }));
        }
        let acts = (0..TABS).flat_map(|place| acts.iter().map(move |act| Self::Act(place, *act)));
        events.into_iter().map(Self::Event).chain(acts).collect()
    }
}

const NAMES: [&str; INVITATIONS] = ["first", "second"];

impl fmt::Display for Event {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let of = |of: &usize| NAMES[*of];
        match self {
            Self::Invite => write!(formatter, "the service: INVITED"),
            Self::Accept(which) => write!(formatter, "the service: ACCEPTED, the {} invitation", of(which)),
            Self::Close(which) => write!(formatter, "the service: the end of the {} invitation", of(which)),
            Self::EndConversation => write!(formatter, "the service: the end of the conversation"),
            Self::Expire => {
                write!(formatter, "time passes: what was made until now is at its end, or ten seconds past it")
            }
        }
    }
}

impl fmt::Display for Act {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Click { invitation, accepts } => {
                let answer = if *accepts { "Accept" } else { "Decline" };
                write!(formatter, "is clicked: {answer}, the {} invitation", NAMES[*invitation])
            }
            Self::Again => write!(formatter, "gets the notification with INVITED once more"),
            Self::Reload => write!(formatter, "is loaded again"),
            Self::Tag => write!(formatter, "has its tag ready, or broken and mended again"),
        }
    }
}
