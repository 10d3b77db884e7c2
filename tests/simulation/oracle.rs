//! What has to hold in the end. The service's raw log is the truth.

mod receipts;
mod sending;

use std::collections::{BTreeMap, BTreeSet};

use alongside::emulator::LogEntry;
use alongside::protocol::{ConversationId, Metadata, Millis, Role};
use alongside::store::{Author, Delivery, Failure, Message};

pub(crate) use self::receipts::Receipts;
use self::sending::{allowed_doubles, failed_for_a_reason, in_order, is_blurred, nothing_lost_or_doubled};
use super::browser::{Browser, Page, Tab};
use super::world::{Drafted, World};

#[derive(Default)]
pub(crate) struct Verdict {
    pub(crate) violations: Vec<String>,
    pub(crate) excused: Excused,
}

/// What is no violation though the consumer would have wished it otherwise.
#[derive(Clone, Copy, Default)]
pub(crate) struct Excused {
    /// Texts that stand twice because the service took a frame from a connection that was long gone.
    pub(crate) doubles_allowed: u64,
    /// Texts that stand twice because somebody sent again what was offered to them.
    pub(crate) doubles_by_hand: u64,
    /// Texts that stand twice because the browser kept neither them nor what became of them.
    pub(crate) doubles_unkept: u64,
    /// Texts that stand for somebody who became another one since, and are shown there as of unknown fate.
    pub(crate) doubles_of_strangers: u64,
    /// Texts that went with their page, as the consumer was told that they would.
    pub(crate) lost_as_told: u64,
}

impl Excused {
    pub(crate) fn add(&mut self, other: Self) {
        self.doubles_allowed += other.doubles_allowed;
        self.doubles_by_hand += other.doubles_by_hand;
        self.doubles_unkept += other.doubles_unkept;
        self.doubles_of_strangers += other.doubles_of_strangers;
        self.lost_as_told += other.lost_as_told;
    }
}

/// A text in the log.
#[derive(Clone)]
struct Said {
    who: String,
    conversation: ConversationId,
    text: String,
    name: Option<String>,
    at: Millis,
}

fn log(world: &World) -> Vec<Said> {
    let said = |entry: &LogEntry| match entry {
        LogEntry::Event { at, event, originator, conversation, sequence: Some(_), metadata, .. } => Some(Said {
            who: originator.as_str().to_owned(),
            conversation: conversation.clone(),
            text: event.as_text()?.to_owned(),
            name: metadata.iter().find_map(Metadata::as_external_id).map(str::to_owned),
            at: *at,
        }),
        _ => None,
    };
    world.service.log().iter().filter_map(said).collect()
}

/// What became of a conversation in the end.
struct Known {
    consumer: String,
    is_over: bool,
}

fn conversations(world: &World) -> BTreeMap<ConversationId, Known> {
    let mut conversations = BTreeMap::new();
    for entry in world.service.log() {
        if let LogEntry::Conversation { conversation, details, .. } = entry {
            let consumer = details.everybody().find(|(_, role)| *role == Some(&Role::Consumer));
            let consumer = consumer.map_or_else(String::new, |(who, _)| who.as_str().to_owned());
            conversations.insert(conversation.clone(), Known { consumer, is_over: details.is_over() });
        }
    }
    conversations
}

/// How many conversations their consumers ended.
pub(crate) fn ends(world: &World) -> u64 {
    let ended_by_consumer = |entry: &LogEntry| match entry {
        LogEntry::Conversation { conversation, details, .. } => {
            (details.close_reason.as_deref() == Some("CONSUMER")).then(|| conversation.clone())
        }
        LogEntry::Event { .. } => None,
    };
    let ended: BTreeSet<_> = world.service.log().iter().filter_map(ended_by_consumer).collect();
    ended.len() as u64
}

