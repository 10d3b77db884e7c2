//! What travels over HTTP before the socket: hosts of services, tokens and their claims.

pub mod answer;
mod base64url;

#[cfg(not(target_arch = "wasm32"))]
use std::fmt;

use crate::protocol::json::{ObjectWriter, Value};

use super::ids::{AccountId, ParticipantId};
use super::time::Seconds;
use super::wire::{Many, Trace, Wire, parse_json, wire_struct};

wire_struct! {
    /// Where a service lives.
    pub struct BaseUri {
        /// Its name; case matters.
        service: Option<String> = "service",
        /// A host name without scheme and path; a local service may add a port.
        base_uri: Option<String> = "baseURI",
    } natively {
        /// Of which account.
        account: Option<AccountId> = "account",
    }
}

wire_struct! {
    /// The answer of the service discovery for all services.
    pub struct BaseUris {
        /// The services.
        base_uris: Many<BaseUri> = "baseURIs",
    }
}

impl BaseUris {
    /// Reads either form: the list of all services, or one service by itself.
    ///
    /// # Errors
    /// The text is not JSON of either form.
    pub fn parse(text: &str) -> Option<Self> {
        let value = parse_json(text).ok()?;
        let mut trace = Trace::default();
        if value.get("baseURI").is_some() {
            BaseUri::read(&value, &mut trace).map(|one| Self { base_uris: Many::bare(one) })
        } else {
            Self::read(&value, &mut trace)
        }
    }

    /// The host of a service. Hosts with anything but letters, digits, `.`, `-`, `:` and brackets are refused, so that
    /// an answer cannot smuggle a path or a user into an address.
    #[must_use]
    pub fn host(&self, service: &str) -> Option<&str> {
        let is_host = |host: &&str| {
            !host.is_empty()
                && host.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']'))
        };
        self.base_uris
            .iter()
            .find(|entry| entry.service.as_deref() == Some(service))
            .and_then(|entry| entry.base_uri.as_deref())
            .filter(is_host)
    }
}

wire_struct! {
    /// The answer of the identity provider; the name of the member differs between its requests.
    pub struct AccessToken {
        /// Sign-up and authentication.
        jwt: Option<String> = "jwt",
        /// Unauthenticated messaging.
        token: Option<String> = "token",
    }
}

impl AccessToken {
    /// The token in a body of the identity provider.
    #[must_use]
    pub fn parse(text: &str) -> Option<String> {
        let value = parse_json(text).ok()?;
        let answer = Self::read(&value, &mut Trace::default())?;
        answer.jwt.or(answer.token).filter(|token| !token.is_empty())
    }
}

/// The body that hands a credential to the identity provider: its members, by name.
#[must_use]
pub fn credential_body(members: &[(&'static str, &str)]) -> String {
    let mut object = ObjectWriter::new();
    for (name, value) in members {
        object.text(name, value);
    }
    object.finish()
}

wire_struct! {
    /// The claims that a client reads of its own token. The signature is the service's business.
    pub struct TokenClaims {
        /// The consumer, as notifications name them.
        sub: Option<ParticipantId> = "sub",
    } natively {
        /// `acc:` and the account.
        aud: Option<String> = "aud",
        /// Who issued it.
        iss: Option<String> = "iss",
        /// Until when it holds.
        exp: Option<Seconds> = "exp",
        /// Since when it holds.
        iat: Option<Seconds> = "iat",
        /// Authenticated consumers: what the brand knows.
        ext: Option<Value> = "lp.ext",
        /// Server-to-server tokens: the client.
        azp: Option<String> = "azp",
        /// Server-to-server tokens: the rights.
        scope: Option<String> = "scope",
        /// The brand's own token: a name.
        preferred_username: Option<String> = "preferred_username",
        /// The brand's own token: a given name.
        given_name: Option<String> = "given_name",
        /// The brand's own token: a family name.
        family_name: Option<String> = "family_name",
        /// The brand's own token: an address.
        email: Option<String> = "email",
        /// The brand's own token: a gender.
        gender: Option<String> = "gender",
        /// The brand's own token: a number.
        phone_number: Option<String> = "phone_number",
        /// The brand's own token: what the agent shall see.
        lp_sdes: Option<Value> = "lp_sdes",
    }
}

/// Why a token cannot be read.
#[cfg(not(target_arch = "wasm32"))]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenError {
    /// Not three parts separated by dots.
    NotThreeParts,
    /// The middle part is not base64url of a JSON object.
    Unreadable,
    /// There is no `sub` in it.
    NoSubject,
}

#[cfg(not(target_arch = "wasm32"))]
impl fmt::Display for TokenError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::NotThreeParts => "the token does not have three parts",
            Self::Unreadable => "the claims of the token cannot be read",
            Self::NoSubject => "the token does not name its subject",
        })
    }
}

impl TokenClaims {
    /// The subject of a token; nothing, if it cannot be read or names nobody.
    #[must_use]
    pub fn subject(token: &str) -> Option<ParticipantId> {
        ParticipantId::read(claims_of(token)?.get("sub")?, &mut Trace::default())
    }

    /// Reads the claims of a token; the signature is not checked.
    ///
    /// # Errors
    /// The token is not of three parts, unreadable, or names nobody.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn parse(token: &str) -> Result<(ParticipantId, Self), TokenError> {
        if token.split('.').count() != 3 {
            return Err(TokenError::NotThreeParts);
        }
        let claims = claims_of(token).and_then(|claims| Self::read(&claims, &mut Trace::default()));
        let claims = claims.ok_or(TokenError::Unreadable)?;
        let subject = Self::subject(token).ok_or(TokenError::NoSubject)?;
        Ok((subject, claims))
    }
}

