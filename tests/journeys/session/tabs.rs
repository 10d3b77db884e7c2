//! A session in several tabs and windows: seen and ended in each, answered and noted in one.

use serde_json::json;

use super::watching::{ask, session};
use crate::harness::{Desk, Seen, Shop, journey};

/// The steps in the consent ledger, in order.
const NOTED: &str = "Object.entries(localStorage).filter(([key]) => key.includes('|ledger|')).map(([, text]) => JSON.parse(text))
    .sort((one, other) => one.number - other.number).map(({ step }) => step).filter((step) => !['page', 'hidden'].includes(step)).join()";

async fn go_to(shop: &Shop, place: usize) {
    let windows = shop.browser.driver.windows().await.unwrap();
    shop.browser.driver.switch_to_window(windows[place].clone()).await.unwrap();
}

#[test]
fn another_tab_says_that_it_may_be_seen_and_can_end_it() {
    journey(async |world| {
        let (shop, desk) = session(world, "view", |page| page).await;
        shop.widget.until("it is seen", |seen| seen.banner_title() == "Ada is viewing this page").await;
        let tab = shop.browser.driver.new_tab().await.unwrap();
        shop.browser.driver.switch_to_window(tab).await.unwrap();
        shop.browser.visit(&format!("{}/", shop.site.origin)).await;
        // Nobody here has agreed to that, and nobody reports: what is seen nobody knows.
        shop.widget.until("it may be", |seen| seen.banner_title() == "Ada may be viewing this page").await;
        let frame = "getComputedStyle(root.querySelector('.frame')).borderTopWidth";
        assert_eq!(shop.widget.value(frame).await, "4px");
        desk.watches("it goes on", "live").await;
        assert_eq!(shop.browser.value(NOTED).await, "invited,accepted,started,joined");
        shop.widget.press("End").await;
        desk.until("the desk knows", |seen| seen.session == "CLOSED" && seen.answer == "ended").await;
        shop.widget.until("it is over", |seen| seen.banner_title() == "The viewing session has ended.").await;
        go_to(&shop, 0).await;
        shop.browser.until("sessionStorage.getItem('stand-in-cobrowse')", &json!(null)).await;
        assert_eq!(shop.browser.value(NOTED).await, "invited,accepted,started,joined,ending,ended");
    });
}

/// Without a screen every window thinks that people have turned to it: so they turn by this.
const TURNS: &str = "window.turned = false; document.hasFocus = () => turned;
window.turn = (turns) => { turned = turns; dispatchEvent(new Event(turned ? 'focus' : 'blur')); };";

fn can_answer(seen: &Seen) -> bool {
    seen.banner
        .as_ref()
        .is_some_and(|banner| banner.buttons.iter().any(|button| button.name == "Accept" && button.enabled))
}

#[test]
fn of_two_windows_side_by_side_the_one_that_was_turned_to_last_answers() {
    journey(async |world| {
        let shop = Shop::with(world, |page| page.first(TURNS)).await;
        let desk = Desk::open(world, &shop.service, "Ada").await;
        shop.widget.open().await;
        let window = shop.browser.driver.new_window().await.unwrap();
        shop.browser.driver.switch_to_window(window).await.unwrap();
        shop.browser.visit(&format!("{}/", shop.site.origin)).await;
        ask(&shop, &desk, "follow").await;
        for turned in [0, 1, 0] {
            for (place, turns) in [(1 - turned, false), (turned, true)] {
                go_to(&shop, place).await;
                shop.browser.run(&format!("turn({turns})"), Vec::new()).await;
                assert_eq!(shop.browser.value("document.visibilityState").await, "visible", "side by side");
            }
            shop.widget.until("it can be answered here", can_answer).await;
            go_to(&shop, 1 - turned).await;
            shop.widget.until("and not there", |seen| seen.banner_kind() == "invited" && !can_answer(seen)).await;
        }
        go_to(&shop, 0).await;
        shop.widget.answer("Accept").await;
        desk.until("the session runs", |seen| seen.answer == "joined").await;
        go_to(&shop, 1).await;
        shop.widget.until("the other shows it", |seen| seen.banner_kind() == "active").await;
        assert_eq!(shop.browser.value(NOTED).await, "invited,accepted,started,joined");
    });
}
