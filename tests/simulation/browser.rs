//! A browser: its tabs with the production `app` in each, what they have kept, the locks that they share, and its clock.

use std::collections::{BTreeMap, VecDeque};

use alongside::app::{App, Config, Input, LinkId, Lock, Stored};
use alongside::emulator::SocketId;
use alongside::protocol::Millis;
use alongside::store::cobrowse::Key;
use alongside::store::{Connection, Delivery, Message, RowContent};

use super::config::config;
use super::network::Line;
use super::watch::Watch;
use super::world::Newest;

/// One page load of a tab: what was meant for an earlier one is not heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Page {
    pub(crate) browser: usize,
    pub(crate) tab: usize,
    pub(crate) load: u64,
}

/// Where a tab stands, as the table of faults has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Standing {
    Idle,
    SigningIn,
    Connecting,
    Online,
    Sending,
    Waiting,
    Refused,
}

impl Standing {
    pub(crate) const ALL: [Self; 7] =
        [Self::Idle, Self::SigningIn, Self::Connecting, Self::Online, Self::Sending, Self::Waiting, Self::Refused];
}

pub(crate) struct Tab {
    pub(crate) app: App,
    pub(crate) page: Page,
    /// The open connections, and their other ends.
    pub(crate) links: BTreeMap<LinkId, SocketId>,
    /// What its connections go through.
    pub(crate) line: Line,
    /// Requests over HTTP that are not answered.
    pub(crate) asking: usize,
    /// The connection that was asked for last, while it may come to something.
    pub(crate) connecting: Option<LinkId>,
    /// When the timer rings that was set last. It does not care about the clock.
    timer: Option<Millis>,
    /// Timers ring once a minute.
    pub(crate) is_throttled: bool,
    /// It lies in the back/forward cache.
    pub(crate) is_cached: bool,
    /// What its browser kept when it went there.
    pub(crate) kept_when_hidden: Stored,
    /// It is closed, or its process has died.
    pub(crate) is_gone: bool,
    pub(crate) is_visible: bool,
    /// The page's tag takes events.
    pub(crate) tag_is_ready: bool,
    /// It throws at every event.
    pub(crate) tag_throws: bool,
    /// Somebody wrote in it: what the page began with is not what stands in its composer any more.
    pub(crate) has_written: bool,
    /// The invitation that was on the screen last, whether or not it is there still.
    pub(crate) asked: Option<Key>,
    pub(crate) watch: Watch,
}

pub(crate) struct Browser {
    pub(crate) tabs: Vec<Tab>,
    pub(crate) storage: BTreeMap<String, String>,
    /// Nothing more is taken into storage, or nothing new.
    pub(crate) refuses_storage: bool,
    pub(crate) is_full: bool,
    /// Whether tabs hear of each other and share locks.
    pub(crate) shared: bool,
    /// Who holds a lock, and who waits for it.
    locks: BTreeMap<Lock, VecDeque<Page>>,
    /// How far the local clock is ahead of the true time.
    pub(crate) skew: Millis,
    /// Until when the computer sleeps.
    pub(crate) asleep_until: Option<Millis>,
    /// There is no network.
    pub(crate) is_offline: bool,
    /// Nobody opens the chat.
    pub(crate) is_quiet: bool,
    /// How often a page was loaded that did not find kept who the consumer is.
    pub(crate) strangers: usize,
    /// Where and when something was drafted last.
    pub(crate) drafted_at: Option<(Page, Millis)>,
    /// It did not keep where the newest own text stands.
    pub(crate) lost_floor: bool,
    /// How often somebody new was made, and how often no page heard of that.
    pub(crate) sign_ups: usize,
    pub(crate) lost_sign_ups: usize,
    pub(crate) newest_draft: Option<Newest>,
    /// Which page changed what is kept of a draft last, and when; and those that two changed at once.
    pub(crate) drafts_touched: BTreeMap<String, (Page, Millis)>,
    pub(crate) raced_drafts: Vec<String>,
    place: usize,
    config: Config,
    loads: u64,
}

impl Browser {
    pub(crate) fn new(place: usize, seed: u64, skew: Millis, shared: bool) -> Self {
        let config = config(seed.wrapping_mul(1_000).wrapping_add(place as u64 * 100));
        Self {
            tabs: Vec::new(),
            storage: BTreeMap::new(),
            refuses_storage: false,
            is_full: false,
            shared,
            locks: BTreeMap::new(),
            skew,
            asleep_until: None,
            is_offline: false,
            is_quiet: false,
            strangers: 0,
            drafted_at: None,
            lost_floor: false,
            sign_ups: 0,
            lost_sign_ups: 0,
            newest_draft: None,
            drafts_touched: BTreeMap::new(),
            raced_drafts: Vec::new(),
            place,
            config,
            loads: 0,
        }
    }

    /// A page is loaded: all that it knows is what was kept.
    fn load(&mut self, now: Millis, tab: usize) -> Tab {
        self.loads += 1;
        self.config.seed = self.config.seed.wrapping_add(1);
        let page = Page { browser: self.place, tab, load: self.loads };
        Tab {
            app: App::new(self.config.clone(), self.stored(), now + self.skew).deferring(),
            page,
            links: BTreeMap::new(),
            line: Line::default(),
            asking: 0,
            connecting: None,
            timer: None,
            is_throttled: false,
            is_cached: false,
            kept_when_hidden: Stored::new(),
            is_gone: false,
            is_visible: true,
            tag_is_ready: false,
            tag_throws: false,
            has_written: false,
            asked: None,
            watch: Watch::default(),
        }
    }

