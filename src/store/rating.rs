//! The older survey after a conversation: one rating, and whether the matter is settled.

/// Where it stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Rating {
    /// Nobody asks, or the consumer would rather not say.
    #[default]
    NotAsked,
    /// The consumer is asked.
    Asked,
    /// The answer is on its way.
    Sending,
    /// The service did not take it.
    Failed,
    /// The service has it.
    Given,
}

/// What the consumer says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Given {
    /// 1 to 5.
    pub rate: u8,
    /// Whether the matter is settled, where they say so.
    pub resolved: Option<bool>,
}
