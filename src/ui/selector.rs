//! The store's hook, for function components that draw something of their own from it.

use std::rc::Rc;

use yew::{hook, use_effect_with, use_force_update, use_mut_ref};

use crate::store::{State, Store};

/// What `select` finds in the newest state. The component renders again when that is another value, and only then;
/// it hears of the store as long as it is on the page.
///
/// The build for production leaves out what the widget does not use of the renderer: portals, suspense, and markup in
/// texts (`scripts/unused.mjs`). A component that uses one of these needs a build of its own.
///
/// The widget's own parts do without: each component type with hooks costs about 430 bytes of what a page downloads, so
/// they share one component that compares `Picture`s in the same way.
#[hook]
pub fn use_selector<T, F>(store: &Store, select: F) -> Rc<T>
where
    T: PartialEq + 'static,
    F: Fn(&State) -> T + 'static,
{
    let update = use_force_update();
    let selected = Rc::new(select(&store.state()));
    // What is on screen, and how it was found: the subscription outlives this rendering.
    let shown = use_mut_ref(|| Rc::clone(&selected));
    let selector: Rc<dyn Fn(&State) -> T> = Rc::new(select);
    let newest = use_mut_ref(|| Rc::clone(&selector));
    *newest.borrow_mut() = selector;
    if *shown.borrow() != selected {
        *shown.borrow_mut() = selected;
    }
    let result = Rc::clone(&shown.borrow());
    use_effect_with(store.clone(), move |store| {
        let look = {
            let store = store.clone();
            move || {
                let select = Rc::clone(&newest.borrow());
                let is_new = select(&store.state()) != **shown.borrow();
                if is_new {
                    update.force_update();
                }
            }
        };
        // The state may have changed between rendering and here.
        look();
        let subscription = store.subscribe(look);
        move || drop(subscription)
    });
    result
}
