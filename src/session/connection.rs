//! From nothing to a subscribed socket, and back there after every kind of end.

use super::io::{Event, HttpId, HttpResult, LinkId, Output, Phase, Refusal};
use super::link::{Asked, Link};
use super::sign_in::{Step, Trouble};
use super::{Session, Stage};
use crate::protocol::{AgentProfile, Millis, Outgoing};

/// How long a socket may take to open and to accept the consumer.
pub(super) const CONNECT_WITHIN: Millis = Millis::from_secs(15);
/// After how many failures in a row the hosts are asked for again.
const HOSTS_LAST: u32 = 3;
/// How many tokens may be refused in a row.
const MOST_REJECTIONS: u32 = 3;

impl Session {
    /// Wants a connection, and now: also while it waits for the next attempt.
    pub fn connect(&mut self, now: Millis) {
        match self.stage {
            Stage::Idle | Stage::Waiting { .. } => self.attempt(now),
            Stage::Refused(_) => {
                self.rejections = 0;
                self.sign_in.forget_hosts();
                self.attempt(now);
            }
            Stage::Asking { .. } | Stage::Linked { .. } => {}
        }
    }

    /// Wants no connection for the time being; what was on its way is told as lost.
    pub fn disconnect(&mut self, now: Millis) {
        if let Some(link) = self.drop_link(now) {
            self.out.push_back(Output::Disconnect { link });
        }
        self.stage = Stage::Idle;
        self.tell(Event::Phase(Phase::Idle));
    }

    /// An answer over HTTP.
    pub fn handle_http(&mut self, now: Millis, id: HttpId, result: HttpResult) {
        if let Some(place) = self.profiles.iter().position(|(asked, _)| *asked == Some(id)) {
            self.profile_came(place, result);
            return;
        }
        let step = match self.stage {
            Stage::Asking { id: asked, step } if asked == id => step,
            _ => return,
        };
        let before = self.sign_in.credentials().clone();
        match self.sign_in.handle(step, result) {
            Ok(()) => {
                if *self.sign_in.credentials() != before {
                    self.tell(Event::Credentials(self.sign_in.credentials().clone()));
                }
                if step == Step::SignUp {
                    self.tell(Event::SignedUpForDemonstration);
                }
                self.proceed(now);
            }
            Err(Trouble::Later(sentence)) => {
                self.diagnose(sentence);
                self.wait(now);
            }
            Err(Trouble::Refused(refusal, sentence)) => self.refuse(refusal, sentence),
        }
    }

    /// A socket is open: says who connects.
    pub fn handle_socket_opened(&mut self, now: Millis, id: LinkId) {
        let Some((_, token)) = self.sign_in.ready() else { return };
        let token = token.to_owned();
        let client = self.config.client.clone();
        let Stage::Linked { link, .. } = &mut self.stage else { return };
        if link.id != id || link.waits_for(|asked| *asked == Asked::Init) {
            return;
        }
        let text = link.request(now, Asked::Init, Outgoing::init_connection(&token, &client));
        self.out.push_back(Output::Transmit { link: id, text });
    }

    /// A socket is closed, or could not be opened.
    pub fn handle_socket_closed(&mut self, now: Millis, id: LinkId, code: u16) {
        if !matches!(&self.stage, Stage::Linked { link, .. } if link.id == id) {
            return;
        }
        let was_online = self.phase() == Phase::Online;
        self.drop_link(now);
        match code {
            4401 | 4407 => self.token_rejected(now, code),
            // Said by services in trouble too: a token that cannot be renewed, only replaced, is kept.
            1008 | 1011 if self.config.connector.is_some() => self.token_rejected(now, code),
            _ if was_online => {
                self.diagnose(format!("the connection was closed with code {code}"));
                self.wait(now);
            }
            _ => {
                self.diagnose(format!("the connection could not be made (code {code})"));
                self.wait(now);
            }
        }
    }

    /// The time of [`Session::poll_timeout`] has come.
    pub fn handle_timeout(&mut self, now: Millis) {
        match &self.stage {
            Stage::Waiting { until } if now >= *until => self.attempt(now),
            Stage::Linked { link, since } => {
                let too_long = !link.initialised && now >= *since + CONNECT_WITHIN;
                let silent = link.deadline().is_some_and(|deadline| now >= deadline);
                if too_long || silent {
                    self.give_link_up(now, "the service is silent: the connection is made anew");
                } else {
                    self.keep_going(now);
                }
            }
            _ => {}
        }
    }

