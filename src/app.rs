//! One consumer in one tab, sans-IO: the driver loop, the outbox kept in storage, and the answer gate of CoBrowse.
//!
//! [`App`] marries the consumer on the wire (`session`) with what people see (`store`). It performs nothing itself:
//! inputs go in by [`App::handle`], what is to be done comes out by [`App::poll_output`], and time is a parameter.

mod io;

pub use io::{
    Config, HttpFailure, HttpId, Input, Intent, Level, LinkId, Output, ServiceUrl, Stored, TagIds, Text, storage_prefix,
};
