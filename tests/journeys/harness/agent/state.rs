//! What an agent was told.

use std::collections::{BTreeMap, BTreeSet};
use std::mem::take;

use serde_json::{Value, json};

use crate::harness::frame::{list, text};

/// All of it about the newest conversation. Of earlier ones nothing is kept but that they were.
#[derive(Clone, Debug, Default)]
pub(crate) struct State {
    me: String,
    past: BTreeSet<String>,
    /// The newest conversation; empty before there is one.
    pub(crate) conversation: String,
    pub(crate) consumer: String,
    /// Whether this agent is assigned.
    pub(crate) joined: bool,
    /// Whether the conversation is open.
    pub(crate) open: bool,
    /// What the consumer said, by its number.
    pub(crate) heard: BTreeMap<i64, String>,
    /// What the consumer confirmed, by the number of the text: `ACCEPT` or `READ`.
    pub(crate) receipts: BTreeMap<i64, String>,
    /// Files of the consumer, as their messages tell of them.
    pub(crate) files: Vec<Value>,
    /// The numbers of files that the consumer has opened.
    pub(crate) opened: BTreeSet<i64>,
    /// How many texts of this agent the service took.
    pub(crate) said: usize,
    /// What the consumer was doing, newest last.
    pub(crate) chat_states: Vec<String>,
    /// State and reason of each CoBrowse dialog, by its name.
    pub(crate) sessions: BTreeMap<String, (String, String)>,
    /// Requests that follow from what was told.
    pub(super) owed: Vec<(String, Value)>,
}

impl State {
    /// Of an agent who was told nothing yet.
    pub(super) fn of(me: &str) -> Self {
        Self { me: me.into(), ..Self::default() }
    }

    /// The state of a CoBrowse dialog; empty when it is not known.
    pub(crate) fn session(&self, dialog: &str) -> &str {
        self.sessions.get(dialog).map_or("", |(state, _)| state.as_str())
    }

    /// How many texts the consumer has read.
    pub(crate) fn read(&self) -> usize {
        self.receipts.values().filter(|status| *status == "READ").count()
    }

    pub(super) fn hear(&mut self, frame: &Value) {
        let changes = list(&frame["body"]["changes"]);
        match frame["type"].as_str().unwrap_or_default() {
            ".ams.routing.RoutingTaskNotification" => {
                for ring in changes.iter().flat_map(|change| list(&change["result"]["ringsDetails"])) {
                    if ring["ringState"] == "WAITING" {
                        let body = json!({ "ringId": ring["ringId"], "ringState": "ACCEPTED" });
                        self.owed.push((".ams.routing.UpdateRingState".into(), body));
                    }
                }
            }
            ".ams.aam.ExConversationChangeNotification" => {
                for change in &changes {
                    self.learn(&change["result"]);
                }
            }
            ".ams.ms.OnlineEventDistribution" => self.event(&frame["body"]),
            // Only the answer to the question for what was said before is a list.
            _ => list(&frame["body"]).iter().filter(|change| change["event"].is_object()).for_each(|e| self.event(e)),
        }
    }

    fn learn(&mut self, result: &Value) {
        let conversation = text(&result["convId"]);
        if self.past.contains(&conversation) {
            return;
        }
        if conversation != self.conversation {
            let Self { me, mut past, owed, conversation: former, .. } = take(self);
            past.insert(former);
            *self = Self { me, past, owed, conversation, ..Self::default() };
        }
        let details = &result["conversationDetails"];
        let people = &details["participantsPId"];
        self.consumer = list(&people["CONSUMER"]).first().map(text).unwrap_or_default();
        let joined = list(&people["ASSIGNED_AGENT"]).iter().any(|id| id.as_str() == Some(&self.me));
        if joined && !self.joined {
            // What was said before is told to those who ask.
            self.owed.push((".ams.ms.QueryMessages".into(), json!({ "dialogId": self.conversation })));
        }
        self.joined = joined;
        self.open = details["state"] == "OPEN";
        for dialog in list(&details["dialogs"]) {
            if dialog["channelType"] == "COBROWSE" {
                let metadata = &dialog["metaData"];
                let told = (text(&metadata["sessionState"]), text(&metadata["notificationKey"]));
                self.sessions.insert(text(&dialog["dialogId"]), told);
            }
        }
    }

    fn event(&mut self, change: &Value) {
        let from = &change["originatorMetadata"]["id"];
        let from = if from.is_string() { from } else { &change["originatorPId"] };
        let event = &change["event"];
        if change["dialogId"].as_str().is_some_and(|dialog| dialog != self.conversation) {
            return;
        }
        if from.as_str() != Some(&self.consumer) {
            self.said += usize::from(event["type"] == "ContentEvent" && from.as_str() == Some(&self.me));
            return;
        }
        match event["type"].as_str().unwrap_or_default() {
            "ContentEvent" => {
                let sequence = change["sequence"].as_i64().unwrap();
                if self.heard.insert(sequence, text(&event["message"])).is_some() {
                    return;
                }
                if event["message"].is_object() {
                    self.files.push(event["message"].clone());
                }
                for status in ["READ", "ACCEPT"] {
                    let receipt = json!({ "type": "AcceptStatusEvent", "status": status, "sequenceList": [sequence] });
                    let body = json!({ "dialogId": self.conversation, "event": receipt });
                    self.owed.push((".ams.ms.PublishEvent".into(), body));
                }
            }
            "AcceptStatusEvent" => {
                for sequence in list(&event["sequenceList"]) {
                    if event["status"] == "ACCESS" {
                        self.opened.extend(sequence.as_i64());
                        continue;
                    }
                    // What one tab has read another one may say of later that it has come.
                    let known = self.receipts.entry(sequence.as_i64().unwrap()).or_default();
                    if known != "READ" {
                        *known = text(&event["status"]);
                    }
                }
            }
            "ChatStateEvent" => self.chat_states.push(text(&event["chatState"])),
            _ => {}
        }
    }
}
