//! Where focus goes when the panel opens or closes. It moves only when the consumer's own act asked for it.

use std::cell::Cell;
use std::rc::Rc;

use yew::{NodeRef, hook, use_node_ref, use_ref};

/// The two places between which focus moves, and the move that is due. Equal only to itself.
#[derive(Clone)]
pub(super) struct Focus {
    /// The launcher's button.
    pub(super) launcher: NodeRef,
    /// The composer's text field.
    pub(super) composer: NodeRef,
    due: Rc<Cell<Option<Move>>>,
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
            focus(target);
        }
    }
}

impl PartialEq for Focus {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.due, &other.due)
    }
}

/// The focus of one widget.
#[hook]
pub(super) fn use_focus() -> Focus {
    let due = use_ref(|| Cell::new(None));
    Focus { launcher: use_node_ref(), composer: use_node_ref(), due }
}

/// Gives an element focus, if it is there.
pub(super) fn focus(node: &NodeRef) {
    if let Some(element) = node.cast::<web_sys::HtmlElement>() {
        // It fails for nothing but an element that cannot have focus, and then it stays where it is.
        drop(element.focus());
    }
}
