//! Discovery and sign-in: the requests over HTTP that lead to a host and a token.

use super::io::{Answer, Config, Credentials, HttpResult, Refusal};
use crate::protocol::{AccessToken, BaseUris, ParticipantId, TokenClaims, credential_body, decimal};

/// The services that are wanted, as the discovery calls them.
const SERVICES: [&str; 4] = ["asyncMessagingEnt", "idp", "accountConfigReadOnly", "swift"];
/// Where the consumer's socket is.
const MESSAGING: usize = 0;
/// Where tokens come from.
const IDENTITY: usize = 1;
/// Where agents' public profiles are read.
const PROFILES: usize = 2;
/// Where files lie.
const FILES: usize = 3;

/// One request on the way to the socket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Ask where all services are.
    DiscoverAll,
    /// Ask where one service is that the first answer did not hold.
    DiscoverOne(usize),
    /// A token for an unauthenticated consumer: a new one, or a renewed one.
    Authorize,
    /// The service's own token in exchange for it.
    Exchange,
    /// The sign-up for demonstrations.
    SignUp,
    /// A credential of the page.
    AskPage,
    /// The service's own token in exchange for that.
    Authenticate,
}

impl Step {
    /// Whether it makes the consumer somebody, or somebody anew.
    pub(super) fn is_sign_in(self) -> bool {
        !matches!(self, Self::DiscoverAll | Self::DiscoverOne(_))
    }

    /// What the step is, in a sentence for developers.
    fn name(self) -> &'static str {
        match self {
            Self::DiscoverAll | Self::DiscoverOne(_) => "the service discovery",
            Self::Authorize => "the request for an anonymous identity",
            Self::Exchange => "the sign-in through the connector",
            Self::SignUp => "the sign-up for demonstrations",
            Self::AskPage => "the page's function",
            Self::Authenticate => "the sign-in with the page's credential",
        }
    }
}

/// Why a step led nowhere: for good, or, without a refusal, only for now.
type Trouble<Sentence> = (Option<Refusal>, Sentence);

/// What is known so far.
#[derive(Clone, Debug, Default)]
pub(super) struct SignIn {
    /// Of each of the services.
    hosts: [Option<String>; 4],
    pub(super) credentials: Credentials,
    /// The token that was refused last.
    rejected: String,
    /// Whether `external` was given in this attempt and can be exchanged.
    external_is_fresh: bool,
    asked_all: bool,
    /// What the page gave for this attempt: code or token, and where a code was given. Each serves once.
    given: Option<(String, Option<String>)>,
}

impl SignIn {
    pub(super) fn new(credentials: Credentials) -> Self {
        Self { credentials, ..Self::default() }
    }

    /// Host of the socket and token, once both are there.
    pub(super) fn ready(&self) -> Option<(&str, &str)> {
        self.hosts[IDENTITY].as_ref()?;
        Some((self.hosts[MESSAGING].as_deref()?, self.credentials.jwt.as_deref()?))
    }

    /// Where agents' profiles are read, where that was told.
    pub(super) fn profiles_host(&self) -> Option<&str> {
        self.hosts[PROFILES].as_deref()
    }

    /// Where files lie, where that was told.
    pub(super) fn files_host(&self) -> Option<&str> {
        self.hosts[FILES].as_deref()
    }

    /// The next step, while not ready.
    pub(super) fn next(&self, config: &Config) -> Option<Step> {
        let missing = [MESSAGING, IDENTITY].into_iter().find(|service| self.hosts[*service].is_none());
        match missing {
            Some(_) if !self.asked_all => Some(Step::DiscoverAll),
            Some(service) => Some(Step::DiscoverOne(service)),
            None if self.credentials.jwt.is_some() => None,
            None if config.authenticate.is_some() => {
                Some(if self.given.is_some() { Step::Authenticate } else { Step::AskPage })
            }
            None if config.connector.is_none() => Some(Step::SignUp),
            None if self.external_is_fresh => Some(Step::Exchange),
            None => Some(Step::Authorize),
        }
    }

