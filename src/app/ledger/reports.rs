//! What a carrier reports, noted where it is something new. It can report without end.

use std::rc::Rc;

use super::{LONGEST_TEXT, cut};
use crate::app::App;
use crate::protocol::Millis;
use crate::store::cobrowse::{Carried, CarrierState, CoBrowse, Control, Invitation};

/// How many pages of one invitation are noted, how often what is hidden, and how often that nothing was seen or something again.
const MOST_OF_A_KIND: usize = 32;

/// The steps that say whether the agent receives anything.
const RESTS: [&str; 3] = ["paused", "lost", "resumed"];

/// The steps that say whether the agent has control.
const CONTROLS: [&str; 4] = ["control-asked", "control-allowed", "control-declined", "control-ended"];

impl App {
    /// Notes what a carrier reported, by how the invitations stood before.
    pub(in crate::app) fn note_reports(&mut self, now: Millis, before: &CoBrowse) {
        let cobrowse = Rc::clone(&self.state.cobrowse);
        for invitation in &cobrowse.invitations {
            if let Some(before) = before.find(&invitation.key)
                && !Rc::ptr_eq(&before.carried, &invitation.carried)
            {
                self.note_report(now, &before.carried, invitation);
            }
        }
    }

    fn note_report(&mut self, now: Millis, before: &Carried, invitation: &Invitation) {
        let (key, after) = (&invitation.key, &invitation.carried);
        let chain = self.chain();
        if chain.is_carried(key) && !invitation.is_carried_by_page() {
            return;
        }
        let last = |step: &str| chain.about(key).find(|entry| entry.text("step") == Some(step))?.text(step);
        let hidden = self.hidden_from_agent(after).filter(|_| after.hidden.is_some() && !invitation.mode.is_call());
        if hidden.is_some() && last("hidden") != hidden.as_deref() {
            self.note_some(now, invitation, "hidden", hidden.map(|hidden| ("hidden", hidden)), &["hidden"]);
        }
        let page = after.page.as_deref().map(|page| cut(page, LONGEST_TEXT));
        if page.is_some() && last("page") != page.as_deref() {
            self.note_some(now, invitation, "page", page.map(|page| ("page", page)), &["page"]);
        }
        // What was noted last can have been in an earlier page load.
        let rest = chain.newest_of(key, &RESTS);
        match after.state {
            Some(CarrierState::Paused) if rest != "paused" => self.note_some(now, invitation, "paused", None, &RESTS),
            Some(CarrierState::Lost) if rest != "lost" => self.note_some(now, invitation, "lost", None, &RESTS),
            Some(CarrierState::Live) if matches!(rest, "paused" | "lost") => self.note(now, invitation, "resumed"),
            _ => {}
        }
        let control = chain.newest_of(key, &CONTROLS);
        if after.control != Control::Granted && control == "control-allowed" {
            self.note(now, invitation, "control-ended");
        }
        if after.control == Control::Asked && before.control == Control::None && control != "control-asked" {
            self.note(now, invitation, "control-asked");
        }
    }

    /// Notes a step that a carrier can report without end, unless there are many of its kind: then, once, that some are left out.
    fn note_some(
        &mut self,
        now: Millis,
        invitation: &Invitation,
        step: &'static str,
        more: Option<(&'static str, String)>,
        kind: &[&str],
    ) {
        let chain = self.chain();
        let steps = || chain.steps(&invitation.key);
        if steps().filter(|step| kind.contains(step)).count() < MOST_OF_A_KIND {
            self.note_with(now, invitation, step, more);
        } else if !steps().any(|step| step == "omitted") {
            self.note(now, invitation, "omitted");
        }
    }
}
