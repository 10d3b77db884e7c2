//! One element becomes one widget, and ends with it.

use std::rc::Rc;

use js_sys::Reflect;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::{AbortSignal, Element, HtmlElement, ShadowRoot, window};
use yew::{AppHandle, Callback};

use super::attributes::Attributes;
use super::formats::PageFormats;
use super::keys::Keys;
use super::{client, sheet};
use crate::app::{App, Config, Input, Level, storage_prefix};
use crate::effects::storage::Storage;
use crate::effects::{Runner, clock, console, entropy};
use crate::store::Store;
use crate::ui::{self, Arrival, Host, Part};

/// Puts a widget into the shadow root of its element, in the place of the loader's launcher. It lives until the signal
/// is aborted. `open` says that the launcher was pressed while the widget was loading.
#[wasm_bindgen]
pub fn mount(host: &HtmlElement, root: &ShadowRoot, signal: &AbortSignal, open: bool) {
    if signal.aborted() {
        return;
    }
    let launcher = root.query_selector(".launcher").ok().flatten();
    match Mounted::new(host, root, launcher.clone(), open) {
        Ok(mounted) => mounted.until(signal),
        Err(problem) => {
            remove(launcher.as_ref());
            console::line(Level::Error, &problem);
        }
    }
}

/// A widget that is on the page.
struct Mounted {
    runner: Runner<App>,
    app: AppHandle<Part>,
    place: HtmlElement,
    /// The loader's; it goes when ours is there.
    launcher: Option<Element>,
    _keys: Keys,
}

impl Mounted {
    fn new(host: &HtmlElement, root: &ShadowRoot, launcher: Option<Element>, open: bool) -> Result<Self, String> {
        let attributes = Attributes::read(|name| host.get_attribute(name))?;
        let place = place(root).ok_or("this browser cannot show the chat")?;
        let storage = Storage::open();
        let stored = storage.read(&storage_prefix(&attributes.service, &attributes.account));
        let app = App::new(config(attributes), stored, clock::now());
        let store = Store::default();
        let runner = Runner::start(app, storage, store.clone(), open);
        let inbox = runner.inbox();
        let send = Callback::from(move |intent| inbox(Input::Intent(intent)));
        let arrival = arrival(host, root, launcher.clone(), open);
        let host = Host { store, send, formats: Rc::new(PageFormats::default()) };
        let keys = Keys::keep_inside(&place);
        let app = ui::render(place.clone(), host, arrival);
        Ok(Self { runner, app, place, launcher, _keys: keys })
    }

    /// Lives on until the signal is aborted.
    fn until(self, signal: &AbortSignal) {
        let end = Closure::once_into_js(move || self.end());
        let _ = signal.add_event_listener_with_callback("abort", end.unchecked_ref());
    }

    fn end(self) {
        self.runner.end();
        self.app.destroy();
        self.place.remove();
        remove(self.launcher.as_ref());
    }
}

/// A fresh element with the widget's styles. The renderer's listeners stay with an element for good, so none is used
/// twice.
fn place(root: &ShadowRoot) -> Option<HtmlElement> {
    sheet::adopt(root, ui::STYLES).ok()?;
    let place = window()?.document()?.create_element("div").ok()?;
    root.append_child(&place).ok()?;
    place.dyn_into().ok()
}

fn config(attributes: Attributes) -> Config {
    let Attributes { account, service, connector, visitor_name, cobrowse_app } = attributes;
    Config {
        account,
        service,
        connector,
        visitor_name,
        cobrowse_app,
        client: client::properties(),
        page_id: format!("{:016x}", entropy::seed()),
        seed: entropy::seed(),
    }
}

/// What focus is to do, asked when the widget's launcher is there. Only then does the loader's go, so that focus never
/// falls between the two. Somebody who pressed the launcher and has gone on to something else keeps focus there.
fn arrival(host: &HtmlElement, root: &ShadowRoot, launcher: Option<Element>, open: bool) -> Callback<(), Arrival> {
    let (host, root) = (host.clone(), root.clone());
    Callback::from(move |()| {
        let is_focused = launcher.is_some() && root.active_element() == launcher;
        let around = Reflect::get(&host.get_root_node(), &"activeElement".into()).unwrap_or_default();
        let is_elsewhere =
            around.dyn_into::<Element>().is_ok_and(|focused| focused != *host && focused.tag_name() != "BODY");
        // So the loader marks a press; it may have come after it handed over.
        let is_pressed = open || launcher.as_ref().is_some_and(|launcher| launcher.has_attribute("aria-busy"));
        remove(launcher.as_ref());
        match (is_pressed, is_focused) {
            (true, _) if !is_elsewhere => Arrival::LauncherPressed,
            (false, true) => Arrival::LauncherFocused,
            _ => Arrival::Quiet,
        }
    })
}

fn remove(launcher: Option<&Element>) {
    if let Some(launcher) = launcher {
        launcher.remove();
    }
}
