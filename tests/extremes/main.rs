//! The ends of what can come: no panic, with overflow checks on; a bound for the time; a bound for the memory, which an
//! allocator counts; a word to developers where something was passed over.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[expect(dead_code, reason = "of the bench only some steps are used here")]
#[path = "../properties/bench.rs"]
mod bench;
mod bounds;
mod frames;
#[path = "../properties/invariants.rs"]
mod invariants;
mod values;

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use cpu_time::ThreadTime;
use peak_alloc::PeakAlloc;

use bench::{Bench, Step};
use frames::{KINDS, Kind};

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// The memory of all threads is counted together: one test at a time.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

fn alone() -> MutexGuard<'static, ()> {
    ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner)
}

/// How long a frame may take, in a debug build: of the processor, whatever else the machine does.
const LONGEST: Duration = Duration::from_secs(1);
/// How much memory a frame may take while it is read, for each of its bytes, and beside that. On the host a conversation
/// has all the members that are documented, in the widget only those that it looks at.
const MEMORY_PER_BYTE: usize = 128;
const MEMORY_BESIDE: usize = 1 << 20;
/// How much an app may hold after frames of every kind, however many.
const MOST_HELD: usize = 5 << 18;
/// How much more it may hold after 10,000 frames more: what a map or a list leaves unused.
const MOST_GROWTH: usize = 64 << 10;

/// An app that is online in a conversation.
fn talking() -> Bench {
    let mut bench = Bench::new();
    bench.step(Step::Connect);
    bench.step(Step::Reply { back: 0, code: 200, body: String::new() });
    bench.step(Step::Frame(frames::conversation(frames::dialogs(1, 0), Vec::new())));
    bench.step(Step::Wait(1_000));
    assert!(bench.is_online(), "else this would try nothing");
    bench.forget();
    bench
}

/// What one frame costs: peak of memory and time.
fn cost(bench: &mut Bench, frame: String) -> (usize, Duration) {
    MEMORY.reset_peak_usage();
    let before = MEMORY.current_usage();
    let started = ThreadTime::now();
    bench.step(Step::Frame(frame));
    (MEMORY.peak_usage().saturating_sub(before), started.elapsed())
}

#[test]
fn every_extreme_is_survived_within_bounds_and_spoken_of() {
    let _alone = alone();
    for kind in KINDS {
        survive(kind);
    }
}

/// Hands in one frame of the kind.
fn survive(Kind { name, frame, count, is_told }: &Kind) {
    let mut bench = talking();
    // What owes receipts and is unseen makes receipts dear.
    bench.step(Step::Visible(false));
    bench.step(Step::Frame(frames::messages((0..5_000).map(|at| frames::text(at, "c", "x")).collect())));
    bench.forget();
    let frame = frame(*count, 1);
    let size = frame.len();
    let (peak, time) = cost(&mut bench, frame);
    println!("{name}: {size} bytes, {peak} bytes of memory ({} a byte), {time:?}", peak / size);
    assert!(size >= 99_000, "{name}: {size} bytes are no extreme");
    assert!(peak <= size * MEMORY_PER_BYTE + MEMORY_BESIDE, "{name}: {peak} bytes of memory for {size}");
    assert!(time <= LONGEST, "{name}: {time:?}");
    assert_eq!(!bench.warnings.is_empty(), *is_told, "{name}: {:?}", bench.warnings);
    bench.step(Step::Wait(100));
    assert!(bench.is_online(), "{name}");
}

#[test]
fn a_frame_just_over_the_longest_is_passed_over_and_one_just_under_it_is_read() {
    let _alone = alone();
    const LONGEST_FRAME: usize = 4 * 1024 * 1024;
    let of_size = |size: usize| {
        let bare = frames::messages(vec![frames::text(9, "c", "")]).len();
        frames::messages(vec![frames::text(9, "c", &"x".repeat(size - bare))])
    };
    let mut bench = talking();
    let (peak, _) = cost(&mut bench, of_size(LONGEST_FRAME + 1));
    assert!(peak < 100_000 && bench.state().conversation.rows.is_empty(), "{peak} bytes for nothing");
    assert_eq!(bench.warnings, ["a frame of 4194305 bytes was passed over"]);
    bench.step(Step::Frame(of_size(LONGEST_FRAME)));
    assert_eq!((bench.state().conversation.rows.len(), bench.warnings.len()), (1, 1));
}

/// Frames of all kinds in turn, smaller and with ever new names: what an app holds stops growing.
#[test]
fn twenty_thousand_frames_leave_no_more_than_ten_thousand() {
    let _alone = alone();
    let before = MEMORY.current_usage();
    let mut bench = talking();
    let mut held = [0, 0];
    for (half, held) in held.iter_mut().enumerate() {
        for round in 0..10_000 {
            let kind = &KINDS[round % KINDS.len()];
            bench.step(Step::Frame((kind.frame)((kind.count / 1_000).clamp(4, 50), half * 10_000 + round)));
            bench.step(Step::Wait(20));
            bench.step(Step::Connect);
            bench.forget();
        }
        *held = MEMORY.current_usage().saturating_sub(before);
    }
    println!("held after 10,000 frames: {} bytes, after 20,000: {} bytes", held[0], held[1]);
    assert!(held[1] <= MOST_HELD && held[1].saturating_sub(held[0]) <= MOST_GROWTH, "{held:?}");
}

/// The one thing that grows is what people said: the history is kept whole. This is what it costs.
#[test]
fn a_row_of_the_history_takes_less_than_half_a_kilobyte() {
    let _alone = alone();
    const ROWS: usize = 10_000;
    let mut bench = talking();
    let before = MEMORY.current_usage();
    bench.step(Step::Frame(frames::messages(
        (0..ROWS).map(|at| frames::text(at, "c", "a text of some words")).collect(),
    )));
    bench.step(Step::Wait(1_000));
    bench.forget();
    let held = MEMORY.current_usage().saturating_sub(before);
    println!("{} bytes a row", held / ROWS);
    assert_eq!(bench.state().conversation.rows.len(), ROWS);
    assert!(held / ROWS < 512, "{} bytes a row", held / ROWS);
}
