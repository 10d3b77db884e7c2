//! What the page, or whoever carries the session for it, reports of a session. The service tells less: whether the link holds,
//! what is hidden and whether the agent controls the page, only the carrier knows.

use std::rc::Rc;

use super::machine::{Step, changed, step};
use super::{CoBrowse, Ending, Invitation, Key, Phase};
use crate::protocol::{CoBrowseMode, DialogId, Millis, ServiceId};
use crate::store::Diagnostic;

/// What is reported at once; what is missing stays as it was.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// Of which invitation.
    pub service: ServiceId,
    /// Of which of those that share that name, as all of a conversation can; else the newest.
    pub dialog: Option<DialogId>,
    /// How the session stands.
    pub state: Option<CarrierState>,
    /// More about its end, for people.
    pub message: Option<Rc<str>>,
    /// Whether the consumer can let it rest, and whether the agent can ask for control.
    pub can: Option<(bool, bool)>,
    /// Whether the agent controls the page, or asks for that.
    pub control: Option<Control>,
    /// What is hidden from the agent, in words for people.
    pub hidden: Option<Rc<[Rc<str>]>>,
    /// Which page the agent can see, in words for people.
    pub page: Option<Rc<str>>,
    /// The agent is known to be connected.
    pub joined: bool,
}

impl Report {
    /// One that tells nothing yet, of the newest of those that share this name.
    #[must_use]
    pub fn of(service: ServiceId) -> Self {
        Self {
            service,
            dialog: None,
            state: None,
            message: None,
            can: None,
            control: None,
            hidden: None,
            page: None,
            joined: false,
        }
    }
}

/// How a session stands for whoever carries it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CarrierState {
    /// What the page shows goes out.
    Live,
    /// The consumer lets it rest: the agent receives nothing.
    Paused,
    /// The link is gone: the agent receives nothing.
    Lost,
    /// It is over.
    Ended,
    /// It could not be started, or broke.
    Failed,
}

/// Whether the agent may do more than see.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Control {
    /// No.
    #[default]
    None,
    /// The agent asks.
    Asked,
    /// The consumer has said Yes, in this page load.
    Granted,
}

/// What is known of a session from its carrier.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Carried {
    /// How it stands; nothing where nobody reports.
    pub state: Option<CarrierState>,
    /// More about its end.
    pub message: Option<Rc<str>>,
    /// Whether the consumer can let it rest.
    pub can_pause: bool,
    /// Whether the agent can ask for control.
    pub can_control: bool,
    /// Whether the agent has it.
    pub control: Control,
    /// When control was asked for or given last, in the service's time.
    pub control_since: Millis,
    /// What is hidden.
    pub hidden: Option<Rc<[Rc<str>]>>,
    /// Which page the agent can see.
    pub page: Option<Rc<str>>,
    /// Whether the agent is known to be connected. Of what its tag carries the service tells that.
    pub joined: bool,
}

impl Carried {
    /// Takes what is reported. Consent to control is the consumer's alone: what is reported of it gives none.
    pub(super) fn take(&mut self, report: &Report, mode: &CoBrowseMode, now: Millis) {
        self.state = report.state.or(self.state);
        if report.message.is_some() || report.state == Some(CarrierState::Live) {
            self.message.clone_from(&report.message);
        }
        if let Some((can_pause, can_control)) = report.can {
            // Nobody has agreed to more than to be seen in the other modes.
            (self.can_pause, self.can_control) = (can_pause, can_control && *mode == CoBrowseMode::Shared);
        }
        if report.hidden.is_some() {
            self.hidden.clone_from(&report.hidden);
        }
        self.joined |= report.joined;
        if report.page.is_some() {
            self.page.clone_from(&report.page);
        }
        match report.control {
            Some(Control::None) => self.control = Control::None,
            Some(Control::Asked) if self.can_control && self.control == Control::None => {
                (self.control, self.control_since) = (Control::Asked, now);
            }
            _ => {}
        }
        if !self.can_control {
            self.control = Control::None;
        }
    }
}

/// A report counts where the consumer has said Yes.
pub(super) fn reported(state: &mut Rc<CoBrowse>, report: &Report, now: Millis) -> Result<(), Diagnostic> {
    let place = state.invitations.iter().rposition(|invitation| {
        invitation.key.service == report.service
            && report.dialog.as_ref().is_none_or(|dialog| *dialog == invitation.key.dialog)
            && (invitation.phase == Phase::Accepting || invitation.phase.is_session())
    });
    let place = place.ok_or(Diagnostic::ReportOfNothing)?;
    let Some(known) = state.invitations.get(place) else { return Ok(()) };
    let mut carried = Carried::clone(&known.carried);
    carried.take(report, &known.mode, now);
    if carried != *known.carried
        && let Some(invitation) = changed(state, place)
    {
        invitation.carried = Rc::new(carried);
    }
    let known = || state.invitations.get(place)?.carried.state;
    let told = report.state.or_else(|| known().filter(|_| report.joined));
    if let Some(told) = told {
        step(state, place, Step::Reported(told), now);
    }
    Ok(())
}

pub(super) fn controlled(state: &mut Rc<CoBrowse>, key: &Key, granted: bool, now: Millis) {
    let Some(place) = state.place_of(key) else { return };
    let Some(invitation) = state.invitations.get(place) else { return };
    let control = invitation.carried.control;
    let may = matches!(invitation.phase, Phase::Active { .. })
        && if granted { control == Control::Asked } else { control != Control::None };
    if may && let Some(invitation) = changed(state, place) {
        let carried = Rc::make_mut(&mut invitation.carried);
        carried.control = if granted { Control::Granted } else { Control::None };
        carried.control_since = now;
    }
}

/// Where an invitation stands after its carrier told how the session stands. What the page does itself it alone knows; of
/// everything else the service has the last word, and is asked to end what has ended.
pub(super) fn after_report(invitation: &Invitation, told: CarrierState) -> Phase {
    use CarrierState::{Ended, Failed};
    let is_carried = invitation.is_carried_by_page();
    match (invitation.phase, told) {
        (Phase::Accepting | Phase::Active { .. } | Phase::Ending { .. }, Ended) if is_carried => {
            let after_session = !matches!(invitation.phase, Phase::Accepting | Phase::Ending { began: false, .. });
            Phase::Closed(Ending::Ended { after_session })
        }
        (Phase::Accepting | Phase::Active { .. } | Phase::Ending { .. }, Failed) if is_carried => {
            Phase::Closed(Ending::Broken)
        }
        (Phase::Accepting, Ended | Failed) => Phase::Ending { asked: false, began: false },
        (Phase::Active { .. }, Ended | Failed) => Phase::Ending { asked: false, began: true },
        (Phase::Accepting | Phase::Active { .. }, _) if is_carried => {
            Phase::Active { joined: invitation.carried.joined, confirmed: true, elsewhere: false }
        }
        (phase, _) => phase,
    }
}
