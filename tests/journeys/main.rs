//! Journeys: people's ways through the widget in a real Chromium, against the emulator's binary and the trunk build.
//!
//! What is clicked and typed goes through WebDriver, so that the browser calls the events trusted, and what is looked at
//! is what the closed shadow root shows. Nothing here sleeps for a while and hopes: a journey waits for a condition, for
//! a bounded time, and leaves a picture in `target/journeys` when it fails.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod harness;

mod attaching;
mod attendance;
mod cards;
mod closing;
mod cobrowse;
mod connection;
mod conversation;
mod copying;
mod crash;
mod demo;
mod embedding;
mod files;
mod history;
mod keyboard;
mod looks;
mod network;
mod notices;
mod returning;
mod session;
mod survey;
mod tabs;
mod trouble;
mod tutorial;
mod unshared;
mod words;
