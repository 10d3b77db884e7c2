//! What is read out, and how often.

use alongside::protocol::Millis;
use alongside::store::{Action, Author, Conversation, Delivery, EntryId, Failure, Typing};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::consent::invite;
use crate::fixture::{NOW, agent, ago, conversation, say, say_as, say_live};
use crate::page::Page;

fn said(page: &Page) -> String {
    page.the(".panel > .heard").text_content().unwrap()
}

#[wasm_bindgen_test]
async fn each_live_message_is_said_once() {
    let page = Page::with(conversation(), false).await;
    assert_eq!(said(&page), "");
    page.talk(|talk| {
        say(talk, agent("ada"), "from long ago", ago(500));
        say_live(talk, agent("ada"), "Hello", ago(1));
        say_live(talk, agent("bob"), "<b>Hi</b>", ago(0));
    })
    .await;
    assert_eq!(said(&page), "Ada: HelloBob: <b>Hi</b>");
    let line = page.the(".panel > .heard p");
    page.act(Action::Panel { open: true }).await;
    page.talk(|talk| talk.unread = 0).await;
    assert!(page.the(".panel > .heard p") == line, "the same element is not read again");
    page.talk(|talk| {
        say_live(talk, agent("ada"), "More", ago(0));
    })
    .await;
    assert_eq!(said(&page), "Ada: More");
}

#[wasm_bindgen_test]
async fn typing_is_said_at_most_every_ten_seconds() {
    let page = Page::with(conversation(), true).await;
    let mut lines = Vec::new();
    for second in [0, 3, 6, 9, 10, 12] {
        let until = NOW + Millis(6_000 + second * 1_000);
        page.talk(|talk| talk.typing = Some(Typing { who: "ada".into(), until })).await;
        let line = page.the(".panel > .heard p");
        if lines.last() != Some(&line) {
            lines.push(line);
        }
    }
    assert_eq!(lines.len(), 2);
    assert_eq!(said(&page), "Ada is typing…");
}

#[wasm_bindgen_test]
async fn a_text_that_could_not_be_sent_is_said() {
    let page = Page::with(conversation(), true).await;
    let failed = Delivery::Failed(EntryId(3), Failure::Refused);
    page.talk(|talk| {
        say_as(talk, Author::Me, "x", ago(0), failed);
    })
    .await;
    assert_eq!(said(&page), "Not sent: the service did not accept it.");
    let line = page.the(".panel > .heard p");
    page.talk(|talk| {
        say_as(talk, Author::Me, "y", ago(0), Delivery::Failed(EntryId(4), Failure::TooLong));
    })
    .await;
    let newer = page.the(".panel > .heard p");
    assert!(newer != line);
    page.act(Action::Discarded(EntryId(4))).await;
    assert!(page.the(".panel > .heard p") == newer, "of the other one that was said before");
}

#[wasm_bindgen_test]
async fn a_text_that_fails_while_a_newer_one_has_failed_is_said() {
    let page = Page::with(conversation(), true).await;
    page.talk(|talk| {
        say_as(talk, Author::Me, "x", ago(2), Delivery::Sending(EntryId(3)));
        say_as(talk, Author::Me, "y", ago(1), Delivery::Failed(EntryId(4), Failure::TooLong));
    })
    .await;
    let newer = page.the(".panel > .heard p");
    page.act(Action::Failed { entry: EntryId(3), failure: Failure::Refused }).await;
    assert!(page.the(".panel > .heard p") != newer);
    assert_eq!(said(&page), "Not sent: the service did not accept it.");
}

#[wasm_bindgen_test]
async fn a_message_is_said_as_it_is_seen() {
    let page = Page::with(conversation(), true).await;
    page.talk(|talk| {
        say_live(
            talk,
            agent("ada"),
            "See [our shop](https://a.example/x?y=1) or [b.example](https://c.example)",
            ago(0),
        );
    })
    .await;
    assert_eq!(said(&page), "Ada: See our shop or b.example (c.example)");
}

#[wasm_bindgen_test]
async fn the_bot_of_a_survey_is_no_person_when_it_types() {
    let page = Page::with(Conversation { is_survey: true, ..conversation() }, true).await;
    page.talk(|talk| talk.typing = Some(Typing { who: "ada".into(), until: NOW + Millis(6_000) })).await;
    assert_eq!(said(&page), "Survey is typing…");
}

#[wasm_bindgen_test]
async fn an_invitation_and_four_moments_of_its_countdown_are_said() {
    let page = Page::with(conversation(), false).await;
    invite(&page).await;
    let said = || page.the(".banner-place > .heard").text_content().unwrap();
    assert_eq!(
        said(),
        "Ada asks to view this page with you. The agent can see this page, click and type. \
         1 minute 47 seconds left to answer."
    );
    let mut heard = Vec::new();
    for second in 1..=107 {
        page.act(Action::Tick(NOW + Millis::from_secs(second))).await;
        if heard.last() != Some(&said()) {
            heard.push(said());
        }
    }
    assert_eq!(
        heard[1..],
        [
            "1 minute left to answer.",
            "30 seconds left to answer.",
            "10 seconds left to answer.",
            "The invitation has expired. Ada can ask again."
        ]
    );
}
