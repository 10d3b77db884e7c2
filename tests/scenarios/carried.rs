//! A session as whoever carries it reports it: shown as it is told, and never a consent.

use std::rc::Rc;

use alongside::app::{Input, Intent};
use alongside::protocol::Millis;
use alongside::store::cobrowse::{Carried, CarrierState, Control, Report};
use alongside::store::view::{BannerStage, Outcome, banner};

use crate::cobrowse::DIALOG;
use crate::world::World;

impl World {
    fn report_nothing(&self) -> Report {
        let service = self.state().cobrowse.invitations.last().expect("an invitation").key.service.clone();
        Report::of(service)
    }

    pub(crate) fn carrier(&mut self, tell: impl FnOnce(&mut Report)) {
        let mut report = self.report_nothing();
        tell(&mut report);
        self.input(Input::Reported(report));
    }

    fn carried(&self) -> Rc<Carried> {
        banner(self.state()).expect("a banner").carried
    }

    fn control(&mut self, granted: bool) {
        let key = self.state().cobrowse.invitations.last().unwrap().key.clone();
        self.intent(Intent::Control { key, granted });
    }

    fn last_step(&self) -> (&'static str, Option<bool>) {
        self.announced.last().map(|step| (step.name, step.granted)).expect("a step")
    }

    /// A session whose carrier can let it rest and give control.
    fn carried_session() -> Self {
        let mut world = Self::in_session("shared");
        world.carrier(|report| {
            report.state = Some(CarrierState::Live);
            report.can = Some((true, true));
        });
        world
    }
}

#[test]
fn what_is_reported_is_shown_and_what_is_missing_stays() {
    let mut world = World::carried_session();
    world.carrier(|report| report.hidden = Some(["passwords".into()].into()));
    world.carrier(|report| report.state = Some(CarrierState::Lost));
    let carried = world.carried();
    assert_eq!(carried.state, Some(CarrierState::Lost));
    assert_eq!((carried.can_pause, carried.can_control), (true, true));
    assert_eq!(carried.hidden.as_deref(), Some(&["passwords".into()][..]));
}

#[test]
fn nothing_is_reported_of_what_the_consumer_has_not_accepted() {
    let mut world = World::invited("view");
    world.carrier(|report| report.state = Some(CarrierState::Live));
    assert!(matches!(world.banner(), Some(BannerStage::Invited { .. })));
    assert!(world.warnings.iter().any(|line| line.contains("has not accepted")), "{:?}", world.warnings);
    let mut report = world.report_nothing();
    report.service = "somebody#else".into();
    world.input(Input::Reported(report));
    assert_eq!(*world.carried(), Carried::default());
}

#[test]
fn that_the_page_goes_out_does_not_say_that_somebody_looks_at_it() {
    let mut world = World::accepted("view");
    world.report("accepted");
    world.until("active", |world| matches!(world.banner(), Some(BannerStage::Active { joined: false, .. })));
    world.carrier(|report| report.state = Some(CarrierState::Live));
    assert!(matches!(world.banner(), Some(BannerStage::Active { joined: false, .. })));
    assert_eq!(world.last_step().0, "started");
}

#[test]
fn control_is_given_by_the_consumer_alone() {
    let mut world = World::carried_session();
    world.control(true);
    assert_eq!(world.carried().control, Control::None, "nobody has asked");
    world.carrier(|report| report.control = Some(Control::Granted));
    assert_eq!(world.carried().control, Control::None, "what is reported gives no consent");
    world.carrier(|report| report.control = Some(Control::Asked));
    assert_eq!(world.carried().control, Control::Asked);
    world.control(false);
    assert_eq!((world.carried().control, world.last_step()), (Control::None, ("control", Some(false))));
    world.carrier(|report| report.control = Some(Control::Asked));
    world.control(true);
    assert_eq!((world.carried().control, world.last_step()), (Control::Granted, ("control", Some(true))));
    world.carrier(|report| report.control = Some(Control::Asked));
    assert_eq!(world.carried().control, Control::Granted, "it has it");
    world.control(false);
    assert_eq!((world.carried().control, world.last_step()), (Control::None, ("control", Some(false))));
    let steps = world.announced.len();
    world.control(false);
    assert_eq!(world.announced.len(), steps, "there is nothing to take back");
}

