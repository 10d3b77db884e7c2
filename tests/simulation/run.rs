//! One seed: a schedule of texts and faults, and then a time without faults in which everything has to settle.

mod settle;

use std::collections::{BTreeMap, BTreeSet};

use alongside::app::{Input, Random};
use alongside::emulator::{Faults, MetadataPolicy};
use alongside::protocol::Millis;

use super::browser::Standing;
use super::fault::Fault;
use super::network::LATENCY;
use super::oracle::{self, Excused, Receipts};
use super::schedule::{Deed, TROUBLE, schedule};
use super::world::{MOST_TABS, START, World};

/// How long a fault waits for a tab that stands as it wants, and a deed for somebody who can do it.
const FAULT_WAITS: Millis = Millis::from_secs(60);
const DEED_WAITS: Millis = Millis::from_secs(1);
/// After this much longer nobody waits any more.
const WAITS_AT_MOST: Millis = Millis::from_secs(900);
/// What makes the chances of a schedule others than those of its seed, and those of each deed.
const OF_SCHEDULE: u64 = 1 << 63;
const MOST_DEEDS: u64 = 4_096;
/// What a seed has at least.
const LEAST_TABS: usize = 2;
const LEAST_TEXTS: usize = 40;
const LEAST_FAULTS: usize = 20;
const LEAST_KINDS: usize = 5;

/// What came of a seed.
pub(crate) struct Outcome {
    pub(crate) seed: u64,
    pub(crate) steps: u64,
    pub(crate) texts: u64,
    pub(crate) lasted: Millis,
    /// Each fault, and how the tab stood that it befell.
    pub(crate) faults: Vec<(Fault, Standing)>,
    pub(crate) excused: Excused,
    pub(crate) most_held: usize,
    pub(crate) sign_ups: u64,
    pub(crate) lost_sign_ups: u64,
    pub(crate) offers: u64,
    pub(crate) answers: u64,
    pub(crate) drafts: u64,
    /// How many conversations a consumer ended.
    pub(crate) ends: u64,
    pub(crate) violations: Vec<String>,
    pub(crate) trace: Vec<String>,
}

/// A fault that waits for a tab that stands as it wants, and until when.
#[derive(Clone, Copy)]
struct Armed {
    until: Millis,
    fault: Fault,
    standing: Standing,
    lasts: Millis,
    /// Which of the tabs that it could befall.
    number: usize,
}

/// A seed that runs.
struct Run {
    world: World,
    chance: Random,
    /// Faults that wait for a tab that stands as they want.
    armed: Vec<Armed>,
    faults: Vec<(Fault, Standing)>,
    receipts: Receipts,
    /// How much a tab held at most.
    most_held: usize,
    /// How many of nine texts are the same words: without a word between tabs nobody could tell them apart.
    repeats: u64,
    /// Whether tokens run out all the time, and connections end with that.
    tokens_run_out: bool,
}

pub(crate) fn run(seed: u64) -> Outcome {
    run_without(seed, &BTreeSet::new())
}

/// What is done in a seed, in the order of time.
pub(crate) fn deeds(seed: u64) -> Vec<String> {
    let told = |(at, deed): &(Millis, Deed)| format!("{:>8} {deed:?}", (*at - START).0);
    schedule(&mut Random::new(seed ^ OF_SCHEDULE)).iter().map(told).collect()
}

