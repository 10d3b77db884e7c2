//! Coming back: a reload, and another page in between.

use serde_json::json;

use crate::harness::{End, Seen, Shop, State, Way, journey, save_picture, until};

#[test]
fn a_reload_resumes_the_conversation_for_the_same_person() {
    journey(async |world| {
        let shop = Shop::open(world).await;
        let agent = shop.talk().await;
        shop.widget.send("One more thing").await;
        let before = shop.widget.until("the agent has read it", |seen| seen.receipt() == "Read").await;
        shop.reload().await;
        // Nobody comes near the launcher: a stored conversation wakes the widget by itself.
        let seen = shop.widget.until("the widget is there", |seen| seen.mounted).await;
        assert!(!seen.open, "the panel opens when somebody opens it");
        shop.widget.open().await;
        let after = shop.widget.until("the transcript is there", |seen| seen.rows.len() == before.rows.len()).await;
        assert_eq!(after.texts(), ["Hello", "Hello, I am Ada", "One more thing"]);
        shop.widget.until("receipts, too", |seen| seen.rows == before.rows).await;
        assert_eq!(after.title, "Ada");

        agent.say("Go ahead").await;
        shop.widget.until("the conversation goes on", |seen| seen.says("Go ahead")).await;
        // What is not sent yet is not lost either.
        shop.widget.write("Thank").await;
        shop.reload().await;
        shop.widget.open().await;
        shop.widget.until("the draft is there", |seen| seen.draft == "Thank").await;
        shop.widget.write(" you").await;
        shop.widget.press("Send").await;
        agent.hears("Thank you").await;
        assert_eq!(shop.service.conversations().await.len(), 1);
        let log = shop.service.log().await;
        let texts = log.iter().filter(|entry| entry["event"]["type"] == "ContentEvent");
        let mut people: Vec<_> = texts.map(|entry| entry["originatorId"].as_str().unwrap()).collect();
        people.sort_unstable();
        people.dedup();
        assert_eq!(people.len(), 2, "one consumer and one agent: {people:?}");
    });
}

#[test]
fn the_way_back_to_the_page_is_a_way_back_to_the_conversation() {
    journey(async |world| {
        let shop = Shop::open(world).await;
        let agent = shop.talk().await;
        agent.is_read().await;
        shop.browser.move_mouse_away().await;
        shop.site.page("/shelf", "<!doctype html><title>A shelf</title><p>Nothing to chat about.</p>");
        shop.browser.visit(&format!("{}/shelf", shop.site.origin)).await;
        agent.say("While you were at the shelf").await;
        shop.browser.driver.back().await.unwrap();
        // Whether the browser kept the page or loads it again is its own affair.
        let is_there = |seen: &Seen| seen.says("While you were at the shelf") || seen.launcher().contains("1 unread");
        let seen = shop.widget.until("it is there", is_there).await;
        if !seen.open {
            shop.widget.open().await;
        }
        let seen = shop.widget.until("all of it", |seen| seen.rows.len() == 3).await;
        assert_eq!(seen.texts(), ["Hello", "Hello, I am Ada", "While you were at the shelf"]);
        shop.widget.send("I am back").await;
        agent.hears("I am back").await;
        assert_eq!(shop.service.kick(1006).await, 1, "one page, one connection");
    });
}

#[test]
fn what_was_said_meanwhile_waits_at_the_launcher() {
    journey(async |world| {
        let shop = Shop::open(world).await;
        let agent = shop.talk().await;
        agent.is_read().await;
        shop.browser.move_mouse_away().await;
        shop.browser.visit("about:blank").await;
        agent.say("Are you still there?").await;
        shop.browser.visit(&format!("{}/", shop.site.origin)).await;
        let unread = shop.widget.until("it waits", |seen| seen.launcher() == "Open chat, 1 unread message").await;
        assert!(!unread.open);
        let has_arrived = |state: &State| state.receipts.values().any(|status| status == "ACCEPT");
        agent.until("it has arrived, and is not read", has_arrived).await;
        let seen = shop.widget.open().await;
        assert_eq!(seen.launcher(), "Close chat");
        let seen = shop.widget.until("it is there", |seen| seen.says("Are you still there?")).await;
        assert!(seen.separators.iter().any(|name| name == "New messages"), "{seen:#?}");
        agent.is_read().await;
    });
}

#[test]
fn a_first_visit_asks_the_service_for_nothing() {
    journey(async |world| {
        let shop = Shop::open(world).await;
        shop.browser.until("customElements.get('alongside-chat') !== undefined", &true.into()).await;
        assert!(!shop.widget.seen().await.mounted);
        assert_eq!(shop.site.asked("widget_bg.wasm"), 0, "the widget is fetched on the first intent");
        assert_eq!(shop.service.kick(1006).await, 0, "and nobody is connected before");
        shop.widget.open().await;
        shop.widget.until("it is connected", |seen| seen.mounted && seen.status.is_empty()).await;
        assert_eq!(shop.service.conversations().await.len(), 0, "looking opens no conversation");
    });
}

