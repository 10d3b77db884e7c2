//! The one way in which components read the store.

use yew::{hook, use_effect_with, use_force_update, use_mut_ref};

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
    let shown = use_mut_ref(|| None::<T>);
    let update = use_force_update();
    // Replaced rather than assigned: what was shown is dropped after the borrow has ended.
    drop(shown.replace(Some(selected.clone())));
    use_effect_with(store.clone(), move |store| {
        let look = {
            let store = store.clone();
            move || {
                let newest = select(&store.state());
                let is_news = shown.borrow().as_ref() != Some(&newest);
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
