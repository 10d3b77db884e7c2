//! What one notification says of the CoBrowse dialogs of one conversation.

use crate::protocol::{
    ChangeType, ChannelType, CoBrowseMode, ConversationChange, ConversationDetails, ConversationId, Dialog, DialogId,
    DialogParticipant, DialogState, Millis, NotificationKey, ParticipantId, Role, Seconds, ServiceId, SessionState,
};
use crate::store::people;

/// The CoBrowse dialogs of a conversation at one moment: always all of them, for notifications carry whole states.
#[derive(Clone, Debug, PartialEq)]
pub struct Sighting {
    /// Which conversation.
    pub conversation: ConversationId,
    /// The order of notifications, where it is told.
    pub updated: Option<Millis>,
    /// Its CoBrowse dialogs; none, if the conversation is over or out of sight.
    pub dialogs: Vec<Sighted>,
}

/// What is said of one CoBrowse dialog.
#[derive(Clone, Debug, PartialEq)]
pub struct Sighted {
    /// Which dialog.
    pub dialog: DialogId,
    /// Its service id. An abbreviated CLOSED tells none.
    pub service: Option<ServiceId>,
    /// The participant who is not the consumer, else the agent who answers.
    pub agent: Option<ParticipantId>,
    /// What the agent will see and may do.
    pub mode: Option<CoBrowseMode>,
    /// Where it stands: CLOSED too, if it is the dialog that is closed.
    pub state: Option<SessionState>,
    /// The step that the state stands for.
    pub step: Option<NotificationKey>,
    /// Until when it stands.
    pub expires: Option<Millis>,
    /// When it was created.
    pub created: Option<Millis>,
    /// As of when this is said, as exactly as it is told.
    pub told: Option<Millis>,
}

impl Sighting {
    /// What a change of the metadata subscription says; nothing, if it says nothing of a conversation's state.
    #[must_use]
    pub fn of(change: &ConversationChange) -> Option<Self> {
        let result = &change.result;
        let mut sighting = Self { conversation: result.conv_id.clone(), updated: None, dialogs: Vec::new() };
        if change.change_type == Some(ChangeType::Delete) {
            return Some(sighting);
        }
        let details = result.conversation_details.as_ref()?;
        sighting.updated = details.meta_data_last_update_ts.or(result.last_update_time);
        if !details.is_over() {
            for dialog in &*details.dialogs {
                if dialog.channel_type == Some(ChannelType::CoBrowse) {
                    sighting.dialogs.push(Sighted::of(details, dialog, sighting.updated));
                }
            }
        }
        Some(sighting)
    }
}

impl Sighted {
    fn of(details: &ConversationDetails, dialog: &Dialog, updated: Option<Millis>) -> Self {
        let metadata = dialog.meta_data.as_ref();
        let is_closed = dialog.state == Some(DialogState::Close);
        let has_ended = dialog.end_ts.filter(|ended| ended.0 > 0);
        Self {
            dialog: dialog.dialog_id.clone(),
            service: metadata.and_then(|metadata| metadata.service_id.clone()),
            agent: agent_of(details, dialog).cloned(),
            mode: metadata.and_then(|metadata| metadata.mode.clone()),
            state: if is_closed {
                Some(SessionState::Closed)
            } else {
                metadata.and_then(|metadata| metadata.session_state.clone())
            },
            step: metadata.and_then(|metadata| metadata.notification_key.clone()),
            expires: metadata.and_then(|metadata| metadata.expires).map(instant),
            created: dialog.creation_ts,
            told: dialog.meta_data_last_update_ts.or(has_ended).or(updated),
        }
    }
}

fn agent_of<'a>(details: &'a ConversationDetails, dialog: &'a Dialog) -> Option<&'a ParticipantId> {
    let is_consumer = |id| people::find(details, &|who, role| who == id && role == Some(&Role::Consumer)).is_some();
    let other = dialog.participants.iter().map(DialogParticipant::id).find(|id| !is_consumer(*id));
    other.or_else(|| people::find(details, &|_, role| role == Some(&Role::AssignedAgent)))
}

/// A number too large for seconds is milliseconds.
fn instant(told: Seconds) -> Millis {
    let seconds = if told.0 > LARGEST_SECONDS { told.0 / 1_000.0 } else { told.0 };
    Seconds(seconds).to_millis()
}

const LARGEST_SECONDS: f64 = 1e11;
