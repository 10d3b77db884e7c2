//! Sessions in odd orders: beside each other, carried by the page, ended in between, accepted elsewhere.

use alongside::app::{Input, Intent};
use alongside::protocol::Millis;
use alongside::store::cobrowse::{Answer, CarrierState, Control, Report};
use alongside::store::view::{BannerStage, Outcome, banner};

use crate::cobrowse::DIALOG;
use crate::world::World;

const SECOND: &str = "c26b9d3b-0000-4000-8000-000000000002";

impl World {
    fn carrier_says(&mut self, state: Option<CarrierState>, control: Option<Control>, can: Option<(bool, bool)>) {
        let service = self.state().cobrowse.invitations.last().expect("an invitation").key.service.clone();
        let report = Report { state, can, control, ..Report::of(service) };
        self.input(Input::Reported(report));
    }
    fn state_is(&mut self, state: CarrierState) {
        self.carrier_says(Some(state), None, None);
    }
    fn taken(seconds: i64) -> Self {
        let mut world = Self::talking();
        world.page_takes = vec!["invited"];
        world.invite(DIALOG, "view", seconds);
        world.until("invited", Self::can_answer);
        world
    }
    fn end_first(&mut self) {
        let key = self.state().cobrowse.invitations[0].key.clone();
        self.intent(Intent::End(key));
    }
    fn ends(&self) -> usize {
        self.heard.iter().filter(|text| text.contains("UpdateConversationField")).count()
    }
}

#[test]
fn page_carried_session_is_not_reconnecting_for_ever() {
    let mut world = World::taken(30);
    world.answer(Answer::Accepted);
    world.state_is(CarrierState::Live);
    world.run_for(Millis::from_secs(60));
    world.interrupt(1006);
    world.run_for(Millis::from_secs(30));
    world.state_is(CarrierState::Live);
    assert!(matches!(world.banner(), Some(BannerStage::Active { confirmed: true, .. })), "{:?}", world.banner());
}

#[test]
fn page_that_takes_its_time_to_start_is_shown() {
    let mut world = World::taken(30);
    world.run_for(Millis::from_secs(20));
    world.answer(Answer::Accepted);
    // getDisplayMedia waits for the person.
    world.run_for(Millis::from_secs(25));
    world.state_is(CarrierState::Live);
    assert!(matches!(world.banner(), Some(BannerStage::Active { .. })), "{:?} {:?}", world.banner(), world.warnings);
}

#[test]
fn end_of_what_the_page_carries_after_its_dialog_has_closed() {
    let mut world = World::taken(30);
    world.answer(Answer::Accepted);
    world.state_is(CarrierState::Live);
    world.run_for(Millis::from_secs(60));
    world.end_first();
    world.run_for(Millis::from_secs(1));
    assert_eq!(
        (world.banner(), world.ends()),
        (Some(BannerStage::Ending { slow: false }), 0),
        "there is nothing to close"
    );
    world.state_is(CarrierState::Ended);
    assert_eq!(world.banner(), Some(BannerStage::Over(Outcome::SessionEnded)));
}

#[test]
fn the_service_is_asked_to_close_what_the_page_says_is_over() {
    for state in [CarrierState::Ended, CarrierState::Failed] {
        let mut world = World::taken(120);
        world.answer(Answer::Accepted);
        world.state_is(state);
        world.run_for(Millis::from_secs(5));
        assert_eq!(world.ends(), 1, "{state:?}");
    }
}

/// A notification with two dialogs of one conversation, as the service tells them: name, mode, state, seconds ago.
fn tell(world: &mut World, dialogs: &[(&str, &str, &str, i64)]) {
    let (now, conversation) = (world.server_now().0, world.agent.conversation_id());
    let service = format!("{}#{conversation}", world.agent.consumer.clone().unwrap());
    let dialogs: Vec<_> = dialogs
        .iter()
        .map(|(name, mode, state, ago)| {
            let made = now - ago * 1_000;
            serde_json::json!({ "dialogId": name, "dialogType": "OTHER", "channelType": "COBROWSE", "state": "OPEN",
                "creationTs": made - made % 1_000, "metaData": { "serviceId": service, "mode": mode,
                "sessionState": state, "expires": (made / 1_000 + 120) } })
        })
        .collect();
    let notification = serde_json::json!({ "kind": "notification", "type": "cqm.ExConversationChangeNotification",
        "body": { "changes": [{ "type": "UPSERT", "result": { "convId": conversation, "conversationDetails": {
            "stage": "OPEN", "metaDataLastUpdateTs": now, "dialogs": dialogs } } }] } });
    world.answer_with(&notification.to_string());
}

