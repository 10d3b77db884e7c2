//! The consent ledger: what is noted of an invitation, by whom, and what shows damage.

mod kept;
mod reported;

use alongside::app::{Input, Intent};
use alongside::protocol::Millis;
use alongside::store::cobrowse::{Answer, CarrierState};
use alongside::store::view::{BannerStage, Outcome};
use serde_json::Value;

use crate::cobrowse::DIALOG;
use crate::world::{Tag, World};

const SECOND: &str = "c26b9d3b-0000-4000-8000-000000000002";

/// A text that is not as plain as it looks.
const ODD: &str = "Ann \"A\\\" \u{1}\t\u{2028}\u{202e}😀";

impl World {
    /// A conversation on a page that says what it hides.
    fn hiding(hidden: &str) -> Self {
        let mut world = Self::with(|config| config.hidden = hidden.into(), |_| ());
        world.start(true);
        world.until("online", Self::is_online);
        world.send("hello");
        world.until("an agent joins", |world| world.agent.consumer.is_some());
        world
    }

    /// The keys and texts of the entries, oldest first.
    fn kept_entries(&self) -> Vec<(String, String)> {
        let is_entry = |(key, _): &(&String, &String)| key.contains("|ledger|");
        let mut kept: Vec<_> = self.storage.iter().filter(is_entry).map(|(k, v)| (k.clone(), v.clone())).collect();
        kept.sort_by_key(|(key, _)| number(key));
        kept
    }

    fn entries(&self) -> Vec<Value> {
        self.kept_entries().iter().map(|(_, text)| serde_json::from_str(text).unwrap()).collect()
    }

    fn kept_entries_of(&self, dialog: &str) -> Vec<Value> {
        let texts = self.storage.iter().filter(|(key, _)| key.contains("|ledger|")).map(|(_, text)| text);
        texts
            .map(|text| serde_json::from_str(text).unwrap())
            .filter(|entry: &Value| entry["dialogId"] == dialog)
            .collect()
    }

    fn noted(&self) -> Vec<String> {
        self.entries().iter().map(|entry| entry["step"].as_str().unwrap().to_owned()).collect()
    }

    fn is_whole(&mut self) -> bool {
        self.intent(Intent::ReadLedger(true));
        let ledger = self.state().ledger.clone().expect("it is read");
        assert_eq!(ledger.offset, self.state().clock_offset.unwrap_or_default());
        self.intent(Intent::ReadLedger(false));
        assert!(self.state().ledger.is_none());
        ledger.is_whole
    }

    fn saved(&mut self) -> Value {
        self.intent(Intent::SaveLedger);
        serde_json::from_str(&self.files.pop().expect("a file")).unwrap()
    }

    fn over(&mut self) {
        self.until("over", |world| !world.state().cobrowse.invitations.iter().any(|one| one.phase.is_live()));
    }
}

fn number(key: &str) -> u64 {
    let id = key.rsplit('|').next().unwrap();
    id.split('-').next().unwrap().parse().unwrap()
}

#[test]
fn a_session_is_noted_from_the_question_to_its_end() {
    let mut world = World::hiding("passwords");
    world.invite(DIALOG, "view", 120);
    world.until("invited", World::can_answer);
    assert_eq!(world.noted(), ["invited"]);
    world.answer(Answer::Accepted);
    assert_eq!(world.noted(), ["invited", "accepted"], "within the click");
    world.report("accepted");
    world.report("joined");
    world.until("joined", |world| matches!(world.banner(), Some(BannerStage::Active { joined: true, .. })));
    let key = world.state().cobrowse.invitations[0].key.clone();
    world.intent(Intent::End(key.clone()));
    world.intent(Intent::End(key.clone()));
    world.over();
    assert_eq!(world.noted(), ["invited", "accepted", "started", "joined", "ending", "ended"]);
    let entries = world.entries();
    let now = world.server_now().0;
    for entry in &entries {
        assert_eq!(entry["conversationId"], key.conversation.as_str());
        assert_eq!(entry["dialogId"], DIALOG);
        assert_eq!(entry["serviceId"], key.service.as_str());
        assert_eq!(entry["invitedAt"], key.stamp.0);
        assert_eq!((&entry["agentId"], &entry["agentName"]), (&world.agent.old_id.as_str().into(), &"Ada".into()));
        assert_eq!(entry["mode"], "view");
        assert!((now - 60_000..=now).contains(&entry["at"].as_i64().unwrap()), "{entry} by the service's clock");
    }
    for (place, is_question) in [(0, true), (1, true), (2, false)] {
        assert_eq!(entries[place]["hidden"] == "passwords", is_question, "{}", entries[place]);
        assert_eq!(entries[place]["expires"].is_i64(), is_question, "{}", entries[place]);
    }
    assert_eq!(entries[5]["reason"], "ended");
    assert!(world.is_whole());
}