pub(crate) fn judge(world: &World) -> Verdict {
    let mut verdict = Verdict::default();
    let log = log(world);
    nothing_lost_or_doubled(world, &log, &mut verdict);
    in_order(world, &log, &mut verdict);
    let known = conversations(world);
    let mut receipts = Receipts::default();
    receipts.read_on(world);
    for (browser, tab) in world.living() {
        let tab = &world.browsers[browser].tabs[tab];
        shown_as_it_is(world, tab, &log, &known, &mut verdict);
        shown_once(world, tab, &log, &mut verdict);
        failed_for_a_reason(world, tab, &mut verdict);
        verdict.violations.extend(receipts.made_up(tab));
        draft_is_its_own(world, tab, &mut verdict);
        is_bounded(world, tab, &mut verdict);
    }
    one_of_each(world, &known, &mut verdict);
    answers_are_right(world, &mut verdict);
    verdict
}

/// The transcript is the log: what the service has twice because of a late frame is shown once, where it says which it is.
fn shown_as_it_is(
    world: &World,
    tab: &Tab,
    log: &[Said],
    known: &BTreeMap<ConversationId, Known>,
    verdict: &mut Verdict,
) {
    let page = tab.page;
    let state = tab.app.state();
    let Some(me) = &state.me else {
        return verdict.violations.push(format!("{page:?} is nobody: {:?}", state.connection));
    };
    let shown: Vec<_> = tab
        .messages()
        .into_iter()
        .filter(|message| !matches!(message.delivery, Delivery::Failed(..)))
        .map(|message| (message.author == Author::Me, message.text.to_string()))
        .collect();
    let is_mine = |said: &&Said| known.get(&said.conversation).is_some_and(|known| known.consumer == me.as_str());
    let of_mine: Vec<_> = log.iter().filter(is_mine).collect();
    // Of what stands twice because nobody could know one is shown, where the service tells the name of both.
    let is_double = |one: &Said| {
        let alike = of_mine.iter().filter(|other| other.text == one.text);
        let same_name = of_mine.iter().filter(|other| one.name.is_some() && other.name == one.name).count() > 1;
        same_name
            || is_blurred(world, page.browser, &one.text)
            || (allowed_doubles(world, &one.text) > 0
                && alike.clone().any(|other| other.name.is_none())
                && alike.count() > 1)
    };
    // Earlier conversations are read on demand: what is shown begins with one of them.
    let starts = (0..of_mine.len())
        .filter(|place| *place == 0 || of_mine[place - 1].conversation != of_mine[*place].conversation);
    // How far the rows are what was said from a place on. Each double is shown or not.
    let matches = |start: usize| {
        let mut reached = BTreeSet::from([0]);
        for said in &of_mine[start..] {
            let is_row = |place: &&usize| {
                shown.get(**place).is_some_and(|row| row.0 == (said.who == me.as_str()) && row.1 == said.text)
            };
            let mut next: BTreeSet<_> = reached.iter().filter(is_row).map(|place| place + 1).collect();
            if is_double(said) {
                next.extend(&reached);
            }
            if next.is_empty() {
                return (false, reached.last().copied().unwrap_or(0));
            }
            reached = next;
        }
        // What stands twice under one name is one.
        let of = |text: &str| {
            let alike = of_mine[start..].iter().filter(|said| said.text == text);
            let nameless = alike.clone().filter(|said| said.name.is_none()).count();
            nameless + alike.filter_map(|said| said.name.as_ref()).collect::<BTreeSet<_>>().len()
        };
        let is_shown = |said: &&Said| {
            if is_blurred(world, page.browser, &said.text) {
                return true;
            }
            let rows = shown.iter().filter(|(_, text)| *text == said.text).count();
            rows > 0 && rows + allowed_doubles(world, &said.text) >= of(&said.text)
        };
        (reached.contains(&shown.len()) && of_mine[start..].iter().all(is_shown), shown.len())
    };
    // Whoever has scrolled up to the beginning sees all of it.
    let is_whole = world.has_read && !tab.has_earlier();
    let starts = starts.take(if is_whole { 1 } else { usize::MAX });
    let found: Vec<_> = starts.map(|start| (matches(start), start)).collect();
    // One that has ended is not taken up again by a page that is loaded later.
    let is_over = of_mine.last().is_none_or(|last| known[&last.conversation].is_over);
    let is_empty = is_over && !is_whole || of_mine.is_empty();
    let is_right = (is_empty && shown.is_empty()) || found.iter().any(|((is_right, _), _)| *is_right);
    if !is_right {
        let ((_, at), start) = found.into_iter().max_by_key(|((_, count), _)| *count).unwrap_or_default();
        verdict.violations.push(format!(
            "{page:?}: the transcript is not the log: {} rows for {} texts; from {at} on {:?} for {:?}",
            shown.len(),
            of_mine.len() - start,
            shown.iter().skip(at).take(3).collect::<Vec<_>>(),
            of_mine.iter().skip(start + at).take(3).map(|said| &said.text).collect::<Vec<_>>()
        ));
    }
    let unfinished = tab.messages().into_iter().filter(|message| {
        matches!(message.delivery, Delivery::Queued(_) | Delivery::Sending(_) | Delivery::Failed(_, Failure::Left))
    });
    for message in unfinished {
        verdict.violations.push(format!("{page:?}: {:?} is {:?}", message.text, message.delivery));
    }
}

