//! What the page's tag was told, and what it was to be told.

use serde_json::{Value, json};

use super::shop::Shop;

impl Shop {
    /// What was published on the page's tag so far, in order, whole.
    pub(crate) async fn published(&self) -> Vec<Value> {
        let log = self.browser.value("(window.lpTag?.log ?? []).filter((entry) => entry.via === 'publish')").await;
        log.as_array().cloned().unwrap()
    }

    /// Holds that these events were published and nothing else: their order, their application, and every member that
    /// the tutorial asks for or the page can tell, and not one more.
    pub(crate) async fn has_published(&self, app: &str, names: &[&str]) {
        let data = if names.is_empty() { Value::Null } else { self.event_data().await };
        let expected =
            names.iter().map(|name| json!({ "appName": app, "eventName": name, "via": "publish", "data": data }));
        assert_eq!(self.published().await, expected.collect::<Vec<_>>());
    }

    /// The members of every event about the invitations of this shop's one conversation.
    async fn event_data(&self) -> Value {
        let (consumer, agent) = self.service.cobrowse_participants().await;
        let conversation = &self.service.conversations().await[0];
        let session = self.browser.value("lpTag.taglets.lp_monitoringSDK.getSid()").await;
        let visitor = self.browser.value("lpTag.taglets.lp_monitoringSDK.getVid()").await;
        let is_id = |id: &Value| id.as_str().is_some_and(|id| !id.is_empty());
        assert!(is_id(&session) && is_id(&visitor), "the page can tell its ids: {session}, {visitor}");
        json!({
            "serviceId": format!("{consumer}#{conversation}"), "agentId": agent, "visitorName": "Visitor",
            "ssid": session, "svid": visitor,
        })
    }
}
