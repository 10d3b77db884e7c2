//! The code that comes later: what nobody needs before there is a conversation is not in what a page fetches first.
//!
//! Until it is there, an [`App`] that was made by [`App::deferring`] signs in, connects, takes a draft and keeps what is
//! sent. What leads further asks for the rest of the code and waits in its order: frames that tell of a conversation,
//! and what the person, the page and other tabs do. Then all of it goes on as if the network had been slower. Nothing of a
//! conversation or an invitation is in the state before, and that is what the functions that come later are behind
//! (`scripts/split.mjs` lists them).

use std::mem;

use super::drafts::joined;
use super::{App, Input, Intent, MARKS, Output, is_due, kept};
use crate::protocol::{Incoming, Millis};
use crate::session::LONGEST_FRAME;
use crate::store::Action;

/// How long after the first failure it is tried again; twice as long after each further one.
const RETRY_AFTER: Millis = Millis::from_secs(1);
const RETRY_AT_MOST: Millis = Millis::from_secs(30);

/// How many things may wait. More is nobody's doing but of a service that goes on for long in a page that cannot fetch.
const MOST_WAITING: usize = 5_000;
/// How many bytes of frames may wait in all: a few of the longest would else fill a small device's memory.
const MOST_BYTES: usize = 8 << 20;

/// Whether all of the code is there, and what waits for it.
#[derive(Clone, Debug, Default)]
pub(super) struct Deferred {
    stage: Stage,
    /// Something needs it: from then on everything waits in its order.
    holds: bool,
    holds_frames: bool,
    waiting: Vec<Waiting>,
    /// Of the frames among them.
    bytes: usize,
    /// Texts that wait to be looked at before they are sent, and what is written behind them: all of it is kept as a draft.
    unjudged: String,
    written: String,
    retry_at: Option<Millis>,
    failures: u32,
}

/// What the person, the page or another tab did.
#[derive(Clone, Debug)]
enum Waiting {
    Input(Input),
    /// A frame, and when it came.
    Frame(Millis, Input),
    /// What was kept under a name, which is known already.
    Kept(String, String),
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Stage {
    #[default]
    Here,
    Absent,
    Asked,
}

impl Deferred {
    pub(super) fn deadline(&self) -> Option<Millis> {
        self.retry_at
    }

    pub(super) fn load(&self) -> usize {
        self.waiting.len()
    }

    /// Whether something waits for it, of which the state tells nothing yet.
    pub(super) fn holds_any(&self) -> bool {
        self.holds
    }

    pub(super) fn is_here(&self) -> bool {
        self.stage == Stage::Here
    }
}

impl App {
    /// The same in a page that has only fetched what a first opening needs: [`Output::FetchDeferred`] asks for the rest.
    /// To be called before anything is handed in.
    #[must_use]
    pub fn deferring(mut self) -> Self {
        self.deferred.stage = Stage::Absent;
        self
    }

    /// Whether all of the code is there.
    pub(super) fn is_whole(&self) -> bool {
        self.deferred.is_here()
    }

    /// Takes an input that can be taken now; one that has to wait is held.
    pub(super) fn admit(&mut self, now: Millis, input: Input) -> Option<Input> {
        if self.is_whole() {
            return Some(input);
        }
        match &input {
            Input::Intent(Intent::Draft(text)) if !self.deferred.unjudged.is_empty() => {
                self.deferred.written.clone_from(text);
                self.keep_unjudged(now);
                return None;
            }
            // Whoever writes is about to send. What is sent is kept at once, and goes out later.
            Input::Intent(Intent::Draft(text)) if !text.is_empty() => self.fetch_deferred(),
            // What is looked at more closely first is kept as a draft, and so is what stands behind it.
            Input::Intent(intent @ (Intent::Send(text) | Intent::Suspect(text))) => {
                let is_sent = matches!(intent, Intent::Send(_)) && !self.has_to_judge(text);
                self.hold();
                if !is_sent || !self.deferred.unjudged.is_empty() {
                    let plain: String = text.chars().filter(|character| !MARKS.contains(character)).collect();
                    self.deferred.unjudged = joined(&self.deferred.unjudged, &plain);
                    self.deferred.written.clear();
                    self.keep_unjudged(now);
                    self.wait(Waiting::Input(input));
                    return None;
                }
            }
            // One that is too long is passed over right away.
            Input::Frame { text, .. } if text.len() > LONGEST_FRAME => {}
            // One behind another that waits waits, too.
            Input::Frame { text, .. } if self.deferred.holds_frames || Incoming::needs_conversation(text) => {
                self.deferred.holds_frames = true;
                self.deferred.bytes += text.len();
                self.wait(Waiting::Frame(now, input));
                return None;
            }
            Input::Intent(Intent::Open | Intent::Close | Intent::Reconnect | Intent::Draft(_)) => {}
            Input::Intent(_)
            | Input::Reported(_)
            | Input::CallResumed
            | Input::CallFailed(_)
            | Input::Told(_)
            | Input::MayNotify(_)
            | Input::Chosen(_) => {
                self.wait(Waiting::Input(input));
                return None;
            }
            _ => {}
        }
        Some(input)
    }

