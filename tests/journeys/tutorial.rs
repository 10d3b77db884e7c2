//! The whole of the CoBrowse tutorial, with the agent desk at the other end.

use serde_json::{Value, json};

use crate::harness::{Desk, Seen, Shop, journey};

const APP: &str = "lpUnifiedWindow";
const QUESTION: &str = "Where do I enter the voucher?";
const ANSWER: &str = "May I look at the page with you?";

#[test]
fn the_tutorial_from_the_first_message_to_the_end_of_the_session() {
    journey(async |world| {
        let shop = Shop::with(world, crate::harness::Page::watched).await;
        let desk = Desk::open(world, &shop.service, "Ada").await;

        // Step 1: the client says what it can do.
        shop.widget.open().await;
        shop.browser.until("sent.length > 0", &json!(true)).await;
        let works = json!([
            "AUTO_MESSAGES",
            "CO_BROWSE",
            "FILE_SHARING",
            "MARKDOWN_HYPERLINKS",
            "MULTI_DIALOG",
            "PHOTO_SHARING",
            "QUICK_REPLIES",
            "RICH_CONTENT"
        ]);
        assert_eq!(features(&shop).await, works);

        // Step 2: a conversation.
        shop.widget.write(QUESTION).await;
        shop.widget.press("Send").await;
        let asked = desk.until("the question is there", |seen| seen.messages.len() == 1).await;
        assert_eq!((asked.messages[0].from.as_str(), asked.messages[0].text.as_str()), ("consumer", QUESTION));
        let read = shop.widget.until("the agent has read it", |seen| seen.receipt() == "Read").await;
        assert_eq!((read.title.as_str(), read.presence.as_str()), ("Ada", "Ada is here"));
        shop.widget.write("Hm").await;
        desk.until("the visitor types", |seen| seen.typing.contains("is typing")).await;
        desk.write(ANSWER).await;
        shop.widget.until("the agent types", |seen| seen.typing).await;
        desk.act("send").await;
        let seen = shop.widget.until("the answer is there", |seen| seen.says(ANSWER) && !seen.typing).await;
        assert_eq!((seen.texts(), seen.rows[1].who.as_str()), (vec![QUESTION, ANSWER], "Ada"));
        assert_eq!(seen.draft, "Hm", "what stands in the composer stays");
        desk.until("the visitor has read it", |seen| seen.messages.last().is_some_and(|m| m.receipt == "read")).await;
        shop.has_published(APP, &[]).await;

        // Step 3: the invitation.
        desk.act("invite-view").await;
        let seen = shop.widget.until("the agent asks", |seen| seen.banner_kind() == "invited").await;
        is_a_fair_question(&seen);
        desk.until("the desk waits", |seen| seen.session == "INVITED" && seen.answer == "waiting").await;
        shop.has_published(APP, &["cobrowseOffered"]).await;

        // Step 4: the answer.
        shop.widget.answer("Accept").await;
        desk.until("the session runs", |seen| seen.session == "ACCEPTED" && seen.answer == "joined").await;
        shop.widget.until("it says so", |seen| seen.banner_title() == "Ada is viewing this page").await;
        shop.has_published(APP, &["cobrowseOffered", "cobrowseAccepted"]).await;

        desk.act("end-session").await;
        shop.widget.until("its end is told", |seen| seen.banner_title() == "The viewing session has ended.").await;
        desk.until("the desk knows, too", |seen| seen.session == "CLOSED" && seen.answer == "ended").await;
        // The end of a session is not for the page's tag.
        shop.has_published(APP, &["cobrowseOffered", "cobrowseAccepted"]).await;

        desk.act("close-conversation").await;
        shop.widget.until("the conversation has ended", |seen| seen.presence == "Conversation ended").await;
        assert_eq!(shop.browser.uncaught().await, Vec::<String>::new());
    });
}

/// The features of the first frame that the page sent.
async fn features(shop: &Shop) -> Value {
    let first: Value = serde_json::from_str(shop.browser.value("sent[0]").await.as_str().unwrap()).unwrap();
    assert_eq!(first["type"], "InitConnection");
    let headers = first["headers"].as_array().unwrap();
    let properties = headers.iter().find(|header| header["type"] == ".ams.headers.ClientProperties").unwrap();
    properties["features"].clone()
}

/// Who asks, for what, for how long; and two answers of equal weight, of which none has the focus.
fn is_a_fair_question(seen: &Seen) {
    let banner = seen.banner.as_ref().unwrap();
    assert_eq!(banner.title, "Ada asks to view this page with you");
    assert_eq!(banner.lines, ["The agent can see this page and scroll it."]);
    let left = banner.left.strip_suffix(" left").and_then(|left| left.split_once(':')).unwrap();
    let seconds = left.0.parse::<u32>().unwrap() * 60 + left.1.parse::<u32>().unwrap();
    assert!((100..=120).contains(&seconds), "{}", banner.left);
    assert_eq!(banner.names(), ["Decline", "Accept"]);
    let (decline, accept) = (banner.buttons[0].rect, banner.buttons[1].rect);
    assert_eq!((decline.width, decline.height, decline.y), (accept.width, accept.height, accept.y));
    assert!(decline.height >= 44.0, "{decline:?}");
    assert_eq!(accept.x - decline.x - decline.width, 8.0);
    assert_eq!(seen.focus, "Message", "the composer keeps the focus");
}
