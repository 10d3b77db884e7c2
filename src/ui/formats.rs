//! How texts and instants are written for people, and instants for machines.

use std::rc::Rc;

use crate::protocol::Millis;

/// How texts and instants are written for the consumer, in the consumer's language and time zone.
pub trait Formats {
    /// What the page says in the place of an English text; nothing where it leaves that.
    fn word(&self, _english: &str) -> Option<Rc<str>> {
        None
    }
    /// The same of a text about so many things, in the form that the page's language has for that number.
    fn counted(&self, english: &str, _count: i64) -> Option<Rc<str>> {
        self.word(english)
    }
    /// The time of day, short: "14:05".
    fn time(&self, at: Millis) -> String;
    /// Date and time in full.
    fn date_time(&self, at: Millis) -> String;
    /// The local calendar day, counted in days: consecutive days have consecutive numbers, whatever the clocks do.
    fn day(&self, at: Millis) -> i64;
    /// The date in full, without the time.
    fn date(&self, at: Millis) -> String;
    /// So many seconds, rounded up to minutes, hours or days: "5 minutes".
    fn duration(&self, seconds: i64) -> String;
    /// The instant as the attribute `datetime` wants it: ISO 8601 in UTC.
    fn machine(&self, at: Millis) -> String;
}