#[test]
fn a_session_can_be_ended_while_another_invitation_stands() {
    let mut world = World::talking();
    tell(&mut world, &[("one", "view", "ACCEPTED", 30), ("two", "VOICE_CALL", "INVITED", 1)]);
    world.run_for(Millis(100));
    let shown = banner(world.state()).unwrap();
    assert!(matches!(shown.stage, BannerStage::Invited { .. }), "{:?}", shown.stage);
    let [session] = &*shown.others else { panic!("{:?}", shown.others) };
    assert_eq!((session.key.dialog.as_str(), session.is_call), ("one", false));
    world.intent(Intent::End(session.key.clone()));
    world.run_for(Millis(100));
    assert_eq!(world.ends(), 1);
}

#[test]
fn a_session_is_known_while_a_call_goes_on_as_well() {
    let mut world = World::talking();
    tell(&mut world, &[("one", "view", "ACCEPTED", 30), ("two", "VOICE_CALL", "ACCEPTED", 20)]);
    world.run_for(Millis(100));
    let modes: Vec<_> = world.state().cobrowse.running().map(|session| session.mode.is_call()).collect();
    assert_eq!(modes, [false, true], "somebody sees the page");
}

#[test]
fn what_went_wrong_with_a_call_is_said_of_the_call() {
    let mut world = World::talking();
    tell(&mut world, &[("one", "VOICE_CALL", "ACCEPTED", 30), ("two", "view", "ACCEPTED", 20)]);
    world.run_for(Millis(100));
    world.input(Input::CallFailed("no camera".into()));
    let said: Vec<_> = world
        .state()
        .cobrowse
        .invitations
        .iter()
        .map(|i| (i.mode.clone(), i.phase, i.carried.message.clone()))
        .collect();
    assert!(said[0].2.is_some() && said[1].2.is_none(), "{said:?}");
}

#[test]
fn the_end_that_an_older_carrier_reports_is_not_that_of_the_newer() {
    let mut world = World::in_session("view");
    let late = world.state().cobrowse.invitations[0].key.clone();
    world.agent.close_dialog(DIALOG, None);
    world.pump();
    world.until("over", |world| !matches!(world.banner(), Some(BannerStage::Active { .. })));
    world.invite(SECOND, "view", 120);
    world.until("invited", World::can_answer);
    world.answer(Answer::Accepted);
    let (dialog, state) = (Some(late.dialog.clone()), Some(CarrierState::Ended));
    world.input(Input::Reported(Report { dialog, state, ..Report::of(late.service.clone()) }));
    assert!(matches!(world.banner(), Some(BannerStage::Accepting { .. })), "{:?}", world.banner());
}

#[test]
fn a_call_accepted_just_before_a_reload_gets_its_slider() {
    let mut world = World::accepted("VOICE_CALL");
    let service = world.published.last().unwrap().clone();
    world.reload();
    world.until("accepting", |world| matches!(world.banner(), Some(BannerStage::Accepting { .. })));
    world.published.push(service);
    world.report("accepted");
    world.published.clear();
    world.until("it runs", |world| matches!(world.banner(), Some(BannerStage::Active { .. })));
    world.input(Input::CallResumed);
    world.run_for(Millis::from_secs(5));
    assert_eq!(world.published_events(), ["sliderOpened"]);
}

#[test]
fn a_new_windows_word_is_one_that_the_other_understands() {
    let mut world = World::talking();
    let me = world.state().me.clone().unwrap();
    // A second window: what is kept is the same, the lock is the first one's.
    world.input(Input::PageHidden);
    world.run_for(Millis::from_secs(1));
    world.network_up = false;
    world.told.clear();
    world.config.seed += 1;
    let stored = world.storage.clone().into_iter().collect();
    world.app = alongside::app::App::new(world.config.clone(), stored, world.now);
    world.lock_after = Millis::from_secs(3_600);
    world.input(Input::Focused(true));
    world.start(true);
    world.input(Input::Locked(alongside::app::Lock::Identity));
    world.run_for(Millis(400));
    world.network_up = true;
    world.until("online", World::is_online);
    world.run_for(Millis::from_secs(20));
    let told: Vec<_> = world.told.iter().filter(|key| key.ends_with("|focused")).collect();
    let name = format!("{}|focused", me.as_str());
    assert!(told.iter().any(|key| key.ends_with(&name)), "{told:?} and not {name}");
}

