//! The door of this room: what a session asks for and what it tells.

use crate::protocol::{
    AccountId, ClientProperties, ConversationChange, ConversationId, DialogId, EventChange, Millis, ParticipantId,
    Sequence,
};

/// What a session needs to know of its surroundings.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// The account (site) of the brand.
    pub account: AccountId,
    /// Where discovery is asked.
    pub service: ServiceUrl,
    /// The connector of unauthenticated messaging. Without one the demonstration sign-up is used.
    pub connector: Option<String>,
    /// The page's function that gives a credential of its consumer, where it knows who that is: a path of names.
    pub authenticate: Option<String>,
    /// What the service is told of this client.
    pub client: Box<ClientProperties>,
    /// Where the random numbers of back-off start.
    pub seed: u64,
}

/// Scheme and authority of the service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceUrl {
    secure: bool,
    authority: String,
}

impl ServiceUrl {
    /// The public service.
    pub const PUBLIC: &'static str = "https://api.liveperson.net";

    /// Reads `http://host[:port]` or `https://host[:port]`, with or without a slash at the end, in capitals or not. The
    /// port that the scheme has anyway is left out, as browsers do.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.to_ascii_lowercase();
        let (secure, rest, port) = match text.strip_prefix("https://") {
            Some(rest) => (true, rest, ":443"),
            None => (false, text.strip_prefix("http://")?, ":80"),
        };
        let authority = rest.strip_suffix('/').unwrap_or(rest);
        let authority = authority.strip_suffix(port).unwrap_or(authority);
        let is_authority = !authority.is_empty()
            && authority.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']'));
        is_authority.then(|| Self { secure, authority: authority.to_owned() })
    }

    /// An address over HTTP of a discovered host; the path in pieces.
    #[must_use]
    pub fn http(&self, host: &str, path: &[&str]) -> String {
        self.address("http", host, path)
    }

    /// An address over WebSocket of a discovered host; the path in pieces.
    #[must_use]
    pub fn socket(&self, host: &str, path: &[&str]) -> String {
        self.address("ws", host, path)
    }

    fn address(&self, scheme: &str, host: &str, path: &[&str]) -> String {
        let mut address = String::from(scheme);
        for piece in [if self.secure { "s://" } else { "://" }, host].iter().chain(path) {
            address.push_str(piece);
        }
        address
    }

    /// Host and port of the discovery.
    #[must_use]
    pub fn authority(&self) -> &str {
        &self.authority
    }

    /// The address in one normal form.
    #[must_use]
    pub fn origin(&self) -> String {
        self.http(&self.authority, &[])
    }
}

/// One connection attempt, from its `Connect` to its end. What comes from an older one is passed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LinkId(pub u64);

/// One request over HTTP.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HttpId(pub u64);

/// A text on its way out, by the name that the caller gave it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TextId(pub u64);

/// A request for the temporary address of a file, by the name that the caller gave it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AddressId(pub u64);

/// What a temporary address is wanted for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Address<'a> {
    /// To get the file at this path.
    Download(&'a str),
    /// To upload one of this many bytes, of this type.
    Upload(u64, &'a str),
}

/// Why a request over HTTP has no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HttpFailure {
    /// The network, or a browser rule such as CORS.
    Unreachable,
    /// It took too long.
    TimedOut,
}

impl HttpFailure {
    /// What it is, in a sentence for developers.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Unreachable => "could not be reached, or its CORS headers do not allow this page",
            Self::TimedOut => "took too long",
        }
    }
}

/// What came of a request over HTTP: the status and the body, or why there is none.
pub type HttpResult = Result<(u16, String), HttpFailure>;

/// What the page answers when it is asked who the consumer is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// A credential of the brand's: its token, or, with the address that it was given for, a code.
    Credential {
        /// The token or code.
        token: String,
        /// Where the code was given.
        redirect_uri: Option<String>,
    },
    /// Nobody is logged in, or the page will not tell, and why.
    Refused(String),
    /// It cannot be asked for now, and why.
    Unready(String),
}

/// What lets a consumer come back as the same person. Secrets: never logged.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Credentials {
    /// The token of unauthenticated messaging that can be renewed.
    pub external: Option<String>,
    /// The service's own token.
    pub jwt: Option<String>,
}

/// Where the connection stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Phase {
    /// Nobody asked for it.
    #[default]
    Idle,
    /// Being made.
    Connecting,
    /// Made; conversations are subscribed.
    Online,
    /// Lost, or not to be had; it is tried again by itself.
    Waiting,
    /// Not to be had.
    Refused(Refusal),
}

