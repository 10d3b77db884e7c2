//! What goes wrong, and how it is mended.

use alongside::app::Input;
use alongside::emulator::SocketId;
use alongside::protocol::Millis;

use super::{LATENCY, Network, Page, Parcel, World};
use crate::fault::Fault;

impl World {
    pub(crate) fn suffer(&mut self, fault: Fault, (browser, tab): (usize, usize), lasts: Millis) {
        self.note(&format!("{browser}.{tab} {fault:?} for {} ms", lasts.0));
        let ends = self.now + lasts;
        match fault {
            Fault::Cut => self.cut(browser, tab, |_, _| 0),
            Fault::CutInMidFrame => self.cut(browser, tab, |network, socket| {
                // The first frame is through, the second is cut.
                let mut place = 0;
                network.lose(|parcel| {
                    let is_of_it = matches!(parcel, Parcel::ToService { socket: other, .. } if *other == socket);
                    place += usize::from(is_of_it);
                    is_of_it && place > 1
                });
                place.min(1)
            }),
            Fault::CutWithLateFrames => {
                self.cut(browser, tab, |network, socket| network.hold_back(socket, lasts));
            }
            Fault::Close(code) => {
                let sockets: Vec<_> = self.browsers[browser].tabs[tab].links.values().copied().collect();
                for socket in sockets {
                    self.service.kick(socket, code);
                }
                self.pump();
            }
            Fault::TokensRefused => {
                self.refuses_tokens = true;
                self.kick_all(4401);
            }
            Fault::Restart => {
                self.is_down = true;
                self.kick_all(1012);
            }
            Fault::Reload => self.reload(browser, tab),
            Fault::TagLate => {
                self.reload(browser, tab);
                self.set_tag(browser, tab, false);
            }
            Fault::TagGone => self.set_tag(browser, tab, false),
            Fault::TagThrows => self.browsers[browser].tabs[tab].tag_throws = true,
            Fault::Race => {
                for tab in self.browsers[browser].living() {
                    self.reload(browser, tab);
                }
            }
            Fault::Kill => self.leave(browser, tab, false),
            Fault::CloseTab => self.leave(browser, tab, true),
            Fault::BackForward => {
                self.input(browser, tab, Input::PageHidden);
                let stored = self.browsers[browser].stored();
                self.browsers[browser].tabs[tab].kept_when_hidden = stored;
                self.browsers[browser].tabs[tab].is_cached = true;
                self.went(self.browsers[browser].tabs[tab].page);
            }
            Fault::OpenTab => drop(self.open_tab(browser, !self.browsers[browser].is_quiet)),
            Fault::Throttled => self.browsers[browser].tabs[tab].is_throttled = true,
            Fault::Sleep => self.browsers[browser].asleep_until = Some(ends),
            Fault::ClockJump(by) => {
                let browser = &mut self.browsers[browser];
                browser.skew = browser.skew + by;
            }
            Fault::Metadata(_) => {
                self.names_all = false;
                self.set(fault, (browser, tab), true);
            }
            Fault::TooMany(count) => self.service.faults_mut().too_many_requests = count,
            Fault::StorageRefused | Fault::StorageFull => {
                let known = &mut self.browsers[browser];
                known.refuses_storage |= fault == Fault::StorageRefused;
                known.is_full |= fault == Fault::StorageFull;
                known.newest_draft = None;
            }
            Fault::Offline => {
                self.browsers[browser].is_offline = true;
                for tab in 0..self.browsers[browser].tabs.len() {
                    self.cut(browser, tab, |_, _| 0);
                }
                self.hear_of_network(browser);
            }
            _ => self.set(fault, (browser, tab), true),
        }
        if !fault.is_brief() {
            self.mends.push((ends, fault, (browser, tab)));
        }
    }

