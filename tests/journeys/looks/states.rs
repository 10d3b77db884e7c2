//! What stands where nothing was said yet, and while nobody is there to answer.

use serde_json::json;

use super::accessible::complains;
use super::pictures::both;
use crate::harness::{End, Scheme, Shop, World, journey, save_picture, tool};

const GREETING: &str = "root.querySelector('.greeting')?.textContent ?? ''";

/// The last is a window of 640 pixels by 960 at 200 %.
const DEVICES: [&str; 3] = ["desktop", "phone", "narrow"];

/// What is cut off at a side of the panel.
const CUT: &str = "[...root.querySelectorAll('.panel *')].filter((element) => {
    const panel = root.querySelector('.panel').getBoundingClientRect();
    const { left, right, width } = element.getBoundingClientRect();
    return width > 1 && (left < panel.left - 1 || right > Math.min(panel.right, innerWidth) + 1);
}).map((element) => element.className)";

/// A visitor at a desk or with a phone.
async fn shop(world: &World, device: &str, account: &str) -> Shop {
    let shop = Shop::with(world, |page| page.attribute("shadow", "open").account(account)).await;
    on(&shop, device).await;
    shop
}

async fn on(shop: &Shop, device: &str) {
    shop.browser.prefer(Scheme::Light).await;
    match device {
        "phone" => shop.browser.be_a_phone().await,
        "narrow" => shop.browser.be_narrow().await,
        _ => {}
    }
}

/// Nobody complains of what is taken pictures of.
async fn looks_well(shop: &Shop, state: &str, device: &str) {
    both(&shop.browser, &format!("state-{state}-{device}")).await;
    assert_eq!(shop.widget.value(CUT).await, json!([]), "{state} on a {device}");
    shop.browser.force_colors(true).await;
    save_picture(&shop.browser, &format!("state-{state}-{device}-forced")).await;
    shop.browser.force_colors(false).await;
    shop.browser.run(&tool("axe-core/axe.min.js"), Vec::new()).await;
    complains(shop, state).await;
}

#[test]
fn before_the_first_word_it_says_what_is_so() {
    journey(async |world| {
        for device in DEVICES {
            let (shop, proxy) = Shop::through_a_proxy(world, |page| page.attribute("shadow", "open")).await;
            on(&shop, device).await;
            shop.widget.open().await;
            shop.widget.until_value(GREETING, &json!("Hello! How can we help?")).await;
            looks_well(&shop, "welcome", device).await;

            shop.browser.be_online(false).await;
            proxy.refuse().await;
            proxy.cut(End::Rst);
            shop.widget.until_value(GREETING, &json!("You can write already")).await;
            looks_well(&shop, "offline", device).await;
            proxy.recover().await;
            shop.browser.be_online(true).await;
            shop.widget.until_value(GREETING, &json!("Hello! How can we help?")).await;
        }
    });
}

#[test]
fn where_nobody_can_answer_it_promises_nothing_and_loses_nothing() {
    journey(async |world| {
        for device in DEVICES {
            let shop = shop(world, device, "999").await;
            shop.widget.open().await;
            shop.widget.until_value(GREETING, &json!("Sorry, nobody can answer here")).await;
            let seen = shop.widget.seen().await;
            assert_eq!(seen.buttons.iter().filter(|name| *name == "Try again").count(), 1, "{seen:#?}");
            looks_well(&shop, "refused", device).await;
            shop.widget.write("Not lost").await;
            shop.widget.press("Try again").await;
            shop.widget.until_value(GREETING, &json!("Sorry, nobody can answer here")).await;
            assert_eq!(shop.widget.seen().await.draft, "Not lost");
        }
    });
}

#[test]
fn after_hours_it_says_when_somebody_answers() {
    journey(async |world| {
        for device in DEVICES {
            let shop = shop(world, device, "10001").await;
            shop.service.fault("closed", json!(true)).await;
            shop.widget.open().await;
            shop.widget.send("Is anybody there?").await;
            let presence = "root.querySelector('.presence').textContent";
            shop.widget.until_value(presence, &json!("We are closed at the moment")).await;
            let said = shop.widget.value("root.querySelector('.expected.closed').textContent").await;
            let said = said.as_str().unwrap();
            assert!(said.starts_with("We are closed at the moment, and answer after "), "{said}");
            assert!(said.ends_with("You need not wait here: the answer comes into this chat."), "{said}");
            looks_well(&shop, "closed", device).await;
        }
    });
}