/// The same with some of the deeds left out. Everything else goes on as it would, for each has a chance of its own.
pub(crate) fn run_without(seed: u64, left_out: &BTreeSet<usize>) -> Outcome {
    let mut chance = Random::new(seed);
    let mut skew = || Millis((chance.next_u64() % 1_200_000).cast_signed() - 600_000);
    let skews = [skew(), skew()];
    let shared = seed % 8 != 7;
    // The second browser is another consumer's, or that of somebody who does not open the chat.
    let is_quiet = seed.is_multiple_of(2);
    let second = is_quiet || seed % 4 == 3;
    let browsers: Vec<_> = skews.into_iter().take(1 + usize::from(second)).map(|skew| (skew, shared)).collect();
    let tokens_run_out = seed % 5 == 4;
    let token_life = if tokens_run_out { Millis::from_secs(100) } else { Millis::from_secs(3_600) };
    // Nothing but its words and its place tells a text from another, and what has a place comes late.
    let is_nameless = seed % 16 == 6;
    let mut usual = Faults::default();
    if is_nameless {
        usual = Faults { metadata: MetadataPolicy::Drop, slow_notifications: Millis(1_000), ..usual };
    }
    let world = World::new(seed, &browsers, token_life, usual);
    let repeats = if !shared {
        0
    } else if is_nameless {
        8
    } else {
        3
    };
    let mut run = Run {
        world,
        chance,
        armed: Vec::new(),
        faults: Vec::new(),
        receipts: Receipts::default(),
        most_held: 0,
        repeats,
        tokens_run_out,
    };
    if is_quiet {
        run.world.browsers[1].is_quiet = true;
    }
    run.begin(browsers.len(), shared);
    let deeds = schedule(&mut Random::new(seed ^ OF_SCHEDULE)).into_iter().enumerate();
    run.carry_out(seed, deeds.filter(|(place, _)| !left_out.contains(place)));
    run.settle();
    if left_out.is_empty() {
        run.has_enough();
    }
    let mut world = run.world;
    let verdict = oracle::judge(&world);
    let lasted = world.now - START;
    let texts = world.sent.len() as u64;
    if !verdict.violations.is_empty() {
        let picture = world.picture();
        world.trace.extend(picture);
    } else if (seed / 16).is_multiple_of(4) {
        // That takes long, and what it depends on is the rest of the division by 16.
        world.another_person_comes(0);
    }
    let published = world.published.len() as u64;
    let offers = world.published.iter().filter(|published| published.event == "cobrowseOffered").count() as u64;
    Outcome {
        most_held: run.most_held,
        sign_ups: world.browsers.iter().map(|browser| browser.sign_ups as u64).sum(),
        lost_sign_ups: world.browsers.iter().map(|browser| browser.lost_sign_ups as u64).sum(),
        offers,
        answers: published - offers,
        drafts: world.drafted.len() as u64,
        ends: oracle::ends(&world),
        seed,
        steps: world.steps,
        texts,
        lasted,
        faults: run.faults,
        excused: verdict.excused,
        violations: world.violations.into_iter().chain(verdict.violations).collect(),
        trace: world.trace,
    }
}

impl Run {
    fn number(&mut self, below: usize) -> usize {
        usize::try_from(self.chance.next_u64() % below.max(1) as u64).unwrap()
    }

    /// Two tabs or more in each browser. Where tabs do not hear of each other they begin one after the other: nobody could
    /// keep them from becoming two people.
    fn begin(&mut self, browsers: usize, shared: bool) {
        for browser in 0..browsers {
            let is_loud = !self.world.browsers[browser].is_quiet;
            self.world.open_tab(browser, is_loud);
            if !shared {
                self.world.run_until(self.world.now + Millis::from_secs(2));
            }
            for _ in 0..=self.number(2) {
                // A tab in which nobody has opened the chat now and then.
                let open = is_loud && self.number(4) != 0;
                self.world.open_tab(browser, open);
            }
        }
    }

    /// Lets time go by, and armed faults strike.
    fn go_on(&mut self, end: Millis) {
        loop {
            self.strike();
            if !self.world.run_on(end) {
                break;
            }
        }
        self.world.run_until(end);
    }

    fn strike(&mut self) {
        let mut place = 0;
        while let Some(armed) = self.armed.get(place).copied() {
            let Some((browser, tab)) = self.target(&armed) else {
                place += 1;
                continue;
            };
            self.armed.remove(place);
            let fault = self.knowable(armed.fault);
            let standing = self.world.browsers[browser].tabs[tab].standing();
            self.faults.push((fault, standing));
            self.world.suffer(fault, (browser, tab), armed.lasts);
            self.most_held = self.most_held.max(oracle::look(&mut self.world, &mut self.receipts));
        }
    }

