//! What becomes of an invitation, and what the page's tag is told of it: no more, no less, no other order.

use crate::harness::{Seen, Shop, journey};

const APP: &str = "lpUnifiedWindow";
const OFFERED: &str = "cobrowseOffered";
const ACCEPTED: &str = "cobrowseAccepted";
const DECLINED: &str = "cobrowseDeclined";

fn asks(seen: &Seen) -> bool {
    seen.banner_kind() == "invited"
}

#[test]
fn a_declined_invitation_is_told_to_the_tag_and_closed() {
    journey(async |world| {
        let shop = Shop::open(world).await;
        let agent = shop.talk().await;
        let dialog = agent.invite("shared", 120.0).await;
        let seen = shop.widget.until("the agent asks", asks).await;
        assert_eq!(seen.banner.unwrap().lines[0], "The agent can see this page, click and type.");
        let seen = shop.widget.answer("Decline").await;
        assert_eq!(seen.banner_title(), "You declined.");
        agent.until("the dialog is closed", |state| state.session(&dialog) == "CLOSED").await;
        shop.has_published(APP, &[OFFERED, DECLINED]).await;
        shop.widget.until("the banner goes", |seen| seen.banner.is_none()).await;
        shop.has_published(APP, &[OFFERED, DECLINED]).await;
    });
}

#[test]
fn a_cancelled_invitation_goes_and_nothing_is_answered() {
    journey(async |world| {
        let shop = Shop::open(world).await;
        let agent = shop.talk().await;
        let dialog = agent.invite("follow", 120.0).await;
        let seen = shop.widget.until("the agent asks", asks).await;
        assert_eq!(seen.banner.unwrap().lines[0], "The agent can see this page, but cannot scroll or click.");
        agent.cancel(&dialog).await;
        let seen = shop.widget.until("it is over", |seen| seen.banner_kind() == "over").await;
        let banner = seen.banner.unwrap();
        assert_eq!((banner.title.as_str(), banner.buttons.len()), ("The invitation was cancelled.", 0));
        shop.has_published(APP, &[OFFERED]).await;
    });
}

#[test]
fn an_invitation_expires_and_another_can_be_accepted() {
    journey(async |world| {
        let shop = Shop::open(world).await;
        let agent = shop.talk().await;
        let expiring = agent.invite("view", 3.0).await;
        let seen = shop.widget.until("the agent asks", asks).await;
        assert!(seen.banner.as_ref().unwrap().left.starts_with("0:0"), "{seen:#?}");
        let seen = shop.widget.until("it is over", |seen| seen.banner_kind() == "over").await;
        let banner = seen.banner.unwrap();
        assert_eq!((banner.title.as_str(), banner.buttons.len()), ("The invitation has expired.", 0));
        assert_eq!(banner.lines, ["Ada can ask again."]);
        agent.until("the dialog is closed", |state| state.session(&expiring) == "CLOSED").await;
        shop.has_published(APP, &[OFFERED]).await;

        let dialog = agent.invite("view", 120.0).await;
        shop.widget.until("the agent asks again", asks).await;
        shop.widget.answer("Accept").await;
        agent.until("the session runs", |state| state.session(&dialog) == "ACCEPTED").await;
        shop.has_published(APP, &[OFFERED, OFFERED, ACCEPTED]).await;
        agent.end_session(&dialog).await;
        shop.widget.until("its end is told", |seen| seen.banner_title() == "The viewing session has ended.").await;
    });
}

#[test]
fn beside_the_launcher_an_invitation_can_be_answered() {
    journey(async |world| {
        let shop = Shop::open(world).await;
        let agent = shop.talk().await;
        shop.widget.close().await;
        let dialog = agent.invite("view", 120.0).await;
        let seen = shop.widget.until("the agent asks", asks).await;
        assert!(!seen.open, "the panel stays closed");
        let (banner, launcher) = (seen.banner.unwrap().rect, seen.launcher.unwrap().rect);
        assert!(banner.y + banner.height <= launcher.y, "{banner:?} above {launcher:?}");
        assert_eq!(banner.x + banner.width, launcher.x + launcher.width, "{banner:?} above {launcher:?}");
        shop.widget.answer("Accept").await;
        agent.until("the session runs", |state| state.session(&dialog) == "ACCEPTED").await;
        shop.has_published(APP, &[OFFERED, ACCEPTED]).await;
        // Nobody is at the desk, so nobody has joined.
        let seen = shop.widget.until("it says so", |seen| seen.banner_title() == "Ada can now view this page").await;
        assert!(!seen.open, "an answer opens nothing");
    });
}

