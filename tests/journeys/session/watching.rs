//! The agent sees the visitor's page, live, with everything masked that the page does not show.

use serde_json::json;

use crate::harness::{Desk, Page, Shop, World, journey};

/// What the page shows, and what it does not. An id goes to the agent only where a style names it.
const BODY: &str = r#"
<style>#shown, #private, #note, #password { color: rgb(20 30 40); }</style>
<section data-cobrowse="show"><h2 id="shown">Hillside green</h2><label>Note <input id="note"></label></section>
<p id="private">Ada lives here</p>
<label>Password <input id="password" type="password"></label>
<div style="height: 3000px"></div>"#;

/// A visitor who said Yes to an agent at a desk, and the desk.
pub(super) async fn session(world: &World, mode: &str, change: impl FnOnce(Page) -> Page) -> (Shop, Desk) {
    let shop = Shop::with(world, |page| change(page.watched().body(BODY))).await;
    let desk = Desk::open(world, &shop.service, "Ada").await;
    shop.widget.open().await;
    shop.widget.send("Hello").await;
    desk.until("the visitor is there", |seen| seen.messages.len() == 1).await;
    desk.act(&format!("invite-{mode}")).await;
    shop.widget.until("the agent asks", |seen| seen.banner_kind() == "invited").await;
    shop.widget.answer("Accept").await;
    desk.until("the session runs", |seen| seen.answer == "joined").await;
    desk.watches("the page is there", "live").await;
    (shop, desk)
}

#[test]
fn the_agent_sees_the_page_live_and_masked() {
    journey(async |world| {
        let (shop, desk) = session(world, "view", |page| page).await;
        desk.sees("document.querySelector('#shown')?.textContent ?? ''", &json!("Hillside green")).await;
        desk.sees("/^[• ]+$/.test(document.querySelector('#private')?.textContent ?? '')", &json!(true)).await;
        desk.sees("document.querySelector('alongside-chat')?.childNodes.length ?? 0", &json!(0)).await;
        shop.browser.element("#note").await.send_keys("for Bob").await.unwrap();
        desk.sees("document.querySelector('#note').value", &json!("for Bob")).await;
        shop.browser.element("#password").await.send_keys("hunter2").await.unwrap();
        shop.browser.run("document.querySelector('#shown').textContent = 'Salt-glaze bowl'", Vec::new()).await;
        desk.sees("document.querySelector('#shown').textContent", &json!("Salt-glaze bowl")).await;
        desk.sees("document.querySelector('#password').value", &json!("••••••••")).await;
        assert_eq!(shop.browser.uncaught().await, Vec::<String>::new());
        desk.act("end-session").await;
        desk.until("it is over", |seen| seen.answer == "ended").await;
        desk.watches("nothing is shown any more", "").await;
    });
}
