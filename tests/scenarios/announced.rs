//! What the page is told of CoBrowse by events on the element, and what happens where it does the rest itself.

use alongside::app::Intent;
use alongside::protocol::Millis;
use alongside::store::cobrowse::Answer;
use alongside::store::view::{AcceptGate, BannerStage, Outcome};

use crate::cobrowse::DIALOG;
use crate::world::{Tag, World};

impl World {
    fn steps(&self) -> Vec<&'static str> {
        self.announced.iter().map(|step| step.name).collect()
    }

    fn member(&self, name: &str) -> Option<&str> {
        let step = self.announced.last().expect("a step");
        step.texts.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }
}

#[test]
fn a_page_can_follow_a_session_from_its_invitation_to_its_end() {
    let mut world = World::invited("view");
    assert_eq!(world.steps(), ["invited"]);
    let consumer = world.agent.consumer.clone().unwrap();
    let service = format!("{consumer}#{}", world.agent.conversation_id());
    let known = [
        ("serviceId", service.as_str()),
        ("dialogId", DIALOG),
        ("agentId", &world.agent.old_id),
        ("agentName", "Ada"),
        ("visitorName", "Visitor"),
        ("mode", "view"),
    ];
    for (name, value) in known {
        assert_eq!(world.member(name), Some(value), "{name}");
    }
    let left = world.announced[0].expires.unwrap() - world.now;
    assert!((118_000..=120_000).contains(&left.0), "{left:?} by the clock of the page, which is minutes behind");
    world.answer(Answer::Accepted);
    assert_eq!(world.steps(), ["invited", "accepted"], "from the click itself");
    world.report("accepted");
    world.until("it runs", |world| world.steps().last() == Some(&"started"));
    world.report("joined");
    world.until("joined", |world| world.steps().last() == Some(&"joined"));
    world.reload();
    world.until("it runs", |world| world.steps() == ["started", "joined"]);
    let key = world.state().cobrowse.invitations[0].key.clone();
    world.intent(Intent::End(key));
    assert_eq!(world.steps().last(), Some(&"ending"), "from the click itself");
    world.until("it is over", |world| world.steps().last() == Some(&"ended"));
    assert_eq!(world.member("reason"), Some("ended"));
    assert_eq!(world.steps().len(), 4);
}

#[test]
fn the_end_of_an_invitation_is_told_with_its_reason() {
    let check = |end: fn(&mut World), steps: &[&str], reason| {
        let mut world = World::invited("view");
        end(&mut world);
        world.until("it is over", |world| world.steps().last() == Some(&"ended"));
        assert_eq!((world.steps(), world.member("reason")), (steps.to_vec(), Some(reason)));
    };
    check(|world| world.answer(Answer::Declined), &["invited", "declined", "ended"], "declined");
    check(|world| world.run_for(Millis::from_secs(121)), &["invited", "ended"], "expired");
    let cancel = |world: &mut World| {
        world.agent.close_dialog(DIALOG, Some("cancel_invitation"));
        world.pump();
    };
    check(cancel, &["invited", "ended"], "cancelled");
}

#[test]
fn a_page_that_takes_an_invitation_needs_no_tag_and_no_tag_hears_of_it() {
    for tag in [Tag::Absent, Tag::Ready] {
        for (answer, step) in [(Answer::Accepted, "accepted"), (Answer::Declined, "declined")] {
            let mut world = World::talking();
            world.tag = tag;
            world.page_takes = vec!["invited"];
            world.invite(DIALOG, "view", 120);
            world.until("invited", World::can_answer);
            let Some(BannerStage::Invited { accept, .. }) = world.banner() else { panic!("{:?}", world.banner()) };
            assert_eq!(accept, AcceptGate::Ready);
            world.answer(answer);
            assert_eq!(world.steps()[..2], ["invited", step]);
            world.run_for(Millis::from_secs(20));
            assert!(world.published.is_empty(), "{:?}", world.published);
            assert!(world.warnings.iter().all(|line| !line.contains("lpTag")), "{:?}", world.warnings);
        }
    }
}

#[test]
fn a_page_can_take_the_answer_alone() {
    let mut world = World::talking();
    world.page_takes = vec!["accepted"];
    world.invite(DIALOG, "view", 120);
    world.until("invited", World::can_answer);
    world.answer(Answer::Accepted);
    assert_eq!(world.published_events(), ["cobrowseOffered"]);
    assert_eq!(world.banner(), Some(BannerStage::Accepting { slow: false }));
}

#[test]
fn a_no_is_told_at_once_though_the_tag_is_still_to_come() {
    let mut world = World::talking();
    world.tag = Tag::Absent;
    world.invite(DIALOG, "view", 120);
    world.until("invited", World::can_answer);
    world.answer(Answer::Declined);
    assert_eq!(world.steps(), ["invited", "declined"]);
    world.tag = Tag::Ready;
    world.pump();
    assert_eq!(world.published_events(), ["cobrowseOffered", "cobrowseDeclined"]);
    assert_eq!(world.steps(), ["invited", "declined", "ended"], "once the tag was told as well");
}

#[test]
fn an_answer_that_is_given_again_is_told_again() {
    let mut world = World::invited("view");
    world.tag = Tag::Throwing;
    world.answer(Answer::Declined);
    assert!(matches!(world.banner(), Some(BannerStage::Invited { failed_before: true, .. })));
    assert_eq!(world.steps(), ["invited", "declined"]);
    world.tag = Tag::Ready;
    world.answer(Answer::Accepted);
    assert_eq!(world.steps(), ["invited", "declined", "accepted"]);
    assert_eq!(world.published_events(), ["cobrowseOffered", "cobrowseAccepted"]);
}

#[test]
fn an_invitation_that_was_answered_before_this_page_is_not_told_as_one_that_stands() {
    let mut world = World::invited("view");
    world.answer(Answer::Declined);
    world.reload();
    world.until("online", World::is_online);
    world.run_for(Millis::from_secs(3));
    assert_eq!(world.steps(), [""; 0]);
    assert_ne!(world.banner(), Some(BannerStage::Over(Outcome::Failed)));
}
