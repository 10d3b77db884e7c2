//! On pages of all kinds: from another origin, under a policy, without a tag, twice, and taken away again.

mod elements;
mod elsewhere;
mod refused;
mod tags;
