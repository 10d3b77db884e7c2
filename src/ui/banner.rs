//! CoBrowse: the invitation that waits for an answer, and what became of it.
//!
//! Its picture is its own part of the state and nothing else, so that no message ever touches it. The frame stays the
//! same element from the first prompt on, wherever the style sheet puts it.

mod prompt;
mod session;
mod spoken;

use std::rc::Rc;

use yew::Html;

use self::prompt::prompt;
use self::session::session;
use super::element::{attributes, element, fixed, plain, shared};
use super::icon::{self, icon};
use super::screen::Screen;
use super::words;
use crate::store::cobrowse::Control;
use crate::store::view::{BannerStage, BannerView};

pub(super) use self::spoken::Spoken;

/// The title's name within its root; it names the region.
const TITLE_ID: &str = "banner-title";

pub(super) fn banner(screen: &Rc<Screen>, shown: Option<&BannerView>) -> Html {
    screen.guard.ask(shown.and_then(prompt_number));
    let mut spoken = screen.spoken.take();
    if shown.is_some() || spoken.has_spoken() {
        spoken.hear(shown);
    }
    let line = Rc::clone(&spoken.line);
    screen.spoken.set(spoken);
    plain("div", "banner-place").holding(vec![
        element("div", fixed! { "class" => "heard", "aria-live" => "polite" }).around(shared(line)),
        plain("div", "").around(shown.map(|shown| card(screen, shown)).unwrap_or_default()),
    ])
}

#[inline(never)]
fn card(screen: &Rc<Screen>, shown: &BannerView) -> Html {
    screen.style_later();
    let name = &*words::agent(shown.agent.as_deref());
    let title = words::standing(shown).0;
    let (kind, body) = match shown.stage {
        BannerStage::Invited { seconds_left, accept, failed_before } => {
            ("invited", prompt(screen, shown, seconds_left, accept, failed_before))
        }
        stage => {
            let kind = match stage {
                BannerStage::Accepting { .. } => "accepting",
                BannerStage::Active { .. } => "active",
                BannerStage::Ending { .. } => "ending",
                _ => "over",
            };
            (kind, session(screen, shown, name))
        }
    };
    // It can hold focus, so that focus has somewhere to be when the button under it goes; it is no stop for Tab.
    let attributes = attributes! {
        "class" => "banner",
        "data-is" => kind,
        "part" => ["banner banner-", kind].concat(),
        "tabindex" => "-1",
        "aria-labelledby" => TITLE_ID,
    };
    let title = element("h2", fixed! { "id" => TITLE_ID, "class" => "banner-title" }).around(title.about(name));
    let others = shown.others.iter().map(|other| session::other(screen, other)).collect();
    let others = plain("div", "others").key("others").holding(others);
    let head = plain("div", "banner-head").key("head").holding(vec![icon(icon::EYE), title]);
    element("section", attributes).node(&screen.card).holding(vec![head, body, others])
}

/// What tells one prompt from another: when its invitation was made, and whether it is asked again.
fn prompt_number(shown: &BannerView) -> Option<u64> {
    match shown.stage {
        BannerStage::Invited { failed_before, .. } => {
            Some((shown.key.stamp.0.unsigned_abs() << 1) | u64::from(failed_before))
        }
        BannerStage::Active { .. } if shown.carried.control == Control::Asked => {
            Some(shown.carried.control_since.0.unsigned_abs() << 1)
        }
        _ => None,
    }
}
