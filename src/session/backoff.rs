//! How long to wait before the next attempt: exponential with full jitter, so that many clients do not come back at
//! the same moment after an outage.

use crate::protocol::Millis;

/// A generator of numbers that look random, good enough to spread attempts. (`SplitMix64`, public domain, S. Vigna.)
#[derive(Clone, Debug)]
pub struct Random(u64);

impl Random {
    /// Starts at a seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number.
    pub fn next_u64(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Any length of time that is shorter than this one.
    fn below(&mut self, span: Millis) -> Millis {
        Millis((self.next_u64() % span.0.max(1).unsigned_abs()).cast_signed())
    }

    /// A length of time around this one, from half of it to one and a half: what many clients begin together they do not
    /// go on doing together.
    pub fn around(&mut self, middle: Millis) -> Millis {
        Millis(middle.0 / 2) + self.below(middle)
    }

    /// The next number as a word of 16 hexadecimal digits.
    pub fn word(&mut self) -> String {
        let number = self.next_u64();
        let digit = |shift: u32| char::from(b"0123456789abcdef"[(number >> shift) as usize & 15]);
        (0..64).step_by(4).map(digit).collect()
    }
}

/// Counts attempts and says how long to wait.
#[derive(Clone, Debug)]
pub struct Backoff {
    attempt: u32,
    pub(super) random: Random,
}

impl Backoff {
    /// No attempt yet.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self { attempt: 0, random: Random::new(seed) }
    }

    /// How long to wait before the next attempt: anything between [`Backoff::LEAST`] and a bound that doubles.
    #[inline(never)] // Once in the wasm.
    pub fn wait(&mut self) -> Millis {
        let bound = Self::bound(self.attempt);
        self.attempt = self.attempt.saturating_add(1);
        Self::LEAST + self.random.below(bound - Self::LEAST)
    }

    /// The longest wait before an attempt, counted from 0.
    #[must_use]
    pub fn bound(attempt: u32) -> Millis {
        Millis(Self::FIRST.0.saturating_mul(1_i64 << attempt.min(20)).min(Self::MOST.0))
    }

    /// An attempt succeeded.
    pub fn reset(&mut self) {
        self.attempt = 0;
    }

    /// How many attempts failed in a row.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.attempt
    }

    /// The shortest wait.
    pub const LEAST: Millis = Millis(250);
    /// The bound of the first wait.
    pub const FIRST: Millis = Millis::from_secs(2);
    /// The bound of all waits.
    pub const MOST: Millis = Millis::from_secs(60);
}

#[cfg(test)]
mod tests {
    use super::{Backoff, Random};
    use crate::protocol::Millis;

    #[test]
    fn waits_stay_between_the_bounds_and_spread() {
        let mut shortest = Millis(i64::MAX);
        let mut longest = Millis(0);
        for seed in 0..1_000 {
            let mut backoff = Backoff::new(seed);
            for attempt in 0..12 {
                let wait = backoff.wait();
                assert!(wait >= Backoff::LEAST && wait <= Backoff::bound(attempt), "{wait:?} at {attempt}");
                if attempt == 11 {
                    (shortest, longest) = (shortest.min(wait), longest.max(wait));
                }
            }
        }
        assert!(shortest < Millis(3_000) && longest > Millis(57_000), "full jitter: {shortest:?} to {longest:?}");
    }

    #[test]
    fn what_is_around_a_time_spreads_over_as_long_a_time() {
        let mut random = Random::new(1);
        let mut around: Vec<_> = (0..1_000).map(|_| random.around(Millis(30_000))).collect();
        around.sort();
        let (first, last) = (around[0], around[999]);
        assert!(first >= Millis(15_000) && last < Millis(45_000), "{first:?} to {last:?}");
        assert!(first < Millis(15_300) && last > Millis(44_700), "{first:?} to {last:?}");
        assert_eq!(random.around(Millis(0)), Millis(0));
    }

    #[test]
    fn a_success_starts_over() {
        let mut backoff = Backoff::new(1);
        for _ in 0..9 {
            backoff.wait();
        }
        backoff.reset();
        assert!(backoff.wait() <= Backoff::FIRST);
    }
}
