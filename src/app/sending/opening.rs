//! A conversation for the first text.

use crate::app::App;
use crate::app::Output;
use crate::app::gate::CAMPAIGN;
use crate::app::outbox::Wait;
use crate::protocol::{ConversationId, DialogId, Millis, Origin, decimal};
use crate::session::is_put_off;
use crate::store::{Action, Failure};

impl App {
    /// Where the next text goes. Without an open conversation one is asked for, once.
    pub(super) fn input_dialog(&mut self, now: Millis) -> Option<DialogId> {
        if let Some(dialog) = self.state.conversation.input.clone() {
            self.sending.opening = false;
            self.sending.opened = None;
            self.sending.open_refused = None;
            return Some(dialog);
        }
        if let Some(conversation) = &self.sending.opened {
            return Some(conversation.main_dialog());
        }
        if let Some(wait) = &mut self.sending.open_refused {
            if wait.is_over(now, &mut self.session) {
                self.sending.open_refused = None;
                if let Some(head) = self.outbox.head().map(|entry| entry.id) {
                    self.fail(head, Failure::Refused);
                }
                // The next text asks anew.
                self.run_outbox(now);
            }
            return None;
        }
        // What the tag knows of the visitor goes along: it is asked right before.
        if !self.sending.has_looked {
            self.sending.has_looked = true;
            self.out.push(Output::LookAtTag);
        } else if !self.sending.opening {
            let origin = self.origin();
            self.sending.opening = self.session.open_conversation(now, &origin);
        }
        None
    }

    /// Where a conversation that is opened now comes from: what the page says goes before what its tag knows.
    fn origin(&self) -> Origin {
        if self.sending.is_bare {
            return Origin::default();
        }
        let known = |name| {
            let ids = self.gate.ids.iter().find(|(known, value)| *known == name && !value.is_empty());
            ids.map(|(_, value)| value.clone())
        };
        let Origin { skill, urgency, campaign, engagement, visitor, session, language, .. } = (*self.origin).clone();
        // From one place: they belong together.
        let is_told = campaign.is_some() && engagement.is_some();
        let is_known = visitor.is_some() || session.is_some();
        let of_visit = |name| if is_known { None } else { known(name) };
        Origin {
            campaign: if is_told { campaign } else { known(CAMPAIGN) },
            engagement: if is_told { engagement } else { known("eid") },
            visitor: visitor.or_else(|| of_visit("svid")),
            session: session.or_else(|| of_visit("ssid")),
            context: of_visit("cid"),
            skill,
            urgency,
            language,
        }
    }

    /// Metadata came: what it says of an opened conversation counts from then on.
    pub(in crate::app) fn metadata_came(&mut self) {
        if self.sending.opened.is_some() && self.sending.opened == self.state.conversation.id {
            self.sending.opened = None;
        }
    }

    pub(in crate::app) fn opened(&mut self, conversation: &ConversationId) {
        self.sending.opening = false;
        self.apply(Action::Opened(conversation.main_dialog()));
        // Its metadata may have come first.
        if self.state.conversation.id.as_ref() != Some(conversation) {
            self.sending.opened = Some(conversation.clone());
        }
    }

    /// A refusal may mean that there is a conversation already: then the subscription brings it.
    pub(in crate::app) fn open_refused(&mut self, now: Millis, status: i64) {
        self.sending.opening = false;
        if is_put_off(status) {
            self.put_off(now);
        } else if status == 400 && self.origin() != Origin::default() {
            // Perhaps because of where it comes from: then it is asked for without that.
            self.sending.is_bare = true;
        } else {
            self.sending.open_refused = Some(Wait::begin(now));
        }
        self.remark(&["the service did not open a conversation, status ", &decimal(status)].concat());
    }
}
