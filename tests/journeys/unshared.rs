//! Two tabs of a browser that has no locks, as pages without encryption and old browsers have none: each sends what was
//! written in it, and what a tab has left is offered to whoever looks next.

use crate::harness::{Agent, Browser, End, Proxy, Seen, Shop, World, journey};

const NO_LOCKS: &str = "delete Navigator.prototype.locks;";

const OFFER: &str = "Not sent before its page was left. Retry sends it from here.";

/// Two tabs in one conversation, and a network that is gone since. The second is shown.
async fn two_tabs_without_network(world: &World) -> (Shop, Proxy, Agent) {
    let (shop, proxy) = Shop::through_a_proxy(world, |page| page.first(NO_LOCKS).watched()).await;
    assert!(shop.browser.value("navigator.locks === undefined").await.as_bool().unwrap());
    let agent = shop.talk().await;
    let tab = shop.browser.driver.new_tab().await.unwrap();
    shop.browser.driver.switch_to_window(tab).await.unwrap();
    shop.browser.visit(&format!("{}/", shop.site.origin)).await;
    shop.widget.open().await;
    shop.widget.until("the conversation is there", |seen| seen.rows.len() == 2).await;
    agent.is_read().await;
    proxy.refuse().await;
    proxy.cut(End::Rst);
    shop.widget.until("the network is gone", |seen| seen.status == "Connecting…").await;
    (shop, proxy, agent)
}

async fn go_to(browser: &Browser, place: usize) {
    let windows = browser.driver.windows().await.unwrap();
    browser.driver.switch_to_window(windows[place].clone()).await.unwrap();
}

/// The network is back, and the browser says so in a tab.
async fn is_back_online(shop: &Shop, place: usize) {
    go_to(&shop.browser, place).await;
    shop.browser.says_online().await;
}

/// Loads the page of a tab again, and waits until the conversation is back.
async fn load_again(shop: &Shop) {
    shop.reload().await;
    shop.widget.open().await;
    let is_back = |seen: &Seen| seen.says("Hello, I am Ada") && seen.status.is_empty();
    shop.widget.until("the conversation is back", is_back).await;
}

fn offers(seen: &Seen, text: &str) -> bool {
    seen.rows.iter().any(|row| row.text == text && row.receipt == OFFER)
}

#[test]
fn what_a_closed_tab_has_left_is_offered_and_sent_or_discarded_as_is_asked_for() {
    journey(async |world| {
        let (shop, proxy, agent) = two_tabs_without_network(world).await;
        shop.widget.send("Left to be discarded").await;
        shop.widget.send("Left to be sent").await;
        shop.browser.driver.close_window().await.unwrap();
        go_to(&shop.browser, 0).await;
        shop.widget.send("Of the tab that stays").await;
        proxy.recover().await;
        is_back_online(&shop, 0).await;
        agent.hears("Of the tab that stays").await;
        load_again(&shop).await;
        let both = |seen: &Seen| offers(seen, "Left to be discarded") && offers(seen, "Left to be sent");
        shop.widget.until("both are offered", both).await;

        // Whatever is written now goes past them.
        shop.widget.send("Written after that").await;
        agent.hears("Written after that").await;
        shop.widget.press("Discard").await;
        shop.widget.until("it is gone", |seen| !seen.says("Left to be discarded")).await;
        shop.widget.press("Retry").await;
        agent.hears("Left to be sent").await;
        let seen = shop.widget.until("all of it is read", |seen| seen.receipt() == "Read").await;
        let all = ["Hello", "Hello, I am Ada", "Of the tab that stays", "Written after that", "Left to be sent"];
        assert_eq!(seen.texts(), all);
        load_again(&shop).await;
        let seen = shop.widget.until("all of it is there", |seen| seen.rows.len() >= all.len()).await;
        assert_eq!(seen.texts(), all);
        assert_eq!(agent.heard(), ["Hello", "Of the tab that stays", "Written after that", "Left to be sent"]);
    });
}

#[test]
fn what_waits_in_a_tab_that_is_there_is_sent_by_that_one() {
    journey(async |world| {
        let (shop, proxy, agent) = two_tabs_without_network(world).await;
        shop.widget.send("Of the second").await;
        go_to(&shop.browser, 0).await;
        shop.widget.send("Of the first").await;
        proxy.recover().await;
        is_back_online(&shop, 1).await;
        agent.hears("Of the second").await;
        is_back_online(&shop, 0).await;
        agent.hears("Of the first").await;
        for (place, own) in [(0, "Of the first"), (1, "Of the second")] {
            go_to(&shop.browser, place).await;
            let is_settled = |seen: &Seen| seen.rows.len() == 4 && seen.receipt() == "Read";
            shop.widget.until("both stand in both tabs, once, and are read", is_settled).await;
            let sent = shop.browser.value("sent.filter((frame) => frame.includes('\"Of the '))").await;
            let sent = sent.as_array().unwrap();
            assert!(matches!(&sent[..], [only] if only.as_str().unwrap().contains(own)), "{own}: {sent:?}");
        }
        assert_eq!(agent.heard().len(), 3, "{:?}", agent.heard());
    });
}
