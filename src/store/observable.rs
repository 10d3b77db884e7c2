//! The observable cell that components read: it holds the newest [`State`] and tells subscribers that there is one.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use super::state::State;

type Listener = Rc<dyn Fn()>;

/// Holds the newest state. Cloning it gives another handle to the same cell.
///
/// Subscribers are called once per [`Store::publish`], outside of any borrow, and may read, subscribe, unsubscribe and
/// cause another `publish` from within their call.
#[derive(Clone, Default)]
pub struct Store {
    cell: Rc<StoreCell>,
}

#[derive(Default)]
struct StoreCell {
    state: RefCell<Rc<State>>,
    listeners: RefCell<Vec<(u64, Listener)>>,
    next: Cell<u64>,
}

/// A standing subscription; dropping it ends it.
pub struct Subscription {
    id: u64,
    cell: Weak<StoreCell>,
}

impl Store {
    /// The newest state.
    #[must_use]
    pub fn state(&self) -> Rc<State> {
        Rc::clone(&self.cell.state.borrow())
    }

    /// Takes a new state and tells all subscribers, unless it is the state that it holds.
    pub fn publish(&self, state: Rc<State>) {
        if Rc::ptr_eq(&self.cell.state.borrow(), &state) {
            return;
        }
        // The old state may be the last holder of something that reads the store when it is dropped.
        let old = self.cell.state.replace(state);
        drop(old);
        // Who subscribes while others are told has read the new state already.
        let until = self.cell.next.get();
        let mut told = None;
        while let Some((id, listener)) = self.cell.after(told).filter(|(id, _)| *id < until) {
            told = Some(id);
            listener();
        }
    }

    /// Calls the listener after every new state, until the subscription is dropped.
    #[must_use]
    pub fn subscribe(&self, listener: impl Fn() + 'static) -> Subscription {
        let id = self.cell.next.get();
        self.cell.next.set(id.wrapping_add(1));
        self.cell.listeners.borrow_mut().push((id, Rc::new(listener)));
        Subscription { id, cell: Rc::downgrade(&self.cell) }
    }
}

impl StoreCell {
    /// The next subscriber after one that was told. Ids ascend, and nobody is told who has ended the subscription.
    fn after(&self, told: Option<u64>) -> Option<(u64, Listener)> {
        self.listeners.borrow().iter().find(|(id, _)| Some(*id) > told).cloned()
    }
}

impl PartialEq for Store {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.cell, &other.cell)
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        let Some(cell) = self.cell.upgrade() else { return };
        // The listener is dropped after the borrow has ended: its captures may unsubscribe in turn.
        let removed = {
            let mut listeners = cell.listeners.borrow_mut();
            let place = listeners.iter().position(|(id, _)| *id == self.id);
            place.map(|place| listeners.remove(place))
        };
        drop(removed);
    }
}

#[cfg(test)]
mod tests {
    use std::cell::{Cell, RefCell};
    use std::rc::Rc;

    use super::{Store, Subscription};
    use crate::store::State;

    fn counter(store: &Store) -> (Rc<Cell<u32>>, Subscription) {
        let calls = Rc::new(Cell::new(0));
        let counted = Rc::clone(&calls);
        (calls, store.subscribe(move || counted.set(counted.get() + 1)))
    }

    #[test]
    fn subscribers_are_told_once_per_new_state() {
        let store = Store::default();
        let (calls, _subscription) = counter(&store);
        let state = Rc::new(State::default());
        store.publish(Rc::clone(&state));
        store.publish(state);
        assert_eq!(calls.get(), 1, "the same state is no news");
    }

    #[test]
    fn a_dropped_subscription_is_silent() {
        let store = Store::default();
        let (calls, subscription) = counter(&store);
        drop(subscription);
        store.publish(Rc::new(State::default()));
        assert_eq!(calls.get(), 0);
    }

    #[test]
    fn a_listener_may_end_another_subscription_while_it_is_told() {
        let store = Store::default();
        let second: Rc<RefCell<Option<Subscription>>> = Rc::default();
        let ended = Rc::clone(&second);
        let _first = store.subscribe(move || drop(ended.borrow_mut().take()));
        let (calls, subscription) = counter(&store);
        *second.borrow_mut() = Some(subscription);
        store.publish(Rc::new(State::default()));
        assert_eq!(calls.get(), 0, "ended before its turn");
    }

    #[test]
    fn a_listener_may_publish_and_subscribe() {
        let store = Store::default();
        let inner = store.clone();
        let kept: Rc<RefCell<Vec<Subscription>>> = Rc::default();
        let keep = Rc::clone(&kept);
        let _subscription = store.subscribe(move || {
            if keep.borrow().is_empty() {
                keep.borrow_mut().push(inner.subscribe(|| {}));
                inner.publish(Rc::new(State::default()));
            }
        });
        store.publish(Rc::new(State::default()));
        assert_eq!(kept.borrow().len(), 1);
    }
}
