//! The agent's hand on the visitor's page: what each mode allows, and what is never reached.

use serde_json::{Value, json};

use super::watching::session;
use crate::harness::{Button, Desk, Seen, Shop, journey};

const CONTROL: &str = "now('control')";
const SCROLLED: &str = "scrollY > 0";

#[test]
fn who_follows_neither_scrolls_nor_asks_for_control() {
    journey(async |world| {
        let (shop, desk) = session(world, "follow", |page| page).await;
        let place = desk.place_of("#shown").await;
        desk.browser.wheel_at(place, 500).await;
        assert_eq!(shop.browser.value("now('can').join()").await, "pause");
        // Neither does the service carry what a desk of another make would send.
        let heard = "window.heard = []; sockets.find((one) => one.url.includes('/session/page'))
            .addEventListener('message', ({ data }) => heard.push(data.split('\\n')[0]))";
        shop.browser.run(heard, Vec::new()).await;
        raw_desk(&shop, &desk).await;
        for word in ["scroll", "ask", "click", "key", "point"] {
            send(&desk, word, &json!({ "id": 1, "dy": 500 })).await;
        }
        shop.browser.until("heard.includes('point')", &json!(true)).await;
        assert_eq!(shop.browser.value("heard.filter((word) => word !== 'pong').join()").await, "agent,point");
        assert_eq!(shop.browser.value(SCROLLED).await, false);
        assert_eq!(shop.browser.value(CONTROL).await, "none");
    });
}

/// Another program takes the place of the desk; it says what it wants.
async fn raw_desk(shop: &Shop, desk: &Desk) {
    let address = shop.browser.value("sockets.find((one) => one.url.includes('/session/page')).url").await;
    let address = address.as_str().unwrap().replace("/page", &format!("/agent/{}", desk.bearer().await));
    let opens = "window.raw = new WebSocket(arguments[0]); window.got = [];
        raw.onmessage = ({ data }) => got.push(data); raw.onclose = ({ code }) => got.push(`closed ${code}`);";
    desk.browser.run(opens, vec![json!(address)]).await;
    desk.browser.until("got.some((text) => text.startsWith('mode'))", &json!(true)).await;
}

async fn send(desk: &Desk, word: &str, body: &Value) {
    desk.browser
        .run("raw.send(`${arguments[0]}\\n${JSON.stringify(arguments[1])}`)", vec![json!(word), body.clone()])
        .await;
}

#[test]
fn what_no_desk_would_send_is_refused_by_the_page() {
    journey(async |world| {
        let (shop, desk) = session(world, "shared", |page| page).await;
        let mirror = "return import(`${arguments[0]}/cobrowse/rrweb.js`).then(({ record }) => { window.mirror = record.mirror; });";
        shop.browser.run(mirror, vec![json!(shop.service.origin)]).await;
        let clicked = "window.reached = 0; document.querySelector('alongside-chat').addEventListener('click', () => reached++, true);";
        shop.browser.run(clicked, Vec::new()).await;
        raw_desk(&shop, &desk).await;
        send(&desk, "ask", &json!({})).await;
        shop.browser.until(CONTROL, &json!("asked")).await;
        shop.browser.run("say('control', { granted: true })", Vec::new()).await;
        let id = async |expression: &str| shop.browser.value(&format!("mirror.getId({expression})")).await;
        let refusals = "got.filter((text) => text.startsWith('refused')).length";
        let targets = [
            "document.querySelector('alongside-chat')",
            "secret",
            "password",
            "away",
            "script",
            "secret.parentElement.firstChild",
        ];
        for (number, target) in targets.into_iter().enumerate() {
            send(&desk, "click", &json!({ "id": id(target).await, "x": 0.5, "y": 0.5 })).await;
            desk.browser.until(refusals, &json!(number + 1)).await;
        }
        send(&desk, "key", &json!({ "key": "x" })).await;
        desk.browser.until(refusals, &json!(targets.len() + 1)).await;
        for nonsense in [json!({ "id": "x" }), json!(null), json!([]), json!({ "id": 1e99, "x": "a" })] {
            for word in ["point", "scroll", "click", "key", "unheard"] {
                send(&desk, word, &nonsense).await;
            }
        }
        let state = "[reached, secret.value, password.value, bought.textContent, location.pathname].join()";
        assert_eq!(shop.browser.value(state).await, "0,,,,/");
        send(&desk, "click", &json!({ "id": id("buy").await, "x": 0.5, "y": 0.5 })).await;
        shop.browser.until("bought.textContent", &json!("Bought")).await;
        send(&desk, "point", &json!("x".repeat(16 * 1024))).await;
        desk.browser.until("got.at(-1)", &json!("closed 1009")).await;
        shop.browser.until(CONTROL, &json!("none")).await;
        assert_eq!(shop.browser.uncaught().await, Vec::<String>::new());
    });
}

