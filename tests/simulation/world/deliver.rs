//! What arrives.

use alongside::app::{HttpFailure, Input};
use alongside::emulator::{HttpRequest, LogEntry};
use alongside::protocol::Millis;

use super::{LATENCY, Page, Parcel, World};

impl World {
    pub(super) fn deliver(&mut self, parcel: Parcel) {
        let now = self.now;
        // What comes to a computer that sleeps waits in its buffers.
        let to_page = match &parcel {
            Parcel::HttpAnswer { page, .. }
            | Parcel::Opened { page, .. }
            | Parcel::ToTab { page, .. }
            | Parcel::ClosedAtTab { page, .. }
            | Parcel::Kept { page, .. }
            | Parcel::Deferred { page, .. }
            | Parcel::Locked { page, .. } => Some(*page),
            _ => None,
        };
        if let Some(awake) = to_page.and_then(|page| self.browsers[page.browser].asleep_until) {
            return self.network.send(awake, parcel);
        }
        match parcel {
            Parcel::HttpAsk { page, id, request, gives_up } => {
                let (mut at, mut signs_up) = (self.arrives(page), false);
                let mut result = if self.browsers[page.browser].is_offline || self.is_down {
                    Err(HttpFailure::Unreachable)
                } else {
                    let response = self.service.handle_http(now, &request);
                    signs_up = response.status == 200 && makes_somebody(&request);
                    Ok((response.status, response.body_text().into_owned()))
                };
                self.browsers[page.browser].sign_ups += usize::from(signs_up);
                if at > gives_up || self.browsers[page.browser].tabs[page.tab].line.loses_down {
                    self.browsers[page.browser].lost_sign_ups += usize::from(signs_up);
                    (at, result, signs_up) = (gives_up, Err(HttpFailure::TimedOut), false);
                }
                self.network.send(at, Parcel::HttpAnswer { page, id, result, signs_up });
            }
            Parcel::Opening { page, link, path } if self.is_heard(page) => {
                let is_cut_off = self.browsers[page.browser].is_offline || self.is_down;
                let opened = (!is_cut_off).then(|| self.service.open_socket(now, &path, &[]));
                let parcel = match opened {
                    Some(Ok(socket)) => {
                        self.browsers[page.browser].tabs[page.tab].links.insert(link, socket);
                        Parcel::Opened { page, link }
                    }
                    _ => Parcel::ClosedAtTab { page, link, code: 1006 },
                };
                self.network.send(self.arrives(page), parcel);
            }
            Parcel::HttpAnswer { page, id, result, .. } if self.is_heard(page) => {
                self.browsers[page.browser].tabs[page.tab].asking -= 1;
                self.tell(page, Input::Http { id, result });
            }
            Parcel::HttpAnswer { page, signs_up: true, .. } => self.browsers[page.browser].lost_sign_ups += 1,
            Parcel::Opened { page, link } if self.is_heard(page) => self.tell(page, Input::SocketOpened(link)),
            Parcel::ToTab { page, link, text } if self.is_heard(page) => {
                self.note_frame(&format!("{}.{} <", page.browser, page.tab), &text);
                let local = now + self.browsers[page.browser].skew;
                self.browsers[page.browser].tabs[page.tab].watch.hears(local, link, &text);
                self.tell(page, Input::Frame { link, text });
            }
            Parcel::ClosedAtTab { page, link, code } if self.is_heard(page) => {
                let tab = &mut self.browsers[page.browser].tabs[page.tab];
                tab.connecting = tab.connecting.filter(|known| *known != link);
                self.tell(page, Input::SocketClosed { link, code });
            }
            Parcel::Kept { page, key, value } if self.is_heard(page) => self.tell(page, Input::Kept { key, value }),
            Parcel::Deferred { page, is_here } if self.is_heard(page) => {
                self.tell(page, Input::Deferred(is_here.then_some(()).ok_or_else(|| "lost".to_owned())));
            }
            // What a page in the back/forward cache asked for comes when it is shown again.
            Parcel::Deferred { page, .. } if self.browsers[page.browser].is_cached(page) => {
                self.network.send(now + Millis::from_secs(1), parcel);
            }
            Parcel::Locked { page, lock } if self.is_heard(page) => {
                let is_held = self.browsers[page.browser].held().contains(&(lock, page));
                if is_held {
                    self.tell(page, Input::Locked(lock));
                }
            }
            Parcel::ToService { socket, text } => {
                self.note_frame(&format!("{socket:?} >"), &text);
                let browser = self.browsers.iter().position(|browser| browser.has(socket));
                let before = self.service.log().len();
                // Tabs that do not hear of each other cannot know what another one asks for.
                self.ledger.takes(socket, browser.filter(|browser| self.browsers[*browser].shared), &text);
                if self.refuses_tokens && text.contains("InitConnection") {
                    self.service.kick(socket, 4401);
                } else {
                    self.service.handle_frame(now, socket, &text);
                }
                if browser.is_none() && self.service.log()[before..].iter().any(is_text) {
                    let told_after = self.told_after();
                    self.ledger.took_late(now, told_after, socket, &text);
                }
            }
            Parcel::ClosedAtService { socket } => self.service.handle_closed(now, socket),
            Parcel::ToAgent { text } => self.desk.handle(now, &text),
            Parcel::FromAgent { text } => {
                if let Some(socket) = self.agent_socket {
                    self.service.handle_frame(now, socket, &text);
                }
            }
            Parcel::Report { request } if self.is_down => {
                self.network.send(now + Millis(1_000) + LATENCY, Parcel::Report { request });
            }
            Parcel::Report { request } => drop(self.service.handle_http(now, &request)),
            _ => {}
        }
    }

    /// By how much later than usual tabs hear of what the service takes, if they do.
    fn told_after(&mut self) -> Millis {
        let lines = || self.browsers.iter().flat_map(|browser| &browser.tabs).map(|tab| &tab.line);
        let (is_lost, delay) = (lines().any(|line| line.loses_down), lines().map(|line| line.delay).max());
        let faults = self.service.faults_mut();
        if is_lost || faults.lost_events > 0 {
            return Millis::from_secs(60);
        }
        faults.slow_notifications + delay.unwrap_or_default()
    }

    fn is_heard(&self, page: Page) -> bool {
        self.browsers[page.browser].is_heard(page)
    }

    fn tell(&mut self, page: Page, input: Input) {
        self.input(page.browser, page.tab, input);
    }
}

/// Whether a request makes a consumer that was not there before.
fn makes_somebody(request: &HttpRequest) -> bool {
    let is_new = |body: &str| !body.contains("id_token");
    request.path.ends_with("/signup")
        || (request.path.ends_with("/anonymous/authorize") && is_new(&String::from_utf8_lossy(&request.body)))
}

fn is_text(entry: &LogEntry) -> bool {
    matches!(entry, LogEntry::Event { event, .. } if event.as_text().is_some())
}
