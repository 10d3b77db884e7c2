//! How a session lasts and ends: pause, another page, a lost link, End, and where it cannot be.

use serde_json::json;

use super::watching::session;
use crate::harness::{Desk, Page, Seen, Shop, journey};

const STATE: &str = "now('state')";
const KEPT: &str = "sessionStorage.getItem('stand-in-cobrowse') !== null";

#[test]
fn while_it_is_paused_nothing_leaves() {
    journey(async |world| {
        let (shop, desk) = session(world, "view", |page| page).await;
        shop.widget.press("Pause").await;
        shop.browser.until(STATE, &json!("paused")).await;
        shop.widget.until("it says so", |seen| seen.banner_title() == "Paused, Ada sees nothing").await;
        shop.browser.run("window.before = sent.length; shown.textContent = 'While paused';", Vec::new()).await;
        desk.watches("the desk knows", "paused").await;
        assert_eq!(desk.replayed("1").await, json!(null), "nothing stays on the screen");
        shop.browser.element("#note").await.send_keys("quietly").await.unwrap();
        shop.browser.run("scrollTo(0, 500)", Vec::new()).await;
        // A frame that is due every five seconds shows that time has passed.
        shop.browser.until("sent.slice(before).includes('ping')", &json!(true)).await;
        let left = "sent.slice(before).filter((text) => /^(snapshot|event)/.test(text)).length";
        assert_eq!(shop.browser.value(left).await, 0);
        shop.widget.press("Go on").await;
        shop.browser.until(STATE, &json!("live")).await;
        desk.sees("document.querySelector('#shown').textContent", &json!("While paused")).await;
        desk.sees("document.querySelector('#note').value", &json!("quietly")).await;
    });
}

