//! CoBrowse: the invitation that waits for an answer, and what became of it.
//!
//! It reads its own part of the state and nothing else, so that no message ever touches it. The frame stays the same
//! element from the first prompt on, wherever the style sheet puts it.

mod countdown;
mod prompt;

use yew::{Html, NodeRef, Properties, component, html, use_node_ref};

use self::prompt::Prompt;
use super::host::Host;
use super::icon::{Icon, icon};
use super::selector::use_selector;
use super::words;
use crate::store::State;
use crate::store::view::{self, BannerStage, BannerView};

/// The title's name within its root; it names the region.
const TITLE_ID: &str = "banner-title";

#[derive(Clone, PartialEq, Properties)]
pub(super) struct Props {
    pub(super) host: Host,
}

#[component]
pub(super) fn Banner(Props { host }: &Props) -> Html {
    let shown = use_selector(&host.store, still);
    let card = use_node_ref();
    html! {
        <div class="banner-place">
            if let Some(banner) = shown {
                { view_card(host, &card, banner) }
            }
        </div>
    }
}

/// What the banner shows, less the countdown, which goes its own way.
fn still(state: &State) -> Option<BannerView> {
    view::banner(state).map(|mut shown| {
        if let BannerStage::Invited { seconds_left, .. } = &mut shown.stage {
            *seconds_left = 0;
        }
        shown
    })
}

fn view_card(host: &Host, card: &NodeRef, banner: BannerView) -> Html {
    let stage = banner.stage;
    let kind = match stage {
        BannerStage::Invited { .. } => "invited",
        BannerStage::Accepting { .. } => "accepting",
        BannerStage::Active { .. } => "active",
        BannerStage::Over(_) => "over",
    };
    let name = banner.agent.as_deref().unwrap_or(words::AN_AGENT);
    let (title, more) = words::standing(stage, &banner.mode);
    let title = words::named(title, name);
    let body = if let BannerStage::Invited { accept, failed_before, .. } = stage {
        let key = banner.key.to_line();
        let (invitation, mode) = (banner.key, banner.mode);
        html! { <Prompt {key} host={host.clone()} {card} {invitation} {mode} {accept} {failed_before} /> }
    } else {
        html! { <p key="more" class="more">{ more.map(|more| words::named(more, name)) }</p> }
    };
    // It can hold focus, so that focus has somewhere to be when the button under it goes; it is no stop for Tab.
    html! {
        <section ref={card} class={yew::classes!("banner", kind)} part="banner" tabindex="-1" aria-labelledby={TITLE_ID}>
            <div key="head" class="banner-head">
                { icon(Icon::Eye) }
                <h3 id={TITLE_ID} class="banner-title">{title}</h3>
            </div>
            {body}
        </section>
    }
}
