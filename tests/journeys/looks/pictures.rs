//! Pictures of the demo shop for people to look at, in `target/journeys`.

use crate::harness::{Agent, Browser, Scheme, Service, Site, Widget, demo_page, journey, save_picture};

#[test]
fn pictures_on_desktop_and_phone_in_light_and_dark() {
    journey(async |world| {
        let (service, site) = (Service::start().await, Site::start().await);
        site.page("/", demo_page(&service.origin));
        let browser = world.browser().await;
        browser.prefer(Scheme::Light).await;
        browser.visit(&format!("{}/", site.origin)).await;
        let widget = Widget::of(&browser);
        let agent = Agent::log_in(&service, "Ada").await;
        talk(&widget, &agent).await;
        both(&browser, "conversation-desktop").await;
        agent.invite("view", 120.0).await;
        widget.until("the agent asks", |seen| seen.banner_kind() == "invited").await;
        both(&browser, "banner-desktop").await;

        browser.be_a_phone().await;
        let seen =
            widget.until("the panel covers the screen", |seen| seen.panel.is_some_and(|p| p.width == 390.0)).await;
        let panel = seen.panel.unwrap();
        assert_eq!((panel.x, panel.y, panel.width, panel.height), (0.0, 0.0, 390.0, 844.0));
        assert!(seen.launcher.is_none(), "nothing lies over the composer: {seen:#?}");
        assert_eq!(widget.value("root.querySelector('.panel').ariaModal").await, "true");
        both(&browser, "banner-phone").await;
        widget.answer("Decline").await;
        widget.until("the banner is gone", |seen| seen.banner.is_none()).await;
        both(&browser, "conversation-phone").await;
        widget.press("More").await;
        widget.press_summary("Forget this device").await;
        both(&browser, "menu-phone").await;
        browser.press("\u{e00c}").await;
        assert_eq!(widget.value("root.querySelector(':popover-open')").await, serde_json::Value::Null);
        assert!(widget.seen().await.open, "Escape puts the menu away, and nothing else");
        widget.close().await;
        agent.invite("follow", 120.0).await;
        widget.until("the agent asks", |seen| seen.banner_kind() == "invited").await;
        both(&browser, "banner-phone-closed").await;
    });
}

async fn talk(widget: &Widget, agent: &Agent) {
    widget.open().await;
    widget.send("Hello! I cannot find the field for my voucher.").await;
    agent.hears("Hello! I cannot find the field for my voucher.").await;
    agent.until("the agent is assigned", |state| state.joined).await;
    agent.say("Hello, I am Ada. Happy to help!").await;
    agent.say("It is below the address. Shall we look at it together?").await;
    widget.until("the agent has answered", |seen| seen.rows.len() == 3).await;
    widget.send("Yes, please").await;
    widget.until("the agent has read it", |seen| seen.receipt() == "Read").await;
}

/// In light and in dark, and light again.
pub(super) async fn both(browser: &Browser, name: &str) {
    for (scheme, word) in [(Scheme::Dark, "dark"), (Scheme::Light, "light")] {
        browser.prefer(scheme).await;
        save_picture(browser, &format!("{name}-{word}")).await;
    }
}

#[test]
fn pictures_of_a_session() {
    journey(async |world| {
        let (service, site) = (Service::start().await, Site::start().await);
        let listen =
            "<head><script>document.addEventListener('alongside-cobrowse', ({ target, detail: { serviceId } }) => {
            window.report = (detail) => target.dispatchEvent(
                new CustomEvent('alongside-session', { detail: { serviceId, ...detail } })); });</script>";
        site.page("/", demo_page(&service.origin).replace("<head>", listen));
        let browser = world.browser().await;
        browser.prefer(Scheme::Light).await;
        browser.visit(&format!("{}/", site.origin)).await;
        let widget = Widget::of(&browser);
        let agent = Agent::log_in(&service, "Ada").await;
        talk(&widget, &agent).await;
        agent.invite("shared", 120.0).await;
        widget.until("the agent asks", |seen| seen.banner_kind() == "invited").await;
        widget.answer("Accept").await;
        widget.until("it runs", |seen| seen.banner_kind() == "active").await;
        browser.run("report({ can: ['pause', 'control'], hidden: ['passwords', 'card numbers'] })", Vec::new()).await;
        both(&browser, "session-desktop").await;
        widget.close().await;
        both(&browser, "session-desktop-closed").await;
        browser.run("report({ control: 'asked' })", Vec::new()).await;
        widget.until("the agent asks for control", |seen| seen.buttons.iter().any(|name| name == "Allow")).await;
        both(&browser, "control-desktop-closed").await;
        widget.insist("Allow").await;
        browser.be_a_phone().await;
        both(&browser, "session-phone-closed").await;
        widget.open().await;
        both(&browser, "session-phone").await;
        service.fault("refuseCoBrowseEnd", serde_json::json!(true)).await;
        widget.press("End").await;
        widget.until("it is not confirmed", |seen| seen.banner_title().contains("not confirmed")).await;
        both(&browser, "session-unconfirmed-phone").await;
        service.fault("refuseCoBrowseEnd", serde_json::json!(false)).await;
        widget.press("End again").await;
        widget.press("See what was shared").await;
        widget.element(".ledger .noted").await;
        both(&browser, "record-phone").await;
        widget.press("Close").await;
        agent.invite("VOICE_CALL", 120.0).await;
        widget.until("the agent asks", |seen| seen.banner_kind() == "invited").await;
        widget.answer("Accept").await;
        widget.until("the call is there", |seen| seen.banner_kind() == "active").await;
        both(&browser, "call-phone").await;
    });
}
