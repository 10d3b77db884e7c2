//! A WebSocket client of the smallest kind: texts out, texts and closes in.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};

use serde_json::Value;

use crate::program::connect;

pub(crate) struct WebSocket<S = TcpStream> {
    stream: S,
}

#[derive(Debug, PartialEq)]
pub(crate) enum Received {
    Text(String),
    Close(u16),
    /// The connection ended without a goodbye.
    Cut,
}

impl WebSocket {
    /// Opens, or gives the status of the refusal.
    pub(crate) fn open(address: SocketAddr, path: &str) -> Result<Self, u16> {
        Self::over(connect(address), address, path)
    }
}

impl<S: Read + Write> WebSocket<S> {
    /// The same over a stream that is there already.
    pub(crate) fn over(mut stream: S, address: SocketAddr, path: &str) -> Result<Self, u16> {
        write!(
            stream,
            "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
             Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
        )
        .unwrap();
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            let mut byte = [0];
            stream.read_exact(&mut byte).unwrap();
            head.push(byte[0]);
        }
        let head = String::from_utf8(head).unwrap();
        match head.split(' ').nth(1).unwrap() {
            "101" => Ok(Self { stream }),
            refused => Err(refused.parse().unwrap()),
        }
    }

    pub(crate) fn send(&mut self, text: &str) {
        // A client has to mask; a mask of zeros leaves the text as it is.
        let mut frame = vec![0x81];
        match u16::try_from(text.len()) {
            Ok(length) if length < 126 => frame.push(0x80 | u8::try_from(length).unwrap()),
            Ok(length) => {
                frame.push(0x80 | 126);
                frame.extend(length.to_be_bytes());
            }
            Err(_) => {
                frame.push(0x80 | 127);
                frame.extend((text.len() as u64).to_be_bytes());
            }
        }
        frame.extend([0; 4]);
        frame.extend(text.as_bytes());
        self.stream.write_all(&frame).unwrap();
    }

    pub(crate) fn receive(&mut self) -> Received {
        let mut head = [0; 2];
        if self.stream.read_exact(&mut head).is_err() {
            return Received::Cut;
        }
        let length = match head[1] {
            126 => u64::from(u16::from_be_bytes(self.bytes())),
            127 => u64::from_be_bytes(self.bytes()),
            short => u64::from(short),
        };
        let mut payload = vec![0; usize::try_from(length).unwrap()];
        self.stream.read_exact(&mut payload).unwrap();
        match head[0] & 0x0F {
            1 => Received::Text(String::from_utf8(payload).unwrap()),
            8 => Received::Close(u16::from_be_bytes([payload[0], payload[1]])),
            other => panic!("an unexpected frame of kind {other}"),
        }
    }

    /// The next text, as JSON.
    pub(crate) fn frame(&mut self) -> Value {
        match self.receive() {
            Received::Text(text) => serde_json::from_str(&text).unwrap(),
            other => panic!("{other:?} instead of a frame"),
        }
    }

    fn bytes<const N: usize>(&mut self) -> [u8; N] {
        let mut bytes = [0; N];
        self.stream.read_exact(&mut bytes).unwrap();
        bytes
    }
}