#[test]
fn a_page_that_the_browser_kept_goes_on_where_it_was() {
    journey(async |world| {
        let (shop, proxy) = Shop::through_a_proxy(world, |page| page.first(PERSISTED)).await;
        let agent = shop.talk().await;
        agent.is_read().await;
        shop.site.page("/shelf", "<!doctype html><title>A shelf</title><p>Nothing to chat about.</p>");
        // The answer to the last text before leaving never comes, and something is left in the composer.
        proxy.stall(Way::Down);
        shop.widget.send("On my way").await;
        agent.hears("On my way").await;
        shop.widget.write("Half a sen").await;
        shop.browser.visit(&format!("{}/shelf", shop.site.origin)).await;
        proxy.recover().await;
        until("the page holds no connection while it is away", async || match shop.service.sockets().await {
            0 => Ok(()),
            count => Err(count),
        })
        .await;
        agent.say("While you were at the shelf").await;

        shop.browser.driver.back().await.unwrap();
        let reasons = "performance.getEntriesByType('navigation')[0].notRestoredReasons";
        let persisted = shop.browser.value(&format!("[...persisted, {reasons}]")).await;
        assert_eq!(persisted, json!([false, true, null]), "the browser kept the page, and says why if it did not");
        let is_there = |seen: &Seen| seen.says("While you were at the shelf") && seen.receipt() == "Read";
        let seen = shop.widget.until("all of it is there", is_there).await;
        let said = ["Hello", "Hello, I am Ada", "On my way", "While you were at the shelf"];
        assert_eq!(seen.texts(), said);
        assert_eq!(seen.draft, "Half a sen");
        shop.widget.until("nothing is to be said of the connection", |seen| seen.status.is_empty()).await;
        shop.widget.write("tence").await;
        shop.widget.press("Send").await;
        agent.hears("Half a sentence").await;
        assert_eq!(agent.heard(), ["Hello", "On my way", "Half a sentence"]);
        for text in ["On my way", "Half a sentence"] {
            assert_eq!(shop.service.count_of(text).await, 1, "{text}");
        }
        let seen = shop.widget.until("the agent has read it", |seen| seen.receipt() == "Read").await;
        assert_eq!(seen.texts(), [&said[..], &["Half a sentence"]].concat());
        assert_eq!(shop.service.sockets().await, 1, "one page, one connection");
    });
}

/// Whether the page was kept, each time that it was shown.
const PERSISTED: &str =
    "window.persisted = []; addEventListener('pageshow', (event) => persisted.push(event.persisted));";

/// A shop that knows its customers: who is logged in stands in the page's own storage.
const LOGIN: &str = "const part = (claims) => btoa(JSON.stringify(claims)).replace(/=+$/, ''); \
    window.shop = { token: (callback) => setTimeout(() => localStorage.customer \
        ? callback(`${part({ alg: 'none' })}.${part({ iss: 'https://shop.example', sub: localStorage.customer })}.x`) \
        : callback('', 'nobody is logged in')) };";

#[test]
fn whoever_is_logged_in_has_a_conversation_of_their_own() {
    journey(async |world| {
        let shop = Shop::with(world, |page| page.first(LOGIN).attribute("authenticate", "shop.token")).await;
        shop.widget.open().await;
        shop.widget.until("nobody is logged in", |seen| seen.status == "The chat could not sign you in.").await;
        assert!(shop.browser.own_lines().await.iter().any(|line| line.contains("nobody is logged in")));

        shop.browser.value("localStorage.customer = 'ada'").await;
        shop.widget.press("Try again").await;
        shop.widget.send("I am Ada").await;
        shop.widget.until("it is sent", |seen| seen.receipt() == "Sent").await;
        shop.widget.write("not sent yet").await;

        shop.browser.value("localStorage.customer = 'ben'").await;
        shop.reload().await;
        let seen = shop.widget.open().await;
        assert_eq!((seen.rows.len(), seen.draft.as_str()), (0, ""), "Ben sees nothing of it");
        shop.widget.send("I am Ben").await;
        shop.widget.until("it is sent", |seen| seen.receipt() == "Sent").await;
        assert_eq!(shop.widget.seen().await.texts(), ["I am Ben"]);

        shop.browser.value("localStorage.customer = 'ada'").await;
        shop.reload().await;
        shop.widget.open().await;
        let seen = shop.widget.until("Ada finds hers", |seen| seen.says("I am Ada") && !seen.draft.is_empty()).await;
        assert_eq!((seen.texts(), seen.draft.as_str()), (vec!["I am Ada"], "not sent yet"));
        assert_eq!(shop.service.conversations().await.len(), 2);
        let stored = shop.browser.value("JSON.stringify(localStorage)").await;
        assert!(!stored.as_str().unwrap().contains("eyJ"), "no token is kept: {stored}");
    });
}

#[test]
fn a_browser_that_keeps_nothing_says_so_while_something_waits() {
    journey(async |world| {
        let refused = "Object.defineProperty(window, 'localStorage', { get() { throw new Error('refused'); } });";
        let (shop, proxy) = Shop::through_a_proxy(world, |page| page.first(refused)).await;
        let agent = shop.talk().await;
        assert!(!shop.widget.seen().await.status.contains("does not keep"), "nothing waits");
        proxy.refuse().await;
        proxy.cut(End::Rst);
        shop.widget.send("Not sent yet").await;
        shop.widget.until("it is said", |seen| seen.status.contains("does not keep")).await;
        save_picture(&shop.browser, "keeps-nothing").await;
        proxy.recover().await;
        agent.hears("Not sent yet").await;
        shop.widget.until("it is not said any more", |seen| !seen.status.contains("does not keep")).await;
    });
}
