//! The wire against frames: those in `frames/`, written for these tests, and the vendor's own samples where they are
//! at hand. Each line of `frames/` is a line that `decode` takes, with what is expected beside it: `unknown` paths, or
//! `"understood": false`.

#![expect(clippy::unwrap_used, reason = "a test ends where something is not as it must be")]

mod corpus;
mod decode;
mod frames;
mod hostile;
mod outgoing;
mod planted;
mod requests;
mod samples;
mod wrong;