/// Why there will be no connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The service does not know the account.
    Account,
    /// The service does not let this consumer in.
    SignIn,
}

/// What a session tells.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The connection went into another phase.
    Phase(Phase),
    /// Who the consumer is.
    Identified(ParticipantId),
    /// What lets the consumer come back may have changed.
    Credentials,
    /// The sign-up for demonstrations was used.
    SignedUpForDemonstration,
    /// The service answered what its clock shows.
    Clock {
        /// Service time less local time, where it told.
        offset: Option<Millis>,
        /// Whether that was asked for by [`super::Session::confirm`].
        confirms: bool,
    },
    /// Conversations changed.
    Conversations(Vec<ConversationChange>),
    /// The conversations that were there when the subscription began have been told.
    CaughtUp,
    /// Events of dialogs.
    Messages(Vec<EventChange>),
    /// A conversation was opened.
    Opened(ConversationId),
    /// No conversation was opened.
    OpenRefused {
        /// The status of the answer.
        status: i64,
    },
    /// The service has a text.
    Published {
        /// Which.
        text: TextId,
        /// Under which number; some servers leave it out.
        sequence: Option<Sequence>,
    },
    /// The service does not take a text.
    Refused {
        /// Which.
        text: TextId,
        /// The status of the answer.
        status: i64,
    },
    /// The temporary address of a file: it holds for about a minute, and is a secret. Or the status of a refusal.
    Address {
        /// By which request.
        id: AddressId,
        /// The whole address, and the path by which messages name the file.
        result: Result<(String, String), i64>,
    },
    /// The answer to the query of a dialog: all its events from a number on, or the status of a refusal. While
    /// [`super::Session::is_querying`], events of a dialog that was asked for before and is not followed.
    Queried(Result<Vec<EventChange>, i64>),
    /// The answer to [`super::Session::read_earlier`]: all events of a dialog, or the status of a refusal.
    Earlier {
        /// Which.
        dialog: DialogId,
        /// Its events.
        result: Result<Vec<EventChange>, i64>,
    },
    /// The service does not end a dialog.
    CloseRefused(DialogId),
    /// Whether the service took the answer to the older survey.
    Rated(ConversationId, bool),
    /// Somebody's name became known.
    Named {
        /// Who.
        who: ParticipantId,
        /// What they are called.
        name: String,
        /// The address of their picture.
        picture: Option<String>,
    },
    /// Events stayed away that the service may have had: a sentence for developers. It is usual where agents write
    /// private notes.
    Missing(String),
    /// A sentence for developers.
    Diagnostic(String),
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq)]
pub enum Output {
    /// Ask over HTTP; the answer is for [`super::Session::handle_http`]. Give up after 10 s.
    Http {
        /// Which request.
        id: HttpId,
        /// `GET` or `POST`.
        method: &'static str,
        /// The whole address.
        url: String,
        /// A JSON body.
        body: Option<String>,
    },
    /// Ask the page for a credential of the consumer; the answer is for [`super::Session::handle_answer`].
    Authenticate {
        /// Which request.
        id: HttpId,
        /// By this function.
        function: String,
    },
    /// Open a socket. An older one is closed first.
    Connect {
        /// Which.
        link: LinkId,
        /// The whole address.
        url: String,
    },
    /// Send a frame.
    Transmit {
        /// On which connection.
        link: LinkId,
        /// Its text.
        text: String,
    },
    /// Close the socket; nothing more is taken from it.
    Disconnect {
        /// Which.
        link: LinkId,
    },
}

#[cfg(test)]
mod tests {
    use super::ServiceUrl;

    #[test]
    fn only_an_origin_is_a_service() {
        let check = |text: &str, origin: Option<&str>| {
            assert_eq!(ServiceUrl::parse(text).map(|url| url.origin()).as_deref(), origin, "{text}");
        };
        check("https://api.liveperson.net", Some("https://api.liveperson.net"));
        check("http://127.0.0.1:8081/", Some("http://127.0.0.1:8081"));
        check("http://[::1]:8081", Some("http://[::1]:8081"));
        // As a browser writes the origin, for the loader looks for what was kept under that.
        check("HTTPS://A.example:443/", Some("https://a.example"));
        check("http://a:80", Some("http://a"));
        check("http://a:443", Some("http://a:443"));
        check("ftp://a", None);
        check("https://", None);
        check("https://a/b", None);
        check("https://user@a", None);
        check("javascript:alert(1)", None);
        check("", None);
    }
}
