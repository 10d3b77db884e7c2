//! What a widget is given by whoever mounts it.

use std::rc::Rc;

use wasm_bindgen::JsValue;
use yew::Callback;

use super::formats::Formats;
use crate::app::Intent;
use crate::store::Store;

/// Copies a text to the clipboard.
pub type CopyText = fn(text: &str, beside: Option<&JsValue>, told: Rc<dyn Fn(bool)>);

/// Everything that a widget needs from outside.
pub struct Host {
    /// Where the newest state is read and subscribed to.
    pub store: Store,
    /// Takes what the consumer does. Called from within the event, so that an answer can be acted upon at once.
    pub send: Callback<Intent>,
    /// Has the root that holds the widget adopt a further style sheet.
    pub adopt: Callback<&'static str>,
    /// Takes the files that an event brings: chosen, dropped or pasted ones. Tells whether it brings any.
    pub choose: Rc<dyn Fn(&JsValue) -> bool>,
    /// Copies a text and tells whether that went well; given the element beside which something may be selected, only where
    /// nothing is.
    pub copy: CopyText,
    /// Has this browser forget everything that it keeps.
    pub forget: Callback<()>,
    /// What the page says is hidden from an agent who views it; empty where it does not say.
    pub hidden: Rc<str>,
    /// How instants are written.
    pub formats: Rc<dyn Formats>,
}

/// What the person did with the launcher that stood on the page before the widget was there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Arrival {
    /// Nothing that focus depends on: the widget takes none.
    #[default]
    Quiet,
    /// It had focus, and the launcher that takes its place has it from now on.
    LauncherFocused,
    /// It was pressed: once the panel is open, focus goes to the composer.
    LauncherPressed,
}
