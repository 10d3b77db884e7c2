//! The CoBrowse invitation: what the page's tag is told, when, and never when not.

use alongside::app::{Input, Intent, TagIds};
use alongside::emulator::HttpRequest;
use alongside::protocol::Millis;
use alongside::store::cobrowse::{Answer, Key};
use alongside::store::view::{AcceptGate, BannerStage, Outcome};

use crate::world::{Tag, World};

pub(crate) const DIALOG: &str = "c26b9d3b-0000-4000-8000-000000000001";

impl World {
    pub(crate) fn invite(&mut self, dialog: &str, mode: &str, seconds: i64) {
        #[expect(clippy::cast_precision_loss, reason = "small numbers")]
        let expires = (self.server_now().0 + seconds * 1_000) as f64 / 1_000.0;
        self.agent.invite(dialog, mode, expires);
        self.pump();
    }

    pub(crate) fn invited(mode: &str) -> Self {
        let mut world = Self::talking();
        world.invite(DIALOG, mode, 120);
        world.until("invited", Self::can_answer);
        world
    }

    pub(crate) fn accepted(mode: &str) -> Self {
        let mut world = Self::invited(mode);
        world.answer(Answer::Accepted);
        world
    }

    /// A session that both sides have joined.
    pub(crate) fn in_session(mode: &str) -> Self {
        let mut world = Self::accepted(mode);
        world.report("accepted");
        world.report("joined");
        world.until("joined", |world| matches!(world.banner(), Some(BannerStage::Active { joined: true, .. })));
        world
    }

    pub(crate) fn can_answer(&self) -> bool {
        matches!(self.banner(), Some(BannerStage::Invited { accept, .. }) if accept != AcceptGate::Elsewhere)
    }

    fn key(&self) -> Key {
        self.app.standing_invitation().expect("an invitation that stands").clone()
    }

    pub(crate) fn answer(&mut self, answer: Answer) {
        let key = self.key();
        self.intent(Intent::Answer { key, answer });
    }

    /// A notification that tells these dialogs and no others: name, state, and how long ago each was made.
    pub(crate) fn tell(&mut self, dialogs: &[(&str, &str, i64)]) {
        let (now, conversation) = (self.server_now().0, self.agent.conversation_id());
        let dialog = |(name, state, ago): &(&str, &str, i64)| {
            let made = now - ago * 1_000;
            serde_json::json!({ "dialogId": name, "dialogType": "OTHER", "channelType": "COBROWSE", "state": "OPEN",
                "creationTs": made - made % 1_000, "metaData": { "serviceId": "s", "mode": "view",
                "sessionState": state, "expires": (made / 1_000 + 30) } })
        };
        let dialogs: Vec<_> = dialogs.iter().map(dialog).collect();
        let notification = serde_json::json!({ "kind": "notification", "type": "cqm.ExConversationChangeNotification",
            "body": { "changes": [{ "type": "UPSERT", "result": { "convId": conversation, "conversationDetails": {
                "stage": "OPEN", "metaDataLastUpdateTs": now, "dialogs": dialogs } } }] } });
        self.answer_with(&notification.to_string());
    }

    /// The page's CoBrowse part tells the service what happened, as the real one does.
    pub(crate) fn report(&mut self, event: &str) {
        let service = self.published.last().unwrap().data["serviceId"].clone();
        self.report_of(&service, event);
    }

    pub(crate) fn report_of(&mut self, service: &str, event: &str) {
        let body = serde_json::json!({ "serviceId": service, "event": event }).to_string().into();
        let request =
            HttpRequest { method: "POST".into(), path: "/cobrowse/10001/report".into(), headers: Vec::new(), body };
        let now = self.server_now();
        let response = self.service.handle_http(now, &request);
        assert!(response.status < 300, "{response:?}");
        self.pump();
    }
}

fn is_active(world: &World, is_joined: bool) -> bool {
    matches!(world.banner(), Some(BannerStage::Active { joined, confirmed: true, .. }) if joined == is_joined)
}

