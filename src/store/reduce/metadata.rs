//! What the metadata subscription says of the conversation: stage, agent, and the dialog that takes texts.

use std::rc::Rc;

use crate::protocol::{
    ChangeType, ChannelType, ConversationChange, ConversationDetails, ConversationId, Dialog, DialogId, DialogState,
    DialogType, Millis, ParticipantId, ParticipantState, Role, Sequence,
};
use crate::store::conversation::{Conversation, KnownDialog, Note, Row, RowContent, Stage};
use crate::store::rows::Place;
use crate::store::{Diagnostic, State};

/// Applies one change. Older notifications than the newest are dropped.
pub(super) fn apply(state: &mut State, change: &ConversationChange) -> Option<Diagnostic> {
    let result = &change.result;
    let current = &state.conversation;
    if change.change_type == Some(ChangeType::Delete) {
        // It left the filter of the subscription. What was shown stays; it can only have ended.
        if current.id.as_ref() == Some(&result.conv_id) && current.stage == Stage::Open {
            end(Rc::make_mut(&mut state.conversation), None);
        }
        return None;
    }
    let Some(details) = &result.conversation_details else {
        return Some(Diagnostic::new("a conversation without details was passed over"));
    };
    let revision = details.meta_data_last_update_ts.or(result.last_update_time).unwrap_or_default();
    let is_current = current.id.as_ref() == Some(&result.conv_id);
    if is_current && revision < current.revision {
        return Some(Diagnostic::new("a notification older than the newest of its conversation was dropped"));
    }
    let is_open = !details.is_over();
    let wins = is_current || (is_open && (current.stage != Stage::Open || revision >= current.revision));
    if !wins {
        return None;
    }
    let conversation = Rc::make_mut(&mut state.conversation);
    if !is_current {
        take_over(conversation, &result.conv_id);
    }
    conversation.revision = revision;
    conversation.agent = assigned_agent(details);
    conversation.was_assigned |= conversation.agent.is_some();
    let is_typing_gone = conversation.typing.as_ref().is_some_and(|typing| !takes_part(details, &typing.who));
    if is_typing_gone {
        conversation.typing = None;
    }
    if is_open {
        conversation.stage = Stage::Open;
        conversation.input = input_dialog(&result.conv_id, details);
        for dialog in messaging_dialogs(&result.conv_id, details) {
            conversation.rank_of(&dialog, Some(&result.conv_id));
        }
    } else if conversation.stage != Stage::Ended {
        end(conversation, details.end_ts.filter(|ended| ended.0 > 0).or(Some(revision)));
    }
    None
}

fn take_over(conversation: &mut Conversation, id: &ConversationId) {
    conversation.id = Some(id.clone());
    conversation.agent = None;
    conversation.was_assigned = false;
    conversation.typing = None;
    conversation.stage = Stage::None;
}

fn end(conversation: &mut Conversation, at: Option<Millis>) {
    conversation.stage = Stage::Ended;
    conversation.input = None;
    conversation.typing = None;
    let Some(last) = conversation.rows.iter().rev().find_map(|row| match row.place {
        Place::At { dialog, sequence, after } => Some(Place::At { dialog, sequence, after: after + 1 }),
        Place::Pending(_) => None,
    }) else {
        return;
    };
    let at = at.unwrap_or_else(|| {
        let times = conversation.rows.iter().filter_map(|row| match &row.content {
            RowContent::Message(message) => Some(message.at),
            RowContent::Note(_) => None,
        });
        times.max().unwrap_or_default()
    });
    let id = conversation.new_row_id();
    conversation.rows.put(Row { id, place: last, content: RowContent::Note(Note::Ended { at }) });
}

/// Where texts go: the main dialog while it is open, else a survey. Without dialogs there is one implicit main dialog.
fn input_dialog(id: &ConversationId, details: &ConversationDetails) -> Option<DialogId> {
    if details.dialogs.is_empty() {
        return Some(id.main_dialog());
    }
    let carries = |dialog: &&Dialog| is_messaging(dialog) && dialog.state != Some(DialogState::Close);
    let open = || details.dialogs.iter().filter(carries);
    let main = open().find(|dialog| dialog.dialog_type == Some(DialogType::Main));
    main.or_else(|| open().next()).map(|dialog| dialog.dialog_id.clone())
}

/// The dialogs that carry messages, oldest first: their order in notifications is not stable.
fn messaging_dialogs(id: &ConversationId, details: &ConversationDetails) -> Vec<DialogId> {
    if details.dialogs.is_empty() {
        return vec![id.main_dialog()];
    }
    // The main dialog is the oldest; of surveys there is one.
    let of_kind = |main: bool| {
        let wanted =
            move |dialog: &&Dialog| is_messaging(dialog) && main == (dialog.dialog_type == Some(DialogType::Main));
        details.dialogs.iter().filter(wanted).map(|dialog| dialog.dialog_id.clone())
    };
    of_kind(true).chain(of_kind(false)).collect()
}

fn is_messaging(dialog: &Dialog) -> bool {
    dialog.channel_type.as_ref().is_none_or(|channel| *channel == ChannelType::Messaging)
}

/// The agent who answers and is there already.
fn assigned_agent(details: &ConversationDetails) -> Option<ParticipantId> {
    let suggested = |who: &ParticipantId| {
        let everybody = details.dialogs.iter().flat_map(|dialog| dialog.participants_details.iter());
        everybody.into_iter().any(|person| {
            person.id == *who
                && person.role == Some(Role::AssignedAgent)
                && person.state == Some(ParticipantState::Suggested)
        })
    };
    details
        .everybody()
        .find(|(who, role)| *role == Some(&Role::AssignedAgent) && !suggested(who))
        .map(|(who, _)| who.clone())
}

fn takes_part(details: &ConversationDetails, who: &ParticipantId) -> bool {
    details.everybody().any(|(other, _)| other == who)
}

impl Conversation {
    /// The place of a dialog in the order of dialogs; a new one is the last.
    pub(in crate::store) fn rank_of(&mut self, dialog: &DialogId, conversation: Option<&ConversationId>) -> u32 {
        let known = self.dialogs.iter().position(|known| known.dialog == *dialog);
        let rank = known.unwrap_or_else(|| {
            self.dialogs.push(KnownDialog { conversation: conversation.cloned(), dialog: dialog.clone() });
            self.dialogs.len() - 1
        });
        u32::try_from(rank).unwrap_or(u32::MAX)
    }

    /// The place of an event of a dialog.
    pub(in crate::store) fn place_of(&mut self, dialog: &DialogId, sequence: Sequence) -> Place {
        Place::At { dialog: self.rank_of(dialog, None), sequence, after: 0 }
    }
}
