//! A small value about the screen alone, kept by the component that shows it.

use std::cell::Cell;
use std::rc::Rc;

use yew::functional::UseForceUpdateHandle;
use yew::{hook, use_force_update, use_ref};

/// The value. Setting another one renders the component again.
#[derive(Clone)]
pub(super) struct Screen<T> {
    value: Rc<Cell<T>>,
    update: UseForceUpdateHandle,
}

impl<T: Copy + PartialEq> Screen<T> {
    pub(super) fn get(&self) -> T {
        self.value.get()
    }

    pub(super) fn set(&self, value: T) {
        if self.value.replace(value) != value {
            self.update.force_update();
        }
    }
}

/// Keeps a value from one rendering to the next.
#[hook]
pub(super) fn use_screen<T: Copy + PartialEq + 'static>(initial: T) -> Screen<T> {
    Screen { value: use_ref(|| Cell::new(initial)), update: use_force_update() }
}
