//! Calls: the element into which the tag draws them, what is told after a reload, and what went wrong.

use alongside::app::Input;
use alongside::protocol::Millis;
use alongside::store::cobrowse::Answer;
use alongside::store::view::{BannerStage, banner};

use crate::cobrowse::DIALOG;
use crate::world::{Tag, World};

fn runs(world: &World) -> bool {
    matches!(world.banner(), Some(BannerStage::Active { confirmed: true, .. }))
}

#[test]
fn there_is_an_element_for_a_call_before_the_tag_hears_of_the_answer_and_none_after_its_end() {
    for mode in ["VOICE_CALL", "VIDEO_CALL"] {
        let mut world = World::invited(mode);
        assert!(!world.call_screen);
        // That it is there when the answer is published is asserted where that is performed.
        world.answer(Answer::Accepted);
        assert_eq!(world.published_events(), ["cobrowseOffered", "cobrowseAccepted"]);
        assert!(world.call_screen);
        world.report("accepted");
        world.until("it runs", runs);
        world.agent.close_dialog(DIALOG, None);
        world.pump();
        world.until("it is over", |world| !world.call_screen);
    }
    assert!(!World::in_session("view").call_screen, "nobody draws a call where there is none");
}

#[test]
fn a_call_that_goes_on_after_a_reload_gets_its_element_and_the_tag_is_told() {
    for tag_is_first in [true, false] {
        let mut world = World::in_session("VOICE_CALL");
        world.reload();
        if tag_is_first {
            world.input(Input::CallResumed);
            assert!(world.published.is_empty(), "there is nothing to draw it into");
        }
        world.until("it runs", runs);
        assert!(world.call_screen);
        if !tag_is_first {
            world.input(Input::CallResumed);
        }
        assert_eq!(world.published_events(), ["sliderOpened"]);
        assert!(world.published[0].data.is_empty());
        world.input(Input::CallResumed);
        world.run_for(Millis::from_secs(5));
        assert_eq!(world.published.len(), 1, "once");
    }
}

#[test]
fn a_call_that_began_here_is_not_one_that_goes_on() {
    let mut world = World::in_session("VOICE_CALL");
    world.input(Input::CallResumed);
    assert_eq!(world.published_events(), ["cobrowseOffered", "cobrowseAccepted"]);
}

#[test]
fn what_went_wrong_with_a_call_is_said() {
    let mut world = World::in_session("VIDEO_CALL");
    world.input(Input::CallFailed("The camera cannot be used.".into()));
    assert_eq!(banner(world.state()).unwrap().carried.message.as_deref(), Some("The camera cannot be used."));
    assert!(runs(&world), "whether it goes on the service tells");
    let mut none = World::in_session("view");
    none.input(Input::CallFailed("The camera cannot be used.".into()));
    assert_eq!(banner(none.state()).unwrap().carried.message, None);
}

#[test]
fn a_page_without_the_tag_is_told_of_invitations_that_wait_for_it_and_not_of_a_call_that_runs() {
    let mut world = World::in_session("VOICE_CALL");
    world.reload();
    world.tag = Tag::Absent;
    world.input(Input::Tag { ready: false, ids: std::rc::Rc::default() });
    world.until("it runs", runs);
    world.run_for(Millis::from_secs(10));
    assert!(world.app.wants_tag(), "it is looked at, as it may go on with the call");
    assert!(!world.warnings.iter().any(|line| line.contains("lpTag")), "{:?}", world.warnings);
}