#[test]
fn who_views_scrolls_the_visitors_page_and_points() {
    journey(async |world| {
        let (shop, desk) = session(world, "view", |page| page).await;
        desk.act("point").await;
        let place = desk.place_of("#shown").await;
        desk.browser.mouse_at(place, false).await;
        desk.browser.wheel_at(place, 500).await;
        shop.browser.until(SCROLLED, &json!(true)).await;
        desk.sees("document.defaultView.scrollY > 0", &json!(true)).await;
        desk.browser.mouse_at(place, true).await;
        desk.browser.press("x").await;
        assert_eq!(shop.browser.value("note.value + bought.textContent").await, "", "nothing is clicked or typed");
    });
}

#[test]
fn who_shares_clicks_and_types_once_the_visitor_has_granted_it() {
    journey(async |world| {
        let (shop, desk) = session(world, "shared", |page| page).await;
        desk.click_on("#buy").await;
        desk.act("ask-control").await;
        shop.browser.until(CONTROL, &json!("asked")).await;
        assert_eq!(shop.browser.value("bought.textContent").await, "", "nothing before the visitor's Yes");
        shop.widget.until("the agent asks", |seen| seen.buttons.iter().any(|name| name == "Allow")).await;
        shop.widget.insist("Allow").await;
        shop.browser.until(CONTROL, &json!("granted")).await;
        desk.browser.until("document.querySelector('[data-hand]').dataset.control", &json!("granted")).await;

        desk.click_on("#buy").await;
        desk.sees("document.querySelector('#bought').textContent", &json!("Bought")).await;
        desk.click_on("#note").await;
        desk.browser.press("For Ada!").await;
        desk.sees("document.querySelector('#note').value", &json!("For Ada!")).await;
        desk.browser.press("\u{E003}").await;
        shop.browser.until("note.value", &json!("For Ada")).await;

        // What is protected, the chat, and other places.
        desk.click_on("#secret").await;
        desk.refused("protected").await;
        desk.browser.press("hunter2").await;
        desk.click_on("#away").await;
        desk.refused("other places").await;
        desk.click_on("#script").await;
        desk.refused("other places").await;
        let clicked = "window.reached = 0; document.querySelector('alongside-chat').addEventListener('click', () => reached++, true);";
        shop.browser.run(clicked, Vec::new()).await;
        // The chat lies over what is clicked.
        shop.browser.run("scrollTo(0, 0)", Vec::new()).await;
        let under = "const button = document.createElement('button'); button.id = 'buy';
            button.style.cssText = 'position: fixed; right: 40px; bottom: 200px; width: 60px; height: 30px';
            button.onclick = () => reached++; document.querySelector('#buy').remove(); document.body.append(button);";
        shop.browser.run(under, Vec::new()).await;
        desk.sees("document.defaultView.getComputedStyle(document.querySelector('#buy')).position", &json!("fixed"))
            .await;
        desk.click_on("#buy").await;
        desk.refused("visitor's alone").await;
        let state = "[reached, secret.value, bought.textContent, location.pathname].join()";
        assert_eq!(shop.browser.value(state).await, "0,,Bought,/");

        // One press takes it back.
        shop.widget.press("Take control back").await;
        desk.browser.until("document.querySelector('[data-hand]').dataset.control", &json!("none")).await;
        desk.click_on("#note").await;
        desk.browser.press("!").await;
        desk.act("ask-control").await;
        shop.browser.until(CONTROL, &json!("asked")).await;
        assert_eq!(shop.browser.value("note.value").await, "For Ada");
        assert_eq!(shop.browser.uncaught().await, Vec::<String>::new());
    });
}

#[test]
fn where_motion_is_reduced_the_ring_of_a_click_stands_still() {
    journey(async |world| {
        let (shop, desk) = session(world, "shared", |page| page).await;
        desk.act("ask-control").await;
        shop.widget.insist("Allow").await;
        shop.browser.until(CONTROL, &json!("granted")).await;
        let host = shop.browser.element("alongside-cobrowse-marks").await;
        let root = shop.browser.shadow_root(&host).await.unwrap();
        let watch = "const [root] = arguments; window.rings = [];
            new MutationObserver(() => { for (const ring of root.querySelectorAll('.ring'))
                rings.push([getComputedStyle(ring).animationName, ring.getBoundingClientRect().width].join()); })
                .observe(root, { childList: true, subtree: true });";
        shop.browser.run(watch, vec![root]).await;
        for (motion, expected) in [("no-preference", "ring,"), ("reduce", "none,24")] {
            let features = json!({ "features": [{ "name": "prefers-reduced-motion", "value": motion }] });
            shop.browser.tools("Emulation.setEmulatedMedia", features).await;
            shop.browser.run("rings.length = 0", Vec::new()).await;
            desk.click_on("#buy").await;
            let is_so = format!("rings.length > 0 && rings.every((ring) => ring.startsWith('{expected}'))");
            shop.browser.until(&is_so, &json!(true)).await;
        }
    });
}