#[test]
fn what_was_not_agreed_to_is_noted_with_its_reason() {
    let check = |end: fn(&mut World), steps: &[&str], reason: Option<&str>| {
        let mut world = World::invited("follow");
        end(&mut world);
        world.over();
        world.run_for(Millis::from_secs(200));
        assert_eq!(world.noted(), steps);
        assert_eq!(world.entries().last().unwrap()["reason"].as_str(), reason);
    };
    check(|world| world.answer(Answer::Declined), &["invited", "declined"], None);
    check(|world| world.run_for(Millis::from_secs(130)), &["invited", "ended"], Some("expired"));
    check(
        |world| world.agent.close_dialog(DIALOG, Some("cancel_invitation")),
        &["invited", "ended"],
        Some("cancelled"),
    );
}

#[test]
fn an_invitation_that_takes_the_place_of_another_ends_that_one() {
    let mut world = World::talking();
    world.tell(&[(DIALOG, "INVITED", 10)]);
    world.until("invited", World::can_answer);
    world.tell(&[(DIALOG, "INVITED", 10), (SECOND, "INVITED", 5)]);
    world.until("noted", |world| world.noted().len() == 3);
    let entries = world.entries();
    let mut told: Vec<_> =
        entries[1..].iter().map(|entry| [&entry["dialogId"], &entry["step"], &entry["reason"]]).collect();
    told.sort_by_key(|told| told[1].to_string());
    assert_eq!(
        told,
        [[&DIALOG.into(), &"ended".into(), &"replaced".into()], [&SECOND.into(), &"invited".into(), &Value::Null]]
    );
}

#[test]
fn an_answer_that_the_tag_did_not_take_is_noted_as_that_and_the_next_one_again() {
    let mut world = World::invited("view");
    world.tag = Tag::Throwing;
    world.answer(Answer::Accepted);
    assert_eq!(world.noted(), ["invited", "accepted", "answer-failed"]);
    world.tag = Tag::Ready;
    world.answer(Answer::Accepted);
    assert_eq!(world.noted()[3..], ["accepted"]);
}

#[test]
fn a_reload_notes_nothing_twice_and_an_end_that_nobody_saw_is_noted_once_somebody_looks() {
    let mut world = World::in_session("view");
    let before = world.noted();
    world.reload();
    world.until("it runs", |world| matches!(world.banner(), Some(BannerStage::Active { confirmed: true, .. })));
    assert_eq!(world.noted(), before);
    world.input(Input::PageHidden);
    world.agent.close_dialog(DIALOG, None);
    world.run_for(Millis::from_secs(30));
    assert_eq!(world.noted(), before, "nobody looks");
    world.reload();
    world.until("noted", |world| world.noted().last().unwrap() == "ended");
    assert_eq!(world.noted().len(), before.len() + 1);
    assert!(world.is_whole());
}

impl World {
    /// This tab does not send any more: another one does.
    fn gives_way(&mut self) {
        self.run_for(Millis::from_secs(1));
        self.lock_after = Millis::from_secs(3_600);
        self.interrupt(1_006);
        self.until("online again", Self::is_online);
    }
}

#[test]
fn a_session_that_the_page_carries_is_noted_in_its_tab_to_the_end_and_by_no_other() {
    for sends in [true, false] {
        let mut world = World::talking();
        if !sends {
            world.gives_way();
            world.lock_after = Millis(0);
        }
        world.page_takes = vec!["accepted"];
        world.invite(DIALOG, "view", 120);
        world.until("invited", World::can_answer);
        world.answer(Answer::Accepted);
        world.carrier(|report| report.state = Some(CarrierState::Live));
        world.agent.close_dialog(DIALOG, None);
        world.run_for(Millis::from_secs(200));
        let running = ["invited", "accepted", "carried", "started", "joined"];
        assert_eq!(world.noted(), running[..4], "what the service says of it counts for nothing");
        world.carrier(|report| report.joined = true);
        assert_eq!(world.noted(), running);
        // Another tab of the browser loads, and has nothing to do with it.
        let (app, published) = (world.app.clone(), world.published.clone());
        world.reload();
        world.intent(Intent::Open);
        world.until("online", World::is_online);
        world.run_for(Millis::from_secs(30));
        assert_eq!(world.noted(), running);
        (world.app, world.published) = (app, published);
        world.carrier(|report| report.state = Some(CarrierState::Ended));
        assert_eq!(world.noted().last().unwrap(), "ended");
        assert_eq!(world.noted().len(), 6);
    }
}