    fn keep_unjudged(&mut self, now: Millis) {
        let all = joined(&self.deferred.unjudged, &self.deferred.written);
        self.drafted(now, &all);
    }

    /// Whether the meaning of what another tab kept, or took away, can be seen to now.
    pub(super) fn admit_kept(&mut self, name: &str, value: &str) -> bool {
        if !self.is_whole() {
            self.wait(Waiting::Kept(name.to_owned(), value.to_owned()));
        }
        self.is_whole()
    }

    /// What was kept of a conversation is taken up when that can be read.
    pub(super) fn has_to_wait_for_kept(&mut self) -> bool {
        if self.is_whole() {
            return false;
        }
        if self.memory.all().iter().any(|(name, _)| super::memory::is_of_conversation(name)) {
            self.hold();
        }
        true
    }

    /// The rest of the code is there, or could not be fetched.
    pub(super) fn deferred_came(&mut self, now: Millis, result: Result<(), String>) {
        if self.deferred.stage != Stage::Asked {
            return;
        }
        if let Err(reason) = result {
            self.remark(&["a part of the chat could not be fetched, it is tried again: ", &reason].concat());
            let wait = RETRY_AFTER.0 << self.deferred.failures.min(5);
            self.deferred.failures += 1;
            self.deferred.retry_at = Some(now + Millis(wait).min(RETRY_AT_MOST));
            self.apply(Action::Incomplete(true));
            return;
        }
        let deferred = mem::take(&mut self.deferred);
        self.apply(Action::Incomplete(false));
        if deferred.holds {
            self.go_on(now, deferred);
        }
    }

    /// All of the code is there: what waited for it.
    #[inline(never)]
    fn go_on(&mut self, now: Millis, deferred: Deferred) {
        self.show_what_was_sent();
        self.take_up_conversation();
        if self.has_unfinished() {
            self.woken(now);
        }
        let mut waiting = deferred.waiting.into_iter();
        let mut question = None;
        while let Some(next) = waiting.next() {
            match next {
                Waiting::Input(input) => self.take(now, input),
                Waiting::Frame(came, input) => {
                    self.session.frames_came(Some(came));
                    self.take(now, input);
                    self.session.frames_came(None);
                }
                // It is answered by what is known once all that was told meanwhile is: a text that was sent since is
                // none to be sent.
                Waiting::Kept(name, value) if self.is_question(&name) => question = Some((name, value)),
                Waiting::Kept(name, value) => {
                    // What another tab has kept anew since would be told as if it were news. That a text was sent stays true.
                    let is_newer = |later: &Waiting| matches!(later, Waiting::Kept(other, _) if *other == name);
                    if !waiting.as_slice().iter().any(is_newer) || kept::is_sent(&name, &value) {
                        self.conversation_kept_elsewhere(&name, &value);
                    }
                }
            }
        }
        if let Some((name, value)) = question {
            self.conversation_kept_elsewhere(&name, &value);
        }
        if !deferred.unjudged.is_empty() {
            self.drafted_beside(now, &deferred.written);
        }
    }

    /// After every input.
    pub(super) fn retry_deferred(&mut self, now: Millis) {
        if is_due(now, self.deferred.retry_at) {
            self.deferred.retry_at = None;
            self.out.push(Output::FetchDeferred);
        }
    }

    fn show_what_was_sent(&mut self) {
        let sent: Vec<_> = self.outbox.entries().iter().map(|entry| entry.id).collect();
        for entry in sent {
            self.show_text(entry);
        }
    }

    fn wait(&mut self, what: Waiting) {
        self.hold();
        self.deferred.waiting.push(what);
        if self.deferred.load() > MOST_WAITING || self.deferred.bytes > MOST_BYTES {
            self.remark("too much waits for a part of the chat: it begins anew");
            // A fresh one asks the service for all of it again.
            self.deferred = Deferred { stage: Stage::Asked, ..Deferred::default() };
            self.out.push(Output::BeginAnew);
        }
    }

    fn hold(&mut self) {
        self.deferred.holds = true;
        self.fetch_deferred();
    }

    fn fetch_deferred(&mut self) {
        if self.deferred.stage == Stage::Absent {
            self.deferred.stage = Stage::Asked;
            self.out.push(Output::FetchDeferred);
        }
    }
}
