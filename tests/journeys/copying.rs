//! What a message says, copied by its button, by a tap and by the browser's own keys, and pasted elsewhere.

use serde_json::json;

use crate::harness::{Shop, journey, save_picture};

const UP: &str = "\u{E013}";
const ENTER: &str = "\u{E007}";
const DELETE: &str = "\u{E017}";

const COPY: &str = "Copy this message";
const FOUND: &str = "document.querySelector('#search').value";
/// How many of the buttons can be seen.
const SHOWN: &str =
    "[...root.querySelectorAll('.copy')].filter((one) => one.checkVisibility({ visibilityProperty: true })).length";

#[test]
fn a_message_is_copied_by_its_button_and_by_the_browsers_keys() {
    journey(async |world| {
        let shop = Shop::open(world).await;
        let agent = shop.talk().await;
        agent.say("Your code is A-17 <b>").await;
        shop.widget.until("the code is there", |seen| seen.says("Your code is A-17 <b>")).await;
        shop.browser.move_mouse_away().await;
        shop.widget.until_value(SHOWN, &json!(0)).await;

        point_at(&shop, "Your code is").await;
        shop.widget.until_value(SHOWN, &json!(1)).await;
        save_picture(&shop.browser, "copy-button").await;
        shop.widget.press(COPY).await;
        shop.widget.until("it is read out", |seen| seen.spoken.iter().any(|line| line == "Copied")).await;
        save_picture(&shop.browser, "copied").await;
        paste(&shop, "Your code is A-17 <b>").await;

        // The keyboard alone: the row before, and the keys that everybody knows.
        shop.widget.element("textarea").await.click().await.unwrap();
        shop.browser.move_mouse_away().await;
        walk_to(&shop, "Hello, I am Ada").await;
        shop.browser.press_with_control("c").await;
        shop.widget.until_value("root.querySelectorAll('.copy[data-is=done]').length", &json!(1)).await;
        paste(&shop, "Hello, I am Ada").await;

        // And the button by Enter, where nothing else is in the row.
        shop.widget.element("textarea").await.click().await.unwrap();
        walk_to(&shop, "Hello").await;
        shop.browser.press(ENTER).await;
        shop.widget.until("the button has the focus", |seen| seen.focus == COPY).await;
        shop.browser.press(ENTER).await;
        paste(&shop, "Hello").await;
        assert_eq!(shop.browser.uncaught().await, Vec::<String>::new());
    });
}

#[test]
fn what_is_selected_is_what_the_keys_copy() {
    journey(async |world| {
        let shop = Shop::open(world).await;
        let _agent = shop.talk().await;
        walk_to(&shop, "Hello, I am Ada").await;
        shop.widget
            .value("getSelection().setBaseAndExtent(root.querySelector('[data-is~=theirs] .bubble').firstChild, 0, root.querySelector('[data-is~=theirs] .bubble').firstChild, 5)")
            .await;
        shop.browser.press_with_control("c").await;
        paste(&shop, "Hello").await;
    });
}

#[test]
fn a_browser_that_refuses_is_told_of_in_words() {
    journey(async |world| {
        let refusing =
            "Object.defineProperty(navigator, 'clipboard', { value: { writeText: () => Promise.reject() } });";
        let shop = Shop::with(world, |page| page.first(refusing)).await;
        let _agent = shop.talk().await;
        point_at(&shop, "Hello, I am Ada").await;
        shop.widget.press(COPY).await;
        let refused = |line: &String| line.starts_with("The browser did not let the chat copy this.");
        shop.widget.until("that is said", |seen| seen.spoken.iter().any(refused)).await;
        save_picture(&shop.browser, "not-copied").await;
        assert_eq!(shop.widget.value("root.querySelectorAll('.copy[data-is=done]').length").await, 0);
    });
}

#[test]
fn on_a_touch_screen_a_tap_on_the_message_shows_the_button() {
    journey(async |world| {
        let shop = Shop::open(world).await;
        let _agent = shop.talk().await;
        shop.browser.be_a_phone().await;
        shop.browser.move_mouse_away().await;
        shop.widget.until_value(SHOWN, &json!(0)).await;
        shop.widget.element("[data-is~=theirs] .bubble").await.click().await.unwrap();
        shop.widget.until_value(SHOWN, &json!(1)).await;
        let size = "(({ width, height }) => [width, height])(root.querySelector('[data-is~=theirs] .copy').getBoundingClientRect())";
        assert_eq!(shop.widget.value(size).await, json!([44, 44]));
        shop.widget.press(COPY).await;
        shop.widget.until("it is copied", |seen| seen.spoken.iter().any(|line| line == "Copied")).await;
        save_picture(&shop.browser, "copied-on-a-phone").await;
    });
}

/// Moves the mouse over a message.
async fn point_at(shop: &Shop, text: &str) {
    let place = format!(
        "(({{ x, y, height }}) => [Math.round(x) + 20, Math.round(y + height / 2)])([...root.querySelectorAll('.bubble')].find((one) => one.textContent.startsWith({text:?})).getBoundingClientRect())"
    );
    let place = shop.widget.value(&place).await;
    shop.browser.mouse_at((place[0].as_i64().unwrap(), place[1].as_i64().unwrap()), false).await;
}

/// Goes to a row by the arrows, from the composer.
async fn walk_to(shop: &Shop, text: &str) {
    shop.widget.value("root.querySelector('.log').focus()").await;
    let here = format!("root.activeElement?.closest('.stop')?.querySelector('.bubble')?.textContent === {text:?}");
    crate::harness::until("the row is reached", async || {
        if shop.widget.value(&here).await == json!(true) {
            return Ok(());
        }
        shop.browser.press(UP).await;
        Err("not yet")
    })
    .await;
}

/// Pastes into the page's own field, and looks what that is.
async fn paste(shop: &Shop, wanted: &str) {
    shop.browser.click("#search").await;
    shop.browser.press_with_control("a").await;
    shop.browser.press(DELETE).await;
    shop.browser.press_with_control("v").await;
    shop.browser.until(FOUND, &json!(wanted)).await;
}
