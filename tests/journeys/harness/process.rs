//! A program that runs beside a journey, and ends with it.

use std::process::Stdio;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};
use tokio::time::timeout;

/// A running program. It is killed when this is dropped.
pub(crate) struct Process {
    child: Child,
}

impl Process {
    /// Starts a program and waits until it says that it is ready: until `read` finds what it looks for in a line of the
    /// standard output.
    pub(crate) async fn start<T>(mut command: Command, read: impl Fn(&str) -> Option<T>) -> (Self, T) {
        let started = Self::try_start(&mut command, read).await;
        started.unwrap_or_else(|| panic!("{command:?} does not say that it is ready"))
    }

    /// The same; nothing where it ends, or the time is over, before it is ready.
    pub(crate) async fn try_start<T>(command: &mut Command, read: impl Fn(&str) -> Option<T>) -> Option<(Self, T)> {
        let spawned = command.stdin(Stdio::null()).stdout(Stdio::piped()).kill_on_drop(true).spawn();
        let mut child = spawned.unwrap_or_else(|error| panic!("{command:?} cannot be started: {error}"));
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let found = timeout(READY_WITHIN, find(&mut lines, read)).await;
        let found = found.ok().flatten()?;
        // Somebody has to read on, or the program stands still when the pipe is full.
        tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
        Some((Self { child }, found))
    }

    /// Kills it, and waits until it has let go of everything.
    pub(crate) async fn end(mut self) {
        self.child.kill().await.unwrap();
    }
}

async fn find<T>(lines: &mut Lines<BufReader<ChildStdout>>, read: impl Fn(&str) -> Option<T>) -> Option<T> {
    while let Ok(Some(line)) = lines.next_line().await {
        if let Some(found) = read(&line) {
            return Some(found);
        }
    }
    None
}

const READY_WITHIN: Duration = Duration::from_secs(20);
