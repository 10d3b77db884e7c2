//! One seed: a schedule of texts and faults, and then a time without faults in which everything has to settle.

use alongside::app::{Input, Intent, Random};
use alongside::protocol::Millis;

use super::fault::Fault;
use super::oracle;
use super::world::{START, World};

/// How many texts and faults a schedule has.
pub(crate) const TEXTS: u64 = 40;
const FAULTS: u64 = 20;
const WORDS_OF_AGENT: u64 = 12;
/// How long things go wrong, and how long everything may take to settle afterwards.
const TROUBLE: Millis = Millis::from_secs(300);
const SETTLES_WITHIN: Millis = Millis::from_secs(1_200);

/// What came of a seed.
pub(crate) struct Outcome {
    pub(crate) seed: u64,
    pub(crate) steps: u64,
    pub(crate) texts: u64,
    pub(crate) lasted: Millis,
    pub(crate) faults: Vec<Fault>,
    pub(crate) doubles_allowed: u64,
    pub(crate) violations: Vec<String>,
    pub(crate) trace: Vec<String>,
}

#[derive(Clone, Copy)]
enum Deed {
    Write(u64),
    AgentWrites(u64),
    Look(bool),
    Suffer(Fault, Millis),
}

fn schedule(chance: &mut Random) -> Vec<(Millis, Deed)> {
    let at = |chance: &mut Random| START + Millis((chance.next_u64() % TROUBLE.0.unsigned_abs()).cast_signed());
    let mut deeds = Vec::new();
    for number in 0..TEXTS {
        deeds.push((at(chance), Deed::Write(number)));
    }
    for number in 0..WORDS_OF_AGENT {
        deeds.push((at(chance), Deed::AgentWrites(number)));
    }
    for number in 0..6 {
        deeds.push((at(chance), Deed::Look(number % 2 == 1)));
    }
    for _ in 0..FAULTS {
        let fault = Fault::any(chance);
        let lasts = Millis((chance.next_u64() % 60_000).cast_signed() + 1_000);
        deeds.push((at(chance), Deed::Suffer(fault, lasts)));
    }
    deeds.sort_by_key(|(at, _)| *at);
    deeds
}

pub(crate) fn run(seed: u64) -> Outcome {
    let mut chance = Random::new(seed);
    let skew = Millis((chance.next_u64() % 1_200_000).cast_signed() - 600_000);
    let mut world = World::new(seed, skew);
    let mut sent = Vec::new();
    let mut faults = Vec::new();
    world.start();
    for (at, deed) in schedule(&mut chance) {
        world.run_until(at);
        match deed {
            Deed::Write(_) if !world.is_awake() => {}
            Deed::Write(number) => {
                // The same words now and then: they are texts of their own.
                let text = if number % 3 == 2 { "ok".to_owned() } else { format!("text {}", sent.len()) };
                world.note(&format!("writes {text:?}"));
                sent.push(text.clone());
                world.intent(Intent::Send(text));
            }
            Deed::AgentWrites(number) if world.agent.has_joined() => world.agent.say(&format!("answer {number}")),
            Deed::Look(visible) if world.is_awake() => world.input(Input::Visible(visible)),
            Deed::Suffer(fault, lasts) => {
                if world.is_awake() || !matches!(fault, Fault::Reload | Fault::Sleep) {
                    faults.push(fault);
                    world.suffer(fault, lasts);
                }
            }
            Deed::AgentWrites(_) | Deed::Look(_) => {}
        }
    }
    world.run_until(START + TROUBLE);
    world.note("nothing is wrong any more");
    world.mend_all();
    world.input(Input::Visible(true));
    // What was said at the last moment arrives.
    world.run_until(world.now + Millis::from_secs(1));
    let end = world.now + SETTLES_WITHIN;
    while world.now < end && !oracle::judge(&world, &sent).violations.is_empty() {
        world.run_until(world.now + Millis::from_secs(10));
    }
    // What holds then has to stay so.
    world.run_until(world.now + Millis::from_secs(60));
    let verdict = oracle::judge(&world, &sent);
    Outcome {
        seed,
        steps: world.steps,
        texts: sent.len() as u64,
        lasted: world.now - START,
        faults,
        doubles_allowed: verdict.doubles_allowed,
        violations: world.violations.into_iter().chain(verdict.violations).collect(),
        trace: world.trace,
    }
}