/// When the page was told that the agent asks, when somebody tapped on the chat, and when a Yes was published.
const TIMES: &str = "window.times = { taps: [] };
document.addEventListener('alongside-cobrowse', ({ detail }) => (times[detail.step] ??= []).push(performance.now()));
document.addEventListener('click', ({ target }) => target.matches('alongside-chat') && times.taps.push(performance.now()), true);";

/// The middle of the button that accepts.
fn accept(seen: &Seen) -> (i64, i64) {
    let rect = &seen.banner.as_ref().unwrap().buttons.iter().find(|button| button.name == "Accept").unwrap().rect;
    #[expect(clippy::cast_possible_truncation, reason = "pixels")]
    let middle = |start: f64, length: f64| (start + length / 2.0) as i64;
    (middle(rect.x, rect.width), middle(rect.y, rect.height))
}

/// Taps on and on until that has accepted the invitation, and gives the time from a moment on the page's clock until then.
/// Some of the taps came in the half second after that moment.
async fn tap_until_accepted(shop: &Shop, place: (i64, i64), moment: &str) -> f64 {
    crate::harness::until("somebody who taps on and on has agreed in the end", async || {
        shop.browser.mouse_at(place, true).await;
        let times = shop.browser.value("times").await;
        if times["accepted"].is_array() { Ok(()) } else { Err(times) }
    })
    .await;
    let early = format!("times.taps.filter((tap) => tap > {moment} + 50 && tap < {moment} + 500).length");
    let taps = shop.browser.value(&early).await;
    assert!(taps.as_u64().unwrap() > 2, "{taps} taps in the half second");
    shop.browser.value(&format!("times.accepted[0] - {moment}")).await.as_f64().unwrap()
}

#[test]
fn who_taps_where_accept_is_about_to_appear_has_agreed_to_nothing_for_half_a_second() {
    journey(async |world| {
        let shop = Shop::with(world, |page| page.first(TIMES)).await;
        let agent = shop.talk().await;
        shop.widget.close().await;
        let dialog = agent.invite("view", 120.0).await;
        let seen = shop.widget.until("the agent asks", asks).await;
        agent.cancel(&dialog).await;
        shop.widget.until("it goes", |seen| seen.banner.is_none()).await;

        let dialog = agent.invite("view", 120.0).await;
        assert!(tap_until_accepted(&shop, accept(&seen), "times.invited[1]").await >= 500.0);
        agent.until("the session runs", |state| state.session(&dialog) == "ACCEPTED").await;
        shop.has_published(APP, &[OFFERED, OFFERED, ACCEPTED]).await;
    });
}

#[test]
fn who_taps_where_accept_moves_to_has_agreed_to_nothing_for_half_a_second() {
    journey(async |world| {
        let shop = Shop::with(world, |page| page.first(TIMES)).await;
        let agent = shop.talk().await;
        agent.invite("view", 120.0).await;
        let inside = accept(&shop.widget.until("the agent asks", asks).await);
        shop.widget.close().await;
        let beside = accept(&shop.widget.until("beside the launcher", |seen| !seen.open && asks(seen)).await);
        assert_ne!(inside, beside);
        // It moves while somebody taps; the tap that moves it is not theirs.
        let moves = "setTimeout(() => { times.moved = performance.now(); arguments[0].querySelector('.launcher').click(); }, 700)";
        let root = shop.widget.root().await.unwrap();
        shop.browser.run(moves, vec![root]).await;
        assert!(tap_until_accepted(&shop, inside, "times.moved").await >= 500.0);
    });
}

#[test]
fn a_page_may_choose_the_newer_application() {
    journey(async |world| {
        let shop = Shop::with(world, |page| page.attribute("cobrowse-app", "lpCoBrowse")).await;
        let agent = shop.talk().await;
        agent.invite("view", 120.0).await;
        shop.widget.until("the agent asks", asks).await;
        shop.widget.answer("Decline").await;
        shop.has_published("lpCoBrowse", &[OFFERED, DECLINED]).await;
    });
}

#[test]
fn a_session_is_in_sight_until_one_press_ends_it() {
    journey(async |world| {
        let shop = Shop::open(world).await;
        let agent = shop.talk().await;
        let dialog = agent.invite("follow", 120.0).await;
        shop.widget.until("the agent asks", asks).await;
        assert_eq!(frame(&shop).await, "none");
        shop.widget.answer("Accept").await;
        let runs = |seen: &Seen| seen.banner_kind() == "active";
        let seen = shop.widget.until("it runs", runs).await;
        assert_eq!(seen.banner.unwrap().lines[0], "The agent can see this page, but cannot scroll or click.");
        assert_eq!(frame(&shop).await, "fixed, none, 0, 0, 4px, rgb(194, 65, 12)");
        shop.reload().await;
        shop.widget.until("it still runs", runs).await;
        assert_ne!(frame(&shop).await, "none");
        shop.widget.press("End").await;
        shop.widget.until("it is over", |seen| seen.banner_title() == "The viewing session has ended.").await;
        assert_eq!(frame(&shop).await, "none");
        agent.until("the service knows", |state| state.session(&dialog) == "CLOSED").await;
    });
}