#[test]
fn an_accepted_invitation_publishes_offer_and_answer_with_the_tutorials_members() {
    let mut world = World::invited("view");
    assert_eq!(world.published_events(), ["cobrowseOffered"]);
    world.answer(Answer::Accepted);
    assert_eq!(world.published_events(), ["cobrowseOffered", "cobrowseAccepted"], "from the click itself");
    let consumer = world.agent.consumer.clone().unwrap();
    for published in &world.published {
        assert_eq!(published.app, "lpUnifiedWindow");
        let members: Vec<_> = published.data.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let service = format!("{consumer}#{}", world.agent.conversation_id());
        let agent = world.agent.old_id.as_str();
        assert_eq!(members, [("agentId", agent), ("serviceId", service.as_str()), ("visitorName", "Visitor")]);
    }
    assert_eq!(world.banner(), Some(BannerStage::Accepting { slow: false }));
    world.report("accepted");
    world.until("active", |world| is_active(world, false));
    world.report("joined");
    world.until("joined", |world| is_active(world, true));
    world.agent.close_dialog(DIALOG, None);
    world.pump();
    world.until("ended", |world| world.banner() == Some(BannerStage::Over(Outcome::SessionEnded)));
    world.run_for(Millis::from_secs(10));
    assert_eq!(world.banner(), None, "the end is told for a while");
    assert_eq!(world.published.len(), 2);
}

#[test]
fn a_declined_invitation_is_answered_once() {
    let mut world = World::invited("shared");
    let key = world.key();
    world.answer(Answer::Declined);
    world.intent(Intent::Answer { key: key.clone(), answer: Answer::Accepted });
    world.intent(Intent::Answer { key, answer: Answer::Declined });
    assert_eq!(world.published_events(), ["cobrowseOffered", "cobrowseDeclined"]);
    world.report("declined");
    world.until("closed at the service", |world| world.agent.cobrowse_state(DIALOG).as_deref() == Some("CLOSED"));
    world.run_for(Millis::from_secs(1));
    assert_eq!(world.banner(), Some(BannerStage::Over(Outcome::Declined)), "its closing is not another end");
    world.run_for(Millis::from_secs(9));
    assert_eq!(world.banner(), None);
}

#[test]
fn a_cancelled_invitation_goes_with_a_word() {
    let mut world = World::invited("follow");
    let key = world.key();
    world.agent.close_dialog(DIALOG, Some("cancel_invitation"));
    world.pump();
    world.until("cancelled", |world| world.banner() == Some(BannerStage::Over(Outcome::Cancelled)));
    world.intent(Intent::Answer { key, answer: Answer::Accepted });
    assert_eq!(world.published_events(), ["cobrowseOffered"], "no answer after CLOSED");
}

#[test]
fn an_abbreviated_end_closes_the_invitation_of_its_dialog() {
    let mut world = World::invited("view");
    world.service.faults_mut().bare_closed = true;
    world.agent.close_dialog(DIALOG, None);
    world.pump();
    world.until("ended", |world| matches!(world.banner(), Some(BannerStage::Over(_))));
}

#[test]
fn a_dialog_that_vanishes_has_ended() {
    let mut world = World::invited("view");
    world.service.faults_mut().vanishing_dialogs = true;
    world.agent.close_dialog(DIALOG, None);
    world.pump();
    world.until("ended", |world| world.banner() == Some(BannerStage::Over(Outcome::InvitationEnded)));
}

#[test]
fn the_end_of_the_conversation_ends_the_invitation() {
    let mut world = World::invited("view");
    world.agent.close_conversation();
    world.pump();
    world.until("ended", |world| matches!(world.banner(), Some(BannerStage::Over(_))));
}

#[test]
fn an_invitation_ends_by_the_services_clock_even_when_nothing_comes() {
    let mut world = World::talking();
    world.invite(DIALOG, "view", 30);
    world.until("invited", World::can_answer);
    let key = world.key();
    world.cut_network();
    let Some(BannerStage::Invited { seconds_left, .. }) = world.banner() else { panic!("{:?}", world.banner()) };
    assert!((29..=30).contains(&seconds_left), "{seconds_left}: the local clock is minutes behind");
    world.run_for(Millis::from_secs(20));
    let Some(BannerStage::Invited { seconds_left, .. }) = world.banner() else { panic!("{:?}", world.banner()) };
    assert!((9..=10).contains(&seconds_left), "{seconds_left}");
    world.run_for(Millis::from_secs(11));
    assert_eq!(world.banner(), Some(BannerStage::Over(Outcome::Expired)));
    world.intent(Intent::Answer { key, answer: Answer::Accepted });
    assert_eq!(world.published_events(), ["cobrowseOffered"], "no answer after expiry");
}

