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
    /// Invitations that the page was told of, by their service ids.
    invitations: BTreeMap<String, Sighted>,
    /// Invitations and conversations that the service told to be over.
    over: BTreeSet<String>,
}

/// Where an invitation stands, and when it was told of first, by when its conversation had changed.
struct Sighted {
    conversation: String,
    dialog: String,
    since: i64,
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

    pub(crate) fn has_ended(&self, service: &str, conversation: &str) -> bool {
        [service, conversation].iter().any(|id| self.over.contains(*id))
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
        for change in each(&frame["body"]["changes"]) {
            self.look_at(local, &change["result"]);
        }
    }

    /// A conversation, in its old shape or its new one.
    fn look_at(&mut self, local: Millis, result: &Value) {
        let details = &result["conversationDetails"];
        let (Some(conversation), true) = (result["convId"].as_str(), details.is_object()) else { return };
        let dialogs: Vec<_> = each(&details["dialogs"]).collect();
        let times = [&details["metaDataLastUpdateTs"], &result["lastUpdateTime"]];
        let Some(at) = times.iter().filter_map(|time| time.as_i64()).max() else { return };
        for told in dialogs.iter().filter_map(|dialog| dialog["metaDataLastUpdateTs"].as_i64()).chain([at]) {
            self.ahead_at_least = self.ahead_at_least.max(Some(Millis(told) - local));
        }
        if [&details["state"], &details["stage"]].iter().any(|state| **state == "CLOSE") {
            self.over.insert(conversation.to_owned());
        }
        for dialog in &dialogs {
            if let (Some(service), Some(id)) = (dialog["metaData"]["serviceId"].as_str(), dialog["dialogId"].as_str()) {
                let sighted = Sighted { conversation: conversation.to_owned(), dialog: id.to_owned(), since: at };
                self.invitations.entry(service.to_owned()).or_insert(sighted);
            }
        }
        // An older word says nothing of what has come since: ids come again.
        let known =
            self.invitations.iter().filter(|(_, known)| known.conversation == conversation && known.since <= at);
        for (service, known) in known {
            let mut told = dialogs.iter().filter(|dialog| dialog["dialogId"] == known.dialog.as_str());
            // One that is closed may be told without its service id, and one that is not told of is gone.
            let is_it = |dialog: &&&Value| {
                let named = &dialog["metaData"]["serviceId"];
                named.is_null() || *named == service.as_str()
            };
            let is_open = told
                .find(is_it)
                .is_some_and(|dialog| dialog["state"] != "CLOSE" && dialog["metaData"]["sessionState"] != "CLOSED");
            if !is_open {
                self.over.insert(service.clone());
            }
        }
    }
}

/// The members of a list, which can be written as its only one.
fn each(value: &Value) -> impl Iterator<Item = &Value> {
    let many = value.as_array().map(|list| list.iter());
    let one = value.is_object().then_some(value);
    many.into_iter().flatten().chain(one)
}
