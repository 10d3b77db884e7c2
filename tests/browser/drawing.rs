//! What is on screen is drawn again when its picture has changed, and only then.

use std::cell::Cell;
use std::rc::Rc;

use alongside::protocol::Millis;
use alongside::store::{Author, Expected, State, Store};
use alongside::ui::{Host, render};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlElement;
use yew::Callback;

use crate::fixture::{self, NOW, Twist, Twisted, agent, ago, conversation, say};
use crate::page::document;

/// Counts the rows that are drawn: each asks once for its time in full.
#[derive(Default)]
struct Counting(Cell<u32>);

impl Twist for Counting {
    fn dated(&self) {
        self.0.set(self.0.get() + 1);
    }
}

/// A widget that is drawn into an element of its own, and how many rows it has drawn.
struct Drawn {
    store: Store,
    root: HtmlElement,
    count: Rc<Twisted<Counting>>,
    app: yew::AppHandle<alongside::ui::Part>,
}

fn draw(state: State) -> Drawn {
    let root: HtmlElement = document().create_element("div").unwrap().unchecked_into();
    document().body().unwrap().append_child(&root).unwrap();
    let count = Rc::new(Twisted(Counting::default()));
    let host = Host { formats: count.clone(), ..fixture::host(state, Callback::noop()) };
    let store = host.store.clone();
    Drawn { store, app: render(root.clone(), host, fixture::quiet()), root, count }
}

fn talk(store: &Store, text: &str) {
    let mut state = (*store.state()).clone();
    // Of different authors, so that no row closes or opens a group because of another.
    let author = if text.len().is_multiple_of(2) { "ada" } else { "bob" };
    say(Rc::make_mut(&mut state.conversation), agent(author), text, ago(0));
    store.publish(Rc::new(state));
}

#[wasm_bindgen_test]
async fn a_message_draws_its_own_row_and_no_other() {
    let drawn = draw(fixture::state(conversation()));
    for text in ["1", "22", "333"] {
        talk(&drawn.store, text);
        yew::scheduler::flush().await;
    }
    assert_eq!(drawn.count.0.0.get(), 3);
    // Something else has changed.
    drawn.store.publish(Rc::new(State { tag_ready: false, ..(*drawn.store.state()).clone() }));
    yew::scheduler::flush().await;
    assert_eq!(drawn.count.0.0.get(), 3);
    drawn.app.destroy();
    talk(&drawn.store, "4444");
    yew::scheduler::flush().await;
    assert_eq!(drawn.count.0.0.get(), 3, "what is gone hears nothing");
    drawn.root.remove();
}

#[wasm_bindgen_test]
async fn what_changes_between_drawing_and_subscribing_is_seen() {
    let drawn = draw(fixture::state(conversation()));
    talk(&drawn.store, "already");
    yew::scheduler::flush().await;
    assert!(drawn.root.text_content().unwrap().contains("already"));
    drawn.app.destroy();
    drawn.root.remove();
}

#[wasm_bindgen_test]
async fn a_promise_that_has_passed_goes_by_itself() {
    let mut talk = conversation();
    say(&mut talk, Author::Me, "Hello", ago(10));
    talk.expected[0] = Some(Expected::By(NOW + Millis(1)));
    let drawn = draw(fixture::state(talk));
    yew::scheduler::flush().await;
    let told = || drawn.root.query_selector(".expected").unwrap().unwrap().text_content().unwrap();
    assert!(told().starts_with("An answer is expected by"), "{}", told());
    drawn.store.publish(Rc::new(State { now: NOW + Millis(1), ..(*drawn.store.state()).clone() }));
    yew::scheduler::flush().await;
    assert_eq!(told(), "");
    drawn.app.destroy();
    drawn.root.remove();
}
