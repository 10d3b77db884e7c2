//! The outages: what goes wrong at which moment, and what is promised of the time after.

use alongside::protocol::Millis;

use super::theory::drain;
use super::world::{Door, Way, World};

/// What happens so many seconds after the beginning.
type Step = (i64, fn(&mut World));

pub(crate) struct Outage {
    pub(crate) name: &'static str,
    /// With the last of them the service is there again.
    pub(crate) steps: Vec<Step>,
    /// How long tokens hold.
    pub(crate) token_life: Millis,
    /// Within how many seconds after it all are back, of so many consumers.
    pub(crate) back_within: fn(usize) -> f64,
    /// Which part of all may come to the service in one second after it.
    pub(crate) share: f64,
    /// How many attempts there may be after it, of so many consumers; without a bound each comes once.
    pub(crate) attempts: fn(usize) -> f64,
}

const HOUR: Millis = Millis::from_secs(60 * 60);
/// A whole wait, and the steps of an attempt.
const ONE_WAIT: fn(usize) -> f64 = |_| 61.0;
const ONCE: fn(usize) -> f64 = |consumers| consumers as f64;

/// A service that takes a hundredth of them a second needs a hundred seconds for all; whoever comes too early comes again.
fn taken(consumers: usize) -> u32 {
    u32::try_from(consumers.div_ceil(100)).unwrap()
}

fn break_way(world: &mut World) {
    world.way = Way::Broken;
    world.tear(1006);
}

fn mend_way(world: &mut World) {
    world.way = Way::Open;
}

pub(crate) fn all() -> Vec<Outage> {
    let plain = |name, steps: &[Step]| Outage {
        name,
        steps: steps.to_vec(),
        token_life: HOUR,
        back_within: ONE_WAIT,
        share: 0.1,
        attempts: ONCE,
    };
    vec![
        plain("torn with 1006, unreachable for 3 minutes", &[(0, break_way), (180, mend_way)]),
        Outage {
            // Each wait after a 503 is longer by 5 s.
            back_within: |consumers| ONE_WAIT(consumers) + 5.0,
            ..plain(
                "closed with 1012, 503 for 3 minutes",
                &[
                    (0, |world| {
                        world.service.faults_mut().unavailable = true;
                        world.close(1012);
                    }),
                    (180, |world| world.service.faults_mut().unavailable = false),
                ],
            )
        },
        Outage {
            // What was begun in vain just before it is over goes on for as long as a socket may take to open.
            back_within: |consumers| ONE_WAIT(consumers) + 15.0,
            ..plain("half-open for 3 minutes, nobody is told", &[(0, |world| world.way = Way::Silent), (180, mend_way)])
        },
        Outage {
            // Nobody waits for longer than for the first attempt, and so they come within that time.
            back_within: |_| 3.0,
            share: 0.65,
            ..plain(
                "no network for 3 minutes, all browsers say so",
                &[
                    (0, |world| {
                        break_way(world);
                        world.tell_of_network(false);
                    }),
                    (180, |world| {
                        mend_way(world);
                        world.tell_of_network(true);
                    }),
                ],
            )
        },
        Outage {
            token_life: Millis::from_secs(150),
            ..plain("unreachable for 3 minutes, all tokens expired meanwhile", &[(0, break_way), (180, mend_way)])
        },
        Outage {
            back_within: |_| 3.0,
            share: 0.65,
            ..plain("closed with 1012 for a moment", &[(0, |world| world.close(1012))])
        },
        Outage {
            back_within: |_| 3.0,
            share: 0.65,
            ..plain("all tokens refused at one moment", &[(0, |world| world.close(4401))])
        },
        Outage {
            back_within: |consumers| drain(consumers, taken(consumers).into()).1 + ONE_WAIT(consumers),
            attempts: |consumers| drain(consumers, taken(consumers).into()).0,
            ..plain(
                "unreachable for 3 minutes, then 1 % a second is let in and 1013 for the others",
                &[
                    (0, break_way),
                    (180, |world| {
                        mend_way(world);
                        world.door = Door::Some(taken(world.consumers.len()), 1013);
                    }),
                ],
            )
        },
        Outage {
            back_within: |consumers| drain(consumers, taken(consumers).into()).1 + ONE_WAIT(consumers),
            attempts: |consumers| drain(consumers, taken(consumers).into()).0,
            ..plain(
                "unreachable for 3 minutes, then 1 % a second is let in and 429 for the others",
                &[
                    (0, break_way),
                    (180, |world| {
                        mend_way(world);
                        world.door = Door::SomeByHttp(taken(world.consumers.len()), 429);
                    }),
                ],
            )
        },
        plain(
            "unreachable for 3 minutes, then 429 for every request for 1 minute",
            &[
                (0, break_way),
                (180, |world| {
                    mend_way(world);
                    world.service.faults_mut().too_many_requests = u32::MAX;
                }),
                (240, |world| world.service.faults_mut().too_many_requests = 0),
            ],
        ),
        Outage {
            back_within: |_| 451.0,
            ..plain(
                "no token taken for 10 minutes",
                &[
                    (0, |world| {
                        world.door = Door::Nobody(4401);
                        world.tear(1006);
                    }),
                    (600, |world| world.door = Door::Everybody),
                ],
            )
        },
    ]
}
