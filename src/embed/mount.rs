//! One element becomes one widget, and ends with it.

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{AbortSignal, HtmlElement, ShadowRoot};
use yew::{AppHandle, Callback};

use super::formats::PageFormats;
use super::keys::Keys;
use super::patterns::Pattern;
use super::{attributes, sheet};
use crate::app::{App, Input, Level, storage_prefix};
use crate::effects::storage::Storage;
use crate::effects::{Life, Runner, clipboard, clock, console, deferred, js};
use crate::store::{Row, Store};
use crate::ui::{self, Arrival, Formats, Host, Part};

/// Puts a widget into the shadow root of its element, in the place of the loader's launcher. It lives until the signal
/// is aborted. `open` says that the launcher was pressed while the widget was loading.
#[wasm_bindgen]
pub fn mount(host: &HtmlElement, root: &ShadowRoot, signal: &AbortSignal, open: bool) {
    if js::is(signal, "aborted") {
        return;
    }
    let launcher = js::call(root, "querySelector", &[&".launcher".into()]).unwrap_or_default();
    match Mounted::new(host, root, signal, &launcher, open) {
        Ok(mounted) => mounted.until(signal),
        Err(problem) => {
            remove(&launcher);
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
    launcher: JsValue,
    _keys: Keys,
}

impl Mounted {
    fn new(
        host: &HtmlElement,
        root: &ShadowRoot,
        signal: &AbortSignal,
        launcher: &JsValue,
        open: bool,
    ) -> Result<Self, String> {
        let config = attributes::read(&|name| js::call(host, "getAttribute", &[&name.into()]).ok()?.as_string())?;
        let place = place(root).map_err(|_| "this browser cannot show the chat")?;
        let hidden = config.hidden.as_str().into();
        let storage = Storage::open(storage_prefix(&config.service, &config.account));
        let mut app = App::new(config, storage.read(), clock::now());
        if deferred::is_wanted(signal) {
            app = app.deferring();
        }
        let store = Store::default();
        // The supervisor looks for them where the attribute says.
        let formats = Rc::new(PageFormats::with(js::get(signal, "words")));
        let by: Rc<dyn Formats> = formats.clone();
        let says = Rc::new(move |row: &Row| ui::said(&by, row));
        let runner = Runner::start(app, storage, store.clone(), says, Life::until(signal), host, open);
        let inbox = runner.inbox();
        let pattern =
            Pattern::of(js::call(host, "getAttribute", &[&"mask".into()]).unwrap_or_default().as_string().as_deref());
        let send = Callback::from(move |intent| inbox(Input::Intent(pattern.look(intent))));
        let arrival = arrival(host, root, launcher.clone(), open);
        let element = JsValue::from(host);
        // The loader's: it also does it where there is no widget yet.
        let forget = Callback::from(move |()| drop(js::call(&element, "forget", &[])));
        let choose = runner.chooser();
        let root = JsValue::from(root);
        let adopt = Callback::from(move |styles| drop(sheet::adopt(&root, styles)));
        let host = Host { store, send, choose, adopt, copy: clipboard::write, forget, hidden, formats };
        let keys = Keys::keep_inside(&place);
        let app = ui::render(place.clone(), host, arrival);
        Ok(Self { runner, app, place, launcher: launcher.clone(), _keys: keys })
    }

    /// Lives on until the signal is aborted.
    fn until(self, signal: &AbortSignal) {
        let mounted = Cell::new(Some(self));
        let end = js::function(Box::new(move |_| {
            if let Some(mounted) = mounted.take() {
                mounted.end();
            }
        }));
        let _ = js::call(signal, "addEventListener", &[&"abort".into(), &end]);
    }

    fn end(self) {
        self.runner.end();
        self.app.destroy();
        remove(&self.place);
        remove(&self.launcher);
    }
}

/// A fresh element with the widget's styles. The renderer's listeners stay with an element for good, so none is used
/// twice.
fn place(root: &ShadowRoot) -> Result<HtmlElement, JsValue> {
    sheet::adopt(root, ui::STYLES)?;
    let place = js::call(&js::find(&["document"]), "createElement", &[&"div".into()])?;
    js::call(root, "append", &[&place])?;
    Ok(place.unchecked_into())
}

/// What focus is to do, asked when the widget's launcher is there. Only then does the loader's go, so that focus never
/// falls between the two. Somebody who pressed the launcher and has gone on to something else keeps focus there.
fn arrival(host: &HtmlElement, root: &ShadowRoot, launcher: JsValue, open: bool) -> Callback<(), Arrival> {
    let (host, root) = (JsValue::from(host), JsValue::from(root));
    Callback::from(move |()| {
        let is_focused = js::is(&root, "activeElement") && js::get(&root, "activeElement") == launcher;
        let around = js::call(&host, "getRootNode", &[]).unwrap_or_default();
        let focused = js::get(&around, "activeElement");
        let busy = js::get(&launcher, "ariaBusy");
        // One that is not any more stands for a panel that was open without having focus (see `supervisor.js`).
        let is_elsewhere = busy == "false" && !is_focused
            || focused.is_truthy() && focused != host && js::get(&focused, "tagName") != "BODY";
        // So the loader marks a press; it may have come after it handed over.
        let is_pressed = open || busy.is_truthy();
        remove(&launcher);
        match (is_pressed, is_focused) {
            (true, _) if !is_elsewhere => Arrival::LauncherPressed,
            (false, true) => Arrival::LauncherFocused,
            _ => Arrival::Quiet,
        }
    })
}

fn remove(element: &JsValue) {
    let _ = js::call(element, "remove", &[]);
}