/// How the frame around the page lies there, and whether it lets clicks through.
async fn frame(shop: &Shop) -> String {
    let script = "(() => { const style = getComputedStyle(root.querySelector('.frame'));
        if (style.position !== 'fixed') return 'none';
        return [style.position, style.pointerEvents, style.top, style.left, style.borderTopWidth, style.borderTopColor]
            .map((value) => value.replace(/^0px$/, '0')).join(', '); })()";
    shop.widget.value(script).await.as_str().unwrap().to_owned()
}

#[test]
fn what_the_service_does_not_confirm_is_not_said_to_be_over() {
    journey(async |world| {
        let shop = Shop::open(world).await;
        let agent = shop.talk().await;
        agent.invite("view", 120.0).await;
        shop.widget.until("the agent asks", asks).await;
        shop.widget.answer("Accept").await;
        shop.widget.until("it runs", |seen| seen.banner_kind() == "active").await;
        shop.service.fault("refuseCoBrowseEnd", serde_json::json!(true)).await;
        shop.widget.press("End").await;
        let seen = shop.widget.until("it says so", |seen| seen.banner_title().starts_with("It is not confirmed")).await;
        let banner = seen.banner.unwrap();
        assert_eq!(banner.lines, ["Close this page to be sure that nobody sees it."]);
        shop.service.fault("refuseCoBrowseEnd", serde_json::json!(false)).await;
        shop.widget.press("End again").await;
        shop.widget.until("it is over", |seen| seen.banner_title() == "The viewing session has ended.").await;
    });
}

#[test]
fn a_page_can_carry_a_session_itself() {
    journey(async |world| {
        let carries = "window.steps = [];
            document.addEventListener('alongside-cobrowse', (event) => {
                const { step, serviceId } = event.detail;
                steps.push(step);
                if (step === 'invited') event.preventDefault();
                window.report = (detail) => event.target.dispatchEvent(
                    new CustomEvent('alongside-session', { detail: { serviceId, ...detail } }));
            });";
        let shop = Shop::with(world, |page| page.first(carries)).await;
        let agent = shop.talk().await;
        agent.invite("view", 120.0).await;
        shop.widget.until("the agent asks", asks).await;
        shop.widget.answer("Accept").await;
        shop.browser.run("report({ state: 'live', hidden: ['<b>passwords</b>', 'card numbers'] })", Vec::new()).await;
        shop.widget.until("it runs", |seen| seen.banner_title() == "Ada can now view this page").await;
        shop.browser.run("report({ joined: true })", Vec::new()).await;
        let seen = shop.widget.until("she is there", |seen| seen.banner_title() == "Ada is viewing this page").await;
        assert!(seen.banner.unwrap().buttons.iter().all(|button| button.name != "Pause"), "it did not say that it can");
        let hidden = shop.widget.value("root.querySelector('.masking p').textContent").await;
        assert_eq!(hidden, "<b>passwords</b>, card numbers");
        shop.has_published(APP, &[]).await;
        shop.browser.run("report({ state: 'lost' })", Vec::new()).await;
        shop.widget.until("it says so", |seen| seen.banner_title() == "Reconnecting, Ada sees nothing").await;
        shop.browser.run("report({ state: 'ended' })", Vec::new()).await;
        shop.widget.until("it is over", |seen| seen.banner_title() == "The viewing session has ended.").await;
        assert_eq!(shop.browser.value("steps.join()").await, "invited,accepted,started,joined,ended");
    });
}

/// A page that shows a session in its own way, and ends it by a button of its own.
const OWN: &str = "window.steps = [];
document.addEventListener('alongside-cobrowse', ({ target, detail: { step, serviceId, dialogId } }) => {
    steps.push(step);
    const own = document.querySelector('#own');
    own.hidden = !['started', 'joined'].includes(step);
    own.onclick = () => target.dispatchEvent(
        new CustomEvent('alongside-session', { detail: { serviceId, dialogId, state: 'ended' } }));
});";

const OWN_LOOKS: &str =
    "<style>alongside-chat::part(frame), alongside-chat::part(banner-active) { display: none }</style>
<button id=own hidden>End it here</button>";

