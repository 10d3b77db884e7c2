//! The session that comes of a Yes: what the agent gets to see of the page, and what never leaves it.

mod desk;
mod hand;
mod lasting;
mod measure;
mod proofs;
mod record;
mod secrets;
mod tabs;
mod watching;
