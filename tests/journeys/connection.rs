//! The connection goes, or never comes: nothing that was written is lost, and nothing is said twice.

use std::net::{Ipv4Addr, TcpListener};
use std::time::Duration;

use serde_json::json;

use crate::harness::{Agent, Page, Seen, Service, Shop, Site, Tag, Widget, journey};

#[test]
fn after_a_drop_both_sides_catch_up() {
    journey(async |world| {
        let shop = Shop::open(world).await;
        let agent = shop.talk().await;
        shop.service.fault("unavailable", json!(true)).await;
        assert_eq!(shop.service.kick(1006).await, 1);
        agent.say("Said while nobody listened").await;
        shop.widget.send("Written while down").await;
        shop.widget.until("it waits", |seen| seen.receipt() == "Waiting to be sent").await;
        let seen = shop.widget.until("it is said so", |seen| seen.status == "Connecting…").await;
        assert!(!seen.says("Said while nobody listened"));
        shop.service.fault("unavailable", json!(false)).await;
        agent.hears("Written while down").await;
        let seen = shop.widget.until("all is delivered", |seen| seen.receipt() == "Read").await;
        let said = ["Hello", "Hello, I am Ada", "Said while nobody listened", "Written while down"];
        assert_eq!(seen.texts(), said);
        assert_eq!(shop.service.count_of("Written while down").await, 1);
        assert_eq!(shop.service.conversations().await.len(), 1);
    });
}

#[test]
fn a_service_that_falls_silent_is_left_and_found_again() {
    journey(async |world| {
        let shop = Shop::with(world, |page| page.attribute("connector", "4711")).await;
        let agent = shop.talk().await;
        shop.service.fault("silent", json!(true)).await;
        shop.widget.send("Do you hear me?").await;
        let is_left = |seen: &Seen| seen.status == "Connecting…";
        world.aside(shop.widget.until_within(Duration::from_secs(60), "it is left", is_left)).await;
        shop.service.fault("silent", json!(false)).await;
        agent.hears("Do you hear me?").await;
        shop.widget.until("it is read", |seen| seen.receipt() == "Read").await;
        assert_eq!(shop.service.count_of("Do you hear me?").await, 1);
    });
}

#[test]
fn a_refused_token_makes_another_person_and_loses_nothing_that_was_written() {
    journey(async |world| {
        let shop = Shop::open(world).await;
        let agent = shop.talk().await;
        // Once can be the line's doing: the token is shown once more.
        assert_eq!(shop.service.kick(4401).await, 1);
        shop.widget.send("Back again").await;
        agent.hears("Back again").await;
        assert_eq!(shop.service.conversations().await.len(), 1);
        shop.service.fault("unavailable", json!(true)).await;
        assert_eq!(shop.service.kick(4401).await, 1);
        shop.widget.send("Still there?").await;
        shop.service.fault("unavailable", json!(false)).await;
        agent.hears("Still there?").await;
        agent.say("Of course").await;
        let seen = shop.widget.until("the answer is there", |seen| seen.says("Of course")).await;
        assert_eq!(seen.texts(), ["Still there?", "Of course"], "what the former person said is not this one's");
        shop.widget.until("the agent is known", |seen| seen.title == "Ada").await;
        assert_eq!(shop.service.conversations().await.len(), 2);
        assert_eq!(shop.service.count_of("Still there?").await, 1);
    });
}

#[test]
fn an_identity_that_ran_out_is_renewed_for_the_same_person() {
    journey(async |world| {
        let shop = Shop::with(world, |page| page.attribute("connector", "4711")).await;
        let agent = shop.talk().await;
        assert_eq!(shop.service.kick(4407).await, 1);
        shop.widget.send("Still me").await;
        agent.hears("Still me").await;
        agent.say("Still Ada").await;
        shop.widget.until("the answer is there", |seen| seen.says("Still Ada")).await;
        assert_eq!(shop.service.conversations().await.len(), 1);
        assert_eq!(shop.browser.own_lines().await, Vec::<String>::new(), "nothing of it concerns the developer");
    });
}

#[test]
fn a_service_that_comes_late_gets_what_was_written() {
    journey(async |world| {
        let port = free_port();
        let site = Site::start().await;
        site.page("/", Page::new(&format!("http://127.0.0.1:{port}")).tag(Tag::None).html());
        let browser = world.browser().await;
        browser.visit(&format!("{}/", site.origin)).await;
        let widget = Widget::of(&browser);
        widget.open().await;
        widget.send("Is anybody there?").await;
        widget.until("it waits", |seen| seen.receipt() == "Waiting to be sent").await;
        widget.until("it is said so", |seen| seen.status == "Connecting…").await;
        let slow = "Still connecting. What you write is kept and sent then.";
        world.aside(widget.until_within(Duration::from_secs(40), "it is slow", |seen| seen.status == slow)).await;

        let lines = browser.own_lines().await;
        assert!(
            matches!(lines.as_slice(), [line] if line.contains("service discovery could not be reached")),
            "one line for all attempts: {lines:?}"
        );

        // Not even a reload loses it.
        browser.move_mouse_away().await;
        browser.driver.refresh().await.unwrap();
        widget.until("the widget wakes", |seen| seen.mounted).await;
        widget.open().await;
        widget.until("it still waits", |seen| seen.says("Is anybody there?")).await;

        let service = Service::start_on(port).await;
        let agent = Agent::log_in(&service, "Ada").await;
        widget.until_within(Duration::from_secs(40), "it is read", |seen| seen.receipt() == "Read").await;
        agent.hears("Is anybody there?").await;
        assert_eq!(service.count_of("Is anybody there?").await, 1);
        assert_eq!(service.conversations().await.len(), 1);
    });
}

#[test]
fn an_unknown_account_is_told_in_a_sentence() {
    journey(async |world| {
        let shop = Shop::with(world, |page| page.account("99999")).await;
        shop.widget.open().await;
        shop.widget.send("Hello?").await;
        let sentence = "This chat is not available at the moment.";
        let seen = shop.widget.until("it is told", |seen| seen.status == sentence).await;
        assert!(seen.buttons.iter().any(|name| name == "Try again"), "there is a way out: {seen:#?}");
        assert!(seen.says("Hello?"), "what was written stays: {seen:#?}");
        let lines = shop.browser.own_lines().await;
        assert_eq!(lines.len(), 1, "{lines:#?}");
        assert!(lines[0].contains("99999"), "{lines:#?}");
    });
}

/// A port that nobody listens on, and that is free for whoever comes.
fn free_port() -> u16 {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap().port()
}
