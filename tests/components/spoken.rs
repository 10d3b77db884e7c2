//! The regions that speak: there from the start, and silent about what was there before.

use crate::fixture::{agent, ago, conversation, say_live, state};
use crate::html;
use alongside::store::State;

#[test]
fn both_regions_are_there_from_the_start_and_empty() {
    let html = crate::render(State::default());
    let regions: Vec<_> = html.match_indices("aria-live=\"polite\"").collect();
    assert_eq!(regions.len(), 2);
}

#[test]
fn history_is_not_read_out() {
    let mut talk = conversation();
    say_live(&mut talk, agent("ada"), "from before", ago(3));
    let html = crate::render(state(talk));
    let region = html::element(&html, "aria-live=\"polite\"");
    assert!(!region.contains("from before"), "{region}");
    assert!(html.contains("role=\"log\" aria-live=\"off\""), "the transcript itself is silent");
}
