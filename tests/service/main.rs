//! The emulated service from the outside: HTTP and frames in, frames out, with virtual time.

mod bench;

mod conversations;
mod identity;
mod messages;
