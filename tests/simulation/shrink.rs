//! From a seed that breaks an invariant to what it takes of its schedule to break it: deeds and faults are left out as long
//! as the same still happens.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use super::run::{self, Outcome};

/// How much is tried.
const MOST_RUNS: usize = 300;
const LONGEST: Duration = Duration::from_secs(20);

/// What is left of a schedule, and what happens in it.
pub(crate) struct Shrunk {
    pub(crate) deeds: Vec<String>,
    pub(crate) outcome: Outcome,
}

/// Shrinks the schedule of a seed that breaks an invariant, to one that breaks the same.
pub(crate) fn shrink_violation(seed: u64, violation: &str) -> Shrunk {
    let broken = invariant(violation);
    shrink(seed, |outcome| outcome.violations.iter().any(|violation| invariant(violation) == broken))
}

/// Shrinks the schedule of a seed as long as something holds of what happens.
pub(crate) fn shrink(seed: u64, holds: impl Fn(&Outcome) -> bool) -> Shrunk {
    let count = run::deeds(seed).len();
    let ends = Instant::now() + LONGEST;
    let left_out =
        leave_out(count, MOST_RUNS, |left_out| Instant::now() < ends && holds(&run::run_without(seed, left_out)));
    let deeds = run::deeds(seed).into_iter().enumerate();
    Shrunk {
        deeds: deeds.filter(|(place, _)| !left_out.contains(place)).map(|(_, deed)| deed).collect(),
        outcome: run::run_without(seed, &left_out),
    }
}

/// Which of so many can be left out, and what holds goes on holding: first many at a time, in the end each alone.
fn leave_out(count: usize, most_tries: usize, mut holds: impl FnMut(&BTreeSet<usize>) -> bool) -> BTreeSet<usize> {
    let mut left_out = BTreeSet::new();
    let mut tries = 0;
    let mut size = count.div_ceil(2);
    while size > 0 {
        let mut is_smaller = false;
        let left: Vec<_> = (0..count).filter(|place| !left_out.contains(place)).collect();
        for chunk in left.chunks(size) {
            if tries == most_tries {
                return left_out;
            }
            tries += 1;
            let more: BTreeSet<_> = left_out.iter().chain(chunk).copied().collect();
            if holds(&more) {
                left_out = more;
                is_smaller = true;
            }
        }
        // What could not be left out alone may be once others are.
        if size > 1 || !is_smaller {
            size /= 2;
        }
    }
    left_out
}

/// Which invariant a violation is of: what it says without names, numbers and quotations.
fn invariant(violation: &str) -> String {
    let mut said = String::new();
    let mut closes = None;
    for letter in violation.chars() {
        match (closes, letter) {
            (Some(end), letter) if letter == end => closes = None,
            (Some(_), _) => {}
            (None, '"') => closes = Some('"'),
            (None, '{') => closes = Some('}'),
            (None, '[') => closes = Some(']'),
            (None, letter) => said.push(letter),
        }
    }
    let is_word = |word: &&str| !word.contains(|letter: char| letter.is_ascii_digit());
    said.split_whitespace().filter(is_word).take(WORDS).collect::<Vec<_>>().join(" ")
}

/// With more of them two violations of one invariant may differ.
const WORDS: usize = 5;

#[test]
fn what_is_left_is_what_it_takes() {
    let takes =
        |wanted: &'static [usize]| move |left_out: &BTreeSet<usize>| wanted.iter().all(|one| !left_out.contains(one));
    for wanted in [&[] as &[usize], &[3], &[0, 99], &[17, 18, 60]] {
        let left_out = leave_out(100, MOST_RUNS, takes(wanted));
        assert_eq!((0..100).filter(|place| !left_out.contains(place)).collect::<Vec<_>>(), wanted);
    }
    let mut tries = 0;
    leave_out(100, 7, |_| {
        tries += 1;
        false
    });
    assert_eq!(tries, 7, "it is bounded");
}

#[test]
fn violations_of_one_invariant_are_alike() {
    let same = |one: &str, other: &str| assert_eq!(invariant(one), invariant(other));
    same("lost: \"text 3\" was sent 1 times and stands 0 times", "lost: \"a [b\" was sent 2 times and stands 1 times");
    same(
        "Page { browser: 0, tab: 1 }: the transcript is not the log: 3 rows",
        "Page { tab: 2 }: the transcript is not the log: 9 rows",
    );
    same("a1-b2#c3-0 is answered twice, by Page { tab: 1 }", "d4-e5#f6-1 is answered twice, by Page { tab: 2 }");
    assert_ne!(invariant("out of order: \"text 3\""), invariant("doubled: \"text 3\" was sent 1 times"));
}

#[test]
fn a_seed_is_shrunk_to_the_deeds_that_matter() {
    // As if no tab might ever be loaded anew.
    let is_broken = |outcome: &Outcome| outcome.faults.iter().any(|(fault, _)| fault.kind() == "Reload");
    let seed = (1..).find(|seed| is_broken(&run::run(*seed))).unwrap();
    let shrunk = shrink(seed, is_broken);
    assert_eq!(shrunk.deeds.len(), 1, "{:#?}", shrunk.deeds);
    assert!(shrunk.deeds[0].contains("Reload"), "{:?}", shrunk.deeds);
    assert!(is_broken(&shrunk.outcome));
    assert!(shrunk.outcome.trace.len() * 4 < run::run(seed).trace.len(), "{:#?}", shrunk.outcome.trace);
}
