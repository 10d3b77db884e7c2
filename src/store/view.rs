//! View models: what components draw, selected from the state as small values that compare cheaply.
//!
//! No words and no formats live here; those are the business of `ui`.

mod banner;
mod status;
mod taken;

use std::rc::Rc;

pub use banner::{AcceptGate, BannerView, OtherSession, Outcome, Stage as BannerStage, agent_of, banner};
pub use status::{ENDS_WITHIN, Empty, Status, empty, status};
pub use taken::{Taken, taken};

use super::conversation::{Author, Conversation, Expected, RowContent, Stage};
use super::state::State;
use crate::protocol::{Millis, ParticipantId};

/// The launcher.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LauncherView {
    /// Whether the panel is open.
    pub open: bool,
    /// How many messages wait.
    pub unread: usize,
}

/// What the launcher shows.
#[must_use]
pub fn launcher(state: &State) -> LauncherView {
    LauncherView { open: state.panel_open, unread: state.conversation.unread }
}

/// The header of the panel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeaderView {
    /// The agent who answers: their name, or nothing where it is not known.
    pub agent: Option<Option<Rc<str>>>,
    /// Where their picture is, if they have one.
    pub picture: Option<Rc<str>>,
    /// Where the conversation stands.
    pub stage: Stage,
    /// The agent is known to be elsewhere at the moment.
    pub is_away: bool,
    /// Nobody is there, as the service is closed at the moment.
    pub is_closed: bool,
    /// An agent was there and left: another one is awaited.
    pub between_agents: bool,
    /// The conversation has ended, and a survey follows: whoever answered has left.
    pub is_survey: bool,
}

/// What the header shows.
#[must_use]
pub fn header(state: &State) -> HeaderView {
    let conversation = &state.conversation;
    HeaderView {
        agent: conversation.agent.as_ref().map(|agent| name_of(conversation, agent)),
        picture: conversation.agent.as_ref().and_then(|agent| conversation.picture(agent)).cloned(),
        stage: conversation.stage,
        is_away: conversation.is_away,
        is_closed: conversation.agent.is_none() && is_closed(state),
        between_agents: conversation.agent.is_none() && conversation.was_assigned,
        is_survey: conversation.is_survey,
    }
}

/// When an answer is to be expected, while the consumer waits for one.
#[must_use]
pub fn expected(state: &State) -> Option<Expected> {
    let conversation = &state.conversation;
    let last = conversation.rows.find_last(|row| matches!(row.content, RowContent::Message(_)))?;
    let waits = matches!(&last.content, RowContent::Message(message) if message.author == Author::Me);
    standing(state).filter(|_| waits && conversation.stage == Stage::Open)
}

/// What is told of when answers come.
#[must_use]
pub fn standing(state: &State) -> Option<Expected> {
    if state.conversation.id.is_none() { None } else { told(state).0 }
}

/// What counts of that now, and the local time at which it does not any more. A time that has passed tells nothing.
#[inline(never)]
fn told(state: &State) -> (Option<Expected>, Option<Millis>) {
    for told in state.conversation.expected.into_iter().flatten() {
        let (Expected::By(at) | Expected::ClosedUntil(at)) = told else { return (Some(told), None) };
        let until = at - state.clock_offset.unwrap_or_default();
        if until > state.now {
            return (Some(told), Some(until));
        }
    }
    (None, None)
}

/// Whether the service is closed at the moment.
#[must_use]
pub fn is_closed(state: &State) -> bool {
    matches!(standing(state), Some(Expected::ClosedUntil(_)))
}

/// Who types, while somebody does: their name, or nothing where it is not known.
#[must_use]
pub fn typing(state: &State) -> Option<Option<Rc<str>>> {
    let conversation = &state.conversation;
    conversation.typing.as_ref().map(|typing| name_of(conversation, &typing.who))
}

/// What somebody is called, made fit to be shown: cut, and without characters that steer the direction of text.
#[must_use]
#[inline(never)]
pub fn name_of(conversation: &Conversation, who: &ParticipantId) -> Option<Rc<str>> {
    let name = conversation.name(who)?;
    let plain = |c: char| if is_space(c) { ' ' } else { c };
    let shown: String = name.chars().filter(|c| !steers(*c)).map(plain).collect();
    let shown = shown.trim_ascii();
    if shown.is_empty() {
        return None;
    }
    if shown.chars().count() <= LONGEST_NAME {
        return Some(shown.into());
    }
    let start: String = shown.chars().take(LONGEST_NAME - 1).collect();
    Some([start.trim_ascii_end(), "…"].concat().into())
}

/// The local time at which the picture next changes by itself, if it does.
#[must_use]
pub fn next_change(state: &State) -> Option<Millis> {
    let typing = state.conversation.typing.as_ref().map(|typing| typing.until);
    let promise = state.conversation.id.as_ref().and_then(|_| told(state).1);
    [typing, promise, status::next_change(state), banner::next_change(state)].into_iter().flatten().min()
}

/// How many characters of a name are shown.
pub const LONGEST_NAME: usize = 40;

/// Spaces of other widths, and what takes no width at all: a name of nothing else is none.
fn is_space(character: char) -> bool {
    matches!(character, '\u{a0}' | '\u{2000}'..='\u{200b}' | '\u{202f}' | '\u{2060}' | '\u{3000}' | '\u{feff}')
}

fn steers(character: char) -> bool {
    character.is_control() || turns(character)
}

/// Whether a character turns the direction of what stands around it.
pub(super) fn turns(character: char) -> bool {
    matches!(character, '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::name_of;
    use crate::store::Conversation;

    #[test]
    fn names_are_cut_and_cannot_steer_the_text() {
        let check = |given: &str, shown: Option<&str>| {
            let names = vec![("a".into(), given.into())];
            let conversation = Conversation { names, ..Conversation::default() };
            assert_eq!(name_of(&conversation, &"a".into()).as_deref(), shown, "{given:?}");
        };
        check("Ada", Some("Ada"));
        check("  ", None);
        check(" \u{3000}\u{a0}\u{200b}", None);
        check("\u{a0}Ada\u{a0}K. ", Some("Ada K."));
        check("Ada\u{202e}evil\u{0007}", Some("Adaevil"));
        check(&"x".repeat(40), Some(&"x".repeat(40)));
        check(&"é".repeat(41), Some(&format!("{}…", "é".repeat(39))));
        assert_eq!(name_of(&Conversation::default(), &"a".into()), None);
    }
}
