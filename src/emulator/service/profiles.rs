//! What consumers tell of themselves.

use crate::protocol::profile::{Contact, Profile};
use crate::protocol::wire::Wire;
use crate::protocol::{Millis, ParticipantId, ResponseBody};

use super::super::answer::{Answer, Handled, Name, Refusal};
use super::super::rest::{Names, PersonalEntry};
use super::{Caller, Service};

impl Service {
    pub(super) fn set_profile(&mut self, now: Millis, caller: &Caller, profile: Option<Profile>) -> Handled {
        let Some(profile) = profile else { return Err(Refusal::bad("a profile is an object")) };
        if caller.is_agent() {
            // Of an agent's profile consumers see name and picture, and the name is that of the login.
            if let Some(agent) = self.agents.get_mut(&caller.person) {
                agent.picture = profile.avatar_url;
            }
            return Ok(Answer::text("OK User Profile set successfully"));
        }
        self.consumers.entry(caller.person.clone()).or_default().profile = Some(profile);
        // Agents ask who it is when they hear of the conversation: they hear of it again.
        let talks = self.conversations_of(&caller.person).filter(|one| one.is_open()).map(|one| one.id.clone());
        for id in talks.collect::<Vec<_>>() {
            self.conversation_changed(now, &id);
        }
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

/// The names of a profile, and how its owner can be reached, in the form in which they are given out.
fn personal(profile: &Profile) -> Option<PersonalEntry> {
    let private = profile.private_data.as_ref();
    let mail = private.and_then(|private| private.mail.clone().or_else(|| private.email.clone()));
    let phone = private.and_then(|private| private.mobile_num.clone());
    let mut contact = Contact::blank();
    (contact.email, contact.phone) = (mail, phone);
    let can_be_reached = contact.email.is_some() || contact.phone.is_some();
    let names = Names {
        first_name: profile.first_name.clone(),
        last_name: profile.last_name.clone(),
        contacts: can_be_reached.then(|| vec![contact.write()].into()),
    };
    let is_somebody = names.first_name.is_some() || names.last_name.is_some() || can_be_reached;
    is_somebody.then(|| PersonalEntry { entry_type: "personal".into(), personal: names })
}
