//! One WebSocket.

use std::cell::Cell;
use std::rc::Rc;

use js_sys::JsString;
use wasm_bindgen::{JsCast, JsValue};

use super::life::Life;
use super::listener::Listener;
use super::{Inbox, console, js};
use crate::app::{Input, Level, LinkId};

/// A connection from its attempt on. Dropping it closes it, and nothing more is heard from it.
pub(crate) struct Socket {
    link: LinkId,
    socket: JsValue,
    _listener: Listener,
    _closer: Listener,
}

impl Socket {
    /// Starts connecting. What comes of it is told to the inbox; an address that the browser refuses at once is told
    /// like a connection that could not be made.
    pub(crate) fn connect(link: LinkId, url: &str, inbox: &Inbox, life: &Life) -> Option<Self> {
        let Ok(socket) = js::make(&["WebSocket"], &[&url.into()]) else {
            // The address may bear a token, which has no place in a console.
            console::line(Level::Error, "the browser does not allow a connection to the service");
            inbox(Input::SocketClosed { link, code: ABNORMAL });
            return None;
        };
        // A blob would have to be read; a buffer is passed over without.
        let _ = js::set(&socket, "binaryType", &"arraybuffer".into());
        let complained = Cell::new(false);
        let inbox = Rc::clone(inbox);
        let listener =
            Listener::new(socket.clone(), &["open", "message", "close"], life.options().clone(), move |kind, event| {
                inbox(match kind {
                    "open" => Input::SocketOpened(link),
                    "close" => Input::SocketClosed { link, code: js::number(event, "code").unwrap_or(ABNORMAL) },
                    _ => match frame(event, &complained) {
                        Some(text) => Input::Frame { link, text },
                        None => return,
                    },
                });
            });
        let closer = life.at_end(&socket, "close", &NORMAL.into());
        Some(Self { link, socket, _listener: listener, _closer: closer })
    }

    /// Which connection this is.
    pub(crate) fn link(&self) -> LinkId {
        self.link
    }

    /// Sends a frame. One that is sent while the connection breaks is lost; its owner learns of the break.
    pub(crate) fn send(&self, text: &str) {
        let _ = js::call(&self.socket, "send", &[&text.into()]);
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        let _ = js::call(&self.socket, "close", &[&NORMAL.into()]);
    }
}

/// The text of a frame, if it is one that can be read. The first other one is mentioned.
fn frame(event: &JsValue, complained: &Cell<bool>) -> Option<String> {
    let data = js::get(event, "data");
    let text = data.dyn_ref::<JsString>().filter(|text| text.length() <= LONGEST_FRAME);
    if text.is_none() && !complained.replace(true) {
        console::line(Level::Warn, "a frame that is binary or longer than 1 MiB was passed over");
    }
    text.map(String::from)
}

/// In UTF-16 units.
const LONGEST_FRAME: u32 = 1 << 20;
const NORMAL: u16 = 1000;
const ABNORMAL: u16 = 1006;