#[test]
fn of_three_windows_the_one_in_the_middle_does_not_keep_the_lock() {
    let mut world = World::talking();
    world.run_for(Millis(200));
    let me = world.agent.consumer.clone().unwrap();
    let (prefix, name) = (world.storage.keys().next().unwrap().clone(), format!("{me}|focused"));
    let key = prefix.split_inclusive('|').take(3).collect::<String>() + &name;
    world.input(Input::Focused(false));
    world.lock_after = Millis::from_secs(3_600);
    // Gives it to a window that is turned to, and waits.
    world.input(Input::Kept { key: key.clone(), value: Some("one".into()) });
    world.input(Input::Kept { key: key.clone(), value: None });
    assert!(!world.state().may_answer);
    // Another one is turned to; this one waits, not focused, before that one in the queue.
    let again = key.clone();
    world.input(Input::Kept { key: key.clone(), value: Some("two".into()) });
    world.input(Input::Kept { key, value: None });
    world.input(Input::Locked(alongside::app::Lock::Answers));
    assert!(world.state().may_answer);
    // The one that waits says so again and again.
    world.input(Input::Kept { key: again, value: Some("three".into()) });
    assert!(!world.state().may_answer, "it does not hold what the window with the focus waits for");
}

#[test]
fn a_session_that_the_page_says_has_failed_does_not_come_back() {
    let mut world = World::talking();
    world.page_takes = vec!["accepted"];
    world.invite(DIALOG, "shared", 120);
    world.until("invited", World::can_answer);
    world.answer(Answer::Accepted);
    world.report("accepted");
    world.state_is(CarrierState::Live);
    world.carrier_says(None, None, Some((true, true)));
    world.carrier_says(None, Some(Control::Asked), None);
    let key = world.state().cobrowse.invitations[0].key.clone();
    world.intent(Intent::Control { key, granted: true });
    world.run_for(Millis::from_secs(1));
    world.state_is(CarrierState::Failed);
    assert_eq!(world.banner(), Some(BannerStage::Over(Outcome::Failed)));
    world.interrupt(1006);
    world.run_for(Millis::from_secs(2));
    let carried = banner(world.state()).map(|shown| shown.carried.control);
    assert!(!matches!(world.banner(), Some(BannerStage::Active { .. })), "{:?} control {carried:?}", world.banner());
}

#[test]
fn what_the_page_carries_ends_when_the_page_says_so() {
    let mut world = World::taken(120);
    world.answer(Answer::Accepted);
    world.state_is(CarrierState::Live);
    world.end_first();
    world.run_for(Millis::from_secs(5));
    assert!(matches!(world.banner(), Some(BannerStage::Ending { .. })), "{:?}: nobody has said so", world.banner());
}

#[test]
fn another_consumer_ends_what_the_page_carries_and_it_is_told() {
    let mut world = World::talking();
    world.page_takes = vec!["invited"];
    world.invite(DIALOG, "view", 120);
    world.until("invited", World::can_answer);
    world.answer(Answer::Accepted);
    world.state_is(CarrierState::Live);
    let me = world.state().me.clone();
    world.becomes_somebody_else();
    world.run_for(Millis::from_secs(60));
    let now = world.state().me.clone();
    let steps: Vec<_> = world.announced.iter().map(|step| step.name).collect();
    assert!(steps.last() == Some(&"ended"), "{steps:?} {:?} {me:?} -> {now:?}", world.banner());
}

#[test]
fn that_the_consumer_has_ended_it_is_known_after_a_reload() {
    let mut world = World::in_session("view");
    world.cut_network();
    world.until("lost", |world| !world.is_online());
    world.end_first();
    world.reload();
    world.network_up = true;
    world.until("online", World::is_online);
    world.run_for(Millis::from_secs(5));
    assert!(!matches!(world.banner(), Some(BannerStage::Active { .. })), "{:?}", world.banner());
}

#[test]
fn a_slider_is_told_of_the_call_that_goes_on_and_of_no_other() {
    let mut world = World::in_session("VOICE_CALL");
    world.reload();
    world.until("it runs", |world| matches!(world.banner(), Some(BannerStage::Active { .. })));
    world.input(Input::CallResumed);
    world.agent.close_dialog(DIALOG, None);
    world.pump();
    world.until("it is over", |world| !world.call_screen);
    world.published.clear();
    // The next one is accepted in another tab.
    tell(&mut world, &[("two", "VOICE_CALL", "ACCEPTED", 0)]);
    world.run_for(Millis::from_secs(2));
    assert!(world.published.is_empty(), "{:?}", world.published_events());
}

#[test]
fn what_was_accepted_elsewhere_is_not_this_pages_and_ends_with_its_dialog() {
    let mut world = World::talking();
    world.page_takes = vec!["invited"];
    tell(&mut world, &[("one", "view", "INVITED", 5)]);
    world.run_for(Millis::from_secs(1));
    assert!(world.can_answer());
    tell(&mut world, &[("one", "view", "ACCEPTED", 6)]);
    world.run_for(Millis::from_secs(1));
    assert!(matches!(world.banner(), Some(BannerStage::Active { .. })), "{:?}", world.banner());
    tell(&mut world, &[]);
    world.run_for(Millis::from_secs(1));
    assert!(!matches!(world.banner(), Some(BannerStage::Active { .. })), "for ever: {:?}", world.banner());
}
