//! With the keyboard only, and without anybody's focus being taken.

use serde_json::{Value, json};

use crate::harness::{Seen, Shop, journey};

const TAB: &str = "\u{E004}";
const ENTER: &str = "\u{E007}";
const ESCAPE: &str = "\u{E00C}";

/// Many pages have one: "/" goes to the search, unless somebody types into a field.
const SHORTCUT: &str = "addEventListener('keydown', (event) => {
    if (event.key !== '/' || /^(INPUT|TEXTAREA)$/.test(event.target.tagName)) return;
    event.preventDefault();
    document.querySelector('#search').focus();
});";

/// Counts how often the focus was on nothing after it had been on something. Looks whenever the browser has a moment.
const FALLS: &str = "window.falls = 0;
let before = '';
const channel = new MessageChannel();
channel.port1.onmessage = () => {
    const now = document.activeElement?.localName ?? '';
    if (now === 'body' && before && before !== 'body') window.falls += 1;
    before = now;
    channel.port2.postMessage(0);
};
channel.port2.postMessage(0);";

const FOCUSED: &str = "document.activeElement.id || document.activeElement.localName";

#[test]
fn everything_goes_with_the_keyboard_alone() {
    journey(async |world| {
        let shop = Shop::with(world, |page| page.first(SHORTCUT).body("<button id=buy>Buy</button>")).await;
        for stop in ["search", "buy"] {
            shop.browser.press(TAB).await;
            assert_eq!(shop.browser.value(FOCUSED).await, stop);
        }
        shop.browser.press(TAB).await;
        assert_eq!(shop.browser.value(FOCUSED).await, "alongside-chat");
        let seen = shop.widget.until("focus fetches the widget", |seen| seen.mounted).await;
        assert_eq!(seen.focus, "Open chat", "and stays where it is");
        shop.browser.press(ENTER).await;
        shop.widget.until("the composer has the focus", |seen| seen.open && seen.focus == "Message").await;

        shop.browser.press("Either/or?").await;
        let seen = shop.widget.until("the text is there", |seen| seen.draft == "Either/or?").await;
        assert_eq!(seen.focus, "Message", "the page's shortcut has nothing to do with it");
        shop.browser.press(ENTER).await;
        shop.widget.until("it is sent", |seen| seen.says("Either/or?") && seen.draft.is_empty()).await;

        shop.browser.press(ESCAPE).await;
        let seen = shop.widget.until("it is closed", |seen| !seen.open).await;
        assert_eq!((seen.focus.as_str(), seen.launcher()), ("Open chat", "Open chat"));
        shop.browser.press_with_shift(TAB).await;
        assert_eq!(shop.browser.value(FOCUSED).await, "buy");
        shop.browser.press("/").await;
        assert_eq!(shop.browser.value(FOCUSED).await, "search", "outside of the widget the shortcut works");
    });
}

#[test]
fn the_focus_does_not_fall_while_the_widget_takes_the_launchers_place() {
    journey(async |world| {
        let shop = Shop::with(world, |page| page.first(FALLS)).await;
        // As slow as an old phone.
        shop.browser.tools("Emulation.setCPUThrottlingRate", json!({ "rate": 12 })).await;
        shop.browser.press(&format!("{TAB}{TAB}")).await;
        let seen = shop.widget.until("focus fetches the widget", |seen| seen.mounted).await;
        assert!(seen.launcher.is_some(), "there is always a launcher: {seen:#?}");
        shop.widget.until("the new launcher has the focus", |seen| seen.mounted && seen.focus == "Open chat").await;
        shop.browser.until("document.activeElement.localName", &json!("alongside-chat")).await;
        assert_eq!(shop.browser.value("window.falls").await, 0, "between the two launchers nothing had the focus");
    });
}