    /// Whom a fault befalls: a tab that stands as it wants, and in the end any.
    fn target(&self, armed: &Armed) -> Option<(usize, usize)> {
        let is_late = self.world.now >= armed.until;
        let can_be = |(browser, tab): &(usize, usize)| {
            let known = &self.world.browsers[*browser];
            let is_as_wanted = is_late || known.tabs[*tab].standing() == armed.standing;
            is_as_wanted && self.can_befall(armed.fault, *browser, is_late)
        };
        let found: Vec<_> = self.world.living().into_iter().filter(can_be).collect();
        found.get(armed.number % found.len().max(1)).copied()
    }

    /// One tab is left, and nobody does anything at a computer that sleeps.
    fn can_befall(&self, fault: Fault, browser: usize, is_late: bool) -> bool {
        let tabs = self.world.browsers[browser].living().len();
        let has_room = match fault {
            Fault::Kill | Fault::CloseTab | Fault::BackForward => tabs > 1,
            Fault::OpenTab => tabs < MOST_TABS || is_late,
            // Of last words that are not told nobody could know.
            Fault::LostEvents(_) => self.world.now > self.world.closes_until,
            _ => true,
        };
        has_room && (!fault.is_by_hand() || self.world.is_awake(browser))
    }

    /// What is neither told nor answered, nobody can know of: in a seed there is one of these two.
    fn knowable(&self, fault: Fault) -> Fault {
        let first = self.faults.iter().map(|(fault, _)| *fault).find(|fault| is_lost(*fault) || is_unanswered(*fault));
        match first {
            Some(first) if is_lost(fault) || is_unanswered(fault) => first,
            _ => fault,
        }
    }

    /// Everything is done in its turn. What nobody can do just then is put off.
    fn carry_out(&mut self, seed: u64, deeds: impl Iterator<Item = (usize, (Millis, Deed))>) {
        let latest = START + TROUBLE + WAITS_AT_MOST;
        let place = |(place, (at, deed)): (usize, (Millis, Deed))| ((at, place), deed);
        let mut deeds: BTreeMap<_, _> = deeds.map(place).collect();
        while let Some(((at, place), deed)) = deeds.pop_first() {
            self.go_on(at);
            let mut chance = Random::new(seed.wrapping_mul(MOST_DEEDS) + place as u64);
            let is_done = self.perform(deed, usize::try_from(chance.next_u64() % 64).unwrap());
            self.most_held = self.most_held.max(oracle::look(&mut self.world, &mut self.receipts));
            if !is_done && at < latest {
                deeds.insert((at + DEED_WAITS, place), deed);
            }
        }
        self.go_on(START + TROUBLE + FAULT_WAITS);
        while !self.armed.is_empty() && self.world.now < latest {
            self.go_on(self.world.now + DEED_WAITS);
        }
    }

    /// A seed that has little of what is to be gone through proves little.
    fn has_enough(&mut self) {
        let kinds: BTreeSet<_> = self.faults.iter().map(|(fault, _)| fault.kind()).collect();
        let tabs = self.world.browsers.iter().map(|browser| browser.tabs.len()).sum();
        for (what, count, least) in [
            ("tabs", tabs, LEAST_TABS),
            ("texts", self.world.sent.len(), LEAST_TEXTS),
            ("faults", self.faults.len(), LEAST_FAULTS),
            ("kinds of faults", kinds.len(), LEAST_KINDS),
        ] {
            if count < least {
                self.world.violations.push(format!("too small a seed: {count} {what}"));
            }
        }
    }

