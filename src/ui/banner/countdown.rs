//! How much time is left for an answer: the only part of the prompt that changes every second.

use yew::{Html, Properties, component, html};

use crate::store::State;
use crate::store::view::{self, BannerStage};
use crate::ui::host::SharedHost;
use crate::ui::{use_selector, words};

#[derive(Clone, PartialEq, Properties)]
pub(super) struct Props {
    pub(super) host: SharedHost,
}

/// To see only: it is read out at a few moments, elsewhere.
#[component]
pub(super) fn Countdown(Props { host }: &Props) -> Html {
    let (left, total) = use_selector(&host.store, time_left);
    html! {
        <div class="countdown">
            <progress key="bar" max={total.to_string()} value={left.to_string()} aria-hidden="true" />
            <p key="left">{ words::time_left(left) }</p>
        </div>
    }
}

/// How many seconds are left, and of how many.
fn time_left(state: &State) -> (i64, i64) {
    let Some(shown) = view::banner(state) else { return (0, 1) };
    let BannerStage::Invited { seconds_left, .. } = shown.stage else { return (0, 1) };
    let given = state.cobrowse.find(&shown.key).map(|invitation| (invitation.expires - shown.key.stamp).0 / 1_000);
    // Where the service does not tell when it was made, the usual length.
    (seconds_left, given.filter(|given| (1..=LONGEST).contains(given)).unwrap_or(USUAL))
}

const USUAL: i64 = 120;
const LONGEST: i64 = 15 * 60;