#[test]
fn an_invitation_is_answered_with_the_keyboard_and_never_by_accident() {
    journey(async |world| {
        let shop = Shop::open(world).await;
        let agent = shop.talk().await;
        let dialog = agent.invite("view", 120.0).await;
        shop.widget.until("the agent asks", |seen| seen.banner_kind() == "invited").await;
        // Whoever writes on and sends has answered nothing.
        shop.browser.press(&format!("Wait{ENTER}")).await;
        let seen = shop.widget.until("the text is sent", |seen| seen.says("Wait")).await;
        assert_eq!(seen.banner_kind(), "invited");
        shop.has_published("lpUnifiedWindow", &["cobrowseOffered"]).await;

        // From the composer backwards: Accept is the last stop before the two of it.
        shop.browser.press_with_shift(TAB).await;
        shop.widget.until("files can be attached", |seen| seen.focus == "Attach files").await;
        shop.browser.press_with_shift(TAB).await;
        let seen = shop.widget.until("it is before the composer", |seen| seen.focus == "Accept").await;
        assert_eq!(seen.banner_kind(), "invited");
        crate::harness::until("Enter accepts", async || {
            shop.browser.press(ENTER).await;
            let seen = shop.widget.seen().await;
            if seen.banner_kind() == "invited" { Err(seen) } else { Ok(()) }
        })
        .await;
        agent.until("the session runs", |state| state.session(&dialog) == "ACCEPTED").await;
        shop.has_published("lpUnifiedWindow", &["cobrowseOffered", "cobrowseAccepted"]).await;
    });
}

#[test]
fn a_session_is_ended_with_the_keyboard_from_the_page() {
    journey(async |world| {
        let shop = Shop::open(world).await;
        let agent = shop.talk().await;
        shop.widget.close().await;
        let dialog = agent.invite("view", 120.0).await;
        shop.widget.until("the agent asks", |seen| seen.banner_kind() == "invited").await;
        shop.widget.answer("Accept").await;
        let runs = |seen: &Seen| seen.banner.as_ref().is_some_and(|banner| banner.names() == ["Pause", "End"]);
        shop.widget.until("it runs", runs).await;
        shop.browser.click("#search").await;
        for stop in ["What is hidden", "Pause", "End"] {
            shop.browser.press(TAB).await;
            let seen = shop.widget.seen().await;
            assert_eq!((seen.focus.as_str(), seen.open), (stop, false), "beside the launcher");
        }
        shop.browser.press(ENTER).await;
        shop.widget.until("it is over", |seen| seen.banner_title() == "The viewing session has ended.").await;
        agent.until("the service knows", |state| state.session(&dialog) == "CLOSED").await;
    });
}

#[test]
fn nothing_takes_the_focus_from_the_page() {
    journey(async |world| {
        let shop = Shop::open(world).await;
        assert_eq!(shop.browser.value(FOCUSED).await, "body", "not when the page is loaded");
        let agent = shop.talk().await;
        shop.widget.close().await;
        shop.browser.click("#search").await;
        agent.say("Knock knock").await;
        shop.widget.until("it waits", |seen| seen.launcher() == "Open chat, 1 unread message").await;
        still_searching(&shop, "not for a message").await;
        agent.invite("view", 120.0).await;
        shop.widget.until("the agent asks", |seen| seen.banner_kind() == "invited").await;
        still_searching(&shop, "not for an invitation").await;

        shop.reload().await;
        shop.browser.click("#search").await;
        // An invitation wakes the widget at once.
        shop.widget.until("the agent asks again", |seen| seen.banner_kind() == "invited").await;
        still_searching(&shop, "not when the widget comes").await;
        // Another page load, another offer: the log of the former one went with it.
        shop.has_published("lpUnifiedWindow", &["cobrowseOffered"]).await;
        shop.browser.press("tea").await;
        assert_eq!(shop.browser.value("document.querySelector('#search').value").await, "tea");
    });
}

async fn still_searching(shop: &Shop, when: &str) {
    assert_eq!(shop.browser.value(FOCUSED).await, Value::from("search"), "{when}");
}
