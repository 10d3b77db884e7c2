//! Notices beyond the widget: the page's title and icon, a sound, the browser's notifications.

use std::rc::Rc;

use wasm_bindgen::JsValue;

use super::{Inbox, js};
use crate::app::Input;
use crate::protocol::decimal_count;

/// The icon that stands in the place of the page's own, and the notification that a newer one replaces. The supervisor
/// knows it too: it takes away what a broken widget has left.
const NAME: &str = "alongside-badge";
/// What the icon keeps: the text that was written in front of the page's own title.
const WRITTEN: &str = "title";

/// Tells in the title how many messages wait, and by an icon that some do; takes both back for 0. What the page itself
/// wrote into its title meanwhile stays. `former` is what was told before: the page may have taken the icon away.
#[inline(never)]
pub(super) fn badge(former: usize, count: usize) {
    let document = js::find(&["document"]);
    let mut icon = js::call(&document, "getElementById", &[&NAME.into()]).unwrap_or_default();
    let title = js::text(&document, "title").unwrap_or_default();
    let before = js::text(&icon, WRITTEN).unwrap_or_else(|| number(former));
    // The browser takes away the space in front of nothing.
    let own = title.strip_prefix(before.trim_ascii_end()).unwrap_or(&title);
    let written = number(count);
    let _ = js::set(&document, "title", &[&written, own.trim_ascii_start()].concat().into());

    if count == 0 {
        let _ = js::call(&icon, "remove", &[]);
        return;
    }
    if !icon.is_truthy() {
        icon = js::element("link");
        for (name, value) in [("id", NAME), ("rel", "icon"), ("href", PICTURE)] {
            let _ = js::set(&icon, name, &value.into());
        }
        let _ = js::call(&js::get(&document, "head"), "append", &[&icon]);
    }
    let _ = js::set(&icon, WRITTEN, &written.into());
}

/// What stands in front of the title.
fn number(count: usize) -> String {
    if count == 0 { String::new() } else { ["(", &decimal_count(count), ") "].concat() }
}

/// A filled bubble with a dot.
const PICTURE: &str = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cpath \
                       d='M2 3h12v8H7l-3 3v-3H2z' fill='%231d4ed8'/%3E%3Ccircle cx='12' cy='4' r='4' fill='%23b3261e'/%3E%3C/svg%3E";

/// Makes a short sound. A browser that allows none before somebody has touched the page makes none.
#[inline(never)]
pub(super) fn sound() {
    let Ok(context) = js::make(&["AudioContext"], &[]) else { return };
    let make = |method| js::call(&context, method, &[]).unwrap_or_default();
    let (tone, volume) = (make("createOscillator"), make("createGain"));
    let now = js::get(&context, "currentTime").as_f64().unwrap_or_default();
    let _ = js::set(&js::get(&tone, "frequency"), "value", &JsValue::from(PITCH));
    let gain = js::get(&volume, "gain");
    let _ = js::set(&gain, "value", &JsValue::from(LOUDNESS));
    let _ = js::call(&gain, "setTargetAtTime", &[&JsValue::from(0), &JsValue::from(now + 0.1), &JsValue::from(0.05)]);
    let _ = js::call(&tone, "connect", &[&volume]);
    let _ = js::call(&volume, "connect", &[&js::get(&context, "destination")]);
    let _ = js::call(&tone, "start", &[]);
    let _ = js::call(&tone, "stop", &[&JsValue::from(now + 0.4)]);
    let close = js::function(Box::new(move |_| drop(js::call(&context, "close", &[]))));
    let _ = js::set(&tone, "onended", &close);
}

/// In hertz, and as a part of the loudest.
const PITCH: f64 = 660.0;
const LOUDNESS: f64 = 0.1;

/// Asks whether the site may notify.
#[inline(never)]
pub(super) fn ask(inbox: &Inbox) {
    let tell = Rc::clone(inbox);
    let told = js::function(Box::new(move |answer: JsValue| tell(Input::MayNotify(answer == "granted"))));
    js::when(js::call(&js::find(&["Notification"]), "requestPermission", &[]), &told, &told);
}

/// Notifies, in the name of who says it. A click leads to the page.
#[inline(never)]
pub(super) fn notify(who: Option<&str>, text: &str) {
    let title = who.map(str::to_owned).or_else(|| js::text(&js::find(&["document"]), "title")).unwrap_or_default();
    let options = js::record(&[("body", text), ("tag", NAME)]);
    // Some browsers have the class and forbid to make one of it.
    let Ok(notification) = js::make(&["Notification"], &[&title.into(), &options]) else { return };
    let shown = notification.clone();
    let clicked = js::function(Box::new(move |_| {
        let _ = js::call(&js::find(&[]), "focus", &[]);
        let _ = js::call(&shown, "close", &[]);
    }));
    let _ = js::set(&notification, "onclick", &clicked);
}
