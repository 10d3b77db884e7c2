//! Simulation: the production `app` against the emulator, under a network and a clock that misbehave, on schedules that
//! come from a seed. The same seed gives the same run.
//!
//! `SEEDS` (how many) and `FIRST_SEED` say which are run, `SEED` runs one and tells what happened in it. Of the first that
//! breaks an invariant the least is told that it takes to do so. With
//! `STOP_AT_FIRST` everything ends once one has broken an invariant: `scripts/mutate` wants to know no more.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod browser;
#[path = "../scenarios/config.rs"]
mod config;
mod desk;
mod fault;
mod ledger;
mod network;
mod oracle;
mod report;
#[path = "../scenarios/request.rs"]
mod request;
mod run;
mod schedule;
mod shrink;
mod watch;
mod world;

use std::process;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use report::Report;

/// How many seeds run with all other tests.
const SEEDS: u64 = 2_000;

/// How often each kind of fault is to befall a tab that stands in each way, in that many seeds or more.
const LEAST: u64 = 50;

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|text| text.parse().unwrap_or_else(|_| panic!("{name} is to be a number: {text}")))
}

/// Runs the seeds on all cores.
fn simulate(first: u64, seeds: u64) -> Report {
    let next = AtomicU64::new(first);
    let stops_at_first = std::env::var_os("STOP_AT_FIRST").is_some();
    let workers = thread::available_parallelism().map_or(1, usize::from);
    let mut whole = Report::default();
    thread::scope(|scope| {
        let work = || {
            let mut report = Report::default();
            loop {
                let seed = next.fetch_add(1, Ordering::Relaxed);
                if seed >= first + seeds {
                    return report;
                }
                let outcome = run::run(seed);
                if let Some(violation) = outcome.violations.first().filter(|_| stops_at_first) {
                    println!("SEED={seed}: {violation}");
                    // Other seeds are not waited for: with a mutation there are some that never end.
                    process::exit(1);
                }
                report.add(&outcome);
            }
        };
        let handles: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        for handle in handles {
            whole.merge(handle.join().unwrap());
        }
    });
    whole
}

#[test]
fn no_seed_breaks_an_invariant() {
    if let Some(seed) = number("SEED") {
        let outcome = run::run(seed);
        outcome.trace.iter().for_each(|line| println!("{line}"));
        assert!(outcome.violations.is_empty(), "{:#?}", outcome.violations);
        return;
    }
    let (first, seeds) = (number("FIRST_SEED").unwrap_or(1), number("SEEDS").unwrap_or(SEEDS));
    let report = simulate(first, seeds);
    println!("{}\n{report}", report.table());
    if seeds >= SEEDS && std::env::var_os("STOP_AT_FIRST").is_none() {
        let rare = report.rare(LEAST);
        assert!(rare.is_empty(), "these befell too few: {rare:?}");
        // What is judged has to happen at all.
        for (what, count) in [
            ("drafts", report.drafts),
            ("sign-ups", report.sign_ups),
            ("offers", report.offers),
            ("answers", report.answers),
        ] {
            assert!(count >= seeds, "only {count} {what}");
        }
        assert!(report.ends >= seeds / 2, "consumers ended only {} conversations", report.ends);
        assert!(report.lost_sign_ups >= seeds / 20, "only {} lost sign-ups", report.lost_sign_ups);
    }
    for (seed, violation) in report.violations.iter().take(40) {
        println!("SEED={seed}: {violation}");
    }
    if let Some((seed, violation)) = report.violations.first() {
        let shrunk = shrink::shrink_violation(*seed, violation);
        println!("\nThe least found of SEED={seed} that breaks the same:");
        shrunk.deeds.iter().chain(["so that".to_owned()].iter()).for_each(|line| println!("{line}"));
        shrunk.outcome.trace.iter().chain(&shrunk.outcome.violations).for_each(|line| println!("{line}"));
    }
    assert!(report.violations.is_empty(), "{} violations", report.violations.len());
}

#[test]
fn a_seed_runs_the_same_way_each_time() {
    for seed in 1..=5 {
        assert_eq!(run::run(seed).trace, run::run(seed).trace, "{seed}");
    }
}
