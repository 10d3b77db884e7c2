//! The agent sees the visitor's page, live, with everything masked that the page does not show.

use serde_json::json;

use crate::harness::{Desk, Page, Shop, World, journey, save_picture};

/// What the page shows, and what it does not. An id goes to the agent only where a style names it.
pub(super) const BODY: &str = r#"
<style>#shown, #private, #note, #password, #secret, #buy, #away, #script, #bought, #far { color: rgb(20 30 40); }</style>
<section data-cobrowse="show"><h2 id="shown">Hillside green</h2><label>Note <input id="note"></label></section>
<p id="private">Ada lives here</p>
<label>Password <input id="password" type="password"></label>
<button id="buy" onclick="bought.textContent = 'Bought'">Buy</button> <b id="bought" data-cobrowse="show"></b>
<a id="away" href="https://elsewhere.example/">Away</a> <a id="script" href="javascript:void(bought.textContent = 'Run')">Run</a>
<div data-cobrowse="show"><input id="secret" type="password"></div>
<div style="height: 3000px"></div><p id="far">Far down</p>"#;

/// What the session tells the chat, in `told`; and what the visitor wants, as the chat says it.
pub(super) const LISTEN: &str = "window.told = [];
document.addEventListener('alongside-session', ({ detail }) => told.push(detail), true);
window.now = (member) => told.findLast((detail) => member in detail)?.[member];
window.say = (step, more) => document.querySelector('alongside-chat').dispatchEvent(new CustomEvent('alongside-cobrowse', {
    bubbles: true, composed: true, detail: { serviceId: now('serviceId'), step, ...more } }));";

/// A visitor who said Yes to an agent at a desk, and the desk.
pub(super) async fn session(world: &World, mode: &str, change: impl FnOnce(Page) -> Page) -> (Shop, Desk) {
    let shop = Shop::with(world, |page| change(page.watched().first(LISTEN).body(BODY))).await;
    let desk = Desk::open(world, &shop.service, "Ada").await;
    agree(&shop, &desk, mode).await;
    desk.watches("the page is there", "live").await;
    (shop, desk)
}

/// A visitor says Yes to an agent at a desk.
pub(super) async fn agree(shop: &Shop, desk: &Desk, mode: &str) {
    ask(shop, desk, mode).await;
    shop.widget.answer("Accept").await;
    desk.until("the session runs", |seen| seen.answer == "joined").await;
}

/// An agent at a desk asks a visitor.
pub(super) async fn ask(shop: &Shop, desk: &Desk, mode: &str) {
    shop.widget.open().await;
    shop.widget.send("Hello").await;
    desk.until("the visitor is there", |seen| seen.messages.len() == 1).await;
    desk.act(&format!("invite-{mode}")).await;
    shop.widget.until("the agent asks", |seen| seen.banner_kind() == "invited").await;
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
        save_picture(&desk.browser, "desk").await;
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

/// How some elements look, as texts.
const LOOKS: &str = "['body', '.top', '.brand', '.kicker', 'h1', '.button', '.card', '.price', '.order', '.sun', '.clay', '.steam', 'footer']
    .map((css) => {
        const style = document.defaultView.getComputedStyle(document.querySelector(css));
        const names = ['color', 'backgroundColor', 'fontSize', 'fontWeight', 'display', 'fill', 'stroke', 'borderTopWidth', 'padding'];
        return `${css}: ${names.map((name) => style[name]).join(' ')}`;
    }).join('; ')";

#[test]
fn the_demo_shop_looks_alike_on_the_agents_screen() {
    journey(async |world| {
        let shop = Shop::open(world).await;
        shop.site
            .page("/demo", crate::harness::demo_page(&shop.service.origin).replace("<head>", "<head><base href='/'>"));
        shop.browser.visit(&format!("{}/demo", shop.site.origin)).await;
        let desk = Desk::open(world, &shop.service, "Ada").await;
        agree(&shop, &desk, "view").await;
        desk.watches("the page is there", "live").await;
        let looks = shop.browser.value(LOOKS).await;
        desk.sees(LOOKS, &looks).await;
    });
}
