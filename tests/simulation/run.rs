//! One seed: a schedule of texts and faults, and then a time without faults in which everything has to settle.

use alongside::app::{Input, Intent, Random};
use alongside::emulator::{Faults, MetadataPolicy};
use alongside::protocol::Millis;
use alongside::store::cobrowse::Answer;
use alongside::store::{Connection, Delivery, Failure};

use super::browser::Standing;
use super::fault::Fault;
use super::oracle;
use super::world::{START, World};

/// How many texts and faults a schedule has.
pub(crate) const TEXTS: u64 = 40;
const FAULTS: u64 = 24;
const WORDS_OF_AGENT: u64 = 12;
const INVITATIONS: u64 = 4;
/// How long things go wrong, and how long everything may take to settle afterwards.
const TROUBLE: Millis = Millis::from_secs(300);
const SETTLES_WITHIN: Millis = Millis::from_secs(1_200);
/// How long a fault waits for a tab that stands as it wants.
const FAULT_WAITS: Millis = Millis::from_secs(60);

/// What came of a seed.
pub(crate) struct Outcome {
    pub(crate) seed: u64,
    pub(crate) steps: u64,
    pub(crate) texts: u64,
    pub(crate) lasted: Millis,
    /// Each fault, and how the tab stood that it befell.
    pub(crate) faults: Vec<(Fault, Standing)>,
    pub(crate) doubles_allowed: u64,
    pub(crate) offers: u64,
    pub(crate) answers: u64,
    pub(crate) drafts: u64,
    pub(crate) violations: Vec<String>,
    pub(crate) trace: Vec<String>,
}

#[derive(Clone, Copy)]
enum Deed {
    Write(u64),
    /// The same moment, in all tabs.
    WriteEverywhere(u64),
    AgentWrites(u64),
    AgentCloses,
    Invite(Millis),
    EndCoBrowse,
    /// In one tab, or in all at the same moment.
    Answer(bool, Answer),
    /// The page's tag is there from now on, or goes.
    Tag(bool),
    /// Written and not sent; then the page may be loaded again.
    Draft(bool),
    SendDraft,
    /// One tab is shown and the others are not; or all are, in windows of their own.
    Look(bool),
    Suffer(Fault, Standing, Millis),
}

fn schedule(chance: &mut Random) -> Vec<(Millis, Deed)> {
    let at = |chance: &mut Random| START + Millis((chance.next_u64() % TROUBLE.0.unsigned_abs()).cast_signed());
    let mut deeds = Vec::new();
    for number in 0..TEXTS - 4 {
        deeds.push((at(chance), Deed::Write(number)));
    }
    deeds.push((at(chance), Deed::WriteEverywhere(TEXTS - 4)));
    for number in 0..WORDS_OF_AGENT {
        deeds.push((at(chance), Deed::AgentWrites(number)));
    }
    if chance.next_u64().is_multiple_of(3) {
        deeds.push((at(chance), Deed::AgentCloses));
    }
    for _ in 0..INVITATIONS {
        let invited = at(chance);
        let lasts = Millis((chance.next_u64() % 60_000).cast_signed() + 2_000);
        deeds.push((invited, Deed::Invite(lasts)));
        if chance.next_u64().is_multiple_of(2) {
            let ended = invited + Millis((chance.next_u64() % 20_000).cast_signed());
            deeds.push((ended, Deed::EndCoBrowse));
            // While the word of it is on its way.
            for _ in 0..2 {
                let clicked = ended + Millis((chance.next_u64() % 100).cast_signed());
                deeds.push((clicked, Deed::Answer(true, Answer::Accepted)));
            }
        }
        // Around its end, in a moment in which one tab may know of that and another not.
        for span in [8, 300, 6_000] {
            let clicked = invited + lasts + Millis((chance.next_u64() % span).cast_signed() - span.cast_signed() / 2);
            deeds.push((clicked, Deed::Answer(true, Answer::Accepted)));
        }
        // In two tabs with a few milliseconds between.
        let clicked = invited + Millis((chance.next_u64() % 5_000).cast_signed());
        deeds.push((clicked, Deed::Answer(false, Answer::Accepted)));
        deeds.push((clicked + Millis((chance.next_u64() % 8).cast_signed()), Deed::Answer(false, Answer::Declined)));
        for _ in 0..3 {
            let answer = if chance.next_u64().is_multiple_of(3) { Answer::Declined } else { Answer::Accepted };
            let clicked = invited + Millis((chance.next_u64() % 30_000).cast_signed());
            deeds.push((clicked, Deed::Answer(chance.next_u64().is_multiple_of(2), answer)));
        }
    }
    for number in 0..12 {
        deeds.push((at(chance), Deed::Look(number % 3 == 2)));
        deeds.push((at(chance), Deed::Tag(number % 2 == 0)));
        deeds.push((at(chance), Deed::Draft(number % 3 == 0)));
    }
    for _ in 0..4 {
        deeds.push((at(chance), Deed::SendDraft));
    }
    for _ in 0..FAULTS {
        let fault = Fault::any(chance);
        let lasts = Millis((chance.next_u64() % 60_000).cast_signed() + 1_000);
        let standing = Standing::ALL[usize::try_from(chance.next_u64() % Standing::ALL.len() as u64).unwrap()];
        deeds.push((at(chance), Deed::Suffer(fault, standing, lasts)));
    }
    deeds.sort_by_key(|(at, _)| *at);
    deeds
}

