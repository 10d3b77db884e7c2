//! The widget's allocator at work. `main.rs` installs it here as `src/bin/widget.rs` does there.

use std::rc::Rc;

use wasm_bindgen_test::wasm_bindgen_test;

/// What a conversation keeps: texts, rows that grow, and values that several hold.
enum Kept {
    Text(String),
    Rows(Vec<u64>),
    Shared(Rc<[u8]>, Rc<[u8]>),
}

/// Numbers that look like chance and are the same in every run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 33) as usize % end
    }

    /// Mostly small, as in a conversation; up to 100 kB.
    fn size(&mut self) -> usize {
        let end = [32, 256, 2_048, 100_000][[0, 0, 0, 0, 1, 1, 1, 2, 2, 3][self.below(10)]];
        8 + self.below(end - 7)
    }
}

/// All bytes of a value say how long it is, so one that another value was written over is noticed.
fn mark(size: usize) -> u8 {
    b'a' + (size % 26) as u8
}

impl Kept {
    fn new(chance: &mut Chance) -> Self {
        let size = chance.size();
        match chance.below(3) {
            0 => Self::Text(String::from(mark(size) as char).repeat(size)),
            1 => Self::Rows((0..size as u64 / 8).collect()),
            _ => {
                let bytes: Rc<[u8]> = vec![mark(size); size].into();
                Self::Shared(Rc::clone(&bytes), bytes)
            }
        }
    }

    /// Grows step by step, as a vector that is pushed to.
    fn grow(&mut self, chance: &mut Chance) {
        match self {
            Self::Text(text) => *text = String::from(mark(text.len() + 1) as char).repeat(text.len() + 1),
            Self::Rows(rows) => {
                for _ in 0..chance.size() / 8 {
                    rows.push(rows.len() as u64);
                }
            }
            Self::Shared(one, other) => *other = Rc::from(&**one),
        }
    }

    fn len(&self) -> usize {
        match self {
            Self::Text(text) => text.len(),
            Self::Rows(rows) => rows.len() * 8,
            Self::Shared(bytes, _) => bytes.len() * 2,
        }
    }

    fn check(&self) {
        let is_marked = |bytes: &[u8]| bytes.iter().all(|byte| *byte == mark(bytes.len()));
        let is_whole = match self {
            Self::Text(text) => is_marked(text.as_bytes()),
            Self::Rows(rows) => rows.iter().enumerate().all(|(place, row)| *row == place as u64),
            Self::Shared(one, other) => is_marked(one) && is_marked(other),
        };
        assert!(is_whole, "something else was written over a value of {} bytes", self.len());
    }
}

/// Takes and frees in an order that is the same for the same seed; at the end all is freed.
fn converse(seed: u64) {
    let mut chance = Chance(seed);
    let mut kept: Vec<Kept> = Vec::new();
    for _ in 0..STEPS {
        if chance.below(3) > 0 {
            kept.push(Kept::new(&mut chance));
        } else if !kept.is_empty() {
            let place = chance.below(kept.len());
            kept[place].grow(&mut chance);
        }
        while kept.iter().map(Kept::len).sum::<usize>() > MOST_KEPT {
            let given_up = kept.swap_remove(chance.below(kept.len()));
            given_up.check();
        }
    }
    kept.iter().for_each(Kept::check);
}

fn pages() -> usize {
    core::arch::wasm32::memory_size::<0>()
}

#[wasm_bindgen_test]
fn what_is_freed_is_used_again() {
    let all = || (1..=CONVERSATIONS).for_each(|seed| converse(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15)));
    // What other tests have freed would be room for a leak, so it is taken first.
    let before = pages();
    let mut ballast = Vec::new();
    while pages() == before {
        ballast.push(vec![1_u8; 256 << 10]);
    }
    all();
    let warm = pages();
    for _ in 0..REPEATED {
        all();
    }
    drop(ballast);
    assert_eq!(pages(), warm, "the same conversations again need more memory");
}

const CONVERSATIONS: u64 = 5;
const REPEATED: usize = 5;
const STEPS: usize = 2_000;
/// In bytes, at the same time.
const MOST_KEPT: usize = 2 << 20;
