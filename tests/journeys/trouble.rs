//! What the desk makes go wrong, by hand.

use serde_json::json;

use crate::harness::{Desk, Page, Seen, Shop, journey, save_picture};

const SWITCHES: &str = "[...document.querySelectorAll('[data-fault]:checked')].map((box) => box.dataset.fault)";

#[test]
fn the_desk_fills_a_conversation_and_makes_things_go_wrong() {
    journey(async |world| {
        let shop = Shop::open(world).await;
        let desk = Desk::open(world, &shop.service, "Ada").await;
        desk.browser.click("[data-trouble] summary").await;
        let fill = "document.querySelector('[data-field=texts]').value = arguments[0]";
        desk.browser.run(fill, vec![json!(0)]).await;
        // The browser itself says what is wrong with that number; without its help the desk does.
        desk.browser.run("document.querySelector('[data-fill]').noValidate = true", Vec::new()).await;
        desk.act("fill").await;
        desk.until("it says how many", |seen| seen.notice == "Choose between 1 and 100000 texts.").await;
        desk.browser.run(fill, vec![json!(30)]).await;
        desk.act("fill").await;
        desk.until("there is nothing to fill", |seen| seen.notice == "No conversation is open.").await;

        shop.widget.open().await;
        shop.widget.send("Hello").await;
        desk.until("the visitor has said hello", |seen| seen.messages.len() == 1).await;
        desk.act("fill").await;
        desk.until("all of it is said", |seen| seen.notice == "Said: 30 texts." && seen.messages.len() == 31).await;
        shop.widget.until("the visitor sees it", |seen| seen.texts().len() > 5).await;
        save_picture(&desk.browser, "desk-trouble").await;

        // A text that is refused, once.
        desk.browser.click("[data-deed=refuse-text]").await;
        desk.until("it is ordered", |seen| seen.notice == "Done: refuse the next text.").await;
        shop.widget.send("No").await;
        shop.widget.until("it is refused", |seen| seen.buttons.iter().any(|name| name == "Retry")).await;
        shop.widget.press("Retry").await;
        desk.until("the second time it is taken", |seen| seen.messages.iter().any(|message| message.text == "No"))
            .await;

        // A switch stays on, and another desk sees that.
        desk.browser.click("[data-fault=expiredAddresses]").await;
        let other = Desk::open(world, &shop.service, "Bob").await;
        other.browser.click("[data-trouble] summary").await;
        other.browser.until(SWITCHES, &json!(["expiredAddresses"])).await;
        other.browser.click("[data-fault=expiredAddresses]").await;
        desk.browser.click("[data-trouble] summary").await;
        desk.browser.click("[data-trouble] summary").await;
        desk.browser.until(SWITCHES, &json!([])).await;

        // Cut off, the visitor comes back by itself.
        desk.browser.click("[data-deed=cut]").await;
        desk.until("it is ordered", |seen| seen.notice == "Done: cut all connections of visitors.").await;
        shop.widget.send("Still here").await;
        desk.until("it goes on", |seen| seen.messages.iter().any(|message| message.text == "Still here")).await;
    });
}

#[test]
fn the_service_says_something_and_ends_a_conversation_after_a_silence() {
    journey(async |world| {
        let context = |page: Page| page.attribute("urgency", "urgent").attribute("skill", "4711");
        let shop = Shop::with(world, context).await;
        let desk = Desk::open(world, &shop.service, "Ada").await;
        desk.browser.click("[data-trouble] summary").await;
        desk.browser.click("[data-deed=end-system]").await;
        desk.until("there is none", |seen| seen.notice == "No conversation is open.").await;
        shop.widget.open().await;
        shop.widget.send("Hello").await;
        desk.until("the visitor has said hello", |seen| seen.messages.len() == 1).await;
        let context = "document.querySelector('[data-context]').textContent.replace(/(visitor|visit) \\w+/g, '$1')";
        desk.browser.until(context, &json!("skill 4711, urgent, visitor, visit")).await;
        desk.browser.click("[data-deed=system-text]").await;
        let is_told =
            |seen: &Seen| seen.rows.iter().any(|row| row.side == "system" && row.text.contains("second in the queue"));
        shop.widget.until("the service says so", is_told).await;
        save_picture(&shop.browser, "system-text").await;
        desk.browser.click("[data-deed=end-silence]").await;
        let is_over = |seen: &Seen| seen.lines.iter().any(|line| line.contains("nobody wrote for a while"));
        let seen = shop.widget.until("it has ended", |seen| seen.presence == "Conversation ended").await;
        assert!(is_over(&seen), "{:?}", seen.lines);
        save_picture(&shop.browser, "ended-by-silence").await;
        shop.widget.send("One more thing").await;
        desk.until("another begins", |seen| seen.conversations == 2).await;
    });
}
