//! What one widget keeps about its screen, and nobody else has to know.

use std::cell::{Cell, OnceCell};
use std::rc::Rc;

use web_sys::Event;
use yew::html::Scope;
use yew::{Callback, NodeRef};

use super::announcer::Heard;
use super::banner::Spoken;
use super::composer::Written;
use super::focus::Focus;
use super::host::Host;
use super::part::Part;
use super::steady::Guard;
use super::stick::Stick;
use super::transcript::{Copying, Reading, Window};
use super::words;
use crate::app::Intent;
use crate::store::State;

/// The screen, shared by all parts of a widget. Small values are taken out and put back, never borrowed: drawing must
/// not be able to fail.
pub(super) struct Screen {
    /// Everything from outside.
    pub(super) host: Host,
    /// The elements that focus moves between.
    pub(super) focus: Focus,
    /// The panel.
    pub(super) panel: NodeRef,
    /// Whether it was drawn open.
    pub(super) is_open: Cell<bool>,
    /// Whether the screen is so small that the panel covers all of it; looked up by [`super::life::Life`].
    pub(super) is_small: Cell<bool>,
    /// The transcript's scroller.
    pub(super) stick: Stick,
    /// The rows in it that are mounted.
    pub(super) window: Window,
    /// How far the reader is with the transcript.
    pub(super) reading: Cell<Reading>,
    /// Which message the button to copy stands at.
    pub(super) copying: Cell<Copying>,
    /// The banner, which takes focus when a button in it goes.
    pub(super) card: NodeRef,
    /// The consent ledger.
    pub(super) ledger: NodeRef,
    /// The dialog with a picture, while there is one.
    pub(super) viewer: NodeRef,
    /// Keeps answers from being given by accident.
    pub(super) guard: Guard,
    /// Whether the sheet of what is only there in a conversation was adopted.
    is_styled: Cell<bool>,
    /// What was read out of the invitation.
    pub(super) spoken: Cell<Spoken>,
    /// What was read out of the conversation.
    pub(super) heard: Cell<Heard>,
    /// Holds the composer's text out of sight, and so makes the place for the field grow with it.
    pub(super) mirror: NodeRef,
    /// What the composer was given to begin with.
    pub(super) given: Cell<Rc<str>>,
    /// What is to be seen of the composer's text, beside it.
    pub(super) written: Cell<Written>,
    root: OnceCell<Scope<Part>>,
}

impl Screen {
    pub(super) fn new(host: Host) -> Self {
        let heard = Cell::new(Heard::up_to(&host.store.state().conversation));
        Self {
            host,
            heard,
            focus: Focus::default(),
            panel: NodeRef::default(),
            is_open: Cell::default(),
            is_small: Cell::default(),
            stick: Stick::default(),
            window: Window::default(),
            reading: Cell::default(),
            copying: Cell::default(),
            card: NodeRef::default(),
            ledger: NodeRef::default(),
            viewer: NodeRef::default(),
            guard: Guard::default(),
            is_styled: Cell::default(),
            spoken: Cell::default(),
            mirror: NodeRef::default(),
            given: Cell::default(),
            written: Cell::default(),
            root: OnceCell::new(),
        }
    }

    /// The newest state.
    pub(super) fn state(&self) -> Rc<State> {
        self.host.store.state()
    }

    /// From now on this root draws it.
    pub(super) fn drawn_by(&self, root: Scope<Part>) {
        // There is one root, and it begins once.
        drop(self.root.set(root));
    }

    /// Has everything drawn whose picture is another one by now.
    pub(super) fn redraw(&self) {
        if let Some(root) = self.root.get() {
            root.send_message(());
        }
    }

    /// Has the sheet of what is only there in a conversation adopted, once.
    pub(super) fn style_later(&self) {
        if !self.is_styled.replace(true) {
            self.host.adopt.emit(super::LATER_STYLES);
        }
    }

    /// What an event does.
    pub(super) fn on(self: &Rc<Self>, act: fn(&Self, &Event)) -> Callback<Event> {
        let screen = Rc::clone(self);
        Callback::from(move |event: Event| {
            words::write_by(&screen.host.formats);
            act(&screen, &event);
        })
    }

    /// A click that says what the consumer wants. An answer is one only if the guard admits it.
    pub(super) fn sends(self: &Rc<Self>, intent: Intent) -> Callback<Event> {
        let screen = Rc::clone(self);
        Callback::from(move |event: Event| {
            let is_consent = matches!(intent, Intent::Answer { .. } | Intent::Control { granted: true, .. });
            if is_consent && !screen.guard.admits(&event) {
                return;
            }
            // First, and within the event: what the answer sets going must come from the click itself.
            screen.host.send.emit(intent.clone());
            if matches!(intent, Intent::Answer { .. } | Intent::End(_) | Intent::Control { .. }) {
                // The button goes: focus stays with what became of it.
                super::focus::focus(&screen.card);
            }
        })
    }
}