    /// Yields whether it could be done, of what has to be done sometime.
    fn perform(&mut self, deed: Deed, number: usize) -> bool {
        let living = self.world.living();
        let is_there = |browser: usize| self.world.is_awake(browser) && !self.world.browsers[browser].is_quiet;
        let awake: Vec<_> = living.iter().copied().filter(|(browser, _)| is_there(*browser)).collect();
        let one = awake.get(number % awake.len().max(1)).copied();
        match deed {
            Deed::Write(number) => {
                let Some((browser, tab)) = one.filter(|tab| self.has_room(*tab)) else { return false };
                self.write(browser, tab, number);
            }
            Deed::WriteEverywhere(number) => {
                let writing: Vec<_> = awake.into_iter().filter(|tab| self.has_room(*tab)).collect();
                if writing.is_empty() {
                    return false;
                }
                for (browser, tab) in writing {
                    self.write(browser, tab, number);
                }
            }
            Deed::AgentWrites(answer) => {
                if let Some(conversation) = self.world.desk.open_conversation(number) {
                    self.world.desk.say(&conversation, &format!("answer {answer}"));
                }
            }
            Deed::AgentCloses => {
                if self.world.service.faults_mut().lost_events > 0 {
                    return false;
                }
                if let Some(conversation) = self.world.desk.open_conversation(number) {
                    // What was not told shows when more comes, and after the end nothing does.
                    if self.faults.iter().any(|(fault, _)| is_lost(*fault)) {
                        self.world.desk.say(&conversation, "goodbye");
                    }
                    self.world.note("the agent closes the conversation");
                    self.world.desk.close(&conversation);
                    self.world.closed += 1;
                    self.world.closes_until = self.world.now + LATENCY;
                }
            }
            Deed::ConsumerCloses => {
                if let Some((browser, tab)) = one {
                    self.world.end_conversation(browser, tab);
                }
            }
            Deed::Invite(lasts) => {
                if let Some(conversation) = self.world.desk.open_conversation(number) {
                    self.world.note("the agent invites");
                    let expires = self.world.now + lasts;
                    self.world.desk.invite(&conversation, expires);
                }
            }
            Deed::EndCoBrowse => self.world.desk.end_cobrowse(),
            Deed::Answer(everywhere, answer) => {
                // Where the screen has not followed yet, a button is pressed that should not be there any more.
                let asked = self.world.standing(number.is_multiple_of(4));
                let clicked = if everywhere { asked.len() } else { 1 };
                for (browser, tab, key) in asked.into_iter().cycle().skip(number).take(clicked) {
                    if self.world.is_awake(browser) {
                        self.world.answer(browser, tab, key, answer);
                    }
                }
            }
            Deed::Tag(ready) => {
                if let Some((browser, tab)) = one {
                    self.world.set_tag(browser, tab, ready);
                }
            }
            Deed::Draft(is_reloaded) => {
                if let Some((browser, tab)) = one {
                    self.world.draft(browser, tab);
                    if is_reloaded {
                        self.world.reload(browser, tab);
                    }
                }
            }
            Deed::SendDraft => {
                if let Some((browser, tab)) = one {
                    self.world.send_draft(browser, tab);
                }
            }
            Deed::Look(at_all) => {
                let Some((browser, shown)) = one else { return true };
                for tab in self.world.browsers[browser].living() {
                    let visible = at_all || tab == shown;
                    self.world.browsers[browser].tabs[tab].is_visible = visible;
                    self.world.input(browser, tab, Input::Visible(visible));
                }
            }
            Deed::Suffer(fault, standing, lasts) => {
                self.armed.push(Armed { until: self.world.now + FAULT_WAITS, fault, standing, lasts, number });
            }
        }
        self.world.pump();
        true
    }

    /// Whether another text is taken.
    fn has_room(&self, (browser, tab): (usize, usize)) -> bool {
        !self.world.app(browser, tab).state().conversation.is_full()
    }

    fn write(&mut self, browser: usize, tab: usize, number: u64) {
        // The same words now and then: they are texts of their own.
        let is_repeated = number % 9 < self.repeats;
        let text = if is_repeated { "ok".to_owned() } else { format!("text {}", self.world.sent.len()) };
        self.world.write(browser, tab, text);
    }
}

fn is_lost(fault: Fault) -> bool {
    matches!(fault, Fault::LostEvents(_))
}

fn is_unanswered(fault: Fault) -> bool {
    matches!(fault, Fault::RefusedQueries)
}
