//! The agent's side: one agent who takes every conversation that is offered, writes, invites and closes.

use std::collections::BTreeMap;

use alongside::emulator::{HttpRequest, Service, SocketId};
use alongside::protocol::Millis;
use serde_json::{Value, json};

pub(crate) struct Desk {
    bearer: String,
    pub(crate) id: String,
    old_id: String,
    pub(crate) out: Vec<String>,
    next: u64,
    /// What the agent will read later: when, in which dialog, and its number there.
    unread: Vec<(Millis, String, i64)>,
    /// The conversations that are the agent's: with whom, and whether they go on.
    pub(crate) conversations: BTreeMap<String, Talk>,
    /// Invitations made: the service id, and when each ends.
    pub(crate) invitations: Vec<Invited>,
}

pub(crate) struct Talk {
    pub(crate) consumer: String,
    pub(crate) is_open: bool,
    pub(crate) is_mine: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct Invited {
    pub(crate) conversation: String,
    pub(crate) dialog: String,
    pub(crate) service: String,
    pub(crate) expires: Millis,
}

impl Desk {
    pub(crate) fn log_in(service: &mut Service, now: Millis) -> Self {
        let request = HttpRequest {
            method: "POST".into(),
            path: "/api/account/10001/login?v=1.3".into(),
            headers: Vec::new(),
            body: json!({ "username": "Ada", "password": "secret" }).to_string().into(),
        };
        let response = service.handle_http(now, &request);
        let answer: Value = serde_json::from_slice(&response.body).unwrap();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        Self {
            bearer: text(&answer["bearer"]),
            id: text(&answer["config"]["userPid"]),
            old_id: format!("10001.{}", text(&answer["config"]["userId"])),
            out: Vec::new(),
            next: 1,
            unread: Vec::new(),
            conversations: BTreeMap::new(),
            invitations: Vec::new(),
        }
    }

    pub(crate) fn connect(&mut self, service: &mut Service, now: Millis) -> SocketId {
        let path = format!("/ws_api/account/10001/messaging/brand/{}?v=2.1", self.bearer);
        let socket = service.open_socket(now, &path, &[]).unwrap();
        let id = self.id.clone();
        let tasks = json!({ "channelType": "MESSAGING", "agentId": id, "brandId": "10001" });
        self.ask(".ams.routing.SubscribeRoutingTasks", &tasks);
        self.ask(".ams.aam.SubscribeExConversations", &json!({ "convState": ["OPEN", "CLOSE"], "agentIds": [id] }));
        self.ask(".ams.routing.SetAgentState", &json!({ "availability": "ONLINE", "channels": ["MESSAGING"] }));
        socket
    }

    fn ask(&mut self, name: &str, body: &Value) {
        let id = self.next.to_string();
        self.next += 1;
        self.out.push(json!({ "kind": "req", "id": id, "type": name, "body": body }).to_string());
    }

    /// The newest conversation that goes on, of a consumer or of anybody.
    pub(crate) fn open_conversation(&self, number: usize) -> Option<String> {
        let open: Vec<_> = self.conversations.iter().filter(|(_, talk)| talk.is_open && talk.is_mine).collect();
        open.get(number % open.len().max(1)).map(|(id, _)| (*id).clone())
    }

    pub(crate) fn say(&mut self, conversation: &str, text: &str) {
        self.publish(conversation, &json!({ "type": "ContentEvent", "contentType": "text/plain", "message": text }));
    }

    pub(crate) fn say_everywhere(&mut self, text: &str) {
        let open = self.conversations.iter().filter(|(_, talk)| talk.is_open && talk.is_mine);
        for id in open.map(|(id, _)| id.clone()).collect::<Vec<_>>() {
            self.say(&id, text);
        }
    }

    fn publish(&mut self, dialog: &str, event: &Value) {
        self.ask(".ams.ms.PublishEvent", &json!({ "dialogId": dialog, "event": event }));
    }

    pub(crate) fn invite(&mut self, conversation: &str, expires: Millis) {
        let Some(talk) = self.conversations.get(conversation) else { return };
        let number = self.invitations.len();
        let service = format!("{}#{conversation}-{number}", talk.consumer);
        let dialog = format!("00000000-0000-4000-8000-{number:012}");
        #[expect(clippy::cast_precision_loss, reason = "an instant of this age in seconds")]
        let metadata = json!({
            "serviceId": service, "mode": "view", "expires": expires.0 as f64 / 1_000.0, "sessionState": "INVITED",
            "dialogId": dialog, "notificationKey": "invited",
        });
        let state = json!({
            "dialogId": dialog, "dialogType": "OTHER", "channelType": "COBROWSE", "state": "OPEN",
            "metaData": metadata, "participants": [talk.consumer, self.old_id],
        });
        self.change_dialog(conversation, "CREATE", &dialog, &state);
        self.invitations.push(Invited { conversation: conversation.to_owned(), dialog, service, expires });
    }

