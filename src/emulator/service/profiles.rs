//! What consumers tell of themselves.

use crate::protocol::profile::Profile;
use crate::protocol::wire::Wire;
use crate::protocol::{ParticipantId, ResponseBody};

use super::super::answer::{Answer, Handled, Name, Refusal};
use super::super::rest::{Names, PersonalEntry};
use super::{Caller, Service};

impl Service {
    pub(super) fn set_profile(&mut self, caller: &Caller, profile: Option<Profile>) -> Handled {
        let Some(profile) = profile else { return Err(Refusal::bad("a profile is an object")) };
        if caller.is_agent() {
            // Of an agent's profile consumers see name and picture, and the name is that of the login.
            if let Some(agent) = self.agents.get_mut(&caller.person) {
                agent.picture = profile.avatar_url;
            }
            return Ok(Answer::text("OK User Profile set successfully"));
        }
        self.consumers.entry(caller.person.clone()).or_default().profile = Some(profile);
        Ok(Answer::text("OK User Profile set successfully"))
    }

    /// Agents name the consumer; consumers get their own.
    pub(super) fn profile(&self, caller: &Caller, named: Option<ParticipantId>) -> Handled {
        let wanted = if caller.is_agent() { named } else { Some(caller.person.clone()) };
        let Some(consumer) = wanted.and_then(|id| self.consumers.get(&id)) else {
            return Err(Refusal::unknown("the consumer is not known"));
        };
        let mut entries = Vec::new();
        if let Some(profile) = &consumer.profile {
            entries.extend(personal(profile).map(|entry| entry.write()));
            let known = profile.authenticated_data.iter().flat_map(|claims| claims.lp_sdes.iter());
            entries.extend(known.map(Wire::write));
        }
        Ok(Answer { code: 200, name: Name::Profile, body: ResponseBody::List(entries) })
    }
}

/// The names of a profile in the form in which they are given out.
fn personal(profile: &Profile) -> Option<PersonalEntry> {
    let names = Names { first_name: profile.first_name.clone(), last_name: profile.last_name.clone() };
    let has_name = names.first_name.is_some() || names.last_name.is_some();
    has_name.then(|| PersonalEntry { entry_type: "personal".into(), personal: names })
}