#[test]
fn without_a_carrier_that_can_nobody_asks_for_control_and_nothing_rests() {
    let mut world = World::in_session("shared");
    world.carrier(|report| report.control = Some(Control::Asked));
    world.control(true);
    assert_eq!(world.carried().control, Control::None);
    let key = world.state().cobrowse.invitations[0].key.clone();
    world.intent(Intent::Pause { key, paused: true });
    assert_ne!(world.last_step().0, "paused");
}

#[test]
fn control_ends_with_the_page_load() {
    let mut world = World::carried_session();
    world.carrier(|report| report.control = Some(Control::Asked));
    world.control(true);
    world.reload();
    world.until("it runs", |world| matches!(world.banner(), Some(BannerStage::Active { confirmed: true, .. })));
    assert_eq!(world.carried().control, Control::None);
}

#[test]
fn the_consumer_lets_it_rest_and_go_on() {
    let mut world = World::carried_session();
    let key = || world.state().cobrowse.invitations[0].key.clone();
    let (rest, go_on) = (Intent::Pause { key: key(), paused: true }, Intent::Pause { key: key(), paused: false });
    world.intent(rest);
    assert_eq!(world.last_step().0, "paused");
    assert_eq!(world.carried().state, Some(CarrierState::Live), "it rests when its carrier says so");
    world.carrier(|report| report.state = Some(CarrierState::Paused));
    assert_eq!(world.carried().state, Some(CarrierState::Paused));
    world.intent(go_on);
    assert_eq!(world.last_step().0, "resumed");
}

#[test]
fn a_carrier_that_gives_up_ends_the_session_at_the_service() {
    for state in [CarrierState::Ended, CarrierState::Failed] {
        let mut world = World::carried_session();
        world.carrier(|report| report.state = Some(state));
        assert_eq!(world.banner(), Some(BannerStage::Ending { slow: false }));
        world.until("over", |world| world.banner() == Some(BannerStage::Over(Outcome::SessionEnded)));
        assert_eq!(world.agent.cobrowse_state(DIALOG).as_deref(), Some("CLOSED"));
    }
}

#[test]
fn what_the_page_carries_itself_goes_on_after_its_dialog_and_ends_when_the_page_says_so() {
    let mut world = World::talking();
    world.page_takes = vec!["invited"];
    world.invite(DIALOG, "view", 30);
    world.until("invited", World::can_answer);
    world.answer(alongside::store::cobrowse::Answer::Accepted);
    world.carrier(|report| report.state = Some(CarrierState::Live));
    assert!(matches!(world.banner(), Some(BannerStage::Active { joined: false, .. })), "{:?}", world.banner());
    world.carrier(|report| report.joined = true);
    assert!(matches!(world.banner(), Some(BannerStage::Active { joined: true, .. })), "{:?}", world.banner());
    world.run_for(Millis::from_secs(60));
    assert_eq!(world.agent.cobrowse_state(DIALOG).as_deref(), Some("CLOSED"), "it was never accepted there");
    assert!(matches!(world.banner(), Some(BannerStage::Active { .. })), "a running session is always shown");
    world.carrier(|report| report.state = Some(CarrierState::Ended));
    assert_eq!(world.banner(), Some(BannerStage::Over(Outcome::SessionEnded)));
}

#[test]
fn whether_a_session_that_began_elsewhere_shows_this_page_is_known_once_somebody_reports_so() {
    let elsewhere = |world: &World| match world.banner() {
        Some(BannerStage::Active { elsewhere, .. }) => elsewhere,
        other => panic!("{other:?}"),
    };
    let mut world = World::in_session("view");
    assert!(!elsewhere(&world));
    world.reload();
    world.until("it runs", |world| matches!(world.banner(), Some(BannerStage::Active { .. })));
    assert!(elsewhere(&world));
    world.carrier(|report| report.state = Some(CarrierState::Live));
    assert!(!elsewhere(&world));
}
