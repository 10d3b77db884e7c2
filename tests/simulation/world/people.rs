//! What people do in tabs, and what they see there.

use alongside::app::Intent;
use alongside::store::cobrowse::{Answer, Key};

use super::{Sent, World};

impl World {
    /// Somebody writes.
    pub(crate) fn write(&mut self, browser: usize, tab: usize, text: String) {
        self.note(&format!("{browser}.{tab} writes {text:?}"));
        let known = &self.browsers[browser];
        let is_at_risk = known.refuses_storage || known.is_full;
        let page = known.tabs[tab].page;
        self.sent.push(Sent { text: text.clone(), page, is_at_risk, was_at_risk: is_at_risk, went: false });
        self.composer_is_emptied(page);
        self.intent(browser, tab, Intent::Send(text));
    }

    /// Somebody ends the conversation that goes on in a tab.
    pub(crate) fn end_conversation(&mut self, browser: usize, tab: usize) {
        if self.app(browser, tab).state().conversation.open_id().is_some() {
            self.note(&format!("{browser}.{tab} ends the conversation"));
            self.closed += 1;
            self.ended.insert(browser);
            self.intent(browser, tab, Intent::EndConversation);
        }
    }

    /// Somebody clicks on an answer to what was on the screen.
    pub(crate) fn answer(&mut self, browser: usize, tab: usize, key: Key, answer: Answer) {
        self.note(&format!("{browser}.{tab} clicks {answer:?}"));
        self.intent(browser, tab, Intent::Answer { key, answer });
    }

    /// Everything about an invitation that stands somewhere, or stood on a screen until just now.
    pub(crate) fn standing(&self, or_stood: bool) -> Vec<(usize, usize, Key)> {
        let of = |(browser, tab): (usize, usize)| {
            let stood = self.browsers[browser].tabs[tab].asked.as_ref().filter(|_| or_stood);
            Some((browser, tab, self.app(browser, tab).standing_invitation().or(stood)?.clone()))
        };
        self.living().into_iter().filter_map(of).collect()
    }
}
