//! Who a consumer is: signing up, anonymous identities, and credentials of the brand.

use crate::protocol::{AccessToken, Millis, ParticipantId, TokenClaims};

use super::super::ids::digest_of;
use super::super::rest::{Credentials, parse};
use super::super::token::{Kind, Token};
use super::{HttpResponse, Service};

/// Tokens of the sign-up hold for about as long as the documented samples do.
const SIGN_UP_LIFE: Millis = Millis::from_secs(13 * 365 * 24 * 60 * 60);

impl Service {
    /// Each call makes a new consumer.
    pub(super) fn sign_up(&mut self, now: Millis) -> HttpResponse {
        let subject = ParticipantId::from(self.ids.uuid());
        let token = self.token(Kind::Known, subject, now, now + SIGN_UP_LIFE, now);
        HttpResponse::json(&AccessToken { jwt: Some(token), token: None })
    }

    /// A new anonymous identity, or a fresh token for the one that is handed in.
    pub(super) fn authorise(&mut self, now: Millis, body: &str) -> HttpResponse {
        let Some(credentials) = parse::<Credentials>(body) else {
            return HttpResponse::text(400, "the body is not JSON");
        };
        let (subject, first) = match credentials.id_token {
            None => (ParticipantId::from(self.ids.uuid()), now),
            Some(text) => {
                let known = self.mint.read(&text).filter(|token| token.kind == Kind::Identity);
                let Some(token) = known else {
                    return HttpResponse::text(401, "the identity is not known");
                };
                if token.first_issued + self.config.renewable_for <= now {
                    return HttpResponse::text(401, "the identity can no longer be renewed");
                }
                (token.subject, token.first_issued)
            }
        };
        let expires = now + self.config.identity_life;
        let token = self.token(Kind::Identity, subject, now, expires, first);
        HttpResponse::json(&AccessToken { jwt: None, token: Some(token) })
    }

    /// Exchanges an identity, or a credential of the brand, for a token that opens a socket.
    pub(super) fn exchange(&mut self, now: Millis, connector: &str, body: &str) -> HttpResponse {
        let connectors = &self.config.connectors;
        if !connectors.is_empty() && connectors.iter().all(|known| known != connector) {
            return HttpResponse::text(401, "the connector is not known");
        }
        let Some(credentials) = parse::<Credentials>(body) else {
            return HttpResponse::text(400, "the body is not JSON");
        };
        let Some(credential) = credentials.id_token.or(credentials.code) else {
            return HttpResponse::text(400, "id_token is missing");
        };
        let expires = now + self.config.token_life;
        let token = match self.mint.read(&credential) {
            Some(token) if token.kind == Kind::Identity && token.expires > now => {
                self.token(Kind::Anonymous, token.subject, now, expires, token.first_issued)
            }
            Some(_) => return HttpResponse::text(401, "the identity has expired"),
            None => match self.known_by_brand(&credential) {
                Some(subject) => self.token(Kind::Known, subject, now, expires, now),
                None => return HttpResponse::text(401, "the identity is not known"),
            },
        };
        HttpResponse::json(&AccessToken { jwt: None, token: Some(token) })
    }

    /// The brand's own token or code.
    pub(super) fn authenticate(&mut self, now: Millis, body: &str) -> HttpResponse {
        let Some(credentials) = parse::<Credentials>(body) else {
            return HttpResponse::text(400, "the body is not JSON");
        };
        let Some(code) = credentials.auth_code.filter(|code| !code.is_empty()) else {
            return HttpResponse::text(400, "authCode is missing");
        };
        let by_code = || ParticipantId::from(digest_of(self.config.seed, &["code", &code]));
        let subject = self.known_by_brand(&code).unwrap_or_else(by_code);
        let token = self.token(Kind::Known, subject, now, now + self.config.token_life, now);
        HttpResponse::json(&AccessToken { jwt: Some(token), token: None })
    }

    /// The consumer that a token of the brand names. Its signature is not looked at: there is no brand behind this.
    fn known_by_brand(&self, credential: &str) -> Option<ParticipantId> {
        let (subject, _) = TokenClaims::parse(credential).ok()?;
        Some(ParticipantId::from(digest_of(self.config.seed, &["brand", subject.as_str()])))
    }

    fn token(&self, kind: Kind, subject: ParticipantId, issued: Millis, expires: Millis, first: Millis) -> String {
        self.mint.issue(&Token { kind, subject, issued, expires, first_issued: first })
    }
}
