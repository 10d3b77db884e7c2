//! Whatever comes: frames that are nearly right, answers that are not asked for, times that jump. Nothing may panic,
//! grow without bound, or want a time that has passed again and again.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod frames;
mod inputs;

use alongside::app::{App, Input, Output, WireOutput};
use alongside::protocol::wire::Trace;
use alongside::protocol::{Incoming, Millis};
use alongside::store::Connection;
use proptest::prelude::*;

use inputs::{START, app};

/// How many times an app may want to be called at once before it counts as one that never stops.
const PATIENCE: usize = 8;

fn drain(app: &mut App, now: i64) -> Vec<WireOutput> {
    let mut wire = Vec::new();
    while let Some(output) = app.poll_output() {
        match output {
            Output::Wire(output) => wire.push(output),
            Output::Publish { .. } => app.handle(Millis(now), Input::Published(Ok(()))),
            Output::Save { value, .. } => assert!(value.len() < 2_000_000, "what is kept is bounded"),
            Output::Remove { .. } | Output::Console { .. } => {}
        }
        assert!(wire.len() < 10_000, "one input does not lead to so much");
    }
    wire
}

/// How many sequences are tried.
const CASES: u32 = 400;

/// An app, and everything that it is told and asks for.
struct Bench {
    app: App,
    now: i64,
    asked: inputs::Asked,
}

impl Bench {
    fn new() -> Self {
        let mut bench = Self { app: app(), now: START, asked: inputs::Asked::default() };
        bench.tell(Input::Started { open: true, visible: true, online: true, shared: false });
        bench
    }

    fn tell(&mut self, input: Input) {
        self.app.handle(Millis(self.now), input);
        let wanted = drain(&mut self.app, self.now);
        self.asked.note(wanted);
        self.asked.key = self.app.standing_invitation().cloned();
    }

    /// Gives the app what it waits for on its way to a conversation.
    fn connect(&mut self) {
        for _ in 0..8 {
            let Some(input) = self.asked.next_on_the_way() else { return };
            self.tell(input);
        }
    }

    /// Lets everything happen that is due.
    fn settle(&mut self) -> Result<(), TestCaseError> {
        for attempt in 0.. {
            if self.app.poll_timeout().is_none_or(|at| at.0 > self.now) {
                return Ok(());
            }
            prop_assert!(attempt < PATIENCE, "it wants a time that has passed");
            self.tell(Input::Timeout);
        }
        Ok(())
    }

    fn is_online(&self) -> bool {
        matches!(self.app.state().connection, Connection::Online { .. })
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: CASES, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_frame_is_read_or_refused(text in frames::text()) {
        let mut trace = Trace::default();
        let _ = Incoming::parse(&text, &mut trace);
    }

    #[test]
    fn an_app_takes_whatever_comes(inputs in prop::collection::vec(inputs::happening(), 1..80)) {
        let mut bench = Bench::new();
        bench.connect();
        prop_assert!(bench.is_online(), "else this would try nothing");
        for planned in inputs {
            bench.now = bench.now.saturating_add(planned.wait);
            match planned.input(&bench.asked) {
                Some(input) => bench.tell(input),
                None => bench.connect(),
            }
            bench.settle()?;
        }
        prop_assert!(bench.app.state().conversation.rows.len() < 20_000);
        prop_assert!(bench.app.state().cobrowse.invitations.len() <= 32);
    }
}