#[test]
fn an_acceptance_that_meets_the_end_on_its_way_is_ended() {
    let mut world = World::invited("view");
    world.agent.close_dialog(DIALOG, Some("cancel_invitation"));
    world.pump();
    // The cancellation is on its way: at this moment the invitation still stands here.
    world.answer(Answer::Accepted);
    assert_eq!(world.published_events(), ["cobrowseOffered", "cobrowseAccepted"]);
    world.until("the end wins", |world| world.banner() == Some(BannerStage::Over(Outcome::Cancelled)));
    world.run_for(Millis::from_secs(30));
    assert_eq!(world.published.len(), 2);
}

#[test]
fn an_invitation_told_twice_is_one() {
    let mut world = World::talking();
    world.service.faults_mut().duplicate_notifications = true;
    world.invite(DIALOG, "view", 120);
    world.until("invited", World::can_answer);
    world.run_for(Millis::from_secs(5));
    world.agent.say("please accept");
    world.pump();
    world.run_for(Millis::from_secs(5));
    assert_eq!(world.published_events(), ["cobrowseOffered"]);
    assert_eq!(world.state().cobrowse.invitations.len(), 1);
}

#[test]
fn a_second_invitation_of_the_same_name_is_another_one() {
    let mut world = World::talking();
    world.service.faults_mut().old_cobrowse_ids = true;
    world.invite("COAPP", "view", 120);
    world.until("invited", World::can_answer);
    world.answer(Answer::Declined);
    world.report("declined");
    world.run_for(Millis::from_secs(10));
    world.invite("COAPP", "shared", 120);
    world.until("invited again", World::can_answer);
    assert_eq!(world.published_events(), ["cobrowseOffered", "cobrowseDeclined", "cobrowseOffered"]);
    world.answer(Answer::Accepted);
    assert_eq!(world.published_events().last(), Some(&"cobrowseAccepted"));
}

#[test]
fn unknown_modes_and_states_raise_no_prompt() {
    let mut world = World::talking();
    world.invite(DIALOG, "HOLOGRAM", 120);
    world.run_for(Millis::from_secs(5));
    assert_eq!(world.banner(), None);
    assert!(world.published.is_empty());
    assert!(world.console.iter().any(|line| line.contains("no known mode")), "{:?}", world.console);
}

#[test]
fn an_invitation_that_would_stand_too_long_raises_no_prompt() {
    let mut world = World::talking();
    world.invite(DIALOG, "view", 3_600);
    world.run_for(Millis::from_secs(2));
    assert!(world.banner().is_none() && world.published.is_empty());
}

#[test]
fn accept_waits_for_a_tag_that_loads_late_and_decline_does_not() {
    let mut world = World::talking();
    world.tag = Tag::Absent;
    world.invite(DIALOG, "view", 120);
    world.until("invited", World::can_answer);
    let gate = |world: &World| match world.banner() {
        Some(BannerStage::Invited { accept, .. }) => accept,
        other => panic!("{other:?}"),
    };
    assert_eq!(gate(&world), AcceptGate::GettingReady);
    world.answer(Answer::Accepted);
    assert_eq!(gate(&world), AcceptGate::GettingReady, "a click before its time does nothing");
    world.answer(Answer::Declined);
    assert_eq!(world.banner(), Some(BannerStage::Over(Outcome::Declined)));
    world.tag = Tag::Ready;
    world.pump();
    assert_eq!(world.published_events(), ["cobrowseOffered", "cobrowseDeclined"]);
}

#[test]
fn a_decline_is_not_published_on_a_tag_that_comes_after_the_end() {
    let mut world = World::talking();
    world.tag = Tag::Absent;
    world.invite(DIALOG, "view", 30);
    world.until("invited", World::can_answer);
    world.answer(Answer::Declined);
    world.run_for(Millis::from_secs(40));
    assert!(!world.app.wants_tag(), "nobody waits for the tag any more");
    world.tag = Tag::Ready;
    world.pump();
    world.run_for(Millis::from_secs(5));
    assert!(world.published.is_empty(), "{:?}", world.published);
}

#[test]
fn a_decline_that_the_tag_has_not_taken_goes_with_its_page() {
    let mut world = World::talking();
    world.tag = Tag::Absent;
    world.invite(DIALOG, "view", 120);
    world.until("invited", World::can_answer);
    world.answer(Answer::Declined);
    world.input(Input::PageHidden);
    world.run_for(Millis::from_secs(5));
    world.show_again();
    world.tag = Tag::Ready;
    world.pump();
    world.run_for(Millis::from_secs(5));
    assert!(world.published.iter().all(|published| published.event != "cobrowseDeclined"), "{:?}", world.published);
}

