//! The service of the model: two invitations that can be made, what has become of each, and how that is told. Its times
//! of change are made of where it stands, so that two ways to the same standing are told alike.

use alongside::protocol::Millis;
use serde_json::{Value, json};

use super::beginning::{Beginning, SKEW, START};

/// How long an invitation stands, and the widget waits for what comes of an answer after that.
pub(crate) const PHASE: Millis = Millis::from_secs(10);
/// A third invitation would be to the second what the second is to the first.
pub(crate) const INVITATIONS: usize = 2;
/// Times of change: apart from those of the clock, which are rounded to phases.
const CHANGES: i64 = 1_690_000_000_000;

/// Where the service stands with an invitation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Dialog {
    #[default]
    NotMade,
    Invited,
    Accepted,
    /// It ends with this notification, in one of the forms of an end.
    Ending,
    Over,
}

impl Dialog {
    pub(crate) fn is_live(self) -> bool {
        matches!(self, Self::Invited | Self::Accepted)
    }

    fn rank(self) -> i64 {
        match self {
            Self::NotMade => 0,
            Self::Invited => 1,
            Self::Accepted => 2,
            Self::Ending | Self::Over => 3,
        }
    }
}

/// Where the conversation stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Conversation {
    #[default]
    Open,
    /// It ends with this notification, in one of the forms of an end.
    Ending,
    /// What a page is told that subscribes after that: no conversation.
    Over,
}

/// In which form an end is told. The service has only ended something: which form it takes is open until a tab is told, so
/// that each tab may be told in another one. Every form of a CLOSED is tried wherever there is an end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Form {
    /// The dialog with all members that it had; the conversation as closed.
    Full,
    /// The dialog with no more than its state.
    Bare,
    /// The dialog is not in the list any more; the conversation is out of sight.
    Gone,
}

/// Which revision of the protocol is spoken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Revision {
    /// Every dialog is called `COAPP`; `:` in the ids of agents.
    Old,
    /// Each dialog has an id of its own; `.` in the ids of agents; `notificationKey`.
    New,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Service {
    pub(crate) dialogs: [Dialog; INVITATIONS],
    /// In which phase of time each was made.
    pub(crate) made: [u8; INVITATIONS],
    pub(crate) conversation: Conversation,
}

/// What tells the keys of the invitations apart.
pub(crate) fn created(invitation: usize) -> Millis {
    Millis(CHANGES + 1_000 * (i64::try_from(invitation).unwrap() + 1))
}

/// Who invites: another agent each time, so that what is published tells for which invitation it is.
pub(crate) fn agent(revision: Revision, invitation: usize) -> String {
    let separator = if revision == Revision::Old { ':' } else { '.' };
    format!("le10001{separator}agent-{invitation}")
}

impl Service {
    pub(crate) fn is_open(&self) -> bool {
        self.conversation == Conversation::Open
    }

    /// When an invitation ends: the beginning of the phase after the one in which it was made.
    fn expires(&self, invitation: usize) -> Millis {
        START + SKEW + Millis(PHASE.0 * (i64::from(self.made[invitation]) + 1))
    }

    fn updated(&self) -> i64 {
        let made = self.dialogs.iter().filter(|dialog| **dialog != Dialog::NotMade).count();
        let ranks: i64 = self.dialogs.iter().map(|dialog| dialog.rank()).sum();
        CHANGES + 1_000 * i64::try_from(made).unwrap() + ranks + 10 * i64::from(!self.is_open())
    }

    /// The forms in which it can be told.
    pub(crate) fn forms(&self) -> &'static [Form] {
        if self.conversation == Conversation::Ending {
            &[Form::Full, Form::Gone]
        } else if self.dialogs.contains(&Dialog::Ending) {
            &[Form::Full, Form::Bare, Form::Gone]
        } else {
            &[Form::Full]
        }
    }

    /// The notification that tells all of it.
    pub(crate) fn notification(&self, beginning: &Beginning, revision: Revision, form: Form) -> String {
        let mut result = beginning.conversation.clone();
        let details = &mut result["conversationDetails"];
        details["metaDataLastUpdateTs"] = self.updated().into();
        let dialogs = details["dialogs"].as_array_mut().unwrap();
        dialogs.extend((0..INVITATIONS).filter_map(|invitation| self.dialog(beginning, revision, invitation, form)));
        let changes = match (self.conversation, form) {
            (Conversation::Open, _) => json!([{ "type": "UPSERT", "result": result }]),
            (Conversation::Ending, Form::Gone) => {
                json!([{ "type": "DELETE", "result": { "convId": result["convId"] } }])
            }
            (Conversation::Ending, _) => {
                details["stage"] = "CLOSE".into();
                details["state"] = "CLOSE".into();
                json!([{ "type": "UPSERT", "result": result }])
            }
            (Conversation::Over, _) => json!([]),
        };
        let body = json!({ "changes": changes });
        json!({ "kind": "notification", "type": "cqm.ExConversationChangeNotification", "body": body }).to_string()
    }

    fn dialog(&self, beginning: &Beginning, revision: Revision, invitation: usize, form: Form) -> Option<Value> {
        let is_replaced = self.dialogs.get(invitation + 1).is_some_and(|next| *next != Dialog::NotMade);
        if revision == Revision::Old && is_replaced {
            return None;
        }
        let (state, key, is_bare) = match self.dialogs[invitation] {
            Dialog::NotMade => return None,
            Dialog::Invited => ("INVITED", "invited", false),
            Dialog::Accepted => ("ACCEPTED", "accepted", false),
            Dialog::Ending if form == Form::Gone => return None,
            Dialog::Ending => ("CLOSED", "cancel_invitation", form == Form::Bare),
            // What has ended goes on to stand in the list, or does not.
            Dialog::Over if revision == Revision::New => return None,
            Dialog::Over => ("CLOSED", "", true),
        };
        let id = match revision {
            Revision::Old => "COAPP".to_owned(),
            Revision::New => format!("c26b9d3b-0000-4000-8000-00000000000{invitation}"),
        };
        let mut dialog = json!({ "dialogId": id, "dialogType": "OTHER", "channelType": "COBROWSE" });
        if is_bare {
            dialog["metaData"] = json!({ "sessionState": state });
            return Some(dialog);
        }
        let conversation = beginning.conversation["convId"].as_str().unwrap();
        #[expect(clippy::cast_precision_loss, reason = "milliseconds of this century")]
        let expires = self.expires(invitation).0 as f64 / 1_000.0;
        let mut metadata = json!({
            // That of the consumer in this conversation: every invitation has the same.
            "serviceId": format!("{}#{conversation}", beginning.consumer),
            "mode": "view", "expires": expires, "sessionState": state,
        });
        if revision == Revision::New {
            metadata["dialogId"] = id.into();
            metadata["notificationKey"] = key.into();
        }
        dialog["metaData"] = metadata;
        dialog["state"] = if state == "CLOSED" { "CLOSE" } else { "OPEN" }.into();
        dialog["creationTs"] = created(invitation).0.into();
        dialog["metaDataLastUpdateTs"] = self.updated().into();
        dialog["participants"] = json!([beginning.consumer, agent(revision, invitation)]);
        Some(dialog)
    }
}
