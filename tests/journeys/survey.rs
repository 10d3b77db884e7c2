//! The questions after a conversation, and what the page tells of its visitor.

use serde_json::json;

use crate::harness::{Desk, Shop, journey, save_picture};

const SPACE: &str = " ";
const ARROW_LEFT: &str = "\u{E012}";
const ENTER: &str = "\u{E007}";
const TAB: &str = "\u{E004}";

/// A visitor of whom the page knows something, in a conversation with a desk.
async fn known(world: &crate::harness::World) -> (Shop, Desk) {
    let shop = Shop::with(world, |page| {
        page.attribute("csat", "")
            .attribute("visitor-email", "ada@example.com")
            .attribute("visitor-phone", "+44 20 7946 0000")
    })
    .await;
    let desk = Desk::open(world, &shop.service, "Ada").await;
    shop.widget.open().await;
    shop.widget.send("Hello").await;
    desk.until("it is there", |seen| seen.messages.iter().any(|message| message.text == "Hello")).await;
    (shop, desk)
}

#[test]
fn the_desk_sees_who_it_is_and_what_changes_of_that() {
    journey(async |world| {
        let (shop, desk) = known(world).await;
        let contact = "document.querySelector('[data-contact]').textContent";
        desk.browser.until(contact, &json!("ada@example.com · +44 20 7946 0000")).await;
        let script = "document.querySelector('alongside-chat').setAttribute('visitor-name', 'Ada King')";
        shop.browser.run(script, Vec::new()).await;
        desk.until("it is told anew", |seen| seen.visitor == "Ada King").await;
    });
}

#[test]
fn a_secure_form_is_named_and_a_survey_is_answered_or_skipped() {
    journey(async |world| {
        let (shop, desk) = known(world).await;
        desk.browser.click("[data-more] summary").await;
        desk.act("secure-form").await;
        shop.widget
            .until("it is named", |seen| seen.says("The agent sent a secure form, which this chat cannot show."))
            .await;
        desk.act("survey").await;
        let seen = shop.widget.until("the bot asks", |seen| seen.buttons.contains(&"Skip the survey".to_owned())).await;
        assert_eq!(seen.focus, "Message", "nobody's focus is taken");
        let asks: Vec<_> = seen.rows.iter().filter(|row| row.who == "Survey").collect();
        assert!(asks[0].text.contains("One question"), "nobody takes the bot for a person: {seen:#?}");
        save_picture(&shop.browser, "survey").await;
        shop.widget.press("Skip the survey").await;
        let over = |seen: &crate::harness::Seen| seen.presence == "Conversation ended";
        let seen = shop.widget.until("it is over", over).await;
        assert!(!seen.buttons.contains(&"Send the rating".to_owned()), "nobody is asked twice: {:?}", seen.buttons);

        shop.widget.send("Once more").await;
        desk.until("it is there", |seen| seen.conversations == 2).await;
        desk.until("it is there", |seen| seen.messages.iter().any(|message| message.text == "Once more")).await;
        desk.act("survey").await;
        shop.widget.until("the bot asks", |seen| seen.buttons.contains(&"Skip the survey".to_owned())).await;
        shop.widget.send("4").await;
        shop.widget.until("it is over", over).await;
    });
}

#[test]
fn a_conversation_is_rated_with_the_keyboard() {
    journey(async |world| {
        let (shop, desk) = known(world).await;
        desk.act("close-conversation").await;
        shop.widget.until("it is asked", |seen| seen.buttons.contains(&"Send the rating".to_owned())).await;
        save_picture(&shop.browser, "rating").await;
        // Back from the composer, over the ways on and the second question.
        for _ in 0..5 {
            shop.browser.press_with_shift(TAB).await;
        }
        shop.widget.until_value("root.activeElement?.name ?? ''", &json!("stars")).await;
        shop.browser.press(SPACE).await;
        shop.browser.press(ARROW_LEFT).await;
        shop.widget.until_value("root.querySelector('.stars :checked')?.value ?? ''", &json!("4")).await;
        // To the second question, where the browser was last, and past it to the button.
        shop.browser.press(TAB).await;
        shop.browser.press(SPACE).await;
        shop.browser.press(ARROW_LEFT).await;
        shop.browser.press(TAB).await;
        shop.browser.press(ENTER).await;
        shop.widget.until("it is given", |seen| !seen.buttons.contains(&"Send the rating".to_owned())).await;
        save_picture(&shop.browser, "rated").await;
        let rating = "document.querySelector('[data-rating]').textContent";
        desk.browser.until(rating, &json!("Rated 4 of 5, settled")).await;
    });
}
