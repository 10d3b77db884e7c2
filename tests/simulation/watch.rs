//! What a page can know of the service's clock, and of what is over: made of the frames that reached it, apart from `app`.

use std::collections::{BTreeMap, BTreeSet};

use alongside::app::LinkId;
use alongside::protocol::Millis;
use serde_json::Value;

/// How long the app waits to be told the service's clock.
const CLOCK_PATIENCE: Millis = Millis::from_secs(5);

#[derive(Default)]
pub(crate) struct Watch {
    /// The newest time that the local clock showed, and by how much it was put back before.
    newest: Millis,
    put_back: Millis,
    /// The connection that counts.
    link: Option<LinkId>,
    /// Questions for the service's clock: which, and when they were asked.
    asked: BTreeMap<String, Millis>,
    /// How far the service's clock is ahead of the local one, by the newest answer.
    ahead: Option<Millis>,
    /// The same at least, by when the conversations had changed that it told of.
    ahead_at_least: Option<Millis>,
    /// Dialogs and conversations that the service told to be over.
    over: BTreeSet<String>,
}

impl Watch {
    /// The local clock shows this. Where it is put back, it has stood still for the page.
    pub(crate) fn looks(&mut self, local: Millis) -> Millis {
        self.put_back = self.put_back.max(self.newest - local);
        self.newest = local + self.put_back;
        self.newest
    }

    /// What the service's clock shows, once it was told: its answer was written half way between question and arrival. How
    /// far that can be off is half of the time that the answer took, and what a clock lost that was put back since.
    pub(crate) fn service_time(&mut self, local: Millis) -> Option<Millis> {
        let local = self.looks(local);
        // Where no answer comes, the app looks at what else was told once it has waited for one.
        Some(local + self.ahead.or(self.ahead_at_least.map(|ahead| ahead - CLOCK_PATIENCE))?)
    }

    pub(crate) fn has_ended(&self, id: &str) -> bool {
        self.over.contains(id)
    }

    pub(crate) fn connects(&mut self, link: Option<LinkId>) {
        self.link = link;
        self.asked.clear();
    }

    /// The page sends a frame.
    pub(crate) fn asks(&mut self, local: Millis, frame: &str) {
        if frame.contains("GetClock") {
            let local = self.looks(local);
            let frame: Value = serde_json::from_str(frame).unwrap();
            self.asked.insert(frame["id"].as_str().unwrap().to_owned(), local);
        }
    }

    /// A frame reaches the page.
    pub(crate) fn hears(&mut self, local: Millis, link: LinkId, frame: &str) {
        let is_of_use = ["currentTime", "ExConversationChange"].iter().any(|word| frame.contains(word));
        if self.link != Some(link) || !is_of_use {
            return;
        }
        let local = self.looks(local);
        let frame: Value = serde_json::from_str(frame).unwrap();
        let sent = frame["reqId"].as_str().and_then(|id| self.asked.remove(id));
        if let (Some(sent), Some(told)) = (sent, frame["body"]["currentTime"].as_i64()) {
            self.ahead = Some(Millis(told - sent.0.midpoint(local.0)));
        }
        self.look_for_ends(local, &frame);
    }

    /// Old and new shapes, lists and single elements: whatever bears a name and is closed is over.
    fn look_for_ends(&mut self, local: Millis, value: &Value) {
        match value {
            Value::Array(values) => values.iter().for_each(|value| self.look_for_ends(local, value)),
            Value::Object(members) => {
                for told in
                    ["metaDataLastUpdateTs", "lastUpdateTime"].iter().filter_map(|name| members.get(*name)?.as_i64())
                {
                    self.ahead_at_least = self.ahead_at_least.max(Some(Millis(told) - local));
                }
                let is_closed = members.get("state").is_some_and(|state| state == "CLOSE")
                    || members.get("sessionState").is_some_and(|state| state == "CLOSED");
                let names = ["convId", "dialogId"].map(|name| members.get(name).and_then(Value::as_str));
                let details = members.get("conversationDetails");
                let has_ended =
                    details.is_some_and(|details| [&details["state"], &details["stage"]].contains(&&"CLOSE".into()));
                if is_closed || has_ended {
                    self.over.extend(names.into_iter().flatten().map(str::to_owned));
                }
                members.values().for_each(|value| self.look_for_ends(local, value));
            }
            _ => {}
        }
    }
}