#[test]
fn a_tag_that_throws_leaves_the_invitation_standing_with_a_sentence() {
    let mut world = World::invited("view");
    world.tag = Tag::Throwing;
    world.answer(Answer::Accepted);
    let Some(BannerStage::Invited { failed_before, .. }) = world.banner() else { panic!("{:?}", world.banner()) };
    assert!(failed_before);
    assert!(world.warnings.iter().any(|line| line.contains("did not take the answer")), "{:?}", world.warnings);
    world.tag = Tag::Ready;
    world.answer(Answer::Accepted);
    assert_eq!(world.published_events(), ["cobrowseOffered", "cobrowseAccepted"]);
}

#[test]
fn an_answer_whose_offer_was_not_taken_is_not_published_either() {
    let mut world = World::talking();
    world.tag = Tag::Throwing;
    world.invite(DIALOG, "view", 120);
    world.until("invited", World::can_answer);
    world.answer(Answer::Accepted);
    assert!(matches!(world.banner(), Some(BannerStage::Invited { failed_before: true, .. })));
    world.tag = Tag::Ready;
    world.answer(Answer::Declined);
    assert_eq!(world.published_events(), ["cobrowseOffered", "cobrowseDeclined"]);
}

#[test]
fn the_ids_that_the_page_can_tell_are_told() {
    let mut world = World::talking();
    let ids = [("ssid", "s-1".into()), ("svid", "v-1".into()), ("eid", String::new())];
    world.tag_ids = TagIds::new(ids.into());
    world.invite(DIALOG, "view", 120);
    world.until("offered", |world| !world.published.is_empty());
    let members: Vec<_> = world.published[0].data.keys().copied().collect();
    assert_eq!(members, ["agentId", "serviceId", "ssid", "svid", "visitorName"]);
}

#[test]
fn a_newer_tag_always_gets_session_ids() {
    let mut world = World::with(|config| config.cobrowse_app = "lpCoBrowse".into(), |_| {});
    world.start(true);
    world.send("hello");
    world.until("joined", |world| world.agent.has_joined());
    world.invite(DIALOG, "view", 120);
    world.until("offered", |world| !world.published.is_empty());
    let published = &world.published[0];
    assert_eq!(published.app, "lpCoBrowse");
    assert_eq!((published.data["ssid"].as_str(), published.data["svid"].as_str()), ("page-1", "page-1"));
}

#[test]
fn calls_name_their_mode() {
    let world = World::invited("VIDEO_CALL");
    assert_eq!(world.published[0].data["mode"], "VIDEO_CALL");
}

#[test]
fn a_reload_shows_the_invitation_again_and_offers_it_once_per_page_load() {
    let mut world = World::invited("view");
    assert!(world.storage.iter().any(|(key, value)| key.ends_with("|wake") && value == "now"));
    world.reload();
    world.until("invited again", World::can_answer);
    assert_eq!(world.published_events(), ["cobrowseOffered"]);
}

#[test]
fn a_reload_after_the_answer_neither_prompts_nor_publishes() {
    for answer in [Answer::Accepted, Answer::Declined] {
        let mut world = World::invited("view");
        world.answer(answer);
        world.reload();
        world.until("online", World::is_online);
        world.run_for(Millis::from_secs(3));
        assert!(world.published.is_empty(), "{answer:?}: {:?}", world.published);
        assert!(world.app.standing_invitation().is_none());
    }
}

#[test]
fn a_running_session_is_shown_after_a_reload_and_unconfirmed_while_the_connection_is_lost() {
    let mut world = World::invited("view");
    world.answer(Answer::Accepted);
    world.report("accepted");
    world.until("active", |world| matches!(world.banner(), Some(BannerStage::Active { .. })));
    world.reload();
    world.until("active again", |world| matches!(world.banner(), Some(BannerStage::Active { confirmed: true, .. })));
    assert!(world.published.is_empty());
    world.cut_network();
    world.until("unconfirmed", |world| matches!(world.banner(), Some(BannerStage::Active { confirmed: false, .. })));
    world.network_up = true;
    world.until("confirmed", |world| matches!(world.banner(), Some(BannerStage::Active { confirmed: true, .. })));
}

