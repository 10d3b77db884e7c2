//! What is read out while it happens: one region for messages, one for CoBrowse. Both are there from the start, and
//! both are never seen.

mod cobrowse;
mod messages;

pub(super) use self::cobrowse::BannerAnnouncer;
pub(super) use self::messages::MessageAnnouncer;
