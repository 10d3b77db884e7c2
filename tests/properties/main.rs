//! Whatever comes: frames that are nearly right, answers that are not asked for, times that jump, storage that somebody
//! else wrote, actions that nobody dispatches. Nothing may panic, grow without bound, or want a time that has passed
//! again and again. The fuzz targets in `fuzz/` share `bench`, `decode`, `invariants` and `script`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod bench;
mod corpora;
mod decode;
mod frames;
mod inputs;
mod invariants;
mod reduce;
mod script;

use alongside::store::RowContent;
use proptest::prelude::*;

use bench::{Bench, Step};

/// How many sequences are tried.
const CASES: u32 = 400;

proptest! {
    #![proptest_config(ProptestConfig { cases: CASES, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_frame_is_read_or_refused(text in frames::text()) {
        decode::read(text.as_bytes());
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        decode::read(&bytes);
    }

    #[test]
    fn an_app_takes_whatever_comes(steps in prop::collection::vec(inputs::happening(), 1..80)) {
        let mut bench = Bench::new();
        bench.connect();
        prop_assert!(bench.is_online(), "else this would try nothing");
        for (wait, step) in steps {
            bench.step(Step::Wait(wait));
            bench.step(step);
        }
    }

    #[test]
    fn an_app_takes_any_script(script in "([a-zA-Z.] [ -~]{0,30}\n){0,40}") {
        script::play(script.as_bytes());
    }

    /// Whatever stands in storage: the chat works, and what is written after that outlives the next page.
    #[test]
    fn an_app_finds_whatever_is_kept(kept in prop::collection::vec(inputs::kept(), 1..5)) {
        let mut bench = Bench::new();
        kept.into_iter().for_each(|kept| bench.step(kept));
        bench.step(Step::Reload);
        bench.step(Step::Write("written afterwards".into()));
        let waits = |bench: &Bench| {
            let waiting = bench.state().conversation.rows.iter().filter(|row| row.place.is_pending());
            waiting.filter(|row| matches!(&row.content, RowContent::Message(text) if &*text.text == "written afterwards"))
                .count()
        };
        prop_assert!(waits(&bench) > 0, "it is shown");
        bench.step(Step::Reload);
        prop_assert!(waits(&bench) > 0, "it is kept");
        bench.connect();
        prop_assert!(bench.is_online());
    }
}
