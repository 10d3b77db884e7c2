//! What passed between tabs and the service: made of the frames on their way, apart from `app`.

use std::collections::{BTreeMap, BTreeSet};

use alongside::emulator::SocketId;
use alongside::protocol::Millis;
use serde_json::Value;

/// How long a tab whose query is refused waits for what comes.
const GUESSES_AFTER: Millis = Millis::from_secs(3);

#[derive(Default)]
pub(crate) struct Ledger {
    /// Requests that the service has taken, until it answers them.
    asked: BTreeMap<(SocketId, String), Asked>,
    /// The dialogs to which a text was sent, whether or not it came there.
    sent_to: BTreeMap<String, BTreeSet<String>>,
    /// When a text was sent last through a connection.
    sent_at: BTreeMap<(SocketId, String), Millis>,
    /// Texts that the service refused for good.
    refused: BTreeSet<String>,
    passed: Vec<Passed>,
    refused_queries: BTreeSet<String>,
    /// Who opened a conversation last.
    opener: BTreeMap<usize, SocketId>,
    /// Texts that the service got from a connection that the tab had given up, when another one had passed the barrier.
    pub(crate) late: Vec<String>,
}

/// When the barrier was passed, for which dialog and through which socket: the service told everything, or the tab guessed.
struct Passed {
    at: Millis,
    dialog: String,
    through: SocketId,
    guessed: bool,
}

/// What was asked for that matters here.
enum Asked {
    Text(String),
    Query(String),
    Conversation(usize),
}

impl Ledger {
    /// A tab sends a frame, whatever becomes of it.
    pub(crate) fn sends(&mut self, now: Millis, socket: Option<SocketId>, frame: &str) {
        if let Some((dialog, text)) = text_of(frame) {
            if let Some(socket) = socket {
                self.sent_at.insert((socket, text.clone()), now);
            }
            self.sent_to.entry(text).or_default().insert(dialog);
        }
    }

    /// The service takes a frame of a browser.
    pub(crate) fn takes(&mut self, socket: SocketId, browser: Option<usize>, frame: &str) {
        let asked = if let Some((_, text)) = text_of(frame) {
            Asked::Text(text)
        } else if frame.contains("QueryMessages") {
            let dialog = read(frame)["body"]["dialogId"].as_str().unwrap_or_default().to_owned();
            Asked::Query(dialog)
        } else if let Some(browser) = browser.filter(|_| frame.contains("ConsumerRequestConversation")) {
            Asked::Conversation(browser)
        } else {
            return;
        };
        let id = read(frame)["id"].as_str().unwrap_or_default().to_owned();
        self.asked.insert((socket, id), asked);
    }

    /// The service answers; `is_open` tells of the connections that tabs have. Yields the browser that asked for a second
    /// conversation while the one that asked for the first was there still.
    pub(crate) fn answers(
        &mut self,
        now: Millis,
        socket: SocketId,
        frame: &str,
        is_open: impl Fn(SocketId) -> bool,
    ) -> Option<usize> {
        if self.asked.is_empty() || !frame.contains("reqId") {
            return None;
        }
        let answer = read(frame);
        let id = answer["reqId"].as_str().unwrap_or_default().to_owned();
        let code = answer["code"].as_i64().unwrap_or_default();
        let is_for_good = matches!(code, 400..=499) && code != 429;
        match self.asked.remove(&(socket, id))? {
            Asked::Text(text) if is_for_good => drop(self.refused.insert(text)),
            Asked::Query(dialog) if is_for_good || code == 200 => {
                let at = if is_for_good { now + GUESSES_AFTER } else { now };
                if is_for_good {
                    self.refused_queries.insert(dialog.clone());
                }
                self.passed.push(Passed { at, dialog, through: socket, guessed: is_for_good });
            }
            Asked::Conversation(browser) if code == 200 => drop(self.opener.insert(browser, socket)),
            Asked::Conversation(browser) if is_for_good => {
                return self.opener.get(&browser).is_some_and(|opener| is_open(*opener)).then_some(browser);
            }
            _ => {}
        }
        None
    }

    /// The service has taken a text from a connection that no tab has any more, and what it tells of that reaches the tabs
    /// so much later than usual.
    pub(crate) fn took_late(&mut self, now: Millis, told_after: Millis, socket: SocketId, frame: &str) {
        let Some((dialog, text)) = text_of(frame) else { return };
        // Whoever guesses knows what has been told by then.
        let is_past = |passed: &Passed| passed.at <= if passed.guessed { now + told_after } else { now };
        // It was looked for through another connection since it was sent.
        let sent = self.sent_at.get(&(socket, text.clone())).copied();
        let is_of_it = |passed: &Passed| {
            passed.dialog == dialog && passed.through != socket && sent.is_some_and(|sent| sent <= passed.at)
        };
        if self.passed.iter().any(|passed| is_past(passed) && is_of_it(passed)) {
            self.late.push(text);
        }
    }

    pub(crate) fn is_refused(&self, text: &str) -> bool {
        self.refused.contains(text)
    }

    /// Whether nobody could look for a text, in one of the dialogs to which it was sent.
    pub(crate) fn is_unknowable(&self, text: &str) -> bool {
        self.sent_to.get(text).is_some_and(|dialogs| dialogs.iter().any(|id| self.refused_queries.contains(id)))
    }
}

/// The dialog and the words of a text that a frame publishes, if it publishes one.
pub(crate) fn text_of(frame: &str) -> Option<(String, String)> {
    if !frame.contains("ContentEvent") {
        return None;
    }
    let frame = read(frame);
    let words = frame["body"]["event"]["message"].as_str()?.to_owned();
    Some((frame["body"]["dialogId"].as_str()?.to_owned(), words))
}

fn read(frame: &str) -> Value {
    serde_json::from_str(frame).unwrap_or_default()
}