    pub(crate) fn stored(&self) -> Vec<(String, String)> {
        self.storage.clone().into_iter().collect()
    }

    pub(crate) fn open_tab(&mut self, now: Millis) -> usize {
        let tab = self.load(now, self.tabs.len());
        self.tabs.push(tab);
        self.tabs.len() - 1
    }

    /// The page is loaded again; yields the connections of the former one.
    pub(crate) fn reload(&mut self, now: Millis, tab: usize) -> Vec<SocketId> {
        let former = self.tabs[tab].page;
        let mut next = self.load(now, tab);
        next.line = std::mem::take(&mut self.tabs[tab].line);
        next.is_visible = self.tabs[tab].is_visible;
        let former_tab = std::mem::replace(&mut self.tabs[tab], next);
        self.release_all(former);
        former_tab.links.into_values().collect()
    }

    /// Whether it keeps by what the service knows the consumer.
    pub(crate) fn knows_who(&self) -> bool {
        self.storage.keys().any(|key| key.ends_with("|credentials"))
    }

    /// Asks for a lock; yields who is granted it.
    pub(crate) fn request(&mut self, lock: Lock, page: Page) -> Option<Page> {
        let queue = self.locks.entry(lock).or_default();
        queue.push_back(page);
        (queue.len() == 1).then_some(page)
    }

    /// Lets go of a lock, or waits no longer; yields who is granted it now.
    pub(crate) fn release(&mut self, lock: Lock, page: Page) -> Option<Page> {
        let queue = self.locks.entry(lock).or_default();
        let was_held = queue.front() == Some(&page);
        queue.retain(|other| *other != page);
        queue.front().copied().filter(|_| was_held)
    }

    /// A page that is gone holds nothing; the grants that follow are for [`Browser::held`] to find.
    pub(crate) fn release_all(&mut self, page: Page) {
        for queue in self.locks.values_mut() {
            queue.retain(|other| *other != page);
        }
    }

    /// All locks that somebody holds.
    pub(crate) fn held(&self) -> Vec<(Lock, Page)> {
        self.locks.iter().filter_map(|(lock, queue)| Some((*lock, *queue.front()?))).collect()
    }

    pub(crate) fn is_heard(&self, page: Page) -> bool {
        self.tabs.get(page.tab).is_some_and(|tab| tab.page == page && !tab.is_gone && !tab.is_cached)
    }

    /// Whether it is out of use, and may come back.
    pub(crate) fn is_cached(&self, page: Page) -> bool {
        self.tabs.get(page.tab).is_some_and(|tab| tab.page == page && !tab.is_gone && tab.is_cached)
    }

    pub(crate) fn hear(&mut self, now: Millis, tab: usize, input: Input) {
        let skew = self.skew;
        let tab = &mut self.tabs[tab];
        tab.watch.looks(now + skew);
        tab.app.handle(now + skew, input);
        tab.asked = tab.app.standing_invitation().or(tab.asked.as_ref()).cloned();
        tab.timer = tab.app.poll_timeout().map(|at| (at - skew).max(now));
        if tab.is_throttled {
            tab.timer = tab.timer.map(|at| Millis((at.0 + 59_999) / 60_000 * 60_000));
        }
    }

    /// Whether one of its tabs has this connection still.
    pub(crate) fn has(&self, socket: SocketId) -> bool {
        self.tabs.iter().any(|tab| !tab.is_gone && tab.links.values().any(|known| *known == socket))
    }

    /// When a tab's timer rings.
    pub(crate) fn timeout(&self, tab: usize) -> Option<Millis> {
        let known = &self.tabs[tab];
        let at = known.timer.filter(|_| !known.is_gone && !known.is_cached)?;
        Some(at.max(self.asleep_until.unwrap_or(at)))
    }

    /// Those tabs in which somebody could do something.
    pub(crate) fn living(&self) -> Vec<usize> {
        self.alive().collect()
    }

    /// The same without a list of them.
    pub(crate) fn alive(&self) -> impl Iterator<Item = usize> {
        let tabs = self.tabs.iter().enumerate();
        tabs.filter(|(_, tab)| !tab.is_gone && !tab.is_cached).map(|(place, _)| place)
    }
}

impl Tab {
    pub(crate) fn messages(&self) -> Vec<Message> {
        self.shown().cloned().collect()
    }

    fn shown(&self) -> impl DoubleEndedIterator<Item = &Message> {
        self.app.state().conversation.rows.iter().filter_map(|row| match &row.content {
            RowContent::Message(message) => Some(message),
            RowContent::Note(_) => None,
        })
    }

    /// Whether something earlier could be read.
    pub(crate) fn has_earlier(&self) -> bool {
        self.app.state().conversation.history.as_ref().is_some_and(|history| history.has_more())
    }

    pub(crate) fn standing(&self) -> Standing {
        let is_sending = |message: &Message| matches!(message.delivery, Delivery::Sending(_));
        match self.app.state().connection {
            Connection::Idle => Standing::Idle,
            // What is on its way stands near the end.
            Connection::Online { .. } if self.shown().rev().any(is_sending) => Standing::Sending,
            Connection::Online { .. } => Standing::Online,
            Connection::Refused(_) => Standing::Refused,
            _ if self.asking > 0 => Standing::SigningIn,
            _ if self.connecting.is_some() => Standing::Connecting,
            _ => Standing::Waiting,
        }
    }
}
