//! The session that comes of a Yes: what the agent gets to see of the page, and what never leaves it.

mod hand;
mod lasting;
mod measure;
mod record;
mod secrets;
mod tabs;
mod watching;
