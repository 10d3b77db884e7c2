//! Scenarios: the production `app` against the emulated service, in memory, in virtual time.
//!
//! Nothing here sleeps: time goes from one thing that happens to the next, and a test waits for a condition.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod agent;
mod announced;
mod attaching;
mod attendance;
mod authenticated;
mod bad_input;
mod bad_invitations;
mod calls;
mod cards;
mod carried;
mod closing;
mod cobrowse;
mod config;
mod connection;
mod conversation;
mod deferred;
mod drafts;
mod ending;
mod files;
mod forgetting;
mod gaps;
mod guarded;
mod history;
mod late;
mod ledger;
mod notices;
mod odd_orders;
mod older_servers;
mod profile;
mod readers;
mod request;
mod sending;
mod states;
mod survey;
mod unshared;
mod windows;
mod world;
