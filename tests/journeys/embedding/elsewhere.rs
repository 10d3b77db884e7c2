//! The widget's files come from another origin than the page.

use crate::harness::{Agent, Browser, Page, Service, Site, Tag, Widget, World, journey};

use std::rc::Rc;

/// A page on one origin, the files on another, the service on a third.
struct Elsewhere {
    service: Service,
    files: Site,
    shop: Site,
    browser: Rc<Browser>,
    widget: Widget,
}

impl Elsewhere {
    async fn open(world: &World, prepare: impl FnOnce(&Self)) -> Self {
        let (service, files, shop) = (Service::start().await, Site::start().await, Site::start().await);
        let browser = world.browser().await;
        let widget = Widget::of(&browser);
        let elsewhere = Self { service, files, shop, browser, widget };
        // The page brings nothing of its own but text, so that its policy need not allow anything for it.
        let page = Page::new(&elsewhere.service.origin).tag(Tag::None).files_from(&elsewhere.files.origin);
        elsewhere.shop.page("/", page.html());
        prepare(&elsewhere);
        elsewhere.browser.visit(&format!("{}/", elsewhere.shop.origin)).await;
        elsewhere
    }

    /// The strictest policy under which the widget works, with these words for scripts.
    fn policy(&self, scripts: &str) -> String {
        let (files, service, sockets) = (&self.files.origin, &self.service.origin, self.service.socket_origin());
        format!(
            "default-src 'none'; script-src {files} {scripts}; style-src 'none'; img-src data:; \
             connect-src {files} {service} {sockets}"
        )
    }

    /// The page itself is as it was, whatever became of the widget.
    async fn page_is_well(&self) {
        assert_eq!(self.browser.value("document.querySelector('h1').textContent").await, "A shop");
        assert_eq!(self.browser.uncaught().await, Vec::<String>::new());
    }
}

#[test]
fn with_cors_headers_it_works_under_a_strict_policy() {
    journey(async |world| {
        let place = Elsewhere::open(world, |place| {
            place.files.share(&["loader.js", "widget.js", "widget_bg.wasm", "widget_more.wasm"]);
            place.shop.policy(place.policy("'wasm-unsafe-eval'"));
        })
        .await;
        let agent = Agent::log_in(&place.service, "Ada").await;
        let seen = place.widget.open().await;
        let panel = seen.panel.unwrap();
        assert_eq!(panel.width, 400.0, "its styles hold: {panel:?}");
        place.widget.send("Hello from elsewhere").await;
        agent.hears("Hello from elsewhere").await;
        agent.say("Hello").await;
        place.widget.until("the answer is there", |seen| seen.says("Hello")).await;
        agent.invite("view", 120.0).await;
        let seen = place.widget.until("the agent asks", |seen| seen.banner_kind() == "invited").await;
        assert_eq!(seen.banner.unwrap().names(), ["Decline", "Getting ready…"], "there is no tag here");
        place.page_is_well().await;
        let refused: Vec<_> =
            place.browser.console().await.into_iter().filter(|line| line.source == "security").collect();
        assert!(refused.is_empty(), "the policy forbids nothing that the widget does: {refused:#?}");
    });
}

#[test]
fn the_second_part_comes_by_the_first_key_and_what_is_sent_without_it_waits() {
    journey(async |world| {
        const MORE: &str = "widget_more.wasm";
        let place = Elsewhere::open(world, |place| {
            place.files.share(&["loader.js", "widget.js", "widget_bg.wasm"]);
            // The service is asked for everything that comes before a conversation.
            place.shop.policy(place.policy("'wasm-unsafe-eval'"));
        })
        .await;
        let agent = Agent::log_in(&place.service, "Ada").await;
        place.widget.open().await;
        crate::harness::until("signed in", async || match place.service.sockets().await {
            1 => Ok(()),
            open => Err(open),
        })
        .await;
        assert_eq!(place.files.asked(MORE), 0, "a first opening does without it");
        place.widget.write("Hello").await;
        place.widget.press("Send").await;
        let seen = place.widget.until("it is said", |seen| seen.status.contains("could not be loaded")).await;
        assert!(seen.rows.is_empty());
        let lines = place.browser.own_lines().await;
        let told = lines.iter().filter(|line| line.contains(MORE)).count();
        assert_eq!(told, 1, "developers are told once: {lines:#?}");
        place.files.share(&["loader.js", "widget.js", "widget_bg.wasm", MORE]);
        agent.hears("Hello").await;
        let seen = place.widget.until("all is well", |seen| seen.says("Hello") && seen.status.is_empty()).await;
        assert!(seen.mounted);
        place.page_is_well().await;
    });
}

#[test]
fn without_cors_headers_on_its_parts_the_loader_says_so_once() {
    journey(async |world| {
        let place = Elsewhere::open(world, |place| place.files.share(&["loader.js"])).await;
        place.widget.click_launcher().await;
        let sentence = "Chat did not start. Try again.";
        let seen = place.widget.until("a sentence is there", |seen| seen.note == sentence).await;
        assert!(!seen.mounted && !seen.launcher.unwrap().busy);
        let lines = place.browser.own_lines().await;
        assert_eq!(lines.len(), 1, "{lines:#?}");
        assert!(lines[0].contains("CORS") && lines[0].contains(&place.files.origin), "{lines:#?}");
        place.page_is_well().await;

        // Once the headers are there, the next click starts it.
        place.files.share(&["loader.js", "widget.js", "widget_bg.wasm", "widget_more.wasm"]);
        place.widget.open().await;
        place.page_is_well().await;
    });
}

#[test]
fn without_cors_headers_on_the_loader_the_browser_says_so_and_the_page_is_well() {
    journey(async |world| {
        let place = Elsewhere::open(world, |_| {}).await;
        // The browser does not run a module of another origin at all: the line about it is the browser's own.
        crate::harness::until("the browser says so", async || {
            let lines = place.browser.console().await;
            let is_it = |text: &str| text.contains("CORS") && text.contains("loader.js");
            let found = lines.iter().filter(|line| is_it(&line.text)).count();
            if found == 1 { Ok(()) } else { Err(lines) }
        })
        .await;
        assert_eq!(place.browser.own_lines().await, Vec::<String>::new());
        place.page_is_well().await;
    });
}

#[test]
fn a_policy_that_forbids_wasm_is_told_once() {
    journey(async |world| {
        let place = Elsewhere::open(world, |place| {
            place.files.share(&["loader.js", "widget.js", "widget_bg.wasm", "widget_more.wasm"]);
            place.shop.policy(place.policy(""));
        })
        .await;
        place.widget.click_launcher().await;
        let sentence = "Chat did not start. Try again.";
        place.widget.until("a sentence is there", |seen| seen.note == sentence).await;
        let lines = place.browser.own_lines().await;
        assert_eq!(lines.len(), 1, "{lines:#?}");
        assert!(lines[0].contains("'wasm-unsafe-eval'"), "{lines:#?}");
        place.page_is_well().await;
    });
}
