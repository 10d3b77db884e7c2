//! How it looks, to people and to a checker of accessibility.

mod accessible;
mod pictures;
mod states;

pub(crate) use accessible::complains;