/// A seed that runs.
struct Run {
    world: World,
    chance: Random,
    /// Faults that wait for a tab that stands as they want, and until when.
    armed: Vec<(Millis, Fault, Standing, Millis)>,
    faults: Vec<(Fault, Standing)>,
    /// How many of nine texts are the same words: without a word between tabs nobody could tell them apart.
    repeats: u64,
    /// Whether tokens run out all the time, and connections end with that.
    tokens_run_out: bool,
}

pub(crate) fn run(seed: u64) -> Outcome {
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
    let mut run = Run { world, chance, armed: Vec::new(), faults: Vec::new(), repeats, tokens_run_out };
    if is_quiet {
        run.world.browsers[1].is_quiet = true;
    }
    run.begin(browsers.len(), shared);
    for (at, deed) in schedule(&mut run.chance) {
        run.go_on(at);
        run.perform(deed);
    }
    run.go_on(START + TROUBLE + FAULT_WAITS);
    run.settle();
    let mut world = run.world;
    let verdict = oracle::judge(&world);
    let lasted = world.now - START;
    let texts = world.sent.len() as u64;
    world.another_person_comes(0);
    if !verdict.violations.is_empty() {
        let picture = world.picture();
        world.trace.extend(picture);
    }
    let published = world.published.len() as u64;
    let offers = world.published.iter().filter(|published| published.event == "cobrowseOffered").count() as u64;
    Outcome {
        offers,
        answers: published - offers,
        drafts: world.drafted.len() as u64,
        seed,
        steps: world.steps,
        texts,
        lasted,
        faults: run.faults,
        doubles_allowed: verdict.doubles_allowed,
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
        while let Some((until, fault, standing, lasts)) = self.armed.get(place).copied() {
            let number = self.number(8);
            let found = self.world.tab_in(standing, number);
            // It strikes somebody, in the end.
            let fallback = || self.world.living().get(number % self.world.living().len().max(1)).copied();
            let target = found.or_else(|| (self.world.now >= until).then(fallback).flatten());
            let Some((browser, tab)) = target else {
                place += 1;
                continue;
            };
            self.armed.remove(place);
            // One tab is left, and nobody does anything at a computer that sleeps.
            let closes = matches!(fault, Fault::Kill | Fault::CloseTab | Fault::BackForward);
            let is_last = closes && self.world.browsers[browser].living().len() < 2;
            let is_by_hand =
                closes || matches!(fault, Fault::Reload | Fault::TagLate | Fault::Sleep | Fault::OpenTab | Fault::Race);
            if is_last || (is_by_hand && !self.world.is_awake(browser)) {
                continue;
            }
            let standing = self.world.browsers[browser].tabs[tab].standing();
            self.faults.push((fault, standing));
            self.world.suffer(fault, (browser, tab), lasts);
        }
    }

    fn perform(&mut self, deed: Deed) {
        let number = self.number(64);
        let living = self.world.living();
        let is_there = |browser: usize| self.world.is_awake(browser) && !self.world.browsers[browser].is_quiet;
        let awake: Vec<_> = living.iter().copied().filter(|(browser, _)| is_there(*browser)).collect();
        let one = awake.get(number % awake.len().max(1)).copied();
        match deed {
            Deed::Write(number) => {
                if let Some((browser, tab)) = one {
                    self.write(browser, tab, number);
                }
            }
            Deed::WriteEverywhere(number) => {
                for (browser, tab) in awake {
                    self.write(browser, tab, number);
                }
            }
            Deed::AgentWrites(answer) => {
                if let Some(conversation) = self.world.desk.open_conversation(number) {
                    self.world.desk.say(&conversation, &format!("answer {answer}"));
                }
            }
            Deed::AgentCloses => {
                if let Some(conversation) = self.world.desk.open_conversation(number) {
                    self.world.note("the agent closes the conversation");
                    self.world.desk.close(&conversation);
                    self.world.closed += 1;
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
                let Some((browser, shown)) = one else { return };
                for tab in self.world.browsers[browser].living() {
                    let visible = at_all || tab == shown;
                    self.world.browsers[browser].tabs[tab].is_visible = visible;
                    self.world.input(browser, tab, Input::Visible(visible));
                }
            }
            Deed::Suffer(fault, standing, lasts) => {
                self.armed.push((self.world.now + FAULT_WAITS, fault, standing, lasts));
            }
        }
        self.world.pump();
    }

    fn write(&mut self, browser: usize, tab: usize, number: u64) {
        if self.world.app(browser, tab).state().conversation.is_full() {
            return;
        }
        // The same words now and then: they are texts of their own.
        let is_repeated = number % 9 < self.repeats;
        let text = if is_repeated { "ok".to_owned() } else { format!("text {}", self.world.sent.len()) };
        self.world.write(browser, tab, text);
    }

    /// Nothing is wrong any more: everything has to come right, and stay so.
    fn settle(&mut self) {
        self.world.note("nothing is wrong any more");
        self.armed.clear();
        self.world.mend_all();
        for (browser, tab) in self.world.living() {
            self.world.browsers[browser].tabs[tab].is_visible = true;
            self.world.input(browser, tab, Input::Visible(true));
            self.world.intent(browser, tab, Intent::Open);
            if matches!(self.world.app(browser, tab).state().connection, Connection::Refused(_)) {
                self.world.intent(browser, tab, Intent::Reconnect);
            }
        }
        // What was said at the last moment arrives.
        self.world.run_until(self.world.now + Millis::from_secs(10));
        let end = self.world.now + SETTLES_WITHIN;
        while self.world.now < end {
            self.take_up_what_was_left();
            let is_online = |connection: &Connection| matches!(connection, Connection::Online { .. });
            if oracle::judge(&self.world).violations.is_empty() && self.connections().iter().all(is_online) {
                break;
            }
            self.world.run_until(self.world.now + Millis::from_secs(10));
        }
        // What holds then has to stay so, and once connections that trouble had left idle are closed, also they.
        self.world.run_until(self.world.now + Millis::from_secs(60));
        let stood = self.connections();
        self.world.run_until(self.world.now + Millis::from_secs(40));
        if !self.tokens_run_out && self.connections() != stood {
            self.world.violations.push("a connection was made anew where nothing was wrong".into());
        }
    }

    fn connections(&self) -> Vec<Connection> {
        let of = |(browser, tab): (usize, usize)| self.world.app(browser, tab).state().connection;
        self.world.living().into_iter().map(of).collect()
    }

    /// Somebody sends again what was offered to them.
    fn take_up_what_was_left(&mut self) {
        for (browser, tab) in self.world.living() {
            let left =
                self.world.browsers[browser].tabs[tab].messages().into_iter().filter_map(|message| {
                    match message.delivery {
                        Delivery::Failed(entry, Failure::Left) => Some((entry, message.text)),
                        _ => None,
                    }
                });
            for (entry, text) in left.collect::<Vec<_>>() {
                self.world.note(&format!("{browser}.{tab} sends {text:?} again"));
                self.world.intent(browser, tab, Intent::Retry(entry));
                self.world.run_until(self.world.now + Millis::from_secs(2));
                self.world.retried.push(text.to_string());
            }
        }
    }
}