/// The middle part of a token.
fn claims_of(token: &str) -> Option<Value> {
    let dot = |text: &str| text.bytes().position(|byte| byte == b'.');
    let rest = token.get(dot(token)? + 1..)?;
    let claims = rest.get(..dot(rest)?)?;
    parse_json(&String::from_utf8(base64url::decode(claims)?).ok()?).ok()
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use base64ct::{Base64UrlUnpadded, Encoding};

    use super::answer::AgentProfile;
    use super::{AccessToken, BaseUris, TokenClaims, TokenError};

    fn token(claims: &str) -> String {
        format!("aGVhZA.{}.c2ln", Base64UrlUnpadded::encode_string(claims.as_bytes()))
    }

    #[test]
    fn the_subject_of_a_token_is_the_consumer() {
        let check = |token: &str, expected: Result<&str, TokenError>| {
            let subject = TokenClaims::parse(token).map(|(subject, _)| subject.to_string());
            assert_eq!(subject, expected.map(str::to_owned), "{token}");
        };
        check(&token(r#"{"sub":"c-1","exp":1756720600}"#), Ok("c-1"));
        check(&token(r#"{"sub":"Zoë 🧦 ??>>","lp.ext":{"x":[1]},"nonce":1}"#), Ok("Zoë 🧦 ??>>"));
        check(&token(r#"{"sub":"c-1","aud":["a","b"],"exp":"never"}"#), Ok("c-1"));
        check("aGVhZA.eyJzdWIiOiJjIn0=.c2ln", Ok("c"));
        check("aGVhZA.eyJzdWIiOiJjIn0==.c2ln", Ok("c"));
        check("..", Err(TokenError::Unreadable));
        check("", Err(TokenError::NotThreeParts));
        check("a.b", Err(TokenError::NotThreeParts));
        check("a.b.c.d", Err(TokenError::NotThreeParts));
        check("a.!!!.c", Err(TokenError::Unreadable));
        check("a.e+/9.c", Err(TokenError::Unreadable));
        check(&token("not json"), Err(TokenError::Unreadable));
        check(&token("[]"), Err(TokenError::Unreadable));
        check(&token("{}"), Err(TokenError::NoSubject));
        check(&token(r#"{"sub":null}"#), Err(TokenError::NoSubject));
        check(&token(r#"{"sub":5}"#), Err(TokenError::NoSubject));
        check(&format!("a.{}.c", Base64UrlUnpadded::encode_string(b"\xFF\xFE")), Err(TokenError::Unreadable));
    }

    #[test]
    fn the_instants_of_a_token_are_seconds() {
        let (_, claims) = TokenClaims::parse(&token(r#"{"sub":"c","iat":1756720000,"exp":1.7567206E9}"#)).unwrap();
        assert_eq!(claims.exp.unwrap().to_millis() - claims.iat.unwrap().to_millis(), super::super::Millis(600_000));
    }

    #[test]
    fn a_token_has_one_of_two_names() {
        let check =
            |text: &str, expected: Option<&str>| assert_eq!(AccessToken::parse(text).as_deref(), expected, "{text}");
        check(r#"{"jwt":"a"}"#, Some("a"));
        check(r#"{"token":"b","expires":3}"#, Some("b"));
        check(r#"{"jwt":null,"token":"b"}"#, Some("b"));
        for text in ["", "{}", "[]", r#"{"jwt":""}"#, r#"{"jwt":7}"#, "<html>"] {
            check(text, None);
        }
    }

    #[test]
    fn discovery_comes_in_two_forms() {
        let one = r#"{"service":"idp","account":"1","baseURI":"idp.shop.example"}"#;
        for text in [one.to_owned(), format!(r#"{{"baseURIs":[{one}]}}"#), format!(r#"{{"baseURIs":{one}}}"#)] {
            let found = BaseUris::parse(&text).unwrap();
            assert_eq!(found.host("idp"), Some("idp.shop.example"), "{text}");
            assert_eq!(found.host("IDP"), None, "{text}");
        }
        for text in ["", "[]", "17", "not json"] {
            assert!(BaseUris::parse(text).is_none(), "{text}");
        }
        assert_eq!(BaseUris::parse("{}").unwrap().host("idp"), None);
    }

    #[test]
    fn a_host_that_is_more_than_a_host_is_refused() {
        let check = |host: &str, fine: bool| {
            let text = serde_json::json!({ "service": "idp", "baseURI": host }).to_string();
            assert_eq!(BaseUris::parse(&text).unwrap().host("idp").is_some(), fine, "{host}");
        };
        for host in ["127.0.0.1:8081", "[::1]:8081", "lo.idp-2.shop.example", "localhost"] {
            check(host, true);
        }
        for host in [
            "",
            " ",
            "a b",
            "shop.example/",
            "shop.example/x",
            "user@shop.example",
            "shop.example?x",
            "shop.example#x",
            "https://shop.example",
            "shop.example\\x",
            "shop.example\n",
            "shöp.example",
            "%2e%2e",
            "a;b",
            "a'b",
            "a\"b",
        ] {
            check(host, false);
        }
    }

    #[test]
    fn an_agent_is_called_by_the_nickname_else_by_the_whole_name() {
        let name = |text: &str| AgentProfile::parse(text).and_then(|profile| profile.name().map(str::to_owned));
        assert_eq!(name(r#"{"nickname":" Ada ","fullName":"Ada Kowalska"}"#).as_deref(), Some("Ada"));
        assert_eq!(name(r#"{"nickname":"  ","fullName":"Ada Kowalska"}"#).as_deref(), Some("Ada Kowalska"));
        assert_eq!(name(r#"{"nickname":7,"pictureUrl":"x"}"#), None);
        assert_eq!(name("<html>"), None);
    }
}
