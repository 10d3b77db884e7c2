//! What can be made to go wrong, or to look as it does on older servers. Each switch is one small deviation, and all are
//! off to begin with. They may be changed while the service runs.

use crate::protocol::Millis;

/// What becomes of the metadata that a consumer sends with an event.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MetadataPolicy {
    /// It comes back with the event.
    #[default]
    Keep,
    /// It is taken and forgotten.
    Drop,
    /// The event is refused with 400.
    Refuse,
}

/// The switches. Write `Faults { bare_closed: true, ..Faults::default() }`: members may be added.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Faults {
    /// Discovery, sign-in and new sockets of consumers are refused with 503.
    pub unavailable: bool,
    /// Discovery of one service is answered with a list, as one of the documented pages has it.
    pub list_discovery: bool,
    /// Every notification to a consumer is sent twice.
    pub duplicate_notifications: bool,
    /// Lists of one element are written as the element itself, to consumers.
    pub single_elements: bool,
    /// Conversations and events look as on old servers, to consumers: `participantsPId`, `lastUpdateTime`, no `stage`, no
    /// `dialogs` while there is only the main one, and of events `originatorId` without `originatorMetadata`.
    pub old_shapes: bool,
    /// Conversation notifications to consumers are named `aam.` instead of `cqm.`.
    pub aam_names: bool,
    /// Subscriptions to messages are answered without a body.
    pub missing_answer_body: bool,
    /// The notifications that a request causes are sent before its answer.
    pub notifications_first: bool,
    /// The notifications that a request causes are sent in reverse order.
    pub reverse_notifications: bool,
    /// Notifications to consumers are sent this much later than they would be. Where this is lowered meanwhile, later
    /// ones overtake those that still wait.
    pub slow_notifications: Millis,
    /// What becomes of metadata.
    pub metadata: MetadataPolicy,
    /// So many of the next texts of consumers are refused with 400, with and without metadata: those that are sent again
    /// count again.
    pub refused_texts: u32,
    /// `QueryMessages` is refused with 400, to consumers.
    pub refuse_query_messages: bool,
    /// `SubscribeMessagingEvents` is refused with 400, to consumers.
    pub refuse_event_subscriptions: bool,
    /// So many of the next requests of consumers are refused with 429.
    pub too_many_requests: u32,
    /// A CoBrowse dialog that ends is told in the short form, with nothing but its state.
    pub bare_closed: bool,
    /// Consumers may not end CoBrowse dialogs.
    pub refuse_cobrowse_end: bool,
    /// Conversations that have ended are left out of the first notification, as after a long time.
    pub forgets_closed: bool,
    /// CoBrowse dialogs that have ended are left out of the conversation.
    pub vanishing_dialogs: bool,
    /// CoBrowse dialogs have the constant id `COAPP`, and agents are named `account:number` in them.
    pub old_cobrowse_ids: bool,
    /// Frames of consumers are taken and nothing is done about them.
    pub silent: bool,
    /// Conversations that begin are told that the service is closed for the next hour.
    pub closed: bool,
    /// The account shares no files: consumers' requests for addresses are refused with 403.
    pub no_files: bool,
    /// So many of the next uploads are refused with 503.
    pub refused_uploads: u32,
    /// Uploads come slowly: whoever reads their bodies for the service is to take no more than 128 KiB in a second.
    pub slow_uploads: bool,
    /// The temporary addresses that consumers are given have run out already.
    pub expired_addresses: bool,
    /// Requests of consumers are carried out, and their answers are lost.
    pub lost_answers: bool,
    /// So many of the next notifications of new events to consumers are lost.
    pub lost_events: u32,
}
