//! Earlier conversations: one dialog at a time is asked for, when the reader wants it.

use super::{App, Level};
use crate::protocol::{DialogId, EventChange, Millis, decimal};
use crate::session::Phase;
use crate::store::{Action, HistoryChange};

/// The service has nothing of a dialog any more.
const GONE: i64 = 404;

impl App {
    /// The reader wants the next one.
    pub(super) fn wants_earlier(&mut self, now: Millis) {
        self.apply(Action::History(HistoryChange::Wanted));
        if self.session.phase() == Phase::Idle {
            self.session.connect(now);
        }
    }

    /// After every input: asks for what is wanted, once the service answers. What was asked for on a connection that was
    /// lost since is not asked for by itself: it may be what it was lost by.
    pub(super) fn read_history(&mut self, now: Millis) {
        let history = self.state.conversation.history.as_ref();
        let Some(dialog) = history.and_then(|history| history.wanted()).map(|earlier| earlier.dialog.clone()) else {
            self.asked_earlier = false;
            return;
        };
        if self.session.is_reading_earlier() {
            return;
        }
        if self.asked_earlier {
            self.asked_earlier = false;
            self.apply(Action::History(HistoryChange::Failed));
        } else if self.is_caught_up() {
            self.asked_earlier = self.session.read_earlier(now, &dialog);
        }
    }

    /// All of a dialog is there, or the service refuses it. One that it does not have any more is passed over.
    pub(super) fn earlier_came(&mut self, now: Millis, dialog: DialogId, result: Result<Vec<EventChange>, i64>) {
        self.asked_earlier = false;
        let change = match result {
            Ok(mut changes) => {
                for change in &mut changes {
                    change.dialog_id.get_or_insert_with(|| dialog.clone());
                }
                self.recognise(&mut changes, false);
                HistoryChange::Came { dialog, changes, now }
            }
            Err(GONE) => {
                self.console(Level::Debug, "a dialog of an earlier conversation is gone, and was passed over");
                HistoryChange::Came { dialog, changes: Vec::new(), now }
            }
            Err(status) => {
                self.remark(&["the service refused an earlier conversation, status ", &decimal(status)].concat());
                HistoryChange::Failed
            }
        };
        self.apply(Action::History(change));
    }
}
