//! A page that has words of its own in the place of the widget's.

use crate::harness::{Agent, Page, Shop, journey, save_picture};

/// A part of the words in Arabic, which is written from right to left, and has more forms for numbers than English.
const ARABIC: &str = "window.site = { chat: {
  en: 'ar', ltr: 'rtl',
  'Chat with us': 'تحدث معنا',
  'Close chat': 'إغلاق المحادثة',
  'Open chat': 'فتح المحادثة',
  'Open chat, {} unread messages': { one: 'رسالة واحدة', two: 'رسالتان', few: '{} رسائل', other: '{} رسالة' },
  'Write a message…': 'اكتب رسالة…',
  'Message': 'رسالة',
  'Send': 'إرسال',
  'Hello! How can we help?': 'مرحبا! كيف يمكننا مساعدتك؟',
  '{} is here': '<i>{}</i> هنا',
  'Today': 'اليوم',
  'Delivered': 7,
} };";

fn arabic(page: Page) -> Page {
    page.attribute("connector", "4711").attribute("words", " site.chat ").first(ARABIC)
}

#[test]
fn a_page_has_the_chat_speak_its_language() {
    journey(async |world| {
        let shop = Shop::with(world, arabic).await;
        let agent = Agent::log_in(&shop.service, "Ada").await;
        let seen = shop.widget.open().await;
        assert_eq!(seen.launcher(), "إغلاق المحادثة");
        assert_eq!(shop.widget.value("root.querySelector('.widget').lang").await, "ar");
        assert_eq!(shop.widget.value("getComputedStyle(root.querySelector('.log')).direction").await, "rtl");
        assert_eq!(shop.widget.value("root.querySelector('textarea').placeholder").await, "اكتب رسالة…");
        shop.widget.write("Send").await;
        shop.widget.press("إرسال").await;
        agent.hears("Send").await;
        agent.until("the agent is assigned", |state| state.joined).await;
        agent.say("Today").await;
        let seen = shop.widget.until("the agent answers", |seen| seen.says("Today")).await;
        assert_eq!(seen.texts(), ["Send", "Today"], "what people say stays theirs");
        assert_eq!(seen.separators, ["اليوم"]);
        assert_eq!(
            shop.widget.value("root.querySelector('.presence').textContent").await,
            "<i>Ada</i> هنا",
            "text is text"
        );
        shop.widget.until("what is no text is left to English", |seen| seen.receipt() == "Read").await;
        let time = "root.querySelector('.meta time').firstChild.textContent";
        let expected = "new Intl.DateTimeFormat('ar', { timeStyle: 'short' }).format(\
                        new Date(root.querySelector('.meta time').dateTime))";
        assert_eq!(shop.widget.value(time).await, shop.widget.value(expected).await, "times follow the words");
        save_picture(&shop.browser, "words-arabic").await;

        shop.widget.press("إغلاق المحادثة").await;
        for (text, said) in [("One", "رسالة واحدة"), ("Two", "رسالتان"), ("Three", "3 رسائل")] {
            agent.say(text).await;
            shop.widget.until("the launcher counts", |seen| !seen.open && seen.launcher() == said).await;
        }
        assert_eq!(shop.browser.uncaught().await, Vec::<String>::new());
    });
}

#[test]
fn what_is_not_there_leaves_the_chat_in_english() {
    journey(async |world| {
        let shop =
            Shop::with(world, |page| page.attribute("connector", "4711").attribute("words", "site.words.de")).await;
        let seen = shop.widget.open().await;
        assert_eq!(seen.launcher(), "Close chat");
        let lines = shop.browser.own_lines().await;
        assert_eq!(lines.len(), 1, "{lines:?}");
        assert!(lines[0].contains("words=\\\"site.words.de\\\" names no object of the page"), "{lines:?}");
    });
}
