//! What one notification says of the CoBrowse dialogs of one conversation: read where it stands, and not copied out.

use crate::protocol::{
    ChangeType, ChannelType, CoBrowseMetadata, ConversationChange, ConversationDetails, ConversationId, Dialog,
    DialogParticipant, DialogState, Millis, NotificationKey, ParticipantId, Role, Seconds, SessionState,
};
use crate::store::people;

/// The CoBrowse dialogs of a conversation at one moment: always all of them, for notifications carry whole states.
#[derive(Clone, Copy, Debug)]
pub struct Sighting<'a> {
    /// Which conversation.
    pub conversation: &'a ConversationId,
    /// The order of notifications, where it is told.
    pub updated: Option<Millis>,
    /// Its state; nothing, if it is out of sight.
    details: Option<&'a ConversationDetails>,
}

/// What is said of one CoBrowse dialog.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sighted<'a> {
    /// The dialog.
    pub dialog: &'a Dialog,
    /// What it tells of its session. An abbreviated CLOSED may tell nothing.
    pub metadata: Option<&'a CoBrowseMetadata>,
    sighting: Sighting<'a>,
}

impl<'a> Sighting<'a> {
    /// What a change of the metadata subscription says; nothing, if it says nothing of a conversation's state.
    #[must_use]
    pub fn of(change: &'a ConversationChange) -> Option<Self> {
        let result = &change.result;
        let conversation = &result.conv_id;
        if change.change_type == Some(ChangeType::Delete) {
            return Some(Self { conversation, updated: None, details: None });
        }
        let details = result.conversation_details.as_ref()?;
        Some(Self { conversation, updated: result.updated(), details: Some(details) })
    }

    /// Its CoBrowse dialogs; none, if the conversation is over or out of sight.
    pub(super) fn dialogs(&self) -> impl Iterator<Item = Sighted<'a>> {
        let dialogs = self.details.filter(|details| !details.is_over()).map_or(&[][..], |details| &*details.dialogs);
        let sighting = *self;
        dialogs.iter().filter(|dialog| dialog.channel_type == Some(ChannelType::CoBrowse)).map(move |dialog| Sighted {
            dialog,
            metadata: dialog.meta_data.as_ref(),
            sighting,
        })
    }
}

impl<'a> Sighted<'a> {
    /// Where it stands: CLOSED too, if it is the dialog that is closed.
    pub(super) fn state(&self) -> Option<&'a SessionState> {
        if self.dialog.state == Some(DialogState::Close) {
            return Some(&SessionState::Closed);
        }
        self.metadata?.session_state.as_ref()
    }

    /// The step that the state stands for.
    pub(super) fn is_at(&self, step: &NotificationKey) -> bool {
        self.metadata.is_some_and(|metadata| metadata.notification_key.as_ref() == Some(step))
    }

    /// Until when it stands.
    pub(super) fn expires(&self) -> Option<Millis> {
        self.expires_as_told().map(instant)
    }

    /// The same, as it is written.
    pub(super) fn expires_as_told(&self) -> Option<Seconds> {
        self.metadata?.expires
    }

    /// As of when this is said, as exactly as it is told.
    pub(super) fn told(&self) -> Option<Millis> {
        let has_ended = self.dialog.end_ts.filter(|ended| ended.0 > 0);
        self.dialog.meta_data_last_update_ts.or(has_ended).or(self.sighting.updated)
    }

    /// The participant who is not the consumer, else the agent who answers.
    pub(super) fn agent(&self) -> Option<&'a ParticipantId> {
        let details = self.sighting.details?;
        let is_consumer = |id| people::find(details, &|who, role| who == id && role == Some(&Role::Consumer)).is_some();
        let other = self.dialog.participants.iter().map(DialogParticipant::id).find(|id| !is_consumer(*id));
        other.or_else(|| people::find(details, &|_, role| role == Some(&Role::AssignedAgent)))
    }
}

/// A number too large for seconds is milliseconds.
fn instant(told: Seconds) -> Millis {
    let seconds = if is_in_millis(told) { told.0 / 1_000.0 } else { told.0 };
    Seconds(seconds).to_millis()
}

/// Whether what should be seconds can only be milliseconds.
pub(super) fn is_in_millis(told: Seconds) -> bool {
    told.0 > LARGEST_SECONDS
}

const LARGEST_SECONDS: f64 = 1e11;
