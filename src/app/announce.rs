//! What the page is told of CoBrowse by events on the element: enough to follow a session, or to carry it itself.
//!
//! That an invitation stands and how it was answered is told by the gate, because the page may take it over; what becomes of it
//! is told here, from what is seen of it.

use std::rc::Rc;

use super::{App, Output, Step};
use crate::protocol::Millis;
use crate::store::cobrowse::{Action as CoBrowseAction, Control, Ending, Invitation, Key, Phase, Report};
use crate::store::{Action, view};

/// What a page was told last of an invitation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Announced {
    Asked,
    Running { joined: bool },
    Ending,
    Over(&'static str),
}

impl Announced {
    pub(super) fn of(invitation: &Invitation) -> Self {
        match invitation.phase {
            Phase::Invited { .. } | Phase::Accepting => Self::Asked,
            // It may be asked again.
            Phase::Declined if !invitation.answer_published => Self::Asked,
            Phase::Active { joined, .. } => Self::Running { joined },
            Phase::Ending { .. } => Self::Ending,
            Phase::Declined | Phase::Closed(Ending::Declined | Ending::Unsaid) => Self::Over("declined"),
            Phase::Expired | Phase::Closed(Ending::Expired) => Self::Over("expired"),
            Phase::Closed(Ending::Cancelled) => Self::Over("cancelled"),
            Phase::Closed(Ending::Ended { .. }) => Self::Over("ended"),
            Phase::Closed(Ending::Replaced) => Self::Over("replaced"),
            Phase::Closed(Ending::Failed | Ending::Broken) => Self::Over("failed"),
        }
    }
}

impl App {
    /// After every input: what has become of each invitation since the page was told of it last.
    pub(super) fn announce_steps(&mut self) {
        let mut known = std::mem::take(&mut self.gate.announced);
        let cobrowse = Rc::clone(&self.state.cobrowse);
        for invitation in &cobrowse.invitations {
            let now = Announced::of(invitation);
            let place = known.iter().position(|(known, _)| known.key == invitation.key);
            let before = place.map(|place| known.swap_remove(place).1);
            self.gate.announced.push((Rc::clone(invitation), now));
            if before == Some(now) {
                continue;
            }
            let was_running = matches!(before, Some(Announced::Running { .. }));
            let mut tell = |name| {
                let step = self.step(invitation, name);
                self.out.push(Output::Announce(step));
            };
            match (before, now) {
                (_, Announced::Asked) | (None | Some(Announced::Over(_)), Announced::Over(_)) => {}
                (_, Announced::Running { joined }) => {
                    if !was_running {
                        tell("started");
                    }
                    if joined {
                        tell("joined");
                    }
                }
                (_, Announced::Ending) => tell("ending"),
                (_, Announced::Over(_)) => tell("ended"),
            }
        }
        // What is not known any more, because its consumer is somebody else.
        self.announce_ends(&known);
    }

    /// Everything ends here: whoever carries a session is told.
    pub(super) fn announce_end(&mut self) {
        if self.is_whole() {
            let known = std::mem::take(&mut self.gate.announced);
            self.announce_ends(&known);
        }
    }

    #[inline(never)]
    fn announce_ends(&mut self, known: &[(Rc<Invitation>, Announced)]) {
        for (invitation, announced) in known {
            if !matches!(announced, Announced::Over(_)) {
                self.note_carried_end(invitation);
                let step = self.step(invitation, "ended");
                self.out.push(Output::Announce(step));
            }
        }
    }

    /// Whoever carries a session reports of it.
    #[inline(never)]
    pub(super) fn session_reported(&mut self, local: Millis, report: Report) {
        let now = self.state.server_time(local);
        let carried = |app: &Self| {
            let mut carried = Vec::new();
            for invitation in &app.state.cobrowse.invitations {
                let is_open = invitation.is_carried_by_page() && !invitation.is_closed_there;
                if is_open && !invitation.phase.is_over() {
                    carried.push(invitation.key.clone());
                }
            }
            carried
        };
        let before = carried(self);
        let cobrowse = Rc::clone(&self.state.cobrowse);
        self.apply(Action::CoBrowse(CoBrowseAction::Reported { report, now }));
        self.note_steps(local);
        self.note_reports(local, &cobrowse);
        // What the page has ended the service does not know of.
        let after = carried(self);
        for key in before.iter().filter(|key| !after.contains(key)) {
            self.session.close_dialog(local, &key.conversation, &key.dialog);
        }
    }

    /// What went wrong with a call is said with it.
    #[inline(never)]
    pub(super) fn call_failed(&mut self, now: Millis, message: Rc<str>) {
        let Some(call) = self.state.cobrowse.call() else { return };
        let dialog = Some(call.key.dialog.clone());
        let report = Report { dialog, message: Some(message), ..Report::of(call.key.service.clone()) };
        self.session_reported(now, report);
    }

    /// The consumer lets a session rest, or go on: that is its carrier's to do, and to report.
    pub(super) fn pause_session(&mut self, key: &Key, paused: bool) {
        let Some(invitation) = self.state.cobrowse.find(key) else { return };
        if invitation.phase.is_session() && invitation.carried.can_pause {
            let step = self.step(invitation, if paused { "paused" } else { "resumed" });
            self.out.push(Output::Announce(step));
        }
    }

    /// The consumer gives the agent control of the page, or takes it back.
    pub(super) fn control(&mut self, local: Millis, key: &Key, granted: bool) {
        let now = self.state.server_time(local);
        let controls = |app: &Self| app.state.cobrowse.find(key).map(|invitation| invitation.carried.control);
        let before = controls(self);
        self.apply(Action::CoBrowse(CoBrowseAction::Controlled { key: key.clone(), granted, now }));
        if controls(self) == before {
            return;
        }
        if let Some(invitation) = self.state.cobrowse.find(key) {
            let step = Step { granted: Some(granted), ..self.step(invitation, "control") };
            self.out.push(Output::Announce(step));
            self.note_of(
                local,
                key,
                match before {
                    _ if granted => "control-allowed",
                    Some(Control::Granted) => "control-ended",
                    _ => "control-declined",
                },
            );
        }
    }

    /// An event that the page may take over.
    pub(super) fn announcing(&self, invitation: &Invitation, name: &'static str) -> Output {
        let expires = Some(invitation.expires - self.state.clock_offset.unwrap_or_default());
        Output::Announce(Step { may_be_taken: true, expires, ..self.step(invitation, name) })
    }

    fn step(&self, invitation: &Invitation, name: &'static str) -> Step {
        let mut texts = self.members(invitation);
        let agent = view::agent_of(&self.state, invitation);
        texts.push(("dialogId", invitation.key.dialog.as_str().to_owned()));
        texts.push(("agentName", agent.as_deref().unwrap_or_default().to_owned()));
        texts.push(("mode", invitation.mode.as_str().to_owned()));
        if name == "ended" {
            // What was not over is so because the widget, or its consumer, is another one from now on.
            let reason = if let Announced::Over(reason) = Announced::of(invitation) { reason } else { "ended" };
            texts.push(("reason", reason.to_owned()));
        }
        Step { name, texts, expires: None, granted: None, may_be_taken: false }
    }
}
