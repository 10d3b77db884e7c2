//! From nothing to a subscribed socket, and back there after every kind of end.

use super::io::{Answer, Credentials, Event, HttpId, HttpResult, LinkId, Output, Phase, Refusal};
use super::link::{Asked, Link};
use super::sign_in::Step;
use super::{Session, earliest, is_due, patience};
use crate::protocol::{AgentProfile, Millis, Outgoing, ParticipantId, decimal};

/// How long a socket may take to open and to accept the consumer.
const CONNECT_WITHIN: Millis = Millis::from_secs(15);
/// How long the page may take to say who the consumer is.
const PAGE_ANSWERS_WITHIN: Millis = Millis::from_secs(30);
/// After how many failures in a row the hosts are asked for again.
const HOSTS_LAST: u32 = 3;
/// How many tokens may be refused in a row.
const MOST_REJECTIONS: u32 = 3;
/// After how long tokens are tried again where so many were refused.
const TOKENS_AGAIN_AFTER: Millis = Millis::from_secs(5 * 60);

impl Session {
    /// Wants a connection, and now: also while it waits for the next attempt.
    pub fn connect(&mut self, now: Millis) {
        match self.phase {
            Phase::Connecting | Phase::Online => return,
            Phase::Refused(_) => {
                self.rejections = 0;
                self.sign_in.forget_hosts();
            }
            Phase::Idle | Phase::Waiting => {}
        }
        self.attempt(now);
    }

    /// There is a network again: the waits are short again, also the one that goes on. There is one nevertheless, for
    /// many may be told so at the same moment.
    pub fn hurry(&mut self, now: Millis) {
        self.backoff.reset();
        if self.phase == Phase::Waiting {
            // Never later than it was: who is told again and again would else never try.
            self.until = earliest(&[self.until, Some(now + self.backoff.wait())]);
            self.backoff.reset();
        }
    }

    /// Wants no connection for the time being; what was on its way is told as lost.
    pub fn disconnect(&mut self, now: Millis) {
        self.drop_link(now);
        self.enter(Phase::Idle, None);
    }

    /// Whether the session becomes somebody for the service, or waits for leave to.
    #[must_use]
    pub fn signs_in(&self) -> bool {
        self.may_sign_in || self.waits_to_sign_in
    }

    /// Leave to become somebody for the service, with the credentials that there are by now: somebody else may have seen
    /// to it meanwhile.
    pub fn sign_in(&mut self, now: Millis, credentials: Credentials) {
        if std::mem::take(&mut self.waits_to_sign_in) {
            self.may_sign_in = true;
            self.sign_in.take_up(credentials);
            self.proceed(now);
        }
    }

    /// There are other credentials. They count from the next connection on, and at once where they are somebody else's.
    pub fn adopt(&mut self, now: Millis, credentials: Credentials) {
        if self.may_sign_in {
            return;
        }
        self.sign_in.take_up(credentials);
        let Some(subject) = self.sign_in.subject().filter(|subject| self.me.as_ref() != Some(subject)) else { return };
        if self.link.is_some() {
            self.drop_link(now);
            self.attempt(now);
        } else if self.me.is_some() {
            // What is written from now on is written by whoever the other tab has become.
            self.identified(subject);
        }
    }

    /// It is known who the consumer is.
    fn identified(&mut self, subject: ParticipantId) {
        if self.me.as_ref() != Some(&subject) {
            self.dialogs.0.clear();
        }
        self.me = Some(subject.clone());
        self.tell(Event::Identified(subject));
    }

    /// An answer over HTTP.
    pub fn handle_http(&mut self, now: Millis, id: HttpId, result: HttpResult) {
        if let Some(place) = self.profiles.iter().position(|(asked, _)| *asked == Some(id)) {
            self.profile_came(place, result);
            return;
        }
        let step = match self.asking {
            Some((asked, step)) if asked == id => step,
            _ => return,
        };
        if let Ok((status, _)) = &result {
            self.patience = patience(i64::from(*status));
        }
        let taken = self.sign_in.handle(step, result);
        if taken.is_ok() {
            self.tell(Event::Credentials);
            if step == Step::SignUp {
                self.tell(Event::SignedUpForDemonstration);
            }
        }
        self.went(now, taken);
    }

