//! One WebSocket.

use std::cell::Cell;
use std::rc::Rc;

use gloo::events::EventListener;
use js_sys::JsString;
use wasm_bindgen::JsCast;
use web_sys::{BinaryType, CloseEvent, Event, MessageEvent, WebSocket};

use super::{Inbox, console};
use crate::app::{Input, Level, LinkId};

/// A connection from its attempt on. Dropping it closes it, and nothing more is heard from it.
pub(crate) struct Socket {
    link: LinkId,
    socket: WebSocket,
    _listeners: [EventListener; 3],
}

impl Socket {
    /// Starts connecting. What comes of it is told to the inbox; an address that the browser refuses at once is told
    /// like a connection that could not be made.
    pub(crate) fn connect(link: LinkId, url: &str, inbox: &Inbox) -> Option<Self> {
        let Ok(socket) = WebSocket::new(url) else {
            console::line(Level::Error, &format!("the browser does not allow a connection to {}", origin_of(url)));
            inbox(Input::SocketClosed { link, code: ABNORMAL });
            return None;
        };
        // A blob would have to be read; a buffer is passed over without.
        socket.set_binary_type(BinaryType::Arraybuffer);
        let complained = Cell::new(false);
        let (opened, came, closed) = (Rc::clone(inbox), Rc::clone(inbox), Rc::clone(inbox));
        let listeners = [
            EventListener::new(&socket, "open", move |_| opened(Input::SocketOpened(link))),
            EventListener::new(&socket, "message", move |event| {
                if let Some(text) = frame(event, &complained) {
                    came(Input::Frame { link, text });
                }
            }),
            EventListener::new(&socket, "close", move |event| closed(Input::SocketClosed { link, code: code(event) })),
        ];
        Some(Self { link, socket, _listeners: listeners })
    }

    /// Which connection this is.
    pub(crate) fn link(&self) -> LinkId {
        self.link
    }

    /// Sends a frame. One that is sent while the connection breaks is lost; its owner learns of the break.
    pub(crate) fn send(&self, text: &str) {
        let _ = self.socket.send_with_str(text);
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        let _ = self.socket.close_with_code(NORMAL);
    }
}

/// The text of a frame, if it is one that can be read. The first other one is mentioned.
fn frame(event: &Event, complained: &Cell<bool>) -> Option<String> {
    let data = event.dyn_ref::<MessageEvent>()?.data();
    let problem = match data.dyn_ref::<JsString>() {
        Some(text) if text.length() <= LONGEST_FRAME => return Some(String::from(text)),
        Some(_) => "a frame longer than 1 MiB was passed over",
        None => "a binary frame was passed over",
    };
    if !complained.replace(true) {
        console::line(Level::Warn, problem);
    }
    None
}

fn code(event: &Event) -> u16 {
    event.dyn_ref::<CloseEvent>().map_or(ABNORMAL, CloseEvent::code)
}

/// The address may bear a token in its path or query, which has no place in a console.
fn origin_of(url: &str) -> &str {
    let start = url.find("://").map_or(0, |place| place + 3);
    let end = url.get(start..).and_then(|rest| rest.find(['/', '?', '#'])).map_or(url.len(), |length| start + length);
    url.get(..end).unwrap_or(url)
}

/// In UTF-16 units.
const LONGEST_FRAME: u32 = 1 << 20;
const NORMAL: u16 = 1000;
const ABNORMAL: u16 = 1006;
