//! The page's tag is not there, or comes late.

use serde_json::json;

use crate::harness::{Agent, Seen, Shop, Tag, journey, until};

fn asks(seen: &Seen) -> bool {
    seen.banner_kind() == "invited"
}

#[test]
fn without_a_tag_accepting_waits_and_declining_is_possible() {
    journey(async |world| {
        let shop = Shop::with(world, |page| page.tag(Tag::None)).await;
        let agent = shop.talk().await;
        agent.invite("view", 120.0).await;
        let seen = shop.widget.until("the agent asks", asks).await;
        let banner = seen.banner.unwrap();
        assert_eq!(banner.names(), ["Decline", "Getting ready…"]);
        assert_eq!(banner.buttons.iter().map(|button| button.enabled).collect::<Vec<_>>(), [true, false]);
        until("the developer is told", async || {
            let lines = shop.browser.own_lines().await;
            let told = lines.iter().filter(|line| line.contains("no lpTag.events.publish")).count();
            if told == 1 { Ok(()) } else { Err(lines) }
        })
        .await;
        let seen = shop.widget.answer("Decline").await;
        assert_eq!(seen.banner_title(), "You declined.");
        assert_eq!(shop.browser.value("typeof lpTag").await, "undefined", "nobody invents a tag");
        assert_eq!(shop.browser.uncaught().await, Vec::<String>::new());
    });
}

#[test]
fn a_tag_that_comes_late_is_waited_for() {
    journey(async |world| {
        let shop = Shop::with(world, |page| page.tag(Tag::Stub)).await;
        let agent = shop.talk().await;
        let dialog = agent.invite("view", 120.0).await;
        let seen = shop.widget.until("the agent asks", asks).await;
        assert_eq!(seen.banner.unwrap().names(), ["Decline", "Getting ready…"], "a stub cannot publish");
        load_tag(&shop).await;
        let is_ready = |seen: &Seen| seen.banner.as_ref().is_some_and(|banner| banner.names() == ["Decline", "Accept"]);
        shop.widget.until("it is ready", is_ready).await;
        shop.widget.answer("Accept").await;
        agent.until("the session runs", |state| state.session(&dialog) == "ACCEPTED").await;
        shop.has_published("lpUnifiedWindow", &["cobrowseOffered", "cobrowseAccepted"]).await;
        let triggered =
            "lpTag.log.filter((entry) => entry.via === 'trigger' && /^cobrowse/.test(entry.eventName)).length";
        assert_eq!(shop.browser.value(triggered).await, 0, "nothing went through the queue of the stub");
    });
}

#[test]
fn a_decline_waits_for_a_late_tag() {
    journey(async |world| {
        let shop = Shop::with(world, |page| page.tag(Tag::Stub)).await;
        let agent: Agent = shop.talk().await;
        let dialog = agent.invite("view", 120.0).await;
        shop.widget.until("the agent asks", asks).await;
        shop.widget.answer("Decline").await;
        load_tag(&shop).await;
        agent.until("the dialog is closed", |state| state.session(&dialog) == "CLOSED").await;
        shop.has_published("lpUnifiedWindow", &["cobrowseOffered", "cobrowseDeclined"]).await;
    });
}

/// The page's own script, which takes its time.
async fn load_tag(shop: &Shop) {
    let address = json!(format!("{}/tag.js?delay=600", shop.service.origin));
    let script =
        "const script = document.createElement('script'); script.src = arguments[0]; document.head.append(script);";
    shop.browser.run(script, vec![address]).await;
}
