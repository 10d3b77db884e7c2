//! What becomes of texts: none is lost, doubled, out of order, or failed without a reason.

use std::collections::{BTreeMap, BTreeSet};

use alongside::store::{Delivery, Failure, Message};

use super::{Excused, Said, Verdict};
use crate::browser::{Page, Tab};
use crate::world::{Sent, World};

/// How often a text is shown as failed in such a way, in the tab of its browser that shows it so most often.
fn failures(world: &World, browser: usize, text: &str, is_so: impl Fn(Failure) -> bool) -> usize {
    let known = &world.browsers[browser];
    let count = |tab: &usize| {
        let has_failed = |delivery| matches!(delivery, Delivery::Failed(_, failure) if is_so(failure));
        let is_it = |message: &Message| *message.text == *text && has_failed(message.delivery);
        known.tabs[*tab].messages().iter().filter(|message| is_it(message)).count()
    };
    known.living().iter().map(count).max().unwrap_or(0)
}

pub(super) fn nothing_lost_or_doubled(world: &World, log: &[Said], verdict: &mut Verdict) {
    for text in world.sent.iter().map(|sent| &sent.text).collect::<BTreeSet<_>>() {
        let sent: Vec<_> = world.sent.iter().filter(|sent| sent.text == *text).collect();
        let failed_in = |browser: usize| failures(world, browser, text, |_| true);
        let failed: usize = (0..world.browsers.len()).map(failed_in).sum();
        let wanted = sent.len().saturating_sub(failed);
        let stands = log.iter().filter(|said| said.who != world.desk.id && said.text == *text).count();
        // The consumer was told that these would go with their page, and it went.
        let at_risk = sent.iter().filter(|sent| sent.is_at_risk && !is_loaded(world, sent.page)).count();
        let is_blurred = |sent: &&&Sent| is_blurred(world, sent.page.browser, &sent.text);
        let at_risk = at_risk.max(sent.iter().filter(is_blurred).count());
        if stands + at_risk < wanted {
            verdict.violations.push(format!("lost: {text:?} was sent {wanted} times and stands {stands} times"));
        }
        let doubled = stands.saturating_sub(wanted);
        // Whoever sends a text again that another tab may be sending is told so.
        let retried = world.retried.iter().filter(|retried| retried.text == *text).count();
        // And somebody new cannot look up what the former person sent.
        let strange = (0..world.browsers.len()).filter(|browser| world.browsers[*browser].strangers > 0);
        let is_unknown = |failure| failure == Failure::Unknown;
        let unknown: usize = strange.map(|browser| failures(world, browser, text, is_unknown)).sum();
        let mut left = doubled;
        let mut excuse = |most: usize| {
            let excused = left.min(most);
            left -= excused;
            excused as u64
        };
        verdict.excused.add(Excused {
            doubles_allowed: excuse(late(world, text)),
            doubles_by_hand: excuse(retried),
            doubles_unkept: excuse(unkept(world, text)),
            doubles_of_strangers: excuse(unknown),
            lost_as_told: wanted.saturating_sub(stands).min(at_risk) as u64,
        });
        if left > 0 {
            verdict.violations.push(format!("doubled: {text:?} was sent {wanted} times and stands {stands} times"));
        }
    }
}

/// Where neither the service keeps names nor the browser places, texts of the same words cannot be told apart.
pub(super) fn is_blurred(world: &World, browser: usize, text: &str) -> bool {
    text == "ok" && !world.names_all && world.browsers[browser].lost_floor
}

/// How often more than once a text can stand, as nobody could know that it did.
pub(super) fn allowed_doubles(world: &World, text: &str) -> usize {
    late(world, text) + unkept(world, text)
}

/// How often the service took a frame late.
fn late(world: &World, text: &str) -> usize {
    world.ledger.late.iter().filter(|late| *late == text).count()
}

/// How often its page comes back from the browser's history with what was never kept, or told it at its end to pages that
/// came after it.
fn unkept(world: &World, text: &str) -> usize {
    world.sent.iter().filter(|sent| sent.text == text && sent.went).count()
}

fn is_loaded(world: &World, page: Page) -> bool {
    let tab = &world.browsers[page.browser].tabs[page.tab];
    tab.page == page && !tab.is_gone
}

/// The texts of a tab stand in the order in which they were sent, over all its page loads where its browser shares them;
/// of one that stands twice the first time counts. What was sent again by hand counts from then on.
pub(super) fn in_order(world: &World, log: &[Said], verdict: &mut Verdict) {
    let mut newest: BTreeMap<(usize, usize, u64), usize> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for said in log.iter().filter(|said| said.who != world.desk.id && said.text != "ok") {
        let again = world.retried.iter().rposition(|retried| retried.text == said.text && retried.at <= said.at);
        if !seen.insert((&said.text, again.is_some())) {
            continue;
        }
        let Some(place) = world.sent.iter().position(|sent| sent.text == said.text) else { continue };
        // It was to go with its page. Another one that remembers it, or the page itself, sends it when that comes back.
        let Sent { page, was_at_risk, went, .. } = world.sent[place];
        if went || was_at_risk && !is_loaded(world, page) {
            continue;
        }
        // By hand it is sent behind all others.
        let (page, place) = match again {
            Some(again) => (world.retried[again].page, world.sent.len() + again),
            None => (world.sent[place].page, place),
        };
        let load = if world.browsers[page.browser].shared { 0 } else { page.load };
        let newest = newest.entry((page.browser, page.tab, load)).or_insert(place);
        if place < *newest {
            verdict.violations.push(format!("out of order: {:?}", said.text));
        }
        *newest = place.max(*newest);
    }
}

/// Only an answer that cannot be retried makes a text fail, or that nobody can tell what became of it.
pub(super) fn failed_for_a_reason(world: &World, tab: &Tab, verdict: &mut Verdict) {
    for message in tab.messages() {
        let Delivery::Failed(_, failure) = message.delivery else { continue };
        let is_right = match failure {
            Failure::Refused => world.ledger.is_refused(&message.text),
            // Or the consumer ended what it was for.
            Failure::Ended => world.ledger.is_refused(&message.text) || world.ended.contains(&tab.page.browser),
            // Or its consumer became somebody else, as it was not kept who they are.
            Failure::Unknown => {
                world.ledger.is_unknowable(&message.text) || world.browsers[tab.page.browser].strangers > 0
            }
            // None of these texts is too long.
            Failure::TooLong => false,
            // Others ask for an answer of the consumer first.
            Failure::Left => true,
            // There are no files in this world.
            Failure::NoFiles | Failure::NotUploaded | Failure::Lost => false,
        };
        if !is_right {
            verdict.violations.push(format!("{:?} is shown as {failure:?} without a reason", message.text));
        }
    }
}
