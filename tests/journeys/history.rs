//! The visitor reads on into earlier conversations, and is not moved while they come.

use serde_json::{Value, json};

use crate::harness::{Agent, Seen, Shop, journey, save_picture, until};

/// Where the row of these words begins, in the window; nothing where it is not there.
fn top_of(words: &str) -> String {
    format!(
        "(() => {{ const bubble = [...root.querySelectorAll('.bubble')].find((one) => one.textContent === {words:?});
        return bubble ? bubble.getBoundingClientRect().top : null; }})()"
    )
}

/// The middle of the transcript, where the mouse is.
async fn middle(shop: &Shop) -> (i64, i64) {
    let rect = "(() => { const rect = root.querySelector('.log').getBoundingClientRect();
        return [rect.x + rect.width / 2, rect.y + rect.height / 2].map(Math.round); })()";
    let place = shop.widget.value(rect).await;
    (place[0].as_i64().unwrap(), place[1].as_i64().unwrap())
}

/// Turns the wheel until something is so.
async fn turn_until(shop: &Shop, what: &str, by: i64, is_so: impl AsyncFn() -> bool) {
    let at = middle(shop).await;
    until(what, async || {
        if is_so().await {
            return Ok(());
        }
        shop.browser.wheel_at(at, by).await;
        Err(shop.widget.value("root.querySelector('.log').scrollTop").await)
    })
    .await;
}

async fn scrolled(shop: &Shop) -> f64 {
    shop.widget.value("root.querySelector('.log').scrollTop").await.as_f64().unwrap()
}

/// So many messages of the agent, and the end of the conversation.
async fn talk(shop: &Shop, agent: &Agent, name: &str, messages: usize) {
    shop.widget.send(&format!("Hello, {name}")).await;
    agent.until("the agent has it", |state| state.open && state.joined).await;
    shop.widget.until("she is here", |seen| seen.presence == "Ada is here").await;
    for number in 1..=messages {
        agent.say(&format!("{name} {number}")).await;
    }
    let last = format!("{name} {messages}");
    shop.widget.until("all of it is there", |seen| seen.says(&last)).await;
}

async fn end(shop: &Shop, agent: &Agent) {
    agent.is_read().await;
    agent.close_conversation().await;
    shop.widget.until("it has ended", |seen| seen.presence == "Conversation ended").await;
    agent.until("the agent knows", |state| !state.open).await;
}

const HOME: &str = "\u{E011}";
const SIZE: &str = "root.querySelector('.stop')?.getAttribute('aria-setsize') ?? ''";
const OFFERED: &str = "root.querySelector('.before').innerText.trim()";

#[test]
fn earlier_conversations_come_above_a_reader_who_is_not_moved() {
    journey(async |world| {
        let shop = Shop::open(world).await;
        let agent = Agent::log_in(&shop.service, "Ada").await;
        shop.widget.open().await;
        talk(&shop, &agent, "first", 25).await;
        end(&shop, &agent).await;
        talk(&shop, &agent, "second", 30).await;
        end(&shop, &agent).await;
        talk(&shop, &agent, "third", 30).await;
        // The page is loaded anew: the conversation that goes on is there, and nothing else was fetched.
        shop.reload().await;
        shop.widget.open().await;
        shop.widget.until("the third goes on", |seen| seen.says("third 30")).await;
        shop.widget.until_value(SIZE, &json!("31")).await;

        turn_until(&shop, "near the top", -120, async || scrolled(&shop).await < 600.0).await;
        shop.widget.until_value(SIZE, &json!("31")).await;
        save_picture(&shop.browser, "history-top").await;
        // On the way to the top the second comes: what is read stands where it stood, but for the turns of the wheel.
        let at = middle(&shop).await;
        until("the second is there", async || {
            let before = shop.widget.value(&top_of("third 3")).await;
            let size = shop.widget.value(SIZE).await;
            if size != json!("31") {
                Ok(())
            } else {
                shop.browser.wheel_at(at, -60).await;
                Err(before)
            }
        })
        .await;
        shop.widget.until_value(SIZE, &json!("63")).await;
        let seen = shop.widget.seen().await;
        assert!(!seen.says("first 1"), "one at a time");
        save_picture(&shop.browser, "history-second").await;

        // By the button, without any scrolling: the row does not move at all.
        shop.widget.element(".log").await.click().await.unwrap();
        shop.browser.press(HOME).await;
        let row = top_of("second 2");
        shop.widget.until("the first row", |seen| seen.says("Hello, second")).await;
        let button = shop.widget.element(".before button").await;
        let before = shop.widget.value(&row).await.as_f64().unwrap();
        save_picture(&shop.browser, "history-before").await;
        button.click().await.unwrap();
        shop.widget.until_value(SIZE, &json!("90")).await;
        shop.widget.until("rows above", |seen| seen.says("first 25")).await;
        let after = shop.widget.value(&row).await.as_f64().unwrap();
        save_picture(&shop.browser, "history-after").await;
        assert!((after - before).abs() < 1.5, "{before} became {after}");
        let seen: Seen = shop.widget.seen().await;
        assert!(!seen.buttons.contains(&"Show earlier messages".to_owned()), "there is no more: {:?}", seen.buttons);
        turn_until(&shop, "all of it", -600, async || scrolled(&shop).await < 1.0).await;
        shop.widget.until("the first", |seen| seen.says("Hello, first")).await;
        save_picture(&shop.browser, "history-first").await;
        shop.widget.press("Latest messages").await;
        shop.widget.until("the end", |seen| seen.says("third 30")).await;
        assert_eq!(shop.browser.uncaught().await, Vec::<String>::new());
    });
}