    fn set(&mut self, fault: Fault, (browser, tab): (usize, usize), on: bool) {
        let line = &mut self.browsers[browser].tabs[tab].line;
        let faults = self.service.faults_mut();
        match fault {
            Fault::HalfOpenUp => line.loses_up = on,
            Fault::HalfOpenDown => line.loses_down = on,
            Fault::Slow(delay) => line.delay = if on { delay } else { Millis(0) },
            Fault::Unavailable => faults.unavailable = on,
            Fault::LostAnswers => faults.lost_answers = on,
            Fault::Duplicates => faults.duplicate_notifications = on,
            Fault::Reversed => faults.reverse_notifications = on,
            Fault::NotificationsFirst => faults.notifications_first = on,
            Fault::SlowNotifications => {
                faults.slow_notifications = if on { Millis(2_000) } else { self.usual.slow_notifications }
            }
            Fault::SingleElements => faults.single_elements = on,
            Fault::OldShapes => {
                faults.old_shapes = on;
                faults.aam_names = on;
                faults.missing_answer_body = on;
            }
            Fault::BareClosed => faults.bare_closed = on,
            Fault::VanishingDialogs => faults.vanishing_dialogs = on,
            Fault::OldCoBrowseIds => faults.old_cobrowse_ids = on,
            Fault::ForgetsClosed => faults.forgets_closed = on,
            Fault::LostEvents(count) => faults.lost_events = if on { count } else { 0 },
            Fault::Metadata(policy) => faults.metadata = if on { policy } else { self.usual.metadata },
            Fault::RefusedQueries => faults.refuse_query_messages = on,
            Fault::TooMany(_) => faults.too_many_requests = 0,
            _ => {}
        }
    }

    pub(super) fn mend(&mut self, fault: Fault, at: (usize, usize)) {
        let (browser, tab) = at;
        self.note(&format!("{browser}.{tab} {fault:?} is over"));
        match fault {
            Fault::Sleep => self.browsers[browser].asleep_until = None,
            Fault::Offline => {
                self.browsers[browser].is_offline = false;
                self.hear_of_network(browser);
            }
            Fault::TokensRefused => self.refuses_tokens = false,
            Fault::Restart => self.is_down = false,
            Fault::StorageRefused => self.browsers[browser].refuses_storage = false,
            Fault::StorageFull => self.browsers[browser].is_full = false,
            Fault::Throttled => {
                self.browsers[browser].tabs[tab].is_throttled = false;
                if self.browsers[browser].living().contains(&tab) {
                    self.input(browser, tab, Input::Visible(true));
                }
            }
            Fault::TagGone | Fault::TagLate => self.set_tag(browser, tab, true),
            Fault::TagThrows => self.browsers[browser].tabs[tab].tag_throws = false,
            Fault::Kill | Fault::CloseTab => drop(self.open_tab(browser, !self.browsers[browser].is_quiet)),
            Fault::BackForward if self.browsers[browser].tabs[tab].is_cached => {
                self.browsers[browser].tabs[tab].is_cached = false;
                let stored = self.browsers[browser].stored();
                // The runner asks this first, and nobody has anything forgotten here.
                let before = std::mem::take(&mut self.browsers[browser].tabs[tab].kept_when_hidden);
                if self.app(browser, tab).is_forgotten(&before, &stored) {
                    self.violations.push(format!("{browser}.{tab} thinks that all was forgotten"));
                }
                self.begins(browser);
                self.input(browser, tab, Input::PageShown { stored });
                let visible = self.browsers[browser].tabs[tab].is_visible;
                self.input(browser, tab, Input::Visible(visible));
                let ready = self.browsers[browser].tabs[tab].tag_is_ready;
                self.set_tag(browser, tab, ready);
            }
            _ => self.set(fault, at, false),
        }
    }

    /// From now on nothing is wrong any more.
    pub(crate) fn mend_all(&mut self) {
        // What waits for computers that sleep comes when they wake up.
        let awake = self.browsers.iter().filter_map(|browser| browser.asleep_until).max();
        self.run_until(awake.unwrap_or(self.now));
        for (_, fault, at) in std::mem::take(&mut self.mends) {
            self.mend(fault, at);
        }
    }