/// Of words that were said once, what the service has twice under one name is shown once.
fn shown_once(world: &World, tab: &Tab, log: &[Said], verdict: &mut Verdict) {
    let of = |text: &str| log.iter().filter(|said| said.text == text && said.who != world.desk.id).count();
    let sent = |text: &str| world.sent.iter().filter(|sent| sent.text == text).count();
    // One can have been sent without its name, by a tab whose names were refused.
    let is_named = |text: &str| log.iter().filter(|said| said.text == text).all(|said| said.name.is_some());
    let messages = tab.messages();
    let of_me = |message: &&Message| message.author == Author::Me && is_named(&message.text);
    for message in messages.iter().filter(of_me).filter(|_| world.names_all) {
        let rows = messages.iter().filter(|other| other.text == message.text).count();
        // What was sent again by hand, though its tab lived, has two names.
        if world.retried.iter().any(|retried| *retried.text == *message.text) {
            continue;
        }
        if sent(&message.text) == 1 && of(&message.text) > 1 && rows > 1 {
            verdict.violations.push(format!("{:?}: {:?} is shown {rows} times", tab.page, message.text));
        }
    }
}

/// What a page begins with was written by the same person, or before there was one, for the conversation that goes on
/// there or, as there was none, for the next.
fn draft_is_its_own(world: &World, tab: &Tab, verdict: &mut Verdict) {
    let state = tab.app.state();
    let is_it = |drafted: &&Drafted| drafted.text == *state.draft && !tab.has_written;
    let Some(drafted) = world.drafted.iter().find(is_it) else { return };
    let stood = &world.stood[&drafted.page][drafted.since..];
    let me = state.me.as_ref().map_or("", |me| me.as_str());
    let is_mine = drafted.page.browser == tab.page.browser && stood.iter().any(|(who, _)| who == me || who.is_empty());
    if !is_mine {
        verdict.violations.push(format!("{:?} begins with {:?}, another's", tab.page, state.draft));
    }
    let is_for = |id: &str| stood.iter().any(|(_, of)| of == id || of.is_empty());
    if state.conversation.open_id().is_some_and(|id| !is_for(id.as_str())) {
        verdict.violations.push(format!("{:?} begins with {:?}, of another conversation", tab.page, state.draft));
    }
}

/// Nothing but the transcript grows.
fn is_bounded(world: &World, tab: &Tab, verdict: &mut Verdict) {
    let load = tab.app.load();
    if load > MOST_HELD + names(world) {
        verdict.violations.push(format!("{:?} holds {load} things", tab.page));
    }
}

/// How many names of own texts can be remembered: each text has one, and another where it is sent again by hand.
fn names(world: &World) -> usize {
    MOST_NAMES.min(world.sent.len() + world.retried.len())
}

