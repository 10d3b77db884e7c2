//! The hook that reads the store.

use std::cell::Cell;
use std::rc::Rc;

use alongside::store::{Action, State, Store, reduce};
use alongside::ui::use_selector;
use wasm_bindgen_test::wasm_bindgen_test;
use yew::{Html, Properties, function_component, html};

use crate::page::document;

#[derive(Properties, PartialEq)]
struct UnreadProps {
    store: Store,
    renderings: Rc<Cell<u32>>,
}

#[function_component]
fn Unread(props: &UnreadProps) -> Html {
    props.renderings.set(props.renderings.get() + 1);
    let unread = use_selector(&props.store, |state| state.conversation.unread);
    html! { <p>{*unread}</p> }
}

async fn change(store: &Store, change: impl FnOnce(&mut State)) {
    let mut state = (*store.state()).clone();
    change(&mut state);
    store.publish(Rc::new(state));
    yew::scheduler::flush().await;
}

#[wasm_bindgen_test]
async fn a_component_renders_again_when_what_it_selects_is_another_value() {
    let root = document().create_element("div").unwrap();
    document().body().unwrap().append_child(&root).unwrap();
    let (store, renderings) = (Store::default(), Rc::new(Cell::new(0)));
    let props = UnreadProps { store: store.clone(), renderings: renderings.clone() };
    let app = yew::Renderer::<Unread>::with_root_and_props(root.clone(), props).render();
    yew::scheduler::flush().await;
    assert_eq!((root.text_content().unwrap().as_str(), renderings.get()), ("0", 1));
    change(&store, |state| drop(reduce(state, Action::Panel { open: true }))).await;
    assert_eq!(renderings.get(), 1, "nothing that it selects");
    change(&store, |state| Rc::make_mut(&mut state.conversation).unread = 3).await;
    assert_eq!((root.text_content().unwrap().as_str(), renderings.get()), ("3", 2));
    app.destroy();
    change(&store, |state| Rc::make_mut(&mut state.conversation).unread = 4).await;
    assert_eq!(renderings.get(), 2, "a component that is gone hears nothing");
    root.remove();
}
