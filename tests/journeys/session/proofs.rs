//! What is promised of a session, each by what the browser itself says: what is fetched, and what leaves.

use serde_json::json;

use super::watching::{BODY, LISTEN, agree, session};
use crate::harness::{Desk, Shop, journey};

/// What was fetched of what only a session needs.
const FETCHED: &str =
    "performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname.split('/').at(-1))
    .filter((name) => ['rrweb.js', 'session.js'].includes(name)).sort().join()";

#[test]
fn what_a_session_needs_is_fetched_after_a_yes_only() {
    journey(async |world| {
        let shop = Shop::open(world).await;
        let agent = shop.talk().await;
        let dialog = agent.invite("view", 120.0).await;
        shop.widget.until("the agent asks", |seen| seen.banner_kind() == "invited").await;
        assert_eq!(shop.browser.value(FETCHED).await, "", "before an answer");
        shop.widget.answer("Decline").await;
        agent.until("the dialog is closed", |state| state.session(&dialog) == "CLOSED").await;
        shop.widget.until("the banner goes", |seen| seen.banner.is_none()).await;
        assert_eq!(shop.browser.value(FETCHED).await, "", "after a No");
        agent.invite("view", 120.0).await;
        shop.widget.until("the agent asks again", |seen| seen.banner_kind() == "invited").await;
        shop.widget.answer("Accept").await;
        shop.browser.until(FETCHED, &json!("rrweb.js,session.js")).await;
    });
}

/// Fields of which nothing is to leave, two of each kind: one gets a short value, the other a long one.
const FIELDS: &str = r#"<section data-cobrowse="show">
<input class="short" size="6" type="password"><input class="long" size="6" type="password">
<input class="short" size="6" autocomplete="cc-number"><input class="long" size="6" autocomplete="cc-number">
<input class="short" size="6" type="password" oninput="this.setAttribute('value', this.value)">
<input class="long" size="6" type="password" oninput="this.setAttribute('value', this.value)">
</section>"#;

/// Everything that left about each field of a class since so many frames, less its number and the time.
const ABOUT: &str = "const { record } = await import(`${arguments[0]}/cobrowse/rrweb.js`);
const told = sent.slice(arguments[1]).filter((text) => /^(snapshot|event)\\n/.test(text));
const events = told.flatMap((text) => JSON.parse(text.slice(text.indexOf('\\n'))));
const about = (id, value) => {
    if (value === null || typeof value !== 'object') return [];
    const within = Object.values(value).flatMap((one) => about(id, one));
    if (value.id !== id) return within;
    const { id: _id, rootId: _root, timeOffset: _time, ...rest } = value;
    return [JSON.stringify(rest), ...within];
};
const left = (field) => about(record.mirror.getId(field), events);
return ['.short', '.long'].map((css) => [...document.querySelectorAll(css)].map(left));";

#[test]
fn how_long_a_protected_value_is_does_not_leave() {
    journey(async |world| {
        let (shop, desk) = session(world, "view", |page| page.body(FIELDS)).await;
        for (css, text) in [(".short", "ab1"), (".long", "Wmwmwmwmwmwmwmwmwmwmwmwmwmwm12")] {
            for field in shop.browser.driver.find_all(thirtyfour::By::Css(css)).await.unwrap() {
                field.send_keys(text).await.unwrap();
            }
        }
        shop.browser.run("note.focus(); shown.textContent = 'Typed';", Vec::new()).await;
        desk.sees("document.querySelector('#shown').textContent", &json!("Typed")).await;
        no_difference(&shop, 0, 3).await;
        // And everything once more, as it is now.
        let again = "const before = sent.length; say('paused');
            document.querySelector('.long').focus(); shown.textContent = 'Again'; say('resumed'); return before;";
        let before = shop.browser.run(again, Vec::new()).await;
        desk.sees("document.querySelector('#shown').textContent", &json!("Again")).await;
        no_difference(&shop, before.as_u64().unwrap(), 1).await;
    });
}

/// Since so many frames at least so much left about each of the fields, and the same about the long value as about the
/// short one.
async fn no_difference(shop: &Shop, since: u64, at_least: usize) {
    let left = shop.browser.run(ABOUT, vec![json!(shop.service.origin), json!(since)]).await;
    let [short, long] = [0, 1].map(|place| left[place].as_array().unwrap().clone());
    assert_eq!((short.len(), long.len()), (3, 3), "so many kinds of fields");
    assert!(short.iter().all(|about| about.as_array().unwrap().len() >= at_least), "{left:#}");
    assert_eq!(short, long);
}

#[test]
fn what_is_said_in_the_chat_does_not_leave() {
    journey(async |world| {
        let shop = Shop::with(world, |page| page.watched().first(LISTEN).body(BODY)).await;
        let desk = Desk::open(world, &shop.service, "Quillon").await;
        agree(&shop, &desk, "view").await;
        desk.watches("the page is there", "live").await;
        shop.widget.send("Velvet").await;
        desk.write("Tangerine").await;
        desk.act("send").await;
        shop.widget.until("the agent's words are there", |seen| seen.says("Tangerine")).await;
        shop.widget.write("Marzipan").await;
        // The agent's name is on the page, beside the pointer.
        desk.act("point").await;
        desk.browser.mouse_at(desk.place_of("#shown").await, false).await;
        let host = shop.browser.element("alongside-cobrowse-marks").await;
        let root = shop.browser.shadow_root(&host).await.unwrap();
        crate::harness::until("the agent's pointer is there", async || {
            let cursor =
                "const cursor = arguments[0].querySelector('.cursor'); return cursor.hidden ? '' : cursor.textContent;";
            let seen = shop.browser.run(cursor, vec![root.clone()]).await;
            if seen == "Quillon" { Ok(()) } else { Err(seen) }
        })
        .await;
        // Everything once more, with the panel open, and what comes one by one after it.
        let seen = shop.widget.until("all of it is there", |seen| seen.draft == "Marzipan").await;
        assert!(seen.open && seen.says("Velvet") && seen.banner_title().contains("Quillon"), "{seen:#?}");
        shop.widget.press("Pause").await;
        shop.widget.press("Go on").await;
        shop.widget.write(" and Nutmeg").await;
        shop.browser.run("shown.textContent = 'Salt-glaze bowl'", Vec::new()).await;
        desk.sees("document.querySelector('#shown').textContent", &json!("Salt-glaze bowl")).await;
        let frames = "sent.filter((text) => /^(snapshot|event)/.test(text)).join('\\n')";
        let left = shop.browser.value(frames).await.as_str().unwrap().to_owned();
        assert!(left.contains("Hillside green") && left.contains("Salt-glaze bowl"), "what is shown has left");
        for word in ["Hello", "Velvet", "Tangerine", "Marzipan", "Nutmeg", "Quillon"] {
            assert!(!left.contains(word), "{word} has left");
        }
    });
}
