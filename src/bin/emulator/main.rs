//! The emulated service on one port: sockets, files and a clock around `alongside::emulator`; and a reader of captured
//! traffic.
//!
//! No rule of the service lives here; what is answered is decided by the library.

mod args;
mod clock;
mod control;
mod decode;
mod engine;
mod files;
mod serve;
mod tls;
mod web;
mod websocket;

use std::process::ExitCode;

use args::Command;

fn main() -> ExitCode {
    match args::parse(&mut lexopt::Parser::from_env()) {
        Ok(Command::Serve(options)) => serve::run(options),
        Ok(Command::Decode(path)) => decode::run(&path),
        Ok(Command::Help) => {
            print!("{}", args::USAGE);
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}\n\n{}", args::USAGE);
            ExitCode::from(2)
        }
    }
}
