//! The metadata of a CoBrowse dialog: the invitation and its state.

use super::ids::{DialogId, ServiceId};
use super::time::Seconds;
use super::wire::{wire_enum, wire_struct};

wire_enum! {
    /// What the agent will see and may do.
    pub enum CoBrowseMode {
        /// The agent sees, clicks and types.
        Shared = "shared",
        /// The agent sees and may scroll.
        View = "view",
        /// The agent sees and may not scroll.
        Follow = "follow",
        /// A call with voice.
        VoiceCall = "VOICE_CALL",
        /// A call with voice and picture.
        VideoCall = "VIDEO_CALL",
    }
}

impl CoBrowseMode {
    /// Whether people talk to each other and nobody sees the page.
    #[must_use]
    pub fn is_call(&self) -> bool {
        matches!(self, Self::VoiceCall | Self::VideoCall)
    }
}

wire_enum! {
    /// Where an invitation or session stands.
    pub enum SessionState {
        /// The invitation stands: the only state that may raise a prompt.
        Invited = "INVITED",
        /// The consumer has accepted, or has joined.
        Accepted = "ACCEPTED",
        /// Cancelled, expired, declined or ended.
        Closed = "CLOSED",
    }
}

wire_enum! {
    /// The step that a state stands for; newer servers tell it for their system messages.
    pub enum NotificationKey {
        /// The invitation was sent.
        Invited = "invited",
        /// It was accepted.
        Accepted = "accepted",
        /// The consumer's page is connected.
        Joined = "joined",
        /// The agent took the invitation back.
        CancelInvitation = "cancel_invitation",
    }
}

wire_struct! {
    /// `metaData` of a CoBrowse dialog. A closed one may hold nothing but `sessionState`.
    pub struct CoBrowseMetadata {
        /// Matches consumer and agent in the CoBrowse service.
        service_id: Option<ServiceId> = "serviceId",
        /// What the agent will see and may do.
        mode: Option<CoBrowseMode> = "mode",
        /// When the invitation ends: seconds with a fraction.
        expires: Option<Seconds> = "expires",
        /// Where it stands.
        session_state: Option<SessionState> = "sessionState",
        /// The step that the state stands for.
        notification_key: Option<NotificationKey> = "notificationKey",
    } natively {
        /// A copy of the dialog's id.
        dialog_id: Option<DialogId> = "dialogId",
        /// The address of a call. Never opened by itself.
        call_link: Option<String> = "callLink",
        /// Older servers: rights, separated by commas.
        permissions: Option<String> = "permissions",
        /// Older servers: the host of the CoBrowse service.
        host: Option<String> = "host",
        /// Older servers.
        uid: Option<String> = "uid",
        /// Older servers.
        channel: Option<String> = "channel",
        /// Older servers. A secret: never logged.
        token: Option<String> = "token",
        /// Older servers: `visitor`.
        role: Option<String> = "role",
        /// Surveys: the bot that asks.
        app_install_id: Option<String> = "appInstallId",
    }
}