    /// The page answered who the consumer is.
    pub fn handle_answer(&mut self, now: Millis, id: HttpId, answer: Answer) {
        if self.asking == Some((id, Step::AskPage)) {
            self.until = None;
            let taken = self.sign_in.answer(answer);
            self.went(now, taken);
        }
    }

    /// A step was done, or not.
    fn went(&mut self, now: Millis, taken: Result<(), (Option<Refusal>, String)>) {
        match taken {
            Ok(()) => self.proceed(now),
            Err((Some(refusal), sentence)) => self.refuse(refusal, sentence, None),
            Err((None, sentence)) => self.wait(now, &sentence),
        }
    }

    /// A socket is open: says who connects.
    pub fn handle_socket_opened(&mut self, now: Millis, id: LinkId) {
        let is_new = self
            .link
            .as_ref()
            .is_some_and(|link| link.id == id && !link.waits_for(|asked| matches!(asked, Asked::Init)));
        let Some((_, token)) = self.sign_in.ready().filter(|_| is_new) else { return };
        let request = Outgoing::init_connection(token, &self.config.client);
        self.ask(now, Asked::Init, request);
    }

    /// A socket is closed, or could not be opened.
    pub fn handle_socket_closed(&mut self, now: Millis, id: LinkId, code: u16) {
        if self.link.as_ref().is_none_or(|link| link.id != id) {
            return;
        }
        let said_who = self.link.as_ref().is_some_and(Link::was_asked);
        // It is closed already: nobody needs to be told to close it.
        self.lose_link(now);
        match code {
            // A service that heard no token, as the line stood still, cannot mean it.
            4401 | 4407 if said_who => self.token_rejected(now),
            _ => {
                // Said of tokens, and by services in trouble too: it never counts against the consumer, and a token
                // that cannot be renewed, only replaced, is kept.
                if matches!(code, 1008 | 1011) && self.is_renewed() {
                    self.sign_in.reject_token();
                }
                let code = decimal(code.into());
                self.wait(now, &["the connection was lost or could not be made, code ", &code].concat());
            }
        }
    }

    /// The time of [`Session::poll_timeout`] has come.
    pub fn handle_timeout(&mut self, now: Millis) {
        if self.phase == Phase::Online && is_due(now, self.until) {
            // A service that tells nothing of conversations has none to tell of.
            self.caught_up();
        }
        let is_late = is_due(now, self.until);
        match &self.link {
            Some(link) if is_late || is_due(now, link.deadline()) => {
                self.give_link_up(now, "the service is silent: the connection is made anew");
            }
            Some(_) => self.keep_going(now),
            None if is_late && self.asking.is_some() => self.wait(now, "the page's function did not call back"),
            None if is_late => self.attempt(now),
            None => {}
        }
    }

    /// Whether a new token is the same person's.
    fn is_renewed(&self) -> bool {
        self.config.connector.is_some() || self.is_authenticated()
    }

    /// The service did not take the token.
    pub(super) fn token_rejected(&mut self, now: Millis) {
        const SENTENCE: &str = "the service did not take the token";
        self.rejections += 1;
        // It may have been the line, on which the introduction came too late. A token that can only be replaced is not
        // given up for that: another one is another person's.
        if self.rejections > 1 || self.is_renewed() {
            self.sign_in.reject_token();
        }
        if self.rejections >= MOST_REJECTIONS {
            // It may have been the network that spoilt the introductions: it is tried again, but rarely.
            let again = now + self.backoff.random.around(TOKENS_AGAIN_AFTER);
            self.refuse(Refusal::SignIn, SENTENCE.to_owned(), Some(again));
        } else if self.rejections > 1 {
            self.wait(now, SENTENCE);
        } else if self.phase == Phase::Online {
            // A token that was good runs out one day, which is no trouble. Where a connection ends by it many may end, and
            // so the next one is not asked for at once.
            let until = now + self.backoff.wait();
            self.enter(Phase::Waiting, Some(until));
        } else {
            self.attempt(now);
        }
    }

    /// Ends a connection that is of no more use.
    pub(super) fn give_link_up(&mut self, now: Millis, sentence: &str) {
        self.drop_link(now);
        self.wait(now, sentence);
    }

    fn attempt(&mut self, now: Millis) {
        self.enter(Phase::Connecting, None);
        self.proceed(now);
    }