#[test]
fn what_another_tab_has_noted_and_this_one_has_not_heard_of_has_not_ended() {
    let kept = World::accepted("view").kept_entries();
    let mut world = World::talking();
    world.run_for(Millis::from_secs(1));
    for (key, text) in kept {
        world.storage.insert(key.clone(), text.clone());
        world.input(Input::Kept { key, value: Some(text) });
    }
    world.interrupt(1_006);
    world.until("online again", World::is_online);
    world.run_for(Millis::from_secs(5));
    assert_eq!(world.noted(), ["invited", "accepted"], "it may have overtaken the list of all");
    world.run_for(Millis::from_secs(30));
    world.interrupt(1_006);
    world.until("noted", |world| world.noted().last().unwrap() == "ended");
    assert_eq!(world.noted().len(), 3);
}

#[test]
fn a_session_that_runs_has_not_ended_because_the_services_clock_is_not_known_yet() {
    for shared in [true, false] {
        let mut world = World::in_session("view");
        world.run_for(Millis::from_secs(30));
        let before = world.noted();
        (world.shared, world.loses) = (shared, "GetClock");
        world.reload();
        world.until("it runs", |world| matches!(world.banner(), Some(BannerStage::Active { confirmed: true, .. })));
        world.run_for(Millis::from_secs(5));
        assert_eq!(world.noted(), before, "{shared}");
    }
}

#[test]
fn what_became_of_an_invitation_that_nobody_saw_is_not_guessed() {
    for shared in [true, false] {
        let mut world = World::invited("follow");
        world.shared = shared;
        world.input(Input::PageHidden);
        world.run_for(Millis::from_secs(300));
        world.reload();
        world.intent(Intent::Open);
        world.until("noted", |world| world.noted().last().unwrap() == "ended");
        let last = world.entries().pop().unwrap();
        assert_eq!([&last["reason"], &last["mode"], &last["agentName"]], ["unseen", "follow", "Ada"]);
    }
}

#[test]
fn one_tab_of_several_notes_what_the_service_tells() {
    let mut world = World::talking();
    world.run_for(Millis::from_secs(1));
    // Another tab sends for all from now on, as this one was disconnected for a moment.
    world.lock_after = Millis::from_secs(3_600);
    world.interrupt(1_006);
    world.until("online again", World::is_online);
    world.invite(DIALOG, "view", 120);
    world.until("invited", |world| matches!(world.banner(), Some(BannerStage::Invited { .. })));
    world.agent.close_dialog(DIALOG, None);
    world.until("over", |world| {
        matches!(world.banner(), Some(BannerStage::Over(Outcome::InvitationEnded | Outcome::Cancelled)))
    });
    assert_eq!(world.noted(), [""; 0]);
}

#[test]
fn tabs_that_see_it_otherwise_and_share_no_lock_do_not_contradict_each_other_without_end() {
    let in_session = || {
        let mut world = World::in_session("view");
        world.shared = false;
        world.reload();
        world.until("it runs", |world| matches!(world.banner(), Some(BannerStage::Active { confirmed: true, .. })));
        world
    };
    let mut other = in_session();
    other.agent.close_dialog(DIALOG, None);
    other.over();
    let (key, text) = other.kept_entries().pop().unwrap();
    assert!(text.contains("\"ended\""), "{text}");
    let mut world = in_session();
    world.storage.insert(key.clone(), text.clone());
    world.input(Input::Kept { key, value: Some(text) });
    world.run_for(Millis::from_secs(1));
    assert_eq!(world.noted().last().unwrap(), "ended", "the other tab will be told of what this one sees, or is right");
    world.agent.close_dialog(DIALOG, None);
    world.over();
    assert_eq!(world.noted().iter().filter(|step| *step == "ended").count(), 1);
}
