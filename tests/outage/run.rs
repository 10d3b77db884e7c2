//! One outage, from its first moment until the time after it is over: what was measured, and whether it is as promised.

use std::fmt;

use alongside::protocol::Millis;
use alongside::store::Connection;

use super::outage::Outage;
use super::theory::{most_attempts, tolerance};
use super::world::World;

/// Between two keep-alives, and after how long at the latest a connection that was made has its first.
const KEEP_ALIVE: usize = 30;
const FIRST_KEEP_ALIVE: usize = 45;

pub(crate) struct Outcome {
    name: &'static str,
    /// The most sockets and requests over HTTP that came to the service in one second after the outage, which second of
    /// it that was, and how many consumers were to be expected in the worst second.
    peak: (f64, f64, usize),
    expected: f64,
    /// After how many seconds half, nearly all and all were back.
    back: [f64; 3],
    /// Attempts of a consumer in the outage: on average, at most, and how many there may be.
    during: (f64, u32, u32),
    after: f64,
    keep_alives: f64,
    pub(crate) violations: Vec<String>,
}

pub(crate) fn run(mut world: World, outage: &Outage) -> Outcome {
    let count = world.consumers.len();
    let who: Vec<_> = world.consumers.iter().map(|one| one.app.state().me.clone()).collect();
    for consumer in &mut world.consumers {
        consumer.attempts = 0;
    }
    for (second, step) in &outage.steps {
        world.run_until(world.zero + Millis::from_secs(*second));
        step(&mut world);
    }
    let ended = outage.steps.last().map_or(0, |(second, _)| usize::try_from(*second).unwrap());
    let lasted = world.since();
    let attempts: Vec<u32> = world.consumers.iter().map(|consumer| consumer.attempts).collect();
    let limit = world.now + Millis::from_secs(1_800);
    // Those who have not noticed anything yet notice it meanwhile.
    while world.now < limit && (world.online() < count || world.since() < Millis::from_secs(5)) {
        world.run_until(world.now + Millis::from_secs(1));
    }
    let seconds = |at: Millis| (at - world.zero - lasted).0.max(0) as f64 / 1_000.0;
    let mut back: Vec<f64> = world.consumers.iter().filter_map(|one| one.online_since).map(seconds).collect();
    back.sort_by(f64::total_cmp);
    let part = |part: usize| back.get((count * part).div_ceil(100).max(1) - 1).copied().unwrap_or(f64::INFINITY);
    let back = [part(50), part(99), part(100)];
    let all_back = usize::try_from(world.since().0 / 1_000).unwrap();
    world.run_until(world.now + Millis::from_secs((FIRST_KEEP_ALIVE + KEEP_ALIVE) as i64));
    let end = all_back + FIRST_KEEP_ALIVE + KEEP_ALIVE;
    let tally = &world.tally;
    let (sockets, second) = tally.sockets.peak(ended, end);
    let mut outcome = Outcome {
        name: outage.name,
        peak: (sockets, tally.http.peak(ended, end).0, second - ended),
        expected: tally.expected.peak(ended, end).0,
        back,
        during: (
            attempts.iter().sum::<u32>() as f64 / count as f64,
            attempts.iter().copied().max().unwrap_or(0),
            most_attempts(lasted, count),
        ),
        after: tally.attempts.sum(ended, end),
        keep_alives: tally.frames.peak(all_back + FIRST_KEEP_ALIVE, end).0,
        violations: Vec::new(),
    };
    outcome.violations = violations(&world, outage, &outcome, end);
    let others = world.consumers.iter().zip(&who).filter(|(one, me)| one.app.state().me != **me).count();
    if others > 0 {
        outcome.violations.push(format!("{others} consumers came back as somebody else"));
    }
    outcome
}

fn violations(world: &World, outage: &Outage, outcome: &Outcome, end: usize) -> Vec<String> {
    let count = world.consumers.len();
    let tally = &world.tally;
    let mut violations: Vec<String> = tally.untimely.iter().take(5).map(|one| format!("untimely: {one}")).collect();
    let mut check = |holds: bool, said: String| {
        if !holds {
            violations.push(said);
        }
    };
    let refused = |one: &&super::consumer::Consumer| matches!(one.app.state().connection, Connection::Refused(_));
    let away = count - world.online();
    check(away == 0, format!("{away} away, {} of them refused", world.consumers.iter().filter(refused).count()));
    for second in 0..end {
        let (made, expected) = (tally.attempts.of(second), tally.expected.of(second));
        check(
            (made - expected).abs() <= tolerance(expected),
            format!("{made} attempts in second {second}, {expected:.0} expected"),
        );
    }
    let (sockets, http, second) = outcome.peak;
    // On its way an attempt can need another socket for another token, and three requests.
    let bound = outcome.expected + tolerance(outcome.expected);
    check(
        sockets <= 2.0 * bound && http <= 3.0 * bound,
        format!("{sockets} sockets and {http} requests in one second, {second} s after it; {bound:.0} expected"),
    );
    let most = outage.share * count as f64;
    check(
        outcome.expected <= most,
        format!("{:.0} attempts in one second are to be expected, {most:.0} may be", outcome.expected),
    );
    let within = (outage.back_within)(count);
    check(outcome.back[2] <= within, format!("all back after {:.1} s, {within:.0} promised", outcome.back[2]));
    let (_, most, may) = outcome.during;
    check(most <= may, format!("{most} attempts of one consumer in the outage, {may} may be"));
    let may = (outage.attempts)(count);
    check(outcome.after <= may + tolerance(may), format!("{} attempts after it, {may:.0} promised", outcome.after));
    let even = count as f64 / KEEP_ALIVE as f64;
    check(
        outcome.keep_alives <= even + tolerance(even),
        format!("{} keep-alives in one second, {even:.0} expected", outcome.keep_alives),
    );
    violations
}

impl fmt::Display for Outcome {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, peak: (sockets, http, second), expected, back: [half, nearly, all], during, after, .. } = self;
        let (mean, most, may) = during;
        writeln!(formatter, "{name}")?;
        writeln!(
            formatter,
            "  at the service  peak {sockets} sockets and {http} requests a second, {second} s after it; {expected:.0} expected"
        )?;
        writeln!(formatter, "  back            half {half:.1} s, 99 % {nearly:.1} s, all {all:.1} s after it")?;
        write!(
            formatter,
            "  attempts        {mean:.1} a consumer during it, {most} at most ({may} may be), {after} of all after it; then {} keep-alives a second at most",
            self.keep_alives
        )
    }
}
