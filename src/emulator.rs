//! The service on the other side, emulated: accounts, conversations, dialogs, sequences, routing and CoBrowse.
//!
//! [`Service`] keeps real state and answers by it; nothing is scripted. It does no input or output of its own: it has no
//! clock (`now` is a parameter), no sockets and no threads, and its identifiers come from a seed, so that the same calls
//! give the same frames. The sockets and files around it live in `src/bin/emulator`.
//!
//! Where public documentation is silent the service decides, and the item that decides says so. No browser and no
//! server crate may be named here, and nothing of the consumer's own rooms.

mod answer;
mod config;
mod conversation;
mod dialog;
mod faults;
mod http;
mod ids;
mod log;
mod people;
mod relay;
pub mod rest;
mod service;
mod socket;
mod sockets;
mod storage;
mod token;
mod view;

pub use config::Config;
pub use faults::{Faults, MetadataPolicy};
pub use http::{HttpRequest, HttpResponse};
pub use log::LogEntry;
pub use service::{Output, Service};
pub use socket::SocketId;