    /// Takes the next step: a request over HTTP, or the socket.
    fn proceed(&mut self, now: Millis) {
        self.asking = None;
        if let Some(step) = self.sign_in.next(&self.config) {
            // Tabs share a token that is kept. What a page tells is its own, and is not.
            if step.is_sign_in() && !self.may_sign_in && !self.is_authenticated() {
                self.waits_to_sign_in = true;
                return;
            }
            if step == Step::AskPage
                && let Some(function) = self.config.authenticate.clone()
            {
                let id = self.next_http_id();
                self.asking = Some((id, step));
                self.until = Some(now + PAGE_ANSWERS_WITHIN);
                self.out.push(Output::Authenticate { id, function });
                return;
            }
            let (method, url, body) = self.sign_in.request(step, &self.config);
            let id = self.ask_over_http(method, url, body);
            self.asking = Some((id, step));
            return;
        }
        self.may_sign_in = false;
        let subject = self.sign_in.subject();
        let Some((host, _)) = self.sign_in.ready() else { return };
        let path = ["/ws_api/account/", self.config.account.as_str(), "/messaging/consumer?v=3"];
        let url = self.config.service.socket(host, &path);
        if let Some(subject) = subject {
            self.identified(subject);
        }
        let id = LinkId(self.next_link);
        self.next_link += 1;
        self.link = Some(Link::new(id));
        self.until = Some(now + CONNECT_WITHIN);
        self.out.push(Output::Connect { link: id, url });
    }

    /// Waits for the next attempt, and says why.
    fn wait(&mut self, now: Millis, sentence: &str) {
        self.diagnose(sentence);
        if self.backoff.attempts() > 0 && self.backoff.attempts().is_multiple_of(HOSTS_LAST) {
            self.sign_in.forget_hosts();
        }
        let until = now + std::mem::take(&mut self.patience) + self.backoff.wait();
        self.enter(Phase::Waiting, Some(until));
    }

    /// `until`: when it is tried again nevertheless.
    fn refuse(&mut self, refusal: Refusal, sentence: String, until: Option<Millis>) {
        self.refused_because = sentence;
        self.enter(Phase::Refused(refusal), until);
    }

    /// Goes into another phase; what was asked over HTTP for the former one does not count any more.
    pub(super) fn enter(&mut self, phase: Phase, until: Option<Millis>) {
        self.phase = phase;
        self.until = until;
        self.asking = None;
        self.sign_in.forget_given();
        self.may_sign_in = false;
        self.waits_to_sign_in = false;
        self.tell(Event::Phase(phase));
    }

    /// Lets go of the connection, and closes its socket.
    pub(super) fn drop_link(&mut self, now: Millis) {
        if let Some(link) = self.lose_link(now) {
            self.out.push(Output::Disconnect { link });
        }
    }

    /// The connection is gone: receipts that had no answer are owed again.
    fn lose_link(&mut self, now: Millis) -> Option<LinkId> {
        let link = self.link.take()?;
        for asked in link.unanswered().rev() {
            match asked {
                Asked::Receipt { dialog, status, numbers } => {
                    if let Some(dialog) = self.dialogs.get_mut(dialog) {
                        dialog.owe_again(status, numbers, now);
                    }
                }
                Asked::Use(used) => self.uses.insert(0, used.clone()),
                _ => {}
            }
        }
        for (_, dialog) in &mut self.dialogs.0 {
            dialog.disconnected(now);
        }
        self.typing = super::Typing::default();
        self.clock_due = None;
        Some(link.id)
    }

    pub(super) fn ask_over_http(&mut self, method: &'static str, url: String, body: Option<String>) -> HttpId {
        let id = self.next_http_id();
        self.out.push(Output::Http { id, method, url, body });
        id
    }

    fn next_http_id(&mut self) -> HttpId {
        let id = HttpId(self.next_http);
        self.next_http += 1;
        id
    }

    #[inline(never)]
    fn profile_came(&mut self, place: usize, result: HttpResult) {
        let Some((asked, who)) = self.profiles.get_mut(place) else { return };
        *asked = None;
        let who = who.clone();
        let profile = match result {
            Ok((200, body)) => AgentProfile::parse(&body),
            _ => None,
        };
        let picture = profile.as_ref().and_then(AgentProfile::picture).map(str::to_owned);
        match profile.as_ref().and_then(AgentProfile::name) {
            Some(name) => self.tell(Event::Named { who, name: name.into(), picture }),
            None => self.diagnose("an agent's public profile could not be read: a general name is shown"),
        }
    }
}
