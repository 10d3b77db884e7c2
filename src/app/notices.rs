//! Notices beyond the widget, while nobody looks at it: how many messages wait, a sound, and a notification of the browser.
//!
//! A sound is made where the page wants it, a notification where the consumer does. Both come from one tab, the one that
//! sends for all, and only of what is not read elsewhere in the next moment: in another window, on another device.

use std::rc::Rc;

use super::{App, Output};
use crate::protocol::Millis;
use crate::store::{Action, Author, RowContent, RowId, view};

/// Kept under the consumer's name, as long as they want notifications.
const NOTIFY: &str = "notify";

/// Of what came longer ago another tab has given notice.
const STALE: Millis = Millis::from_secs(60);

/// Whoever reads it elsewhere does so within this time: receipts are gathered, and have to come here.
const READ_ELSEWHERE: Millis = Millis::from_secs(2);

/// What was noticed so far.
#[derive(Clone, Debug, Default)]
pub(super) struct Notices {
    /// The page wants a sound.
    has_sound: bool,
    /// The newest message of which notice was given, or which was seen.
    newest: Option<RowId>,
    /// When notice is given of what came since, unless it was read by then.
    due: Option<Millis>,
    /// What the page's title and icon tell.
    badge: usize,
}

impl Notices {
    pub(super) fn new(has_sound: bool) -> Self {
        Self { has_sound, ..Self::default() }
    }

    pub(super) fn deadline(&self) -> Option<Millis> {
        self.due
    }
}

impl App {
    /// After every input: gives notice of what came.
    pub(super) fn settle_notices(&mut self, now: Millis) {
        let waits = if self.state.page_visible { 0 } else { self.state.conversation.unread };
        if std::mem::replace(&mut self.notices.badge, waits) != waits {
            self.out.push(Output::Badge(waits));
        }
        // Nothing is due where nothing is left to be told.
        let due = self.notices.due.take();
        let conversation = Rc::clone(&self.state.conversation);
        let known = self.notices.newest;
        let mut came = conversation.announced.iter().rev().copied().take_while(|id| Some(*id) > known);
        let found = came.find_map(|id| {
            let row = conversation.rows.by_id(id)?;
            match &row.content {
                RowContent::Message(message) => Some((row, message)),
                RowContent::Note(_) => None,
            }
        });
        let Some((row, message)) = found else { return };
        // What was missed comes before it is known which tab sends: that one gives notice then.
        let is_old = message.at + STALE < self.state.server_time(self.newest);
        // Whoever waits to give notice does, also where the connection is lost meanwhile.
        let may_tell = !self.state.is_attended() && !is_old;
        let gives_notice = may_tell && (self.is_sender() || due.is_some());
        if self.state.catches_up && may_tell && !gives_notice {
            return;
        }
        let due = due.unwrap_or(now + READ_ELSEWHERE);
        if gives_notice && now < due {
            self.notices.due = Some(due);
            return;
        }
        self.notices.newest = Some(row.id);
        if !gives_notice || !conversation.unseen.contains(&row.place) {
            return;
        }
        if self.notices.has_sound {
            self.out.push(Output::Sound);
        }
        if self.state.notifies == Some(true) && !self.state.page_visible {
            let who = match &message.author {
                Author::Agent(who) if !conversation.is_in_survey(row.place) => view::name_of(&conversation, who),
                Author::Agent(_) | Author::Me | Author::System => None,
            };
            self.out.push(Output::Notify { who, row: Rc::clone(row) });
        }
    }

    /// The consumer wants to be notified, or no longer.
    pub(super) fn wants_notifications(&mut self, wants: bool) {
        if wants {
            self.out.push(Output::AskToNotify);
        } else {
            self.notify(None);
        }
    }

    /// Whether the browser lets this site notify.
    pub(super) fn may_notify(&mut self, may: bool) {
        self.notify(Some(may));
    }

    fn notify(&mut self, notifies: Option<bool>) {
        self.keep(&self.own_name(NOTIFY), if notifies == Some(true) { "on" } else { "" });
        self.apply(Action::Notifies(notifies));
    }

    /// What the consumer said in an earlier page load, or in another tab.
    pub(super) fn notices_kept(&mut self) {
        let is_on = !self.memory.get(&self.own_name(NOTIFY)).is_empty();
        if is_on != (self.state.notifies == Some(true)) {
            self.apply(Action::Notifies(is_on.then_some(true)));
        }
    }
}
