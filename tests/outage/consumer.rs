//! One consumer: the production `app`, and what it does when its connection is gone.

use std::collections::BTreeSet;

use alongside::app::{App, HttpId, Input, LinkId, Output, TagIds, WireOutput};
use alongside::protocol::Millis;
use alongside::session::Backoff;
use alongside::store::Connection;

use super::config::config;
use super::theory::Window;

/// Around how long a session waits that was refused one token after the other, and does not give up.
const REFUSED: Window = Window { from: Millis::from_secs(150), to: Millis::from_secs(450) };

#[derive(Clone)]
pub(crate) struct Consumer {
    pub(crate) app: App,
    asked: BTreeSet<HttpId>,
    link: Option<LinkId>,
    /// How often the clock was answered on this link. The first answer belongs to the beginning.
    clocks: u32,
    /// Attempts that failed since a connection lasted.
    failures: u32,
    /// How long the service is left alone at least, by its last answer.
    least: Millis,
    /// When the next attempt may be made, by the last failure.
    wait: Option<Window>,
    /// The time of the newest timer, and how many there were.
    pub(crate) rings_at: Option<Millis>,
    pub(crate) rings: u64,
    /// Since when it is online.
    pub(crate) online_since: Option<Millis>,
    /// How often it tried, but for those times at which a token that was refused to it was renewed on the way.
    pub(crate) attempts: u32,
}

/// What an input came to.
pub(crate) enum Turn {
    Nothing,
    /// The attempt or the connection has ended, and another attempt is due by then.
    Failed(Window),
    /// An attempt begins; whether it may begin now.
    Attempt(bool),
    /// A token is renewed in the middle of an attempt, whether it may be or not.
    Renewal(bool),
}

impl Consumer {
    pub(crate) fn new(seed: u64, now: Millis) -> Self {
        Self {
            app: App::new(config(seed), Vec::new(), now),
            asked: BTreeSet::new(),
            link: None,
            clocks: 0,
            failures: 0,
            least: Millis(0),
            wait: None,
            rings_at: None,
            rings: 0,
            online_since: None,
            attempts: 0,
        }
    }

    /// Whether it asks for a connection or has one.
    fn is_busy(&self) -> bool {
        !self.asked.is_empty() || self.link.is_some()
    }

    /// Takes what happened. Yields what is to be done, and what it means.
    pub(crate) fn take(&mut self, now: Millis, input: Input) -> (Vec<WireOutput>, Turn) {
        let was_busy = self.is_busy();
        let was_online = self.online_since.is_some();
        let mut code = None;
        if let Some(status) = answered(&input) {
            self.least = Millis::from_secs(match status {
                429 => 1,
                500.. => 5,
                _ => 0,
            });
        }
        match &input {
            Input::Http { id, .. } => drop(self.asked.remove(id)),
            Input::SocketClosed { link, code: told } if self.link == Some(*link) => {
                self.lose_link();
                code = Some(*told);
            }
            Input::Frame { link, text } if self.link == Some(*link) && text.contains("GetClockResponse") => {
                self.clocks += 1;
                if self.clocks > 1 {
                    self.failures = 0;
                }
            }
            _ => {}
        }
        self.app.handle(now, input);
        let mut outputs = Vec::new();
        while let Some(output) = self.app.poll_output() {
            if let Output::LookAtTag = output {
                self.app.handle(now, Input::TagKnows(TagIds::default()));
            } else if let Output::Wire(output) = output {
                match &output {
                    WireOutput::Http { id, .. } => drop(self.asked.insert(*id)),
                    WireOutput::Connect { link, .. } => {
                        self.lose_link();
                        self.link = Some(*link);
                    }
                    WireOutput::Disconnect { .. } => {
                        outputs.push(output);
                        self.lose_link();
                        continue;
                    }
                    WireOutput::Transmit { .. } | WireOutput::Authenticate { .. } => {}
                }
                outputs.push(output);
            }
        }
        let connection = self.app.state().connection;
        let is_online = matches!(connection, Connection::Online { .. });
        self.online_since = is_online.then_some(self.online_since.unwrap_or(now));
        let turn = match (was_busy, self.is_busy()) {
            (true, false) => Turn::Failed(self.fail(now, matches!(connection, Connection::Refused(_)))),
            (false, true) => Turn::Attempt(self.wait.take().is_none_or(|wait| wait.holds(now))),
            // Only a token that is refused to somebody who comes is renewed without a pause.
            (true, true) if code.is_some() => Turn::Renewal(matches!(code, Some(4401 | 4407)) && !was_online),
            _ => Turn::Nothing,
        };
        self.attempts += u32::from(matches!(turn, Turn::Attempt(_)));
        (outputs, turn)
    }

    /// The browser is about to say that there is a network: its back-off starts over. Yields whether it waits.
    pub(crate) fn hurry(&mut self, soon: Window) -> bool {
        self.failures = u32::from(self.wait.is_some());
        if let Some(wait) = &mut self.wait {
            *wait = soon;
        }
        self.wait.is_some()
    }

    fn lose_link(&mut self) {
        self.link = None;
        self.clocks = 0;
    }

    fn fail(&mut self, now: Millis, is_refused: bool) -> Window {
        let window = if is_refused {
            REFUSED
        } else {
            self.failures += 1;
            let least = std::mem::take(&mut self.least);
            Window { from: least + Backoff::LEAST, to: least + Backoff::bound(self.failures - 1) }
        };
        let window = window.after(now);
        self.wait = Some(window);
        window
    }
}

/// The status of an answer, over HTTP or on the socket.
fn answered(input: &Input) -> Option<u16> {
    match input {
        Input::Http { result: Ok((status, _)), .. } => Some(*status),
        Input::Frame { text, .. } => {
            let (_, code) = text.split_once("\"code\":")?;
            code.split(|next: char| !next.is_ascii_digit()).next()?.parse().ok()
        }
        _ => None,
    }
}
