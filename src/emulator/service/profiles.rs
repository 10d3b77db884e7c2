//! What consumers tell of themselves.

use crate::protocol::profile::{Attribute, AttributeOrText, KnownAttribute, PersonalInfo, Profile};
use crate::protocol::wire::{Many, Wire};
use crate::protocol::{ParticipantId, ResponseBody};

use super::super::answer::{Answer, Handled, Name, Refusal};
use super::{Caller, Service};

impl Service {
    pub(super) fn set_profile(&mut self, caller: &Caller, profile: Option<Profile>) -> Handled {
        if caller.is_agent() {
            return Err(Refusal::forbidden("only consumers set their profile"));
        }
        if profile.is_none() {
            return Err(Refusal::bad("a profile is an object"));
        }
        self.consumers.entry(caller.person.clone()).or_default().profile = profile;
        Ok(Answer::text("OK User Profile set successfully"))
    }

    /// Agents name the consumer; consumers get their own.
    pub(super) fn profile(&self, caller: &Caller, named: Option<ParticipantId>) -> Handled {
        let wanted = if caller.is_agent() { named } else { Some(caller.person.clone()) };
        let Some(consumer) = wanted.and_then(|id| self.consumers.get(&id)) else {
            return Err(Refusal::unknown("the consumer is not known"));
        };
        let attributes = consumer.profile.as_ref().map(attributes).unwrap_or_default();
        let body = ResponseBody::List(attributes.iter().map(Wire::write).collect());
        Ok(Answer { code: 200, name: Name::Profile, body })
    }
}

/// A profile in the form in which it is given out: as attributes.
fn attributes(profile: &Profile) -> Vec<AttributeOrText> {
    let mut attributes = Vec::new();
    if profile.first_name.is_some() || profile.last_name.is_some() {
        let personal = PersonalInfo {
            first_name: profile.first_name.clone(),
            last_name: profile.last_name.clone(),
            age: None,
            contacts: Many::default(),
            gender: None,
            language: None,
            company: None,
        };
        attributes.push(AttributeOrText::Attribute(Attribute::Known(Box::new(KnownAttribute {
            attribute_type: "personal".into(),
            info: None,
            personal: Some(Box::new(personal)),
            auth: None,
            acr: None,
            iss: None,
        }))));
    }
    let known = profile.authenticated_data.iter().flat_map(|claims| claims.lp_sdes.iter());
    attributes.extend(known.cloned());
    attributes
}
