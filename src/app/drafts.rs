//! What is written and not sent yet: kept for its conversation, so that a reload or a crash costs nothing. Each tab writes
//! its own; of several the newest is what the next page begins with.

use super::{App, records};
use crate::protocol::{Millis, decimal, position, read_decimal};
use crate::store::{Action, Stage};

/// Stands in the name between whose a draft is and the conversation that it is for; nothing there: the next one.
const DRAFT: &str = "draft|";
/// The same behind whose it is. Names of consumers may end in anything, so a draft is known by this only.
pub(super) const ANY_DRAFT: &str = "|draft|";
/// How many bytes of a draft are kept.
const LONGEST: usize = 32_768;
/// How long what nobody sends is kept.
const RETENTION: Millis = Millis::from_secs(30 * 24 * 60 * 60);

/// Both texts, the one above the other, where there are both.
pub(super) fn joined(above: &str, below: &str) -> String {
    let between = if above.is_empty() || below.is_empty() { "" } else { "\n" };
    [above, between, below].concat()
}

/// What is known of the composer's text.
#[derive(Clone, Debug, Default)]
pub(super) struct Draft {
    /// The name under which the text that was written here is kept.
    kept_as: Option<String>,
    /// The name under which another tab has written its own since. The browser may not have kept that.
    overwritten: Option<String>,
    /// What was sent or emptied here last: the name under which it was kept, and the value.
    done: Option<(String, String)>,
    /// The name of the draft that the page began with, while nothing was written here.
    given: Option<String>,
    /// It was for the next conversation, and that goes on by now.
    is_taken_along: bool,
}

impl App {
    /// The consumer wrote in the composer.
    pub(super) fn drafted(&mut self, now: Millis, text: &str) {
        let name = self.draft_name();
        let mut value = String::new();
        if !text.is_empty() {
            let text = text.get(..text.floor_char_boundary(LONGEST)).unwrap_or_default();
            // Newer than all others, also where one was written by a clock that was ahead.
            let at = now.max(self.newest_draft().0 + Millis(1));
            records::add(&mut value, &[&decimal(at.0), text]);
        }
        // What another tab wrote since is not this one's to forget.
        let mut given = self.draft.given.take();
        if let Some(other) = given.take_if(|given| *self.text_of(given) != *self.state.draft) {
            self.draft.overwritten = Some(other);
        }
        if let Some(own) = self.draft.kept_as.take().or(given).filter(|own| text.is_empty() || *own != name) {
            let value = self.memory.get(&own).to_owned();
            self.draft.done = (!value.is_empty()).then(|| (own.clone(), value));
            self.keep(&own, "");
        }
        if !text.is_empty() {
            self.keep(&name, &value);
            self.draft.kept_as = Some(name);
        }
        // What was written here may be kept still, where the other tab could not keep its own.
        if let Some(name) = self.draft.overwritten.take_if(|_| text.is_empty()) {
            self.save_again(&name);
        }
    }

    /// After every input: what is in the composer is for the conversation that goes on, and what the page began with is
    /// for no other than its own.
    pub(super) fn settle_draft(&mut self) {
        if self.draft.kept_as.is_none() && self.draft.given.is_none() {
            return;
        }
        let name = self.draft_name();
        if let Some(former) = self.draft.kept_as.take_if(|former| *former != name) {
            let value = self.memory.get(&former).to_owned();
            // Of several the newest is kept.
            if written_at(self.memory.get(&name)) < written_at(&value) {
                self.keep(&name, &value);
                self.draft.kept_as = Some(name);
            }
            self.keep(&former, "");
        } else if self.state.conversation.stage == Stage::Open
            && !self.draft.is_taken_along
            && let Some(given) = self.draft.given.take_if(|given| *given != name)
        {
            // One that was for the next conversation, as there was none, is for this one.
            self.draft.is_taken_along = given.ends_with(DRAFT) && self.memory.get(&name).is_empty();
            if self.draft.is_taken_along {
                self.draft.given = Some(given);
            } else {
                self.give_draft(name);
            }
        }
    }

    /// Begins with the newest draft of the consumer.
    pub(super) fn take_up_draft(&mut self) {
        if let (_, Some(name)) = self.newest_draft()
            && self.draft.kept_as.is_none()
        {
            self.give_draft(name);
        }
    }

    /// When the newest draft of the consumer was written, and its name.
    fn newest_draft(&self) -> (Millis, Option<String>) {
        let start = self.own_name(DRAFT);
        let mut newest = (Millis(0), None);
        for (name, value) in self.memory.all() {
            // By the name first: this is asked with every key, and most of what is kept is no draft.
            if name.starts_with(&start)
                && let Some(at) = written_at(value).filter(|at| *at > newest.0)
            {
                newest = (at, Some(name.clone()));
            }
        }
        newest
    }

    /// Another tab has written its own over what was written here, or has sent or emptied what this page began with.
    pub(super) fn draft_kept_elsewhere(&mut self, name: &str) {
        // A tab that had not heard of that yet has told it once more.
        if self.draft.done.as_ref().is_some_and(|(own, value)| own == name && value == self.memory.get(name)) {
            return self.keep(name, "");
        }
        if let Some(own) = self.draft.kept_as.take_if(|kept_as| kept_as == name) {
            self.draft.overwritten = Some(own);
        }
        if self.draft.given.as_deref() == Some(name) && self.memory.get(name).is_empty() {
            self.take_draft_back();
        }
    }

    /// What another tab wrote was sent by now, perhaps, while this one could not hear of it.
    pub(super) fn keep_no_draft_of_others(&mut self) {
        let kept_as = &self.draft.kept_as;
        self.tabs.unkept.retain(|name| position(name, ANY_DRAFT).is_none() || kept_as.as_ref() == Some(name));
    }

    /// What the page began with is not to be sent any more, or is somebody else's.
    pub(super) fn take_draft_back(&mut self) {
        if self.draft.given.take().is_some() {
            self.apply(Action::Draft("".into()));
        }
    }

    fn give_draft(&mut self, name: String) {
        self.apply(Action::Draft(self.text_of(&name).into()));
        self.draft.given = Some(name);
        self.draft.is_taken_along = false;
    }

    /// The words of a draft that is kept.
    fn text_of(&self, name: &str) -> String {
        let mut record = records::read(self.memory.get(name)).into_iter().next().unwrap_or_default();
        record.pop().unwrap_or_default()
    }

    /// What was written too long ago, whoever wrote it, is forgotten.
    pub(super) fn forget_what_is_old(&mut self, now: Millis) {
        let mut old = Vec::new();
        for (name, value) in self.memory.all() {
            let written = match super::kept::read_name(name) {
                Some((_, at, _)) => Some(at),
                None => written_at(value).filter(|_| position(name, ANY_DRAFT).is_some()),
            };
            if written.is_some_and(|at| at + RETENTION < now) {
                old.push(name.clone());
            }
        }
        for name in old {
            self.keep(&name, "");
        }
    }

    fn draft_name(&self) -> String {
        let open = self.state.conversation.open_id();
        self.own_name(&[DRAFT, open.map_or("", |id| id.as_str())].concat())
    }
}

fn written_at(value: &str) -> Option<Millis> {
    let records = records::read(value);
    read_decimal(records.first()?.first()?).map(Millis)
}
