//! What is written and not sent, and what pages begin with.

use alongside::app::{Input, Intent};
use alongside::protocol::{Millis, ParticipantId};

use super::{Page, Sent, TOLD_AFTER, World};

/// Something that was written and not sent.
#[derive(Clone, Debug)]
pub(crate) struct Drafted {
    pub(crate) text: String,
    pub(crate) page: Page,
    /// From where on in what its page went through it was there.
    pub(crate) since: usize,
}

/// The draft that was written last in a browser, and by whom, where nothing can have taken it away since.
#[derive(Clone, Debug)]
pub(crate) struct Newest {
    text: String,
    page: Page,
    me: ParticipantId,
}

impl World {
    /// Somebody writes and does not send it.
    pub(crate) fn draft(&mut self, browser: usize, tab: usize) {
        let text = format!("draft {}", self.drafted.len());
        self.note(&format!("{browser}.{tab} drafts {text:?}"));
        let page = self.browsers[browser].tabs[tab].page;
        let since = self.stood[&page].len() - 1;
        self.drafted.push(Drafted { text: text.clone(), page, since });
        let me = self.app(browser, tab).state().me.clone();
        let known = &mut self.browsers[browser];
        // A tab that could not keep what it has tries that again, and may do so before it hears of this.
        let keeps = |tab: usize| !known.tabs[tab].app.state().keeps_nothing;
        // Of two, neither of which can have heard of the other, nobody knows which is the newer.
        let before = known.drafted_at.replace((page, self.now));
        let is_blind = |(other, at)| self.now - at <= if other == page { Millis(0) } else { TOLD_AFTER };
        let is_alone = !before.is_some_and(is_blind);
        let is_kept = is_alone && !known.refuses_storage && !known.is_full && known.living().into_iter().all(keeps);
        known.newest_draft = me.filter(|_| is_kept).map(|me| Newest { text: text.clone(), page, me });
        self.intent(browser, tab, Intent::Draft(text));
    }

    /// Somebody sends what stands in the composer: what they wrote last, or what the page began with.
    pub(crate) fn send_draft(&mut self, browser: usize, tab: usize) {
        let known = &self.browsers[browser].tabs[tab];
        let written = self.drafted.iter().rfind(|drafted| drafted.page == known.page);
        let text = match written {
            Some(drafted) => drafted.text.clone(),
            None => known.app.state().draft.to_string(),
        };
        let is_taken = !self.app(browser, tab).state().conversation.is_full();
        if is_taken && !text.is_empty() && !self.sent.iter().any(|sent| sent.text == text) {
            self.write(browser, tab, text);
        }
    }

    /// What stands in a composer is sent, or gives way to what is.
    pub(super) fn composer_is_emptied(&mut self, page: Page) {
        let known = &mut self.browsers[page.browser];
        let tab = &known.tabs[page.tab];
        let is_gone = known
            .newest_draft
            .as_ref()
            .is_some_and(|newest| newest.page == page || newest.text == *tab.app.state().draft);
        if is_gone {
            known.newest_draft = None;
        }
    }

    /// Where two tabs change one draft before either can have heard of the other, nobody knows which of them stays.
    pub(super) fn note_race(&mut self, page: Page, key: &str, value: Option<&str>) {
        let known = &mut self.browsers[page.browser];
        if !key.contains("|draft|") {
            return;
        }
        let before = known.drafts_touched.insert(key.to_owned(), (page, self.now));
        if before.is_some_and(|(other, at)| other != page && self.now - at <= TOLD_AFTER) {
            let stood = known.storage.get(key).map(String::as_str);
            let words = [stood, value].into_iter().flatten().filter_map(|value| value.split_once('\t'));
            known.raced_drafts.extend(words.map(|(_, words)| words.to_owned()));
            known.newest_draft = None;
        }
    }

    /// A page begins with what its consumer wrote last and did not send, and with nothing that was sent.
    pub(super) fn begins_with_its_draft(&mut self, browser: usize, tab: usize) {
        let (known, state) = (&self.browsers[browser], self.app(browser, tab).state());
        let found = state.draft.to_string();
        let newest = known.newest_draft.as_ref().filter(|newest| state.me.as_ref() == Some(&newest.me));
        let lost = newest.filter(|newest| newest.text != found).map(|newest| newest.text.clone());
        let is_it = |sent: &&Sent| sent.text == found && sent.page.browser == browser && !sent.is_at_risk;
        let is_sent = !known.raced_drafts.contains(&found) && self.sent.iter().any(|sent| is_it(&sent));
        self.violations.extend(lost.map(|text| format!("{text:?} is lost: {browser}.{tab} begins with {found:?}")));
        if is_sent {
            self.violations.push(format!("{browser}.{tab} begins with {found:?}, which was sent"));
        }
    }

    pub(super) fn remember_standing(&mut self, browser: usize, tab: usize) {
        let tab = &self.browsers[browser].tabs[tab];
        let state = tab.app.state();
        let me = state.me.as_ref().map_or("", |me| me.as_str());
        let open = state.conversation.open_id();
        let stood = (me.to_owned(), open.map_or("", |id| id.as_str()).to_owned());
        let known = self.stood.entry(tab.page).or_default();
        if known.last() != Some(&stood) {
            known.push(stood);
        }
    }

    /// In the end: who the consumer is cannot be renewed, so that there is another person. Nothing of the former one is for
    /// them, whoever wrote it being gone.
    pub(crate) fn another_person_comes(&mut self, browser: usize) {
        let Some(tab) = self.browsers[browser].living().first().copied() else { return };
        let me = |world: &Self, tab: usize| world.app(browser, tab).state().me.clone();
        let Some(former) = me(self, tab) else { return };
        self.draft(browser, tab);
        let text = self.drafted.last().unwrap().text.clone();
        self.reload(browser, tab);
        self.note("what made the consumer known is worth nothing any more");
        let known = self.browsers[browser].storage.iter().find(|(key, _)| key.ends_with("|credentials"));
        let Some((key, value)) = known.map(|(key, value)| (key.clone(), value.clone())) else { return };
        let lines = value.lines().map(|line| if line.starts_with("external\t") { "external\tnothing" } else { line });
        let value = lines.collect::<Vec<_>>().join("\n");
        self.browsers[browser].storage.insert(key.clone(), value.clone());
        for tab in self.browsers[browser].living() {
            self.input(browser, tab, Input::Kept { key: key.clone(), value: Some(value.clone()) });
            self.reload(browser, tab);
            self.intent(browser, tab, Intent::Open);
        }
        self.run_until(self.now + Millis::from_secs(10));
        self.kick_all(4401);
        self.run_until(self.now + Millis::from_secs(60));
        for tab in self.browsers[browser].living() {
            if me(self, tab).as_ref() == Some(&former) {
                self.violations.push(format!("{browser}.{tab} is the former person still"));
            }
            for when in ["", " after a reload"] {
                if *self.app(browser, tab).state().draft == *text {
                    self.violations.push(format!("{browser}.{tab} begins with another's {text:?}{when}"));
                }
                self.reload(browser, tab);
            }
        }
    }
}
