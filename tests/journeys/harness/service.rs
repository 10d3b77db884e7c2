//! The emulator's binary, and the orders that make it go wrong.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::process::Command;

use super::dist::tool_path;
use super::frame::{list, text};
use super::process::Process;
use super::wait::until;

/// A running service of the account 10001. It ends when this is dropped.
pub(crate) struct Service {
    /// Scheme and authority, as a page's attribute `service` has it.
    pub(crate) origin: String,
    process: Process,
}

impl Service {
    /// Starts a service on a free port.
    pub(crate) async fn start() -> Self {
        Self::start_on(0).await
    }

    /// Starts a service on this port.
    pub(crate) async fn start_on(port: u16) -> Self {
        // Each service makes ids of its own, so that nothing holds only because two of them happen to be alike.
        static SEED: AtomicU64 = AtomicU64::new(1);
        let seed = SEED.fetch_add(1, Ordering::Relaxed);
        let mut command = Command::new(env!("CARGO_BIN_EXE_emulator"));
        command.args(["serve", "--control", "--port", &port.to_string(), "--seed", &seed.to_string()]);
        command.arg("--rrweb").arg(tool_path("rrweb/dist/rrweb.js"));
        let (process, origin) = Process::start(command, origin).await;
        Self { origin, process }
    }

    /// Kills it and starts another one in its place, which knows nothing of what was and has other keys.
    pub(crate) async fn replace(self) -> Self {
        let port = self.origin.rsplit(':').next().unwrap().parse().unwrap();
        self.process.end().await;
        Self::start_on(port).await
    }

    /// Scheme and authority of its sockets.
    pub(crate) fn socket_origin(&self) -> String {
        self.origin.replacen("http", "ws", 1)
    }

    /// Gives an order and tells what came of it.
    pub(crate) async fn order(&self, order: Value) -> Value {
        self.try_order(order).await.unwrap()
    }

    async fn try_order(&self, order: Value) -> reqwest::Result<Value> {
        let answer = reqwest::Client::new()
            .post(format!("{}/control", self.origin))
            .header("content-type", "application/json")
            .body(order.to_string())
            .send()
            .await?;
        let (status, body) = (answer.status(), answer.text().await?);
        assert!(status.is_success(), "{order} was answered with {status}: {body}");
        Ok(serde_json::from_str(&body).unwrap())
    }

    /// Starts it anew with everything as it was: all connections end, and nobody is let in for so long. Gives how often
    /// that was done before.
    pub(crate) async fn restart(&self, pause: Duration) -> Value {
        self.order(json!({ "restart": u64::try_from(pause.as_millis()).unwrap() })).await["restarts"].clone()
    }

    /// Waits until a restart is over.
    pub(crate) async fn is_back(&self, restarts_before: &Value) {
        until("the service is back", async || match self.try_order(json!({})).await {
            Ok(report) if report["restarts"] != *restarts_before => Ok(()),
            other => Err(format!("{other:?}")),
        })
        .await;
    }

    /// Closes all sockets of consumers with a code, and tells how many there were.
    pub(crate) async fn kick(&self, code: u16) -> u64 {
        self.order(json!({ "kick": code })).await["kicked"].as_u64().unwrap()
    }

    /// How many sockets of consumers there are.
    pub(crate) async fn sockets(&self) -> u64 {
        self.order(json!({})).await["sockets"].as_u64().unwrap()
    }

    /// Sets one of the switches that make it go wrong.
    pub(crate) async fn fault(&self, name: &str, value: Value) {
        self.order(json!({ "faults": { name: value } })).await;
    }

    /// What the service has accepted, in order.
    pub(crate) async fn log(&self) -> Vec<Value> {
        self.order(json!({ "log": true })).await["log"].as_array().cloned().unwrap()
    }

    /// How often a text was accepted.
    pub(crate) async fn count_of(&self, text: &str) -> usize {
        self.log().await.iter().filter(|entry| entry["event"]["message"] == text).count()
    }

    /// The participants of the first CoBrowse dialog: the consumer, and the agent as that dialog names them.
    pub(crate) async fn cobrowse_participants(&self) -> (String, String) {
        let log = self.log().await;
        let mut dialogs = log.iter().flat_map(|entry| list(&entry["conversationDetails"]["dialogs"]));
        let dialog = dialogs.find(|dialog| dialog["channelType"] == "COBROWSE");
        let dialog = dialog.unwrap_or_else(|| panic!("there is no CoBrowse dialog in {log:#?}"));
        match list(&dialog["participants"]).as_slice() {
            [consumer, agent] => (text(consumer), text(agent)),
            others => panic!("the CoBrowse dialog has the participants {others:#?}"),
        }
    }

    /// The conversations that were ever opened, in order.
    pub(crate) async fn conversations(&self) -> Vec<String> {
        let mut known: Vec<String> = Vec::new();
        for entry in self.log().await {
            let id = entry["conversationId"].as_str().unwrap().to_owned();
            if !known.contains(&id) {
                known.push(id);
            }
        }
        known
    }
}

fn origin(line: &str) -> Option<String> {
    let rest = line.strip_prefix("Alongside emulator on ")?;
    Some(rest.split_once("/ ")?.0.to_owned())
}
