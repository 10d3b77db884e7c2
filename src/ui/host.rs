//! What a widget is given by whoever mounts it.

use std::rc::Rc;

use yew::Callback;

use super::by_pointer::ByPointer;
use super::formats::Formats;
use crate::app::Intent;
use crate::store::Store;

/// Everything that the components need from outside. Two of them are equal only if they are the same.
#[derive(Clone)]
pub struct Host {
    /// Where the newest state is read and subscribed to.
    pub store: Store,
    /// Takes what the consumer does. Called from within the event, so that an answer can be acted upon at once.
    pub send: Callback<Intent>,
    /// How instants are written.
    pub formats: Rc<dyn Formats>,
}

impl PartialEq for Host {
    fn eq(&self, other: &Self) -> bool {
        self.store == other.store && self.send == other.send && Rc::ptr_eq(&self.formats, &other.formats)
    }
}

/// A host as the components hand it to each other: cheap to clone, equal to itself alone.
pub(super) type SharedHost = ByPointer<Host>;

/// What the person did with the launcher that stood on the page before the widget was there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Arrival {
    /// Nothing that focus depends on: the widget takes none.
    #[default]
    Quiet,
    /// It had focus, and the launcher that takes its place has it from now on.
    LauncherFocused,
    /// It was pressed: once the panel is open, focus goes to the composer.
    LauncherPressed,
}
