//! An agent without a desk: the agent's login and socket, as a program uses them. Takes every conversation that is
//! offered, and confirms what arrives.

mod files;
mod link;
mod state;

use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};

use super::service::Service;
use super::wait::until;
use link::Link;
pub(crate) use state::State;

/// A logged-in agent who is online.
pub(crate) struct Agent {
    /// The id by which consumers know the agent.
    pub(crate) id: String,
    link: Link,
    /// Where files lie.
    storage: String,
}

impl Agent {
    /// Logs in by a name, which consumers will see, and goes online.
    pub(crate) async fn log_in(service: &Service, name: &str) -> Self {
        let session = log_in(service, name).await;
        let id = session["config"]["userPid"].as_str().unwrap().to_owned();
        let bearer = session["bearer"].as_str().unwrap();
        let path = format!("/ws_api/account/10001/messaging/brand/{bearer}?v=2.1");
        let link = Link::open(&format!("{}{path}", service.socket_origin()), State::of(&id)).await;
        let agent = Self { id, link, storage: service.origin.clone() };
        let routing = json!({ "channelType": "MESSAGING", "agentId": agent.id, "brandId": "10001" });
        agent.ask(".ams.routing.SubscribeRoutingTasks", routing).await;
        let all = json!({ "convState": ["OPEN", "CLOSE"], "stage": ["OPEN", "CLOSE"] });
        agent.ask(".ams.aam.SubscribeExConversations", all).await;
        let online = json!({ "availability": "ONLINE", "channels": ["MESSAGING"] });
        agent.ask(".ams.routing.SetAgentState", online).await;
        agent
    }

    /// Waits until something is so, as far as this agent was told.
    pub(crate) async fn until(&self, what: &str, is_so: impl Fn(&State) -> bool) {
        until(what, async || {
            let state = Box::new(self.link.look(State::clone));
            if is_so(&state) { Ok(()) } else { Err(state) }
        })
        .await;
    }

    /// Waits until the consumer has said this.
    pub(crate) async fn hears(&self, text: &str) {
        self.until(&format!("the agent hears {text:?}"), |state| state.heard.values().any(|heard| heard == text)).await;
    }

    /// What the consumer has said so far, in order.
    pub(crate) fn heard(&self) -> Vec<String> {
        self.link.look(|state| state.heard.values().cloned().collect())
    }

    /// Waits until the consumer has read everything that was said.
    pub(crate) async fn is_read(&self) {
        let all_read = |state: &State| state.said > 0 && state.read() == state.said;
        self.until("the consumer has read all of it", all_read).await;
    }

    /// Says something.
    pub(crate) async fn say(&self, text: &str) {
        self.publish(json!({ "type": "ContentEvent", "contentType": "text/plain", "message": text })).await;
    }

    /// Sends a card, and answers below it.
    pub(crate) async fn show(&self, card: Value, replies: Value) {
        self.publish(json!({ "type": "RichContentEvent", "content": card, "quickReplies": replies })).await;
    }

    /// Invites to CoBrowse for so many seconds, and gives the name of the dialog.
    pub(crate) async fn invite(&self, mode: &str, seconds: f64) -> String {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs_f64();
        let (conversation, consumer) = self.link.look(|state| (state.conversation.clone(), state.consumer.clone()));
        let dialog = format!("c0b40053-0000-4000-8000-{:012}", self.link.look(|state| state.sessions.len()));
        let metadata = json!({
            "serviceId": format!("{consumer}#{conversation}"), "mode": mode, "expires": now + seconds,
            "sessionState": "INVITED", "notificationKey": "invited", "dialogId": dialog,
        });
        let state = json!({
            "dialogId": dialog, "dialogType": "OTHER", "channelType": "COBROWSE", "state": "OPEN",
            "participants": [consumer, self.id], "metaData": metadata,
        });
        self.update(json!({ "field": "DialogChange", "type": "CREATE", "dialogId": dialog, "dialog": state })).await;
        dialog
    }

    /// Takes an invitation back.
    pub(crate) async fn cancel(&self, dialog: &str) {
        self.end(dialog, json!({ "sessionState": "CLOSED", "notificationKey": "cancel_invitation" })).await;
    }

    /// Ends a session.
    pub(crate) async fn end_session(&self, dialog: &str) {
        self.end(dialog, json!({ "sessionState": "CLOSED" })).await;
    }

    /// Closes the conversation.
    pub(crate) async fn close_conversation(&self) {
        self.update(json!({ "field": "ConversationStateField", "conversationState": "CLOSE" })).await;
    }

    async fn end(&self, dialog: &str, metadata: Value) {
        let state = json!({
            "dialogId": dialog, "dialogType": "OTHER", "channelType": "COBROWSE", "state": "CLOSE", "metaData": metadata,
        });
        self.update(json!({ "field": "DialogChange", "type": "UPDATE", "dialogId": dialog, "dialog": state })).await;
    }

    async fn publish(&self, event: Value) {
        let conversation = self.link.look(|state| state.conversation.clone());
        self.ask(".ams.ms.PublishEvent", json!({ "dialogId": conversation, "event": event })).await;
    }

    async fn update(&self, field: Value) {
        let conversation = self.link.look(|state| state.conversation.clone());
        let body = json!({ "conversationId": conversation, "conversationField": [field] });
        self.ask(".ams.cm.UpdateConversationField", body).await;
    }

    async fn ask(&self, name: &str, body: Value) -> Value {
        let answer = self.link.ask(name, body).await;
        assert!(answer["code"].as_i64().is_some_and(|code| code < 300), "{name} was answered with {answer}");
        answer
    }
}

async fn log_in(service: &Service, name: &str) -> Value {
    let answer = reqwest::Client::new()
        .post(format!("{}/api/account/10001/login?v=1.3", service.origin))
        .header("content-type", "application/json")
        .body(json!({ "username": name, "password": "" }).to_string())
        .send()
        .await
        .unwrap();
    serde_json::from_str(&answer.text().await.unwrap()).unwrap()
}