#[test]
fn a_page_can_show_a_session_in_its_own_way() {
    const IS_SHOWN: &str = "document.querySelector('#own').checkVisibility()";
    // What the widget draws of it, whether it can be seen or not.
    const DRAWN: &str = "['.frame', '.banner'].map((css) => root.querySelector(css))
        .map((one) => [one?.dataset.is, one?.checkVisibility()].join()).join('; ')";
    journey(async |world| {
        let shop = Shop::with(world, |page| page.first(OWN).watched().body(OWN_LOOKS)).await;
        let agent = shop.talk().await;
        shop.widget.close().await;
        let dialog = agent.invite("view", 120.0).await;
        shop.widget.until("the agent asks in the card", asks).await;
        assert_eq!(shop.browser.value(IS_SHOWN).await, false, "nothing runs");
        shop.widget.answer("Accept").await;
        shop.browser.until(IS_SHOWN, &serde_json::json!(true)).await;
        shop.browser.until("sent.some((text) => text.startsWith('snapshot'))", &serde_json::json!(true)).await;
        agent.until("the session runs", |state| state.session(&dialog) == "ACCEPTED").await;
        crate::harness::until("the widget shows nothing of it", async || {
            let drawn = shop.widget.value(DRAWN).await;
            if drawn == "on,false; active,false" { Ok(()) } else { Err(drawn) }
        })
        .await;
        // It is told again after a reload, so that the page can show it again.
        shop.reload().await;
        shop.browser.until(IS_SHOWN, &serde_json::json!(true)).await;
        shop.browser.until("sent.some((text) => text.startsWith('snapshot'))", &serde_json::json!(true)).await;
        shop.browser.click("#own").await;
        agent.until("the service knows", |state| state.session(&dialog) == "CLOSED").await;
        shop.browser.until(IS_SHOWN, &serde_json::json!(false)).await;
        shop.widget
            .until("the end is in the card", |seen| seen.banner_title() == "The viewing session has ended.")
            .await;
        let carrier =
            "sockets.filter(({ url }) => url.includes('/session/page')).map(({ readyState }) => readyState).join()";
        shop.browser.until(carrier, &serde_json::json!("3")).await;
        assert_eq!(shop.browser.value("steps.join()").await, "started,ending,ended");
    });
}

#[test]
fn a_call_is_drawn_by_the_tag_and_goes_on_after_a_reload() {
    const SCREEN: &str = "document.querySelector('alongside-chat > .lp_cobrowse_callscreen_container')";
    journey(async |world| {
        let shop = Shop::open(world).await;
        let agent = shop.talk().await;
        let dialog = agent.invite("VIDEO_CALL", 120.0).await;
        let seen = shop.widget.until("the agent asks", asks).await;
        assert_eq!(seen.banner_title(), "Ada asks for a video call");
        // The tag looks for it when it hears of the answer.
        let looks = format!("lpTag.events.bind('{APP}', 'cobrowseAccepted', () => window.found = !!{SCREEN})");
        shop.browser.run(&looks, Vec::new()).await;
        shop.widget.answer("Accept").await;
        shop.widget.until("it runs", |seen| seen.banner_kind() == "active").await;
        assert_eq!(shop.browser.value("found").await, true);
        assert_eq!(frame(&shop).await, "none", "nobody sees the page");
        let draw = format!("{SCREEN}.textContent = 'Ada, drawn by the tag'; return {SCREEN}.checkVisibility();");
        assert_eq!(shop.browser.run(&draw, Vec::new()).await, true);
        shop.browser
            .run(
                "lpTag.events.trigger('cobrowse', 'sessionError', { id: 'NO_CAMERA_ACCESS', msg: 'No camera' })",
                Vec::new(),
            )
            .await;
        let says = |seen: &Seen| {
            seen.banner.as_ref().is_some_and(|banner| banner.lines.iter().any(|line| line == "No camera"))
        };
        shop.widget.until("it says so", says).await;

        shop.reload().await;
        shop.widget.until("it goes on", |seen| seen.banner_kind() == "active").await;
        shop.browser.run("lpTag.events.trigger('cobrowse', 'sessionResume')", Vec::new()).await;
        let published = "lpTag.log.filter(({ via }) => via === 'publish').map(({ eventName }) => eventName).join()";
        shop.browser.until(published, &serde_json::json!("sliderOpened")).await;
        shop.widget.press("End").await;
        shop.widget.until("it is over", |seen| seen.banner_title() == "The call has ended.").await;
        assert_eq!(shop.browser.value(SCREEN).await, serde_json::Value::Null);
        agent.until("the service knows", |state| state.session(&dialog) == "CLOSED").await;
    });
}
