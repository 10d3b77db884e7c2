//! The clock of the machine, as the service takes it: it never runs backwards, whatever is done to the machine's.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use alongside::protocol::Millis;

/// The clock.
#[derive(Debug, Default)]
pub(crate) struct Clock {
    latest: Millis,
}

impl Clock {
    /// Now, and never before an earlier now.
    pub(crate) fn now(&mut self) -> Millis {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        self.latest = self.latest.max(Millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX)));
        self.latest
    }

    /// How long it is until then; nothing when it has passed.
    pub(crate) fn until(&mut self, due: Millis) -> Duration {
        let left = due - self.now();
        Duration::from_millis(u64::try_from(left.0).unwrap_or(0))
    }
}
