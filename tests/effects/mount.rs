//! An element becomes a widget, and ends.

use alongside::embed::mount;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{AbortController, Document, Element, HtmlElement, ShadowRoot, ShadowRootInit, ShadowRootMode};

use crate::script::until;

/// An element as the loader leaves it. The service does not exist; nobody asks it for anything before the panel opens.
struct Page {
    host: HtmlElement,
    root: ShadowRoot,
    launcher: HtmlElement,
    life: AbortController,
}

fn document() -> Document {
    web_sys::window().unwrap().document().unwrap()
}

impl Page {
    fn new(account: &str) -> Self {
        let host: HtmlElement = document().create_element("alongside-chat").unwrap().unchecked_into();
        host.set_attribute("account", account).unwrap();
        host.set_attribute("service", "http://127.0.0.1:1").unwrap();
        document().body().unwrap().append_child(&host).unwrap();
        let root = host.attach_shadow(&ShadowRootInit::new(ShadowRootMode::Closed)).unwrap();
        let launcher: HtmlElement = document().create_element("button").unwrap().unchecked_into();
        launcher.set_class_name("launcher");
        root.append_child(&launcher).unwrap();
        Self { host, root, launcher, life: AbortController::new().unwrap() }
    }

    fn mount(&self, open: bool) {
        mount(&self.host, &self.root, &self.life.signal(), open);
    }

    fn find(&self, selector: &str) -> Option<Element> {
        self.root.query_selector(selector).unwrap()
    }

    fn focused(&self, selector: &str) -> bool {
        self.root.active_element().is_some_and(|focused| focused.matches(selector).unwrap())
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        self.life.abort();
        self.host.remove();
    }
}

#[wasm_bindgen_test]
async fn a_widget_takes_the_place_of_the_launcher_and_leaves_nothing_behind() {
    let page = Page::new("mount-1");
    page.mount(false);
    until("the widget is drawn", || page.find(".widget .launcher").is_some()).await;
    until("the loader's launcher is gone", || !page.launcher.is_connected()).await;
    assert!(page.root.active_element().is_none(), "nothing takes focus by itself");
    page.life.abort();
    assert_eq!(page.root.child_element_count(), 0);
}

#[wasm_bindgen_test]
async fn a_focused_launcher_hands_focus_on() {
    let page = Page::new("mount-2");
    page.launcher.focus().unwrap();
    page.mount(false);
    until("the new launcher has focus", || page.focused(".widget .launcher")).await;
}

#[wasm_bindgen_test]
async fn a_pressed_launcher_opens_the_panel_and_focuses_the_composer() {
    let page = Page::new("mount-3");
    page.launcher.focus().unwrap();
    page.mount(true);
    until("the composer has focus", || page.focused("textarea")).await;
    assert!(page.find(".panel[data-is=open]").is_some());
}

#[wasm_bindgen_test]
async fn a_press_that_comes_while_the_widget_is_drawn_counts() {
    let page = Page::new("mount-8");
    page.mount(false);
    page.launcher.focus().unwrap();
    page.launcher.set_attribute("aria-busy", "true").unwrap();
    until("the composer has focus", || page.focused("textarea")).await;
    assert!(page.find(".panel[data-is=open]").is_some());
}

#[wasm_bindgen_test]
async fn whoever_went_on_to_something_else_keeps_focus_there() {
    let page = Page::new("mount-4");
    let field: HtmlElement = document().create_element("input").unwrap().unchecked_into();
    document().body().unwrap().append_child(&field).unwrap();
    field.focus().unwrap();
    page.mount(true);
    until("the panel is open", || page.find(".panel[data-is=open]").is_some()).await;
    assert_eq!(document().active_element().as_ref(), Some(field.as_ref()));
    field.remove();
}

#[wasm_bindgen_test]
async fn a_panel_that_had_no_focus_gets_none() {
    let page = Page::new("mount-9");
    page.launcher.set_attribute("aria-busy", "false").unwrap();
    page.mount(true);
    until("the panel is open", || page.find(".panel[data-is=open]").is_some()).await;
    until("the launcher is gone", || !page.launcher.is_connected()).await;
    assert!(page.root.active_element().is_none());
}

#[wasm_bindgen_test]
fn an_element_that_cannot_be_used_draws_nothing() {
    let page = Page::new("not/an/account");
    page.mount(true);
    assert_eq!(page.root.child_element_count(), 0);
}

#[wasm_bindgen_test]
fn an_element_that_is_gone_is_left_alone() {
    let page = Page::new("mount-5");
    page.life.abort();
    page.mount(true);
    assert!(page.launcher.is_connected());
    assert_eq!(page.root.child_element_count(), 1);
}

#[wasm_bindgen_test]
async fn two_elements_share_nothing() {
    let (one, other) = (Page::new("mount-6"), Page::new("mount-7"));
    one.mount(true);
    other.mount(false);
    until("both are drawn", || one.find(".panel[data-is=open]").is_some() && other.find(".widget").is_some()).await;
    assert!(other.find(".panel[data-is=open]").is_none());
    one.life.abort();
    assert!(one.find(".widget").is_none() && other.find(".widget").is_some());
}
