//! The emulated service from the outside: HTTP and frames in, frames out, with virtual time.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

mod bench;

mod agents;
mod bad_input;
mod cobrowse;
mod conversations;
mod faults;
mod files;
mod identity;
mod messages;
mod session;
mod survey;
mod timers;
