//! A browser with one tab: the production `app`, what it has kept in storage, and its clock.

use std::collections::BTreeMap;

use alongside::app::{App, Config, Input, LinkId, ServiceUrl};
use alongside::emulator::SocketId;
use alongside::protocol::{AccountId, ClientProperties, Millis};
use alongside::store::{Message, RowContent};

pub(crate) struct Browser {
    pub(crate) app: App,
    pub(crate) storage: BTreeMap<String, String>,
    /// How far the local clock is ahead of the true time.
    pub(crate) skew: Millis,
    /// Counts page loads: what was meant for an earlier one is not heard.
    pub(crate) load: u64,
    /// The open connections, and their other ends.
    pub(crate) links: BTreeMap<LinkId, SocketId>,
    /// When the timer rings that was set last. It does not care about the clock.
    timer: Option<Millis>,
    /// Until when the computer sleeps.
    pub(crate) asleep_until: Option<Millis>,
    config: Config,
}

impl Browser {
    pub(crate) fn new(seed: u64, now: Millis, skew: Millis) -> Self {
        let config = Config {
            account: AccountId::from("10001"),
            service: ServiceUrl::parse("https://api.example.com").unwrap(),
            connector: Some("4711".into()),
            visitor_name: "Visitor".into(),
            cobrowse_app: "lpUnifiedWindow".into(),
            client: ClientProperties::header().into(),
            page_id: "page".into(),
            seed,
        };
        let app = App::new(config.clone(), Vec::new(), now + skew);
        Self {
            app,
            storage: BTreeMap::new(),
            skew,
            load: 0,
            links: BTreeMap::new(),
            timer: None,
            asleep_until: None,
            config,
        }
    }

    /// The page is loaded again: all that stays is what was kept.
    pub(crate) fn reload(&mut self, now: Millis) {
        self.load += 1;
        self.links.clear();
        self.config.seed = self.config.seed.wrapping_add(1);
        let stored = self.storage.clone().into_iter().collect();
        self.app = App::new(self.config.clone(), stored, now + self.skew);
    }

    pub(crate) fn hear(&mut self, now: Millis, input: Input) {
        self.app.handle(now + self.skew, input);
        self.timer = self.app.poll_timeout().map(|at| (at - self.skew).max(now));
    }

    /// When the tab's timer rings.
    pub(crate) fn timeout(&self) -> Option<Millis> {
        let at = self.timer?;
        Some(at.max(self.asleep_until.unwrap_or(at)))
    }

    pub(crate) fn messages(&self) -> Vec<Message> {
        let rows = self.app.state().conversation.rows.iter();
        let message = |content: &RowContent| match content {
            RowContent::Message(message) => Some(message.clone()),
            RowContent::Note(_) => None,
        };
        rows.filter_map(|row| message(&row.content)).collect()
    }
}
