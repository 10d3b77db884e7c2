//! An agent who speaks the agent socket, and takes every conversation that is offered.

use std::collections::VecDeque;

use alongside::emulator::{HttpRequest, Service, SocketId};
use alongside::protocol::Millis;
use serde_json::{Value, json};

pub(crate) struct Agent {
    bearer: String,
    pub(crate) id: String,
    /// The older id, which stands in CoBrowse dialogs.
    pub(crate) old_id: String,
    out: VecDeque<String>,
    next: u64,
    /// The newest state of the conversation.
    pub(crate) conversation: Option<Value>,
    pub(crate) consumer: Option<String>,
    /// Texts of the consumer, with their sequence.
    pub(crate) heard: Vec<(i64, String)>,
    /// Files of the consumer, as their messages tell of them.
    pub(crate) files: Vec<Value>,
    /// The newest answer that holds an address for a file.
    pub(crate) address: Option<Value>,
    /// Receipts of the consumer: what each says, and of which messages.
    pub(crate) receipts: Vec<(String, Value)>,
    /// What the consumer is doing, newest last.
    pub(crate) chat_states: Vec<String>,
    /// Answers above 299.
    pub(crate) refusals: Vec<Value>,
    /// Whether texts of the consumer are acknowledged by themselves.
    pub(crate) acknowledges: bool,
    joined: bool,
}

impl Agent {
    pub(crate) fn log_in(service: &mut Service, now: Millis, name: &str) -> Self {
        let request = HttpRequest {
            method: "POST".into(),
            path: "/api/account/10001/login?v=1.3".into(),
            headers: Vec::new(),
            body: json!({ "username": name, "password": "secret" }).to_string().into(),
        };
        let response = service.handle_http(now, &request);
        let answer: Value = serde_json::from_slice(&response.body).unwrap();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        Self {
            bearer: text(&answer["bearer"]),
            id: text(&answer["config"]["userPid"]),
            old_id: format!("10001.{}", text(&answer["config"]["userId"])),
            out: VecDeque::new(),
            next: 1,
            conversation: None,
            consumer: None,
            heard: Vec::new(),
            files: Vec::new(),
            address: None,
            receipts: Vec::new(),
            chat_states: Vec::new(),
            refusals: Vec::new(),
            acknowledges: true,
            joined: false,
        }
    }

    pub(crate) fn connect(&mut self, service: &mut Service, now: Millis) -> SocketId {
        let path = format!("/ws_api/account/10001/messaging/brand/{}?v=2.1", self.bearer);
        let socket = service.open_socket(now, &path, &[]).unwrap();
        let id = self.id.clone();
        self.ask(
            ".ams.routing.SubscribeRoutingTasks",
            &json!({ "channelType": "MESSAGING", "agentId": id, "brandId": "10001" }),
        );
        self.ask(".ams.aam.SubscribeExConversations", &json!({ "convState": ["OPEN", "CLOSE"], "agentIds": [id] }));
        self.ask(".ams.routing.SetAgentState", &json!({ "availability": "ONLINE", "channels": ["MESSAGING"] }));
        socket
    }

    pub(crate) fn poll(&mut self) -> Option<String> {
        self.out.pop_front()
    }

    pub(crate) fn has_joined(&self) -> bool {
        self.joined
    }

    pub(crate) fn conversation_id(&self) -> String {
        self.conversation.as_ref().expect("a conversation")["convId"].as_str().unwrap().to_owned()
    }

    pub(crate) fn ask(&mut self, name: &str, body: &Value) {
        let id = self.next.to_string();
        self.next += 1;
        self.out.push_back(json!({ "kind": "req", "id": id, "type": name, "body": body }).to_string());
    }

    pub(crate) fn say(&mut self, text: &str) {
        self.publish(&json!({ "type": "ContentEvent", "contentType": "text/plain", "message": text }));
    }

    pub(crate) fn types(&mut self, state: &str) {
        self.publish(&json!({ "type": "ChatStateEvent", "chatState": state }));
    }

    /// Sends a card, and answers below it.
    pub(crate) fn show(&mut self, card: &Value, replies: &Value) {
        self.publish(&json!({ "type": "RichContentEvent", "content": card, "quickReplies": replies }));
    }

    pub(crate) fn publish(&mut self, event: &Value) {
        let dialog = self.conversation_id();
        self.ask(".ams.ms.PublishEvent", &json!({ "dialogId": dialog, "event": event }));
    }

