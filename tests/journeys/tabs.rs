//! Two tabs of one browser: one visitor, one conversation, and every text once.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use serde_json::json;

use crate::harness::{Agent, Browser, Seen, Shop, World, journey, save_picture, until};

/// How many tabs hold the right to send, and how many wait for it.
const SENDERS: &str = "navigator.locks.query().then(({ held, pending }) => \
    [held, pending].map((locks) => locks.filter(({ name }) => name.endsWith('|outbox')).length))";

/// A visitor who talks, and has gone to a second tab of the shop.
async fn talk_in_two_tabs(world: &World) -> (Shop, Agent) {
    let shop = Shop::open(world).await;
    let agent = shop.talk().await;
    let driver = &shop.browser.driver;
    let tab = driver.new_tab().await.unwrap();
    driver.switch_to_window(tab).await.unwrap();
    shop.browser.visit(&format!("{}/", shop.site.origin)).await;
    shop.widget.open().await;
    shop.widget.until("the conversation is there", |seen| seen.rows.len() == 2).await;
    (shop, agent)
}

async fn go_to(browser: &Browser, place: usize) {
    let windows = browser.driver.windows().await.unwrap();
    browser.driver.switch_to_window(windows[place].clone()).await.unwrap();
}

async fn senders_are(browser: &Browser, held: usize, waiting: usize) {
    until("one tab sends, the others wait", async || {
        let seen = browser.value(SENDERS).await;
        if seen == json!([held, waiting]) { Ok(()) } else { Err(seen) }
    })
    .await;
}

#[test]
fn two_tabs_are_one_visitor_and_send_by_one() {
    journey(async |world| {
        let (shop, agent) = talk_in_two_tabs(world).await;
        senders_are(&shop.browser, 1, 1).await;

        shop.widget.send("From the second tab").await;
        agent.hears("From the second tab").await;
        shop.widget.until("it is read", |seen| seen.receipt() == "Read").await;
        go_to(&shop.browser, 0).await;
        let seen = shop.widget.until("the first has it", |seen| seen.says("From the second tab")).await;
        assert_eq!(seen.texts(), ["Hello", "Hello, I am Ada", "From the second tab"]);

        // The tab that sends is closed.
        let closed = Instant::now();
        shop.browser.driver.close_window().await.unwrap();
        go_to(&shop.browser, 0).await;
        senders_are(&shop.browser, 1, 0).await;
        assert!(closed.elapsed() < Duration::from_secs(1), "taken over after {:?}", closed.elapsed());
        shop.widget.send("Still here").await;
        agent.hears("Still here").await;
        let seen = shop.widget.until("it is read", |seen| seen.receipt() == "Read").await;
        assert_eq!(seen.texts(), ["Hello", "Hello, I am Ada", "From the second tab", "Still here"]);
        assert_eq!(shop.service.conversations().await.len(), 1);
        assert_eq!(shop.service.kick(1000).await, 1, "one tab is left, with one connection");
    });
}

/// From now on this tab sends nothing on its sockets, as one that hangs. It shows whether it wanted to, in `unsent`.
const HANGS: &str = "window.unsent = [];
WebSocket.prototype.send = (frame) => unsent.push(frame);";

#[derive(Clone, Copy, Debug)]
enum Death {
    Closed,
    Crashed,
}

#[test]
fn a_text_that_a_dying_tab_had_in_hand_is_sent_by_another_within_a_second() {
    for death in [Death::Closed, Death::Crashed] {
        journey(async |world| {
            let (shop, agent) = talk_in_two_tabs(world).await;
            senders_are(&shop.browser, 1, 1).await;
            // The first tab has been there for longer, and is the one that sends.
            go_to(&shop.browser, 0).await;
            shop.browser.run(HANGS, Vec::new()).await;
            go_to(&shop.browser, 1).await;
            shop.widget.send("Of the one that stays").await;
            shop.widget.until("the other has it in hand", |seen| seen.receipt() == "Sending").await;
            go_to(&shop.browser, 0).await;
            shop.browser.until("unsent.some((frame) => frame.includes('Of the one that stays'))", &json!(true)).await;

            let died_at = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
            match death {
                Death::Closed => shop.browser.driver.close_window().await.unwrap(),
                Death::Crashed => shop.browser.crash().await,
            }
            agent.hears("Of the one that stays").await;
            let log = shop.service.log().await;
            let taken = log.iter().filter(|entry| entry["event"]["message"] == "Of the one that stays");
            let taken_at: Vec<_> = taken.map(|entry| entry["at"].as_u64().unwrap()).collect();
            let [taken_at] = taken_at[..] else { panic!("{death:?}: it stands there at {taken_at:?}") };
            let after = Duration::from_millis(taken_at).saturating_sub(died_at);
            assert!(after < Duration::from_secs(1), "{death:?}: the service had it {after:?} later");
            let windows = shop.browser.driver.windows().await.unwrap();
            shop.browser.driver.switch_to_window(windows.last().unwrap().clone()).await.unwrap();
            let seen = shop.widget.until("it is read", |seen| seen.receipt() == "Read").await;
            assert_eq!(seen.texts(), ["Hello", "Hello, I am Ada", "Of the one that stays"]);
        });
    }
}

