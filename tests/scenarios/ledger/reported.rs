//! What a carrier reports, and how it is noted.

use alongside::app::Intent;
use alongside::store::cobrowse::{Answer, CarrierState, Control};
use alongside::store::view::BannerStage;
use serde_json::Value;

use super::{ODD, SECOND};
use crate::cobrowse::DIALOG;
use crate::world::World;

#[test]
fn what_a_carrier_reports_is_noted_where_it_is_something_new() {
    let mut world = World::in_session("shared");
    let before = world.noted().len();
    world.carrier(|report| {
        report.can = Some((true, true));
        report.state = Some(CarrierState::Live);
        report.page = Some("https://shop.example/cart".into());
        report.hidden = Some(["card number".into(), "password".into()].into());
    });
    world.carrier(|report| report.page = Some("https://shop.example/cart".into()));
    world.carrier(|report| report.page = Some(ODD.into()));
    world.carrier(|report| report.state = Some(CarrierState::Paused));
    world.carrier(|report| report.state = Some(CarrierState::Live));
    world.carrier(|report| report.state = Some(CarrierState::Lost));
    world.carrier(|report| report.state = Some(CarrierState::Live));
    for granted in [false, true] {
        world.carrier(|report| report.control = Some(Control::Asked));
        let key = world.state().cobrowse.invitations[0].key.clone();
        world.intent(Intent::Control { key, granted });
    }
    world.carrier(|report| report.control = Some(Control::None));
    let expected = [
        "hidden",
        "page",
        "page",
        "paused",
        "resumed",
        "lost",
        "resumed",
        "control-asked",
        "control-declined",
        "control-asked",
        "control-allowed",
        "control-ended",
    ];
    assert_eq!(world.noted()[before..], expected);
    let entries = world.entries();
    assert_eq!(entries[before]["hidden"], "card number, password");
    assert_eq!(entries[before + 2]["page"], ODD);
    // After a reload the carrier tells all of it again.
    world.reload();
    world.until("it runs", |world| matches!(world.banner(), Some(BannerStage::Active { confirmed: true, .. })));
    let after = world.noted().len();
    world.carrier(|report| {
        report.state = Some(CarrierState::Live);
        report.page = Some(ODD.into());
        report.hidden = Some(["card number".into(), "password".into()].into());
    });
    assert_eq!(world.noted().len(), after, "{:?}", world.noted());
    assert!(world.is_whole());
}

#[test]
fn a_carrier_that_reports_without_end_neither_pushes_out_what_was_agreed_to_nor_makes_it_say_what_is_not_so() {
    let mut world = World::in_session("view");
    let before = world.noted().len();
    for page in 0..1_000 {
        world.carrier(|report| report.hidden = Some([format!("card number {page}").into()].into()));
        world.carrier(|report| report.page = Some(format!("/{page}").into()));
        world.carrier(|report| report.state = Some(CarrierState::Lost));
        world.carrier(|report| report.state = Some(CarrierState::Live));
    }
    let noted = world.noted();
    assert_eq!(noted.len(), before + 3 * 32 + 1, "what is hidden, pages, rests, and that some are left out");
    assert_eq!(noted.iter().filter(|step| *step == "omitted").count(), 1);
    let rests: Vec<_> = noted.iter().filter(|step| ["lost", "resumed"].contains(&step.as_str())).collect();
    assert_eq!(*rests.last().unwrap(), "resumed");
    world.agent.close_dialog(DIALOG, None);
    world.over();
    assert_eq!((world.noted()[1].as_str(), world.noted().last().unwrap().as_str()), ("accepted", "ended"));
}

#[test]
fn a_pause_is_noted_as_over_however_often_there_was_one() {
    let mut world = World::in_session("view");
    world.carrier(|report| report.state = Some(CarrierState::Lost));
    for _ in 0..15 {
        world.carrier(|report| report.state = Some(CarrierState::Live));
        world.carrier(|report| report.state = Some(CarrierState::Paused));
    }
    world.carrier(|report| report.state = Some(CarrierState::Lost));
    assert_eq!(world.noted().last().unwrap(), "lost", "the thirty-second");
    world.carrier(|report| report.state = Some(CarrierState::Live));
    assert_eq!(world.noted().last().unwrap(), "resumed");
}

