//! Writing, answering, and what became of it.

use crate::harness::{Shop, journey, save_picture};

#[test]
fn a_first_message_is_answered() {
    journey(async |world| {
        let shop = Shop::open(world).await;
        let agent = shop.talk().await;
        let seen = shop.widget.until("the agent has read it", |seen| seen.receipt() == "Read").await;
        assert_eq!(seen.texts(), ["Hello", "Hello, I am Ada"]);
        assert_eq!((seen.title.as_str(), seen.presence.as_str()), ("Ada", "Ada is here"));
        agent.is_read().await;
    });
}

#[test]
fn whatever_is_said_is_text_and_nothing_else() {
    journey(async |world| {
        let shop = Shop::open(world).await;
        let agent = shop.talk().await;
        let markup = "<img src=x onerror=\"window.fooled = true\"> & <b>bold</b>";
        agent.say(markup).await;
        shop.widget.until("it is there as it was said", |seen| seen.says(markup)).await;
        assert_eq!(shop.widget.value("root.querySelectorAll('img, b').length").await, 0);
        assert_eq!(shop.browser.value("typeof fooled").await, "undefined");
        shop.widget.send("<script>alert(1)</script>").await;
        agent.hears("<script>alert(1)</script>").await;
    });
}

#[test]
fn after_the_end_the_next_text_opens_another_conversation() {
    journey(async |world| {
        let shop = Shop::open(world).await;
        let agent = shop.talk().await;
        agent.close_conversation().await;
        let seen = shop.widget.until("its end is told", |seen| seen.presence == "Conversation ended").await;
        assert!(seen.lines.last().unwrap().starts_with("The agent ended the conversation"), "{:?}", seen.lines);
        shop.widget.send("Something else").await;
        agent.hears("Something else").await;
        shop.widget.until("the agent is back", |seen| seen.presence == "Ada is here").await;
        assert_eq!(shop.service.conversations().await.len(), 2);
        let seen = shop.widget.seen().await;
        assert!(seen.says("Hello") && seen.says("Something else"), "what was said before stays: {seen:#?}");
    });
}

#[test]
fn a_card_number_does_not_leave_before_it_is_decided_about() {
    journey(async |world| {
        let shop = Shop::with(world, |page| page.attribute("mask", "K-\\d{6}").watched()).await;
        let agent = shop.talk().await;
        shop.widget.write("it is 4111 1111 1111 1111").await;
        shop.browser.press("\u{E007}").await;
        let masked = "it is •••• •••• •••• 1111";
        shop.widget.element(".masked").await;
        assert_eq!(shop.widget.value("root.querySelector('.masked').textContent").await, masked);
        save_picture(&shop.browser, "withheld").await;
        let heights = "[...root.querySelectorAll('.ways button')].map((way) => way.offsetHeight >= 44).join()";
        assert_eq!(shop.widget.value(heights).await, "true,true,true");
        assert_eq!(shop.browser.value("sent.some((text) => text.includes('1111'))").await, false);
        // From the composer backwards: files, the last of the ways, Edit, and the one that is meant.
        for _ in 0..4 {
            shop.browser.press_with_shift("\u{E004}").await;
        }
        shop.browser.press("\u{E007}").await;
        agent.hears(masked).await;
        assert_eq!(shop.browser.value("sent.some((text) => text.includes('4111'))").await, false);
        shop.widget.write("for K-123456").await;
        shop.browser.press("\u{E007}").await;
        shop.widget.element(".masked").await;
        assert_eq!(shop.widget.value("root.querySelector('.masked').textContent").await, "for •-••••••");
        shop.widget.press("Edit").await;
        shop.widget.until("it is in the composer again", |seen| seen.draft == "for K-123456").await;
        shop.widget.press("Send").await;
        shop.widget.press("Send as it is").await;
        agent.hears("for K-123456").await;
    });
}