#[test]
fn a_session_of_an_invitation_in_whose_place_another_stood_is_shown() {
    let mut world = World::talking();
    world.run_for(Millis::from_secs(10));
    world.tell(&[("one", "INVITED", 5)]);
    world.tell(&[("one", "INVITED", 5), ("two", "INVITED", 0)]);
    assert_eq!(world.key().dialog.as_str(), "two");
    // Somebody had accepted the first one before: on another device, or in a tab whose word is on its way.
    world.tell(&[("one", "ACCEPTED", 5), ("two", "INVITED", 0)]);
    assert!(world.state().cobrowse.running().any(|session| session.key.dialog.as_str() == "one"));
    world.answer(Answer::Declined);
    assert!(matches!(world.banner(), Some(BannerStage::Active { .. })), "{:?}", world.banner());
}

#[test]
fn a_session_is_shown_though_a_no_was_never_told_to_the_tag() {
    let mut world = World::talking();
    world.tag = Tag::Absent;
    world.tell(&[("one", "INVITED", 0)]);
    world.answer(Answer::Declined);
    world.run_for(Millis::from_secs(31));
    assert!(!world.app.wants_tag(), "nobody waits for the tag any more");
    world.tell(&[("one", "ACCEPTED", 31)]);
    assert!(matches!(world.banner(), Some(BannerStage::Active { .. })), "{:?}", world.banner());
}

#[test]
fn an_acceptance_of_which_nothing_comes_is_said_to_have_failed() {
    let mut world = World::talking();
    world.invite(DIALOG, "view", 30);
    world.until("invited", World::can_answer);
    world.answer(Answer::Accepted);
    // The end of the service's own invitation does not come through either.
    world.cut_network();
    world.run_for(Millis::from_secs(16));
    assert_eq!(world.banner(), Some(BannerStage::Accepting { slow: true }));
    world.until("failed", |world| world.banner() == Some(BannerStage::Over(Outcome::Failed)));
    assert!(world.now - started(&world) >= Millis::from_secs(39), "not before ten seconds after its end");
}

/// When the invitation that stands was made, by the local clock.
fn started(world: &World) -> Millis {
    world.state().cobrowse.invitations[0].key.stamp - World::SKEW
}

#[test]
fn invitations_wait_for_the_clock_but_not_for_ever() {
    let mut world = World::invited("view");
    world.loses = "GetClock";
    world.reload();
    world.until("held", |world| world.state().conversation.id.is_some());
    let since = world.now;
    world.run_for(Millis::from_secs(4));
    assert_eq!(world.banner(), None, "nothing is judged by a clock that nobody has set");
    assert_eq!(world.state().clock_offset, None);
    world.until("judged", |world| world.banner().is_some());
    assert_eq!(world.now - since, Millis::from_secs(5), "by the newest time that the service told");
}

#[test]
fn a_clock_that_was_guessed_follows_what_the_service_tells() {
    let mut world = World::invited("view");
    world.loses = "GetClock";
    world.reload();
    world.until("guessed", |world| world.state().clock_offset.is_some());
    let guessed = world.state().clock_offset;
    world.run_for(Millis::from_secs(60));
    world.agent.close_conversation();
    world.pump();
    // It has been told of a time that had not come by the clock that it thought.
    world.until("told", |world| world.state().clock_offset > guessed);
    assert!(world.state().server_time(world.now) <= world.server_now());
}

#[test]
fn an_older_notification_does_not_take_the_place_of_a_newer_one_that_waits_for_the_clock() {
    let mut world = World::invited("view");
    world.loses = "GetClock";
    world.reload();
    world.until("held", |world| world.state().conversation.id.is_some());
    let conversation = world.agent.conversation_id();
    let older = serde_json::json!({ "kind": "notification", "type": "cqm.ExConversationChangeNotification",
        "body": { "changes": [{ "type": "UPSERT", "result": { "convId": conversation, "conversationDetails": {
            "stage": "OPEN", "metaDataLastUpdateTs": 1_000, "dialogs": [] } } }] } });
    world.answer_with(&older.to_string());
    world.until("judged", |world| world.state().clock_offset.is_some());
    assert!(matches!(world.banner(), Some(BannerStage::Invited { .. })), "{:?}", world.banner());
}

#[test]
fn a_page_without_a_tag_is_spoken_of_once() {
    let mut world = World::talking();
    world.tag = Tag::Absent;
    world.invite(DIALOG, "view", 120);
    world.until("invited", World::can_answer);
    world.run_for(Millis::from_secs(4));
    assert!(world.warnings.is_empty(), "{:?}", world.warnings);
    world.run_for(Millis::from_secs(200));
    assert_eq!(world.warnings.len(), 1, "{:?}", world.warnings);
    assert!(world.warnings[0].contains("lpTag.events.publish"), "{:?}", world.warnings);
}
