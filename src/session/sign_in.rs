//! Discovery and sign-in: the requests over HTTP that lead to a host and a token.

use super::io::{Config, Credentials, HttpResult, Refusal};
use crate::protocol::{AccessToken, BaseUris, ParticipantId, TokenClaims, id_token_body};

/// The service of the consumer's socket.
const MESSAGING: &str = "asyncMessagingEnt";
/// The identity provider.
const IDENTITY: &str = "idp";
/// Where agents' public profiles are read.
const PROFILES: &str = "accountConfigReadOnly";

/// One request on the way to the socket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Ask where all services are.
    DiscoverAll,
    /// Ask where one service is that the first answer did not hold.
    DiscoverOne(&'static str),
    /// A token for an unauthenticated consumer: a new one, or a renewed one.
    Authorize,
    /// The service's own token in exchange for it.
    Exchange,
    /// The sign-up for demonstrations.
    SignUp,
}

impl Step {
    /// What the step is, in a sentence for developers.
    fn name(self) -> &'static str {
        match self {
            Self::DiscoverAll | Self::DiscoverOne(_) => "the service discovery",
            Self::Authorize => "the request for an anonymous identity",
            Self::Exchange => "the sign-in through the connector",
            Self::SignUp => "the sign-up for demonstrations",
        }
    }
}

/// A request over HTTP as the step wants it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Request {
    pub(super) method: &'static str,
    pub(super) url: String,
    pub(super) body: Option<String>,
}

/// Why a step led nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Trouble {
    /// It may go better later.
    Later(String),
    /// It will not.
    Refused(Refusal, String),
}

/// What is known so far.
#[derive(Clone, Debug, Default)]
pub(super) struct SignIn {
    messaging: Option<String>,
    identity: Option<String>,
    profiles: Option<String>,
    credentials: Credentials,
    /// Whether `external` was given in this attempt and can be exchanged.
    external_is_fresh: bool,
    asked_all: bool,
}

impl SignIn {
    pub(super) fn new(credentials: Credentials) -> Self {
        Self { credentials, ..Self::default() }
    }

    pub(super) fn credentials(&self) -> &Credentials {
        &self.credentials
    }

    /// Host of the socket and token, once both are there.
    pub(super) fn ready(&self) -> Option<(&str, &str)> {
        self.identity.as_ref()?;
        Some((self.messaging.as_deref()?, self.credentials.jwt.as_deref()?))
    }

    /// Where agents' profiles are read, where that was told.
    pub(super) fn profiles_host(&self) -> Option<&str> {
        self.profiles.as_deref()
    }

    /// The next step, while not ready.
    pub(super) fn next(&self, config: &Config) -> Option<Step> {
        if self.ready().is_some() {
            return None;
        }
        Some(match (&self.messaging, &self.identity) {
            (None, _) | (_, None) if !self.asked_all => Step::DiscoverAll,
            (None, _) => Step::DiscoverOne(MESSAGING),
            (_, None) => Step::DiscoverOne(IDENTITY),
            _ if config.connector.is_none() => Step::SignUp,
            _ if self.external_is_fresh => Step::Exchange,
            _ => Step::Authorize,
        })
    }

    /// The request of a step.
    pub(super) fn request(&self, step: Step, config: &Config) -> Request {
        let account = &config.account;
        let discovery = |rest: &str| {
            let path = format!("/api/account/{account}/service/{rest}baseURI.json?version=1.0");
            config.service.http(config.service.authority(), &path)
        };
        let identity = |rest: &str| {
            let host = self.identity.as_deref().unwrap_or_default();
            config.service.http(host, &format!("/api/account/{account}/{rest}"))
        };
        let token_body = |token: &Option<String>| token.as_deref().map(id_token_body);
        let get = |url| Request { method: "GET", url, body: None };
        let post = |url, body| Request { method: "POST", url, body };
        match step {
            Step::DiscoverAll => get(discovery("")),
            Step::DiscoverOne(name) => get(discovery(&format!("{name}/"))),
            Step::SignUp => post(identity("signup"), None),
            Step::Authorize => post(identity("anonymous/authorize"), token_body(&self.credentials.external)),
            Step::Exchange => {
                let connector = config.connector.as_deref().unwrap_or_default();
                post(identity(&format!("app/{connector}/authenticate?v=3.0")), token_body(&self.credentials.external))
            }
        }
    }

    /// Takes the answer to a step.
    pub(super) fn handle(&mut self, step: Step, result: HttpResult) -> Result<(), Trouble> {
        let (status, body) =
            result.map_err(|failure| Trouble::Later(format!("{} had no answer ({})", step.name(), failure.name())))?;
        if status == 429 || status >= 500 {
            return Err(Trouble::Later(format!("{} was answered with {status}", step.name())));
        }
        let ok = (200..300).contains(&status);
        match step {
            Step::DiscoverAll | Step::DiscoverOne(_) => self.discovered(step, ok.then_some(body.as_str()), status),
            Step::Authorize if !ok && self.credentials.external.is_some() => {
                // The identity can no longer be renewed: the consumer becomes somebody new.
                self.credentials = Credentials::default();
                Ok(())
            }
            _ if !ok => {
                let sentence = format!("{} was answered with {status}", step.name());
                Err(Trouble::Refused(Refusal::SignIn, sentence))
            }
            _ => self.token(step, &body),
        }
    }

    /// The service did not take the token: the next attempt gets another.
    pub(super) fn reject_token(&mut self) {
        self.credentials.jwt = None;
        self.external_is_fresh = false;
    }

    /// Hosts can move: the next attempt asks again.
    pub(super) fn forget_hosts(&mut self) {
        (self.messaging, self.identity, self.profiles, self.asked_all) = (None, None, None, false);
    }

    fn discovered(&mut self, step: Step, body: Option<&str>, status: u16) -> Result<(), Trouble> {
        let refused = |sentence: String| Err(Trouble::Refused(Refusal::Account, sentence));
        let Some(body) = body else {
            return refused(format!("the service discovery answered with {status}: the account may be wrong"));
        };
        let Some(uris) = BaseUris::parse(body) else {
            return refused("the answer of the service discovery could not be read".into());
        };
        let host = |name| uris.host(name).map(str::to_owned);
        self.messaging = host(MESSAGING).or(self.messaging.take());
        self.identity = host(IDENTITY).or(self.identity.take());
        self.profiles = host(PROFILES).or(self.profiles.take());
        match step {
            Step::DiscoverOne(name) if host(name).is_none() => {
                refused(format!("the service discovery does not know where {name} is"))
            }
            _ => {
                self.asked_all = true;
                Ok(())
            }
        }
    }

    fn token(&mut self, step: Step, body: &str) -> Result<(), Trouble> {
        let refused = |sentence: String| Trouble::Refused(Refusal::SignIn, sentence);
        let token =
            AccessToken::parse(body).ok_or_else(|| refused(format!("{} was answered without a token", step.name())))?;
        if step == Step::Authorize {
            self.credentials.external = Some(token);
            self.external_is_fresh = true;
        } else {
            TokenClaims::parse(&token).map_err(|error| refused(error.to_string()))?;
            self.credentials.jwt = Some(token);
        }
        Ok(())
    }

    /// Who the consumer is.
    pub(super) fn subject(&self) -> Option<ParticipantId> {
        TokenClaims::parse(self.credentials.jwt.as_deref()?).ok().map(|(subject, _)| subject)
    }
}
