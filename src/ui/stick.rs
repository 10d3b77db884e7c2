//! A scroller that follows its end while the reader is there, and never moves a reader who is elsewhere.

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use yew::{NodeRef, hook, use_effect_with, use_memo};

/// Within how many pixels of the end the reader counts as being there.
const NEAR: i32 = 48;

/// A scroller and whether it follows its end.
#[derive(Clone)]
pub(super) struct Stick {
    scroller: NodeRef,
    follows: Rc<Cell<bool>>,
    was_hidden: Rc<Cell<bool>>,
}

impl Stick {
    /// Takes note of a scrolling reader; yields how many pixels they are from the end.
    pub(super) fn scrolled(&self) -> i32 {
        let Some(scroller) = self.scroller.cast::<web_sys::Element>() else { return 0 };
        if scroller.client_height() == 0 {
            return 0;
        }
        let distance = scroller.scroll_height() - scroller.scroll_top() - scroller.client_height();
        self.follows.set(distance < NEAR);
        distance
    }

    /// Goes to the end and follows it from now on.
    pub(super) fn go_to_end(&self) {
        self.follows.set(true);
        if let Some(scroller) = self.scroller.cast::<web_sys::Element>() {
            scroller.set_scroll_top(scroller.scroll_height());
        }
    }

    /// Something has another size than before. A scroller that was hidden has lost its place and starts at its end.
    fn resized(&self) {
        let Some(scroller) = self.scroller.cast::<web_sys::Element>() else { return };
        let is_hidden = scroller.client_height() == 0;
        let reappears = self.was_hidden.replace(is_hidden) && !is_hidden;
        if !is_hidden && (reappears || self.follows.get()) {
            self.go_to_end();
        }
    }
}

/// Makes the scroller follow the end of its content, whatever makes either grow: rows, the typing sign, the composer,
/// larger letters, a turned phone.
#[hook]
pub(super) fn use_stick(scroller: &NodeRef, content: &NodeRef) -> Stick {
    let follows = use_memo((), |()| Cell::new(true));
    let was_hidden = use_memo((), |()| Cell::new(true));
    let stick = Stick { scroller: scroller.clone(), follows, was_hidden };
    {
        let (stick, content) = (stick.clone(), content.clone());
        use_effect_with((), move |()| {
            let elements = [&stick.scroller, &content].map(NodeRef::cast::<web_sys::Element>);
            let closure = Closure::<dyn FnMut()>::new(move || stick.resized());
            let observer = web_sys::ResizeObserver::new(closure.as_ref().unchecked_ref()).ok();
            if let Some(observer) = &observer {
                elements.into_iter().flatten().for_each(|element| observer.observe(&element));
            }
            move || {
                if let Some(observer) = observer {
                    observer.disconnect();
                }
                drop(closure);
            }
        });
    }
    stick
}