/// What has to hold at any time, also while things go wrong. Yields how much a tab holds at most.
pub(crate) fn look(world: &mut World, receipts: &mut Receipts) -> usize {
    receipts.read_on(world);
    let mut most = 0;
    for (browser, tab) in world.living() {
        let tab = &world.browsers[browser].tabs[tab];
        let load = tab.app.load();
        most = most.max(load);
        let (page, made_up) = (tab.page, receipts.made_up(tab));
        world.violations.extend(made_up.into_iter().map(|line| format!("{line} in the midst of it")));
        if load > MOST_HELD_IN_TROUBLE + names(world) {
            world.violations.push(format!("{page:?} holds {load} things in the midst of it"));
        }
    }
    most
}

/// One conversation for each first message, and one person for each browser.
fn one_of_each(world: &World, known: &BTreeMap<ConversationId, Known>, verdict: &mut Verdict) {
    let strangers = |browser: &Browser| browser.strangers;
    let begins = |(place, browser): (usize, &Browser)| {
        let has_written = world.sent.iter().any(|sent| sent.page.browser == place);
        // Somebody new begins anew.
        if has_written { 1 + strangers(browser) } else { 0 }
    };
    let most = world.browsers.iter().enumerate().map(begins).sum::<usize>() + world.closed;
    if known.len() > most {
        verdict.violations.push(format!("{} conversations, and not {most}", known.len()));
    }
    let open: Vec<_> = known.values().filter(|known| !known.is_over).map(|known| &known.consumer).collect();
    if open.len() > open.iter().collect::<BTreeSet<_>>().len() {
        verdict.violations.push("somebody has two conversations at a time".into());
    }
    for (place, browser) in world.browsers.iter().enumerate() {
        // Whom the browser did not keep becomes somebody else, and whoever was not told who they are asks again.
        let people = browser.sign_ups - browser.lost_sign_ups;
        if people > 1 + strangers(browser) || browser.lost_sign_ups > MOST_LOST_SIGN_UPS {
            let lost = browser.lost_sign_ups;
            verdict
                .violations
                .push(format!("browser {place} is {people} people, beside {lost} of whom it was not told"));
        }
    }
}

/// An answer comes after its offer in the same page, once over all tabs, and never when the invitation is over.
fn answers_are_right(world: &World, verdict: &mut Verdict) {
    let mut answered: BTreeMap<&str, Page> = BTreeMap::new();
    for (place, published) in world.published.iter().enumerate() {
        if published.event == "cobrowseOffered" {
            continue;
        }
        let service = published.service.as_str();
        let before = &world.published[..place];
        let offered = before
            .iter()
            .any(|other| other.event == "cobrowseOffered" && other.service == service && other.page == published.page);
        if !offered {
            verdict.violations.push(format!("{service} is answered before it is offered"));
        }
        if world.browsers[published.page.browser].shared {
            if let Some(other) = answered.insert(service, published.page) {
                verdict.violations.push(format!("{service} is answered twice, by {other:?} and {:?}", published.page));
            }
        } else if before
            .iter()
            .any(|other| other.event != "cobrowseOffered" && other.service == service && other.page == published.page)
        {
            verdict.violations.push(format!("{service} is answered twice by {:?}", published.page));
        }
        if !published.tag_was_ready {
            verdict.violations.push(format!("{service} is answered on a tag that is not there"));
        }
        if published.was_over {
            verdict.violations.push(format!("{service} is answered when it is over"));
        }
        // By the service's clock, as far as the page could know it: to the millisecond.
        let invitation = world.desk.invitations.iter().find(|invited| invited.service == service);
        if invitation.is_none_or(|invited| published.service_time.is_none_or(|time| time >= invited.expires)) {
            let (at, expires) = (published.service_time, invitation.map(|invited| invited.expires));
            verdict.violations.push(format!("{service} is answered after its time: {at:?}, {expires:?}"));
        }
    }
}

/// Where nothing is on its way any more: dialogs, and remarks to developers.
const MOST_HELD: usize = 100;
/// Beside those there are the texts of a seed, and what they have not been answered yet.
const MOST_HELD_IN_TROUBLE: usize = 150;

/// As many attempts as there is time for while one tab after the other is cut off.
const MOST_LOST_SIGN_UPS: usize = 30;

/// How many names of own texts are remembered.
const MOST_NAMES: usize = 256;
