//! Waiting for a condition, for a bounded time.

use std::fmt::Debug;
use std::time::Duration;

use tokio::time::{Instant, sleep};

/// How long anything may take before a journey gives up.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

/// How often a condition is looked at.
const LOOK_EVERY: Duration = Duration::from_millis(40);

/// Looks until there is a value. What was seen last is told when there never is one.
pub(crate) async fn until<T, Seen: Debug>(what: &str, look: impl AsyncFnMut() -> Result<T, Seen>) -> T {
    until_within(PATIENCE, what, look).await
}

/// The same, with another bound.
pub(crate) async fn until_within<T, Seen: Debug>(
    patience: Duration,
    what: &str,
    mut look: impl AsyncFnMut() -> Result<T, Seen>,
) -> T {
    let end = Instant::now() + patience;
    loop {
        match look().await {
            Ok(value) => return value,
            Err(seen) if Instant::now() > end => {
                panic!("waited {} s in vain: {what}. Seen last: {seen:#?}", patience.as_secs())
            }
            Err(_) => sleep(LOOK_EVERY).await,
        }
    }
}
