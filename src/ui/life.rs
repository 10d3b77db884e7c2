//! What a widget holds while it is on screen: all of it goes with the root.

use std::rc::Rc;

use gloo::timers::callback::Interval;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{Element, ResizeObserver};
use yew::html::Scope;
use yew::{Callback, NodeRef};

use super::composer::begin_with_draft;
use super::focus::{Move, focus, has_focus};
use super::host::Arrival;
use super::panel::covers_screen;
use super::part::Part;
use super::screen::Screen;
use super::steady::LOOK_EVERY;
use super::transcript::settle;
use super::viewer;
use crate::app::Intent;
use crate::store::Subscription;

pub(super) struct Life {
    screen: Rc<Screen>,
    _subscription: Subscription,
    sizes: Option<ResizeObserver>,
    _resized: Closure<dyn FnMut()>,
    /// The prompt that is watched, and what watches it.
    watch: Option<(u64, Interval)>,
}

impl Life {
    /// Begins when the root is on the page.
    pub(super) fn begin(screen: &Rc<Screen>, root: Scope<Part>, arrival: &Callback<(), Arrival>) -> Self {
        screen.drawn_by(root);
        let subscription = {
            let screen = Rc::clone(screen);
            screen.host.store.clone().subscribe(move || screen.redraw())
        };
        screen.is_small.set(covers_screen());
        // The state may have changed between drawing and here.
        screen.redraw();
        let resized = {
            let screen = Rc::clone(screen);
            Closure::<dyn FnMut()>::new(move || {
                if !screen.state().conversation.rows.is_empty() {
                    settle(&screen);
                }
                // A turned phone: the panel covers the screen now, or does not any more.
                let is_small = covers_screen();
                if screen.is_small.replace(is_small) != is_small {
                    screen.redraw();
                }
            })
        };
        let sizes = ResizeObserver::new(resized.as_ref().unchecked_ref()).ok();
        if let Some(sizes) = &sizes {
            let watched = [&screen.stick.scroller, &screen.stick.content].map(NodeRef::cast::<Element>);
            watched.into_iter().flatten().for_each(|element| sizes.observe(&element));
        }
        match arrival.emit(()) {
            Arrival::Quiet => {}
            Arrival::LauncherFocused => focus(&screen.focus.launcher),
            Arrival::LauncherPressed => {
                screen.focus.ask(Move::ToComposer);
                // It may be open from the start; a press may also have come too late for that.
                if !screen.state().panel_open {
                    screen.host.send.emit(Intent::Open);
                }
            }
        }
        Self { screen: Rc::clone(screen), _subscription: subscription, sizes, _resized: resized, watch: None }
    }

    /// The screen was drawn.
    pub(super) fn rendered(&mut self) {
        let Self { screen, watch, .. } = self;
        begin_with_draft(screen);
        screen.focus.settle(screen.is_open.get());
        keep_focus(screen);
        if screen.state().viewed.is_some() {
            viewer::show(screen);
        }
        let prompt = screen.guard.prompt();
        if prompt != watch.as_ref().map(|(prompt, _)| *prompt) {
            screen.guard.start_anew();
            *watch = prompt.map(|prompt| {
                let screen = Rc::clone(screen);
                (prompt, Interval::new(LOOK_EVERY, move || screen.guard.look()))
            });
        }
    }
}

/// What held focus may have been drawn away: focus stays as near as can be, and never falls to the page. It goes to
/// nothing that would call up a keyboard.
fn keep_focus(screen: &Screen) {
    let [was_in_panel, was_in_banner] = screen.focus.was_inside.take();
    if was_in_panel && !has_focus(&screen.panel) {
        let is_shown = |node: &NodeRef| node.cast::<Element>().is_some_and(|element| element.client_height() > 0);
        focus(match screen.is_open.get() {
            _ if was_in_banner && is_shown(&screen.card) => &screen.card,
            true => &screen.stick.scroller,
            false => &screen.focus.launcher,
        });
    }
}

impl Drop for Life {
    fn drop(&mut self) {
        if let Some(sizes) = &self.sizes {
            sizes.disconnect();
        }
    }
}
