//! What was said is copied: with the mouse, with the keyboard, with a finger.

use serde_json::{Value, json};

use crate::harness::{Shop, journey, save_picture, tool, until};
use crate::looks::complains;

const TAB: &str = "\u{E004}";
const ENTER: &str = "\u{E007}";
const CONTROL: &str = "\u{E009}";
const DOWN: &str = "\u{e015}";
const UP: &str = "\u{E013}";
const COPY: &str = "Copy message";

/// Notes what is written to the clipboard, and lets it through.
const NOTED: &str = "window.written = [];
const write = navigator.clipboard.writeText.bind(navigator.clipboard);
navigator.clipboard.writeText = (text) => { written.push(text); return write(text); };";

const READ: &str = "const done = arguments[0];
navigator.clipboard.readText().then(done, (error) => done(`refused: ${error}`));";

/// Whether the button is so big at least, and covers none of what it copies.
fn stands_beside(words: &str, pixels: u32) -> String {
    format!(
        "(() => {{ const [a, b] = [root.querySelector('.copy button'), {}].map((one) => one.getBoundingClientRect());
        const covers = a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
        return !covers && Math.min(a.width, a.height) >= {pixels}; }})()",
        bubble(words)
    )
}

fn bubble(words: &str) -> String {
    format!("[...root.querySelectorAll('.bubble')].find((one) => one.textContent === {words:?})")
}

async fn middle_of(shop: &Shop, words: &str) -> (i64, i64) {
    let expression = format!(
        "(() => {{ const rect = {}.getBoundingClientRect();
        return [rect.x + rect.width / 2, rect.y + rect.height / 2].map(Math.round); }})()",
        bubble(words)
    );
    let place = shop.widget.value(&expression).await;
    (place[0].as_i64().unwrap(), place[1].as_i64().unwrap())
}

async fn may_copy(shop: &Shop) {
    let permissions = json!({ "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"] });
    shop.browser.tools("Browser.grantPermissions", permissions).await;
}

async fn is_copied(shop: &Shop, words: &str) {
    until(&format!("{words:?} is in the clipboard"), async || {
        let read: String = shop.browser.driver.execute_async(READ, Vec::new()).await.unwrap().convert().unwrap();
        if read == words { Ok(()) } else { Err(read) }
    })
    .await;
}

async fn is_told(shop: &Shop, words: &str) {
    let told = "[...root.querySelectorAll('.heard[aria-live] p')].map((line) => line.textContent)";
    shop.widget.until_value(told, &json!([words])).await;
}

#[test]
fn a_message_is_copied_where_the_mouse_points() {
    journey(async |world| {
        let shop = Shop::with(world, |page| page.attribute("shadow", "open")).await;
        shop.browser.run(&tool("axe-core/axe.min.js"), Vec::new()).await;
        may_copy(&shop).await;
        let _agent = shop.talk().await;
        assert_eq!(shop.widget.value("root.querySelector('.copy')").await, Value::Null);
        for words in ["Hello", "Hello, I am Ada"] {
            shop.browser.mouse_at(middle_of(&shop, words).await, false).await;
            shop.widget
                .until_value(&format!("root.querySelector('.copy') && {}", stands_beside(words, 24)), &json!(true))
                .await;
            shop.widget.press(COPY).await;
            is_copied(&shop, words).await;
            is_told(&shop, "Copied").await;
        }
        assert_eq!(shop.widget.value("root.querySelectorAll('.copy').length").await, 1, "one for all of them");
        complains(&shop, "a message that was copied").await;
        save_picture(&shop.browser, "copied").await;

        shop.browser
            .run("navigator.clipboard.writeText = () => Promise.reject(new Error('forbidden'));", Vec::new())
            .await;
        shop.widget.press(COPY).await;
        is_told(&shop, "Could not be copied.").await;
        let said = "root.querySelector('.copy span').textContent";
        shop.widget.until_value(said, &json!("Could not be copied.")).await;
        save_picture(&shop.browser, "not-copied").await;
    });
}

#[test]
fn a_message_is_copied_with_the_keyboard_only() {
    journey(async |world| {
        let shop = Shop::open(world).await;
        may_copy(&shop).await;
        let _agent = shop.talk().await;
        shop.browser.run(NOTED, Vec::new()).await;
        shop.widget.element("textarea").await.click().await.unwrap();
        shop.browser.press_with_shift(TAB).await;
        shop.browser.press_with_shift(TAB).await;
        shop.browser.press(UP).await;
        shop.browser.press_with(CONTROL, "c").await;
        is_copied(&shop, "Hello, I am Ada").await;
        is_told(&shop, "Copied").await;

        shop.browser.press(UP).await;
        shop.widget.until_value(&stands_beside("Hello", 24), &json!(true)).await;
        shop.browser.press(TAB).await;
        shop.widget.until("the button has focus", |seen| seen.focus == COPY).await;
        save_picture(&shop.browser, "copy-focused").await;
        shop.browser.press(ENTER).await;
        is_copied(&shop, "Hello").await;

        // What is selected is the browser's to copy. Above is a line, which is no message; below it the row again.
        shop.browser.press(UP).await;
        shop.browser.press(DOWN).await;
        let select = format!("getSelection().setBaseAndExtent({0}.firstChild, 0, {0}.firstChild, 1)", bubble("Hello"));
        shop.widget.value(&select).await;
        shop.browser.press_with(CONTROL, "c").await;
        shop.widget.value("getSelection().removeAllRanges()").await;
        assert_eq!(shop.browser.value("written").await, json!(["Hello, I am Ada", "Hello"]));
        shop.browser.press_with(CONTROL, "c").await;
        shop.browser.until("written.length", &json!(3)).await;
    });
}

#[test]
fn a_message_is_copied_with_a_finger() {
    journey(async |world| {
        let shop = Shop::open(world).await;
        shop.browser.be_a_phone().await;
        may_copy(&shop).await;
        let _agent = shop.talk().await;
        for words in ["Hello", "Hello, I am Ada"] {
            shop.browser.tap_at(middle_of(&shop, words).await).await;
            shop.widget
                .until_value(&format!("root.querySelector('.copy') && {}", stands_beside(words, 44)), &json!(true))
                .await;
            let button = shop.widget.element(".copy button").await.rect().await.unwrap();
            #[expect(clippy::cast_possible_truncation, reason = "a place in the window")]
            let middle = [button.x + button.width / 2.0, button.y + button.height / 2.0].map(|at| at as i64);
            shop.browser.tap_at((middle[0], middle[1])).await;
            is_copied(&shop, words).await;
        }
        save_picture(&shop.browser, "copied-phone").await;
    });
}
