//! CoBrowse: the invitation that waits for an answer, and what became of it.
//!
//! Its picture is its own part of the state and nothing else, so that no message ever touches it. The frame stays the
//! same element from the first prompt on, wherever the style sheet puts it.

mod prompt;
mod spoken;

use std::rc::Rc;

use yew::{Html, html};

use self::prompt::prompt;
use super::icon::{self, icon};
use super::screen::Screen;
use super::words;
use crate::store::view::{BannerStage, BannerView};

pub(super) use self::spoken::Spoken;

/// The title's name within its root; it names the region.
const TITLE_ID: &str = "banner-title";

pub(super) fn banner(screen: &Rc<Screen>, shown: Option<&BannerView>) -> Html {
    screen.guard.ask(shown.and_then(prompt_number));
    let mut spoken = screen.spoken.take();
    spoken.hear(shown);
    let line = spoken.line.clone();
    screen.spoken.set(spoken);
    html! {
        <div class="banner-place">
            <div class="heard" aria-live="polite">{line}</div>
            <div>{ shown.map(|shown| card(screen, shown)) }</div>
        </div>
    }
}

fn card(screen: &Rc<Screen>, shown: &BannerView) -> Html {
    let name = shown.agent.as_deref().unwrap_or(words::AN_AGENT);
    let (title, more) = words::standing(shown.stage, &shown.mode);
    let (kind, body) = match shown.stage {
        BannerStage::Invited { seconds_left, accept, failed_before } => {
            ("invited", prompt(screen, shown, seconds_left, accept, failed_before))
        }
        stage => {
            let kind = match stage {
                BannerStage::Accepting { .. } => "accepting",
                BannerStage::Active { .. } => "active",
                _ => "over",
            };
            (kind, html! { <p key="more" class="more">{ more.map(|more| more.about(name)) }</p> })
        }
    };
    // It can hold focus, so that focus has somewhere to be when the button under it goes; it is no stop for Tab.
    html! {
        <section
            ref={&screen.card}
            class="banner"
            data-is={kind}
            part="banner"
            tabindex="-1"
            aria-labelledby={TITLE_ID}
        >
            <div key="head" class="banner-head">
                { icon(icon::EYE) }
                <h2 id={TITLE_ID} class="banner-title">{title.about(name)}</h2>
            </div>
            {body}
        </section>
    }
}

/// What tells one prompt from another: when its invitation was made, and whether it is asked again.
fn prompt_number(shown: &BannerView) -> Option<u64> {
    match shown.stage {
        BannerStage::Invited { failed_before, .. } => {
            Some((shown.key.stamp.0.unsigned_abs() << 1) | u64::from(failed_before))
        }
        _ => None,
    }
}
