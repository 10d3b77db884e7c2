//! Components render again when what they selected has changed, and only then.

use std::cell::Cell;
use std::rc::Rc;

use alongside::store::{Action, State, Store, view};
use alongside::ui::use_selector;
use wasm_bindgen_test::wasm_bindgen_test;
use yew::{Html, Properties, component, html};

use crate::consent::invite;
use crate::fixture::{agent, ago, conversation, say};
use crate::page::{Page, document};

#[derive(Clone)]
struct Count(Rc<Cell<u32>>);

impl PartialEq for Count {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

#[derive(Clone, PartialEq, Properties)]
struct Props {
    store: Store,
    renders: Count,
}

#[component]
fn Counted(Props { store, renders }: &Props) -> Html {
    let shown = use_selector(store, view::banner);
    renders.0.set(renders.0.get() + 1);
    html! { <p>{ if shown.is_some() { "asked" } else { "" } }</p> }
}

#[wasm_bindgen_test]
async fn a_message_renders_nothing_that_selected_the_banner() {
    let page = Page::with(conversation(), true).await;
    let root = document().create_element("div").unwrap();
    let renders = Rc::new(Cell::new(0));
    let props = Props { store: page.store.clone(), renders: Count(renders.clone()) };
    let app = yew::Renderer::<Counted>::with_root_and_props(root.clone(), props).render();
    page.settle().await;
    assert_eq!(renders.get(), 1);
    page.talk(|talk| {
        say(talk, agent("ada"), "Hello", ago(0));
    })
    .await;
    page.act(Action::TagReady(true)).await;
    assert_eq!(renders.get(), 1, "nothing of the banner has changed");
    invite(&page).await;
    assert_eq!(renders.get(), 2);
    assert_eq!(root.text_content().unwrap(), "asked");
    page.talk(|talk| {
        say(talk, agent("ada"), "May I?", ago(0));
    })
    .await;
    assert_eq!(renders.get(), 2);
    app.destroy();
    page.store.publish(Rc::new(State::default()));
    page.settle().await;
    assert_eq!(renders.get(), 2, "what is gone hears nothing");
}

#[wasm_bindgen_test]
async fn what_changes_between_rendering_and_subscribing_is_seen() {
    let page = Page::with(conversation(), true).await;
    let root = document().create_element("div").unwrap();
    let renders = Rc::new(Cell::new(0));
    let props = Props { store: page.store.clone(), renders: Count(renders.clone()) };
    let _app = yew::Renderer::<Counted>::with_root_and_props(root.clone(), props).render();
    invite(&page).await;
    assert_eq!(root.text_content().unwrap(), "asked");
}
