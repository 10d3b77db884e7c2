//! A widget mounted on a page of its own, and the ways to act on it.

use std::cell::RefCell;
use std::rc::Rc;

use alongside::app::Intent;
use alongside::store::{Action, Conversation, Store, reduce};
use alongside::ui::{Part, STYLES, render};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Document, Element, Event, EventInit, HtmlElement, HtmlTextAreaElement, KeyboardEvent, KeyboardEventInit,
};
use yew::AppHandle;

use crate::fixture;

/// Words that this browser does not copy.
pub(crate) const NOT_TO_BE_COPIED: &str = "This cannot be copied";

/// A mounted widget. It performs opening and closing, as an app would, and notes everything else.
pub(crate) struct Page {
    pub(crate) store: Store,
    pub(crate) intents: Rc<RefCell<Vec<Intent>>>,
    root: HtmlElement,
    app: Option<AppHandle<Part>>,
}

impl Page {
    /// Mounts a widget on this conversation.
    pub(crate) async fn with(conversation: Conversation, open: bool) -> Self {
        let state = alongside::store::State { panel_open: open, ..fixture::state(conversation) };
        let root: HtmlElement = document().create_element("div").unwrap().unchecked_into();
        let style = document().create_element("style").unwrap();
        style.set_text_content(Some(STYLES));
        let mount: HtmlElement = document().create_element("div").unwrap().unchecked_into();
        root.append_child(&style).unwrap();
        root.append_child(&mount).unwrap();
        document().body().unwrap().append_child(&root).unwrap();

        let intents: Rc<RefCell<Vec<Intent>>> = Rc::default();
        let performed: Rc<RefCell<Option<Store>>> = Rc::default();
        let send = {
            let (intents, performed) = (intents.clone(), performed.clone());
            yew::Callback::from(move |intent: Intent| {
                let open = match intent {
                    Intent::Open => Some(true),
                    Intent::Close => Some(false),
                    _ => None,
                };
                intents.borrow_mut().push(intent);
                let store = performed.borrow().clone();
                if let (Some(open), Some(store)) = (open, store) {
                    act(&store, Action::Panel { open });
                }
            })
        };
        let mut host = fixture::host(state, send);
        host.copy = |words, _, told| told(words != NOT_TO_BE_COPIED);
        let adopting = root.clone();
        host.adopt = yew::Callback::from(move |styles: &str| {
            let style = document().create_element("style").unwrap();
            style.set_text_content(Some(styles));
            adopting.append_child(&style).unwrap();
        });
        let store = host.store.clone();
        *performed.borrow_mut() = Some(store.clone());
        let app = Some(render(mount, host, fixture::quiet()));
        let page = Self { store, intents, root, app };
        page.settle().await;
        page
    }

    /// Waits until everything that is due was rendered.
    pub(crate) async fn settle(&self) {
        yew::scheduler::flush().await;
    }

    /// The same, and until the browser has laid it out and told whoever watches sizes.
    pub(crate) async fn laid_out(&self) {
        self.settle().await;
        for _ in 0..2 {
            let frame = js_sys::Promise::new(&mut |resolve, _| {
                web_sys::window().unwrap().request_animation_frame(&resolve).unwrap();
            });
            JsFuture::from(frame).await.unwrap();
        }
        self.settle().await;
    }

    /// Changes the state, and waits until that is on screen.
    pub(crate) async fn act(&self, action: Action) {
        act(&self.store, action);
        self.settle().await;
    }

    /// Changes the conversation, and waits until that is on screen.
    pub(crate) async fn talk(&self, change: impl FnOnce(&mut Conversation)) {
        let mut state = (*self.store.state()).clone();
        change(Rc::make_mut(&mut state.conversation));
        self.store.publish(Rc::new(state));
        self.settle().await;
    }

    pub(crate) fn find(&self, selector: &str) -> Option<Element> {
        self.root.query_selector(selector).unwrap()
    }

    pub(crate) fn the(&self, selector: &str) -> HtmlElement {
        self.find(selector).unwrap_or_else(|| panic!("no {selector}")).unchecked_into()
    }

    /// An element as it is, without its pictures: a picture of what is there only once somebody has done something.
    pub(crate) fn drawn(&self, selector: &str) -> String {
        let element: Element = self.the(selector).clone_node_with_deep(true).unwrap().unchecked_into();
        let icons = element.query_selector_all("svg").unwrap();
        for place in 0..icons.length() {
            icons.get(place).unwrap().unchecked_into::<Element>().remove();
        }
        element.outer_html()
    }

    pub(crate) fn field(&self) -> HtmlTextAreaElement {
        self.the("textarea").unchecked_into()
    }

    /// Writes into the composer as typing does: the text, then the event.
    pub(crate) async fn write(&self, text: &str) {
        let init = EventInit::new();
        init.set_bubbles(true);
        self.field().set_value(text);
        self.field().dispatch_event(&Event::new_with_event_init_dict("input", &init).unwrap()).unwrap();
        self.settle().await;
    }

    /// Presses a key on an element; tells whether the widget used it.
    pub(crate) async fn press(&self, on: &HtmlElement, key: &str, more: impl FnOnce(&KeyboardEventInit)) -> bool {
        let init = KeyboardEventInit::new();
        init.set_key(key);
        init.set_bubbles(true);
        init.set_cancelable(true);
        more(&init);
        let event = KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &init).unwrap();
        on.dispatch_event(&event).unwrap();
        self.settle().await;
        event.default_prevented()
    }

    /// What the consumer did so far, but for drafts.
    pub(crate) fn deeds(&self) -> Vec<Intent> {
        self.intents.borrow().iter().filter(|intent| !matches!(intent, Intent::Draft(_))).cloned().collect()
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        if let Some(app) = self.app.take() {
            app.destroy();
        }
        self.root.remove();
    }
}

pub(crate) fn document() -> Document {
    web_sys::window().unwrap().document().unwrap()
}

/// Lets this many milliseconds pass.
pub(crate) async fn wait(milliseconds: i32) {
    let timeout = js_sys::Promise::new(&mut |resolve, _| {
        let window = web_sys::window().unwrap();
        window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds).unwrap();
    });
    JsFuture::from(timeout).await.unwrap();
}

/// What has focus.
pub(crate) fn focused() -> Option<Element> {
    document().active_element()
}

fn act(store: &Store, action: Action) {
    let mut state = (*store.state()).clone();
    let _ = reduce(&mut state, action);
    store.publish(Rc::new(state));
}
