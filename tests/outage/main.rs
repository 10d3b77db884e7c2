//! Thousands of consumers after one outage: each is the production `app`, all against one emulated service, in virtual
//! time. Nobody comes back earlier or later than the back-off says, and so they come spread and not all at once.
//!
//! `CONSUMERS` says how many.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "../scenarios/config.rs"]
mod config;
mod consumer;
mod outage;
#[path = "../scenarios/request.rs"]
mod request;
mod run;
mod theory;
mod world;

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use world::World;

/// How many consumers there are with all other tests, which are not optimised. `make outage` has ten thousand.
const CONSUMERS: usize = 1_000;

#[test]
fn consumers_come_back_spread_after_an_outage() {
    let consumers = std::env::var("CONSUMERS").map_or(CONSUMERS, |text| text.parse().expect("CONSUMERS is a number"));
    let outages = outage::all();
    let next = AtomicUsize::new(0);
    let outcomes = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                // A world cannot leave its thread, but begin several outages.
                let mut talking: Option<(_, World)> = None;
                loop {
                    let place = next.fetch_add(1, Ordering::Relaxed);
                    let Some(outage) = outages.get(place) else { return };
                    if talking.as_ref().is_none_or(|(life, _)| *life != outage.token_life) {
                        talking = Some((outage.token_life, World::talking(consumers, outage.token_life)));
                    }
                    if let Some((_, world)) = &talking {
                        let outcome = run::run(world.clone(), outage);
                        outcomes.lock().unwrap().push((place, outcome));
                    }
                }
            });
        }
    });
    let mut outcomes = outcomes.into_inner().unwrap();
    outcomes.sort_by_key(|(place, _)| *place);
    println!("{consumers} consumers");
    for (_, outcome) in &outcomes {
        println!("{outcome}");
        for violation in outcome.violations.iter().take(20) {
            println!("  WRONG: {violation}");
        }
    }
    let violations: usize = outcomes.iter().map(|(_, outcome)| outcome.violations.len()).sum();
    assert_eq!(violations, 0);
}
