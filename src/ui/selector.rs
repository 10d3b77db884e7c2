//! The one way in which components read the store.

use std::cell::Cell;
use std::rc::Rc;

use yew::functional::UseForceUpdateHandle;
use yew::{hook, use_force_update, use_ref};

use super::lasting::use_lasting;
use crate::store::{State, Store};

/// What `select` takes from the newest state. The component renders again when that changes, and only then.
///
/// Selecting is repeated on every new state, so it must be cheap; what it yields should compare cheaply too.
#[hook]
pub fn use_selector<T>(store: &Store, select: fn(&State) -> T) -> T
where
    T: Clone + PartialEq + 'static,
{
    let selected = select(&store.state());
    // Taken out and put back, never borrowed: a component must not be able to fail while it renders.
    let shown = use_ref(|| Cell::new(None::<T>));
    shown.set(Some(selected.clone()));
    let update = use_force_update();
    let is_news = move |state: &State| {
        let before = shown.take();
        let is_news = before.as_ref() != Some(&select(state));
        shown.set(before);
        is_news
    };
    let watch = Watch { store: store.clone(), is_news: Rc::new(is_news), update };
    // A mounted component keeps its store.
    use_lasting(0, move || watch.begin());
    selected
}

/// The part that is the same for whatever is selected.
struct Watch {
    store: Store,
    is_news: Rc<dyn Fn(&State) -> bool>,
    update: UseForceUpdateHandle,
}

impl Watch {
    fn begin(self) -> Box<dyn FnOnce()> {
        let store = self.store.clone();
        // The state may have changed between rendering and here.
        self.look();
        let subscription = store.subscribe(move || self.look());
        Box::new(move || drop(subscription))
    }

    fn look(&self) {
        if (self.is_news)(&self.store.state()) {
            self.update.force_update();
        }
    }
}
