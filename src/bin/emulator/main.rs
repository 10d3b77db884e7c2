//! The emulated service on one port, and a reader of captured traffic.
//!
//! Sockets, files and a clock around `alongside::emulator`: no rule of the service lives here.

mod args;
mod clock;
mod control;
mod decode;
mod engine;
mod files;
mod port;
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
