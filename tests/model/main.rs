//! Every order in which something can happen to an invitation, through the production `app`, over two tabs with shared
//! storage, up to a depth: what the service does, what the consumer does, time, reloads, and the page's tag.
//!
//! `DEPTH` says how many of these steps are taken; with `STOP_AT_FIRST` nothing more is explored once an invariant is
//! broken: `scripts/mutate` wants to know no more. What holds stands in `invariants`, what is on its way and arrives
//! between the steps in `tab`, and why not every order of that has to be told apart in `explore`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod beginning;
mod canonical;
#[path = "../scenarios/config.rs"]
mod config;
mod explore;
mod invariants;
mod page;
mod pages;
#[path = "../scenarios/request.rs"]
mod request;
mod service;
mod step;
mod tab;
mod world;

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Instant;

use beginning::Beginning;
use explore::{Explored, explore};
use page::{Surroundings, TagKind};
use serde_json::json;
use service::Revision;

/// How deep it goes with all other tests.
const DEPTH: u32 = 5;

/// Both revisions of the protocol with each kind of tag, the largest first. That an invitation comes while another one is
/// open, which agents cannot do by the vendor's own desk, is tried with one of them.
const KINDS: [(Revision, TagKind); 6] = [
    (Revision::New, TagKind::Late),
    (Revision::New, TagKind::Throwing),
    (Revision::Old, TagKind::Throwing),
    (Revision::Old, TagKind::Late),
    (Revision::New, TagKind::Absent),
    (Revision::Old, TagKind::Absent),
];

/// Explores all kinds on all cores.
fn explore_all(depth: u32) -> Vec<((Revision, TagKind), Explored)> {
    let stops_at_first = std::env::var_os("STOP_AT_FIRST").is_some();
    let (next, all) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    let work = || {
        while let Some(kind) = KINDS.get(next.fetch_add(1, Ordering::Relaxed)) {
            let (revision, tag) = *kind;
            let is_beside = *kind == (Revision::New, TagKind::Late);
            let explored = explore(Surroundings { beginning: Beginning::new(), revision, tag, is_beside }, depth);
            if stops_at_first && explored.violation.is_some() {
                next.store(KINDS.len(), Ordering::Relaxed);
            }
            all.lock().unwrap().push((*kind, explored));
        }
    };
    let workers = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| (0..workers).for_each(|_| drop(scope.spawn(work))));
    all.into_inner().unwrap()
}

#[test]
fn no_order_of_steps_breaks_an_invariant() {
    let depth = std::env::var("DEPTH").ok().map_or(DEPTH, |text| text.parse().expect("DEPTH is to be a number"));
    let started = Instant::now();
    let all = explore_all(depth);
    let mut kinds = serde_json::Map::new();
    for ((revision, tag), explored) in &all {
        if let Some(way) = &explored.violation {
            println!("VIOLATION with {revision:?} revision, tag {tag:?}: {}", way.last().unwrap());
            way.iter().for_each(|line| println!("    {line}"));
        }
        let Explored { states, transitions, pages, asked, answered, .. } = explored;
        let told = json!({ "states": states, "transitions": transitions, "pages": pages, "asked": asked, "answered": answered });
        kinds.insert(format!("{revision:?} {tag:?}").to_lowercase(), told);
    }
    let violations = all.iter().filter(|(_, explored)| explored.violation.is_some()).count();
    let line = json!({
        "depth": depth,
        "states": all.iter().map(|(_, explored)| explored.states).sum::<usize>(),
        "transitions": all.iter().map(|(_, explored)| explored.transitions).sum::<u64>(),
        "violations": violations,
        "seconds": started.elapsed().as_secs(),
        "kinds": kinds,
    });
    println!("{line}");
    assert_eq!(violations, 0, "violations");
    // What is judged has to happen at all.
    for ((_, tag), explored) in &all {
        assert!(explored.answered > 0 || *tag == TagKind::Absent || depth < 4, "nothing is answered: {tag:?}");
    }
}