/// What the visitor said of control, and when the agent asked for it and somebody clicked.
const CONSENT: &str = "window.answers = []; window.times = { asked: [], clicks: [] };
document.addEventListener('alongside-cobrowse', ({ detail }) =>
    detail.step === 'control' && answers.push({ granted: detail.granted, at: performance.now() }));
document.addEventListener('alongside-session', ({ detail }) =>
    detail.control === 'asked' && times.asked.push(performance.now()), true);
document.addEventListener('click', ({ isTrusted, target }) =>
    isTrusted && target.matches('alongside-chat') && times.clicks.push(performance.now()), true);";

fn allow(seen: &Seen) -> Option<&Button> {
    seen.banner.as_ref().and_then(|banner| banner.buttons.iter().find(|button| button.name == "Allow"))
}

#[test]
fn a_script_that_clicks_on_allow_gives_no_control() {
    journey(async |world| {
        let (shop, desk) = session(world, "shared", |page| page.first(CONSENT)).await;
        desk.act("ask-control").await;
        shop.widget.until("the agent asks", |seen| allow(seen).is_some()).await;
        // It has stood there for long enough for a person's click.
        shop.browser.until("performance.now() - times.asked[0] > 1500", &json!(true)).await;
        let clicks = "(() => {
            const allow = [...root.querySelectorAll('button')].find((one) => one.textContent.trim() === 'Allow');
            window.heard = [];
            allow.addEventListener('click', ({ isTrusted }) => heard.push(isTrusted));
            allow.click();
            allow.dispatchEvent(new MouseEvent('click', { bubbles: true, composed: true, detail: 1 }));
            return heard.join();
        })()";
        assert_eq!(shop.widget.value(clicks).await, "false,false");
        assert_eq!(shop.browser.value("answers.length").await, 0);
        // A person's click on the very same button is the only one that counts.
        shop.widget.press("Allow").await;
        shop.browser.until(CONTROL, &json!("granted")).await;
        assert_eq!(shop.browser.value("heard.join()").await, "false,false,true");
        assert_eq!(shop.browser.value("answers.map(({ granted }) => granted).join()").await, "true", "and was needed");
        assert!(shop.browser.value("answers[0].at - times.clicks.at(-1) < 100").await == true, "it came of that click");
    });
}

#[test]
fn who_clicks_where_allow_has_just_appeared_has_given_nothing_for_half_a_second() {
    journey(async |world| {
        let (shop, desk) = session(world, "shared", |page| page.first(CONSENT)).await;
        desk.act("ask-control").await;
        let seen = shop.widget.until("the agent asks", |seen| allow(seen).is_some()).await;
        let before = allow(&seen).unwrap().rect;
        shop.widget.insist("Decline").await;
        shop.browser.until(CONTROL, &json!("none")).await;
        desk.act("ask-control").await;
        let seen = shop.widget.until("the agent asks again", |seen| allow(seen).is_some()).await;
        assert_eq!(allow(&seen).unwrap().rect, before, "at the same place");
        #[expect(clippy::cast_possible_truncation, reason = "pixels")]
        let place = ((before.x + before.width / 2.0) as i64, (before.y + before.height / 2.0) as i64);
        crate::harness::until("somebody who clicks on and on has agreed in the end", async || {
            shop.browser.mouse_at(place, true).await;
            let control = shop.browser.value(CONTROL).await;
            if control == "granted" { Ok(()) } else { Err(control) }
        })
        .await;
        let all = shop.browser.value("[answers, times]").await;
        let (answers, times) = (&all[0], &all[1]);
        let (asked, granted) = (times["asked"][1].as_f64().unwrap(), answers[1]["at"].as_f64().unwrap());
        assert_eq!((answers[0]["granted"].as_bool(), answers[1]["granted"].as_bool()), (Some(false), Some(true)));
        assert!(granted - asked >= 500.0, "{all}");
        let too_early = |click: &&Value| (0.0..500.0).contains(&(click.as_f64().unwrap() - asked));
        assert!(times["clicks"].as_array().unwrap().iter().filter(too_early).count() > 0, "they did click: {all}");
    });
}

#[test]
fn a_yes_that_nobody_asked_for_grants_nothing() {
    journey(async |world| {
        let (shop, _desk) = session(world, "shared", |page| page).await;
        shop.browser.run("say('control', { granted: true })", Vec::new()).await;
        assert_eq!(shop.browser.value(CONTROL).await, "none");
    });
}
