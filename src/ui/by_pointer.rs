//! Comparing shared values by address: the store keeps the `Rc` of what did not change.

use std::ops::Deref;
use std::rc::Rc;

/// A shared value that equals only itself.
pub struct ByPointer<T: ?Sized>(pub Rc<T>);

impl<T: ?Sized> Clone for ByPointer<T> {
    fn clone(&self) -> Self {
        Self(Rc::clone(&self.0))
    }
}

impl<T: ?Sized> PartialEq for ByPointer<T> {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl<T: ?Sized> Deref for ByPointer<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}
