//! Several widgets of one origin, as in several tabs: what one keeps the others hear, and a lock is one's at a time.

use std::cell::Cell;
use std::rc::Rc;

use alongside::app::{Input, Lock, Output};
use alongside::store::Store;
use js_sys::Reflect;
use wasm_bindgen::closure::Closure;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::Storage;

use crate::script::{Script, until};

const OUTBOX: &str = "Locked(Outbox)";

fn save(value: &str) -> Output {
    Output::Save { key: "alongside1|tabs".into(), value: value.into() }
}

#[wasm_bindgen_test]
async fn what_one_keeps_the_others_hear() {
    let (one, other) = (Script::default(), Script::default());
    let (first, second) = (one.start(&Store::default()), other.start(&Store::default()));
    one.perform(&first, save("told"));
    until("it is heard", || other.heard("Kept { key: \"alongside1|tabs\", value: Some(\"told\") }")).await;
    one.perform(&first, Output::Remove { key: "alongside1|tabs".into() });
    until("that it is gone is heard", || other.heard("Kept { key: \"alongside1|tabs\", value: None }")).await;
    assert!(!one.heard("Kept"), "nobody hears themselves");
    first.end();
    second.end();
}

#[wasm_bindgen_test]
async fn a_lock_is_held_by_one_and_goes_on_to_the_next() {
    let (one, other, third) = (Script::default(), Script::default(), Script::default());
    let runners = [one.start(&Store::default()), other.start(&Store::default()), third.start(&Store::default())];
    one.perform(&runners[0], Output::Lock(Lock::Outbox, "outbox".into()));
    until("the first holds it", || one.heard(OUTBOX)).await;
    other.perform(&runners[1], Output::Lock(Lock::Outbox, "outbox".into()));
    third.perform(&runners[2], Output::Lock(Lock::Outbox, "outbox".into()));
    // A lock of another name is another lock, and when it is granted the one before was not.
    other.perform(&runners[1], Output::Lock(Lock::Identity, "identity".into()));
    until("another lock is free", || other.heard("Locked(Identity)")).await;
    assert!(!other.heard(OUTBOX) && !third.heard(OUTBOX));
    // Who waits no longer does not get it.
    other.perform(&runners[1], Output::Unlock(Lock::Outbox));
    one.perform(&runners[0], Output::Unlock(Lock::Outbox));
    until("the third holds it", || third.heard(OUTBOX)).await;
    assert!(!other.heard(OUTBOX));
    // Whoever leaves the page lets go of everything.
    other.perform(&runners[1], Output::Lock(Lock::Outbox, "outbox".into()));
    runners[2].end();
    until("the second holds it after all", || other.heard(OUTBOX)).await;
    runners.iter().for_each(alongside::effects::Runner::end);
}

#[wasm_bindgen_test]
async fn what_a_broken_instance_held_is_free_again() {
    let (one, other) = (Script::default(), Script::default());
    let (first, second) = (one.start(&Store::default()), other.start(&Store::default()));
    one.perform(&first, Output::Lock(Lock::Outbox, "outbox".into()));
    until("the first holds it", || one.heard(OUTBOX)).await;
    other.perform(&second, Output::Lock(Lock::Outbox, "outbox".into()));
    // The browser alone ends it: no Rust of the first runs any more.
    one.life.0.abort();
    until("the second holds it", || other.heard(OUTBOX)).await;
    other.perform(&second, save("unheard"));
    other.perform(&second, Output::Remove { key: "alongside1|tabs".into() });
    let third = Script::default();
    let last = third.start(&Store::default());
    other.perform(&second, save("heard"));
    until("the third hears", || third.heard("heard")).await;
    assert!(!one.heard("Kept"));
    other.perform(&second, Output::Remove { key: "alongside1|tabs".into() });
    second.end();
    last.end();
}

#[wasm_bindgen_test]
async fn a_page_that_went_away_hears_nothing_until_it_is_back_and_reads_then() {
    let (one, other) = (Script::default(), Script::default());
    let (first, second) = (one.start(&Store::default()), other.start(&Store::default()));
    second.dispatch(Input::PageHidden);
    one.perform(&first, save("missed"));
    second.dispatch(Input::PageShown { stored: Vec::new() });
    assert!(other.heard("PageShown { stored: [(\"alongside1|tabs\", \"missed\")"), "{:?}", other.heard);
    one.perform(&first, save("told"));
    until("it is heard", || other.heard("Some(\"told\")")).await;
    assert!(!other.heard("Some(\"missed\")"));
    one.perform(&first, Output::Remove { key: "alongside1|tabs".into() });
    first.end();
    second.end();
}

#[wasm_bindgen_test]
async fn who_hears_that_everything_was_forgotten_takes_away_what_it_kept_itself_and_ends() {
    let (one, other) = (Script::default(), Script::default());
    let (first, second) = (one.start(&Store::default()), other.start(&Store::default()));
    // Half of it is somebody else's by now, who began when everything had been forgotten.
    storage().set_item("alongside1|mine", "x").unwrap();
    storage().set_item("alongside1|taken", "new").unwrap();
    *one.leftovers.borrow_mut() = vec!["alongside1|mine".into()];
    let begun = begins_anew(&one);
    first.dispatch(Input::Kept { key: "alongside1|".into(), value: None });
    assert!(begun.get());
    assert_eq!(storage().get_item("alongside1|mine").unwrap(), None);
    assert_eq!(storage().get_item("alongside1|taken").unwrap().as_deref(), Some("new"));
    until("the others hear what went", || other.heard("Kept { key: \"alongside1|mine\", value: None }")).await;
    one.heard.borrow_mut().clear();
    first.dispatch(Input::Online(false));
    assert!(one.heard.borrow().is_empty(), "it has ended");
    storage().remove_item("alongside1|taken").unwrap();
    second.end();
}

#[wasm_bindgen_test]
fn a_page_that_comes_back_finds_out_that_everything_was_forgotten() {
    let script = Script::default();
    let runner = script.start(&Store::default());
    let begun = begins_anew(&script);
    storage().set_item("alongside1|a", "x").unwrap();
    runner.dispatch(Input::PageHidden);
    storage().remove_item("alongside1|a").unwrap();
    runner.dispatch(Input::PageShown { stored: Vec::new() });
    assert!(!begun.get() && script.heard("PageShown"));
    assert_eq!(*script.before.borrow(), [("alongside1|a".to_owned(), "x".to_owned())]);
    script.is_forgotten.set(true);
    script.heard.borrow_mut().clear();
    runner.dispatch(Input::PageShown { stored: Vec::new() });
    assert!(begun.get() && !script.heard("PageShown"), "a fresh one reads by itself what is kept");
}

/// Whether the supervisor was asked for a fresh widget.
fn begins_anew(script: &Script) -> Rc<Cell<bool>> {
    let begun = Rc::new(Cell::new(false));
    let told = Rc::clone(&begun);
    let again = Closure::<dyn Fn()>::new(move || told.set(true)).into_js_value();
    Reflect::set(&script.life.0.signal(), &"again".into(), &again).unwrap();
    begun
}

fn storage() -> Storage {
    web_sys::window().unwrap().local_storage().unwrap().unwrap()
}
