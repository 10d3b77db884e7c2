//! The emulated service on one port, and a reader of captured traffic.

mod decode;

use std::path::PathBuf;
use std::process::ExitCode;

use lexopt::prelude::{Long, Short, Value};

const USAGE: &str = "\
Usage: emulator decode FILE

  decode FILE    tell of each line of a capture how much of it is understood; - reads the standard input
";

enum Command {
    Decode(PathBuf),
    Help,
}

fn main() -> ExitCode {
    match parse(&mut lexopt::Parser::from_env()) {
        Ok(Command::Decode(path)) => decode::run(&path),
        Ok(Command::Help) => {
            print!("{USAGE}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}\n\n{USAGE}");
            ExitCode::from(2)
        }
    }
}

fn parse(parser: &mut lexopt::Parser) -> Result<Command, lexopt::Error> {
    match parser.next()? {
        Some(Value(name)) if name == "decode" => match parser.next()? {
            Some(Value(path)) => match parser.next()? {
                None => Ok(Command::Decode(path.into())),
                Some(extra) => Err(extra.unexpected()),
            },
            Some(extra) => Err(extra.unexpected()),
            None => Err("decode needs the name of a file".into()),
        },
        Some(Long("help") | Short('h')) => Ok(Command::Help),
        Some(other) => Err(other.unexpected()),
        None => Err("a command is needed".into()),
    }
}
