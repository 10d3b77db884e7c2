//! CoBrowse: the invitation that waits for an answer, and what became of it.
//!
//! It reads its own part of the state and nothing else, so that no message ever touches it. The frame stays the same
//! element from the first prompt on, wherever the style sheet puts it.

mod countdown;
mod prompt;
mod spoken;

use std::cell::Cell;

use yew::{Html, Properties, component, html, use_node_ref, use_ref};

use self::prompt::prompt;
use self::spoken::Spoken;
use super::host::SharedHost;
use super::icon::{Icon, icon};
use super::selector::use_selector;
use super::steady::use_guard;
use super::words;
use crate::store::State;
use crate::store::view::{self, BannerStage, BannerView};

/// The title's name within its root; it names the region.
const TITLE_ID: &str = "banner-title";

#[derive(Clone, PartialEq, Properties)]
pub(super) struct Props {
    pub(super) host: SharedHost,
}

#[component]
pub(super) fn Banner(Props { host }: &Props) -> Html {
    let shown = use_selector(&host.store, by_moments);
    let card = use_node_ref();
    let guard = use_guard(shown.as_ref().and_then(prompt_number));
    let memory = use_ref(|| Cell::new(Spoken::default()));

    let mut spoken = memory.take();
    spoken.hear(shown.as_ref(), || view::banner(&host.store.state()));
    let line = spoken.line.clone();
    memory.set(spoken);

    let content = shown.map(|banner| {
        let stage = banner.stage;
        let kind = match stage {
            BannerStage::Invited { .. } => "invited",
            BannerStage::Accepting { .. } => "accepting",
            BannerStage::Active { .. } => "active",
            BannerStage::Over(_) => "over",
        };
        let name = banner.agent.as_deref().unwrap_or(words::AN_AGENT);
        let (title, more) = words::standing(stage, &banner.mode);
        let title = title.about(name);
        let body = if let BannerStage::Invited { accept, failed_before, .. } = stage {
            prompt(host, &guard, &card, &banner, accept, failed_before)
        } else {
            html! { <p key="more" class="more">{ more.map(|more| more.about(name)) }</p> }
        };
        // It can hold focus, so that focus has somewhere to be when the button under it goes; it is no stop for Tab.
        html! {
            <section ref={card} class="banner" data-is={kind} part="banner" tabindex="-1" aria-labelledby={TITLE_ID}>
                <div key="head" class="banner-head">
                    { icon(Icon::Eye) }
                    <h2 id={TITLE_ID} class="banner-title">{title}</h2>
                </div>
                {body}
            </section>
        }
    });
    html! {
        <div class="banner-place">
            <div class="heard" aria-live="polite">{line}</div>
            <div>{content}</div>
        </div>
    }
}

/// What the banner shows, with the countdown only at the moments when it is read out. Its seconds go their own way.
fn by_moments(state: &State) -> Option<BannerView> {
    let mut shown = view::banner(state)?;
    if let BannerStage::Invited { seconds_left, .. } = &mut shown.stage {
        *seconds_left = spoken::moment(*seconds_left);
    }
    Some(shown)
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
