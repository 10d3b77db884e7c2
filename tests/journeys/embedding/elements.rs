//! The element in the page: moved, taken away, put back, and there twice.

use serde_json::json;

use crate::harness::{Page, Shop, Widget, journey, until};

/// Lets a page keep hold of the closed root, which only the page itself could do.
const HOLD: &str = "const attach = Element.prototype.attachShadow;
Element.prototype.attachShadow = function (init) { return (window.heldRoot = attach.call(this, init)); };";

const OPEN_SOCKETS: &str = "sockets.filter((socket) => socket.readyState < WebSocket.CLOSING).length";

#[test]
fn taken_away_it_leaves_nothing_behind() {
    journey(async |world| {
        let shop = Shop::with(world, |page| page.watched().first(HOLD)).await;
        let nodes = shop.browser.value("document.querySelectorAll('*').length").await;
        let agent = shop.talk().await;
        shop.browser.until("document.querySelectorAll('*').length", &nodes).await;
        assert_eq!(shop.browser.value(OPEN_SOCKETS).await, 1);

        shop.browser.run("window.taken = document.querySelector('alongside-chat'); taken.remove();", Vec::new()).await;
        shop.browser.until(OPEN_SOCKETS, &json!(0)).await;
        shop.browser.until("heldRoot.childElementCount", &json!(0)).await;
        until("the service sees nobody any more", async || match shop.service.sockets().await {
            0 => Ok(()),
            open => Err(open),
        })
        .await;
        let count = shop.browser.value("document.querySelectorAll('*').length").await;
        assert_eq!(count, nodes.as_u64().unwrap() - 1);
        agent.say("Still there?").await;
        assert_eq!(shop.browser.value("sockets.length").await, 1, "and nobody comes back by themselves");

        // Put back, it is a new widget for the same person.
        shop.browser.run("document.body.append(taken);", Vec::new()).await;
        shop.widget.open().await;
        let seen = shop.widget.until("the conversation is there", |seen| seen.says("Still there?")).await;
        assert_eq!(seen.texts(), ["Hello", "Hello, I am Ada", "Still there?"]);
        assert_eq!(shop.service.conversations().await.len(), 1);
        assert_eq!(shop.browser.uncaught().await, Vec::<String>::new());
    });
}

#[test]
fn moved_in_the_page_it_goes_on() {
    journey(async |world| {
        let shop = Shop::with(world, Page::watched).await;
        let agent = shop.talk().await;
        shop.browser.run("document.body.prepend(document.querySelector('alongside-chat'));", Vec::new()).await;
        agent.say("Nothing happened").await;
        shop.widget.until("it goes on", |seen| seen.open && seen.says("Nothing happened")).await;
        assert_eq!(shop.browser.value("sockets.length").await, 1);
    });
}

#[test]
fn two_elements_share_no_panel() {
    journey(async |world| {
        let shop = Shop::with(world, |page| {
            let second = page.element().replace("<alongside-chat", "<alongside-chat id=second");
            page.body("<style>#second::part(launcher) { right: auto; left: 0 }</style>").body(&second)
        })
        .await;
        let (first, second) =
            (Widget::at(&shop.browser, "body > alongside-chat"), Widget::at(&shop.browser, "#second"));
        first.open().await;
        first.write("Only here").await;
        let seen = first.until("the draft is there", |seen| seen.draft == "Only here").await;
        assert_eq!(seen.focus, "Message");
        second.click_launcher().await;
        let other = second.until("the second is open, too", |seen| seen.open).await;
        assert_eq!(other.draft, "Only here", "what begins later begins with the draft, as the next page would");
        // One panel lies over the other; the launchers stand apart.
        second.click_launcher().await;
        second.until("the second is closed", |seen| !seen.open).await;
        let seen = first.seen().await;
        assert!(seen.open && seen.draft == "Only here", "closing one closes one: {seen:#?}");
        first.press("Send").await;
        second.until("what is sent is no draft any more", |seen| seen.draft.is_empty()).await;
        assert_eq!(shop.browser.uncaught().await, Vec::<String>::new());
    });
}
