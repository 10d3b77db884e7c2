//! Requests that change fields of a conversation: its dialogs, its stage, who takes part.

use crate::protocol::json::Value;

use crate::protocol::conversation::Dialog;
use crate::protocol::ids::{ConversationId, DialogId, ParticipantId};
use crate::protocol::wire::{Many, Trace, Wire, wire_struct};

wire_struct! {
    /// A change of a dialog.
    pub struct DialogChange {
        /// `DialogChange`.
        field: String = "field",
        /// `CREATE` or `UPDATE`.
        change_type: Option<String> = "type",
        /// The dialog's id beside the dialog; agents write it.
        dialog_id: Option<DialogId> = "dialogId",
        /// The dialog, or the members of it that change.
        dialog: Dialog = "dialog",
    }
}

wire_struct! {
    /// A change of any other field. Which members are present depends on the field.
    pub struct FieldChange {
        /// `Stage`, `ConversationStateField`, `CSATRate`, `TTRField`, `ManualETTR`, `DelayField`, `ParticipantsChange`,
        /// `Skill` …
        field: String = "field",
        /// `ADD`, `REMOVE`, `UPDATE`, `SUGGEST`.
        change_type: Option<String> = "type",
        /// `CLOSE`.
        conversation_state: Option<String> = "conversationState",
        /// 1 to 5.
        csat_rate: Option<i64> = "csatRate",
        /// Whether the matter was settled.
        csat_resolution_confirmation: Option<bool> = "csatResolutionConfirmation",
        /// `FILLED`, `PARTIALLY_FILLED`, `SKIPPED`.
        status: Option<String> = "status",
        /// `NORMAL`, `PRIORITIZED`, `URGENT`, `CUSTOM`.
        ttr_type: Option<String> = "ttrType",
        /// Of `TTRField` seconds. Of `ManualETTR` and `DelayField`, which no public page describes, an instant.
        value: Option<i64> = "value",
        /// The part of a participant.
        role: Option<String> = "role",
        /// Who.
        user_id: Option<ParticipantId> = "userId",
        /// Which skill.
        skill: Option<String> = "skill",
    }
}

/// One changed field of a conversation.
#[derive(Clone, Debug, PartialEq)]
pub enum ConversationField {
    /// A dialog is created or changed. Without a dialog this is one of the other fields.
    Dialog(Box<DialogChange>),
    /// Any other field.
    Other(Box<FieldChange>),
}

impl Wire for ConversationField {
    fn blank() -> Self {
        Self::Other(Box::new(FieldChange::blank()))
    }

    fn read(value: &Value, trace: &mut Trace) -> Option<Self> {
        let is_dialog = value.get("field").and_then(Value::as_str) == Some("DialogChange");
        if is_dialog && value.get("dialog").is_some_and(|dialog| !dialog.is_null()) {
            DialogChange::read(value, trace).map(Box::new).map(Self::Dialog)
        } else {
            FieldChange::read(value, trace).map(Box::new).map(Self::Other)
        }
    }

    fn write(&self) -> Value {
        match self {
            Self::Dialog(change) => change.write(),
            Self::Other(change) => change.write(),
        }
    }
}

wire_struct! {
    /// Changes fields of a conversation.
    pub struct UpdateConversationField {
        /// Which conversation.
        conversation_id: ConversationId = "conversationId",
        /// The changes.
        conversation_field: Many<ConversationField> = "conversationField",
    }
}