    /// The request of a step: method, address and body.
    pub(super) fn request(&self, step: Step, config: &Config) -> (&'static str, String, Option<String>) {
        const FILE: &str = "/baseURI.json?version=1.0";
        let discovery = config.service.authority();
        let identity = self.hosts[IDENTITY].as_deref().unwrap_or_default();
        let connector = config.connector.as_deref().unwrap_or_default();
        let (method, host, [first, second, third]) = match step {
            Step::DiscoverAll => ("GET", discovery, ["/service", "", FILE]),
            Step::DiscoverOne(service) => ("GET", discovery, ["/service/", SERVICES[service], FILE]),
            Step::SignUp => ("POST", identity, ["/signup", "", ""]),
            Step::Authenticate if config.connector.is_none() => ("POST", identity, ["/authenticate", "", ""]),
            Step::Authorize => ("POST", identity, ["/anonymous/authorize", "", ""]),
            _ => ("POST", identity, ["/app/", connector, "/authenticate?v=3.0"]),
        };
        let url = config.service.http(host, &["/api/account/", config.account.as_str(), first, second, third]);
        let body = match (step, &self.given, &self.credentials.external) {
            (Step::Authenticate, Some((token, _)), _) if config.connector.is_none() => {
                credential_body(&[("authCode", token)])
            }
            (Step::Authenticate, Some((code, Some(uri))), _) => {
                credential_body(&[("code", code), ("redirect_uri", uri)])
            }
            // Pages give either in the same way. Every token begins so: with a brace and a quotation mark, encoded.
            (Step::Authenticate, Some((given, None)), _) => {
                credential_body(&[(if given.starts_with("eyJ") { "id_token" } else { "code" }, given)])
            }
            (Step::Authorize | Step::Exchange, _, Some(token)) => credential_body(&[("id_token", token)]),
            _ => return (method, url, None),
        };
        (method, url, Some(body))
    }

    /// Takes what the page answered. What is wrong with it is told as a sentence for developers.
    pub(super) fn answer(&mut self, answer: Answer) -> Result<(), Trouble<String>> {
        let (refusal, why) = match answer {
            Answer::Credential { token, redirect_uri } => {
                self.given = Some((token, redirect_uri));
                return Ok(());
            }
            Answer::Refused(why) => (Some(Refusal::SignIn), why),
            Answer::Unready(why) => (None, why),
        };
        Err((refusal, [Step::AskPage.name(), " gave no credential: ", &why].concat()))
    }

    /// Takes the answer to a step. What is wrong with it is told as a sentence for developers.
    pub(super) fn handle(&mut self, step: Step, result: HttpResult) -> Result<(), Trouble<String>> {
        let (status, taken) = match result {
            Ok((status, body)) => (status, self.answered(step, status, &body)),
            Err(failure) => (0, Err((None, failure.name()))),
        };
        taken
            .map_err(|(refusal, why)| (refusal, [step.name(), " ", why, ", status ", &decimal(status.into())].concat()))
    }

    fn answered(&mut self, step: Step, status: u16, body: &str) -> Result<(), Trouble<&'static str>> {
        if status == 429 || status >= 500 {
            return Err((None, "was put off"));
        }
        let is_discovery = !step.is_sign_in();
        let refusal = if is_discovery { Refusal::Account } else { Refusal::SignIn };
        if !(200..300).contains(&status) {
            if step == Step::Authorize && self.credentials.external.is_some() {
                // The identity can no longer be renewed: the consumer becomes somebody new.
                self.credentials = Credentials::default();
                return Ok(());
            }
            return Err((Some(refusal), "was refused"));
        }
        let understood = if is_discovery { self.discovered(step, body) } else { self.token(step, body) };
        understood.ok_or((Some(refusal), "was answered without what was asked for"))
    }

    /// The service did not take the token: the next attempt gets another.
    pub(super) fn reject_token(&mut self) {
        if let Some(jwt) = self.credentials.jwt.take() {
            self.rejected = jwt;
        }
        self.external_is_fresh = false;
    }

    /// Credentials that somebody else got, or gave up. A token that was refused here stays refused.
    pub(super) fn take_up(&mut self, credentials: Credentials) {
        if self.credentials != credentials {
            self.external_is_fresh = false;
            self.credentials = credentials;
            if self.credentials.jwt.as_ref() == Some(&self.rejected) {
                self.credentials.jwt = None;
            }
        }
    }

    /// What the page gave was for the attempt that is over.
    pub(super) fn forget_given(&mut self) {
        self.given = None;
    }

    /// Hosts can move: the next attempt asks again.
    pub(super) fn forget_hosts(&mut self) {
        self.hosts = Default::default();
        self.asked_all = false;
    }

    fn discovered(&mut self, step: Step, body: &str) -> Option<()> {
        let uris = BaseUris::parse(body)?;
        for (name, known) in SERVICES.iter().zip(&mut self.hosts) {
            if let Some(host) = uris.host(name) {
                *known = Some(host.to_owned());
            }
        }
        self.asked_all = true;
        match step {
            Step::DiscoverOne(service) => self.hosts[service].as_ref().map(drop),
            _ => Some(()),
        }
    }

    fn token(&mut self, step: Step, body: &str) -> Option<()> {
        let token = AccessToken::parse(body)?;
        if step == Step::Authorize {
            self.credentials.external = Some(token);
            self.external_is_fresh = true;
        } else {
            TokenClaims::subject(&token)?;
            self.credentials.jwt = Some(token);
        }
        Some(())
    }

    /// Who the consumer is.
    pub(super) fn subject(&self) -> Option<ParticipantId> {
        TokenClaims::subject(self.credentials.jwt.as_deref()?)
    }
}
