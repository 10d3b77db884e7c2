//! CoBrowse: the invitation that waits for an answer, and what became of it.
//!
//! Its picture is its own part of the state and nothing else, so that no message ever touches it. The frame stays the
//! same element from the first prompt on, wherever the style sheet puts it.

mod prompt;
mod spoken;

use std::rc::Rc;

use yew::Html;

use self::prompt::prompt;
use super::element::{attributes, element, fixed, plain, shared};
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
    let line = Rc::clone(&spoken.line);
    screen.spoken.set(spoken);
    plain("div", "banner-place").holding(vec![
        element("div", fixed! { "class" => "heard", "aria-live" => "polite" }).around(shared(line)),
        plain("div", "").around(shown.map(|shown| card(screen, shown)).unwrap_or_default()),
    ])
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
            (kind, plain("p", "more").key("more").around(more.map(|more| more.about(name)).unwrap_or_default()))
        }
    };
    // It can hold focus, so that focus has somewhere to be when the button under it goes; it is no stop for Tab.
    let attributes = attributes! {
        "class" => "banner",
        "data-is" => kind,
        "part" => "banner",
        "tabindex" => "-1",
        "aria-labelledby" => TITLE_ID,
    };
    let title = element("h2", fixed! { "id" => TITLE_ID, "class" => "banner-title" }).around(title.about(name));
    let head = plain("div", "banner-head").key("head").holding(vec![icon(icon::EYE), title]);
    element("section", attributes).node(&screen.card).holding(vec![head, body])
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
