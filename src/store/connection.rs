//! Where the connection to the service stands, as far as people are concerned.

use crate::protocol::Millis;

/// The connection. Instants are local.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Connection {
    /// Nobody has asked for one yet.
    #[default]
    Idle,
    /// Being made for the first time.
    Connecting {
        /// Since when.
        since: Millis,
    },
    /// Made.
    Online {
        /// Since when.
        since: Millis,
        /// Whether it was lost before and is back.
        back: bool,
    },
    /// Lost, or not to be had; it is tried again by itself.
    Waiting {
        /// Since when there has been none.
        since: Millis,
    },
    /// The browser says that there is no network.
    Offline {
        /// Since when.
        since: Millis,
    },
    /// Not to be had; only the consumer's wish tries again.
    Refused(Refusal),
}

/// Why there will be no connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The service does not know the account.
    Account,
    /// The service does not let this consumer in.
    SignIn,
}
