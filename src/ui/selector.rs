//! The one way in which components read the store.

use std::cell::Cell;

use yew::{hook, use_effect_with, use_force_update, use_memo};

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
    let shown = use_memo((), |()| Cell::new(None::<T>));
    let update = use_force_update();
    shown.set(Some(selected.clone()));
    use_effect_with(store.clone(), move |store| {
        let look = {
            let store = store.clone();
            move || {
                let newest = select(&store.state());
                let before = shown.take();
                let is_news = before.as_ref() != Some(&newest);
                shown.set(before);
                if is_news {
                    update.force_update();
                }
            }
        };
        // The state may have changed between rendering and here.
        look();
        let subscription = store.subscribe(look);
        move || drop(subscription)
    });
    selected
}
