//! The end of a CoBrowse session by the consumer: one press, and what is said until the service confirms it.

use alongside::app::Intent;
use alongside::protocol::Millis;
use alongside::store::view::{BannerStage, Outcome};

use crate::cobrowse::DIALOG;
use crate::world::World;

const ENDING: Option<BannerStage> = Some(BannerStage::Ending { slow: false });
const UNCONFIRMED: Option<BannerStage> = Some(BannerStage::Ending { slow: true });
const ENDED: Option<BannerStage> = Some(BannerStage::Over(Outcome::SessionEnded));

impl World {
    fn end(&mut self) {
        let key = self.state().cobrowse.invitations.last().expect("an invitation").key.clone();
        self.intent(Intent::End(key));
    }

    /// How often the service was asked to end a dialog.
    fn ends_asked(&self) -> usize {
        self.asked_for("UpdateConversationField")
    }

    fn is_closed(&self) -> bool {
        self.agent.cobrowse_state(DIALOG).as_deref() == Some("CLOSED")
    }
}

#[test]
fn one_press_ends_the_session_on_both_sides() {
    let mut world = World::in_session("view");
    world.end();
    assert_eq!(world.banner(), ENDING, "at once");
    world.until("the service has ended it", World::is_closed);
    world.until("and says so", |world| world.banner() == ENDED);
    assert_eq!(world.published.len(), 2, "nothing more is published on the tag");
    assert_eq!(world.ends_asked(), 1);
}

#[test]
fn what_was_accepted_can_be_taken_back_before_it_begins() {
    let mut world = World::accepted("view");
    world.end();
    assert_eq!(world.banner(), ENDING);
    world.until("the service has ended it", World::is_closed);
    world.until("and says so", |world| world.banner() == Some(BannerStage::Over(Outcome::InvitationEnded)));
}

#[test]
fn without_a_connection_the_service_is_asked_when_there_is_one() {
    let mut world = World::in_session("view");
    world.cut_network();
    world.until("lost", |world| !world.is_online());
    world.end();
    assert_eq!(world.banner(), ENDING, "the consumer waits for nobody");
    world.run_for(Millis::from_secs(10));
    assert_eq!(world.banner(), UNCONFIRMED);
    world.network_up = true;
    world.until("ended", |world| world.banner() == ENDED);
    assert!(world.is_closed());
}

#[test]
fn an_end_that_is_lost_with_its_connection_is_asked_for_again() {
    let mut world = World::in_session("view");
    world.swallow_frames = true;
    world.end();
    world.until("unconfirmed", |world| world.banner() == UNCONFIRMED);
    world.swallow_frames = false;
    world.until("ended", |world| world.banner() == ENDED);
    assert!(world.is_closed());
}

#[test]
fn a_service_that_refuses_is_asked_again_by_another_press() {
    let mut world = World::in_session("view");
    world.service.faults_mut().refuse_cobrowse_end = true;
    world.end();
    world.run_for(Millis(9_999));
    assert_eq!(world.banner(), ENDING);
    world.run_for(Millis(1));
    assert_eq!(world.banner(), UNCONFIRMED);
    assert!(world.warnings.iter().any(|line| line.contains("refused to end a dialog")), "{:?}", world.warnings);
    world.run_for(Millis::from_secs(60));
    assert_eq!((world.banner(), world.ends_asked()), (UNCONFIRMED, 1), "it is not said to be over while it may run");
    world.service.faults_mut().refuse_cobrowse_end = false;
    world.end();
    assert_eq!(world.banner(), ENDING);
    world.until("ended", |world| world.banner() == ENDED);
}

#[test]
fn a_reload_meanwhile_asks_again_and_shows_no_session() {
    let mut world = World::in_session("view");
    world.service.faults_mut().refuse_cobrowse_end = true;
    world.end();
    world.run_for(Millis::from_secs(1));
    world.service.faults_mut().refuse_cobrowse_end = false;
    world.reload();
    world.until("it is ended", |world| world.banner() == ENDED);
    assert!(world.is_closed());
    assert_eq!(world.announced.first().map(|step| step.name), Some("ending"), "its carrier does not go on");
}

#[test]
fn the_time_of_a_session_goes_on_across_a_reload() {
    let mut world = World::in_session("view");
    let seconds = |world: &World| match world.banner() {
        Some(BannerStage::Active { seconds, .. }) => seconds,
        other => panic!("{other:?}"),
    };
    world.run_for(Millis(61_500));
    assert_eq!(seconds(&world), Some(61));
    world.reload();
    world.until("it runs", |world| matches!(world.banner(), Some(BannerStage::Active { confirmed: true, .. })));
    world.run_for(Millis(20_000));
    assert!((81..=83).contains(&seconds(&world).unwrap()), "{:?}", seconds(&world));
}
