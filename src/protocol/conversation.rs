//! A conversation as the metadata subscription tells it: always its whole state, with its dialogs.

mod dialog;
mod participants;

pub use dialog::{ChannelType, Dialog, DialogMetadata, DialogState, DialogType};
pub use participants::{DialogParticipant, Participant, ParticipantState, Participants, Role};

use crate::protocol::json::Value;

use super::event::EventChange;
use super::ids::{AccountId, ConversationId, ParticipantId};
#[cfg(not(target_arch = "wasm32"))]
use super::request::{CampaignInfo, ConversationContext};
use super::time::Millis;
use super::wire::{Many, Nullable, wire_enum, wire_struct};

wire_enum! {
    /// What happened to a conversation in a subscription.
    pub enum ChangeType {
        /// It is new or changed.
        Upsert = "UPSERT",
        /// It left the filter of the subscription. It need not have been erased.
        Delete = "DELETE",
    }
}

wire_struct! {
    /// How soon an answer is due.
    pub struct Ttr {
        /// `NORMAL`, `URGENT`, `PRIORITIZED`, `CUSTOM`.
        ttr_type: Option<String> = "ttrType",
        /// Seconds.
        value: Option<i64> = "value",
    }
}

wire_struct! {
    /// The contact centre is closed.
    pub struct Delay {
        /// `NIGHT`, `WEEKEND`, `HOLIDAY`.
        delay_type: Option<String> = "type",
        /// Until when.
        till_when: Option<Millis> = "tillWhen",
    }
}

wire_struct! {
    /// The older survey of one rating and one question.
    pub struct Csat {
        /// `FILLED`, `PARTIALLY_FILLED`, `SKIPPED`.
        status: Option<String> = "status",
    } natively {
        /// `CSATRate`, where a field change was copied here.
        field: Option<String> = "field",
        /// 1 to 5.
        csat_rate: Option<i64> = "csatRate",
        /// Whether the matter was settled.
        csat_resolution_confirmation: Option<bool> = "csatResolutionConfirmation",
    }
}

wire_struct! {
    /// The whole state of a conversation.
    pub struct ConversationDetails {
        /// Who takes part.
        participants: Option<Participants> = "participants",
        /// Older servers: who takes part.
        participants_pid: Option<Participants> = "participantsPId",
        /// Of the main dialog alone.
        state: Option<DialogState> = "state",
        /// Of the whole conversation. Older servers leave it out: then `state` speaks for it.
        stage: Option<DialogState> = "stage",
        /// Its dialogs. Older servers leave them out: then there is one main dialog.
        dialogs: Many<Dialog> = "dialogs",
        /// When it began.
        start_ts: Option<Millis> = "startTs",
        /// When it ended; 0 for not yet.
        end_ts: Option<Millis> = "endTs",
        /// `AGENT`, `CONSUMER`, `TIMEOUT`, `SYSTEM`.
        close_reason: Option<String> = "closeReason",
        /// How soon an answer is due.
        ttr: Option<Ttr> = "ttr",
        /// The contact centre is closed.
        delay: Option<Delay> = "delay",
        /// The agent promised an answer by then.
        manual_ettr: Option<Millis> = "manualETTR",
        /// The order of notifications: an older one is dropped.
        meta_data_last_update_ts: Option<Millis> = "metaDataLastUpdateTs",
        /// The older survey.
        csat: Option<Csat> = "csat",
    } natively {
        /// Older servers repeat the id here.
        conv_id: Option<ConversationId> = "convId",
        /// `-1` for none.
        skill_id: Option<String> = "skillId",
        /// The account.
        brand_id: Option<AccountId> = "brandId",
        /// Whether the consumer never wrote before.
        first_conversation: Option<bool> = "firstConversation",
        /// Older servers.
        csat_rate: Option<i64> = "csatRate",
        /// Where the conversation came from.
        context: Option<ConversationContext> = "context",
        /// The same under its other name.
        conversation_context: Option<ConversationContext> = "conversationContext",
        /// The campaign.
        campaign_info: Option<CampaignInfo> = "campaignInfo",
        /// Older servers; opaque.
        note: Option<Nullable<Value>> = "note",
        /// Older servers; opaque.
        group_id: Option<Nullable<Value>> = "groupId",
        /// Opaque.
        conversation_handler_details: Option<Nullable<Value>> = "conversationHandlerDetails",
    }
}

impl ConversationDetails {
    /// Those who take part, with their role, in whichever shape the server told it: of a crowd the first.
    // A list and no chain of iterators: what comes of each chain is compiled anew for each caller.
    #[inline(never)]
    pub fn everybody(&self) -> std::vec::IntoIter<(&ParticipantId, Option<&Role>)> {
        let mut all = Vec::new();
        for participants in [&self.participants, &self.participants_pid].into_iter().flatten() {
            all.extend(participants.iter());
        }
        all.truncate(MOST_PEOPLE);
        all.into_iter()
    }

    /// The stage of the whole conversation; older servers tell only that of the main dialog.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.stage.as_ref().or(self.state.as_ref()) == Some(&DialogState::Close)
    }
}

/// How many people are looked at in a conversation. They are looked for one by one, dialog by dialog.
const MOST_PEOPLE: usize = 256;

wire_struct! {
    /// A conversation in a notification.
    pub struct ConversationResult {
        /// Which.
        conv_id: ConversationId = "convId",
        /// Its whole state.
        conversation_details: Option<ConversationDetails> = "conversationDetails",
        /// Older servers: when it last changed.
        last_update_time: Option<Millis> = "lastUpdateTime",
    } natively {
        /// Milliseconds, or -1 for none.
        effective_ttr: Option<Millis> = "effectiveTTR",
        /// The newest content, for lists. May be missing.
        last_content_event_notification: Option<EventChange> = "lastContentEventNotification",
        /// So spelt; its shape is not documented.
        number_of_unread_messages: Option<Value> = "numberOfunreadMessages",
    }
}

impl ConversationResult {
    /// When it last changed, wherever the server told it. A time that cannot be is none: compared with it, everything
    /// that came later would be old.
    #[must_use]
    pub fn updated(&self) -> Option<Millis> {
        let details = self.conversation_details.as_ref();
        let told = details.and_then(|details| details.meta_data_last_update_ts).filter(Millis::is_date);
        told.or(self.last_update_time.filter(Millis::is_date))
    }
}

impl ConversationChange {
    /// That a conversation has left the stream.
    #[must_use]
    pub fn gone(conversation: ConversationId) -> Self {
        let mut change = <Self as super::wire::Wire>::blank();
        change.change_type = Some(ChangeType::Delete);
        change.result.conv_id = conversation;
        change
    }
}

wire_struct! {
    /// One change of a conversation subscription.
    pub struct ConversationChange {
        /// What happened.
        change_type: Option<ChangeType> = "type",
        /// To which conversation.
        result: ConversationResult = "result",
    }
}
