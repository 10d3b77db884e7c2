//! One dialog of a conversation: the messages themselves, the questions after them, or a CoBrowse invitation.

use super::participants::{DialogParticipant, Participant};
use crate::protocol::cobrowse::CoBrowseMetadata;
use crate::protocol::ids::DialogId;
use crate::protocol::time::Millis;
use crate::protocol::wire::{Many, wire_enum, wire_struct};

wire_enum! {
    /// Whether a dialog or conversation goes on.
    pub enum DialogState {
        /// It goes on.
        Open = "OPEN",
        /// It has ended.
        Close = "CLOSE",
    }
}

wire_enum! {
    /// What a dialog is for.
    pub enum DialogType {
        /// The conversation itself; its id is the conversation's.
        Main = "MAIN",
        /// The questions after it.
        PostSurvey = "POST_SURVEY",
        /// Anything else, CoBrowse among it.
        Others = "OTHER",
    }
}

wire_enum! {
    /// What travels in a dialog: the one sign by which a CoBrowse invitation is known.
    pub enum ChannelType {
        /// Messages.
        Messaging = "MESSAGING",
        /// A CoBrowse invitation, session or call.
        CoBrowse = "COBROWSE",
    }
}

/// `metaData` of a dialog; surveys and CoBrowse share one set of members.
pub type DialogMetadata = CoBrowseMetadata;

wire_struct! {
    /// One dialog of a conversation. Their order is not stable: find them by type or id.
    pub struct Dialog {
        /// Which. Not unique over time: older servers call every CoBrowse dialog `COAPP`.
        dialog_id: DialogId = "dialogId",
        /// CoBrowse: the consumer and the agent, as plain ids.
        participants: Many<DialogParticipant> = "participants",
        /// Messaging: who takes part.
        participants_details: Many<Participant> = "participantsDetails",
        /// What it is for.
        dialog_type: Option<DialogType> = "dialogType",
        /// What travels in it.
        channel_type: Option<ChannelType> = "channelType",
        /// Surveys and CoBrowse.
        meta_data: Option<DialogMetadata> = "metaData",
        /// Whether it goes on. May be missing on closed CoBrowse dialogs.
        state: Option<DialogState> = "state",
        /// When it began.
        creation_ts: Option<Millis> = "creationTs",
        /// When it ended.
        end_ts: Option<Millis> = "endTs",
        /// When it last changed.
        meta_data_last_update_ts: Option<Millis> = "metaDataLastUpdateTs",
    } natively {
        /// `CONSUMER`, `AGENT` …
        closed_by: Option<String> = "closedBy",
        /// Free text.
        closed_cause: Option<String> = "closedCause",
    }
}
