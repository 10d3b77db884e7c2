//! The consumer saves the conversation and ends it.

use serde_json::json;

use crate::harness::{Page, Shop, journey, save_picture};

#[test]
fn the_consumer_saves_the_conversation_and_ends_it() {
    journey(async |world| {
        let shop = Shop::with(world, Page::keeping_files).await;
        let agent = shop.talk().await;
        shop.widget.press("More").await;
        save_picture(&shop.browser, "menu").await;
        shop.widget.press("Save the conversation").await;
        shop.browser.until("files.length", &json!(1)).await;
        let file = shop.browser.value("files[0]").await;
        let parts: Vec<Vec<&str>> =
            file.as_str().unwrap().trim().split("\n\n").map(|part| part.lines().collect()).collect();
        assert!(parts.iter().all(|part| part[0].contains("2") && part[0].contains(':')), "when: {parts:?}");
        let said: Vec<_> = parts.iter().map(|part| part[1..].join(": ")).collect();
        // She may join before or after the first text is there.
        assert!(said.contains(&"Ada joined the conversation".to_owned()), "{said:?}");
        let texts: Vec<_> = said.iter().filter(|line| line.contains(": ")).collect();
        assert_eq!(texts, ["You: Hello", "Ada: Hello, I am Ada"]);

        shop.widget.press_summary("End the conversation").await;
        shop.widget.press("End now").await;
        let ended = |seen: &crate::harness::Seen| seen.presence == "Conversation ended";
        let seen = shop.widget.until("it has ended", ended).await;
        assert!(!seen.buttons.contains(&"End now".to_owned()), "{:?}", seen.buttons);
        agent.until("the agent knows", |state| !state.open).await;
        shop.widget.send("One more thing").await;
        agent.hears("One more thing").await;
        assert_eq!(shop.service.conversations().await.len(), 2);
    });
}
