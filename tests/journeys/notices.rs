//! Notices beyond the widget: title and icon, a sound, the browser's notifications.

use serde_json::json;

use crate::harness::{Shop, journey, save_picture};

/// A page that can be hidden, and writes down which notifications and sounds there were.
const WATCHED: &str = "let isHidden = false;
Object.defineProperty(document, 'hidden', { get: () => isHidden });
window.hide = (is) => { isHidden = is; document.dispatchEvent(new Event('visibilitychange', { bubbles: true })); };
window.notified = [];
window.Notification = class {
  constructor(title, { body }) { notified.push([title, body]); }
  static requestPermission() { return Promise.resolve('granted'); }
};
window.sounds = 0;
const { start } = OscillatorNode.prototype;
OscillatorNode.prototype.start = function () { sounds += 1; start.call(this); };";

const ICONS: &str = "document.querySelectorAll('link[rel=icon]').length";

#[test]
fn a_notification_speaks_the_words_of_the_page() {
    journey(async |world| {
        let words = "window.site = { words: { en: 'de', 'File: {}': 'Datei: {}', 'Notify me of answers': 'Melden' } };";
        let shop = Shop::with(world, |page| page.attribute("words", "site.words").first(WATCHED).first(words)).await;
        let agent = shop.talk().await;
        shop.widget.press("More").await;
        shop.widget.press("Melden").await;
        shop.browser.run("hide(true)", Vec::new()).await;
        agent.share("plan.png", "PNG", "image/png", include_bytes!("../../docs/images/banner.png")).await;
        shop.browser.until("notified", &json!([["Ada", "Datei: plan.png"]])).await;
    });
}

#[test]
fn whoever_looks_elsewhere_is_told_of_an_answer() {
    journey(async |world| {
        let shop = Shop::with(world, |page| page.attribute("sound", "").first(WATCHED)).await;
        let agent = shop.talk().await;
        shop.widget.press("More").await;
        shop.widget.press("Notify me of answers").await;
        shop.widget.until("it is agreed", |seen| seen.buttons.contains(&"Stop notifying me".to_owned())).await;
        save_picture(&shop.browser, "menu-notify").await;
        let title = shop.browser.value("document.title").await;
        let title = title.as_str().unwrap();
        let icons = shop.browser.value(ICONS).await.as_u64().unwrap();

        shop.browser.run("hide(true)", Vec::new()).await;
        agent.say("Are you still there?").await;
        shop.browser.until("notified", &json!([["Ada", "Are you still there?"]])).await;
        shop.browser.until("sounds", &json!(1)).await;
        shop.browser.until("document.title", &json!(format!("(1) {title}"))).await;
        shop.browser.until(ICONS, &json!(icons + 1)).await;
        shop.browser.run("document.title = 'Offer of the day'", Vec::new()).await;
        agent.say("I can wait.").await;
        shop.browser.until("document.title", &json!("(2) Offer of the day")).await;
        shop.browser.until("[notified.length, sounds]", &json!([2, 2])).await;

        shop.browser.run("hide(false)", Vec::new()).await;
        shop.browser.until("document.title", &json!("Offer of the day")).await;
        shop.browser.until(ICONS, &json!(icons)).await;
        agent.say("Welcome back").await;
        shop.widget.until("it is there", |seen| seen.says("Welcome back")).await;
        assert_eq!(shop.browser.value("[notified.length, sounds]").await, json!([2, 2]), "whoever looks needs none");

        shop.browser.run("hide(true)", Vec::new()).await;
        agent.say("One more").await;
        shop.browser.until("document.title", &json!("(1) Offer of the day")).await;
        // The page may have no title, and take away icons that it does not know.
        shop.browser.run("document.title = ''; document.querySelector('#alongside-badge').remove()", Vec::new()).await;
        agent.say("Two").await;
        shop.browser.until("document.title", &json!("(2)")).await;
        shop.browser.run("document.querySelector('#alongside-badge').remove()", Vec::new()).await;
        agent.say("Three").await;
        shop.browser.until("document.title", &json!("(3)")).await;
        // A number that the page itself wrote stays.
        shop.browser.run("document.title = '(7) Offers'", Vec::new()).await;
        agent.say("And another").await;
        shop.browser.until("document.title", &json!("(4) (7) Offers")).await;
        shop.browser.run("document.querySelector('alongside-chat').remove()", Vec::new()).await;
        shop.browser.until("document.title", &json!("(7) Offers")).await;
        shop.browser.until(ICONS, &json!(icons)).await;
        assert_eq!(shop.browser.uncaught().await, Vec::<String>::new());
    });
}