    /// The service did not take the token.
    pub(super) fn token_rejected(&mut self, now: Millis, code: u16) {
        self.rejections += 1;
        self.diagnose(format!("the service did not take the token (code {code})"));
        self.sign_in.reject_token();
        if self.rejections >= MOST_REJECTIONS {
            self.refuse(Refusal::SignIn, "the service took none of its own tokens".into());
        } else if self.rejections == 1 {
            // The first refusal of a token that was good: the next one is asked for at once.
            self.attempt(now);
        } else {
            self.wait(now);
        }
    }

    /// Ends a connection that is of no more use.
    pub(super) fn give_link_up(&mut self, now: Millis, sentence: &str) {
        if let Some(link) = self.drop_link(now) {
            self.out.push_back(Output::Disconnect { link });
        }
        self.diagnose(sentence);
        self.wait(now);
    }

    fn attempt(&mut self, now: Millis) {
        self.tell(Event::Phase(Phase::Connecting));
        self.proceed(now);
    }

    /// Takes the next step: a request over HTTP, or the socket.
    fn proceed(&mut self, now: Millis) {
        if let Some(step) = self.sign_in.next(&self.config) {
            let request = self.sign_in.request(step, &self.config);
            let id = self.new_http_id();
            self.stage = Stage::Asking { id, step };
            self.out.push_back(Output::Http { id, method: request.method, url: request.url, body: request.body });
            return;
        }
        let subject = self.sign_in.subject();
        let Some((host, _)) = self.sign_in.ready() else { return };
        let path = format!("/ws_api/account/{}/messaging/consumer?v=3", self.config.account);
        let url = self.config.service.socket(host, &path);
        if let Some(subject) = subject {
            if self.me.as_ref() != Some(&subject) {
                self.dialogs = super::dialogs::Dialogs::default();
            }
            self.me = Some(subject.clone());
            self.tell(Event::Identified(subject));
        }
        let id = LinkId(self.next_link);
        self.next_link += 1;
        self.stage = Stage::Linked { link: Box::new(Link::new(id)), since: now };
        self.out.push_back(Output::Connect { link: id, url });
    }

    /// Waits for the next attempt.
    fn wait(&mut self, now: Millis) {
        if self.backoff.attempts() > 0 && self.backoff.attempts().is_multiple_of(HOSTS_LAST) {
            self.sign_in.forget_hosts();
        }
        let until = now + self.backoff.wait();
        self.stage = Stage::Waiting { until };
        self.tell(Event::Phase(Phase::Waiting));
    }

    fn refuse(&mut self, refusal: Refusal, sentence: String) {
        self.tell(Event::RefusedBecause(sentence));
        self.stage = Stage::Refused(refusal);
        self.tell(Event::Phase(Phase::Refused(refusal)));
    }

    /// Lets go of the connection: what had no answer is told or owed again.
    fn drop_link(&mut self, now: Millis) -> Option<LinkId> {
        let Stage::Linked { link, .. } = std::mem::replace(&mut self.stage, Stage::Idle) else { return None };
        let id = link.id;
        for asked in link.into_unanswered() {
            if let Asked::Receipt { dialog, status, numbers } = asked
                && let Some(dialog) = self.dialogs.get_mut(&dialog)
            {
                dialog.owe_again(&status, &numbers, now);
            }
        }
        self.dialogs.all_mut().for_each(super::dialogs::Dialog::disconnected);
        self.typing.disconnected();
        self.clock_due = None;
        Some(id)
    }

    pub(super) fn new_http_id(&mut self) -> HttpId {
        let id = HttpId(self.next_http);
        self.next_http += 1;
        id
    }

    fn profile_came(&mut self, place: usize, result: HttpResult) {
        let Some((asked, who)) = self.profiles.get_mut(place) else { return };
        *asked = None;
        let who = who.clone();
        let name = match result {
            Ok((200, body)) => AgentProfile::parse(&body).and_then(|profile| profile.name().map(str::to_owned)),
            _ => None,
        };
        match name {
            Some(name) => self.tell(Event::Named { who, name }),
            None => self.diagnose("an agent's public profile could not be read: a general name is shown"),
        }
    }
}