#[test]
fn what_was_hidden_is_noted_whole_and_not_for_a_call_where_nobody_is_told() {
    let names = |last: &str| -> std::rc::Rc<[std::rc::Rc<str>]> {
        (0..20).map(|n| if n == 19 { last.into() } else { format!("{n:0100}").into() }).collect()
    };
    let mut world = World::in_session("view");
    for last in ["password", "nothing else"] {
        world.carrier(|report| report.hidden = Some(names(last)));
        assert!(world.entries().last().unwrap()["hidden"].as_str().unwrap().ends_with(last));
    }
    let mut world = World::hiding(&"x".repeat(5_000));
    world.invite(DIALOG, "VOICE_CALL", 120);
    world.until("invited", World::can_answer);
    assert_eq!(world.entries()[0]["hidden"], Value::Null);
    world.agent.close_dialog(DIALOG, None);
    world.over();
    world.invite(SECOND, "view", 120);
    world.until("invited", World::can_answer);
    let hidden = world.entries().pop().unwrap()["hidden"].as_str().unwrap().to_owned();
    assert!(hidden.ends_with("x…") && hidden.chars().count() == 2_201, "what is left out shows");
}

#[test]
fn control_ends_with_the_page_on_which_it_was_given() {
    let mut world = World::in_session("shared");
    world.carrier(|report| (report.can, report.state) = (Some((true, true)), Some(CarrierState::Live)));
    world.carrier(|report| report.control = Some(Control::Asked));
    let key = world.state().cobrowse.invitations[0].key.clone();
    world.intent(Intent::Control { key, granted: true });
    world.reload();
    world.until("it runs", |world| matches!(world.banner(), Some(BannerStage::Active { confirmed: true, .. })));
    world.carrier(|report| report.state = Some(CarrierState::Live));
    assert_eq!(world.noted()[4..], ["control-asked", "control-allowed", "control-ended"]);
    for granted in [true, false] {
        let key = world.state().cobrowse.invitations[0].key.clone();
        world.carrier(|report| (report.can, report.control) = (Some((true, true)), Some(Control::Asked)));
        world.intent(Intent::Control { key, granted });
        world.reload();
        world.until("it runs", |world| matches!(world.banner(), Some(BannerStage::Active { confirmed: true, .. })));
    }
    let noted = ["control-asked", "control-allowed", "control-ended", "control-asked", "control-declined"];
    assert_eq!(world.noted()[7..], noted, "also where the agent asks at once");
}

#[test]
fn what_is_reported_before_the_service_speaks_stands_behind_the_beginning() {
    let mut world = World::talking();
    world.page_takes = vec!["accepted"];
    world.invite(DIALOG, "view", 120);
    world.until("invited", World::can_answer);
    world.answer(Answer::Accepted);
    world.carrier(|report| (report.state, report.page) = (Some(CarrierState::Live), Some("/".into())));
    assert_eq!(world.noted()[2..], ["carried", "started", "page"]);
}

#[test]
fn what_the_page_carries_ends_with_its_consumer_and_is_not_reported_of_by_another_page_load() {
    let carried = || {
        let mut world = World::talking();
        world.page_takes = vec!["accepted"];
        world.invite(DIALOG, "view", 120);
        world.until("invited", World::can_answer);
        world.answer(Answer::Accepted);
        world.carrier(|report| report.state = Some(CarrierState::Live));
        world
    };
    let mut world = carried();
    world.becomes_somebody_else();
    world.until("somebody else", |world| world.noted().last().unwrap() == "ended");
    assert_eq!(world.noted()[2..], ["carried", "started", "ended"]);
    let mut world = carried();
    // The service tells of a session all the same.
    let service = world.state().cobrowse.invitations[0].key.service.clone();
    world.report_of(service.as_str(), "accepted");
    world.reload();
    world.until("it runs", |world| matches!(world.banner(), Some(BannerStage::Active { confirmed: true, .. })));
    world.carrier(|report| report.page = Some("/".into()));
    assert_eq!(world.noted()[2..], ["carried", "started"]);
}

#[test]
fn a_session_that_goes_on_after_a_reload_is_noted_as_resumed_where_it_was_lost_before() {
    let mut world = World::in_session("view");
    world.carrier(|report| report.state = Some(CarrierState::Live));
    world.carrier(|report| report.state = Some(CarrierState::Lost));
    for expected in [["lost", "resumed"], ["lost", "resumed"]] {
        world.reload();
        world.until("it runs", |world| matches!(world.banner(), Some(BannerStage::Active { confirmed: true, .. })));
        world.carrier(|report| report.state = Some(CarrierState::Live));
        let noted = world.noted();
        assert_eq!(noted[noted.len() - 2..], expected);
    }
}