#[test]
fn what_is_read_in_one_tab_is_unread_in_none() {
    journey(async |world| {
        let (shop, agent) = talk_in_two_tabs(world).await;
        agent.is_read().await;
        for place in [0, 1] {
            go_to(&shop.browser, place).await;
            shop.widget.close().await;
        }
        agent.say("Are you still there?").await;
        for place in [0, 1] {
            go_to(&shop.browser, place).await;
            shop.widget.until("it waits", |seen| seen.launcher() == "Open chat, 1 unread message").await;
        }
        shop.widget.open().await;
        agent.is_read().await;
        go_to(&shop.browser, 0).await;
        let seen = shop.widget.until("nothing waits in the other", |seen| seen.launcher() == "Open chat").await;
        assert!(!seen.open);
        // The count begins at nothing again.
        go_to(&shop.browser, 1).await;
        shop.widget.close().await;
        agent.say("One more thing").await;
        for place in [1, 0] {
            go_to(&shop.browser, place).await;
            shop.widget.until("one waits", |seen| seen.launcher() == "Open chat, 1 unread message").await;
        }
    });
}

#[test]
fn an_invitation_is_shown_in_both_tabs_and_answered_in_the_one_that_is_shown() {
    journey(async |world| {
        let (shop, agent) = talk_in_two_tabs(world).await;
        agent.invite("view", 120.0).await;
        let can_be_declined =
            |seen: &Seen| seen.banner.as_ref().is_some_and(|banner| banner.buttons.iter().any(|button| button.enabled));
        shop.widget.until("the tab that is shown asks", can_be_declined).await;
        shop.widget.answer("Decline").await;
        go_to(&shop.browser, 0).await;
        let seen = shop.widget.until("the other knows", |seen| seen.banner_kind() != "invited").await;
        assert!(!can_be_declined(&seen), "{:?}", seen.banner);
    });
}

/// What is kept under the widget's own names.
const KEPT: &str = "Object.keys(localStorage).filter((key) => key.startsWith('alongside'))";

#[test]
fn who_has_this_device_forget_them_leaves_nothing_in_any_tab() {
    journey(async |world| {
        let (shop, agent) = talk_in_two_tabs(world).await;
        shop.widget.write("half written").await;
        shop.widget.press("More").await;
        shop.widget.press_summary("Forget this device").await;
        save_picture(&shop.browser, "forget").await;
        shop.widget.press("Forget").await;
        shop.widget.until("it begins anew, closed", |seen| !seen.open && seen.rows.is_empty()).await;
        assert_eq!(shop.browser.value(KEPT).await, json!([]));
        assert_eq!(shop.widget.seen().await.note, "The chat starts afresh.");
        save_picture(&shop.browser, "forgotten").await;
        go_to(&shop.browser, 0).await;
        shop.widget.until("so does the other tab", |seen| !seen.open && seen.rows.is_empty()).await;
        assert_eq!(shop.browser.value(KEPT).await, json!([]));

        // Whoever comes next is somebody else.
        shop.widget.open().await;
        shop.widget.send("A stranger").await;
        agent.hears("A stranger").await;
        let seen = shop.widget.seen().await;
        assert_eq!(seen.texts(), ["A stranger"]);
        assert_eq!(shop.service.conversations().await.len(), 2);
    });
}

#[test]
fn a_file_is_sent_by_the_tab_that_sends_also_when_the_one_it_was_chosen_in_is_gone() {
    journey(async |world| {
        let (shop, agent) = talk_in_two_tabs(world).await;
        senders_are(&shop.browser, 1, 1).await;
        let picture = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/images/banner.png");
        let field = shop.widget.element("input[type=file]").await;
        field.send_keys(picture).await.unwrap();
        agent.gets_files(1).await;
        let seen = shop.widget.until("it is read", |seen| seen.receipt() == "Read").await;
        assert_eq!(seen.rows.len(), 3);
        shop.widget.element(".chip").await.click().await.unwrap();
        shop.widget.element("dialog[open] img").await;
        shop.widget.press("Close").await;

        // The line is down, the other tab has it, and this one is closed.
        shop.service.fault("refusedUploads", json!(2)).await;
        let field = shop.widget.element("input[type=file]").await;
        field.send_keys(picture).await.unwrap();
        go_to(&shop.browser, 0).await;
        shop.widget.until("the other tab has it", |seen| seen.rows.len() == 4).await;
        go_to(&shop.browser, 1).await;
        shop.browser.driver.close_window().await.unwrap();
        go_to(&shop.browser, 0).await;
        let messages = agent.gets_files(2).await;
        assert!(agent.bytes_of(&messages[1]).await == include_bytes!("../../docs/images/banner.png"));
        shop.widget.until("it is read", |seen| seen.receipt() == "Read" && seen.rows.len() == 4).await;
    });
}
