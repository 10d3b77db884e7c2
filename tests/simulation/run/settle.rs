//! The end of a seed: a time without faults, in which everything has to come right, and stay so.

use alongside::app::{Input, Intent};
use alongside::protocol::Millis;
use alongside::store::{Connection, Delivery, Failure};

use super::Run;
use crate::oracle;
use crate::world::Retried;

/// How long everything may take to settle once nothing is wrong any more.
const SETTLES_WITHIN: Millis = Millis::from_secs(1_200);
/// How long somebody who scrolls up looks at what came, and how often they do.
const LOOKS_FOR: Millis = Millis::from_secs(2);
const MOST_LOOKS: usize = 60;

impl Run {
    /// Nothing is wrong any more: everything has to come right, and stay so.
    pub(super) fn settle(&mut self) {
        self.world.note("nothing is wrong any more");
        self.armed.clear();
        self.world.mend_all();
        for (browser, tab) in self.world.living() {
            self.world.browsers[browser].tabs[tab].is_visible = true;
            self.world.input(browser, tab, Input::Visible(true));
            self.world.intent(browser, tab, Intent::Open);
            if matches!(self.world.app(browser, tab).state().connection, Connection::Refused(_)) {
                self.world.intent(browser, tab, Intent::Reconnect);
            }
        }
        // What was said at the last moment arrives. What is missing on a connection that lives on shows when more
        // comes.
        self.world.run_until(self.world.now + Millis::from_secs(10));
        self.world.desk.say_everywhere("the end");
        self.world.pump();
        self.world.run_until(self.world.now + Millis::from_secs(10));
        let end = self.world.now + SETTLES_WITHIN;
        while self.world.now < end {
            self.take_up_what_was_left();
            let is_online = |connection: &Connection| matches!(connection, Connection::Online { .. });
            if oracle::judge(&self.world).violations.is_empty() && self.connections().iter().all(is_online) {
                break;
            }
            self.world.run_until(self.world.now + Millis::from_secs(10));
        }
        self.come_online();
        // What has not come right by now would else be mended by what follows.
        self.world.violations.extend(oracle::judge(&self.world).violations);
        // Whoever was not told what is over, as the service forgot, is once they come back.
        self.world.kick_all(1006);
        self.world.run_until(self.world.now + Millis::from_secs(10));
        self.come_online();
        self.read_all();
        // What holds then has to stay so, and once connections that trouble had left idle are closed, also they.
        self.world.run_until(self.world.now + Millis::from_secs(60));
        let stood = self.connections();
        self.world.run_until(self.world.now + Millis::from_secs(40));
        if !self.tokens_run_out && self.connections() != stood {
            self.world.violations.push("a connection was made anew where nothing was wrong".into());
        }
    }

    /// Each tab has a connection at some moment: where tokens run out again and again, not all at the same.
    fn come_online(&mut self) {
        let end = self.world.now + SETTLES_WITHIN;
        let mut away = self.world.living();
        loop {
            away.retain(|(browser, tab)| {
                !matches!(self.world.app(*browser, *tab).state().connection, Connection::Online { .. })
            });
            if away.is_empty() {
                return;
            }
            if self.world.now >= end {
                self.world.violations.push(format!("without a connection though nothing is wrong: {away:?}"));
                return;
            }
            self.world.run_until(self.world.now + Millis::from_secs(1));
        }
    }

    fn connections(&self) -> Vec<Connection> {
        let of = |(browser, tab): (usize, usize)| self.world.app(browser, tab).state().connection;
        self.world.living().into_iter().map(of).collect()
    }

    /// Somebody sends again what was offered to them.
    fn take_up_what_was_left(&mut self) {
        for (browser, tab) in self.world.living() {
            let left =
                self.world.browsers[browser].tabs[tab].messages().into_iter().filter_map(|message| {
                    match message.delivery {
                        Delivery::Failed(entry, Failure::Left) => Some((entry, message.text)),
                        _ => None,
                    }
                });
            for (entry, text) in left.collect::<Vec<_>>() {
                self.world.note(&format!("{browser}.{tab} sends {text:?} again"));
                let page = self.world.browsers[browser].tabs[tab].page;
                self.world.retried.push(Retried { text: text.to_string(), page, at: self.world.now });
                self.world.intent(browser, tab, Intent::Retry(entry));
                self.world.run_until(self.world.now + Millis::from_secs(2));
            }
        }
    }

    /// Everybody scrolls up until nothing earlier is left.
    fn read_all(&mut self) {
        for _ in 0..MOST_LOOKS {
            let unread: Vec<_> = self.world.living().into_iter().filter(|tab| self.has_earlier(*tab)).collect();
            if unread.is_empty() {
                break;
            }
            for (browser, tab) in unread {
                self.world.intent(browser, tab, Intent::ReadEarlier);
            }
            self.world.run_until(self.world.now + LOOKS_FOR);
        }
        self.world.has_read = true;
    }

    fn has_earlier(&self, (browser, tab): (usize, usize)) -> bool {
        self.world.browsers[browser].tabs[tab].has_earlier()
    }
}