    /// Invites the consumer; `expires` in seconds of the service's clock.
    pub(crate) fn invite(&mut self, dialog: &str, mode: &str, expires: f64) {
        let conversation = self.conversation_id();
        let consumer = self.consumer.clone().unwrap();
        let service = format!("{consumer}#{conversation}");
        let metadata = json!({
            "serviceId": service, "mode": mode, "expires": expires, "sessionState": "INVITED",
            "dialogId": dialog, "notificationKey": "invited",
        });
        let dialog_state = json!({
            "dialogId": dialog, "dialogType": "OTHER", "channelType": "COBROWSE", "state": "OPEN",
            "metaData": metadata, "participants": [consumer, self.old_id],
        });
        let change = json!({ "field": "DialogChange", "type": "CREATE", "dialogId": dialog, "dialog": dialog_state });
        self.change(&change);
    }

    /// Takes an invitation back, or ends a session.
    pub(crate) fn close_dialog(&mut self, dialog: &str, key: Option<&str>) {
        let mut metadata = json!({ "sessionState": "CLOSED", "dialogId": dialog });
        if let Some(key) = key {
            metadata["notificationKey"] = json!(key);
        }
        let state = json!({
            "dialogId": dialog, "dialogType": "OTHER", "channelType": "COBROWSE", "state": "CLOSE", "metaData": metadata,
        });
        let change = json!({ "field": "DialogChange", "type": "UPDATE", "dialogId": dialog, "dialog": state });
        self.change(&change);
    }

    pub(crate) fn close_conversation(&mut self) {
        self.change(&json!({ "field": "Stage", "conversationState": "CLOSE" }));
    }

    /// Changes something of the conversation.
    fn change(&mut self, change: &Value) {
        let conversation = self.conversation_id();
        let body = json!({ "conversationId": conversation, "conversationField": [change] });
        self.ask(".ams.cm.UpdateConversationField", &body);
    }

    /// Ends what was talked about, and has the bot ask how it was.
    pub(crate) fn begin_survey(&mut self) {
        let conversation = self.conversation_id();
        let state = json!({ "dialogId": conversation, "dialogType": "POST_SURVEY", "channelType": "MESSAGING", "state": "OPEN" });
        let change = json!({ "field": "DialogChange", "type": "CREATE", "dialogId": conversation, "dialog": state });
        self.change(&change);
    }

    pub(crate) fn handle(&mut self, text: &str) {
        let frame: Value = serde_json::from_str(text).unwrap();
        if frame["kind"] == "resp" && frame["code"].as_i64() >= Some(300) {
            self.refusals.push(frame.clone());
        }
        if frame["body"]["relativePath"].is_string() {
            self.address = Some(frame["body"].clone());
        }
        let changes = frame["body"]["changes"].as_array().cloned().unwrap_or_default();
        match frame["type"].as_str().unwrap_or_default() {
            ".ams.routing.RoutingTaskNotification" => changes.iter().for_each(|change| self.ring(&change["result"])),
            ".ams.aam.ExConversationChangeNotification" => {
                changes.iter().for_each(|change| self.metadata(&change["result"]));
            }
            ".ams.ms.OnlineEventDistribution" => self.event(&frame["body"]),
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
        let details = &result["conversationDetails"];
        let map =
            if details["participantsPId"].is_object() { &details["participantsPId"] } else { &details["participants"] };
        let has = |role: &str, id: &str| map[role].as_array().is_some_and(|ids| ids.iter().any(|known| known == id));
        self.joined |= has("ASSIGNED_AGENT", &self.id);
        if let Some(consumer) = map["CONSUMER"][0].as_str() {
            self.consumer = Some(consumer.to_owned());
        }
        self.conversation = Some(result.clone());
    }

    fn event(&mut self, change: &Value) {
        let mine =
            change["originatorPId"] == self.id.as_str() || change["originatorMetadata"]["id"] == self.id.as_str();
        if mine {
            return;
        }
        let event = &change["event"];
        match event["type"].as_str().unwrap_or_default() {
            "ContentEvent" => {
                let sequence = change["sequence"].as_i64().unwrap();
                match event["message"].as_str() {
                    Some(text) => self.heard.push((sequence, text.to_owned())),
                    None => self.files.push(event["message"].clone()),
                }
                if self.acknowledges {
                    for status in ["ACCEPT", "READ"] {
                        self.publish(
                            &json!({ "type": "AcceptStatusEvent", "status": status, "sequenceList": [sequence] }),
                        );
                    }
                }
            }
            "AcceptStatusEvent" => {
                let status = event["status"].as_str().unwrap().to_owned();
                self.receipts.push((status, event["sequenceList"].clone()));
            }
            "ChatStateEvent" => self.chat_states.push(event["chatState"].as_str().unwrap().to_owned()),
            _ => {}
        }
    }

    /// What the service says of a CoBrowse dialog.
    pub(crate) fn cobrowse_state(&self, dialog: &str) -> Option<String> {
        let dialogs = self.conversation.as_ref()?["conversationDetails"]["dialogs"].as_array()?;
        let found = dialogs.iter().find(|known| known["dialogId"] == dialog)?;
        found["metaData"]["sessionState"].as_str().map(str::to_owned)
    }
}