    pub(crate) fn kick_all(&mut self, code: u16) {
        for socket in self.service.consumer_sockets() {
            self.service.kick(socket, code);
        }
        self.pump();
    }

    pub(crate) fn reload(&mut self, browser: usize, tab: usize) {
        self.goes(browser, tab);
        // A page that is left is told so; one whose process has died is not.
        if self.browsers[browser].tabs[tab].page.load.is_multiple_of(2) {
            self.input(browser, tab, Input::PageHidden);
        }
        self.went_for_good(browser, tab);
        let at = self.now + LATENCY;
        for socket in self.browsers[browser].reload(self.now, tab) {
            self.network.send(at, Parcel::ClosedAtService { socket });
        }
        self.pass_locks(browser);
        let open = !self.browsers[browser].is_quiet && !self.browsers[browser].tabs[tab].page.load.is_multiple_of(3);
        self.start(browser, tab, open);
    }

    /// A page goes, and with it what nobody can find again, as it is not kept who wrote it.
    fn goes(&mut self, browser: usize, tab: usize) {
        let page = self.browsers[browser].tabs[tab].page;
        if !self.browsers[browser].knows_who() {
            for sent in self.sent.iter_mut().filter(|sent| sent.page == page) {
                (sent.is_at_risk, sent.was_at_risk) = (true, true);
            }
        }
    }

    /// It is gone, with what was written in it and is not kept.
    fn went(&mut self, page: Page) {
        for sent in self.sent.iter_mut().filter(|sent| sent.page == page) {
            sent.went |= sent.is_at_risk;
        }
    }

    /// The same, of one that does not come back: who knew of it before knows still.
    fn went_for_good(&mut self, browser: usize, tab: usize) {
        let known = &self.browsers[browser];
        let page = known.tabs[tab].page;
        if known.alive().all(|other| other == tab || known.tabs[other].page.load > page.load) {
            self.went(page);
        }
    }

    /// The tab goes for good: it is told, or it is not.
    fn leave(&mut self, browser: usize, tab: usize, is_told: bool) {
        self.goes(browser, tab);
        if is_told {
            self.input(browser, tab, Input::PageHidden);
        }
        self.went_for_good(browser, tab);
        let at = self.now + LATENCY;
        let known = &mut self.browsers[browser].tabs[tab];
        known.is_gone = true;
        let page = known.page;
        for socket in std::mem::take(&mut known.links).into_values() {
            self.network.send(at, Parcel::ClosedAtService { socket });
        }
        self.browsers[browser].release_all(page);
        self.pass_locks(browser);
    }

    /// The locks of a tab that is gone go on to others.
    fn pass_locks(&mut self, browser: usize) {
        let held: Vec<(_, Page)> = self.browsers[browser].held();
        for (lock, page) in held {
            self.grant(lock, Some(page));
        }
    }

    fn hear_of_network(&mut self, browser: usize) {
        if self.is_awake(browser) {
            let online = !self.browsers[browser].is_offline;
            for tab in self.browsers[browser].living() {
                self.input(browser, tab, Input::Online(online));
            }
        }
    }

    /// The tab's connections break. `hold` says what becomes of frames on their way up; the others are lost.
    fn cut(&mut self, browser: usize, tab: usize, hold: impl Fn(&mut Network, SocketId) -> usize) {
        let page = self.browsers[browser].tabs[tab].page;
        for (link, socket) in std::mem::take(&mut self.browsers[browser].tabs[tab].links) {
            let held = hold(&mut self.network, socket);
            self.network.lose(|parcel| match parcel {
                Parcel::ToService { socket: other, .. } => held == 0 && *other == socket,
                Parcel::ToTab { page: other, link: of, .. } => *other == page && *of == link,
                _ => false,
            });
            self.network.send(self.now + LATENCY, Parcel::ClosedAtTab { page, link, code: 1006 });
            // A service that still gets frames has not noticed yet; it closes what is idle by itself.
            if held == 0 {
                self.network.send(self.now + LATENCY, Parcel::ClosedAtService { socket });
            }
        }
    }
}
