//! What consumers tell of themselves.

use serde_json::{Value, json};

use crate::protocol::{ParticipantId, ResponseBody};

use super::super::answer::{Answer, Handled, Name, Refusal};
use super::{Caller, Service};

impl Service {
    pub(super) fn set_profile(&mut self, caller: &Caller, body: Option<Value>) -> Handled {
        if caller.is_agent() {
            return Err(Refusal::forbidden("only consumers set their profile"));
        }
        if body.as_ref().is_some_and(|body| !body.is_object()) {
            return Err(Refusal::bad("a profile is an object"));
        }
        self.consumers.entry(caller.person.clone()).or_default().profile = body;
        Ok(Answer::text("OK User Profile set successfully"))
    }

    /// Agents name the consumer; consumers get their own.
    pub(super) fn profile(&self, caller: &Caller, body: Option<&Value>) -> Handled {
        let named = body.and_then(Value::as_str).filter(|_| caller.is_agent()).map(ParticipantId::from);
        let wanted = if caller.is_agent() { named } else { Some(caller.person.clone()) };
        let Some(consumer) = wanted.and_then(|id| self.consumers.get(&id)) else {
            return Err(Refusal::unknown("the consumer is not known"));
        };
        let entries = consumer.profile.as_ref().map(entries).unwrap_or_default();
        Ok(Answer { code: 200, name: Name::Profile, body: ResponseBody::List(entries) })
    }
}

/// A profile in the form in which it is given out: typed entries, names in small letters.
fn entries(profile: &Value) -> Vec<Value> {
    let text = |key: &str| profile.get(key).and_then(Value::as_str).filter(|text| !text.is_empty());
    let names = [("firstName", "firstname"), ("lastName", "lastname")];
    let personal: serde_json::Map<_, _> =
        names.iter().filter_map(|(from, to)| Some(((*to).to_owned(), Value::from(text(from)?)))).collect();
    let mut entries = Vec::new();
    if !personal.is_empty() {
        entries.push(json!({ "type": "personal", "personal": personal }));
    }
    let known = profile.get("authenticatedData").and_then(|data| data.get("lp_sdes")).and_then(Value::as_array);
    entries.extend(known.into_iter().flatten().cloned());
    entries
}
