//! Where focus goes when the panel opens or closes. It moves only when the consumer's own act asked for it.

use std::cell::Cell;

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::NodeRef;

/// The two places between which focus moves, and the move that is due.
#[derive(Default)]
pub(super) struct Focus {
    /// The launcher's button.
    pub(super) launcher: NodeRef,
    /// The composer's text field.
    pub(super) composer: NodeRef,
    due: Cell<Option<Move>>,
    /// Whether focus was in the panel when that was drawn, and whether in its banner.
    pub(super) was_inside: Cell<[bool; 2]>,
}

/// A move of focus, due once the panel has opened or closed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Move {
    /// To the composer, once the panel is open.
    ToComposer,
    /// Back to the launcher, once the panel is closed.
    ToLauncher,
}

impl Focus {
    /// Notes a move that the consumer's act asks for.
    pub(super) fn ask(&self, wanted: Move) {
        self.due.set(Some(wanted));
    }

    /// Makes the move that is due, if it fits the panel as it stands now.
    pub(super) fn settle(&self, open: bool) {
        let (fits, target) = match self.due.get() {
            Some(Move::ToComposer) => (open, &self.composer),
            Some(Move::ToLauncher) => (!open, &self.launcher),
            None => return,
        };
        if fits {
            self.due.set(None);
            self.was_inside.take();
            focus(target);
        }
    }
}

/// Gives an element focus, if it is there.
pub(super) fn focus(node: &NodeRef) {
    if let Some(element) = node.cast::<HtmlElement>() {
        // It fails for nothing but an element that cannot have focus, and then it stays where it is.
        drop(element.focus());
    }
}

/// Whether focus is in an element.
pub(super) fn has_focus(node: &NodeRef) -> bool {
    node.cast::<Element>().is_some_and(|element| element.matches(":focus-within").unwrap_or(false))
}

/// The elements with this selector within another.
pub(super) fn within(node: &NodeRef, selector: &str) -> Vec<HtmlElement> {
    let mut elements = Vec::new();
    let found = node.cast::<Element>().and_then(|element| element.query_selector_all(selector).ok());
    if let Some(found) = found {
        for index in 0..found.length() {
            elements.extend(found.get(index).and_then(|element| element.dyn_into().ok()));
        }
    }
    elements
}
