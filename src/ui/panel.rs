//! The panel: header, what was said, and where to write. A dialog beside the page, or over it on a small screen.
//!
//! Closed, it is nothing but a frame without a box of its own: the banner in it then stands beside the launcher. It is
//! the same element in both places, so that opening and closing never takes a prompt from under a finger.

use yew::use_node_ref;
use yew::{Callback, Html, KeyboardEvent, NodeRef, Properties, TargetCast, component, html};

use super::banner::Banner;
use super::composer::Composer;
use super::focus::{Focus, Move};
use super::full_screen::use_full_screen;
use super::header::{Header, TITLE_ID};
use super::host::SharedHost;
use super::lasting::{nothing, use_lasting};
use super::selector::use_selector;
use super::status_line::StatusLine;
use super::transcript::Transcript;
use crate::app::Intent;

/// The panel's name within its root.
pub(super) const PANEL_ID: &str = "panel";

#[derive(Clone, PartialEq, Properties)]
pub(super) struct Props {
    pub(super) host: SharedHost,
    pub(super) focus: Focus,
}

#[component]
pub(super) fn Panel(Props { host, focus }: &Props) -> Html {
    let open = use_selector(&host.store, |state| state.panel_open);
    let modal = use_full_screen() && open;
    let node = use_node_ref();
    {
        let focus = focus.clone();
        use_lasting(u64::from(open), move || {
            focus.settle(open);
            nothing()
        });
    }
    let close = {
        let (host, focus, node) = (host.clone(), focus.clone(), node.clone());
        Callback::from(move |()| {
            if has_focus(&node) {
                focus.ask(Move::ToLauncher);
            }
            host.send.emit(Intent::Close);
        })
    };
    let onkeydown = {
        let (close, node) = (close.clone(), node.clone());
        Callback::from(move |event: KeyboardEvent| {
            if open && event.key() == "Escape" && !event.is_composing() {
                // Tells whoever listens further out that this Escape was used.
                event.prevent_default();
                close.emit(());
            } else if modal && event.key() == "Tab" {
                keep_inside(&node, &event);
            }
        })
    };
    html! {
        <section
            ref={node}
            id={PANEL_ID}
            class="panel"
            data-is={open.then_some("open")}
            part="panel"
            role={open.then_some("dialog")}
            aria-modal={modal.then_some("true")}
            aria-labelledby={open.then_some(TITLE_ID)}
            {onkeydown}
        >
            <Header host={host.clone()} {close} />
            <StatusLine host={host.clone()} />
            <Transcript host={host.clone()} />
            <Banner host={host.clone()} />
            <Composer host={host.clone()} node={focus.composer.clone()} />
        </section>
    }
}

fn has_focus(node: &NodeRef) -> bool {
    let element = node.cast::<web_sys::Element>();
    element.is_some_and(|element| element.matches(":focus-within").unwrap_or(false))
}

/// Over the whole page, Tab goes round within the panel: what it covers cannot be seen.
fn keep_inside(node: &NodeRef, event: &KeyboardEvent) {
    let Some(panel) = node.cast::<web_sys::Element>() else { return };
    let Ok(found) = panel.query_selector_all("button:enabled, textarea, [tabindex='0']") else { return };
    let stops = (0..found.length()).filter_map(|index| {
        let element = found.get(index)?;
        wasm_bindgen::JsCast::dyn_into::<web_sys::HtmlElement>(element).ok()
    });
    let mut seen = stops.filter(|element| element.client_height() > 0);
    let Some(first) = seen.next() else { return };
    let last = seen.next_back().unwrap_or_else(|| first.clone());
    let (edge, other) = if event.shift_key() { (first, last) } else { (last, first) };
    if event.target_dyn_into::<web_sys::HtmlElement>().as_ref() == Some(&edge) {
        event.prevent_default();
        drop(other.focus());
    }
}
