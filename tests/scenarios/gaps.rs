//! Events that the tab was not told: asked for once more, and what stays away then.

use alongside::protocol::Millis;
use serde_json::json;

use crate::world::World;

impl World {
    /// How often the tab asked the service for this.
    /// What developers were told of events that stay away.
    fn told_missing(&self) -> Vec<&String> {
        self.console.iter().filter(|line| line.contains("missing for good")).collect()
    }

    fn agent_says(&mut self, text: &str) {
        self.agent.say(text);
        self.pump();
        self.run_for(Millis(100));
    }

    /// A private note takes a number that consumers are never told.
    fn agent_notes(&mut self) {
        let note = json!({ "type": "ContentEvent", "contentType": "text/plain", "message": "private" });
        let dialog = self.agent.conversation_id();
        let body = json!({ "dialogId": dialog, "event": note, "messageAudience": "AGENTS_AND_MANAGERS" });
        self.agent.ask(".ams.ms.PublishEvent", &body);
        self.pump();
        self.run_for(Millis(100));
    }
}

#[test]
fn a_message_whose_notification_was_lost_is_asked_for_once_and_leaves_no_hole() {
    let mut world = World::talking();
    world.service.faults_mut().lost_events = 1;
    world.agent_says("lost");
    world.agent_says("told");
    assert_eq!(world.transcript(), ["> hello", "< told"]);
    world.until("in order", |world| world.transcript() == ["> hello", "< lost", "< told"]);
    world.run_for(Millis::from_secs(30));
    assert_eq!((world.asked_for("QueryMessages"), world.told_missing().len()), (1, 0));
    let told: Vec<_> = world.receipts().into_iter().filter(|(status, _)| status == "ACCEPT").collect();
    assert_eq!(told.iter().map(|(_, numbers)| numbers.len()).sum::<usize>(), 2, "{told:?}");
}

#[test]
fn a_number_that_nobody_is_told_is_asked_for_once_and_never_again() {
    let mut world = World::talking();
    world.agent_notes();
    world.agent_says("told");
    world.run_for(Millis::from_secs(30));
    assert_eq!((world.asked_for("QueryMessages"), world.told_missing().len()), (1, 1), "{:?}", world.console);
    assert!(world.told_missing()[0].starts_with("1 missing for good from "), "{:?}", world.told_missing());
    world.interrupt(1012);
    world.agent_says("later");
    world.run_for(Millis::from_secs(30));
    assert_eq!(world.transcript(), ["> hello", "< told", "< later"]);
    assert_eq!((world.asked_for("QueryMessages"), world.told_missing().len()), (1, 1));
}

#[test]
fn a_private_note_that_is_told_after_all_is_neither_shown_nor_confirmed() {
    let mut world = World::talking();
    world.agent_says("told");
    world.run_for(Millis::from_secs(2));
    let (transcript, receipts) = (world.transcript(), world.receipts());
    let dialog = world.state().conversation.input.clone().unwrap();
    let next = world.service.log().len();
    let note = json!({ "kind": "notification", "type": "ms.MessagingEventNotification", "body": { "changes": [{
        "sequence": next, "dialogId": dialog.as_str(), "originatorId": "agent", "messageAudience": "AGENTS_AND_MANAGERS",
        "event": { "type": "ContentEvent", "message": "private", "contentType": "text/plain" } }] } });
    world.heard.clear();
    world.answer_with(&note.to_string());
    world.run_for(Millis::from_secs(5));
    assert_eq!((world.transcript(), world.receipts()), (transcript, receipts));
    assert_eq!(world.asked_for("AcceptStatus"), 0, "{:?}", world.heard);
}

#[test]
fn what_the_service_will_not_answer_is_asked_for_by_a_new_subscription() {
    let mut world = World::talking();
    world.service.faults_mut().refuse_query_messages = true;
    for lost in ["lost", "lost as well"] {
        let subscribed = world.asked_for("SubscribeMessagingEvents");
        world.service.faults_mut().lost_events = 1;
        world.agent_says(lost);
        world.agent_says("told");
        world.until("it is there", |world| world.transcript().contains(&format!("< {lost}")));
        world.run_for(Millis::from_secs(30));
        assert_eq!(world.asked_for("SubscribeMessagingEvents"), subscribed + 1);
        assert_eq!(world.told_missing().len(), 0);
    }
    assert_eq!(world.transcript(), ["> hello", "< lost", "< told", "< lost as well", "< told"]);
    // What nobody is told stays away then, too, and is given up.
    world.agent_notes();
    world.agent_says("told");
    world.run_for(Millis::from_secs(30));
    assert_eq!((world.asked_for("QueryMessages"), world.told_missing().len()), (4, 1), "{:?}", world.console);
}

#[test]
fn a_subscription_that_is_refused_leaves_the_one_before_as_it_is() {
    let mut world = World::talking();
    world.service.faults_mut().refuse_query_messages = true;
    world.service.faults_mut().lost_events = 1;
    world.agent_says("lost");
    world.agent_says("told");
    let subscribed = world.asked_for("SubscribeMessagingEvents");
    world.service.faults_mut().refuse_event_subscriptions = true;
    world.until("it is asked for", |world| world.asked_for("SubscribeMessagingEvents") == subscribed + 1);
    world.until("given up", |world| world.told_missing().len() == 1);
    world.agent_says("later");
    assert_eq!(world.transcript(), ["> hello", "< told", "< later"]);
    // The conversation changes, which asks for dialogs that are not subscribed.
    world.invite("3c8e4f4a-9f2b-4f0e-8f4e-2f6f2b1f0c11", "view", 60);
    world.run_for(Millis::from_secs(5));
    assert!(world.app.standing_invitation().is_some());
    assert_eq!(world.asked_for("SubscribeMessagingEvents"), subscribed + 1);
}

#[test]
fn a_message_that_comes_after_it_was_given_up_is_shown_and_acknowledged() {
    let mut world = World::talking();
    world.service.faults_mut().refuse_query_messages = true;
    world.service.faults_mut().slow_notifications = Millis::from_secs(10);
    world.agent_says("slow");
    world.service.faults_mut().slow_notifications = Millis(0);
    world.agent_says("fast");
    world.service.faults_mut().slow_notifications = Millis::from_secs(20);
    world.until("given up", |world| world.told_missing().len() == 1);
    assert_eq!(world.transcript(), ["> hello", "< fast"]);
    world.until("in order", |world| world.transcript() == ["> hello", "< slow", "< fast"]);
    world.run_for(Millis::from_secs(5));
    for status in ["ACCEPT", "READ"] {
        let told: Vec<_> = world.receipts().into_iter().filter(|(of, _)| of == status).collect();
        assert_eq!(told.iter().map(|(_, numbers)| numbers.len()).sum::<usize>(), 2, "{told:?}");
    }
    assert_eq!((world.asked_for("QueryMessages"), world.told_missing().len()), (2, 1));
}

#[test]
fn what_is_missing_is_asked_for_anew_where_the_connection_took_the_answer_along() {
    let mut world = World::talking();
    world.agent_notes();
    world.agent_says("told");
    world.service.faults_mut().lost_answers = true;
    world.until("asked", |world| world.asked_for("QueryMessages") == 1);
    world.service.faults_mut().lost_answers = false;
    world.interrupt(1012);
    assert!(world.told_missing().is_empty());
    world.run_for(Millis::from_secs(30));
    assert_eq!((world.asked_for("QueryMessages"), world.told_missing().len()), (2, 1));
}
