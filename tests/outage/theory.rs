//! What full jitter promises, computed from the bounds of the back-off.

use std::collections::VecDeque;

use alongside::protocol::Millis;
use alongside::session::Backoff;

/// A span of time: something happens in it, at each moment as likely as at any other.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Window {
    pub(crate) from: Millis,
    pub(crate) to: Millis,
}

impl Window {
    pub(crate) fn after(self, at: Millis) -> Self {
        Self { from: at + self.from, to: at + self.to }
    }

    pub(crate) fn holds(self, at: Millis) -> bool {
        self.from <= at && at <= self.to
    }
}

/// How often something happens in each second, from a beginning on.
#[derive(Clone, Default)]
pub(crate) struct Seconds(pub(crate) Vec<f64>);

impl Seconds {
    /// It happened. What was before the beginning does not count.
    pub(crate) fn count(&mut self, since: Millis) {
        if since >= Millis(0) {
            *self.at(since.0 / 1_000) += 1.0;
        }
    }

    /// It is to be expected, once within a window.
    pub(crate) fn expect(&mut self, window: Window) {
        let (from, to) = (window.from.0, window.to.0.max(window.from.0 + 1));
        for second in from.div_euclid(1_000).max(0)..=(to - 1).div_euclid(1_000).max(0) {
            let overlap = to.min((second + 1) * 1_000) - from.max(second * 1_000);
            *self.at(second) += (overlap.max(0) as f64) / ((to - from) as f64);
        }
    }

    /// What was expected from this second on is not any more.
    pub(crate) fn forget_from(&mut self, second: i64) {
        self.0.truncate(usize::try_from(second).unwrap());
    }

    fn at(&mut self, second: i64) -> &mut f64 {
        let second = usize::try_from(second).unwrap();
        if self.0.len() <= second {
            self.0.resize(second + 1, 0.0);
        }
        &mut self.0[second]
    }

    pub(crate) fn of(&self, second: usize) -> f64 {
        self.0.get(second).copied().unwrap_or(0.0)
    }

    /// The greatest of some seconds, and which.
    pub(crate) fn peak(&self, from: usize, to: usize) -> (f64, usize) {
        let seconds = self.0.iter().enumerate().take(to).skip(from);
        seconds.fold((0.0, from), |most, (second, count)| if *count > most.0 { (*count, second) } else { most })
    }

    pub(crate) fn sum(&self, from: usize, to: usize) -> f64 {
        self.0.iter().take(to).skip(from).sum()
    }
}

/// How far a count of things that happen independently of each other may be from what is expected: six times its
/// deviation, and a little for small counts.
pub(crate) fn tolerance(expected: f64) -> f64 {
    6.0 * expected.sqrt() + 10.0
}

/// How many attempts one of so many consumers may make in such a time, but for one chance in a million: as many as fit
/// if their waits are as short as that (Chernoff's bound on sums of uniform waits).
pub(crate) fn most_attempts(within: Millis, consumers: usize) -> u32 {
    let chance = 1e-6 / consumers as f64;
    let time = within.0 as f64;
    let mut attempts = 1;
    loop {
        let is_rare = (1..400).any(|step| {
            let rate = f64::from(step) / 20_000.0;
            let fits = |attempt: u32| {
                let (from, to) = (Backoff::LEAST.0 as f64, Backoff::bound(attempt).0 as f64);
                (((-rate * from).exp() - (-rate * to).exp()) / (rate * (to - from))).ln()
            };
            rate * time + (0..attempts).map(fits).sum::<f64>() < chance.ln()
        });
        if is_rare {
            return attempts - 1;
        }
        attempts += 1;
    }
}

/// How many attempts, and how many seconds, it takes until nearly all of so many consumers are in, where only so many are
/// taken a second, and everybody waits as the back-off waits when an outage is long.
pub(crate) fn drain(consumers: usize, taken: f64) -> (f64, f64) {
    let (least, most) = (Backoff::LEAST.0 as f64 / 1_000.0, Backoff::MOST.0 as f64 / 1_000.0);
    let seconds = most.ceil() as usize;
    // Of those who have waited for some time already, fewer and fewer have a long wait before them.
    let is_left = |second: f64| ((most - second.max(least)) / (most - least)).max(0.0);
    let all: f64 = (0..seconds).map(|second| is_left(second as f64 + 0.5)).sum();
    let mut due: VecDeque<f64> =
        (0..seconds).map(|second| consumers as f64 * is_left(second as f64 + 0.5) / all).collect();
    let (mut left, mut attempts, mut lasted) = (consumers as f64, 0.0, 0.0);
    while left > 1.0 {
        let coming = due.pop_front().unwrap_or(0.0);
        due.push_back(0.0);
        for second in &mut due {
            *second += (coming - taken).max(0.0) / seconds as f64;
        }
        attempts += coming;
        left -= coming.min(taken);
        lasted += 1.0;
    }
    (attempts, lasted)
}

#[test]
fn whoever_is_not_let_in_comes_again() {
    let (attempts, lasted) = drain(1_000, 1_000.0);
    assert!((999.0..=1_000.1).contains(&attempts) && lasted <= 60.0, "{attempts} in {lasted} s");
    let (attempts, lasted) = drain(1_000, 10.0);
    assert!((1_500.0..3_000.0).contains(&attempts) && (100.0..200.0).contains(&lasted), "{attempts} in {lasted} s");
}

#[test]
fn as_many_attempts_as_fit_are_few() {
    let one = most_attempts(Millis::from_secs(180), 1);
    let of_many = most_attempts(Millis::from_secs(180), 10_000);
    assert!((8..of_many).contains(&one) && of_many < 40, "{one}, {of_many}");
    assert!(most_attempts(Millis::from_secs(600), 1) > one);
}

#[test]
fn a_window_is_laid_over_its_seconds() {
    let mut seconds = Seconds::default();
    seconds.expect(Window { from: Millis(500), to: Millis(2_500) });
    assert_eq!(seconds.0, [0.25, 0.5, 0.25]);
    seconds.expect(Window { from: Millis(1_000), to: Millis(2_000) });
    assert_eq!((seconds.peak(0, 3), seconds.sum(0, 3)), ((1.5, 1), 2.0));
}
