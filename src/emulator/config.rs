//! What an emulated service is started with.

use crate::protocol::{AccountId, Millis};

use super::Faults;

/// The settings of a [`super::Service`]. Write `Config { account, ..Config::default() }`: members may be added.
#[derive(Clone, Debug)]
pub struct Config {
    /// The one account that is known; any other is refused.
    pub account: AccountId,
    /// The authority that the discovery gives for every service, such as `127.0.0.1:8081`. Empty: the authority that the
    /// request came to, so that one emulator can be reached by several names.
    pub host: String,
    /// Where identifiers and signatures come from.
    pub seed: u64,
    /// How long an invitation to CoBrowse stands when the agent does not say.
    pub invitation_ttl: Millis,
    /// After how long without a frame a socket is closed.
    pub idle_close: Millis,
    /// How long a consumer's socket may wait with `InitConnection`.
    pub init_deadline: Millis,
    /// The connectors that may sign in. Empty: any.
    pub connectors: Vec<String>,
    /// Origins of pages that may talk to the service, besides those of this machine.
    pub allowed_origins: Vec<String>,
    /// How long a token for the socket holds, except for those of the sign-up, which hold for years.
    pub token_life: Millis,
    /// How long the token of an anonymous identity holds.
    pub identity_life: Millis,
    /// For how long after its first day an anonymous identity may be renewed.
    pub renewable_for: Millis,
    /// How long an offer to an agent stands before it is made anew.
    pub ring_life: Millis,
    /// Whether a bot asks a question when the main dialog of an answered conversation is closed.
    pub survey: bool,
    /// How long that question stands.
    pub survey_life: Millis,
    /// How many events a notification of history holds at most.
    pub history_chunk: usize,
    /// How long an address for a file holds.
    pub address_life: Millis,
    /// Whether what was accepted is written down. The log only grows, so nobody should keep one that nobody reads.
    pub keeps_log: bool,
    /// What shall go wrong.
    pub faults: Faults,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            account: AccountId::from("10001"),
            host: String::new(),
            seed: 1,
            invitation_ttl: Millis::from_secs(120),
            idle_close: Millis::from_secs(90),
            init_deadline: Millis::from_secs(5),
            connectors: Vec::new(),
            allowed_origins: Vec::new(),
            token_life: Millis::from_secs(60 * 60),
            identity_life: Millis::from_secs(10 * 60),
            renewable_for: Millis::from_secs(730 * 60 * 60),
            ring_life: Millis::from_secs(60),
            survey: false,
            survey_life: Millis::from_secs(10 * 60),
            history_chunk: 50,
            address_life: Millis::from_secs(60),
            keeps_log: true,
            faults: Faults::default(),
        }
    }
}
