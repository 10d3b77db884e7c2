//! Invitations that are not as they should be: a sentence for developers, no prompt where none is safe, and a chat that goes on.

use alongside::store::view::BannerStage;
use serde_json::{Value, json};

use crate::cobrowse::DIALOG;
use crate::world::World;

impl World {
    /// A notification that tells of one dialog, with some members of its metadata changed or, by `null`, left out.
    fn tell_with(&mut self, changes: &Value) {
        let (now, conversation) = (self.server_now().0, self.agent.conversation_id());
        let mut metadata =
            json!({ "serviceId": "s", "mode": "view", "sessionState": "INVITED", "expires": now / 1_000 + 60 });
        for (name, value) in changes.as_object().unwrap() {
            metadata[name] = value.clone();
        }
        metadata.as_object_mut().unwrap().retain(|_, value| !value.is_null());
        let dialog = json!({ "dialogId": DIALOG, "dialogType": "OTHER", "channelType": "COBROWSE", "state": "OPEN",
            "creationTs": now, "metaData": metadata });
        let main =
            json!({ "dialogId": conversation, "dialogType": "MAIN", "channelType": "MESSAGING", "state": "OPEN" });
        let notification = json!({ "kind": "notification", "type": "cqm.ExConversationChangeNotification",
            "body": { "changes": [{ "type": "UPSERT", "result": { "convId": conversation, "conversationDetails": {
                "stage": "OPEN", "metaDataLastUpdateTs": now, "dialogs": [main, dialog] } } }] } });
        self.answer_with(&notification.to_string());
    }
}

/// How many seconds are left to answer, where there is a prompt, after such an invitation; and what developers read.
fn asked(changes: &Value) -> (Option<i64>, Vec<String>) {
    let mut world = World::talking();
    let before = world.console.len();
    world.tell_with(changes);
    let left = match world.banner() {
        Some(BannerStage::Invited { seconds_left, .. }) => Some(seconds_left),
        None => None,
        other => panic!("{changes}: {other:?}"),
    };
    let said = world.console.split_off(before);
    // Whatever it was, people can write.
    world.send("Still here");
    world.until("it is sent", |world| world.agent.heard.iter().any(|(_, text)| text == "Still here"));
    (left, said)
}

#[test]
fn what_is_wrong_with_an_invitation_is_said_and_raises_no_prompt_where_none_is_safe() {
    let (left, said) = asked(&json!({}));
    assert!(left == Some(60) && said.is_empty(), "{left:?} {said:?}");
    let now = World::talking().server_now().0;
    let (long, milliseconds) = ("x".repeat(10_000), now + 60_000);
    let cases = [
        (json!({ "mode": "telepathy" }), None, "no known mode"),
        (json!({ "mode": null }), None, "no known mode"),
        (json!({ "mode": 7 }), None, "mode"),
        (json!({ "sessionState": "SOON" }), None, "unknown sessionState"),
        (json!({ "sessionState": null }), None, "without a sessionState"),
        // Seconds are what the service tells; what can only be milliseconds is taken for that.
        (json!({ "expires": milliseconds }), Some(60), "milliseconds"),
        (json!({ "expires": now / 1_000 + 901 }), None, "more than 15 minutes"),
        (json!({ "expires": 1e300 }), None, "more than 15 minutes"),
        (json!({ "expires": now / 1_000 - 1 }), None, "time has passed"),
        (json!({ "expires": -5 }), None, "time has passed"),
        // What an invitation says of its end is what people are told; the usual length is what the service has where it says nothing.
        (json!({ "expires": null }), Some(120), "without a usable expires"),
        (json!({ "expires": "soon" }), Some(120), "expires"),
        (json!({ "serviceId": "" }), None, "usable serviceId"),
        (json!({ "serviceId": null }), None, "usable serviceId"),
        (json!({ "serviceId": "a\u{0}b" }), None, "usable serviceId"),
        (json!({ "serviceId": long }), None, "serviceId"),
    ];
    for (changes, expected, words) in cases {
        let (left, said) = asked(&changes);
        let name: String = changes.to_string().chars().take(60).collect();
        assert_eq!(left, expected, "{name}: {said:?}");
        assert!(said.iter().any(|line| line.contains(words)), "{name}: {said:?}");
        assert!(said.iter().all(|line| line.len() < 300), "{name}: {said:?}");
    }
}
