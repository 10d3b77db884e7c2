//! Tokens in the form of the real ones. Their signature only notices tampering by accident: this is a service for
//! development, and nothing depends on its secrets.

use base64ct::{Base64UrlUnpadded, Encoding};

use crate::protocol::wire::Wire;
use crate::protocol::{AccountId, Millis, ParticipantId};

use super::ids::digest_of;
use super::rest::{Claims, TokenHeader, parse, text};

/// Longer tokens are refused, as the service does.
const LONGEST: usize = 2_048;

/// What a token is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Stands for an anonymous identity; exchanged for one of the next kind.
    Identity,
    /// Opens the socket of an anonymous consumer.
    Anonymous,
    /// Opens the socket of a consumer who signed up or whom the brand knows.
    Known,
}

impl Kind {
    fn word(self) -> &'static str {
        match self {
            Self::Identity => "emulator-identity",
            Self::Anonymous => "emulator-anonymous",
            Self::Known => "emulator-known",
        }
    }

    fn of(word: &str) -> Option<Self> {
        [Self::Identity, Self::Anonymous, Self::Known].into_iter().find(|kind| kind.word() == word)
    }
}

/// What a token says.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) subject: ParticipantId,
    pub(super) issued: Millis,
    pub(super) expires: Millis,
    /// Since when the identity exists.
    pub(super) first_issued: Millis,
}

/// Writes and reads the tokens of one account.
#[derive(Clone, Debug)]
pub(super) struct Mint {
    seed: u64,
    audience: String,
}

impl Mint {
    pub(super) fn new(seed: u64, account: &AccountId) -> Self {
        Self { seed, audience: format!("acc:{account}") }
    }

    pub(super) fn issue(&self, token: &Token) -> String {
        let header = TokenHeader { kid: token.kind.word().into(), typ: Some("JWT".into()), alg: Some("RS256".into()) };
        let claims = Claims {
            sub: token.subject.clone(),
            aud: self.audience.clone(),
            iss: Some("https://idp.liveperson.net".into()),
            iat: token.issued.0.div_euclid(1_000),
            exp: token.expires.0.div_euclid(1_000),
            first_iat: Some(token.first_issued.0.div_euclid(1_000)),
        };
        let signed = format!("{}.{}", encode(&header), encode(&claims));
        let signature = self.sign(&signed);
        format!("{signed}.{signature}")
    }

    /// Reads a token that this mint issued; whether it still holds is for the caller to judge.
    pub(super) fn read(&self, text: &str) -> Option<Token> {
        let (signed, signature) = text.rsplit_once('.').filter(|_| text.len() <= LONGEST)?;
        if signature != self.sign(signed) {
            return None;
        }
        let (header, claims) = signed.split_once('.')?;
        let header: TokenHeader = decode(header)?;
        let claims: Claims = decode(claims)?;
        (claims.aud == self.audience).then_some(())?;
        Some(Token {
            kind: Kind::of(&header.kid)?,
            issued: Millis::from_secs(claims.iat),
            expires: Millis::from_secs(claims.exp),
            first_issued: Millis::from_secs(claims.first_iat.unwrap_or(claims.iat)),
            subject: claims.sub,
        })
    }

    fn sign(&self, signed: &str) -> String {
        Base64UrlUnpadded::encode_string(digest_of(self.seed, &["token", signed]).as_bytes())
    }
}

fn encode(part: &impl Wire) -> String {
    Base64UrlUnpadded::encode_string(text(part).as_bytes())
}

fn decode<T: Wire>(part: &str) -> Option<T> {
    let bytes = Base64UrlUnpadded::decode_vec(part).ok()?;
    parse(std::str::from_utf8(&bytes).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::TokenClaims;

    fn token() -> Token {
        Token {
            kind: Kind::Anonymous,
            subject: ParticipantId::from("c-1"),
            issued: Millis::from_secs(1_000),
            expires: Millis::from_secs(2_000),
            first_issued: Millis::from_secs(500),
        }
    }

    #[test]
    fn a_token_comes_back_as_it_was_issued() {
        let mint = Mint::new(1, &AccountId::from("10001"));
        assert_eq!(mint.read(&mint.issue(&token())), Some(token()));
    }

    #[test]
    fn a_client_can_read_whom_it_names() {
        let mint = Mint::new(1, &AccountId::from("10001"));
        let (subject, claims) = TokenClaims::parse(&mint.issue(&token())).unwrap();
        assert_eq!(subject.as_str(), "c-1");
        assert_eq!(claims.aud.as_deref(), Some("acc:10001"));
        assert_eq!(claims.exp.unwrap().to_millis(), Millis::from_secs(2_000));
    }

    #[test]
    fn foreign_and_damaged_tokens_are_refused() {
        let mint = Mint::new(1, &AccountId::from("10001"));
        let issued = mint.issue(&token());
        assert_eq!(Mint::new(2, &AccountId::from("10001")).read(&issued), None);
        assert_eq!(Mint::new(1, &AccountId::from("10002")).read(&issued), None);
        for damaged in ["", ".", "..", "a.b.c", &issued[1..], &issued[..issued.len() - 1]] {
            assert_eq!(mint.read(damaged), None, "{damaged}");
        }
    }
}
