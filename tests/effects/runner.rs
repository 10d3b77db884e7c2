//! The loop.

use std::cell::Cell;
use std::rc::Rc;

use alongside::app::{Input, Intent, LinkId, Output};
use alongside::effects::clock;
use alongside::protocol::Millis;
use alongside::store::{State, Store};
use js_sys::Reflect;
use wasm_bindgen::closure::Closure;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::lp_tag::Tag;
use crate::script::{Script, until};

fn publish() -> Output {
    Output::Publish { app: "app".into(), event: "cobrowseAccepted", data: Vec::new() }
}

#[wasm_bindgen_test]
fn what_comes_in_while_something_is_done_waits_for_its_turn() {
    let _tag = Tag::set("{ events: { publish() { window.again() } } }");
    let script = Script::default();
    let runner = script.start(&Store::default());
    let inbox = runner.inbox();
    let again = Closure::<dyn Fn()>::new(move || inbox(Input::Intent(Intent::Open)));
    Reflect::set(&web_sys::window().unwrap(), &"again".into(), again.as_ref()).unwrap();

    script.next.borrow_mut().extend([publish(), publish()]);
    runner.dispatch(Input::Visible(true));
    // All of it has happened when the call returns: this is what a click relies on.
    assert_eq!(
        *script.heard.borrow(),
        ["Visible(true)", "Intent(Open)", "Published(Ok(()))", "Intent(Open)", "Published(Ok(()))",]
    );
    runner.end();
    Reflect::delete_property(&web_sys::window().unwrap(), &"again".into()).unwrap();
}

#[wasm_bindgen_test]
async fn many_changes_are_shown_once_a_frame() {
    let script = Script::default();
    let store = Store::default();
    let runner = script.start(&store);
    let shown = Rc::new(Cell::new(0));
    let counted = Rc::clone(&shown);
    let _subscription = store.subscribe(move || counted.set(counted.get() + 1));
    for second in 1..=50 {
        *script.state.borrow_mut() = Rc::new(State { now: Millis::from_secs(second), ..State::default() });
        runner.dispatch(Input::Online(true));
    }
    assert_eq!(shown.get(), 0, "nothing is shown within the call");
    until("it is shown", || shown.get() > 0).await;
    assert_eq!((shown.get(), store.state().now), (1, Millis::from_secs(50)));
    runner.end();
}

/// Gives a new state with every frame of the browser, and so many frames of the service; tells when it was first shown.
async fn shown_after(frames: u32) -> Millis {
    let script = Script::default();
    let store = Store::default();
    let runner = script.start(&store);
    let began = clock::now();
    let mut second = 0;
    while store.state().now == Millis(0) {
        second += 1;
        *script.state.borrow_mut() = Rc::new(State { now: Millis::from_secs(second), ..State::default() });
        for _ in 0..frames {
            runner.dispatch(Input::Frame { link: LinkId(1), text: "{}".into() });
        }
        next_frame().await;
    }
    runner.end();
    clock::now() - began
}

#[wasm_bindgen_test]
async fn while_much_pours_in_little_of_it_is_shown() {
    assert!(shown_after(2).await < Millis(90), "as soon as the browser paints");
    let late = shown_after(30).await;
    assert!((Millis(90)..Millis(1_000)).contains(&late), "{late:?}");
}

async fn next_frame() {
    let frame = js_sys::Promise::new(&mut |resolve, _| {
        web_sys::window().unwrap().request_animation_frame(&resolve).unwrap();
    });
    wasm_bindgen_futures::JsFuture::from(frame).await.unwrap();
}

#[wasm_bindgen_test]
async fn a_timeout_comes_when_its_time_has_come() {
    let script = Script::default();
    let runner = script.start(&Store::default());
    let at = clock::now() + Millis(50);
    *script.timeout.borrow_mut() = Some(at);
    runner.dispatch(Input::Online(true));
    until("the timeout", || script.heard("Timeout")).await;
    assert!(clock::now() >= at);
    assert_eq!(script.heard.borrow().iter().filter(|heard| *heard == "Timeout").count(), 1);
    runner.end();
}

#[wasm_bindgen_test]
async fn a_timeout_that_moves_nearer_comes_earlier() {
    let script = Script::default();
    let runner = script.start(&Store::default());
    *script.timeout.borrow_mut() = Some(clock::now() + Millis::from_secs(3_600));
    runner.dispatch(Input::Online(true));
    *script.timeout.borrow_mut() = Some(clock::now() + Millis(10));
    runner.dispatch(Input::Online(true));
    until("the timeout", || script.heard("Timeout")).await;
    runner.end();
}

#[wasm_bindgen_test]
fn the_page_is_heard_until_the_end_and_not_after() {
    let script = Script::default();
    let runner = script.start(&Store::default());
    let window = web_sys::window().unwrap();
    let happen = |name: &str| window.dispatch_event(&web_sys::Event::new(name).unwrap()).unwrap();
    happen("offline");
    happen("pagehide");
    happen("pageshow");
    assert_eq!(*script.heard.borrow(), ["Online(false)", "PageHidden"], "a first pageshow is no return");
    script.heard.borrow_mut().clear();
    runner.end();
    assert_eq!(*script.heard.borrow(), ["PageHidden", "Ended"], "the machine is told of the end");
    happen("offline");
    runner.dispatch(Input::Online(true));
    runner.end();
    assert_eq!(*script.heard.borrow(), ["PageHidden", "Ended"], "nothing after the end");
}

/// No Rust runs any more when a broken instance's life ends.
#[wasm_bindgen_test]
fn at_the_end_of_a_life_the_page_is_not_heard_any_more() {
    let script = Script::default();
    let runner = script.start(&Store::default());
    let window = web_sys::window().unwrap();
    let happen = |name: &str| window.dispatch_event(&web_sys::Event::new(name).unwrap()).unwrap();
    happen("offline");
    script.life.0.abort();
    happen("offline");
    assert_eq!(*script.heard.borrow(), ["Online(false)"]);
    runner.end();
}
