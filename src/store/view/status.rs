//! The line under the header: what is to be said about the connection, if anything.

use crate::protocol::Millis;
use crate::store::{Connection, Refusal, State};

/// What is said about the connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Nothing.
    Nothing,
    /// It is being made.
    Connecting,
    /// It is being made, and it takes long.
    Slow,
    /// There is no network.
    Offline,
    /// It is back.
    Back,
    /// Something needs code that could not be fetched so far.
    Incomplete,
    /// What waits to be sent is lost with the page: the browser does not keep it.
    Unkept,
    /// It will not be made by itself.
    Refused(Refusal),
    /// The consumer ends the conversation.
    Ending,
    /// That did not come about.
    NotEnded,
}

/// What stands in the place of a conversation in which nothing was said yet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Empty {
    /// A welcome.
    #[default]
    Welcome,
    /// There is no network: what is written waits for it.
    Offline,
    /// Nobody can be reached through this chat.
    Refused,
}

/// What stands there now.
#[must_use]
pub fn empty(state: &State) -> Empty {
    match state.connection {
        Connection::Offline { .. } => Empty::Offline,
        Connection::Refused(_) => Empty::Refused,
        _ => Empty::Welcome,
    }
}

/// What is to be said now.
#[must_use]
pub fn status(state: &State) -> Status {
    now_and_next(state).0
}

/// The local time at which something else is to be said.
pub(super) fn next_change(state: &State) -> Option<Millis> {
    now_and_next(state).1
}

fn now_and_next(state: &State) -> (Status, Option<Millis>) {
    let waits = || state.conversation.rows.last().is_some_and(|row| row.place.is_pending());
    if state.keeps_nothing && !matches!(state.connection, Connection::Refused(_)) && waits() {
        return (Status::Unkept, None);
    }
    match state.connection {
        Connection::Connecting { since } | Connection::Waiting { since } => {
            let (told, slow) = (since + TOLD_AFTER, since + SLOW_AFTER);
            if state.now < told {
                (Status::Nothing, Some(told))
            } else if state.now < slow {
                (Status::Connecting, Some(slow))
            } else {
                (Status::Slow, None)
            }
        }
        Connection::Online { since, back: true } if state.now < since + BACK_LASTS => {
            (Status::Back, Some(since + BACK_LASTS))
        }
        Connection::Offline { .. } => (Status::Offline, None),
        Connection::Refused(refusal) => (Status::Refused(refusal), None),
        Connection::Idle | Connection::Online { .. } if state.incomplete => (Status::Incomplete, None),
        Connection::Idle | Connection::Online { .. } => match state.ending {
            Some(since) => ending(state, since),
            None => (Status::Nothing, None),
        },
    }
}

#[inline(never)]
fn ending(state: &State, since: Millis) -> (Status, Option<Millis>) {
    let (failed, told) = (since + ENDS_WITHIN, since + ENDS_WITHIN + FAILURE_LASTS);
    if state.now < failed {
        (Status::Ending, Some(failed))
    } else if state.now < told {
        (Status::NotEnded, Some(told))
    } else {
        (Status::Nothing, None)
    }
}

/// For how long the service may take to end a conversation before the consumer is told that it did not.
pub const ENDS_WITHIN: Millis = Millis::from_secs(10);
const FAILURE_LASTS: Millis = Millis::from_secs(10);

const TOLD_AFTER: Millis = Millis::from_secs(1);
const SLOW_AFTER: Millis = Millis::from_secs(15);
const BACK_LASTS: Millis = Millis::from_secs(3);

#[cfg(test)]
mod tests {
    use super::{Empty, Status, empty, next_change, status};
    use crate::protocol::Millis;
    use crate::store::{Action, Body, Connection, EntryId, Refusal, State, reduce};

    #[test]
    fn the_connection_is_spoken_of_when_it_takes_time() {
        let check = |connection, now, said, changes| {
            let state = State { connection, now: Millis(now), ..State::default() };
            assert_eq!((status(&state), next_change(&state)), (said, changes), "{connection:?} at {now}");
        };
        let connecting = Connection::Connecting { since: Millis(0) };
        check(connecting, 0, Status::Nothing, Some(Millis(1_000)));
        check(connecting, 1_000, Status::Connecting, Some(Millis(15_000)));
        check(connecting, 15_000, Status::Slow, None);
        check(Connection::Online { since: Millis(0), back: false }, 0, Status::Nothing, None);
        check(Connection::Online { since: Millis(0), back: true }, 2_999, Status::Back, Some(Millis(3_000)));
        check(Connection::Online { since: Millis(0), back: true }, 3_000, Status::Nothing, None);
        check(Connection::Offline { since: Millis(0) }, 9, Status::Offline, None);
    }

    #[test]
    fn a_conversation_without_a_word_promises_an_answer_only_where_one_can_come() {
        let check = |connection, stands| assert_eq!(empty(&State { connection, ..State::default() }), stands);
        let since = Millis(0);
        check(Connection::Idle, Empty::Welcome);
        check(Connection::Connecting { since }, Empty::Welcome);
        check(Connection::Waiting { since }, Empty::Welcome);
        check(Connection::Online { since, back: true }, Empty::Welcome);
        check(Connection::Offline { since }, Empty::Offline);
        check(Connection::Refused(Refusal::Account), Empty::Refused);
        check(Connection::Refused(Refusal::SignIn), Empty::Refused);
    }

    #[test]
    fn an_end_that_does_not_come_about_is_spoken_of_for_a_while() {
        let connection = Connection::Online { since: Millis(0), back: false };
        let check = |now, said, changes| {
            let state = State { connection, now: Millis(now), ending: Some(Millis(0)), ..State::default() };
            assert_eq!((status(&state), next_change(&state)), (said, changes), "at {now}");
        };
        check(0, Status::Ending, Some(Millis(10_000)));
        check(10_000, Status::NotEnded, Some(Millis(20_000)));
        check(20_000, Status::Nothing, None);
    }

    #[test]
    fn what_is_lost_with_the_page_is_spoken_of_while_it_waits() {
        let mut state = State { keeps_nothing: true, ..State::default() };
        assert_eq!(status(&state), Status::Nothing);
        reduce(
            &mut state,
            Action::Queued { entry: EntryId(1), text: "x".into(), body: Body::Text, at: Millis(0), is_mine: true },
        );
        assert_eq!(status(&state), Status::Unkept);
        reduce(&mut state, Action::KeepsNothing(false));
        assert_eq!(status(&state), Status::Nothing);
    }
}
