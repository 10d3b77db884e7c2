//! What the agent's desk does with an answer, and what it lets the visitor's page do: nothing.

use serde_json::json;

use super::secrets::{NO_MASKING, NO_SCRUBBING, without};
use super::watching::{LISTEN, agree, ask, session};
use crate::harness::{Desk, Shop, journey};

const CONTROL: &str = "now('control')";
const HAND: &str = "document.querySelector('[data-hand]').dataset.control";

#[test]
fn a_call_that_the_desk_asks_for_and_takes_back_is_cancelled_on_both_sides() {
    journey(async |world| {
        let shop = Shop::open(world).await;
        let desk = Desk::open(world, &shop.service, "Ada").await;
        ask(&shop, &desk, "video").await;
        assert_eq!(shop.widget.seen().await.banner_title(), "Ada asks for a video call");
        desk.until("it waits", |seen| seen.status == "Invited. Waiting for the visitor to answer.").await;
        desk.act("cancel-invitation").await;
        let seen = shop.widget.until("it is over", |seen| seen.banner_kind() == "over").await;
        assert_eq!(seen.banner_title(), "The invitation was cancelled.");
        let seen = desk.until("the desk knows", |seen| seen.session == "CLOSED").await;
        assert_eq!((seen.key.as_str(), seen.answer.as_str()), ("cancel_invitation", "cancelled"));
        assert_eq!(seen.status, "You cancelled the invitation.");
    });
}

#[test]
fn the_desk_says_that_the_visitor_declined() {
    journey(async |world| {
        let shop = Shop::open(world).await;
        let desk = Desk::open(world, &shop.service, "Ada").await;
        ask(&shop, &desk, "shared").await;
        shop.widget.answer("Decline").await;
        let seen = desk.until("the desk knows", |seen| seen.session == "CLOSED").await;
        assert_eq!((seen.answer.as_str(), seen.status.as_str()), ("declined", "The visitor declined."));
        desk.watches("there is nothing to watch", "").await;
    });
}

#[test]
fn the_desk_says_that_nobody_answered_in_time() {
    journey(async |world| {
        let shop = Shop::open(world).await;
        let desk = Desk::open(world, &shop.service, "Ada").await;
        let soon = "const [chosen, seconds] = ['seconds', 'custom-seconds'].map(
                (name) => document.querySelector(`[data-field=${name}]`));
            chosen.value = 'custom';
            chosen.dispatchEvent(new Event('change', { bubbles: true }));
            seconds.value = 3;";
        desk.browser.run(soon, Vec::new()).await;
        ask(&shop, &desk, "view").await;
        shop.widget.until("it is over", |seen| seen.banner_title() == "The invitation has expired.").await;
        let seen = desk.until("the desk knows", |seen| seen.session == "CLOSED").await;
        assert_eq!(seen.answer, "expired");
        assert_eq!(seen.status, "The invitation expired without an answer.");
    });
}

#[test]
fn control_that_the_desk_gives_back_is_gone() {
    journey(async |world| {
        let (shop, desk) = session(world, "shared", |page| page).await;
        desk.act("ask-control").await;
        shop.widget.insist("Allow").await;
        desk.browser.until(HAND, &json!("granted")).await;
        shop.widget.until("it can be taken back", |seen| seen.buttons.contains(&"Take control back".into())).await;
        desk.act("release-control").await;
        shop.browser.until(CONTROL, &json!("none")).await;
        desk.browser.until(HAND, &json!("none")).await;
        let has_control = |name: &String| ["Take control back", "Allow"].contains(&name.as_str());
        shop.widget.until("there is nothing to take back", |seen| !seen.buttons.iter().any(has_control)).await;
        desk.click_on("#buy").await;
        // What is asked for after the click comes after it.
        desk.act("ask-control").await;
        shop.browser.until(CONTROL, &json!("asked")).await;
        assert_eq!(shop.browser.value("bought.textContent").await, "");
        shop.widget.until("the agent asks anew", |seen| seen.buttons.contains(&"Allow".into())).await;
    });
}

/// Whatever of it runs says so, in its own window and in the outermost one.
const EAGER: &str = r#"
<style>#broken, #button, #link { color: rgb(20 30 40); }</style>
<section data-cobrowse="show"><h2>Eager</h2>
<img id="broken" src="x" onerror="window.hacked = top.hacked = 'error'">
<script>window.hacked = top.hacked = 'script';</script>
<button id="button" onclick="window.hacked = top.hacked = 'click'">Press</button>
<a id="link" href="javascript:void(window.hacked = top.hacked = 'link')">Go</a>
</section>"#;

/// The flag of each frame of a page, the outermost first.
const FLAGS: &str = "(function flags(one) {
    return [one.hacked ?? 'none', ...[...Array(one.length).keys()].flatMap((place) => flags(one[place]))];
})(window).join()";

/// Clicks, by a script of the desk, on what would run, and gives what of it came as the page has it.
const PROVOKE: &str = "['#button', '#link', '#broken'].map((css) => {
    const one = document.querySelector(css);
    one?.click();
    return one && [...one.attributes].filter(({ value }) => value.includes('hacked')).map(({ name }) => name).join();
}).join('|')";

#[test]
fn nothing_of_the_visitors_page_runs_at_the_desk() {
    journey(async |world| eager(world, false, "||").await);
}

/// A page that leaves nothing out: what it would run arrives, and still does not run.
#[test]
fn nothing_runs_at_the_desk_where_the_page_sends_what_would() {
    journey(async |world| eager(world, true, "_onclick|href|onerror").await);
}

async fn eager(world: &crate::harness::World, is_bare: bool, arrives: &str) {
    let shop = Shop::with(world, |page| {
        let service = page.service().to_owned();
        let masks = [("scrub", NO_SCRUBBING), ("policy", NO_MASKING)];
        let page = if is_bare { without(page, &service, &masks) } else { page };
        page.watched().first(LISTEN).body(EAGER)
    })
    .await;
    // On the visitor's page each of them works.
    shop.browser.until("window.hacked", &json!("error")).await;
    for (css, flag) in [("#button", "click"), ("#link", "link")] {
        shop.browser.click(css).await;
        shop.browser.until("window.hacked", &json!(flag)).await;
    }
    let desk = Desk::open(world, &shop.service, "Ada").await;
    agree(&shop, &desk, "view").await;
    desk.sees("document.querySelector('h2')?.textContent ?? ''", &json!("Eager")).await;
    assert_eq!(desk.replayed(PROVOKE).await, arrives);
    // What is told later is shown later than all that was to run.
    shop.browser.run("document.querySelector('h2').textContent = 'Later'", Vec::new()).await;
    desk.sees("document.querySelector('h2').textContent", &json!("Later")).await;
    assert_eq!(desk.browser.value(FLAGS).await, "none,none,none", "the desk, its screen and the page in there");
    let sandbox = "screen.querySelector('.replayer-wrapper iframe').getAttribute('sandbox')";
    assert_eq!(desk.replayed(sandbox).await, "allow-same-origin");
}