#[test]
fn by_its_button_they_come_while_the_row_that_is_read_stays_where_it_is() {
    journey(async |world| {
        let shop = Shop::open(world).await;
        let agent = Agent::log_in(&shop.service, "Ada").await;
        shop.widget.open().await;
        talk(&shop, &agent, "first", 25).await;
        end(&shop, &agent).await;
        talk(&shop, &agent, "second", 2).await;
        end(&shop, &agent).await;
        shop.reload().await;
        shop.widget.open().await;
        shop.widget.until_value(OFFERED, &json!("Show earlier messages\n\nHello! How can we help?\n\nWrite your question below. An agent answers right here.")).await;
        save_picture(&shop.browser, "history-alone").await;
        shop.widget.press("Show earlier messages").await;
        shop.widget.until_value(SIZE, &json!("4")).await;
        let told = "root.querySelector('.before [role=status]').textContent";
        shop.widget.until_value(told, &json!("3 earlier messages were added above.")).await;
        save_picture(&shop.browser, "history-button").await;
        let place = |value: Value| value.as_f64().unwrap();
        // It stands at its end, and stays there.
        let end = "(() => { const log = root.querySelector('.log'); return log.scrollHeight - log.scrollTop - log.clientHeight < 2; })()";
        let before = place(shop.widget.value(&top_of("second 2")).await);
        shop.widget.press("Show earlier messages").await;
        shop.widget.until_value(SIZE, &json!("31")).await;
        shop.widget.until_value(end, &json!(true)).await;
        let seen = shop.widget.until("both are there", |seen| seen.says("second 2") && seen.says("first 25")).await;
        let after = place(shop.widget.value(&top_of("second 2")).await);
        save_picture(&shop.browser, "history-both").await;
        assert!(
            seen.lines.iter().filter(|line| line.contains("ended the conversation")).count() >= 2,
            "{:?}",
            seen.lines
        );
        assert!(after >= before - 1.0, "{before} became {after}: a short transcript stands below its greeting");
        assert_eq!(shop.service.conversations().await.len(), 2, "nothing was begun by reading");
        // What is written now begins another one below.
        shop.widget.send("Hello again").await;
        agent.hears("Hello again").await;
        save_picture(&shop.browser, "history-another").await;
    });
}

#[test]
fn a_way_leads_to_the_first_message_that_came_unseen_and_then_to_the_latest() {
    journey(async |world| {
        let shop = Shop::open(world).await;
        let agent = Agent::log_in(&shop.service, "Ada").await;
        shop.widget.open().await;
        talk(&shop, &agent, "seen", 3).await;
        agent.is_read().await;
        shop.widget.close().await;
        for number in 1..=30 {
            agent.say(&format!("unseen {number}")).await;
        }
        shop.widget.until("they are counted", |seen| seen.launcher() == UNREAD).await;
        shop.widget.open().await;
        shop.widget.until("the end", |seen| seen.says("unseen 30")).await;
        shop.widget.press("30 new messages").await;
        let first = "root.querySelector('.separator[data-is=unread] + .stop .bubble').textContent";
        shop.widget.until_value(first, &json!("unseen 1")).await;
        let is_in_view = "(() => { const [log, row] = ['.log', '.separator[data-is=unread] + .stop'].map((css) =>
            root.querySelector(css).getBoundingClientRect());
            return row.top >= log.top - 1 && row.bottom <= log.bottom + 1; })()";
        shop.widget.until_value(is_in_view, &json!(true)).await;
        save_picture(&shop.browser, "history-unseen").await;
        shop.widget.press("Latest messages").await;
        shop.widget.until("the end", |seen| seen.says("unseen 30")).await;
        shop.widget.until("no way is left", |seen| !seen.buttons.contains(&"Latest messages".to_owned())).await;
    });
}

const UNREAD: &str = "Open chat, 30 unread messages";
