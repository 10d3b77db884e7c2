//! The command line.

use std::path::PathBuf;

use alongside::emulator::Config;
use alongside::protocol::{AccountId, Millis};
use lexopt::prelude::{Long, Short, Value, ValueExt};

/// What `--help` prints.
pub(crate) const USAGE: &str = "\
Usage: emulator serve [OPTIONS]
       emulator decode FILE

  serve          serve the emulated messaging service, the agent desk (/agent) and a stand-in tag (/tag.js)
    --port N                  the port (8081)
    --host ADDRESS            the address to listen on (127.0.0.1)
    --tls                     https and wss with a self-signed certificate
    --account ID              the account (10001)
    --connector ID            a connector that may sign in; may be repeated (any)
    --allow-origin URL        a page's origin besides those of this machine; may be repeated
    --invitation-seconds N    how long an invitation stands when the agent does not say (120)
    --survey                  a bot asks a question after a conversation
    --rrweb FILE              the script that records and replays pages in CoBrowse sessions (none: nothing is shown)
    --seed N                  where identifiers come from (1)
    --control                 serve /control, by which tests and the desk make things go wrong

  /control takes a POST of application/json, an object with any of these members:
    kick CODE                 close the sockets of all consumers; 1006 cuts them
    restart MILLISECONDS      end every connection, let nobody in for so long, and go on with everything as it was
    faults {NAME: VALUE}      set switches; they are named in src/bin/emulator/control.rs
    fill N                    have so many texts be said in the newest open conversation
    tagDelay MILLISECONDS     make the tag late
    log true                  answer with what was accepted so far

  decode FILE    tell of each line of a capture how much of it is understood; - reads the standard input
";

/// What to do.
#[derive(Debug)]
pub(crate) enum Command {
    /// Serve.
    Serve(Box<Options>),
    /// Read a capture.
    Decode(PathBuf),
    /// Say how to.
    Help,
}

/// How to serve.
#[derive(Debug)]
pub(crate) struct Options {
    /// The address to listen on.
    pub(crate) host: String,
    /// The port; 0 lets the system choose.
    pub(crate) port: u16,
    /// Whether to serve https and wss.
    pub(crate) tls: bool,
    /// Whether to serve `/control`.
    pub(crate) control: bool,
    /// Where rrweb lies.
    pub(crate) rrweb: Option<PathBuf>,
    /// The service.
    pub(crate) config: Config,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            host: "127.0.0.1".into(),
            port: 8081,
            tls: false,
            control: false,
            rrweb: None,
            config: Config::default(),
        }
    }
}

/// Reads the command line.
pub(crate) fn parse(parser: &mut lexopt::Parser) -> Result<Command, lexopt::Error> {
    match parser.next()? {
        Some(Value(name)) if name == "serve" => serve(parser),
        Some(Value(name)) if name == "decode" => decode(parser),
        Some(Long("help") | Short('h')) => Ok(Command::Help),
        Some(other) => Err(other.unexpected()),
        None => Err("a command is needed".into()),
    }
}

fn serve(parser: &mut lexopt::Parser) -> Result<Command, lexopt::Error> {
    let mut options = Options::default();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("port") => options.port = parser.value()?.parse()?,
            Long("host") => options.host = parser.value()?.string()?,
            Long("tls") => options.tls = true,
            Long("control") => options.control = true,
            Long("account") => options.config.account = account(&parser.value()?.string()?)?,
            Long("connector") => options.config.connectors.push(parser.value()?.string()?),
            Long("allow-origin") => options.config.allowed_origins.push(parser.value()?.string()?),
            Long("invitation-seconds") => {
                let seconds: u32 = parser.value()?.parse()?;
                options.config.invitation_ttl = Millis::from_secs(seconds.into());
            }
            Long("rrweb") => options.rrweb = Some(parser.value()?.into()),
            Long("survey") => options.config.survey = true,
            Long("seed") => options.config.seed = parser.value()?.parse()?,
            Long("help") | Short('h') => return Ok(Command::Help),
            other => return Err(other.unexpected()),
        }
    }
    // An order is the only way to read it.
    options.config.keeps_log = options.control;
    Ok(Command::Serve(Box::new(options)))
}

fn decode(parser: &mut lexopt::Parser) -> Result<Command, lexopt::Error> {
    match parser.next()? {
        Some(Value(path)) => match parser.next()? {
            None => Ok(Command::Decode(path.into())),
            Some(extra) => Err(extra.unexpected()),
        },
        Some(Long("help") | Short('h')) => Ok(Command::Help),
        Some(extra) => Err(extra.unexpected()),
        None => Err("decode needs the name of a file".into()),
    }
}

/// An account stands in addresses, so it may hold nothing that would have to be escaped there.
fn account(text: &str) -> Result<AccountId, lexopt::Error> {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    if text.is_empty() || !text.chars().all(is_plain) {
        return Err("an account is made of letters, digits, - and _".into());
    }
    Ok(AccountId::from(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<Command, String> {
        let mut parser = lexopt::Parser::from_args(line.split_whitespace());
        parse(&mut parser).map_err(|error| error.to_string())
    }

    #[test]
    fn every_option_is_read() {
        let line = "serve --port 0 --host ::1 --tls --account qa_1 --connector c --allow-origin https://a.example \
            --allow-origin https://b.example --invitation-seconds 15 --survey --rrweb r.js --seed 7 --control";
        let Ok(Command::Serve(options)) = read(line) else { panic!("it is refused") };
        assert_eq!((options.port, options.host.as_str(), options.tls, options.control), (0, "::1", true, true));
        assert_eq!(options.config.account.as_str(), "qa_1");
        assert_eq!(options.config.connectors, ["c"]);
        assert_eq!(options.config.allowed_origins, ["https://a.example", "https://b.example"]);
        assert!(options.config.survey);
        assert_eq!(options.rrweb, Some("r.js".into()));
        assert_eq!((options.config.invitation_ttl, options.config.seed), (Millis::from_secs(15), 7));
    }

    #[test]
    fn a_log_is_kept_only_where_it_can_be_read() {
        for (line, expected) in [("serve", false), ("serve --control", true)] {
            let Ok(Command::Serve(options)) = read(line) else { panic!("it is refused") };
            assert_eq!(options.config.keeps_log, expected, "{line}");
        }
    }

    #[test]
    fn what_is_not_understood_is_refused_with_a_sentence() {
        for line in [
            "",
            "dance",
            "serve --port 70000",
            "serve --port",
            "serve --account a/b",
            "serve x",
            "--nope",
            "decode",
            "decode a b",
        ] {
            assert!(!read(line).unwrap_err().is_empty(), "{line}");
        }
    }

    #[test]
    fn help_is_given_everywhere() {
        for line in ["--help", "-h", "serve --help", "serve --port 1 -h", "decode -h"] {
            assert!(matches!(read(line), Ok(Command::Help)), "{line}");
        }
    }
}