    /// Takes the newest invitation back, or ends its session.
    pub(crate) fn end_cobrowse(&mut self) {
        let Some(Invited { conversation, dialog, .. }) = self.invitations.last().cloned() else { return };
        let metadata = json!({
            "sessionState": "CLOSED", "dialogId": dialog, "notificationKey": "cancel_invitation",
        });
        let state = json!({
            "dialogId": dialog, "dialogType": "OTHER", "channelType": "COBROWSE", "state": "CLOSE", "metaData": metadata,
        });
        self.change_dialog(&conversation, "UPDATE", &dialog, &state);
    }

    fn change_dialog(&mut self, conversation: &str, how: &str, dialog: &str, state: &Value) {
        let change = json!({ "field": "DialogChange", "type": how, "dialogId": dialog, "dialog": state });
        self.change(conversation, &change);
    }

    pub(crate) fn close(&mut self, conversation: &str) {
        self.change(conversation, &json!({ "field": "Stage", "conversationState": "CLOSE" }));
    }

    fn change(&mut self, conversation: &str, change: &Value) {
        let body = json!({ "conversationId": conversation, "conversationField": [change] });
        self.ask(".ams.cm.UpdateConversationField", &body);
    }

    /// When the agent reads something next that was left.
    pub(crate) fn next_at(&self) -> Option<Millis> {
        self.unread.iter().map(|(at, ..)| *at).min()
    }

    pub(crate) fn read_on(&mut self, now: Millis) {
        let (due, later) = std::mem::take(&mut self.unread).into_iter().partition(|(at, ..)| *at <= now);
        self.unread = later;
        for (_, dialog, sequence) in due {
            self.acknowledge(&dialog, sequence, "READ");
        }
    }

    fn acknowledge(&mut self, dialog: &str, sequence: i64, status: &str) {
        let event = json!({ "type": "AcceptStatusEvent", "status": status, "sequenceList": [sequence] });
        self.publish(dialog, &event);
    }

    pub(crate) fn handle(&mut self, now: Millis, text: &str) {
        let frame: Value = serde_json::from_str(text).unwrap();
        let changes = frame["body"]["changes"].as_array().cloned().unwrap_or_default();
        match frame["type"].as_str().unwrap_or_default() {
            ".ams.routing.RoutingTaskNotification" => changes.iter().for_each(|change| self.ring(&change["result"])),
            ".ams.aam.ExConversationChangeNotification" => {
                changes.iter().for_each(|change| self.metadata(&change["result"]));
            }
            ".ams.ms.OnlineEventDistribution" => self.event(now, &frame["body"]),
            _ => {}
        }
    }

    fn ring(&mut self, task: &Value) {
        let rings = task["ringsDetails"].as_array().cloned().unwrap_or_default();
        for ring in rings.iter().filter(|ring| ring["ringState"] == "WAITING") {
            self.ask(".ams.routing.UpdateRingState", &json!({ "ringId": ring["ringId"], "ringState": "ACCEPTED" }));
        }
    }

    fn metadata(&mut self, result: &Value) {
        let (Some(id), details) = (result["convId"].as_str(), &result["conversationDetails"]) else { return };
        let map =
            if details["participantsPId"].is_object() { &details["participantsPId"] } else { &details["participants"] };
        let Some(consumer) = map["CONSUMER"][0].as_str() else { return };
        let mine = map["ASSIGNED_AGENT"].as_array().is_some_and(|ids| ids.iter().any(|id| *id == self.id.as_str()));
        // Old servers give an invitation an id of their own.
        for dialog in details["dialogs"].as_array().into_iter().flatten() {
            let service = &dialog["metaData"]["serviceId"];
            let known = self.invitations.iter_mut().find(|known| *service == known.service.as_str());
            if let (Some(known), Some(dialog)) = (known, dialog["dialogId"].as_str()) {
                dialog.clone_into(&mut known.dialog);
            }
        }
        let is_open = details["state"] != "CLOSE" && details["stage"] != "CLOSE";
        let talk = Talk { consumer: consumer.to_owned(), is_open, is_mine: mine };
        self.conversations.insert(id.to_owned(), talk);
    }

    /// Every text is acknowledged, most are left unread for a while, and of some the agent says only that they are read.
    fn event(&mut self, now: Millis, change: &Value) {
        let mine =
            change["originatorPId"] == self.id.as_str() || change["originatorMetadata"]["id"] == self.id.as_str();
        let (false, "ContentEvent", Some(dialog), Some(sequence)) = (
            mine,
            change["event"]["type"].as_str().unwrap_or_default(),
            change["dialogId"].as_str(),
            change["sequence"].as_i64(),
        ) else {
            return;
        };
        if sequence % 5 != 0 {
            self.acknowledge(dialog, sequence, "ACCEPT");
        }
        if sequence % 3 == 0 {
            self.acknowledge(dialog, sequence, "READ");
        } else {
            self.unread.push((now + Millis(sequence * 7_919 % 40_000), dialog.to_owned(), sequence));
        }
    }
}