#[test]
fn it_goes_on_after_a_reload_and_on_another_page() {
    journey(async |world| {
        let (shop, desk) = session(world, "view", |page| page).await;
        shop.reload().await;
        shop.browser.until(STATE, &json!("live")).await;
        desk.sees("document.querySelector('#shown').textContent", &json!("Hillside green")).await;
        let other = Page::new(&shop.service.origin).first(super::watching::LISTEN).watched();
        shop.site.page("/basket", other.body("<h2 data-cobrowse='show'>Basket</h2>").html());
        shop.browser.visit(&format!("{}/basket?voucher=1#top", shop.site.origin)).await;
        desk.sees("document.querySelector('h2').textContent", &json!("Basket")).await;
        shop.browser.until("now('page')", &json!(format!("{}/basket", shop.site.origin))).await;
        // A chat that has only just come up is told again.
        shop.browser.run("told.length = 0; const kept = JSON.parse(sessionStorage.getItem('stand-in-cobrowse'));
            document.querySelector('alongside-chat').dispatchEvent(new CustomEvent('alongside-cobrowse', { bubbles: true,
                composed: true, detail: { serviceId: kept.serviceId, step: 'started' } }));", Vec::new()).await;
        assert_eq!(
            shop.browser.value("[now('state'), now('control'), now('can').join(), now('hidden').length].join()").await,
            "live,none,pause,5"
        );
        shop.widget.until("it says so here as well", |seen| seen.banner_title() == "Ada is viewing this page").await;
        let frame = "getComputedStyle(root.querySelector('.frame')).borderTopWidth";
        assert_eq!(shop.widget.value(frame).await, "4px");
        desk.act("end-session").await;
        shop.widget.until("it is over", |seen| seen.banner_title() == "The viewing session has ended.").await;
        shop.browser.until(KEPT, &json!(false)).await;
    });
}

#[test]
fn a_lost_link_is_told_at_once_and_comes_back() {
    journey(async |world| {
        let (shop, desk) = session(world, "view", |page| page).await;
        let restarts = shop.service.restart(std::time::Duration::from_secs(2)).await;
        shop.browser.until(STATE, &json!("lost")).await;
        shop.browser.run("shown.textContent = 'Back again'", Vec::new()).await;
        shop.service.is_back(&restarts).await;
        shop.browser.until(STATE, &json!("live")).await;
        desk.sees("document.querySelector('#shown').textContent", &json!("Back again")).await;
    });
}

#[test]
fn a_link_that_stays_lost_for_longer_than_two_minutes_ends_it() {
    journey(async |world| {
        let (shop, desk) = session(world, "view", |page| page).await;
        let restarts = shop.service.restart(std::time::Duration::from_secs(8)).await;
        shop.browser.until(STATE, &json!("lost")).await;
        shop.widget.until("it says so", |seen| seen.banner_title() == "Reconnecting…").await;
        assert_eq!(shop.browser.value(KEPT).await, true);
        shop.browser.run("const now = Date.now; Date.now = () => now() + 121000;", Vec::new()).await;
        shop.browser
            .until("[now('state'), now('message')].join()", &json!("ended,The connection was lost for too long."))
            .await;
        assert_eq!(shop.browser.value(KEPT).await, false);
        assert_eq!(shop.browser.value("document.querySelector('alongside-cobrowse-marks')").await, json!(null));
        let why = |seen: &Seen| {
            seen.banner
                .as_ref()
                .is_some_and(|banner| banner.lines.contains(&"The connection was lost for too long.".into()))
        };
        // Nobody can confirm it meanwhile.
        let seen = shop.widget.until("the card says why", why).await;
        assert_eq!(seen.banner_title(), "Ending…");
        shop.service.is_back(&restarts).await;
        shop.browser.says_online().await;
        let ended = |seen: &Seen| seen.banner_title() == "The viewing session has ended." && why(seen);
        shop.widget.until("it is over", ended).await;
        desk.until("the desk knows", |seen| seen.session == "CLOSED" && seen.answer == "ended").await;
    });
}

#[test]
fn a_tab_that_was_away_for_longer_than_two_minutes_ends_it() {
    journey(async |world| {
        let (shop, desk) = session(world, "view", |page| page).await;
        let aged = "const kept = JSON.parse(sessionStorage.getItem('stand-in-cobrowse')); kept.at -= 121000;
            return JSON.stringify(kept);";
        let kept = shop.browser.run(aged, Vec::new()).await;
        // From a page of the same tab on which nothing runs.
        shop.site.page("/nothing", "<title>Nothing</title>");
        shop.browser.visit(&format!("{}/nothing", shop.site.origin)).await;
        desk.watches("the desk knows that it is away", "away").await;
        shop.browser.run("sessionStorage.setItem('stand-in-cobrowse', arguments[0])", vec![kept]).await;
        shop.browser.visit(&format!("{}/", shop.site.origin)).await;
        shop.browser
            .until("[now('state'), now('message')].join()", &json!("ended,The connection was lost for too long."))
            .await;
        desk.until("the service knows", |seen| seen.session == "CLOSED" && seen.answer == "ended").await;
        assert_eq!(shop.browser.value(KEPT).await, false);
    });
}

#[test]
fn at_end_it_stops_before_the_service_confirms() {
    journey(async |world| {
        let (shop, desk) = session(world, "view", |page| page).await;
        // The service takes its time: what it tells comes seconds later.
        shop.service.fault("slowNotifications", json!(3_000)).await;
        shop.widget.press("End").await;
        shop.browser.run("window.before = sent.length; shown.textContent = 'After the end';", Vec::new()).await;
        let seen = shop.widget.seen().await;
        assert_eq!(seen.banner_title(), "Ending…");
        assert_eq!(shop.browser.value("document.querySelector('alongside-cobrowse-marks')").await, json!(null));
        assert_eq!(shop.browser.value(KEPT).await, false);
        shop.widget.until("it is over", |seen| seen.banner_title() == "The viewing session has ended.").await;
        let left = "sent.slice(before).filter((text) => /^(snapshot|event)/.test(text)).length";
        assert_eq!(shop.browser.value(left).await, 0);
        desk.until("the desk knows", |seen| seen.session == "CLOSED" && seen.answer == "ended").await;
    });
}

#[test]
fn hidden_fields_are_marked_on_the_page_while_it_is_seen() {
    journey(async |world| {
        let (shop, desk) = session(world, "shared", |page| page).await;
        let host = shop.browser.element("alongside-cobrowse-marks").await;
        let root = shop.browser.shadow_root(&host).await.unwrap();
        let marks = "return [...arguments[0].querySelectorAll('.mark')].map((mark) => mark.textContent).join()";
        let count = async || shop.browser.run(marks, vec![root.clone()]).await;
        crate::harness::until("each field that is hidden has its mark", async || {
            let seen = count().await;
            // The page's search, the password, and the password within what is shown.
            if seen == "hidden from agent,hidden from agent,hidden from agent" { Ok(()) } else { Err(seen) }
        })
        .await;
        desk.act("point").await;
        desk.browser.mouse_at(desk.place_of("#shown").await, false).await;
        let cursor = "const [root] = arguments; const cursor = root.querySelector('.cursor');
            return cursor.hidden ? '' : [cursor.textContent, root.querySelector('.cursor svg').getBoundingClientRect().width].join()";
        crate::harness::until("the agent's cursor is on the page", async || {
            let seen = shop.browser.run(cursor, vec![root.clone()]).await;
            if seen == "Ada,20" { Ok(()) } else { Err(seen) }
        })
        .await;
        shop.browser.run("say('paused')", Vec::new()).await;
        crate::harness::until("nothing is marked while nothing is seen", async || {
            let seen = (count().await, shop.browser.run(cursor, vec![root.clone()]).await);
            if seen == (json!(""), json!("")) { Ok(()) } else { Err(seen) }
        })
        .await;
    });
}

#[test]
fn without_its_script_it_says_that_nothing_can_be_shown() {
    journey(async |world| {
        let shop = Shop::with(world, |page| {
            let gone =
                json!({ "imports": { format!("{}/cobrowse/rrweb.js", page.service()): "data:text/plain,none" } });
            page.import_map(&gone).first(super::watching::LISTEN)
        })
        .await;
        let desk = Desk::open(world, &shop.service, "Ada").await;
        super::watching::ask(&shop, &desk, "view").await;
        shop.widget.answer("Accept").await;
        shop.browser.until("now('state')", &json!("failed")).await;
        let words = shop.browser.value("now('message')").await;
        assert!(words.as_str().unwrap().starts_with("This page cannot be shown"), "{words}");
        desk.until("it has ended", |seen| seen.session == "CLOSED" && seen.answer == "ended").await;
    });
}

#[test]
fn a_call_shows_nothing_of_the_page() {
    journey(async |world| {
        let shop = Shop::with(world, |page| page.watched().first(super::watching::LISTEN)).await;
        let desk = Desk::open(world, &shop.service, "Ada").await;
        super::watching::ask(&shop, &desk, "voice").await;
        shop.widget.answer("Accept").await;
        desk.until("the call runs", |seen| seen.answer == "joined").await;
        desk.watches("there is nothing to watch", "").await;
        shop.browser
            .until("sockets.some(({ url, readyState }) => url.includes('/session/') && readyState === 3)", &json!(true))
            .await;
        assert_eq!(
            shop.browser.value("[told.length, sent.some((text) => /^(snapshot|event)/.test(text))].join()").await,
            "0,false"
        );
    });
}
