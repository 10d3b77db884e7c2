//! How much time is left for an answer.

use yew::{Html, html};

use crate::store::State;
use crate::store::cobrowse::Key;
use crate::ui::words;

/// To see only: it is read out at a few moments, elsewhere.
pub(super) fn countdown(state: &State, invitation: &Key, seconds_left: i64) -> Html {
    let given = state.cobrowse.find(invitation).map(|found| (found.expires - invitation.stamp).0 / 1_000);
    // Where the service does not tell when it was made, the usual length.
    let given = given.filter(|given| (1..=LONGEST).contains(given)).unwrap_or(USUAL);
    html! {
        <div class="countdown">
            <progress max={given.to_string()} value={seconds_left.to_string()} aria-hidden="true" />
            <p>{ words::time_left(seconds_left) }</p>
        </div>
    }
}

/// Of an invitation, in seconds.
const USUAL: i64 = 120;
const LONGEST: i64 = 15 * 60;
